//! How good an extraction is: what was found against what a careful reader labelled.
//!
//! A fact counts as found if it is the labelled one, as missed if nothing was found where something is
//! labelled, and as wrong if something else was found. Titles need six tenths of their words in common,
//! durations may differ by a minute, shares by half a percent; of sections and action items each counts; of
//! a timeline the number of timed events, and its first and last clock.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The facts that are one value each.
const FACTS: &[&str] =
    &["date", "start", "end", "timezone", "duration_minutes", "users_affected_percent", "detection"];

/// What was counted for one field.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Tally {
    fn add(&mut self, right: usize, wrong: usize, missed: usize) {
        self.right += right;
        self.wrong += wrong;
        self.missed += missed;
    }

    fn precision(self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    fn recall(self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }

    /// The harmonic mean of precision and recall.
    pub(crate) fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of documents")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The score of an extraction.
#[derive(Debug, Default)]
pub(crate) struct Score {
    fields: Vec<(String, Tally)>,
    /// What was missed or wrong, a line each.
    pub(crate) misses: Vec<String>,
}

impl Score {
    /// Scores what was found, one object for each write-up, against the labels, one for each file.
    pub(crate) fn of(labels: &[Value], found: &[Value]) -> Self {
        let mut score = Self::default();
        for label in labels {
            let file = text(label, "file").unwrap_or_default();
            let hit =
                found.iter().find(|one| text(one, "source").is_some_and(|source| source.ends_with(file)));
            score.document(file, label, hit.unwrap_or(&Value::Null));
        }
        score
    }

    fn count(
        &mut self,
        field: &str,
        right: usize,
        wrong: usize,
        missed: usize,
        why: impl FnOnce() -> String,
    ) {
        if wrong + missed > 0 {
            self.misses.push(format!("{field:24} {}", why()));
        }
        let at = self.fields.iter().position(|(name, _)| name == field).unwrap_or_else(|| {
            self.fields.push((field.to_owned(), Tally::default()));
            self.fields.len() - 1
        });
        self.fields[at].1.add(right, wrong, missed);
    }

    fn document(&mut self, file: &str, label: &Value, hit: &Value) {
        let incident = |value: &Value| matches!(text(value, "kind"), Some("postmortem" | "multiple"));
        let (wanted, got) = (incident(label), incident(hit));
        self.count(
            "is_incident",
            (wanted && got).into(),
            (got && !wanted).into(),
            (wanted && !got).into(),
            || file.to_owned(),
        );
        if !wanted {
            return;
        }
        if let Some(title) = text(label, "title") {
            let (want, got) = (words(title), words(text(hit, "title").unwrap_or_default()));
            let common = want.intersection(&got).count();
            let right = common > 0 && ratio(common, want.union(&got).count()) >= 0.6;
            self.count("title", right.into(), (!right && !got.is_empty()).into(), (!right).into(), || {
                format!("{file}: want {title:?}, got {}", hit["title"])
            });
        }
        for field in FACTS {
            let (want, got) = (&label[*field], &hit[*field]);
            let right = !want.is_null() && !got.is_null() && same(field, want, got);
            self.count(
                field,
                right.into(),
                (!got.is_null() && !right).into(),
                (!want.is_null() && !right).into(),
                || format!("{file}: want {want}, got {got}"),
            );
        }
        let (want, got) = (texts(label, "sections"), texts(hit, "sections"));
        let common = want.intersection(&got).count();
        self.count("sections", common, got.len() - common, want.len() - common, || {
            format!("{file}: want {want:?}, got {got:?}")
        });
        self.timeline(file, label, hit);
        self.actions(file, label, hit);
        if let Some(cause) = text(label, "root_cause_category") {
            let mut fine = texts(label, "root_cause_alternatives");
            fine.insert(cause.to_owned());
            let got = texts(hit, "root_causes");
            let right = got.intersection(&fine).next().is_some();
            self.count(
                "root_causes",
                right.into(),
                (!right && !got.is_empty()).into(),
                (!right).into(),
                || format!("{file}: want one of {fine:?}, got {got:?}"),
            );
        }
    }

    fn timeline(&mut self, file: &str, label: &Value, hit: &Value) {
        let events = hit["timeline"].as_array().map(Vec::as_slice).unwrap_or_default();
        let clocks: Vec<&str> = events.iter().filter_map(|event| text(event, "time")).collect();
        let want =
            label["timeline_events"].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
        let (right, got) = (want.min(clocks.len()), clocks.len());
        self.count("timeline_events", right, got - right, want - right, || {
            format!("{file}: want {want} timed events, got {got}")
        });
        for (field, got) in [("first_event", clocks.first()), ("last_event", clocks.last())] {
            let want = text(label, field);
            let right = want.is_some() && want == got.copied();
            self.count(
                "timeline_ends",
                right.into(),
                (got.is_some() && !right).into(),
                (want.is_some() && !right).into(),
                || format!("{file}: {field} want {want:?}, got {got:?}"),
            );
        }
    }

    fn actions(&mut self, file: &str, label: &Value, hit: &Value) {
        let plain = |text: &str| split(text).collect::<Vec<_>>().join(" ");
        let items = hit["action_items"].as_array().map(Vec::as_slice).unwrap_or_default();
        let items: Vec<String> = items.iter().filter_map(|item| text(item, "text")).map(plain).collect();
        let wanted = label["action_item_quotes"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut used = BTreeSet::new();
        for quote in wanted.iter().filter_map(Value::as_str).map(plain) {
            let hit = items.iter().enumerate().find(|(at, item)| !used.contains(at) && item.contains(&quote));
            used.extend(hit.map(|(at, _)| at));
        }
        let right = used.len();
        self.count("action_items", right, items.len() - right, wanted.len() - right, || {
            format!("{file}: {right} of {} found, {} more", wanted.len(), items.len() - right)
        });
    }

    /// The F1 of a field.
    pub(crate) fn f1(&self, field: &str) -> f64 {
        self.fields.iter().find(|(name, _)| name == field).map_or(0.0, |(_, tally)| tally.f1())
    }

    /// The fields with their F1.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, f64)> {
        self.fields.iter().map(|(name, tally)| (name.as_str(), tally.f1()))
    }

    /// The mean of all fields' F1.
    pub(crate) fn mean(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts of fields")]
        let count = self.fields.len().max(1) as f64;
        self.fields.iter().map(|(_, tally)| tally.f1()).sum::<f64>() / count
    }

    /// Precision, recall and F1 of each field, as a table.
    pub(crate) fn table(&self) -> String {
        let mut table = format!("{:24} {:>9} {:>9} {:>9}\n", "field", "precision", "recall", "F1");
        for (name, tally) in &self.fields {
            let (precision, recall, f1) = (tally.precision(), tally.recall(), tally.f1());
            let _ = writeln!(table, "{name:24} {precision:9.3} {recall:9.3} {f1:9.3}");
        }
        let _ = writeln!(table, "mean F1 {:.3} over {} fields", self.mean(), self.fields.len());
        table
    }
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value[key].as_str()
}

fn texts(value: &Value, key: &str) -> BTreeSet<String> {
    let list = value[key].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn split(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_lowercase);
    parts.filter(|word| !word.is_empty())
}

fn words(text: &str) -> BTreeSet<String> {
    split(text).collect()
}

fn same(field: &str, want: &Value, got: &Value) -> bool {
    let near = |distance: f64| match (want.as_f64(), got.as_f64()) {
        (Some(want), Some(got)) => (want - got).abs() <= distance,
        _ => false,
    };
    match field {
        "duration_minutes" => near(1.0),
        "users_affected_percent" => near(0.5),
        "timezone" => zone(want.as_str()) == zone(got.as_str()),
        _ => want == got,
    }
}

/// Names of one zone count as one.
fn zone(name: Option<&str>) -> String {
    let name = name.unwrap_or_default().to_lowercase().replace('\u{2212}', "-");
    let name: String = name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')')).collect();
    let known = match name.as_str() {
        "greenwichmeantime" => "gmt",
        "utctime" | "coordinateduniversaltime" => "utc",
        "pacifictime" => "pt",
        "pacificstandardtime" => "pst",
        "easterntime" => "et",
        "easternstandardtime" => "est",
        "westafricatime" | "westcentralafricastandardtimezone" => "wat",
        "eastafricatime" => "eat",
        "centralafricantime" | "centralafricatime" => "cat",
        name => name,
    };
    known.to_owned()
}
