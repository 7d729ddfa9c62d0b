//! What was wrong, how it was noticed, how bad it was and who wrote it up: all that a write-up says in words.

use super::cause::{self, Causes, Keywords};
use super::harm::{self, Harm};
use super::sentence::sentences;
use super::writeup::Writeup;
use super::{Fact, detection, labelled};
use crate::config::Settings;
use crate::model::{DetectionMethod, Severity, Slug, Status};

/// The facts that a write-up says in words. What it does not say is `None` or empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// Why it failed and what set it off, by the terms of the project.
    pub causes: Causes,
    /// Who or what noticed first.
    pub detection: Option<Fact<DetectionMethod>>,
    /// Who was hurt, and how much.
    pub harm: Harm,
    /// How severe it was, on the scale of the project.
    pub severity: Option<Fact<Severity>>,
    /// What was hit; only what the project's catalog knows, if it has one.
    pub services: Vec<Fact<Slug>>,
    /// Who wrote it up.
    pub authors: Vec<Fact<String>>,
    /// Who was in charge.
    pub teams: Vec<Fact<Slug>>,
    /// How far the document is.
    pub status: Option<Fact<Status>>,
}

/// Reads them. `title` is the write-up's own; `keywords` are those of `settings`, made once for all.
pub fn said(writeup: &Writeup, title: Option<&str>, keywords: &Keywords, settings: &Settings) -> Said {
    let sentences = sentences(writeup);
    Said {
        causes: cause::causes(&sentences, keywords),
        detection: detection::detection(&sentences),
        harm: harm::harm(&sentences),
        severity: labelled::severity(writeup, title, &settings.severities),
        services: labelled::services(writeup, title, &settings.services),
        authors: labelled::authors(writeup),
        teams: labelled::teams(writeup, &settings.teams),
        status: labelled::status(writeup),
    }
}

#[cfg(test)]
#[path = "said_tests.rs"]
mod tests;
