//! The words a team agreed on: root causes, triggers, and the catalogs of services and teams.

use super::Slug;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// A term of a taxonomy: one slug, or a parent and a child, as in `capacity/connection-pool`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Term(String);

impl Term {
    /// Reads a term; `None` unless it is one or two slugs joined by `/`.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Option<Vec<_>> = text.split('/').map(Slug::from_text).collect();
        let parts = parts?;
        (1..=2)
            .contains(&parts.len())
            .then(|| Self(parts.iter().map(Slug::as_str).collect::<Vec<_>>().join("/")))
    }

    /// The whole term.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `capacity` of `capacity/connection-pool`; `None` for a term of the first level.
    pub fn parent(&self) -> Option<Self> {
        self.0.split_once('/').map(|(parent, _)| Self(parent.to_owned()))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a taxonomy says about one of its terms.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TermEntry {
    /// How readers see it.
    pub title: String,
    /// What it covers.
    pub description: String,
    /// Other words that mean it.
    pub aliases: Vec<String>,
    /// Words and phrases by which an import knows it in running text.
    #[serde(skip)]
    pub keywords: Vec<String>,
}

/// All terms of one kind. Every child's parent is a term, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Taxonomy {
    terms: BTreeMap<Term, TermEntry>,
}

impl Taxonomy {
    /// The built-in root causes.
    pub fn root_causes() -> Self {
        Self::built_in(&[
            ("software-bug", "Software bug", "A defect in code that was already running."),
            ("bad-deploy", "Bad deploy", "A release that was wrong, or rolled out wrongly."),
            ("config-change", "Configuration change", "A setting, rule or flag that did what nobody meant."),
            ("capacity", "Capacity", "A limit was reached: memory, disk, connections, throughput."),
            ("database", "Database", "Locks, replication, migrations and queries."),
            ("dependency", "Dependency", "Something that others run, or a library, failed."),
            ("network", "Network", "Links, routing, load balancers and firewalls."),
            ("dns", "DNS", "Names did not resolve, or to the wrong place."),
            ("hardware", "Hardware", "A machine, disk or device failed."),
            ("power", "Power", "Electricity or cooling failed."),
            ("security", "Security", "An attack, a leak, or a defence that hit the wrong ones."),
            ("certificate-expiry", "Certificate expiry", "A certificate, key, token or domain ran out."),
            ("time", "Time", "Clocks, time zones, leap seconds and dates."),
            (
                "cascading-failure",
                "Cascading failure",
                "Retries, failover or load shifted the failure onwards.",
            ),
            ("automation", "Automation", "Automation did the wrong thing, fast."),
            ("data-corruption", "Data corruption", "Data became wrong or was lost."),
            ("process", "Process", "A way of working let it happen."),
            ("human-error", "Human error", "A slip. Look for what made it possible."),
            ("other", "Other", "None of the others."),
            ("unknown", "Unknown", "Not found out."),
        ])
    }

    /// The built-in triggers.
    pub fn triggers() -> Self {
        Self::built_in(&[
            ("deploy", "Deploy", "New code went live."),
            ("config-push", "Configuration push", "New settings went live."),
            ("traffic", "Traffic", "More requests than usual."),
            ("load-pattern", "Load pattern", "Other requests than usual."),
            ("hardware-failure", "Hardware failure", "A device gave up."),
            ("provider", "Provider", "A supplier's incident."),
            ("expiry", "Expiry", "A date was reached."),
            ("maintenance", "Maintenance", "Planned work."),
            ("migration", "Migration", "Data or traffic was being moved."),
            ("manual-change", "Manual change", "Somebody changed something by hand."),
            ("attack", "Attack", "Somebody meant harm."),
            ("unknown", "Unknown", "Not found out."),
        ])
    }

    fn built_in(terms: &[(&str, &str, &str)]) -> Self {
        let entry = |(key, title, description): &(&str, &str, &str)| {
            let entry = TermEntry {
                title: (*title).to_owned(),
                description: (*description).to_owned(),
                ..TermEntry::default()
            };
            (Term((*key).to_owned()), entry)
        };
        Self { terms: terms.iter().map(entry).collect() }
    }

    /// Adds a term or changes what is said of one; a missing parent is added, too.
    pub fn insert(&mut self, term: &Term, entry: TermEntry) {
        if let Some(parent) = term.parent() {
            let title = title_of(parent.as_str());
            self.terms.entry(parent).or_insert_with(|| TermEntry { title, ..TermEntry::default() });
        }
        let known = self.terms.entry(term.clone()).or_default();
        if !entry.title.is_empty() {
            known.title = entry.title;
        } else if known.title.is_empty() {
            known.title = title_of(term.as_str());
        }
        if !entry.description.is_empty() {
            known.description = entry.description;
        }
        known.aliases.extend(entry.aliases);
        known.keywords.extend(entry.keywords);
    }

    /// The term that `text` names, by key or alias.
    pub fn find(&self, text: &str) -> Option<Term> {
        let term = Term::parse(text)?;
        if self.terms.contains_key(&term) {
            return Some(term);
        }
        let by_alias =
            |entry: &TermEntry| entry.aliases.iter().any(|alias| Term::parse(alias).as_ref() == Some(&term));
        self.terms.iter().find(|(_, entry)| by_alias(entry)).map(|(term, _)| term.clone())
    }

    /// What is said of a term.
    pub fn get(&self, term: &Term) -> Option<&TermEntry> {
        self.terms.get(term)
    }

    /// All terms, in byte order.
    pub fn iter(&self) -> impl Iterator<Item = (&Term, &TermEntry)> + Clone {
        self.terms.iter()
    }
}

/// `connection-pool` becomes `Connection pool`.
fn title_of(key: &str) -> String {
    let last = key.rsplit('/').next().unwrap_or(key).replace('-', " ");
    let mut chars = last.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// One service or team that the configuration describes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CatalogEntry {
    /// How readers see it.
    pub name: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What it does.
    pub description: String,
    /// Where it is documented.
    pub url: Option<String>,
    /// Other names that mean it.
    pub aliases: Vec<String>,
}

/// The services or teams that exist. An empty catalog knows nothing and accepts everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Catalog {
    entries: BTreeMap<Slug, CatalogEntry>,
}

impl Catalog {
    /// Adds an entry.
    pub fn insert(&mut self, key: Slug, entry: CatalogEntry) {
        self.entries.insert(key, entry);
    }

    /// Whether nothing is catalogued.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The key that `text` means, by key, name or alias; any slug when the catalog is empty.
    pub fn find(&self, text: &str) -> Option<Slug> {
        let slug = Slug::from_text(text)?;
        if self.entries.is_empty() || self.entries.contains_key(&slug) {
            return Some(slug);
        }
        let means = |entry: &CatalogEntry| {
            std::iter::once(&entry.name)
                .chain(&entry.aliases)
                .any(|name| Slug::from_text(name).as_ref() == Some(&slug))
        };
        self.entries.iter().find(|(_, entry)| means(entry)).map(|(key, _)| key.clone())
    }

    /// What is known of a key.
    pub fn get(&self, key: &Slug) -> Option<&CatalogEntry> {
        self.entries.get(key)
    }

    /// All entries, in order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&Slug, &CatalogEntry)> + Clone {
        self.entries.iter()
    }
}
