//! What a line says, without the marks of Markdown and HTML.

/// The words of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Plain {
    /// Without marks, with single spaces.
    pub(super) text: String,
    /// How many bytes at the start of `text` are set bold.
    pub(super) strong: usize,
    /// Whether a link is all there is.
    pub(super) link: bool,
}

/// Takes the marks off a line: emphasis, code, links, images, tags, entities, escapes.
pub(super) fn plain(source: &str) -> Plain {
    let mut reader = Reader::default();
    reader.read(source);
    reader.finish()
}

#[derive(Default)]
struct Reader {
    text: String,
    /// Where the bold words that open the line end; `None` while nothing is bold, or still is.
    strong: Option<usize>,
    /// Whether the words from the start up to here are bold.
    opening: bool,
    linked: usize,
}

impl Reader {
    fn push(&mut self, c: char) {
        match c {
            '\u{200b}' | '\u{feff}' | '\u{200d}' | '\u{fe0f}' => {}
            c if c.is_whitespace() => {
                if !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
            }
            c => self.text.push(c),
        }
    }

    /// Bold starts or ends here.
    fn toggle(&mut self) {
        if self.opening {
            self.opening = false;
            self.strong = Some(self.text.trim_end().len());
        } else if self.text.trim().is_empty() && self.strong.is_none() {
            self.opening = true;
        } else if self.strong == Some(self.text.trim_end().len()) {
            // `**Root** **cause:**` goes on.
            self.opening = true;
        }
    }

    fn read(&mut self, source: &str) {
        let mut rest = source;
        loop {
            // Letters and digits stand for themselves.
            let plain = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(plain);
            self.text.push_str(word);
            rest = after;
            let Some(c) = rest.chars().next() else { break };
            let before =
                source.get(..source.len() - rest.len()).and_then(|before| before.chars().next_back());
            let tail = rest.get(c.len_utf8()..).unwrap_or_default();
            let taken = match c {
                '\\' if tail.starts_with(|c: char| c.is_ascii_punctuation()) => {
                    tail.chars().next().inspect(|c| self.push(*c));
                    2
                }
                '`' => 1,
                '*' | '_' => self.emphasis(c, before, rest),
                '~' if tail.starts_with('~') => 2,
                '!' if tail.starts_with('[') => bracketed(tail).map_or_else(
                    || {
                        self.push(c);
                        1
                    },
                    |(_, target)| 1 + target,
                ),
                '[' => self.link(rest),
                '<' => self.tag(rest),
                '&' => self.entity(rest),
                c => {
                    self.push(c);
                    c.len_utf8()
                }
            };
            rest = rest.get(taken..).unwrap_or_default();
        }
    }

    fn emphasis(&mut self, mark: char, before: Option<char>, rest: &str) -> usize {
        let run = rest.len() - rest.trim_start_matches(mark).len();
        let after = rest.get(run..).and_then(|rest| rest.chars().next());
        let open = |side: Option<char>| side.is_none_or(char::is_whitespace);
        let inside = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
        // A lone star between spaces is a star, and the underscores of `max_connections` are its own.
        if open(before) && open(after) && run == 1 || mark == '_' && inside(before) && inside(after) {
            (0..run).for_each(|_| self.push(mark));
        } else if run > 1 {
            self.toggle();
        }
        run
    }

    fn link(&mut self, rest: &str) -> usize {
        match bracketed(rest) {
            Some((words, taken)) => {
                let from = self.text.len();
                self.read(words);
                self.linked += self.text.len().saturating_sub(from);
                taken
            }
            None => {
                self.push('[');
                1
            }
        }
    }

    fn tag(&mut self, rest: &str) -> usize {
        if let Some(comment) = rest.strip_prefix("<!--") {
            return comment.find("-->").map_or(rest.len(), |end| end + 7);
        }
        let name = rest.get(1..).unwrap_or_default();
        let closing = name.strip_prefix('/');
        let name = closing.unwrap_or(name);
        let (Some(end), true) = (rest.find('>'), name.starts_with(|c: char| c.is_ascii_alphabetic())) else {
            self.push('<');
            return 1;
        };
        let inside = rest.get(1..end).unwrap_or_default();
        if inside.contains("://") && !inside.contains(' ') || inside.contains('@') && !inside.contains(' ') {
            inside.chars().for_each(|c| self.push(c));
            return end + 1;
        }
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "b" | "strong" => self.toggle(),
            "td" | "th" | "p" | "div" | "li" => self.push(' '),
            _ => {}
        }
        end + 1
    }

    fn entity(&mut self, rest: &str) -> usize {
        let Some((name, _)) = rest.get(1..).and_then(|rest| rest.split_once(';')) else {
            self.push('&');
            return 1;
        };
        match entity(name) {
            Some(c) => {
                self.push(c);
                name.len() + 2
            }
            None => {
                self.push('&');
                1
            }
        }
    }

    fn finish(mut self) -> Plain {
        let text = self.text.trim();
        if self.opening {
            self.strong = Some(text.len());
        }
        Plain {
            strong: self.strong.unwrap_or(0).min(text.len()),
            link: !text.is_empty() && self.linked >= text.len(),
            text: text.to_owned(),
        }
    }
}

/// The character that an entity stands for: those that people's editors write, and numbers.
pub(super) fn entity(name: &str) -> Option<char> {
    Some(match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" | "ldquo" | "rdquo" => '"',
        "apos" | "rsquo" | "lsquo" => '\'',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "bull" => '•',
        "middot" => '·',
        "rarr" => '→',
        "check" => '✓',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
    })
}

/// The words of `[words](target)`, `[words][reference]` at the start of a text, and how long it is.
fn bracketed(text: &str) -> Option<(&str, usize)> {
    let close = closing(text, '[', ']')?;
    let words = text.get(1..close)?;
    let after = text.get(close + 1..)?;
    let target = match after.chars().next()? {
        '(' => closing(after, '(', ')')?,
        '[' => closing(after, '[', ']')?,
        _ => return None,
    };
    Some((words, close + 1 + target + 1))
}

/// Where the bracket with which a text starts is closed.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == open => depth += 1,
            c if c == close => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_off() {
        for (source, expected, strong) in [
            ("**Root cause:** the disk", "Root cause: the disk", 11),
            ("**Root** **cause:** the disk", "Root cause: the disk", 11),
            ("__Impact__", "Impact", 6),
            ("the *whole* `max_connections` pool", "the whole max_connections pool", 0),
            ("a * b", "a * b", 0),
            (r"On \[12.05.2024\]", "On [12.05.2024]", 0),
            ("see [the ticket](https://x.test/(1)) and [docs][1]", "see the ticket and docs", 0),
            ("![a chart](chart.png) after", "after", 0),
            ("<b>Owner:</b>&nbsp;Ann &amp; Bob&#39;s", "Owner: Ann & Bob's", 6),
            ("load < 5 <ops@example.test> <https://x.test>", "load < 5 ops@example.test https://x.test", 0),
            ("[alert] fired", "[alert] fired", 0),
            ("~~gone~~ **bold", "gone bold", 0),
            ("<!-- remark --> text", "text", 0),
        ] {
            let plain = plain(source);
            assert_eq!((plain.text.as_str(), plain.strong), (expected, strong), "{source}");
        }
        assert!(plain("[Timeline](#timeline)").link);
        assert!(!plain("see [it](#x)").link);
    }

    proptest::proptest! {
        #[test]
        fn no_line_is_too_strange(line in "(\\PC|[*_`<>&;!\\[\\]()\\\\~]){0,40}") {
            let plain = plain(&line);
            proptest::prop_assert!(plain.text.is_char_boundary(plain.strong));
        }
    }
}
