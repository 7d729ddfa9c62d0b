//! What the elements of a body are called, for readers who cannot see them, and the titles of alerts.

use comrak::nodes::AlertType;

/// The names, as they stand in markup. A number stands for `{n}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Labels {
    /// The link from a heading to itself.
    pub(crate) section: String,
    /// The first table; the others have a number.
    pub(crate) table: String,
    /// Further tables.
    pub(crate) table_n: String,
    /// The box of a task that is done.
    pub(crate) done: String,
    /// The box of a task that is not.
    pub(crate) not_done: String,
    /// A box that stands for nothing known.
    pub(crate) option: String,
    /// The link from a footnote back to where it is referred to.
    pub(crate) back: String,
    /// A part that only some readers get.
    pub(crate) internal: String,
    /// Alerts, in the order of [`Labels::ALERTS`].
    pub(crate) alerts: [String; 5],
}

/// What the formatter of the library writes before the number of a reference.
const BACK: &str = "aria-label=\"Back to reference ";

impl Labels {
    /// The kinds of alerts, as style sheets know them.
    pub(crate) const ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

    /// Of a kind of alert: its key and its title.
    pub(super) fn alert(&self, kind: AlertType) -> (&'static str, &str) {
        let at = match kind {
            AlertType::Note => 0,
            AlertType::Tip => 1,
            AlertType::Important => 2,
            AlertType::Warning => 3,
            AlertType::Caution => 4,
        };
        (Self::ALERTS[at], &self.alerts[at])
    }

    /// How a table is called, counted from 1.
    pub(super) fn table(&self, number: usize) -> String {
        if number > 1 { self.table_n.replace("{n}", &number.to_string()) } else { self.table.clone() }
    }

    /// Names the links back from footnotes, which the library names in English.
    pub(super) fn name_backs(&self, html: String) -> String {
        if !html.contains(BACK) {
            return html;
        }
        let mut pieces = html.split(BACK);
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (number, rest) = piece.split_once('"').unwrap_or((piece, ""));
            out.push_str("aria-label=\"");
            out.push_str(&self.back.replace("{n}", number));
            out.push('"');
            out.push_str(rest);
        }
        out
    }
}
