//! A text of the theme: words, and the slots that are filled when it is said.

use std::fmt::Write as _;

/// A text with slots, read once: `{n} postmortems`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pieces: Vec<Piece>,
    /// Whether it holds nothing that markup would have to escape.
    is_plain: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Slot(String),
}

impl Phrase {
    /// Reads a text. A brace that belongs to no slot is refused, with the reason.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(open);
            let slot = from.strip_prefix('{').and_then(|inside| inside.split_once('}'));
            let Some((name, after)) = slot.filter(|(name, _)| is_name(name)) else {
                return Err(format!("in `{text}` a brace belongs to no slot; a slot is `{{n}}`"));
            };
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Slot(name.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Self { pieces, is_plain: !text.contains(['&', '"', '\'']) })
    }

    /// The names of its slots, each as often as it occurs.
    pub(super) fn slots(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Slot(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// Fills the slots. `Err` names a slot for which there is nothing.
    pub(super) fn fill<'s, 'v>(
        &'s self,
        value: impl Fn(&str) -> Option<&'v str>,
        out: &mut String,
    ) -> Result<(), &'s str> {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Slot(name) => out.push_str(value(name).ok_or(name.as_str())?),
            }
        }
        Ok(())
    }

    /// The same as markup: what it says itself may hold elements, and nothing else that means
    /// something in markup; `push` puts in the value of a slot.
    pub(super) fn fill_markup<'s, E>(
        &'s self,
        mut push: impl FnMut(&'s str, &mut String) -> Result<(), E>,
        out: &mut String,
    ) -> Result<(), E> {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) if self.is_plain => out.push_str(text),
                Piece::Text(text) => {
                    for c in text.chars() {
                        match c {
                            '&' => out.push_str("&amp;"),
                            '"' => out.push_str("&quot;"),
                            '\'' => out.push_str("&#39;"),
                            c => out.push(c),
                        }
                    }
                }
                Piece::Slot(name) => push(name, out)?,
            }
        }
        Ok(())
    }
}

/// How a slot may be called.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// What a reader of a message sees of some slots: `{n}` and `{all}`.
pub(super) fn named(slots: &[&str]) -> String {
    let mut out = String::new();
    for (at, slot) in slots.iter().enumerate() {
        // Writing into a string cannot fail.
        let _ = write!(out, "{}`{{{slot}}}`", if at > 0 { ", " } else { "" });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> Result<String, String> {
        let phrase = Phrase::parse(text)?;
        let mut out = String::new();
        let value = |name: &str| (name == "n").then_some("7");
        phrase.fill(value, &mut out).map_err(|slot| format!("no {slot}")).map(|()| out.clone())
    }

    #[test]
    fn slots_are_filled_and_stray_braces_refused() {
        assert_eq!(filled("All {n}, {n}").as_deref(), Ok("All 7, 7"));
        assert_eq!(filled("{all}"), Err("no all".to_owned()));
        for wrong in ["{", "a}", "{}", "{N}", "{a b}"] {
            assert!(filled(wrong).is_err_and(|why| why.contains("belongs to no slot")), "{wrong}");
        }
    }
}
