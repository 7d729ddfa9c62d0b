//! What drawings have in common: text in markup, and how much room it takes.

/// A text as it stands in markup.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No control character may stand in markup.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// How wide a text is, roughly: the font is the reader's own.
pub(super) fn width(text: &str) -> f64 {
    // A CJK character is about twice as wide as a letter.
    text.chars().map(|c| if c > '\u{2e80}' { 14.6 } else { 7.8 }).sum()
}
