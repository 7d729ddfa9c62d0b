//! Labels above the axis, in rows, so that none covers another or another's line.

use crate::render::svg::width;

/// How many rows there are for what is no milestone.
const ROWS: usize = 5;

/// A label: flag-like, its text to the right of its line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    /// Where its line stands.
    pub x: f64,
    /// What it says.
    pub text: String,
    /// The clock within it, which readers may see in another zone.
    pub clock: String,
    /// The moment that the clock shows.
    pub iso: String,
    /// The kind of event, for its colour.
    pub key: String,
    /// Whether it must be shown.
    pub is_milestone: bool,
    /// Its row; 0 is next to the axis.
    pub lane: usize,
}

/// Gives every label its row. A label stands above all whose lines cross its text, so lines cross
/// no text. What would need too many rows is left out, unless it is a milestone.
pub(super) fn place(labels: &[Label]) -> Vec<Label> {
    // From right to left: the text of a label reaches over those to its right. At one place what
    // comes first stands highest.
    let mut order: Vec<&Label> = labels.iter().rev().collect();
    order.sort_by(|a, b| b.x.total_cmp(&a.x).then(b.is_milestone.cmp(&a.is_milestone)));
    let mut placed: Vec<Label> = Vec::with_capacity(labels.len());
    for label in order {
        let end = label.x + width(&label.text) + 12.0;
        let below =
            placed.iter().filter(|other| other.x < end).map(|other| other.lane + 1).max().unwrap_or(0);
        if label.is_milestone || below < ROWS {
            placed.push(Label { lane: below, ..label.clone() });
        }
    }
    placed.reverse();
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_crosses_a_text() {
        let label = |x: f64| Label {
            x,
            text: "Detected 10:00".into(),
            clock: "10:00".into(),
            iso: "2024-05-12T10:00:00+00:00".into(),
            key: "detected".into(),
            is_milestone: true,
            lane: 0,
        };
        let placed = place(&[label(0.0), label(10.0), label(10.0), label(500.0), label(20.0)]);
        for a in &placed {
            for b in placed.iter().filter(|b| *b != a && b.x > a.x && b.x < a.x + width(&a.text)) {
                assert!(a.lane > b.lane, "{a:?} {b:?}");
            }
        }
        assert_eq!(placed.iter().map(|label| label.lane).collect::<Vec<_>>(), [3, 2, 1, 0, 0]);
    }
}
