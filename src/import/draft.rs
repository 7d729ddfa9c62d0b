//! A postmortem as it will be written.

use super::when::{Stamps, When};
use super::{Action, Fact, Facts, Foreign, Harm};
use crate::data::{LARGEST_FRONT_MATTER, to_yaml};
use crate::model::{EventKind, Moment, Postmortem, Zone};
use crate::parse::RawAction;
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// Front matter and body of a postmortem that is being imported.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// Keys of ours, `extra` apart.
    pub known: Map<String, Json>,
    /// What goes under `extra`, apart from what import adds.
    pub extra: Map<String, Json>,
    /// The file that it comes from, as `extra.imported_from` names it.
    pub imported_from: String,
    /// Keys to look at, each with the reason.
    pub unsure: Vec<(String, String)>,
    /// Mistakes of the body that a build is to let be.
    pub let_be: BTreeSet<&'static str>,
    /// The body, word for word.
    pub body: String,
}

impl Draft {
    /// Puts together what a write-up says. What its front matter says counts more than what was found
    /// in its text, and that more than the day on which it was posted, or the one that its file is named by.
    pub fn new(
        foreign: Foreign,
        facts: &Facts,
        named_by: Option<Date>,
        imported_from: &str,
        body: &str,
    ) -> Self {
        let Foreign { known, extra, posted, unsure, .. } = foreign;
        let mut draft = Self {
            known,
            extra,
            imported_from: imported_from.to_owned(),
            unsure,
            body: body.to_owned(),
            ..Self::default()
        };
        if let Some(title) = facts.title.as_ref().filter(|title| !title.value.trim().is_empty()) {
            draft.set("title", json!(title.value.trim()), title.unsure);
        }
        let actions: Vec<_> = facts.actions.iter().map(action).collect();
        if !actions.is_empty() {
            draft.set("action_items", Json::Array(actions), None);
        }
        let posted = posted
            .map(|day| (day, "this is the day of the post, which may not be that of the incident"))
            .or(named_by.map(|day| {
                (day, "this is the day in the file's name, which may not be that of the incident")
            }));
        match posted {
            Some((day, why)) if facts.when.date.is_none() => draft.times(facts, &facts.when.on(day, why)),
            _ => draft.times(facts, &facts.when),
        }
        draft.words(facts);
        draft
    }

    /// Sets when it was; of what the timeline tells only what lies between start and end.
    fn times(&mut self, facts: &Facts, when: &When) {
        if self.known.contains_key("started") {
            return;
        }
        let of_date = when.date.as_ref().and_then(|date| date.unsure);
        let Stamps { date, started, resolved, timezone } = when.stamps();
        let exact = started.is_some();
        if let Some(started) = started.clone().or(date) {
            let of_start = when.start.as_ref().filter(|_| exact).and_then(|start| start.unsure);
            self.set("started", json!(started), of_start.or(of_date));
        }
        let (Some(started), true) = (started, exact) else { return };
        if let Some(resolved) = &resolved {
            let of_end = when.end.as_ref().and_then(|end| end.unsure);
            self.set("resolved", json!(resolved), of_end.or(of_date));
        }
        if let Some(timezone) = timezone {
            self.set("timezone", json!(timezone), None);
        }
        // All are written in one form, so that they compare as texts.
        let mut earliest = started;
        for (key, kind) in [
            ("detected", EventKind::Detected),
            ("identified", EventKind::Identified),
            ("mitigated", EventKind::Mitigated),
        ] {
            let event = facts.timeline.iter().find(|event| event.kind == Some(kind));
            let told = event.and_then(|event| when.moment(event.minute?));
            let within = |told: &String| *told >= earliest && resolved.as_ref().is_none_or(|end| told <= end);
            if let Some(told) = told.filter(within) {
                self.set(key, json!(told), Some("read from the words of the timeline"));
                earliest = told;
            }
        }
    }

    /// Sets what is said in words.
    fn words(&mut self, facts: &Facts) {
        let said = &facts.said;
        if let Some(severity) = &said.severity {
            self.set("severity", json!(severity.value.key()), severity.unsure);
        }
        if let Some(status) = &said.status {
            self.set("status", json!(status.value.key()), status.unsure);
        }
        if let Some(detection) = &said.detection {
            self.set("detection", json!(detection.value.key()), detection.unsure);
        }
        self.list("services", &said.services, |service| service.as_str().to_owned());
        self.list("root_causes", &said.causes.root_causes, |term| term.as_str().to_owned());
        self.list("triggers", &said.causes.triggers, |term| term.as_str().to_owned());
        self.list("authors", &said.authors, Clone::clone);
        self.list("teams", &said.teams, |team| team.as_str().to_owned());
        self.harm(&said.harm);
    }

    fn list<T>(&mut self, key: &str, facts: &[Fact<T>], text: impl Fn(&T) -> String) {
        if facts.is_empty() {
            return;
        }
        let texts: Vec<String> = facts.iter().map(|fact| text(&fact.value)).collect();
        self.set(key, json!(texts), facts.iter().find_map(|fact| fact.unsure));
    }

    /// Adds what is not set yet to `impact`.
    fn harm(&mut self, harm: &Harm) {
        let mut impact = match self.known.get("impact") {
            None => Map::new(),
            Some(Json::Object(impact)) => impact.clone(),
            Some(_) => return,
        };
        let mut doubts = Vec::new();
        let mut add = |key: &str, fact: Option<Fact<Json>>| {
            if let Some(fact) = fact
                && !impact.contains_key(key)
            {
                impact.insert(key.to_owned(), fact.value);
                doubts.extend(fact.unsure.map(|why| (format!("impact.{key}"), why.to_owned())));
            }
        };
        let Harm { summary, kind, users_percent, users, requests_failed, revenue_lost, data_loss, near_miss } =
            harm;
        add("summary", as_json(summary.as_ref(), |text| json!(text)));
        add("kind", as_json(kind.as_ref(), |kind| json!(kind.key())));
        add("users_percent", as_json(users_percent.as_ref(), |share| json!(share)));
        add("users", as_json(users.as_ref(), |count| json!(count)));
        add("requests_failed", as_json(requests_failed.as_ref(), |count| json!(count)));
        add("revenue_lost", as_json(revenue_lost.as_ref(), |text| json!(text)));
        add("data_loss", as_json(data_loss.as_ref(), |is| json!(is)));
        add("near_miss", as_json(near_miss.as_ref(), |is| json!(is)));
        if !impact.is_empty() {
            self.known.insert("impact".to_owned(), Json::Object(impact));
            self.unsure.extend(doubts);
        }
    }

    /// Sets a key that is not set yet.
    pub fn set(&mut self, key: &str, value: Json, unsure: Option<&str>) {
        if self.known.contains_key(key) {
            return;
        }
        self.known.insert(key.to_owned(), value);
        if let Some(why) = unsure {
            self.unsure.push((key.to_owned(), why.to_owned()));
        }
    }

    /// The title.
    pub fn title(&self) -> &str {
        self.known.get("title").and_then(Json::as_str).unwrap_or_default()
    }

    /// Whose incident it was, and of what: `Acme: Queue`.
    pub fn whose(&self) -> Option<String> {
        let organization = self.known.get("source")?.get("organization")?.as_str()?;
        let service = self.known.get("services").and_then(|services| services.get(0)?.as_str());
        Some(service.map_or_else(|| organization.to_owned(), |service| format!("{organization}: {service}")))
    }

    /// The day on which it began, or else the first that is known.
    pub fn date(&self) -> Option<Date> {
        let keys = ["started", "detected", "acknowledged", "identified", "mitigated", "resolved"];
        keys.iter().find_map(|key| self.known.get(*key)?.as_str()?.get(..10)?.parse().ok())
    }

    /// How many minutes it lasted, where both ends are known with their time.
    pub fn minutes(&self) -> Option<i64> {
        let text = |key: &str| self.known.get(key)?.as_str();
        let zone = text("timezone").and_then(|zone| Zone::parse(zone).ok());
        let moment = |key: &str| Moment::parse(text(key)?, zone.as_ref()).ok();
        let minutes = moment("resolved")?.since(&moment("started")?)?.as_mins();
        (minutes >= 0).then_some(minutes)
    }

    /// Takes a key out of what is ours, because it is none there; it stays under `extra`.
    pub fn give_up(&mut self, key: &str, why: &str) {
        if let Some(value) = self.known.remove(key) {
            self.extra.insert(key.to_owned(), value);
            self.unsure.retain(|(known, _)| known != key);
            self.unsure.push((key.to_owned(), why.to_owned()));
        }
    }

    /// The file: front matter in the order of the documentation, and the body below it.
    pub fn file(&self) -> String {
        let mut text = String::from("---\n");
        if !self.let_be.is_empty() {
            let codes: Vec<_> = self.let_be.iter().copied().collect();
            text.push_str(&format!("# pmsite-ignore: {}\n", codes.join(", ")));
        }
        text.push_str(&self.front_matter());
        text.push_str("---\n");
        text.push_str(&self.body);
        text
    }

    fn front_matter(&self) -> String {
        let mut entries: Map<String, Json> = Postmortem::KEYS
            .iter()
            .filter(|key| **key != "extra")
            .filter_map(|key| Some(((*key).to_owned(), self.known.get(*key)?.clone())))
            .collect();
        let mut extra = self.extra.clone();
        extra.insert("imported_from".to_owned(), json!(self.imported_from));
        if !self.unsure.is_empty() {
            let unsure: Map<_, _> = self.unsure.iter().map(|(key, why)| (key.clone(), json!(why))).collect();
            extra.insert("unsure".to_owned(), Json::Object(unsure));
        }
        entries.insert("extra".to_owned(), Json::Object(extra));
        to_yaml(&entries)
    }

    /// Leaves the action items out where the body tells the same ones, and as much of each; whether it did.
    pub(super) fn leave_to_body(&mut self, of_body: &[RawAction]) -> bool {
        let Some(Json::Array(items)) = self.known.get("action_items") else { return false };
        let same = items.len() == of_body.len()
            && items.iter().zip(of_body).all(|(item, told)| {
                let has = |key: &str| item.get(key).is_some();
                let done = item.get("status").and_then(Json::as_str) == Some("done");
                (told.owner.is_some() || !has("owner"))
                    && (told.due.is_some() || !has("due"))
                    && (told.ticket.is_some() || !has("ticket"))
                    && told.done == done
            });
        if same {
            self.known.remove("action_items");
        }
        same
    }

    /// Leaves out the largest values until the front matter is small enough to be read; which keys
    /// these were.
    pub(super) fn shrink(&mut self) -> Vec<String> {
        let mut left_out = Vec::new();
        // Room for the comment above it.
        while self.front_matter().len() > LARGEST_FRONT_MATTER - 512 {
            let size = |map: &Map<String, Json>| {
                map.iter()
                    .filter(|(key, _)| *key != "title")
                    .map(|(key, value)| (value.to_string().len(), key.clone()))
                    .max()
            };
            let (known, extra) = (size(&self.known), size(&self.extra));
            let Some((_, key)) = known.clone().max(extra.clone()) else { break };
            if extra >= known {
                self.extra.remove(&key)
            } else {
                self.known.remove(&key)
            };
            left_out.push(key);
        }
        left_out
    }
}

fn as_json<T>(fact: Option<&Fact<T>>, json: impl Fn(&T) -> Json) -> Option<Fact<Json>> {
    fact.map(|fact| Fact { value: json(&fact.value), line: fact.line, unsure: fact.unsure })
}

fn action(action: &Action) -> Json {
    let mut entries = Map::new();
    entries.insert("text".to_owned(), json!(action.text));
    if let Some(kind) = action.kind {
        entries.insert("kind".to_owned(), json!(kind.key()));
    }
    let due = action.due.map(|due| due.to_string());
    for (key, value) in [("owner", &action.owner), ("due", &due), ("ticket", &action.ticket)] {
        if let Some(value) = value {
            entries.insert(key.to_owned(), json!(value));
        }
    }
    if let Some(done) = action.done {
        entries.insert("status".to_owned(), json!(if done { "done" } else { "open" }));
    }
    Json::Object(entries)
}

#[cfg(test)]
mod tests {
    use super::super::facts::facts;
    use super::*;

    #[test]
    fn keys_stand_in_their_order_and_doubts_are_told() {
        let mut foreign = Foreign { posted: Some(jiff::civil::date(2024, 5, 12)), ..Foreign::default() };
        foreign.known.insert("tags".to_owned(), json!(["disk"]));
        foreign.extra.insert("layout".to_owned(), json!("post"));
        let text = "# Disk full: twice\n\n## Action items\n\n- [x] Add disks to every database host\n";
        let mut draft = Draft::new(foreign, &facts(text)[0], None, "wiki/a.md", "# Disk full\n");
        draft.let_be.insert("broken-link");
        assert_eq!(
            draft.file(),
            "---\n# pmsite-ignore: broken-link\ntitle: \"Disk full: twice\"\nstarted: 2024-05-12\ntags:\n- disk\naction_items:\n- text: Add disks to every database host\n  status: done\nextra:\n  layout: post\n  imported_from: wiki/a.md\n  unsure:\n    started: this is the day of the post, which may not be that of the incident\n---\n# Disk full\n"
        );
        assert_eq!(draft.date(), Some(jiff::civil::date(2024, 5, 12)));
    }

    #[test]
    fn too_much_is_cut_down() {
        let mut draft = Draft::default();
        draft.known.insert("title".to_owned(), json!("x"));
        draft.extra.insert("log".to_owned(), json!("y".repeat(20_000)));
        draft.extra.insert("layout".to_owned(), json!("post"));
        assert_eq!(draft.shrink(), ["log"]);
        assert_eq!(draft.file(), "---\ntitle: x\nextra:\n  layout: post\n  imported_from: \"\"\n---\n");
    }
}
