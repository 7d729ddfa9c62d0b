//! By what postmortems are listed.

use super::Permalink;
use crate::config::Config;
use crate::model::Postmortem;
use crate::model::Slug;
use crate::model::Term;
use crate::model::is_web_address;

/// One way to sort postmortems into lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// What broke.
    Services,
    /// Why it could happen.
    RootCauses,
    /// What set it off.
    Triggers,
    /// How badly users were hurt.
    Severities,
    /// Who was in charge.
    Teams,
    /// Free words.
    Tags,
    /// When it began.
    Years,
}

impl Facet {
    /// All of them, in the order of the site's menu.
    pub const ALL: &'static [Self] = &[
        Self::Services,
        Self::RootCauses,
        Self::Triggers,
        Self::Severities,
        Self::Teams,
        Self::Tags,
        Self::Years,
    ];

    /// The first segment of its pages' addresses.
    pub fn segment(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::RootCauses => "root-causes",
            Self::Triggers => "triggers",
            Self::Severities => "severities",
            Self::Teams => "teams",
            Self::Tags => "tags",
            Self::Years => "years",
        }
    }

    /// The list of one key.
    pub(super) fn permalink(self, key: &str) -> Permalink {
        Permalink::new(&format!("{}/{key}/", self.segment()))
    }

    /// How readers see it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Services => "Services",
            Self::RootCauses => "Root causes",
            Self::Triggers => "Triggers",
            Self::Severities => "Severities",
            Self::Teams => "Teams",
            Self::Tags => "Tags",
            Self::Years => "Years",
        }
    }

    /// One of them.
    pub fn singular(self) -> &'static str {
        match self {
            Self::Services => "Service",
            Self::RootCauses => "Root cause",
            Self::Triggers => "Trigger",
            Self::Severities => "Severity",
            Self::Teams => "Team",
            Self::Tags => "Tag",
            Self::Years => "Year",
        }
    }

    /// Whether each of its lists has a feed of its own.
    pub fn has_feeds(self) -> bool {
        matches!(self, Self::Services | Self::RootCauses)
    }

    /// Calls `each` with every key under which a postmortem is listed, as written in it.
    pub(super) fn each_key(self, postmortem: &Postmortem, mut each: impl FnMut(&str)) {
        match self {
            Self::Services => postmortem.services.iter().for_each(|slug| each(slug.as_str())),
            Self::RootCauses => postmortem.root_causes.iter().for_each(|term| each(term.as_str())),
            Self::Triggers => postmortem.triggers.iter().for_each(|term| each(term.as_str())),
            Self::Severities => postmortem.severity.iter().for_each(|severity| each(severity.key())),
            Self::Teams => postmortem.teams.iter().for_each(|slug| each(slug.as_str())),
            Self::Tags => postmortem.tags.iter().for_each(|slug| each(slug.as_str())),
            Self::Years => {
                if let Some(date) = postmortem.date() {
                    each(&year(date.date().year()));
                }
            }
        }
    }

    /// What the configuration says of a key: how readers see it, and what it covers.
    pub(super) fn describe(self, key: &str, config: &Config) -> Description {
        let settings = &config.postmortem;
        let plain = || Description { title: key.to_owned(), ..Description::default() };
        let catalog = match self {
            Self::Services => &settings.services,
            Self::Teams => &settings.teams,
            Self::RootCauses | Self::Triggers => {
                let taxonomy =
                    if self == Self::RootCauses { &settings.root_causes } else { &settings.triggers };
                let entry = Term::parse(key).and_then(|term| taxonomy.get(&term).cloned());
                let unknown = || Description { title: words(key), ..Description::default() };
                return entry.map_or_else(unknown, |entry| Description {
                    title: entry.title,
                    text: entry.description,
                    ..Description::default()
                });
            }
            Self::Severities => {
                let level = settings.severities.levels().iter().find(|level| level.key == key);
                return level.map_or_else(plain, |level| Description {
                    title: level.title.clone(),
                    text: level.description.clone(),
                    ..Description::default()
                });
            }
            Self::Tags | Self::Years => return plain(),
        };
        let entry = Slug::from_text(key).and_then(|slug| catalog.get(&slug).cloned());
        entry.map_or_else(plain, |entry| Description {
            title: if entry.name.is_empty() { key.to_owned() } else { entry.name },
            text: entry.description,
            owner: entry.owner,
            url: entry.url.filter(|url| is_web_address(url)),
        })
    }
}

/// `capacity/connection-pool` as `Connection pool`, for terms that nobody described.
fn words(key: &str) -> String {
    let last = key.rsplit('/').next().unwrap_or(key).replace('-', " ");
    let mut chars = last.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Four digits, so that years sort as text.
fn year(year: i16) -> String {
    format!("{year:04}")
}

/// What is said of a term on its page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description {
    /// How readers see it.
    pub title: String,
    /// What it covers; may be empty.
    pub text: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Where it is documented, an address of the web.
    pub url: Option<String>,
}
