//! Text of the content as Markdown that says the same and does nothing.
//!
//! The result is one line. It is only safe where a line has already begun: what a line starts with
//! could still make a list or a heading of it.

use crate::diagnostic::text::printable;

/// Stands between a sign and what follows, unseen, where the two would notify or link.
const JOINER: char = '\u{200d}';

/// Prose, in which single backticks enclose code, as the messages of findings have it.
pub(super) fn prose(text: &str) -> String {
    let text = line(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('`') {
        plain(before, &mut out);
        match after.split_once('`') {
            Some((inside, following)) if !inside.trim().is_empty() => {
                out.push_str(&code(inside));
                rest = following;
            }
            // Nothing to enclose: the sign itself is meant.
            _ => {
                out.push_str("&#96;");
                rest = after;
            }
        }
    }
    plain(rest, &mut out);
    out
}

/// Text as code.
pub(super) fn code(text: &str) -> String {
    let text = line(text);
    // Between backticks nothing but backticks counts, and between cells of a table `|`. Names and
    // tags are kept out as well, for readers of the raw text that know nothing of Markdown.
    if !text.is_empty() && !text.contains(['`', '|', '<', '>', '@']) {
        return format!("`{text}`");
    }
    let mut out = String::from("<code>");
    plain(&text, &mut out);
    out.push_str("</code>");
    out
}

/// One line without steering characters; runs of white space are one space.
fn line(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Escapes a piece of a line that is not code.
fn plain(text: &str, out: &mut String) {
    let mut before = ['\0'; 3];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // An escaped `|` is still one to some tables.
            '|' => out.push_str("&#124;"),
            '`' => out.push_str("&#96;"),
            // Two of them would make a formula; a backslash does not keep them from it.
            '$' => out.push_str("<span>$</span>"),
            '\\' | '*' | '_' | '~' | '[' | ']' => {
                out.push('\\');
                out.push(letter);
            }
            _ => out.push(letter),
        }
        if joins(before, letter, next) {
            out.push(JOINER);
        }
        before = [before[1], before[2], letter.to_ascii_lowercase()];
    }
}

/// Whether what follows `letter` must be kept apart from it: `@name` and addresses of mail notify;
/// `#1`, `GH-1` and the addresses of issues leave a note there; `:x:` turns into a picture.
fn joins(before: [char; 3], letter: char, next: Option<char>) -> bool {
    let digit = next.is_some_and(|next| next.is_ascii_digit());
    match letter {
        '@' => true,
        '#' => digit,
        '-' => digit && before[1..] == ['g', 'h'] && !before[0].is_alphanumeric(),
        ':' => next.is_some_and(|next| next.is_ascii_alphabetic() || "/+-".contains(next)),
        'w' | 'W' => next == Some('.') && before[1..] == ['w', 'w'],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{code, prose};

    #[test]
    fn prose_keeps_its_words_and_loses_its_force() {
        for (text, expected) in [
            ("`sev9` is not a severity", "`sev9` is not a severity"),
            ("a_b *c* ~~d~~ \\| $x", "a\\_b \\*c\\* \\~\\~d\\~\\~ \\\\&#124; <span>$</span>x"),
            ("[x](y) ![z](w)", "\\[x\\](y) !\\[z\\](w)"),
            ("<b>&lt;</b> --> <!--", "&lt;b&gt;&amp;lt;&lt;/b&gt; --&gt; &lt;!--"),
            ("@all, a@b.c", "@\u{200d}all, a@\u{200d}b.c"),
            ("#1 o/r#23 # gh-4 GH-5 high-6", "#\u{200d}1 o/r#\u{200d}23 # gh-\u{200d}4 GH-\u{200d}5 high-6"),
            ("https://a.b www.c.d 10:30 :x:", "https:\u{200d}//a.b www\u{200d}.c.d 10:30 :\u{200d}x:"),
            (" one\r\n\n| two\t\u{1b}\u{202e}", "one &#124; two \u{fffd}\u{fffd}"),
            ("a ` b", "a &#96; b"),
            ("``` x ```", "&#96;&#96;`x`&#96;&#96;"),
            ("`` `", "&#96;&#96; &#96;"),
            (
                "`a|b` `<b>` `@c` `d\\`",
                "<code>a&#124;b</code> <code>&lt;b&gt;</code> <code>@\u{200d}c</code> `d\\`",
            ),
            ("", ""),
        ] {
            assert_eq!(prose(text), expected, "{text}");
        }
    }

    #[test]
    fn code_holds_anything() {
        assert_eq!(code("content/a b.md"), "`content/a b.md`");
        assert_eq!(code("a`b*"), "<code>a&#96;b\\*</code>");
        assert_eq!(code("\n"), "<code></code>");
    }
}
