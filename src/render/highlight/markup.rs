//! HTML and XML, with the script and style that HTML carries.

use super::painter::{Class, Painter};
use super::scan::{self, Search};
use super::syntax::Syntax;
use super::{code, data, lexer};

/// Paints HTML or XML.
pub(super) fn paint(text: &[u8], painter: &mut Painter<'_>) {
    let mut at = 0;
    loop {
        at = scan::find(text, at, |byte| byte == b'<');
        if at >= text.len() {
            return;
        }
        at = if scan::looking_at(text, at, b"<!--") {
            whole(Class::Comment, text, at, b"-->", painter)
        } else if scan::looking_at(text, at, b"<![CDATA[") {
            whole(Class::Text, text, at, b"]]>", painter)
        } else if matches!(scan::byte(text, at + 1), b'!' | b'?') {
            let end = Search::line(b">").end(text, at);
            painter.paint(Class::Meta, at, end);
            end
        } else if matches!(scan::byte(text, at + 1), b'/' | b'_' | b'a'..=b'z' | b'A'..=b'Z') {
            tag(text, at, painter)
        } else {
            at + 1
        };
    }
}

/// Paints all from `at` to behind `close`, and gives the place behind it.
fn whole(class: Class, text: &[u8], at: usize, close: &[u8], painter: &mut Painter<'_>) -> usize {
    let end = Search::text(close).end(text, at);
    painter.paint(class, at, end);
    end
}

/// Paints a tag and, for `script` and `style`, what it contains.
fn tag(text: &[u8], open: usize, painter: &mut Painter<'_>) -> usize {
    let closes = scan::byte(text, open + 1) == b'/';
    let start = if closes { open + 2 } else { open + 1 };
    let name_end = scan::find(text, start, |byte| !is_name(byte));
    painter.paint(Class::Keyword, start, name_end);
    let mut at = name_end;
    let end = loop {
        match scan::byte(text, at) {
            b'>' => break at + 1,
            b'<' => break at,
            quote @ (b'"' | b'\'') => {
                let stop = Search::text(&[quote]).end(text, at + 1);
                painter.paint(Class::Text, at, stop);
                at = stop;
            }
            byte if is_name(byte) => {
                let stop = scan::find(text, at, |byte| !is_name(byte));
                painter.paint(Class::Attribute, at, stop);
                at = stop;
            }
            _ if at >= text.len() => break text.len(),
            _ => at += 1,
        }
    };
    match &text[start..name_end] {
        b"script" if !closes => embedded(&code::JAVASCRIPT, b"</script", text, end, painter),
        b"style" if !closes => embedded(&data::CSS, b"</style", text, end, painter),
        _ => end,
    }
}

/// Paints another language up to `close`, and gives the place before it.
fn embedded(syntax: &Syntax, close: &[u8], text: &[u8], from: usize, painter: &mut Painter<'_>) -> usize {
    let end = Search::text(close).run(text, from).map_or_else(|end| end, |behind| behind - close.len());
    lexer::paint(syntax, &text[..end], from, painter);
    end
}

/// Whether a tag's or attribute's name can contain `byte`.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'.' | b'@' | 0x80..)
}

#[cfg(test)]
mod tests {
    use super::super::html;

    #[test]
    fn tags_attributes_and_comments() {
        assert_eq!(
            html("html", r#"<!DOCTYPE html><!-- c --><p class="a" hidden>x &amp; y</p>"#),
            r#"<span class="hl-m">&lt;!DOCTYPE html&gt;</span><span class="hl-c">&lt;!-- c --&gt;</span>&lt;<span class="hl-k">p</span> <span class="hl-a">class</span>=<span class="hl-s">"a"</span> <span class="hl-a">hidden</span>&gt;x &amp;amp; y&lt;/<span class="hl-k">p</span>&gt;"#
        );
        assert_eq!(
            html("html", "1 < 2 <a b='c"),
            r#"1 &lt; 2 &lt;<span class="hl-k">a</span> <span class="hl-a">b</span>=<span class="hl-s">'c</span>"#
        );
    }

    #[test]
    fn script_and_style() {
        assert_eq!(
            html("html", "<script>let a = 1;</script><style>a{color:red}</style>"),
            r#"&lt;<span class="hl-k">script</span>&gt;<span class="hl-k">let</span> a = <span class="hl-n">1</span>;&lt;/<span class="hl-k">script</span>&gt;&lt;<span class="hl-k">style</span>&gt;a{<span class="hl-v">color</span>:red}&lt;/<span class="hl-k">style</span>&gt;"#
        );
    }
}
