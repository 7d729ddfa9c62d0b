//! A postmortem's own page.

use super::{ActionView, DurationView, MomentView, Sources, TermView};
use crate::analysis::Metrics;
use crate::config::Config;
use crate::model::Detection;
use crate::model::Impact;
use crate::model::Milestone;
use crate::model::Mitigation;
use crate::model::Postmortem;
use crate::model::Status;
use crate::model::TimelineEntry;
use crate::model::Visibility;
use crate::model::is_web_address;
use crate::render::words::Words;
use crate::routes::Facet;
use serde::Serialize;

/// A postmortem: its model beside metrics and links.
#[derive(Debug, Serialize)]
#[allow(clippy::struct_excessive_bools)] // templates ask yes or no
pub(in crate::render) struct PostmortemView<'a> {
    id: &'a str,
    title: &'a str,
    path: String,
    /// Its Markdown, as a path.
    markdown: String,
    /// Its data, as a path.
    data: String,
    /// Where it is edited.
    edit_url: Option<String>,
    status: &'static str,
    draft: bool,
    in_review: bool,
    internal: bool,
    summary: &'a str,
    severity: Option<TermView<'a>>,
    services: Vec<TermView<'a>>,
    root_causes: Vec<TermView<'a>>,
    triggers: Vec<TermView<'a>>,
    teams: Vec<TermView<'a>>,
    tags: Vec<TermView<'a>>,
    year: Option<TermView<'a>>,
    contributing_factors: &'a [String],
    detection: Option<&'a Detection>,
    detection_title: Option<String>,
    mitigation: &'a [Mitigation],
    mitigation_titles: Vec<String>,
    impact: ImpactView<'a>,
    date: Option<MomentView>,
    /// When the harm began.
    started: Option<MomentView>,
    /// When users were no longer hurt, else when the cause was gone.
    ended: Option<MomentView>,
    same_day: bool,
    duration: Option<DurationView>,
    milestones: Vec<MilestoneView>,
    metrics: Vec<MetricView>,
    authors: &'a [String],
    reviewers: &'a [String],
    action_items: Vec<ActionView<'a>>,
    open_actions: usize,
    timeline: Vec<EntryView<'a>>,
    /// Which sections the body has, by what they are about: where it tells the timeline itself,
    /// the table need not stand open.
    sections: Vec<&'static str>,
    relations: Vec<RelationView<'a>>,
    source: Option<SourceView<'a>>,
    previous: Option<LinkView<'a>>,
    next: Option<LinkView<'a>>,
    extra: &'a serde_json::Value,
}

#[derive(Debug, Serialize)]
struct LinkView<'a> {
    title: &'a str,
    path: String,
    day: Option<String>,
}

#[derive(Debug, Serialize)]
struct RelationView<'a> {
    kind: String,
    title: &'a str,
    path: String,
    day: Option<String>,
}

#[derive(Debug, Serialize)]
struct MilestoneView {
    key: &'static str,
    title: String,
    at: MomentView,
}

#[derive(Debug, Serialize)]
struct MetricView {
    key: &'static str,
    title: String,
    definition: String,
    value: Option<DurationView>,
}

#[derive(Debug, Serialize)]
struct EntryView<'a> {
    written: &'a str,
    at: Option<MomentView>,
    /// Whether it is on another day than the entry before, or the first of all.
    new_day: bool,
    kind: Option<&'static str>,
    kind_title: Option<String>,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct ImpactView<'a> {
    summary: Option<&'a str>,
    kind: Option<&'static str>,
    kind_title: Option<String>,
    users_percent: Option<String>,
    users: Option<u64>,
    requests_failed: Option<u64>,
    revenue_lost: Option<&'a str>,
    regions: &'a [String],
    data_loss: Option<bool>,
    near_miss: Option<bool>,
}

#[derive(Debug, Serialize)]
struct SourceView<'a> {
    url: Option<&'a str>,
    archive_url: Option<&'a str>,
    published: Option<String>,
    published_day: Option<String>,
    organization: Option<&'a str>,
}

impl<'a> PostmortemView<'a> {
    /// Shows the postmortem at a place of the corpus.
    pub(in crate::render) fn of(at: usize, sources: Sources<'a>) -> Self {
        let Sources { config, corpus, analysis, knowledge, routes, words } = sources;
        let postmortem = &corpus.postmortems()[at];
        let date = postmortem.date();
        let started = postmortem.milestones.get(Milestone::Started).or(date);
        let ended = postmortem
            .milestones
            .get(Milestone::Mitigated)
            .or(postmortem.milestones.get(Milestone::Resolved));
        let metrics = analysis.metrics(at);
        let slugs = |facet, slugs: &[crate::model::Slug]| {
            TermView::all(facet, slugs.iter().map(|slug| slug.as_str()), routes)
        };
        let terms = |facet, terms: &[crate::model::Term]| {
            TermView::all(facet, terms.iter().map(|term| term.as_str()), routes)
        };
        let year = date.map(|date| format!("{:04}", date.date().year()));
        Self {
            id: postmortem.id.as_str(),
            title: &postmortem.title,
            path: routes.postmortem(at).path(),
            markdown: routes.markdown(at).path(),
            data: routes.data(at).path(),
            edit_url: edit_url(config, &postmortem.body.path),
            status: postmortem.status.key(),
            draft: postmortem.status == Status::Draft,
            in_review: postmortem.status == Status::InReview,
            internal: postmortem.visibility == Visibility::Internal,
            summary: &postmortem.summary,
            severity: postmortem.severity.as_ref().map(|severity| TermView::severity(severity, routes)),
            services: slugs(Facet::Services, &postmortem.services),
            root_causes: terms(Facet::RootCauses, &postmortem.root_causes),
            triggers: terms(Facet::Triggers, &postmortem.triggers),
            teams: slugs(Facet::Teams, &postmortem.teams),
            tags: slugs(Facet::Tags, &postmortem.tags),
            year: year
                .and_then(|year| TermView::all(Facet::Years, [year.as_str()].into_iter(), routes).pop()),
            contributing_factors: &postmortem.contributing_factors,
            detection: postmortem.detection.as_ref(),
            detection_title: postmortem
                .detection
                .as_ref()
                .map(|detection| words.value("detection", detection.method.key())),
            mitigation: &postmortem.mitigation,
            mitigation_titles: postmortem
                .mitigation
                .iter()
                .map(|one| words.value("mitigation", one.key()))
                .collect(),
            impact: ImpactView::of(&postmortem.impact, words),
            date: date.map(|at| MomentView::of(at, words)),
            started: started.map(|at| MomentView::of(at, words)),
            ended: ended.map(|at| MomentView::of(at, words)),
            same_day: started.zip(ended).is_some_and(|(a, b)| a.date() == b.date()),
            duration: metrics.duration.map(|taken| DurationView::of(taken, words)),
            milestones: milestones(postmortem, words),
            metrics: metric_views(metrics, words),
            authors: &postmortem.authors,
            reviewers: &postmortem.reviewers,
            action_items: postmortem
                .action_items
                .iter()
                .zip(knowledge.actions(at).iter())
                .map(|(item, action)| ActionView::of(item, action, words))
                .collect(),
            open_actions: postmortem.action_items.iter().filter(|item| item.status.is_open()).count(),
            timeline: entries(&postmortem.timeline, words),
            sections: postmortem
                .body
                .sections
                .iter()
                .flat_map(|section| &section.kinds)
                .map(|kind| kind.key())
                .collect(),
            relations: relations(at, sources),
            source: postmortem.source.as_ref().map(|source| SourceView::of(source, words)),
            // The corpus is sorted from newest to oldest.
            previous: link(at.checked_add(1), sources),
            next: link(at.checked_sub(1), sources),
            extra: &postmortem.extra,
        }
    }
}

fn link(at: Option<usize>, sources: Sources<'_>) -> Option<LinkView<'_>> {
    let at = at?;
    let other = sources.corpus.postmortems().get(at)?;
    let path = sources.routes.postmortem(at).path();
    Some(LinkView { title: &other.title, path, day: day_of(other, sources.words) })
}

fn day_of(postmortem: &Postmortem, words: &Words) -> Option<String> {
    postmortem.date().map(|date| words.day(date.date()))
}

fn relations(at: usize, sources: Sources<'_>) -> Vec<RelationView<'_>> {
    let Sources { corpus, analysis, routes, words, .. } = sources;
    let view = |relation: &crate::analysis::Relation| {
        let other = &corpus.postmortems()[relation.to];
        RelationView {
            kind: words.value("relation", relation.kind.key()),
            title: &other.title,
            path: routes.postmortem(relation.to).path(),
            day: day_of(other, words),
        }
    };
    analysis.relations(at).iter().map(view).collect()
}

fn milestones(postmortem: &Postmortem, words: &Words) -> Vec<MilestoneView> {
    let view = |(milestone, moment): (Milestone, &crate::model::Moment)| MilestoneView {
        key: milestone.key(),
        title: words.value("event", milestone.key()),
        at: MomentView::of(moment, words),
    };
    postmortem.milestones.known().map(view).collect()
}

fn metric_views(metrics: Metrics, words: &Words) -> Vec<MetricView> {
    let values = metrics.values().into_iter();
    Metrics::DEFINITIONS
        .iter()
        .zip(values)
        .map(|(&(key, _), value)| MetricView {
            key,
            title: words.value("metric", key),
            definition: words.value("metric_definition", key),
            value: value.map(|taken| DurationView::of(taken, words)),
        })
        .collect()
}

fn entries<'a>(timeline: &'a [TimelineEntry], words: &Words) -> Vec<EntryView<'a>> {
    let mut last_day = None;
    timeline
        .iter()
        .map(|entry| {
            let date = entry.at.as_ref().map(|at| at.date());
            let new_day = date.is_some() && date != last_day;
            last_day = date.or(last_day);
            EntryView {
                written: &entry.written,
                at: entry.at.as_ref().map(|at| MomentView::of(at, words)),
                new_day,
                kind: entry.kind.map(|kind| kind.key()),
                kind_title: entry.kind.map(|kind| words.value("event", kind.key())),
                text: &entry.text,
            }
        })
        .collect()
}

impl<'a> ImpactView<'a> {
    fn of(impact: &'a Impact, words: &Words) -> Self {
        Self {
            summary: impact.summary.as_deref(),
            kind: impact.kind.map(|kind| kind.key()),
            kind_title: impact.kind.map(|kind| words.value("impact", kind.key())),
            users_percent: impact.users_percent.map(|percent| words.percent_of(percent)),
            users: impact.users,
            requests_failed: impact.requests_failed,
            revenue_lost: impact.revenue_lost.as_deref(),
            regions: &impact.regions,
            data_loss: impact.data_loss,
            near_miss: impact.near_miss,
        }
    }
}

impl<'a> SourceView<'a> {
    fn of(source: &'a crate::model::Source, words: &Words) -> Self {
        Self {
            url: source.url.as_deref().filter(|url| is_web_address(url)),
            archive_url: source.archive_url.as_deref().filter(|url| is_web_address(url)),
            published: source.published.map(|date| date.to_string()),
            published_day: source.published.map(|date| words.day(date)),
            organization: source.organization.as_deref(),
        }
    }
}

/// Where the file at a path is edited, by the configuration's template.
pub(in crate::render) fn edit_url(config: &Config, path: &str) -> Option<String> {
    let template = config.html.edit_url_template.as_deref().filter(|template| is_web_address(template))?;
    Some(template.replace("{path}", path))
}
