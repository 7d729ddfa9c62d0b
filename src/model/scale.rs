//! How badly users were hurt, on the scale that the team configured.

use serde::Serialize;
use std::sync::Arc;

/// One step of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeverityLevel {
    /// The word in YAML, filters and URLs, such as `sev1`.
    pub key: String,
    /// How readers see it, such as `SEV-1`.
    pub title: String,
    /// When it applies.
    pub description: String,
    /// Other spellings that mean it.
    pub aliases: Vec<String>,
}

/// A severity of the configured scale. The worst has rank 0 and sorts first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Severity {
    rank: usize,
    key: Arc<str>,
    title: Arc<str>,
}

impl Severity {
    /// The word in YAML and URLs.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// How readers see it.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Place on the scale; 0 is worst.
    pub fn rank(&self) -> usize {
        self.rank
    }
}

/// The scale, worst first. Never empty, keys unique.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct SeverityScale {
    levels: Vec<SeverityLevel>,
}

impl Default for SeverityScale {
    /// `sev1` to `sev4`, with the spellings in common use.
    fn default() -> Self {
        let level = |number: usize, word: &str, description: &str| SeverityLevel {
            key: format!("sev{number}"),
            title: format!("SEV-{number}"),
            description: description.to_owned(),
            aliases: vec![
                format!("sev-{number}"),
                format!("s{number}"),
                format!("p{number}"),
                format!("severity {number}"),
                number.to_string(),
                word.to_owned(),
            ],
        };
        Self {
            levels: vec![
                level(1, "critical", "A core service is down for most users, or data is lost."),
                level(2, "major", "A core service is badly impaired, or down for some users."),
                level(3, "minor", "A lesser service is impaired, or a workaround exists."),
                level(4, "low", "Few users notice, or it was caught in time."),
            ],
        }
    }
}

impl SeverityScale {
    /// A scale of one's own; `None` when it is empty or a key occurs twice.
    pub fn new(levels: Vec<SeverityLevel>) -> Option<Self> {
        let unique = levels
            .iter()
            .enumerate()
            .all(|(at, level)| levels[..at].iter().all(|other| other.key != level.key));
        (!levels.is_empty() && unique).then_some(Self { levels })
    }

    /// Finds a severity by key, title or alias; case, spaces and dashes do not matter.
    pub fn parse(&self, text: &str) -> Option<Severity> {
        let plain = |s: &str| s.to_lowercase().replace(['-', '_', ' '], "");
        let wanted = plain(text);
        let matches = |level: &SeverityLevel| {
            plain(&level.key) == wanted
                || plain(&level.title) == wanted
                || level.aliases.iter().any(|alias| plain(alias) == wanted)
        };
        let rank = self.levels.iter().position(matches)?;
        self.at(rank)
    }

    /// The severity of a rank.
    pub fn at(&self, rank: usize) -> Option<Severity> {
        let level = self.levels.get(rank)?;
        Some(Severity { rank, key: level.key.as_str().into(), title: level.title.as_str().into() })
    }

    /// The steps, worst first.
    pub fn levels(&self) -> &[SeverityLevel] {
        &self.levels
    }
}
