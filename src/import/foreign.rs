//! Other people's front matter in our keys; what has none of ours is kept under `extra`.
//!
//! Known are the habits of Jekyll, Hugo, cState and Zola, of issue templates, of a public corpus of
//! incidents, and our own. Keys are compared without case and separators.

use super::Nature;
use super::value::{day, moment, plain_key, texts};
use crate::config::Config;
use crate::data::{Entry, Node};
use crate::model::{DetectionMethod, PostmortemId, Slug, Status, Taxonomy, Visibility, Zone};
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};

/// What somebody else's front matter says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Foreign {
    /// Our keys with their values.
    pub known: Map<String, Json>,
    /// Everything else, under its own keys.
    pub extra: Map<String, Json>,
    /// The day of the post, which need not be that of the incident.
    pub posted: Option<Date>,
    /// What the text is, where the front matter tells.
    pub nature: Option<Nature>,
    /// Keys of ours that somebody should look at, with the reason.
    pub unsure: Vec<(String, String)>,
}

impl Foreign {
    /// Reads a table.
    pub(super) fn read(root: &Node, config: &Config) -> Self {
        let entries = root.entries().unwrap_or_default();
        let has = |key: &str| entries.iter().any(|entry| plain_key(&entry.key.value) == key);
        let zone = ["timezone", "tz"].iter().find_map(|wanted| {
            let entry = entries.iter().find(|entry| plain_key(&entry.key.value) == *wanted)?;
            Zone::parse(entry.value.text()?.trim()).ok()
        });
        let mut reader = Reader {
            foreign: Self::default(),
            config,
            zone,
            is_status_page: has("resolvedwhen") || has("informational") && has("affected"),
            is_jekyll: has("layout"),
        };
        if has("about") && (has("labels") || has("assignees")) {
            reader.foreign.nature = Some(Nature::Template);
        }
        for entry in entries.iter().filter(|entry| !is_empty(&entry.value)) {
            if !reader.take(entry) {
                reader.keep(entry);
            }
        }
        reader.foreign.finished()
    }

    /// Whether it tells of an incident, whatever the text below it looks like.
    pub fn is_incident(&self) -> bool {
        let keys = ["started", "resolved", "detected", "severity", "impact", "root_causes", "triggers"];
        // A catalog of other people's incidents says whose it was, and where it is told.
        let source = self.known.get("source");
        let is_catalog = source.is_some_and(|of| of.get("organization").is_some() && of.get("url").is_some());
        self.nature.is_none() && (is_catalog || keys.iter().any(|key| self.known.contains_key(*key)))
    }

    fn finished(mut self) -> Self {
        // When something was published is of interest for somebody else's text only.
        if let Some(Json::Object(source)) = self.known.get("source")
            && source.keys().all(|key| key == "published")
        {
            let published = source.get("published").cloned();
            self.known.remove("source");
            if self.posted.is_none() {
                self.posted = published.as_ref().and_then(Json::as_str).and_then(day);
            }
            self.extra.insert("published".to_owned(), published.unwrap_or_default());
        }
        self
    }
}

struct Reader<'a> {
    foreign: Foreign,
    config: &'a Config,
    zone: Option<Zone>,
    /// A post of cState: its date is when the incident began.
    is_status_page: bool,
    /// Lists of Jekyll are words with spaces.
    is_jekyll: bool,
}

impl Reader<'_> {
    /// Takes a key that means one of ours; whether it did.
    fn take(&mut self, entry: &Entry) -> bool {
        let (key, node) = (plain_key(&entry.key.value), &entry.value);
        let text = node.text().map(str::trim).unwrap_or_default();
        match key.as_str() {
            "title" | "headline" | "subject" => self.text("title", text),
            "id" | "incidentid" | "postmortemid" | "incidentkey" | "incident" => {
                PostmortemId::parse(text).is_some() && self.text("id", text)
            }
            "started" | "start" | "starttime" | "startedat" | "startsat" | "startdate" | "incidentstart"
            | "incidentdate" | "impactstart" => self.moment("started", text),
            "resolved" | "resolvedat" | "resolvedwhen" | "end" | "endtime" | "endedat" | "endsat"
            | "ended" | "enddate" | "incidentend" | "impactend" => self.moment("resolved", text),
            "detected" | "detectedat" | "detectiontime" => self.moment("detected", text),
            "acknowledged" | "acknowledgedat" => self.moment("acknowledged", text),
            "identified" | "identifiedat" => self.moment("identified", text),
            "mitigated" | "mitigatedat" => self.moment("mitigated", text),
            "date" | "day" | "when" => self.date(text),
            "timezone" | "tz" => self.zone.is_some() && self.text("timezone", text),
            "severity" | "sev" | "sevlevel" => self.severity(text),
            "status" | "state" => self.status(text),
            "draft" => text != "true" || self.text("status", "draft"),
            "visibility" => Visibility::parse(text).is_some() && self.text("visibility", text),
            "services" | "service" | "affected" | "affectedservices" | "affectedsystems" | "systems"
            | "components" | "component" | "product" | "products" => self.slugs("services", node),
            "rootcauses" | "rootcause" | "causes" | "cause" => {
                let taxonomy = &self.config.postmortem.root_causes;
                self.terms("root_causes", taxonomy, node)
            }
            "triggers" | "trigger" => self.terms("triggers", &self.config.postmortem.triggers, node),
            "categories" | "category" => self.categories(node),
            "tags" | "keywords" | "labels" | "topics" => self.slugs("tags", node),
            "authors" | "author" | "writtenby" | "creator" | "owner" | "owners" | "by" => {
                self.list("authors", texts(node))
            }
            "teams" | "team" => self.slugs("teams", node),
            "reviewers" | "reviewer" => self.list("reviewers", texts(node)),
            "summary" | "description" | "excerpt" | "abstract" | "tldr" => self.text("summary", text),
            "company" | "organization" | "organisation" | "vendor" => self.source("organization", text),
            "url" | "link" | "sourceurl" | "originalurl" | "canonicalurl" => {
                is_web(text) && self.source("url", text)
            }
            "archiveurl" => is_web(text) && self.source("archive_url", text),
            "sourcepublishedat" | "publishedat" | "publishdate" | "published" => self.published(text),
            "detection" | "detectedby" | "detectionmethod" => self.detection(node),
            "impact" if node.entries().is_none() => {
                !text.is_empty() && self.inside("impact", "summary", json!(text))
            }
            "contributingfactors" if node.entries().is_none() => {
                let factors = match node.items() {
                    Some(_) => texts(node),
                    None => vec![text.to_owned()],
                };
                self.list("contributing_factors", factors)
            }
            "impact" | "source" | "actionitems" | "mitigation" | "aliases" | "related" | "recurrenceof"
            | "causedby" | "supersedes" => self.as_it_is(entry),
            "extra" => match node.to_json() {
                Json::Object(entries) => {
                    self.foreign.extra.extend(entries);
                    true
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn keep(&mut self, entry: &Entry) {
        self.foreign.extra.insert(entry.key.value.clone(), entry.value.to_json());
    }

    fn text(&mut self, key: &str, text: &str) -> bool {
        if text.is_empty() || self.foreign.known.contains_key(key) {
            return false;
        }
        self.foreign.known.insert(key.to_owned(), json!(text));
        true
    }

    fn list(&mut self, key: &str, values: Vec<String>) -> bool {
        if values.is_empty() {
            return false;
        }
        let known = self.foreign.known.entry(key).or_insert_with(|| json!([]));
        if let Json::Array(known) = known {
            for value in values.into_iter().map(Json::from) {
                if !known.contains(&value) {
                    known.push(value);
                }
            }
        }
        true
    }

    fn slugs(&mut self, key: &str, node: &Node) -> bool {
        let mut words = texts(node);
        if self.is_jekyll && node.items().is_none() && words.len() == 1 {
            words = words[0].split_whitespace().map(str::to_owned).collect();
        }
        // Free words become tags; names of services keep their spelling, which the catalog may know.
        let slug = |word: String| match key {
            "tags" => Slug::from_text(&word).map(|slug| slug.to_string()),
            _ => Slug::from_text(&word).map(|_| word),
        };
        let words = words.into_iter().filter_map(slug).collect();
        self.list(key, words)
    }

    fn terms(&mut self, key: &str, taxonomy: &Taxonomy, node: &Node) -> bool {
        let terms: Option<Vec<_>> =
            texts(node).iter().map(|word| taxonomy.find(word).map(|term| term.to_string())).collect();
        terms.is_some_and(|terms| self.list(key, terms))
    }

    /// Categories are causes where the taxonomy knows them, and tags elsewhere.
    fn categories(&mut self, node: &Node) -> bool {
        let mut words = texts(node);
        if self.is_jekyll && node.items().is_none() && words.len() == 1 {
            words = words[0].split_whitespace().map(str::to_owned).collect();
        }
        let known =
            |word: &String| self.config.postmortem.root_causes.find(word).map(|term| term.to_string());
        let (mut causes, mut tags) = (Vec::new(), Vec::new());
        for word in &words {
            match (known(word), Slug::from_text(word)) {
                (Some(term), _) => causes.push(term),
                // That a text is a postmortem goes without saying.
                (None, Some(slug)) if !matches!(slug.as_str(), "postmortem" | "postmortems") => {
                    tags.push(slug.to_string());
                }
                _ => {}
            }
        }
        let causes = self.list("root_causes", causes);
        self.list("tags", tags) || causes || !words.is_empty()
    }

    fn moment(&mut self, key: &str, text: &str) -> bool {
        let Some((value, lost)) = moment(text, self.zone.as_ref()) else { return false };
        let taken = self.text(key, &value);
        if taken && lost {
            let why = format!("`{text}` has no zone, so only the day was taken");
            self.foreign.unsure.push((key.to_owned(), why));
        }
        taken
    }

    fn date(&mut self, text: &str) -> bool {
        if self.is_status_page {
            return self.moment("started", text);
        }
        let Some(day) = day(text) else { return false };
        self.foreign.posted = Some(day);
        // A day with a clock says more than is taken.
        text.len() == 10
    }

    fn severity(&mut self, text: &str) -> bool {
        if let Some(severity) = self.config.postmortem.severities.parse(text) {
            return self.text("severity", severity.key());
        }
        // cState's words say what kind of harm it was.
        match text.to_ascii_lowercase().as_str() {
            "down" => self.inside("impact", "kind", json!("outage")),
            "disrupted" => self.inside("impact", "kind", json!("degradation")),
            _ => false,
        }
    }

    fn status(&mut self, text: &str) -> bool {
        if Status::parse(text).is_some() {
            return self.text("status", text);
        }
        match plain_key(text).as_str() {
            "wip" | "inprogress" | "open" => self.text("status", "draft"),
            "review" | "underreview" => self.text("status", "in-review"),
            _ => false,
        }
    }

    fn published(&mut self, text: &str) -> bool {
        match (text, day(text)) {
            ("true", _) => true,
            ("false", _) => self.text("status", "draft"),
            (_, Some(day)) => self.source("published", &day.to_string()),
            _ => false,
        }
    }

    fn detection(&mut self, node: &Node) -> bool {
        if node.entries().is_some() {
            self.foreign.known.insert("detection".to_owned(), node.to_json());
            return true;
        }
        let method = node.text().and_then(|text| DetectionMethod::parse(text.trim()));
        method.is_some_and(|method| self.text("detection", method.key()))
    }

    fn source(&mut self, key: &str, text: &str) -> bool {
        !text.is_empty() && self.inside("source", key, json!(text))
    }

    /// Sets a key of one of our tables.
    fn inside(&mut self, table: &str, key: &str, value: Json) -> bool {
        let table = self.foreign.known.entry(table).or_insert_with(|| json!({}));
        match table {
            Json::Object(entries) if !entries.contains_key(key) => {
                entries.insert(key.to_owned(), value);
                true
            }
            _ => false,
        }
    }

    /// Takes a key of ours whose value is checked when all is put together.
    fn as_it_is(&mut self, entry: &Entry) -> bool {
        let ours = match plain_key(&entry.key.value).as_str() {
            "actionitems" => "action_items",
            "recurrenceof" => "recurrence_of",
            "causedby" => "caused_by",
            _ => entry.key.value.as_str(),
        };
        match (self.foreign.known.get_mut(ours), entry.value.to_json()) {
            (Some(Json::Object(known)), Json::Object(more)) => known.extend(more),
            (Some(_), _) => return false,
            (None, value) => {
                self.foreign.known.insert(ours.to_owned(), value);
            }
        }
        true
    }
}

fn is_web(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace)
}

fn is_empty(node: &Node) -> bool {
    node.is_absent()
        || node.items().is_some_and(<[Node]>::is_empty)
        || node.entries().is_some_and(<[Entry]>::is_empty)
}

#[cfg(test)]
mod tests {
    use super::super::split;
    use super::*;
    use crate::data::to_yaml;

    /// Our keys, then what is extra, then what else is known.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let split = split(text, &Config::default());
        assert_eq!(split.broken, None);
        let foreign = split.foreign;
        let mut told = to_yaml(&foreign.known);
        if !foreign.extra.is_empty() {
            told.push_str("-- extra\n");
            told.push_str(&to_yaml(&foreign.extra));
        }
        if let Some(posted) = foreign.posted {
            told.push_str(&format!("-- posted {posted}\n"));
        }
        if let Some(nature) = foreign.nature {
            told.push_str(&format!("-- {nature:?}\n"));
        }
        for (key, why) in foreign.unsure {
            told.push_str(&format!("-- {key}: {why}\n"));
        }
        assert_eq!(told, expected);
    }

    #[test]
    fn the_public_corpus() {
        check(
            "---\nuuid: 00aa-11\nurl: https://example.org/post\ntitle: 'Queue: stuck'\nstart_time: 2021-10-27T12:47:00Z\nend_time: 2021-10-27T21:24:00Z\ncategories:\n- postmortem\n- cascading-failure\n- cloud\nkeywords:\n- head of line\ncompany: Acme\nproduct: ''\narchive_url: https://archive.example/x\nsource_published_at: 2021-11-02T00:00:00Z\nsource_fetched_at: 2026-05-04T19:51:05.703409Z\nsummary: It stopped.\n---\n\nText\n",
            "source:\n  url: https://example.org/post\n  organization: Acme\n  archive_url: https://archive.example/x\n  published: 2021-11-02\ntitle: \"Queue: stuck\"\nstarted: \"2021-10-27T12:47:00Z\"\nresolved: \"2021-10-27T21:24:00Z\"\nroot_causes:\n- cascading-failure\ntags:\n- cloud\n- head-of-line\nsummary: It stopped.\n-- extra\nuuid: 00aa-11\nsource_fetched_at: \"2026-05-04T19:51:05.703409Z\"\n".replace("\"2021-10-27T12:47:00Z\"", "2021-10-27T12:47:00Z").replace("\"2021-10-27T21:24:00Z\"", "2021-10-27T21:24:00Z").replace("uuid: 00aa", "uuid: \"00aa").replace("-11\n", "-11\"\n").replace("\"2026-05-04T19:51:05.703409Z\"", "2026-05-04T19:51:05.703409Z").as_str(),
        );
    }

    #[test]
    fn posts_of_jekyll_and_hugo() {
        check(
            "---\nlayout: post\ntitle: Disk full\ndate: 2024-05-12 10:00:00 +0200\ncategories: incident database\ntags: [Post Mortem, disk]\nauthor: ann\npublished: false\n---\nText\n",
            "title: Disk full\nroot_causes:\n- database\ntags:\n- incident\n- post-mortem\n- disk\nauthors:\n- ann\nstatus: draft\n-- extra\nlayout: post\ndate: 2024-05-12 10:00:00 +0200\n-- posted 2024-05-12\n",
        );
        check(
            "+++\ntitle = 'Disk full'\ndate = 2024-05-12T10:00:00Z\nlastmod = 2024-05-13\ndraft = true\ntags = ['disk']\nweight = 3\n[params]\nteam = 'x'\n+++\nText\n",
            "title: Disk full\nstatus: draft\ntags:\n- disk\n-- extra\ndate: 2024-05-12T10:00:00Z\nlastmod: 2024-05-13\nweight: 3\nparams:\n  team: x\n-- posted 2024-05-12\n",
        );
    }

    #[test]
    fn incidents_of_cstate() {
        check(
            "---\nsection: issue\ntitle: API down\ndate: 2024-05-12T10:00:00Z\nresolved: true\nresolvedWhen: 2024-05-12T11:30:00Z\naffected:\n  - API\n  - Web Site\nseverity: down\ninformational: false\n---\nText\n",
            "title: API down\nstarted: 2024-05-12T10:00:00Z\nresolved: 2024-05-12T11:30:00Z\nservices:\n- API\n- Web Site\nimpact:\n  kind: outage\n-- extra\nsection: issue\nresolved: true\ninformational: false\n",
        );
    }

    #[test]
    fn our_own_and_others() {
        check(
            "---\ntitle: Disk full\nid: PM-1\nseverity: SEV-2\nstarted: 2024-05-12 10:00\ntimezone: Europe/Berlin\nroot_causes: [capacity]\nimpact:\n  users: 20\naction_items:\n- text: Add disks\nextra:\n  cost: 3\n---\n",
            "title: Disk full\nid: PM-1\nseverity: sev2\nstarted: 2024-05-12 10:00\ntimezone: Europe/Berlin\nroot_causes:\n- capacity\nimpact:\n  users: 20\naction_items:\n- text: Add disks\n-- extra\ncost: 3\n",
        );
        check(
            "---\nname: Postmortem\nabout: What to write after an incident\nlabels: postmortem\n---\n",
            "tags:\n- postmortem\n-- extra\nname: Postmortem\nabout: What to write after an incident\n-- Template\n",
        );
        check(
            "---\nSeverity: catastrophic\nRoot Cause: A cable was cut\nStart Time: 2024-05-12 10:00\nStatus: final\n---\n",
            "started: 2024-05-12\n-- extra\nSeverity: catastrophic\nRoot Cause: A cable was cut\nStatus: final\n-- started: `2024-05-12 10:00` has no zone, so only the day was taken\n",
        );
    }

    #[test]
    fn what_is_broken_or_no_front_matter_stays_in_the_body() {
        let read = |text: &str| {
            let split = split(text, &Config::default());
            (split.body_start, split.broken)
        };
        let (start, broken) = read("---\ntitle: a: b\n---\nText\n");
        assert_eq!(start, 0);
        assert!(broken.is_some_and(|why| why.starts_with("line 2: ")));
        assert_eq!(read("---\nJust a rule above a line.\n\n---\nText\n"), (0, None));
        assert_eq!(read("# Title\n---\nText\n"), (0, None));
        assert_eq!(read("{{ page.title }}\n"), (0, None));
        assert!(read("---\ntitle: x\n\nText without an end\n").1.is_some());
    }
}
