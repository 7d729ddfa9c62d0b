//! The colours of the built-in theme that settings may replace.
//!
//! Each is a custom property of its style sheet, `--accent` for `accent`; a test holds the two together.

use super::keys::{Key, Table};

/// A colour of the theme, light and dark.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// Its name: that of the custom property, without the dashes.
    pub name: &'static str,
    /// Its value on light screens.
    pub light: &'static str,
    /// Its value on dark ones.
    pub dark: &'static str,
}

/// The tokens, and the same as keys of `book.toml`: one line for each, so that they cannot differ. The
/// third value is an example for light screens; dark ones keep theirs there.
macro_rules! tokens {
    ($($name:literal, $light:literal, $dark:literal, $example:literal, $meaning:literal;)*) => {
        /// All of them.
        pub const TOKENS: &[Token] = &[$(Token { name: $name, light: $light, dark: $dark }),*];

        pub(super) const COLORS: Table = Table {
            header: "[postmortem.theme.colors]",
            meaning: "The colours of the theme. A value is a colour (`#0b5c6e`, `rgb(11 92 110)`, \
                      `hsl(191 82% 24%)`, `oklch(0.44 0.08 215)`), or two: one for light screens, one \
                      for dark. Text that is hard to read on its background (WCAG AA) is a warning. A reader \
                      who asks for more contrast gets the colours of the theme.",
            keys: &[$(Key {
                name: $name,
                kind: "colour or two",
                default: concat!("{ light = \"", $light, "\", dark = \"", $dark, "\" }"),
                example: concat!("{ light = \"", $example, "\" }"),
                meaning: $meaning,
            }),*],
            mdbook: &[],
        };
    };
}

tokens! {
    "bg", "#ffffff", "#101418", "#fffdf8", "The background of pages.";
    "bg-soft", "#f5f7f8", "#171c21", "#f7f5f0", "The background of boxes.";
    "bg-code", "#f6f8fa", "#161b22", "#f7f5f0", "The background of code.";
    "line", "#d9dfe3", "#2d353c", "#dddddd", "Lines between things.";
    "line-strong", "#7c8790", "#78838d", "#777777", "Lines that mean something, as those of fields.";
    "text", "#1b2227", "#e3e8ec", "#222222", "Text.";
    "text-soft", "#545f68", "#a3aeb7", "#555555", "Text that says less.";
    "accent", "#0b5c6e", "#6cc6da", "#7a1fa2", "Links, and what is chosen.";
    "accent-soft", "#e2f0f3", "#16323a", "#f3e5f8", "The background of what is chosen.";
    "focus", "#0b5c6e", "#8ad8ea", "#7a1fa2", "The frame around what has the keyboard.";
    "sev-0", "#a3141f", "#ff9c94", "#990000", "The worst severity.";
    "sev-0-bg", "#fde8e8", "#431a1c", "#ffeaea", "Its background.";
    "sev-1", "#963e00", "#ffb37a", "#8a3a00", "The second severity.";
    "sev-1-bg", "#fdeedf", "#42270f", "#fff0e0", "Its background.";
    "sev-2", "#735200", "#ecc764", "#6b4c00", "The third severity.";
    "sev-2-bg", "#fbf3d3", "#3a3010", "#fdf6da", "Its background.";
    "sev-3", "#33566f", "#9cc8e6", "#2f5068", "The fourth severity, and all milder ones.";
    "sev-3-bg", "#e6eff5", "#1b2f3d", "#e9f1f6", "Its background.";
    "good", "#0d6235", "#7fd7a2", "#0b5a30", "What is done or went well.";
    "good-bg", "#e0f4e8", "#133323", "#e3f5ea", "Its background.";
    "internal", "#6a2fa3", "#d3adff", "#5f2a93", "The mark of what is internal.";
    "internal-bg", "#f2e8fb", "#2f1d44", "#f4ebfc", "Its background.";
}

/// What is read on what, and the least contrast that WCAG AA asks for there: 4.5 for text, 3 for
/// what is only seen.
pub(super) const READ_ON: &[(&str, &str, f64)] = &[
    ("text", "bg", 4.5),
    ("text", "bg-soft", 4.5),
    ("text", "bg-code", 4.5),
    ("text", "accent-soft", 4.5),
    ("text-soft", "bg", 4.5),
    ("text-soft", "bg-soft", 4.5),
    ("accent", "bg", 4.5),
    ("accent", "bg-soft", 4.5),
    ("accent", "accent-soft", 4.5),
    ("line-strong", "bg", 3.0),
    ("focus", "bg", 3.0),
    ("sev-0", "sev-0-bg", 4.5),
    ("sev-0", "bg", 4.5),
    ("sev-1", "sev-1-bg", 4.5),
    ("sev-1", "bg", 4.5),
    ("sev-2", "sev-2-bg", 4.5),
    ("sev-2", "bg", 4.5),
    ("sev-3", "sev-3-bg", 4.5),
    ("sev-3", "bg", 4.5),
    ("good", "good-bg", 4.5),
    ("good", "bg", 4.5),
    ("internal", "internal-bg", 4.5),
    ("internal", "bg", 4.5),
];

#[cfg(test)]
mod tests {
    use super::{READ_ON, TOKENS};
    use crate::config::Color;

    /// `--name: light-dark(#light, #dark);` of the first block of the style sheet.
    fn in_style_sheet() -> Vec<(String, String, String)> {
        let sheet = include_str!("../../themes/default/static/style.css");
        let block = sheet.split(":root {").nth(1).unwrap().split("\n}").next().unwrap();
        let property = |line: &str| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
            let (light, dark) = value.strip_suffix(");")?.split_once(", ")?;
            Some((name.to_owned(), light.to_owned(), dark.to_owned()))
        };
        block.lines().filter_map(property).collect()
    }

    #[test]
    fn the_tokens_are_the_colours_of_the_style_sheet() {
        let tokens: Vec<_> = TOKENS
            .iter()
            .map(|token| (token.name.to_owned(), token.light.to_owned(), token.dark.to_owned()))
            .collect();
        assert_eq!(tokens, in_style_sheet(), "left: src/config/tokens.rs, right: style.css");
    }

    #[test]
    fn the_theme_itself_is_easy_to_read() {
        let token = |name| TOKENS.iter().find(|token| token.name == name).unwrap();
        for &(front, back, least) in READ_ON {
            let (front, back) = (token(front), token(back));
            for (front, back) in [(front.light, back.light), (front.dark, back.dark)] {
                let contrast = Color::parse(front).unwrap().contrast(Color::parse(back).unwrap());
                assert!(contrast >= least, "{front} on {back}: {contrast:.2}");
            }
        }
    }
}
