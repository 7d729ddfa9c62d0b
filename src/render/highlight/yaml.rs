//! YAML: keys, scalars that are not plain text, block scalars, comments.
//!
//! Line by line, as indentation is what carries YAML's structure; within a
//! line, flow collections need no more than their keys and quotes.

use super::painter::{Class, Painter};
use super::scan::{self, Search};

/// Paints YAML.
pub(super) fn paint(text: &[u8], painter: &mut Painter<'_>) {
    Yaml { text, at: 0, painter }.run();
}

/// The state of one pass.
struct Yaml<'a, 'p> {
    /// The document.
    text: &'a [u8],
    /// The next byte to look at.
    at: usize,
    /// Where the findings go.
    painter: &'a mut Painter<'p>,
}

impl Yaml<'_, '_> {
    /// Goes through the document, a line at a time.
    fn run(&mut self) {
        while self.at < self.text.len() {
            let start = self.at;
            let end = scan::line_end(self.text, start);
            let line = self.text[start..end].trim_ascii_end();
            if matches!(line, b"---" | b"...") || line.starts_with(b"%") {
                self.painter.paint(Class::Meta, start, start + line.len());
            } else {
                self.line(start, end);
            }
            if self.at <= end {
                self.at = end + 1;
            }
        }
    }

    /// One line; goes further only for a scalar that does.
    fn line(&mut self, start: usize, end: usize) {
        let mut fresh = true;
        self.at = scan::skip_blanks(self.text, start);
        // The dashes of nested lists belong to the indentation.
        while scan::byte(self.text, self.at) == b'-' && is_blank(scan::byte(self.text, self.at + 1)) {
            self.at = scan::skip_blanks(self.text, self.at + 1);
        }
        while self.at < end {
            let byte = self.text[self.at];
            let word_start =
                self.at == start || matches!(self.text[self.at - 1], b' ' | b'\t' | b'[' | b'{' | b',');
            match byte {
                b' ' | b'\t' => self.at += 1,
                b'#' if word_start => {
                    self.painter.paint(Class::Comment, self.at, end);
                    self.at = end;
                }
                b'"' | b'\'' if fresh => self.quoted(byte),
                b'&' | b'*' | b'!' if fresh => {
                    let stop =
                        scan::find(self.text, self.at, |byte| byte.is_ascii_whitespace() || byte == b',');
                    self.painter.paint(Class::Attribute, self.at, stop);
                    self.at = stop;
                }
                b'|' | b'>' if fresh && self.block(start, end) => return,
                b'{' | b'[' | b',' | b']' | b'}' => {
                    self.at += 1;
                    fresh = true;
                }
                _ if fresh => fresh = self.scalar(end),
                // The rest of a plain scalar.
                _ => {
                    self.at = scan::find(&self.text[..end], self.at + 1, |byte| {
                        matches!(byte, b' ' | b',' | b'{' | b'[' | b']' | b'}')
                    });
                }
            }
        }
    }

    /// A quoted scalar, over lines if it must be; a key before `:`.
    fn quoted(&mut self, quote: u8) {
        let stop = Search::text(&[quote]).escaped(quote == b'"').end(self.text, self.at + 1);
        let key = scan::byte(self.text, stop) == b':' && !self.text[self.at..stop].contains(&b'\n');
        self.painter.paint(if key { Class::Variable } else { Class::Text }, self.at, stop);
        self.at = if key { stop + 1 } else { stop };
    }

    /// A key with its colon, or the first word of a plain scalar; says
    /// whether a new scalar can follow.
    fn scalar(&mut self, end: usize) -> bool {
        let text = &self.text[..end];
        let start = self.at;
        // A key ends at a colon before a blank; a comment or the flow's next
        // part ends the search.
        let mut at = start;
        let colon = loop {
            at = scan::find(text, at, |byte| matches!(byte, b':' | b',' | b'{' | b'}' | b']' | b'#' | b'"'));
            match scan::byte(text, at) {
                b':' if is_blank(scan::byte(self.text, at + 1)) => break Some(at),
                b':' => at += 1,
                _ => break None,
            }
        };
        if let Some(colon) = colon {
            self.painter.paint(Class::Variable, start, colon);
            self.at = colon + 1;
            return true;
        }
        let stop =
            scan::find(text, start + 1, |byte| matches!(byte, b',' | b']' | b'}' | b'#')).max(start + 1);
        let word = text[start..stop].trim_ascii();
        if is_literal(word) {
            self.painter.paint(Class::Number, start, start + word.len());
        }
        self.at = stop;
        false
    }

    /// `|` or `>` at a line's end, and the deeper lines below it.
    fn block(&mut self, start: usize, end: usize) -> bool {
        let header = self.text[self.at + 1..end].trim_ascii();
        let comment = header.iter().position(|&byte| byte == b'#').unwrap_or(header.len());
        let marks = header[..comment].trim_ascii_end();
        if !marks.iter().all(|byte| matches!(byte, b'+' | b'-' | b'1'..=b'9')) {
            return false;
        }
        let depth = indentation(&self.text[start..end]);
        let body = (end + 1).min(self.text.len());
        let mut stop = body;
        for (from, to) in scan::lines(self.text, body) {
            let line = &self.text[from..to];
            let empty = line.trim_ascii().is_empty();
            if !empty && indentation(line) <= depth {
                break;
            }
            stop = if empty { stop } else { to };
        }
        self.painter.paint(Class::Text, body, stop);
        self.at = stop.max(end + 1);
        true
    }
}

/// How far a line is indented.
fn indentation(line: &[u8]) -> usize {
    line.iter().take_while(|&&byte| byte == b' ').count()
}

/// Whether a colon or dash before `byte` is one of YAML's own.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0)
}

/// Whether a plain scalar is a number, a date, a truth value or null.
fn is_literal(word: &[u8]) -> bool {
    let named = matches!(
        word,
        b"true" | b"false" | b"null" | b"yes" | b"no" | b"on" | b"off" | b"~" | b"True" | b"False"
    );
    let digits = word.strip_prefix(b"-").unwrap_or(word);
    let unit =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b':' | b'-' | b'_' | b'+' | b'%');
    named || digits.first().is_some_and(u8::is_ascii_digit) && digits.iter().all(unit)
}

#[cfg(test)]
mod tests {
    use super::super::html;

    #[test]
    fn keys_scalars_and_comments() {
        assert_eq!(
            html(
                "yaml",
                r#"# c
kind: "A"
spec: {cpu: 500m, on: true} # d
- name: &n api
  url: http://x:80/a#b
  'q': *n
---
msg: it's fine"#
            ),
            r#"<span class="hl-c"># c</span>
<span class="hl-v">kind</span>: <span class="hl-s">"A"</span>
<span class="hl-v">spec</span>: {<span class="hl-v">cpu</span>: <span class="hl-n">500m</span>, <span class="hl-v">on</span>: <span class="hl-n">true</span>} <span class="hl-c"># d</span>
- <span class="hl-v">name</span>: <span class="hl-a">&amp;n</span> api
  <span class="hl-v">url</span>: http://x:80/a#b
  <span class="hl-v">'q'</span>: <span class="hl-a">*n</span>
<span class="hl-m">---</span>
<span class="hl-v">msg</span>: it's fine"#
        );
    }

    #[test]
    fn block_scalars_end_with_their_indentation() {
        assert_eq!(
            html(
                "yaml",
                r#"run: |
  echo "a: b"

  exit 1
next: 1"#
            ),
            r#"<span class="hl-v">run</span>: |
<span class="hl-s">  echo "a: b"

  exit 1</span>
<span class="hl-v">next</span>: <span class="hl-n">1</span>"#
        );
    }
}
