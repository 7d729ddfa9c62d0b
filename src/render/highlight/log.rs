//! Log lines: when, how bad, where from, and the pairs they carry.
//!
//! Logs have no grammar, so this looks for shapes that mean the same in all
//! of them, and each line stands for itself: an odd quote cannot spoil the
//! rest.

use super::painter::{Class, Painter};
use super::scan::{self, Search};
use super::{lexer, script, trace};

/// An address, with a port or prefix, is not longer than this.
const LONGEST_ADDRESS: usize = 64;

/// Paints log lines and stack traces.
pub(super) fn paint(text: &[u8], painter: &mut Painter<'_>) {
    let mut in_python = false;
    for (start, end) in scan::lines(text, 0) {
        let line = &text[start..end];
        // A Python traceback shows the source line below its place.
        if in_python && line.starts_with(b"    ") && !line.trim_ascii().starts_with(b"^") {
            lexer::paint(&script::PYTHON, &text[..end], start, painter);
        } else {
            paint_line(text, start, end, painter);
        }
        in_python = line.trim_ascii_start().starts_with(b"File \"");
    }
}

/// Paints the line from `start` to `end`.
pub(super) fn paint_line(text: &[u8], start: usize, end: usize, painter: &mut Painter<'_>) {
    let text = &text[..end];
    if !trace::paint_line(text, start, painter) {
        Line { text, at: start, start, quotes: true, status: false, painter }.run();
    }
}

/// The state of one line.
struct Line<'a, 'p> {
    /// The code, cut at the line's end.
    text: &'a [u8],
    /// The next byte to look at.
    at: usize,
    /// Where the line starts.
    start: usize,
    /// Whether a quote may still find its partner.
    quotes: bool,
    /// Whether the next number is likely an HTTP status.
    status: bool,
    /// Where the findings go.
    painter: &'a mut Painter<'p>,
}

impl Line<'_, '_> {
    /// Goes through the line.
    fn run(&mut self) {
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'"' if self.quotes => self.quoted(),
                b'/' => {
                    // A path, whose parts mean nothing here.
                    self.at = scan::find(self.text, self.at, ends_path);
                }
                b'0'..=b'9' => self.digit(),
                b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.word(),
                _ => self.at += 1,
            }
        }
    }

    /// Gives the bytes from here to `end` a class and goes there.
    fn take(&mut self, class: Class, end: usize) {
        self.painter.paint(class, self.at, end);
        self.at = end;
    }

    /// A string: a key before `:`, a level, or just a string.
    fn quoted(&mut self) {
        let from = self.at + 1;
        let Ok(end) = Search::line(b"\"").escaped(true).run(self.text, from) else {
            // No quote from here on has a partner; do not look again.
            self.quotes = false;
            self.at += 1;
            return;
        };
        let inner = &self.text[from..end - 1];
        let is_key = scan::byte(self.text, end) == b':';
        let class = if is_key { Class::Variable } else { level(inner, true).unwrap_or(Class::Text) };
        self.status = !is_key || is_status(inner);
        self.take(class, end);
    }

    /// A timestamp, an address, a number, or the start of an identifier.
    fn digit(&mut self) {
        if let Some(end) = timestamp(self.text, self.at) {
            self.take(Class::Meta, end);
            return;
        }
        let start = self.at;
        let end = scan::find(self.text, start, |byte| !in_word(byte));
        let word = &self.text[start..end];
        let status = std::mem::take(&mut self.status);
        if let Some(end) = address(self.text, start) {
            self.take(Class::Number, end);
        } else if is_quantity(word) {
            let class = match word {
                [b'5', _, _] if status => Class::Error,
                [b'4', _, _] if status => Class::Warning,
                _ => Class::Number,
            };
            self.take(class, end);
        } else {
            self.at = end;
        }
    }

    /// A level, a key, an exception, a month, an address, or a plain word.
    fn word(&mut self) {
        let (text, start) = (self.text, self.at);
        let end = scan::find(text, start, |byte| !in_word(byte));
        let word = &text[start..end];
        let next = scan::byte(text, end);
        let before = if start > self.start { text[start - 1] } else { b' ' };
        if next == b'=' && scan::byte(text, end + 1) != b'=' {
            self.status = is_status(word);
            self.take(Class::Variable, end);
            return;
        }
        if scan::looking_at(text, end, b"://") {
            self.at = scan::find(text, end, ends_path);
            return;
        }
        let date = if start == self.start { klog(text, start) } else { None };
        if let Some(end) = date.or_else(|| named_date(text, start, end)) {
            self.take(Class::Meta, end);
            return;
        }
        let emphatic = matches!(before, b'[' | b'<' | b'|' | b'=' | b'(') || matches!(next, b':' | b']');
        if let Some(class) = level(word, emphatic).or_else(|| exception(word)) {
            self.take(class, end);
        } else if let Some(end) = address(text, start) {
            self.take(Class::Number, end);
        } else {
            self.at = end;
        }
    }
}

/// Whether a word of a log can contain `byte`.
fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$' | b'%' | 0x80..)
}

/// Whether a path or URL ends before `byte`.
fn ends_path(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b')' | b']' | b'>' | b',' | b';')
}

/// Whether a key's name says that its value is an HTTP status.
fn is_status(key: &[u8]) -> bool {
    key.ends_with(b"status") || key.ends_with(b"code") || key.ends_with(b"Code")
}

/// The class of a log level.
///
/// Only capitals count by themselves: prose is full of errors and warnings.
/// An `emphatic` word, in brackets or before a colon, counts in any case.
fn level(word: &[u8], emphatic: bool) -> Option<Class> {
    const LEVELS: &[(Class, &[&[u8]])] = &[
        (
            Class::Error,
            &[b"ERROR", b"ERR", b"FATAL", b"CRITICAL", b"CRIT", b"PANIC", b"SEVERE", b"EMERG", b"ALERT"],
        ),
        (Class::Warning, &[b"WARN", b"WARNING"]),
        (Class::Keyword, &[b"INFO", b"NOTICE", b"DEBUG", b"TRACE"]),
    ];
    if !(3..=8).contains(&word.len()) {
        return None;
    }
    let same = |name: &&[u8]| *name == word || emphatic && name.eq_ignore_ascii_case(word);
    LEVELS.iter().find(|(_, names)| names.iter().any(same)).map(|&(class, _)| class)
}

/// The class of `TimeoutError` or `java.io.IOException`.
fn exception(word: &[u8]) -> Option<Class> {
    let named = |suffix: &[u8]| word.ends_with(suffix) && word.len() > suffix.len();
    (named(b"Error") || named(b"Exception")).then_some(Class::Error)
}

/// Whether a word is digits, with a fraction, percent or unit.
fn is_quantity(word: &[u8]) -> bool {
    let digits = word.iter().position(|byte| !byte.is_ascii_digit() && *byte != b'.').unwrap_or(word.len());
    let unit = &word[digits..];
    unit == b"%" || unit.len() <= 3 && unit.iter().all(u8::is_ascii_alphabetic)
}

/// Whether `text` has `pattern` at `at`, in which `9` stands for any digit.
fn shaped(text: &[u8], at: usize, pattern: &[u8]) -> bool {
    let Some(found) = text.get(at..at + pattern.len()) else {
        return false;
    };
    found
        .iter()
        .zip(pattern)
        .all(|(byte, want)| if *want == b'9' { byte.is_ascii_digit() } else { byte == want })
}

/// The end of the timestamp that starts with a digit at `at`.
fn timestamp(text: &[u8], at: usize) -> Option<usize> {
    let date = shaped(text, at, b"9999-99-99") || shaped(text, at, b"9999/99/99");
    let end = if date {
        let behind = at + 10;
        let joined = matches!(scan::byte(text, behind), b'T' | b' ' | b'_');
        if joined { time(text, behind + 1).unwrap_or(behind) } else { behind }
    } else if shaped(text, at, b"99/") && scan::byte(text, at + 6) == b'/' && shaped(text, at + 7, b"9999:") {
        time(text, at + 12)?
    } else {
        time(text, at)?
    };
    (!scan::byte(text, end).is_ascii_alphanumeric()).then_some(end)
}

/// The end of a time of day, fraction and zone included.
fn time(text: &[u8], at: usize) -> Option<usize> {
    if !shaped(text, at, b"99:99") {
        return None;
    }
    let mut end = at + 5;
    if shaped(text, end, b":99") {
        end += 3;
        if matches!(scan::byte(text, end), b'.' | b',') && scan::byte(text, end + 1).is_ascii_digit() {
            end = scan::find(text, end + 1, |byte| !byte.is_ascii_digit());
        }
    }
    let zone = if scan::byte(text, end) == b' ' { end + 1 } else { end };
    let signed = matches!(scan::byte(text, zone), b'+' | b'-');
    Some(if scan::byte(text, end) == b'Z' {
        end + 1
    } else if signed && shaped(text, zone + 1, b"99:99") {
        zone + 6
    } else if signed && shaped(text, zone + 1, b"9999") {
        zone + 5
    } else if zone > end && scan::looking_at(text, zone, b"UTC") {
        zone + 3
    } else {
        end
    })
}

/// The end of `May 12 10:00:00`, whose month is the word from `at` to `end`.
fn named_date(text: &[u8], at: usize, end: usize) -> Option<usize> {
    const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    if end - at != 3 || !MONTHS.chunks(3).any(|month| month == &text[at..end]) {
        return None;
    }
    let day = scan::skip_blanks(text, end).min(end + 2);
    let digits = scan::find(text, day, |byte| !byte.is_ascii_digit()).min(day + 2);
    if digits == day {
        return None;
    }
    time(text, digits + 1)
}

/// The end of klog's `I0512 10:00:00.123456` at a line's start.
fn klog(text: &[u8], at: usize) -> Option<usize> {
    let fits = matches!(text[at], b'I' | b'W' | b'E' | b'F') && shaped(text, at + 1, b"9999 ");
    if fits { time(text, at + 6) } else { None }
}

/// The end of the IP address, with its port or prefix, at `at`.
fn address(text: &[u8], at: usize) -> Option<usize> {
    // Bounded, as `a:a:a:…` would be looked at again from every `a`.
    let text = &text[..text.len().min(at + LONGEST_ADDRESS)];
    let end = scan::find(text, at, |byte| !byte.is_ascii_hexdigit() && !matches!(byte, b'.' | b':'));
    let run = text[at..end].strip_suffix(b":").unwrap_or(&text[at..end]);
    let end = at + run.len();
    let v4 = || {
        let host = run.split(|&byte| byte == b':').next().unwrap_or_default();
        let parts = || host.split(|&byte| byte == b'.');
        parts().count() == 4
            && parts().all(|part| (1..=3).contains(&part.len()) && part.iter().all(u8::is_ascii_digit))
    };
    let v6 = || {
        let colons = run.split(|&byte| byte == b':').count() - 1;
        let doubled = run.windows(2).any(|pair| pair == b"::");
        (doubled || colons == 7) && (2..=7).contains(&colons) && !run.contains(&b'.')
    };
    if scan::byte(text, end).is_ascii_alphanumeric() || !(v4() || v6()) {
        return None;
    }
    let prefix = scan::find(text, end + 1, |byte| !byte.is_ascii_digit());
    Some(if scan::byte(text, end) == b'/' && prefix > end + 1 { prefix } else { end })
}

#[cfg(test)]
mod tests {
    use super::super::html;

    #[test]
    fn a_line_says_when_how_bad_and_what() {
        assert_eq!(
            html(
                "log",
                r#"2024-05-12T10:00:00.123Z ERROR [pool-1] timed out after 30s host=10.0.0.7:5432 code=503 msg="no \"free\" slot""#
            ),
            r#"<span class="hl-m">2024-05-12T10:00:00.123Z</span> <span class="hl-e">ERROR</span> [pool-1] timed out after <span class="hl-n">30s</span> <span class="hl-v">host</span>=<span class="hl-n">10.0.0.7:5432</span> <span class="hl-v">code</span>=<span class="hl-e">503</span> <span class="hl-v">msg</span>=<span class="hl-s">"no \"free\" slot"</span>"#
        );
    }

    #[test]
    fn levels_need_capitals_or_emphasis() {
        assert_eq!(html("log", "the error was a warning"), "the error was a warning");
        assert_eq!(
            html("log", "error: WARN [info] level=warning"),
            r#"<span class="hl-e">error</span>: <span class="hl-w">WARN</span> [<span class="hl-k">info</span>] <span class="hl-v">level</span>=<span class="hl-w">warning</span>"#
        );
    }

    #[test]
    fn timestamps_of_all_kinds() {
        assert_eq!(
            html("log", "2024-05-12 10:00:01,004 +0200"),
            r#"<span class="hl-m">2024-05-12 10:00:01,004 +0200</span>"#
        );
        assert_eq!(html("log", "May  2 10:00:02 db1"), r#"<span class="hl-m">May  2 10:00:02</span> db1"#);
        assert_eq!(
            html("log", "I0512 10:00:03.000001 x"),
            r#"<span class="hl-m">I0512 10:00:03.000001</span> x"#
        );
        assert_eq!(html("log", "10:04 UTC paged"), r#"<span class="hl-m">10:04 UTC</span> paged"#);
        assert_eq!(html("log", "2024/05/12"), r#"<span class="hl-m">2024/05/12</span>"#);
    }

    #[test]
    fn access_logs() {
        assert_eq!(
            html("log", r#"192.168.1.9 - - [12/May/2024:10:00:04 +0000] "GET /a?x=1 HTTP/1.1" 502 157 "-""#),
            r#"<span class="hl-n">192.168.1.9</span> - - [<span class="hl-m">12/May/2024:10:00:04 +0000</span>] <span class="hl-s">"GET /a?x=1 HTTP/1.1"</span> <span class="hl-e">502</span> <span class="hl-n">157</span> <span class="hl-s">"-"</span>"#
        );
    }

    #[test]
    fn json_lines() {
        assert_eq!(
            html("log", r#"{"level":"error","status":404,"msg":"x"}"#),
            r#"{<span class="hl-v">"level"</span>:<span class="hl-e">"error"</span>,<span class="hl-v">"status"</span>:<span class="hl-w">404</span>,<span class="hl-v">"msg"</span>:<span class="hl-s">"x"</span>}"#
        );
    }

    #[test]
    fn identifiers_and_urls_stay_plain() {
        assert_eq!(
            html("log", "550e8400-e29b-41d4-a716-446655440000 https://x.example/a?b=1 /var/x=1"),
            "550e8400-e29b-41d4-a716-446655440000 https://x.example/a?b=1 /var/x=1"
        );
    }

    #[test]
    fn an_odd_quote_spoils_nothing() {
        assert_eq!(
            html("log", r#"5" disk ERROR"#),
            r#"<span class="hl-n">5</span>" disk <span class="hl-e">ERROR</span>"#
        );
    }

    #[test]
    fn addresses() {
        assert_eq!(
            html("log", "2001:db8::1 fe80::1 10.0.0.0/8 1.2.3"),
            r#"<span class="hl-n">2001:db8::1 fe80::1 10.0.0.0/8 1.2.3</span>"#
        );
    }
}
