//! Text from content on its way to a terminal.

/// A text without what would command the terminal.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
