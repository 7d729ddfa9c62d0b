//! What all formats do to text of the content before they show it.

/// `text` without characters that steer a terminal or turn the direction of writing: a reader must
/// see what is there. Line breaks and tabs stay; they are for the format to deal with.
pub(super) fn printable(text: &str) -> String {
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

/// At most `most` characters of `text`; where some are missing, the last is an ellipsis.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// Control characters, and those that embed, override or isolate a direction of writing.
fn steers(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::{cut, printable};

    #[test]
    fn steering_characters_are_shown_as_unknown() {
        assert_eq!(printable("a\u{1b}[31m\u{202e}b\0\nc\td"), "a\u{fffd}[31m\u{fffd}b\u{fffd}\nc\td");
    }

    #[test]
    fn cut_text_ends_in_an_ellipsis() {
        assert_eq!(cut("αβγ", 3), "αβγ");
        assert_eq!(cut("αβγδ", 3), "αβ…");
        assert_eq!(cut("αβ", 0), "…");
    }
}
