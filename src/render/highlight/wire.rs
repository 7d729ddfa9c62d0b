//! HTTP messages and diffs, both made of lines that say what they are.

use super::painter::{Class, Painter};
use super::{data, lexer, scan};

/// The request methods that begin a message.
const METHODS: &[&[u8]] =
    &[b"GET", b"POST", b"PUT", b"DELETE", b"PATCH", b"HEAD", b"OPTIONS", b"CONNECT", b"TRACE"];

/// Where in a message a line is.
#[derive(PartialEq, Eq)]
enum Part {
    /// Among the headers.
    Head,
    /// In a body of JSON, which started at this byte.
    Json(usize),
    /// In any other body.
    Body,
}

/// Paints requests and responses, with `curl -v`'s marks or without.
pub(super) fn paint_http(text: &[u8], painter: &mut Painter<'_>) {
    let mut part = Part::Head;
    for (start, end) in scan::lines(text, 0) {
        let line = &text[start..end];
        let at = if line.starts_with(b"> ") || line.starts_with(b"< ") { start + 2 } else { start };
        if starts_message(&text[at..end]) {
            finish_body(&part, text, start, painter);
            part = Part::Head;
            start_line(&text[..end], at, painter);
        } else if part == Part::Head && line.trim_ascii().is_empty() {
            part = match text[end..].trim_ascii_start().first() {
                Some(b'{' | b'[') => Part::Json(end),
                _ => Part::Body,
            };
        } else if part == Part::Head {
            header(&text[..end], at, painter);
        }
    }
    finish_body(&part, text, text.len(), painter);
}

/// Paints a body of JSON that ends at `end`.
fn finish_body(part: &Part, text: &[u8], end: usize, painter: &mut Painter<'_>) {
    if let Part::Json(start) = *part {
        lexer::paint(&data::JSON, &text[..end], start, painter);
    }
}

/// Whether a line is a request's or a response's first.
fn starts_message(line: &[u8]) -> bool {
    let word = line.split(|&byte| byte == b' ').next().unwrap_or_default();
    word.len() < line.len() && (METHODS.contains(&word) || word.starts_with(b"HTTP/"))
}

/// `GET /path HTTP/1.1` or `HTTP/1.1 503 Service Unavailable`.
fn start_line(text: &[u8], at: usize, painter: &mut Painter<'_>) {
    let word_end = scan::find(text, at, |byte| byte == b' ');
    if !text[at..].starts_with(b"HTTP/") {
        painter.paint(Class::Keyword, at, word_end);
        let line = text[at..].trim_ascii_end();
        if let Some(version) = line.windows(6).rposition(|part| part == b" HTTP/") {
            painter.paint(Class::Meta, at + version + 1, at + line.len());
        }
        return;
    }
    painter.paint(Class::Meta, at, word_end);
    let class = match scan::byte(text, word_end + 1) {
        b'5' => Class::Error,
        b'4' => Class::Warning,
        _ => Class::Number,
    };
    painter.paint(class, word_end + 1, word_end + text[word_end..].trim_ascii_end().len());
}

/// `Name: value`, or `curl -v`'s remarks.
fn header(text: &[u8], at: usize, painter: &mut Painter<'_>) {
    if text[at..].starts_with(b"* ") {
        painter.paint(Class::Comment, at, text.len());
        return;
    }
    // HTTP/2's pseudo-headers start with a colon.
    let colon = scan::find(text, at + 1, |byte| byte == b':');
    let name = &text[at..colon];
    if colon < text.len() && !name.iter().any(u8::is_ascii_whitespace) {
        painter.paint(Class::Variable, at, colon);
    }
}

/// Paints a unified or context diff.
pub(super) fn paint_diff(text: &[u8], painter: &mut Painter<'_>) {
    let mut after_old_name = false;
    for (start, end) in scan::lines(text, 0) {
        let line = &text[start..end];
        // `--- x` is also how a removed `-- x` looks; names come in pairs.
        let old_name = line.starts_with(b"--- ") && scan::looking_at(text, end + 1, b"+++ ");
        let class = match line.first() {
            Some(b'-') if !old_name => Some(Class::Deleted),
            Some(b'+') if !after_old_name => Some(Class::Inserted),
            Some(b'<') => Some(Class::Deleted),
            Some(b'>') => Some(Class::Inserted),
            Some(b'@' | b'-' | b'+') => Some(Class::Heading),
            _ if line.starts_with(b"diff ") => Some(Class::Heading),
            _ => meta(line),
        };
        if let Some(class) = class {
            painter.paint(class, start, end);
        }
        after_old_name = old_name;
    }
}

/// The class of what `git` says between a diff's files.
fn meta(line: &[u8]) -> Option<Class> {
    const LEADS: &[&[u8]] = &[
        b"index ",
        b"new file ",
        b"deleted file ",
        b"rename ",
        b"similarity ",
        b"old mode ",
        b"new mode ",
        b"Binary ",
        b"\\ No newline",
    ];
    LEADS.iter().any(|lead| line.starts_with(lead)).then_some(Class::Meta)
}

#[cfg(test)]
mod tests {
    use super::super::html;

    #[test]
    fn http_messages() {
        assert_eq!(
            html(
                "http",
                r#"POST /v1/pay HTTP/1.1
Host: pay.example

{"n": 3}

HTTP/1.1 503 Service Unavailable
Retry-After: 30

oops: x"#
            ),
            r#"<span class="hl-k">POST</span> /v1/pay <span class="hl-m">HTTP/1.1</span>
<span class="hl-v">Host</span>: pay.example

{<span class="hl-v">"n"</span>: <span class="hl-n">3</span>}

<span class="hl-m">HTTP/1.1</span> <span class="hl-e">503 Service Unavailable</span>
<span class="hl-v">Retry-After</span>: 30

oops: x"#
        );
    }

    #[test]
    fn curl_marks() {
        assert_eq!(
            html(
                "http",
                r"> GET / HTTP/2
> Host: x
* done
< HTTP/2 404"
            ),
            r#"&gt; <span class="hl-k">GET</span> / <span class="hl-m">HTTP/2</span>
&gt; <span class="hl-v">Host</span>: x
<span class="hl-c">* done</span>
&lt; <span class="hl-m">HTTP/2</span> <span class="hl-w">404</span>"#
        );
    }

    #[test]
    fn diffs() {
        assert_eq!(
            html(
                "diff",
                r"diff --git a/x b/x
index 1..2
--- a/x
+++ b/x
@@ -1 +1 @@
-old <1>
+new
--- gone
 same"
            ),
            r#"<span class="hl-h">diff --git a/x b/x</span>
<span class="hl-m">index 1..2</span>
<span class="hl-h">--- a/x</span>
<span class="hl-h">+++ b/x</span>
<span class="hl-h">@@ -1 +1 @@</span>
<span class="hl-d">-old &lt;1&gt;</span>
<span class="hl-i">+new</span>
<span class="hl-d">--- gone</span>
 same"#
        );
    }
}
