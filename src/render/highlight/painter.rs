//! Writes escaped code and its spans; the one place that makes output.
//!
//! A painter only ever moves forward over the code it was given, and every
//! byte leaves it exactly once. Losslessness is therefore a property of this
//! file, and no lexer, however confused by its input, can break it.

/// What a stretch of code is; one letter of the stylesheet each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A word the language reserves (`k`).
    Keyword,
    /// Text in quotes (`s`).
    Text,
    /// A number, an address, or a literal such as `true` (`n`).
    Number,
    /// A comment (`c`).
    Comment,
    /// A type or something built in (`t`).
    Type,
    /// A function, or the command of a shell line (`f`).
    Function,
    /// A variable, or the key of a key-value pair (`v`).
    Variable,
    /// An operator, only where it carries the structure (`o`).
    Operator,
    /// An attribute, decorator, annotation or flag (`a`).
    Attribute,
    /// A removed line (`d`).
    Deleted,
    /// An added line (`i`).
    Inserted,
    /// A heading: a table's name, a hunk's place (`h`).
    Heading,
    /// An error level, an exception, a 5xx status (`e`).
    Error,
    /// A warning level, a 4xx status (`w`).
    Warning,
    /// A timestamp, a prompt, a protocol version (`m`).
    Meta,
}

impl Class {
    /// The tag that opens a span of this class.
    const fn open(self) -> &'static str {
        match self {
            Self::Keyword => r#"<span class="hl-k">"#,
            Self::Text => r#"<span class="hl-s">"#,
            Self::Number => r#"<span class="hl-n">"#,
            Self::Comment => r#"<span class="hl-c">"#,
            Self::Type => r#"<span class="hl-t">"#,
            Self::Function => r#"<span class="hl-f">"#,
            Self::Variable => r#"<span class="hl-v">"#,
            Self::Operator => r#"<span class="hl-o">"#,
            Self::Attribute => r#"<span class="hl-a">"#,
            Self::Deleted => r#"<span class="hl-d">"#,
            Self::Inserted => r#"<span class="hl-i">"#,
            Self::Heading => r#"<span class="hl-h">"#,
            Self::Error => r#"<span class="hl-e">"#,
            Self::Warning => r#"<span class="hl-w">"#,
            Self::Meta => r#"<span class="hl-m">"#,
        }
    }
}

/// A span that may still grow.
#[derive(Clone, Copy)]
struct Pending {
    /// What it is.
    class: Class,
    /// Its first byte.
    start: usize,
    /// The byte after its last.
    end: usize,
}

/// Turns `paint` calls, in ascending order, into HTML.
///
/// Places outside the code, behind what was already painted, or inside a
/// character are moved to the nearest legal one, so no call can panic.
pub(super) struct Painter<'a> {
    /// The code being painted.
    code: &'a str,
    /// Where the HTML goes.
    out: &'a mut String,
    /// Everything before this byte has been written.
    done: usize,
    /// The last span, held back in case the next one continues it.
    pending: Option<Pending>,
}

impl<'a> Painter<'a> {
    /// A painter at the start of `code`, appending to `out`.
    pub(super) fn new(code: &'a str, out: &'a mut String) -> Self {
        Self { code, out, done: 0, pending: None }
    }

    /// Gives the bytes from `start` to `end` a class.
    ///
    /// Neighbours of one class with at most a blank between them become one
    /// span: `pub async fn` looks the same and costs a third.
    pub(super) fn paint(&mut self, class: Class, start: usize, end: usize) {
        let floor = self.pending.map_or(self.done, |last| last.end);
        let start = self.boundary(start.max(floor));
        let end = self.boundary(end);
        if end <= start {
            return;
        }
        if let Some(last) = self.pending.as_mut() {
            let gap = &self.code.as_bytes()[last.end..start];
            if last.class == class && matches!(gap, b"" | b" ") {
                last.end = end;
                return;
            }
        }
        self.flush();
        self.pending = Some(Pending { class, start, end });
    }

    /// Writes what is left.
    pub(super) fn finish(mut self) {
        self.flush();
        escape(&self.code[self.done..], self.out);
    }

    /// Writes the pending span and the plain code before it.
    fn flush(&mut self) {
        let Some(Pending { class, start, end }) = self.pending.take() else {
            return;
        };
        escape(&self.code[self.done..start], self.out);
        self.out.push_str(class.open());
        escape(&self.code[start..end], self.out);
        self.out.push_str("</span>");
        self.done = end;
    }

    /// The last place at or before `at` that does not split a character.
    fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.code.len());
        while !self.code.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// Appends `text` with `&`, `<` and `>` as entities.
///
/// Quotes stay as they are: they mean nothing in an element's content, and
/// code is full of them.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(entity);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::{Class, Painter};

    /// Paints `calls` onto `code`.
    fn painted(code: &str, calls: &[(Class, usize, usize)]) -> String {
        let mut out = String::new();
        let mut painter = Painter::new(code, &mut out);
        for &(class, start, end) in calls {
            painter.paint(class, start, end);
        }
        painter.finish();
        out
    }

    #[test]
    fn neighbours_of_one_class_share_a_span() {
        let calls = [(Class::Keyword, 0, 3), (Class::Keyword, 4, 6)];
        assert_eq!(painted("pub fn x", &calls), r#"<span class="hl-k">pub fn</span> x"#);
    }

    #[test]
    fn impossible_places_are_moved_not_fatal() {
        let calls = [(Class::Text, 1, 99), (Class::Number, 0, 2), (Class::Number, 9, 3)];
        assert_eq!(painted("ä<b", &calls), r#"<span class="hl-s">ä&lt;b</span>"#);
    }
}
