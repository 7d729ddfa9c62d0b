//! Lines of stack traces, which turn up in the middle of logs.
//!
//! Knows the frames of Java, JavaScript, C#, Python, Go and Rust, and the
//! lines that say what was thrown.

use super::painter::{Class, Painter};
use super::scan::{self, Search};

/// Paints the line from `start` to the end of `text` if it is a trace's.
pub(super) fn paint_line(text: &[u8], start: usize, painter: &mut Painter<'_>) -> bool {
    let at = scan::skip_blanks(text, start);
    let line = &text[at..];
    let indented = at > start;
    if indented && line.starts_with(b"at ") {
        frame(text, at + 3, painter);
    } else if indented && line.starts_with(b"File \"") {
        python_frame(text, at, painter);
    } else if line.starts_with(b"Traceback (most recent call last)") || is_goroutine(line) {
        painter.paint(Class::Heading, at, text.len());
    } else if indented && line.starts_with(b"... ") && line.ends_with(b" more") {
        painter.paint(Class::Comment, at, text.len());
    } else if indented && line.first() == Some(&b'/') && place(text, at).is_some() {
        paint_place(text, at, painter);
    } else if let Some(end) = thrown(text, at) {
        painter.paint(Class::Error, at, end);
    } else {
        return false;
    }
    true
}

/// `com.example.Pool.take(Pool.java:42)` or `take (/srv/pool.js:42:7)`.
fn frame(text: &[u8], at: usize, painter: &mut Painter<'_>) {
    let open = scan::find(text, at, |byte| byte == b'(');
    if open == text.len() {
        paint_place(text, at, painter);
        return;
    }
    let name = text[at..open].trim_ascii_end();
    let last = name.iter().rposition(|byte| matches!(byte, b'.' | b' ' | b'/')).map_or(0, |dot| dot + 1);
    painter.paint(Class::Function, at + last, at + name.len());
    let close = scan::find(text, open, |byte| byte == b')');
    if text[open..close].contains(&b':') {
        painter.paint(Class::Text, open + 1, close);
    } else if let Some(from) = text[close..].windows(4).position(|part| part == b" in ") {
        painter.paint(Class::Text, close + from + 4, text.len());
    }
}

/// `File "pool.py", line 42, in take`.
fn python_frame(text: &[u8], at: usize, painter: &mut Painter<'_>) {
    let quote = at + 5;
    let close = Search::line(b"\"").end(text, quote + 1);
    painter.paint(Class::Text, quote, close);
    if !scan::looking_at(text, close, b", line ") {
        return;
    }
    let number = close + 7;
    let end = scan::find(text, number, |byte| !byte.is_ascii_digit());
    painter.paint(Class::Number, number, end);
    if scan::looking_at(text, end, b", in ") {
        painter.paint(Class::Function, end + 5, text.len());
    }
}

/// Paints `path:line` at `at`, if that is what is there.
fn paint_place(text: &[u8], at: usize, painter: &mut Painter<'_>) {
    if let Some(end) = place(text, at) {
        painter.paint(Class::Text, at, end);
    }
}

/// The end of `path.ext:line`, column included.
fn place(text: &[u8], at: usize) -> Option<usize> {
    let end = scan::find(text, at, |byte| byte.is_ascii_whitespace());
    let word = &text[at..end];
    let colon = word.iter().position(|&byte| byte == b':')?;
    let numbered = word.get(colon + 1).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'/');
    (numbered && word[..colon].iter().any(|byte| matches!(byte, b'.' | b'e'))).then_some(end)
}

/// Whether a line is Go's `goroutine 1 [running]:`.
fn is_goroutine(line: &[u8]) -> bool {
    line.starts_with(b"goroutine ") && line.trim_ascii_end().ends_with(b"]:")
}

/// The end of what a line says was thrown: `Caused by: X`, `ValueError`.
fn thrown(text: &[u8], at: usize) -> Option<usize> {
    let line = &text[at..];
    for lead in
        [&b"Caused by: "[..], b"Suppressed: ", b"Exception in thread ", b"Unhandled exception", b"panic: "]
    {
        if line.starts_with(lead) {
            // A message can follow the class; the thread's name precedes it.
            let from = at + lead.len();
            let colon = scan::find(text, from, |byte| byte == b':');
            return Some(if lead == b"panic: " { text.len() } else { colon });
        }
    }
    if line.starts_with(b"thread '") && line.windows(10).any(|part| part == b" panicked ") {
        return Some(text.len());
    }
    let word_end =
        scan::find(text, at, |byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'.' | b'_' | b'$'));
    let word = &text[at..word_end];
    let ending = [&b"Error"[..], b"Exception"].iter().any(|end| word.ends_with(end));
    (ending && matches!(scan::byte(text, word_end), b':' | 0)).then_some(word_end)
}

#[cfg(test)]
mod tests {
    use super::super::html;

    #[test]
    fn java() {
        assert_eq!(
            html(
                "log",
                "Exception in thread \"main\" java.lang.IllegalStateException: no pool\n\tat com.example.Pool.take(Pool.java:42)\n\t... 12 more\nCaused by: java.io.IOException: timed out"
            ),
            "<span class=\"hl-e\">Exception in thread \"main\" java.lang.IllegalStateException</span>: no pool\n\tat com.example.Pool.<span class=\"hl-f\">take</span>(<span class=\"hl-s\">Pool.java:42</span>)\n\t<span class=\"hl-c\">... 12 more</span>\n<span class=\"hl-e\">Caused by: java.io.IOException</span>: timed out"
        );
    }

    #[test]
    fn python_with_its_source_line() {
        assert_eq!(
            html(
                "log",
                r#"Traceback (most recent call last):
  File "/srv/pool.py", line 42, in take
    return self.free.pop()
TimeoutError: no slot"#
            ),
            r#"<span class="hl-h">Traceback (most recent call last):</span>
  File <span class="hl-s">"/srv/pool.py"</span>, line <span class="hl-n">42</span>, in <span class="hl-f">take</span>
    <span class="hl-k">return</span> <span class="hl-t">self</span>.free.<span class="hl-f">pop</span>()
<span class="hl-e">TimeoutError</span>: no slot"#
        );
    }

    #[test]
    fn javascript_go_and_rust() {
        assert_eq!(
            html("log", "    at take (/srv/pool.js:42:7)"),
            r#"    at <span class="hl-f">take</span> (<span class="hl-s">/srv/pool.js:42:7</span>)"#
        );
        assert_eq!(
            html("log", "    at /srv/pool.js:42:7"),
            r#"    at <span class="hl-s">/srv/pool.js:42:7</span>"#
        );
        assert_eq!(
            html("log", "goroutine 1 [running]:"),
            r#"<span class="hl-h">goroutine 1 [running]:</span>"#
        );
        assert_eq!(
            html("log", "\t/srv/main.go:12 +0x1d"),
            "\t<span class=\"hl-s\">/srv/main.go:12</span> +0x1d"
        );
        assert_eq!(
            html("log", "thread 'main' panicked at src/main.rs:7:90:"),
            r#"<span class="hl-e">thread 'main' panicked at src/main.rs:7:90:</span>"#
        );
    }
}
