//! The shapes that only some languages have: regular expressions, lifetimes,
//! raw strings, attributes, directives, section headings.
//!
//! Each method looks at what starts here, takes it and says so, or leaves
//! everything as it was.

use super::lexer::Lexer;
use super::painter::Class;
use super::scan::{self, Search};
use super::syntax::{BRACKETS, DIRECTIVES, REGEX, RUST, SECTIONS};

impl Lexer<'_, '_> {
    /// The shapes that only some languages have.
    pub(super) fn habit(&mut self, byte: u8) -> bool {
        match byte {
            b'/' if self.syntax.has(REGEX) => self.regex(),
            b'\'' if self.syntax.has(RUST) => self.quote_or_lifetime(),
            b'#' if self.syntax.has(BRACKETS) => self.bracket_attribute(),
            b'#' if self.syntax.has(DIRECTIVES) => self.directive(),
            b'[' if self.syntax.has(SECTIONS) => self.section(),
            _ => false,
        }
    }

    /// `/…/` where an operand is expected, closed on its line.
    ///
    /// A `/` inside a character class ends it, too: looking for the class's
    /// end would let `=/[=/[…` take quadratic time.
    fn regex(&mut self) -> bool {
        let next = scan::byte(self.text, self.at + 1);
        let operand = matches!(
            self.prev,
            b'\n' | b'(' | b',' | b'=' | b':' | b'[' | b'!' | b'&' | b'|' | b'?' | b'{' | b'}' | b';' | b'~'
        );
        if !operand || matches!(next, b'/' | b'*' | b' ' | b'=') {
            return false;
        }
        let Ok(end) = Search::line(b"/").escaped(true).run(self.text, self.at + 1) else {
            return false;
        };
        let end = scan::find(self.text, end, |byte| !byte.is_ascii_alphabetic());
        self.take(Class::Text, end);
        self.prev = b'"';
        true
    }

    /// Rust's `r"…"` and `r#"…"#`, whose prefix ends at `end`.
    pub(super) fn rust_raw(&mut self, end: usize) -> bool {
        let quote = scan::find(self.text, end, |byte| byte != b'#');
        if scan::byte(self.text, quote) != b'"' {
            return false;
        }
        let hashes = quote - end;
        let mut at = quote + 1;
        loop {
            let close = scan::find(self.text, at, |byte| byte == b'"');
            let marks = scan::find(self.text, close + 1, |byte| byte != b'#').min(close + 1 + hashes);
            if close >= self.text.len() || marks - (close + 1) == hashes {
                self.take(Class::Text, marks.min(self.text.len()));
                self.prev = b'"';
                return true;
            }
            at = marks;
        }
    }

    /// Rust's `'x'` or `'name`.
    fn quote_or_lifetime(&mut self) -> bool {
        let next = scan::byte(self.text, self.at + 1);
        // A character is at most four bytes long.
        let char_end = (self.at + 3..=self.at + 6).find(|&end| scan::byte(self.text, end - 1) == b'\'');
        let one = next != b'\n'
            && char_end.is_some_and(|end| {
                std::str::from_utf8(&self.text[self.at + 1..end - 1])
                    .is_ok_and(|text| text.chars().count() == 1)
            });
        if next == b'\\' {
            let end = Search::line(b"'").escaped(true).end(self.text, self.at + 1);
            self.take(Class::Text, end);
            self.prev = b'"';
        } else if let (true, Some(end)) = (one, char_end) {
            self.take(Class::Text, end);
            self.prev = b'"';
        } else {
            let end = scan::find(self.text, self.at + 1, |byte| !self.syntax.inside(byte));
            self.take(Class::Attribute, end);
            self.prev = b'a';
        }
        true
    }

    /// `#[…]` or `#![…]`, up to its bracket or the end of the line.
    fn bracket_attribute(&mut self) -> bool {
        let open = if scan::byte(self.text, self.at + 1) == b'!' { self.at + 2 } else { self.at + 1 };
        if scan::byte(self.text, open) != b'[' {
            return false;
        }
        let mut depth = 0_usize;
        let mut end = open;
        while let Some(&byte) = self.text.get(end).filter(|&&byte| byte != b'\n') {
            end += 1;
            match byte {
                b'[' => depth += 1,
                b']' if depth == 1 => break,
                b']' => depth -= 1,
                _ => {}
            }
        }
        self.take(Class::Attribute, end);
        true
    }

    /// `#include <stdio.h>` and its like, first on their line.
    fn directive(&mut self) -> bool {
        if self.prev != b'\n' {
            return false;
        }
        let name = scan::skip_blanks(self.text, self.at + 1);
        let end = scan::find(self.text, name, |byte| !self.syntax.inside(byte));
        let include = &self.text[name..end] == b"include";
        self.take(Class::Attribute, end);
        self.prev = b'a';
        let path = scan::skip_blanks(self.text, end);
        if include && scan::byte(self.text, path) == b'<' {
            self.at = path;
            self.take(Class::Text, Search::line(b">").end(self.text, path));
        }
        true
    }

    /// `[name]`, alone on its line but for a comment.
    fn section(&mut self) -> bool {
        if self.prev != b'\n' {
            return false;
        }
        let limit = scan::line_end(self.text, self.at);
        let line = &self.text[self.at..limit];
        let Some(close) = line.iter().rposition(|&byte| byte == b']') else {
            return false;
        };
        let behind = line[close + 1..].trim_ascii_start();
        // An array inside a longer array has commas, or one behind it, or
        // else starts with a value.
        let value =
            !line.get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'['));
        let indented = self.at > 0 && self.text[self.at - 1] != b'\n';
        if value && indented
            || line[..close].contains(&b',')
            || !matches!(behind.first(), None | Some(b'#' | b';'))
        {
            return false;
        }
        self.take(Class::Heading, self.at + close + 1);
        true
    }
}
