//! The engine for languages that a table describes.
//!
//! One pass, forward only. Where a string or comment is not closed, it is
//! painted to the end of its line (or of the code, where it may span lines)
//! rather than looked at again: that keeps hostile input linear.

use super::painter::{Class, Painter};
use super::scan::{self, Search};
use super::syntax::{
    CALLS, CALLS_FIRST, CAPITALS, Delim, FIRST_WORD, Keys, Place, REGEX, RUST, SECTIONS, Start, Syntax,
};

/// Paints `text` from `from` on.
///
/// `text` is the code up to where this language ends, so that one language
/// can be embedded in another.
pub(super) fn paint(syntax: &Syntax, text: &[u8], from: usize, painter: &mut Painter<'_>) {
    Lexer { syntax, text, at: from, prev: b'\n', painter }.run();
}

/// The state of one pass.
pub(super) struct Lexer<'a, 'p> {
    /// The language.
    pub(super) syntax: &'a Syntax,
    /// The code, cut where the language ends.
    pub(super) text: &'a [u8],
    /// The next byte to look at.
    pub(super) at: usize,
    /// The last byte that was neither blank nor comment; `a` for a word,
    /// `0` for a number, `"` for a string, a newline at a line's start.
    pub(super) prev: u8,
    /// Where the findings go.
    painter: &'a mut Painter<'p>,
}

impl Lexer<'_, '_> {
    /// Goes through the code.
    fn run(&mut self) {
        while let Some(&byte) = self.text.get(self.at) {
            match self.syntax.start(byte) {
                Start::Blank => self.at += 1,
                Start::Newline | Start::Plain => self.plain(byte),
                Start::Word => self.word(),
                Start::Digit => self.number(),
                Start::Special => self.special(byte),
            }
        }
    }

    /// Steps over a byte without a class.
    fn plain(&mut self, byte: u8) {
        self.prev = byte;
        self.at += 1;
    }

    /// Gives the bytes from here to `end` a class and goes there.
    pub(super) fn take(&mut self, class: Class, end: usize) {
        self.painter.paint(class, self.at, end);
        self.at = end;
    }

    /// A number.
    fn number(&mut self) {
        if self.syntax.has(SECTIONS) {
            // A setting's date, address or duration is one value.
            let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"._:+-".contains(&byte);
            self.take(Class::Number, scan::find(self.text, self.at, |byte| !inside(byte)));
            self.prev = b'0';
            return;
        }
        let end = scan::number(self.text, self.at);
        // Hashes and the like start with a digit, too; they are names.
        let name_end = scan::find(self.text, end, |byte| !self.syntax.inside(byte));
        if name_end == end {
            self.take(Class::Number, end);
            self.prev = b'0';
        } else {
            self.at = name_end;
            self.prev = b'a';
        }
    }

    /// A word: known, a key, a function, a type, or just a name.
    fn word(&mut self) {
        let start = self.at;
        let end = scan::find(self.text, start + 1, |byte| !self.syntax.inside(byte));
        let word = &self.text[start..end];
        if self.syntax.has(RUST) && matches!(word, b"r" | b"br" | b"cr") && self.rust_raw(end) {
            return;
        }
        let class = self.classify(word, end);
        if let Some(class) = class {
            self.painter.paint(class, start, end);
        }
        self.at = end;
        // A keyword is no operand: what follows `return` can be a regex.
        self.prev = if class == Some(Class::Keyword) && self.syntax.has(REGEX) { b'(' } else { b'a' };
    }

    /// What a word that ends at `end` is, if anything.
    fn classify(&self, word: &[u8], end: usize) -> Option<Class> {
        let syntax = self.syntax;
        if self.is_key(end) {
            return Some(Class::Variable);
        }
        // `x.type` is a field, whatever `type` is elsewhere.
        let known = if self.prev == b'.' { None } else { syntax.word(word) };
        if known.is_some() {
            return known;
        }
        let next = scan::byte(self.text, end);
        if syntax.has(RUST)
            && next == b'!'
            && matches!(scan::byte(self.text, end + 1), b'(' | b'[' | b'{' | b' ')
        {
            return Some(Class::Function);
        }
        let capital = syntax.has(CAPITALS) && is_type_name(word);
        let called = syntax.has(CALLS) && next == b'(';
        if called && (syntax.has(CALLS_FIRST) || !capital) {
            return Some(Class::Function);
        }
        if capital {
            return Some(Class::Type);
        }
        // A reference alone on its line, as in a list, is no statement.
        let opens = matches!(next, b' ' | b'\t' | b';' | b'{');
        if syntax.has(FIRST_WORD) && opens && self.statement_start() {
            return Some(Class::Keyword);
        }
        None
    }

    /// Whether nothing of a statement has been seen yet.
    fn statement_start(&self) -> bool {
        matches!(self.prev, b'\n' | b'{' | b'}' | b';')
    }

    /// Whether the name that ends at `end` is a key.
    fn is_key(&self, end: usize) -> bool {
        let text = self.text;
        match self.syntax.spec.keys {
            Keys::Never | Keys::Strings => false,
            Keys::Colon => {
                scan::byte(text, end) == b':'
                    && scan::byte(text, end + 1) != b':'
                    && !matches!(self.prev, b'?' | b':')
            }
            Keys::Equals => {
                let at = scan::skip_blanks(text, end);
                scan::byte(text, at) == b'=' && !matches!(scan::byte(text, at + 1), b'=' | b'>' | b'~')
            }
            Keys::LineStart => {
                self.prev == b'\n' && matches!(scan::byte(text, scan::skip_blanks(text, end)), b'=' | b':')
            }
            Keys::Matcher => {
                let operator = text.get(end..end + 2).unwrap_or_default();
                let behind = if matches!(operator, b"=~" | b"!=" | b"!~") { 2 } else { 1 };
                matches!(scan::byte(text, end), b'=' | b'!')
                    && matches!(scan::byte(text, end + behind), b'"' | b'\'' | b'`')
            }
            Keys::Declaration => {
                let at = scan::skip_blanks(text, end);
                // A selector such as `a:hover` is followed by its block. The
                // search stops with the statement, so it costs a second look.
                self.statement_start() && scan::byte(text, at) == b':' && {
                    let stop = scan::find(text, at, |byte| matches!(byte, b';' | b'{' | b'}' | b'\n'));
                    scan::byte(text, stop) != b'{'
                }
            }
        }
    }

    /// A byte that may open something.
    fn special(&mut self, byte: u8) {
        if self.habit(byte) || self.delimited() || self.sigil(byte) {
            return;
        }
        if self.syntax.inside(byte) {
            self.word();
        } else {
            self.plain(byte);
        }
    }

    /// A string or a comment.
    fn delimited(&mut self) -> bool {
        let syntax = self.syntax;
        let fits = |delim: &&Delim| {
            scan::looking_at(self.text, self.at, delim.open.as_bytes()) && self.counts(delim.place)
        };
        let Some(delim) = syntax.spec.delims.iter().find(fits) else {
            return false;
        };
        let from = self.at + delim.open.len();
        let search = Search { close: delim.close.as_bytes(), escape: delim.escape, lines: delim.lines };
        let end = search.end(self.text, from);
        let mut class = delim.class;
        if class != Class::Comment {
            self.prev = b'"';
        }
        if syntax.spec.keys == Keys::Strings && class == Class::Text {
            let behind = scan::find(self.text, end, |byte| !byte.is_ascii_whitespace());
            if scan::byte(self.text, behind) == b':' {
                class = Class::Variable;
            }
        }
        self.take(class, end);
        true
    }

    /// Whether a delimiter that needs `place` counts here.
    fn counts(&self, place: Place) -> bool {
        match place {
            Place::Anywhere => true,
            Place::WordStart => self.at == 0 || self.text[self.at - 1].is_ascii_whitespace(),
            Place::LineStart => self.prev == b'\n',
        }
    }

    /// A name with a mark before it, such as `$name` or `@Name`.
    fn sigil(&mut self, byte: u8) -> bool {
        let syntax = self.syntax;
        let Some(&(_, class)) = syntax.spec.sigils.iter().find(|(sigil, _)| *sigil == byte) else {
            return false;
        };
        let before = if self.at == 0 { b' ' } else { self.text[self.at - 1] };
        let mut name = self.at + 1;
        // Ruby's `@@count`.
        if byte == b'@' && scan::byte(self.text, name) == b'@' {
            name += 1;
        }
        // `.5em`, `a::b` and `me@example.org` are no names with a sigil, but
        // `api/$name` contains one.
        let fraction = byte == b'.' && scan::byte(self.text, name).is_ascii_digit();
        if fraction
            || before == byte
            || byte != b'$' && syntax.inside(before)
            || !syntax.inside(scan::byte(self.text, name))
        {
            return false;
        }
        let dotted = class == Class::Attribute;
        let end = scan::find(self.text, name, |byte| !(syntax.inside(byte) || dotted && byte == b'.'));
        self.take(class, end);
        self.prev = b'a';
        true
    }
}

/// Whether a name looks like `Vec` or `T`, not like `MAX_SIZE`.
fn is_type_name(word: &[u8]) -> bool {
    word[0].is_ascii_uppercase() && (word.len() == 1 || word.iter().any(u8::is_ascii_lowercase))
}
