//! The document about an incident.

use super::{
    ActionItem, Body, Detection, Impact, Milestone, Milestones, Mitigation, Moment, PostmortemId,
    SectionKind, Severity, Slug, Source, Term, TimelineEntry, keyed,
};
use jiff::SignedDuration;

/// How far the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Being written; built on request only.
    Draft,
    /// Complete, under discussion.
    InReview,
    /// Agreed on.
    Published,
}

keyed!(Status { Draft => "draft", InReview => "in-review", Published => "published" });

/// Who may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visibility {
    /// Everybody.
    Public,
    /// The organization; absent from every public build.
    Internal,
}

keyed!(Visibility { Public => "public", Internal => "internal" });

/// One postmortem, valid in itself and against its configuration. References to other
/// postmortems are resolved by the [`super::Corpus`] that holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Postmortem {
    /// Its unique name.
    pub id: PostmortemId,
    /// Its title.
    pub title: String,
    /// How far it is.
    pub status: Status,
    /// Who may read it.
    pub visibility: Visibility,
    /// How badly users were hurt.
    pub severity: Option<Severity>,
    /// What broke.
    pub services: Vec<Slug>,
    /// Why it could happen.
    pub root_causes: Vec<Term>,
    /// What set it off.
    pub triggers: Vec<Term>,
    /// What made it possible or worse.
    pub contributing_factors: Vec<String>,
    /// How it was noticed.
    pub detection: Option<Detection>,
    /// What stopped the harm.
    pub mitigation: Vec<Mitigation>,
    /// Who was hurt, and how much.
    pub impact: Impact,
    /// When it started, was noticed, ended.
    pub milestones: Milestones,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who was in charge.
    pub teams: Vec<Slug>,
    /// Who reviewed it.
    pub reviewers: Vec<String>,
    /// Free words.
    pub tags: Vec<Slug>,
    /// What happened, in a few sentences of plain text; may be empty.
    pub summary: String,
    /// What was promised.
    pub action_items: Vec<ActionItem>,
    /// What happened when, in the body's order.
    pub timeline: Vec<TimelineEntry>,
    /// Others worth reading.
    pub related: Vec<PostmortemId>,
    /// The one that this repeats.
    pub recurrence_of: Option<PostmortemId>,
    /// The one that caused this.
    pub caused_by: Option<PostmortemId>,
    /// The one that this replaces.
    pub supersedes: Option<PostmortemId>,
    /// The original, for a write-up of somebody else's incident.
    pub source: Option<Source>,
    /// Old paths that lead here.
    pub aliases: Vec<String>,
    /// Anything the theme wants to know.
    pub extra: serde_json::Value,
    /// The text.
    pub body: Body,
}

impl Postmortem {
    /// All keys of its front matter, in the order in which they are documented.
    pub const KEYS: &'static [&'static str] = &[
        "title",
        "id",
        "status",
        "visibility",
        "severity",
        "services",
        "root_causes",
        "triggers",
        "contributing_factors",
        "detection",
        "mitigation",
        "impact",
        "started",
        "detected",
        "acknowledged",
        "identified",
        "mitigated",
        "resolved",
        "timezone",
        "authors",
        "teams",
        "reviewers",
        "tags",
        "summary",
        "action_items",
        "related",
        "recurrence_of",
        "caused_by",
        "supersedes",
        "source",
        "aliases",
        "extra",
    ];

    /// The moment that dates it: the first known milestone, else the first dated entry of the
    /// timeline.
    pub fn date(&self) -> Option<&Moment> {
        self.milestones.first().or_else(|| self.timeline.iter().find_map(|entry| entry.at.as_ref()))
    }

    /// From the start to the end of the harm: until mitigated, else until resolved. `None`
    /// where either is unknown or known to the day only.
    pub fn duration(&self) -> Option<SignedDuration> {
        let end =
            self.milestones.get(Milestone::Mitigated).or_else(|| self.milestones.get(Milestone::Resolved))?;
        end.since(self.milestones.get(Milestone::Started)?)
    }

    /// Whether another state of this postmortem differs in its text only, and in what is told of
    /// its text: nothing that lists, relations or addresses are made of.
    pub fn differs_in_text_only(&self, other: &Self) -> bool {
        // Every field is named: a new one has to be put on one side or the other.
        let Self {
            id,
            title,
            status,
            visibility,
            severity,
            services,
            root_causes,
            triggers,
            contributing_factors,
            detection,
            mitigation,
            impact,
            milestones,
            authors,
            teams,
            reviewers,
            tags,
            summary: _,
            action_items,
            timeline: _,
            related,
            recurrence_of,
            caused_by,
            supersedes,
            source,
            aliases,
            extra,
            body,
        } = self;
        (id, title, status, visibility) == (&other.id, &other.title, &other.status, &other.visibility)
            && (severity, services, root_causes) == (&other.severity, &other.services, &other.root_causes)
            && (triggers, contributing_factors) == (&other.triggers, &other.contributing_factors)
            && (detection, mitigation, impact) == (&other.detection, &other.mitigation, &other.impact)
            && (milestones, authors, teams) == (&other.milestones, &other.authors, &other.teams)
            && (reviewers, tags, action_items) == (&other.reviewers, &other.tags, &other.action_items)
            && (related, recurrence_of) == (&other.related, &other.recurrence_of)
            && (caused_by, supersedes) == (&other.caused_by, &other.supersedes)
            && (source, aliases, extra) == (&other.source, &other.aliases, &other.extra)
            && body.path == other.body.path
            // The first time in the timeline may date it.
            && self.date() == other.date()
    }

    /// The first section of a kind.
    pub fn section(&self, kind: SectionKind) -> Option<&super::Section> {
        self.body.sections.iter().find(|section| section.kinds.contains(&kind))
    }

    /// All references to other postmortems, each with the key that makes it.
    pub fn references(&self) -> impl Iterator<Item = (&'static str, &PostmortemId)> {
        let related = self.related.iter().map(|id| ("related", id));
        let single = [
            ("recurrence_of", &self.recurrence_of),
            ("caused_by", &self.caused_by),
            ("supersedes", &self.supersedes),
        ];
        related.chain(single.into_iter().filter_map(|(key, id)| Some((key, id.as_ref()?))))
    }
}
