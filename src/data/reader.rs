//! Typed access to a table that complains about what does not fit.
//!
//! Each method names a key and what is wanted of it. A value of another kind becomes a
//! diagnostic at the value and reads as absent, so that one run shows all there is to fix.

use super::{Entry, Node, Value, shortened};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::diagnostic::nearest;
use crate::source::SourceFile;
use crate::source::Spanned;
use jiff::civil::Date;

/// The longest list of known keys that a help shows.
const LISTED: usize = 40;

/// Reads one table. Null and empty text read as absent.
pub struct TableReader<'a, 'd> {
    file: &'a SourceFile,
    node: &'a Node,
    what: &'a str,
    diagnostics: &'d mut Diagnostics,
}

impl<'a, 'd> TableReader<'a, 'd> {
    /// Reads `node`, which `what` names in messages: "front matter", "`[book]`".
    ///
    /// A node that is no table is reported, and reads as an empty one.
    pub fn new(
        file: &'a SourceFile,
        node: &'a Node,
        what: &'a str,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        if node.entries().is_none() && !node.is_absent() {
            diagnostics.push(
                Diagnostic::at(
                    Level::Error,
                    "wrong-type",
                    file,
                    node.span,
                    format!("{} must be keys with values, but is {}", with_article(what), found(node)),
                )
                .label("expected keys with values"),
            );
        }
        Self { file, node, what, diagnostics }
    }

    /// The value of a key, whatever it is.
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        self.node.get(key).filter(|node| !node.is_absent())
    }

    /// A key and its place.
    pub fn key(&self, key: &str) -> Option<&'a Spanned<String>> {
        self.node.entry(key).map(|entry| &entry.key)
    }

    /// All entries, in order.
    pub fn entries(&self) -> &'a [Entry] {
        self.node.entries().unwrap_or_default()
    }

    /// Adds a finding of the caller's own.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Text; a number or boolean counts as what was written. Outer white space is dropped.
    pub fn string(&mut self, key: &str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        let Some(text) = node.text() else {
            self.wrong_type(key, node, "text", &Example::One("some words"));
            return None;
        };
        Some(Spanned::new(text.trim().to_owned(), node.span))
    }

    /// A list of texts; a single one, or a number or boolean as written, is a list of one.
    pub fn strings(&mut self, key: &str) -> Vec<Spanned<String>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            Value::Table(_) => {
                self.wrong_type(key, node, "a list of texts", &Example::Many("first", "second"));
                return Vec::new();
            }
            _ => std::slice::from_ref(node),
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item.text().filter(|_| !item.is_absent()) {
                Some(text) => texts.push(Spanned::new(text.trim().to_owned(), item.span)),
                None => self.wrong_item(key, item),
            }
        }
        texts
    }

    /// `true` or `false`; `yes`, `no`, `on` and `off` mean the same, though YAML reads text.
    pub fn boolean(&mut self, key: &str) -> Option<Spanned<bool>> {
        let node = self.node(key)?;
        let value = match (&node.value, node.text().map(str::to_ascii_lowercase).as_deref()) {
            (Value::Bool(value), _) => *value,
            (_, Some("yes" | "on" | "true")) => true,
            (_, Some("no" | "off" | "false")) => false,
            _ => {
                self.wrong_type(key, node, "`true` or `false`", &Example::One("true"));
                return None;
            }
        };
        Some(Spanned::new(value, node.span))
    }

    /// A whole number.
    pub fn integer(&mut self, key: &str) -> Option<Spanned<i64>> {
        let node = self.node(key)?;
        if let Value::Integer(value) = node.value {
            return Some(Spanned::new(value, node.span));
        }
        let text = node.text().unwrap_or_default();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        // `1,200` and `1_200` are meant as 1200; a decimal point is a question for the author.
        let grouped = text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '_' | ' ' | '\''));
        let example = if grouped && !digits.is_empty() { digits.as_str() } else { "120" };
        self.wrong_type(key, node, "a whole number", &Example::One(example));
        None
    }

    /// A number.
    pub fn float(&mut self, key: &str) -> Option<Spanned<f64>> {
        let node = self.node(key)?;
        match &node.value {
            #[expect(clippy::cast_precision_loss, reason = "counts and percentages stay far below 2^53")]
            Value::Integer(value) => Some(Spanned::new(*value as f64, node.span)),
            Value::Float(value) if value.is_finite() => Some(Spanned::new(*value, node.span)),
            _ => {
                let text = node.text().unwrap_or_default();
                let percent =
                    text.strip_suffix('%').map(str::trim).filter(|text| text.parse::<f64>().is_ok());
                self.wrong_type(key, node, "a number", &Example::One(percent.unwrap_or("12.5")));
                None
            }
        }
    }

    /// A list of anything.
    pub fn list(&mut self, key: &str) -> Vec<&'a Node> {
        let Some(node) = self.node(key) else { return Vec::new() };
        if let Some(items) = node.items() {
            return items.iter().collect();
        }
        self.wrong_type(key, node, "a list", &Example::None);
        Vec::new()
    }

    /// A table.
    pub fn table(&mut self, key: &str) -> Option<&'a Node> {
        let node = self.node(key)?;
        if node.entries().is_none() {
            self.wrong_type(key, node, "a table of keys and values", &Example::None);
            return None;
        }
        Some(node)
    }

    /// A day: `2024-06-01`.
    pub fn date(&mut self, key: &str) -> Option<Spanned<Date>> {
        let node = self.node(key)?;
        let Some(text) = node.text() else {
            self.wrong_type(key, node, "a date", &Example::One("2024-06-01"));
            return None;
        };
        match parse_date(text.trim()) {
            Ok(date) => Some(Spanned::new(date, node.span)),
            Err(why) => {
                let text = shortened(text.trim());
                self.diagnostics.push(
                    Diagnostic::at(
                        Level::Error,
                        "invalid-date",
                        self.file,
                        node.span,
                        format!("`{key}` is `{text}`, which is not a date"),
                    )
                    .label(why)
                    .help("write a date as year, month and day: `2024-06-01`"),
                );
                None
            }
        }
    }

    /// Reports every key that is not in `known`.
    pub fn finish(self, known: &[&str]) {
        for entry in self.entries() {
            let key = entry.key.value.as_str();
            if known.contains(&key) {
                continue;
            }
            let message = format!("`{}` is not a key of {}", shortened(key), with_article(self.what));
            let diagnostic = Diagnostic::at(Level::Error, "unknown-key", self.file, entry.key.span, message);
            self.diagnostics.push(match nearest(key, known.iter().copied()) {
                Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
                None => diagnostic.label("unknown").help(list_of(known)),
            });
        }
    }

    fn wrong_type(&mut self, key: &str, node: &Node, wanted: &str, example: &Example<'_>) {
        let help = example.written(key, self.style(key));
        self.diagnostics.push(
            Diagnostic::at(
                Level::Error,
                "wrong-type",
                self.file,
                node.span,
                format!("`{key}` must be {wanted}, but is {}", found(node)),
            )
            .label(format!("expected {wanted}"))
            .maybe_help(help),
        );
    }

    fn wrong_item(&mut self, key: &str, item: &Node) {
        let mut help = None;
        if let (Some([entry]), Style::Yaml) = (item.entries(), self.style(key)) {
            // `- Failover: took too long` is a table to YAML and a sentence to its author.
            let word = shortened(&entry.key.value);
            help = Some(format!("put the item in quotes if the `:` after `{word}` is part of the text"));
        }
        let found = if item.is_absent() { "empty" } else { item.kind_name() };
        self.diagnostics.push(
            Diagnostic::at(
                Level::Error,
                "wrong-type",
                self.file,
                item.span,
                format!("each item of `{key}` must be text, but this one is {found}"),
            )
            .label("expected text")
            .maybe_help(help),
        );
    }

    /// The format of the file, as far as an example needs it, seen from how the key is written.
    fn style(&self, key: &str) -> Style {
        let Some(entry) = self.node.entry(key) else { return Style::Yaml };
        let text = self.file.text();
        let between = text.get(entry.key.span.end..entry.value.span.start).unwrap_or_default();
        let quoted = text.get(entry.key.span.range()).is_some_and(|key| key.starts_with('"'));
        // The table of a TOML header starts at the bracket before its key.
        let header = entry.value.span.start <= entry.key.span.start;
        match (header || between.contains('='), quoted) {
            (true, _) => Style::Toml,
            (false, true) => Style::Json,
            (false, false) => Style::Yaml,
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Yaml,
    Toml,
    Json,
}

enum Example<'e> {
    None,
    One(&'e str),
    Many(&'e str, &'e str),
}

impl Example<'_> {
    fn written(&self, key: &str, style: Style) -> Option<String> {
        let bare = |text: &str| text.parse::<f64>().is_ok() || matches!(text, "true" | "false");
        let one = |text: &str| match style {
            Style::Yaml => text.to_owned(),
            _ if bare(text) => text.to_owned(),
            Style::Toml | Style::Json => format!("\"{text}\""),
        };
        let value = match self {
            Self::None => return None,
            Self::One(text) => one(text),
            Self::Many(a, b) => format!("[{}, {}]", one(a), one(b)),
        };
        Some(match style {
            Style::Yaml => format!("for example `{key}: {value}`"),
            Style::Toml => format!("for example `{key} = {value}`"),
            Style::Json => format!("for example `\"{key}\": {value}`"),
        })
    }
}

/// The date, or why it is none.
fn parse_date(text: &str) -> Result<Date, String> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
    if !shaped {
        let timestamp = text.len() > 10 && text.get(..10).is_some_and(|day| parse_date(day).is_ok());
        return Err(
            if timestamp { "only the day, without a time" } else { "expected year-month-day" }.to_owned()
        );
    }
    let number = |range: std::ops::Range<usize>| {
        text.get(range).and_then(|part| part.parse::<i16>().ok()).unwrap_or(0)
    };
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let (Ok(short_month), Ok(short_day)) = (i8::try_from(month), i8::try_from(day)) else {
        return Err("no such day".to_owned());
    };
    Date::new(year, short_month, short_day).map_err(|_| match (short_month, short_day) {
        (1..=12, _) => format!("month {month} of {year} has no day {day}"),
        _ => format!("there is no month {month}"),
    })
}

/// What stands there instead, quoted if that helps.
fn found(node: &Node) -> String {
    match (&node.value, node.text()) {
        (Value::String(_), Some(text)) => format!("the text `{}`", shortened(text)),
        (Value::Bool(_), Some(text)) => format!("`{text}`"),
        _ => node.kind_name().to_owned(),
    }
}

/// "the front matter", but "`[book]`".
fn with_article(what: &str) -> String {
    if what.starts_with('`') { what.to_owned() } else { format!("the {what}") }
}

fn list_of(known: &[&str]) -> String {
    let keys: Vec<_> = known.iter().take(LISTED).map(|key| format!("`{key}`")).collect();
    let free = if known.contains(&"extra") { "; free data goes under `extra`" } else { "" };
    if keys.is_empty() {
        "no keys are known here".to_owned()
    } else {
        format!("known are {}{free}", keys.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::TableReader;
    use crate::data::told::told;
    use crate::data::{LARGEST_FRONT_MATTER, Node, json, toml, yaml};
    use crate::diagnostic::Diagnostics;
    use crate::source::{SourceFile, Span};

    type Reader = fn(&SourceFile, Span, usize, &mut Diagnostics) -> Option<Node>;

    /// Reads `text`, lets `ask` ask, and tells what was reported.
    fn asked(reader: Reader, text: &str, ask: impl FnOnce(&mut TableReader<'_, '_>)) -> String {
        let file = SourceFile::new("a.md", text);
        let mut diagnostics = Diagnostics::new();
        let node = reader(&file, Span::new(0, text.len()), LARGEST_FRONT_MATTER, &mut diagnostics).unwrap();
        let mut table = TableReader::new(&file, &node, "front matter", &mut diagnostics);
        ask(&mut table);
        told(&file, &diagnostics)
    }

    #[test]
    fn what_fits_is_read_without_a_word() {
        let text = "a: 2024\nb: [1.10, ' x ', true]\nc: x\nd: yes\ne: 2024-02-29\nf: 3\ng:\nh: ''\n";
        let said = asked(yaml, text, |table| {
            assert_eq!(table.string("a").unwrap().value, "2024");
            let texts = |table: &mut TableReader<'_, '_>, key: &str| {
                table.strings(key).into_iter().map(|text| text.value).collect::<Vec<_>>()
            };
            assert_eq!(texts(table, "b"), ["1.10", "x", "true"]);
            assert_eq!(texts(table, "c"), ["x"]);
            assert!(table.boolean("d").unwrap().value);
            assert_eq!(table.date("e").unwrap().value.to_string(), "2024-02-29");
            assert_eq!((table.integer("f").unwrap().value, table.float("f").unwrap().value), (3, 3.0));
            assert!(table.string("g").is_none() && table.string("h").is_none() && table.node("z").is_none());
        });
        assert_eq!(said, "");
    }

    #[test]
    fn what_does_not_fit_is_reported_at_the_value_with_an_example() {
        let said =
            asked(yaml, "services: {a: b}\nusers: 1,200\nloss: maybe\nshare: 12%\ntitle: [x]\n", |table| {
                table.strings("services");
                table.integer("users");
                table.boolean("loss");
                table.float("share");
                table.string("title");
            });
        assert_eq!(
            said,
            "1:11 wrong-type: `services` must be a list of texts, but is a table <{a: b}> (expected a list of texts; for example `services: [first, second]`)\n\
             2:8 wrong-type: `users` must be a whole number, but is the text `1,200` <1,200> (expected a whole number; for example `users: 1200`)\n\
             3:7 wrong-type: `loss` must be `true` or `false`, but is the text `maybe` <maybe> (expected `true` or `false`; for example `loss: true`)\n\
             4:8 wrong-type: `share` must be a number, but is the text `12%` <12%> (expected a number; for example `share: 12`)\n\
             5:8 wrong-type: `title` must be text, but is a list <[x]> (expected text; for example `title: some words`)"
        );
        let said = asked(toml, "a = 1\n[services]\n", |table| drop(table.strings("services")));
        assert_eq!(
            said,
            "2:1 wrong-type: `services` must be a list of texts, but is a table <[services]> (expected a list of texts; for example `services = [\"first\", \"second\"]`)"
        );
        let said = asked(json, "{\"a\": [1]}", |table| drop(table.string("a")));
        assert_eq!(
            said,
            "1:7 wrong-type: `a` must be text, but is a list <[1]> (expected text; for example `\"a\": \"some words\"`)"
        );
    }

    #[test]
    fn items_are_judged_one_by_one() {
        let said = asked(yaml, "f:\n  - Failover: too late\n  - ok\n  -\n", |table| {
            assert_eq!(table.strings("f").len(), 1);
        });
        assert_eq!(
            said,
            "2:5 wrong-type: each item of `f` must be text, but this one is a table <Failover: too late> (expected text; put the item in quotes if the `:` after `Failover` is part of the text)\n\
             4:4 wrong-type: each item of `f` must be text, but this one is empty <> (expected text; )"
        );
    }

    #[test]
    fn dates_say_what_is_wrong_with_them() {
        let said =
            asked(yaml, "a: 2023-02-29\nb: 2024-13-01\nc: 12.05.2024\nd: 2024-05-12T10:00\n", |table| {
                for key in ["a", "b", "c", "d"] {
                    assert!(table.date(key).is_none());
                }
            });
        let help = "write a date as year, month and day: `2024-06-01`";
        assert_eq!(
            said,
            format!(
                "1:4 invalid-date: `a` is `2023-02-29`, which is not a date <2023-02-29> (month 2 of 2023 has no day 29; {help})\n\
                 2:4 invalid-date: `b` is `2024-13-01`, which is not a date <2024-13-01> (there is no month 13; {help})\n\
                 3:4 invalid-date: `c` is `12.05.2024`, which is not a date <12.05.2024> (expected year-month-day; {help})\n\
                 4:4 invalid-date: `d` is `2024-05-12T10:00`, which is not a date <2024-05-12T10:00> (only the day, without a time; {help})"
            )
        );
    }

    #[test]
    fn unknown_keys_get_the_nearest_or_all_known_ones() {
        let file = SourceFile::new("a.md", "severty: 1\nowner: 2\n");
        let mut diagnostics = Diagnostics::new();
        let node = yaml(&file, Span::new(0, 20), LARGEST_FRONT_MATTER, &mut diagnostics).unwrap();
        TableReader::new(&file, &node, "front matter", &mut diagnostics).finish(&["severity", "extra"]);
        assert_eq!(
            told(&file, &diagnostics),
            "1:1 unknown-key: `severty` is not a key of the front matter <severty> (did you mean `severity`?; )\n\
             2:1 unknown-key: `owner` is not a key of the front matter <owner> (unknown; known are `severity`, `extra`; free data goes under `extra`)"
        );
    }
}
