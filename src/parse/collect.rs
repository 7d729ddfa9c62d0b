//! Finds the entries of a timeline section in its lists, tables and lines.

use super::clock;
use super::timeline::{RawEntry, find};
use crate::diagnostic::{Diagnostic, Diagnostics, Level, nearest};
use crate::model::{EventKind, Precision};
use crate::source::{SourceFile, Span, Spanned};
use jiff::civil::Date;

/// Collects the entries of a timeline section, line by line.
#[derive(Debug, Default)]
pub(super) struct Collector {
    pub(super) entries: Vec<RawEntry>,
    /// A date or zone that a heading or remark gave, for the next entry.
    date: Option<Date>,
    zone: Option<Spanned<String>>,
    /// Whether lines without a time still belong to the last entry.
    open: bool,
    columns: Columns,
}

/// Which column of a table holds what.
#[derive(Debug, Default)]
struct Columns {
    date: Option<usize>,
    time: usize,
    kind: Option<usize>,
}

impl Collector {
    /// Takes a heading of the section: it may name the date or the zone of what follows.
    pub(super) fn heading(&mut self, title: &str, span: Span) {
        self.open = false;
        self.remark(title, span);
    }

    /// Ends what the last entry may take up.
    pub(super) fn close(&mut self) {
        self.open = false;
    }

    /// Takes one line of a paragraph or a list item.
    pub(super) fn line(&mut self, line: &str, file: &SourceFile, span: Span, diagnostics: &mut Diagnostics) {
        if let Some(date) = clock::date_line(line) {
            self.date = Some(date);
            self.open = false;
        } else if let Some(stamp) = clock::stamp(line) {
            let (kind, text) = kind_prefix(stamp.rest, file, span, diagnostics);
            let zone = stamp.zone.map(|zone| Spanned::new(zone.to_owned(), find(file, span, zone)));
            self.push(RawEntry {
                written: stamp.written.to_owned(),
                date: stamp.date,
                time: stamp.time,
                precision: stamp.precision,
                zone,
                kind,
                text: text.to_owned(),
                span,
            });
        } else if let (true, Some(last)) = (self.open, self.entries.last_mut()) {
            if !last.text.is_empty() {
                last.text.push(' ');
            }
            last.text.push_str(line.trim());
        } else if line.to_lowercase().contains("times") {
            self.remark(line, span);
        }
    }

    /// Takes the heading row of a table.
    pub(super) fn columns(&mut self, cells: &[String], span: Span) {
        let find = |names: &[&str]| {
            cells.iter().position(|cell| {
                let cell = cell.to_lowercase();
                let word = cell
                    .split(|c: char| !c.is_alphanumeric())
                    .find(|word| !word.is_empty())
                    .unwrap_or_default();
                names.contains(&word)
            })
        };
        let time = find(&["time", "timestamp", "when", "clock", "utc"]);
        let date = find(&["date", "day"]);
        self.columns = Columns {
            time: time.or(date).unwrap_or(0),
            date: date.filter(|_| time.is_some()),
            kind: find(&["kind", "type", "category", "phase", "status"]),
        };
        if let Some(cell) = cells.get(self.columns.time) {
            self.remark(cell, span);
        }
    }

    /// Takes one further row of a table.
    pub(super) fn row(
        &mut self,
        cells: &[String],
        file: &SourceFile,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) {
        if let Some(date) =
            self.columns.date.and_then(|at| cells.get(at)).and_then(|cell| clock::date_line(cell))
        {
            self.date = Some(date);
        }
        let Some(cell) = cells.get(self.columns.time) else { return };
        let named = self.columns.kind.and_then(|at| Some((at, EventKind::parse(cells.get(at)?)?)));
        let taken = |at: usize| {
            at == self.columns.time
                || Some(at) == self.columns.date
                || named.is_some_and(|(kind, _)| at == kind)
        };
        let others = cells.iter().enumerate().filter(|(at, cell)| !taken(*at) && !cell.trim().is_empty());
        let text = others.map(|(_, cell)| cell.trim()).collect::<Vec<_>>().join(" ");
        let whole = format!("{cell} | {text}");
        let before = self.entries.len();
        if let Some(date) = clock::date_line(cell) {
            // A row whose time is a day alone is an entry; a list item of that form is a heading.
            self.push(RawEntry {
                written: cell.trim().to_owned(),
                date: Some(date),
                time: None,
                precision: Precision::Day,
                zone: None,
                kind: None,
                text,
                span,
            });
        } else {
            self.open = false;
            self.line(&whole, file, span, diagnostics);
        }
        if let (true, Some(entry), Some((_, kind))) =
            (self.entries.len() > before, self.entries.last_mut(), named)
        {
            entry.kind = Some(kind);
        }
        self.open = false;
    }

    fn push(&mut self, mut entry: RawEntry) {
        // What a heading said holds for the first entry below it, and is carried on from there.
        let (date, zone) = (self.date.take(), self.zone.take());
        entry.date = entry.date.or(date);
        entry.zone = entry.zone.or(zone);
        self.entries.push(entry);
        self.open = true;
    }

    fn remark(&mut self, text: &str, span: Span) {
        if let Some(date) = clock::date_line(text) {
            self.date = Some(date);
        }
        if let Some(zone) = clock::named_zone(text) {
            self.zone = Some(Spanned::new(zone.to_owned(), span));
        }
    }
}

/// Takes `[detected]` off the start of an entry's text.
fn kind_prefix<'a>(
    text: &'a str,
    file: &SourceFile,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> (Option<EventKind>, &'a str) {
    let Some((word, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return (None, text);
    };
    if let Some(kind) = EventKind::parse(word) {
        return (Some(kind), rest.trim_start_matches([' ', ':', '-', '–', '—', '|']));
    }
    if word.len() <= 24
        && let Some(near) = nearest(word, EventKind::ALL.iter().map(|kind| kind.key()))
    {
        diagnostics.push(unknown_event_kind(file, find(file, span, word), word, near));
    }
    (None, text)
}

fn unknown_event_kind(file: &SourceFile, span: Span, word: &str, near: &str) -> Diagnostic {
    let known: Vec<_> = EventKind::ALL.iter().map(|kind| format!("`{}`", kind.key())).collect();
    Diagnostic::at(Level::Error, "unknown-event-kind", file, span, format!("`{word}` is not a kind of event"))
        .label(format!("did you mean `{near}`?"))
        .help(format!("kinds are {}", known.join(", ")))
}

/// The entries of lines that stand one below the other, and the codes of what was found wrong.
#[cfg(test)]
pub(super) fn of_lines(lines: &[&str]) -> (Vec<RawEntry>, Vec<&'static str>) {
    let file = SourceFile::new("a.md", lines.join("\n"));
    let (mut collector, mut diagnostics) = (Collector::default(), Diagnostics::new());
    let mut at = 0;
    for line in lines {
        collector.line(line, &file, Span::new(at, at + line.len()), &mut diagnostics);
        at += line.len() + 1;
    }
    (collector.entries, diagnostics.sorted().iter().map(|d| d.code).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_and_near_misses_are_told() {
        let (found, codes) = of_lines(&[
            "10:00 [detected] Alert",
            "10:05 - [Lead Up]: x",
            "10:10 [sic] y",
            "10:20 [mitigatd] z",
            "more",
        ]);
        let kinds: Vec<_> = found.iter().map(|entry| (entry.kind, entry.text.as_str())).collect();
        assert_eq!(
            kinds,
            [
                (Some(EventKind::Detected), "Alert"),
                (Some(EventKind::LeadUp), "x"),
                (None, "[sic] y"),
                (None, "[mitigatd] z more"),
            ]
        );
        assert_eq!(codes, ["unknown-event-kind"]);
    }

    #[test]
    fn headings_tables_and_remarks_give_dates_and_zones() {
        let file = SourceFile::new("a.md", "");
        let (mut collector, mut diagnostics) = (Collector::default(), Diagnostics::new());
        let cells = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        collector.heading("2024-05-12", Span::default());
        collector.columns(&cells(&["Time (UTC)", "Kind", "What"]), Span::default());
        collector.row(&cells(&["10:00", "Detected", "Alert"]), &file, Span::default(), &mut diagnostics);
        collector.row(&cells(&["10:05", "odd", "Page"]), &file, Span::default(), &mut diagnostics);
        let found: Vec<_> = collector
            .entries
            .iter()
            .map(|e| {
                (
                    e.date.map(|d| d.to_string()),
                    e.zone.as_ref().map(|z| z.value.as_str()),
                    e.kind,
                    e.text.as_str(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                (Some("2024-05-12".to_owned()), Some("UTC"), Some(EventKind::Detected), "Alert"),
                (None, None, None, "odd Page"),
            ]
        );
        assert!(diagnostics.is_empty());
    }
}
