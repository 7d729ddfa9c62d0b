//! The same facts for programs: JSON, CSV, Markdown, a text index.

use super::view::Record;
use super::{RenderError, Site};
use crate::analysis::{ActionRecord, Evidence, OwnChainRecord};
use crate::analysis::{Filter, Selection, TrendReport};
use crate::data::csv_row;
use crate::data::to_yaml;
use crate::model::Milestone;
use crate::model::Moment;
use crate::model::Postmortem;
use crate::model::TimelineEntry;
use jiff::SignedDuration;
use serde::Serialize;
use std::fmt::Write as _;

/// One postmortem of the API.
#[derive(Serialize)]
struct Entry<'a> {
    #[serde(flatten)]
    record: Record<'a>,
    date: Option<String>,
    /// Its page, below the site's root.
    path: String,
    url: Option<String>,
    markdown: String,
    data: String,
    metrics: Metrics,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeline: Option<Vec<TimelineRecord<'a>>>,
    #[serde(flatten)]
    together: Option<Together<'a>>,
}

/// Durations in seconds; null where not known.
#[derive(Serialize)]
struct Metrics {
    duration: Option<i64>,
    time_to_detect: Option<i64>,
    time_to_acknowledge: Option<i64>,
    time_to_identify: Option<i64>,
    time_to_mitigate: Option<i64>,
    time_to_resolve: Option<i64>,
}

#[derive(Serialize)]
struct TimelineRecord<'a> {
    at: Option<String>,
    written: &'a str,
    kind: Option<&'static str>,
    text: &'a str,
}

/// An action item of the register, with the page on which it stands.
#[derive(Serialize)]
struct ActionEntry<'a> {
    #[serde(flatten)]
    action: ActionRecord<'a>,
    path: String,
}

/// What a postmortem has to do with others.
#[derive(Serialize)]
struct Together<'a> {
    /// The times that its failure happened; null if it did not come back.
    chain: Option<OwnChainRecord<'a>>,
    /// The postmortems most related to it, most related first.
    related_to: Vec<RelatedRecord<'a>>,
    /// The ids of those that mention it.
    backlinks: Vec<&'a str>,
}

#[derive(Serialize)]
struct RelatedRecord<'a> {
    id: &'a str,
    title: &'a str,
    path: String,
    evidence: Evidence,
}

/// Writes the data of all postmortems.
pub(super) fn postmortems(site: &Site, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let count = site.corpus.postmortems().len();
    array((0..count).map(|at| entry(site, at, false)), "the index of all data", out)
}

/// Writes all action items.
pub(super) fn actions(site: &Site, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let actions = site.knowledge.promises().actions.iter().map(|action| ActionEntry {
        action: ActionRecord::of(&site.corpus, action),
        path: site.routes.postmortem(action.postmortem).path(),
    });
    array(actions, "the list of action items", out)
}

/// Writes the figures of the trends: those of `pmsite report trends`.
pub(super) fn trends(site: &Site, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let today = site.knowledge.today();
    let selection = Selection::of(&site.corpus, &Filter::default(), today);
    let report = TrendReport::of(&site.corpus, site.analysis.all_metrics(), &selection, None, today);
    push_json(&report, "the figures of the trends", out)?;
    out.push(b'\n');
    Ok(())
}

/// Writes one postmortem as JSON.
pub(super) fn postmortem(site: &Site, at: usize, out: &mut Vec<u8>) -> Result<(), RenderError> {
    push_json(&entry(site, at, true), "the data of a postmortem", out)?;
    out.push(b'\n');
    Ok(())
}

/// Writes one postmortem as Markdown: its front matter made anew, then its body.
pub(super) fn markdown(postmortem: &Postmortem, body: &str, out: &mut Vec<u8>) -> Result<(), RenderError> {
    let matter = match serde_json::to_value(Record::of(postmortem)) {
        Ok(serde_json::Value::Object(entries)) => to_yaml(&entries),
        _ => return Err(RenderError::Data(format!("the Markdown of `{}`", postmortem.id))),
    };
    for part in ["---\n", &matter, "---\n\n", body.trim(), "\n"] {
        out.extend_from_slice(part.as_bytes());
    }
    Ok(())
}

/// Writes a JSON array, an entry a line, none of them held longer than it takes to write it.
fn array<T: Serialize>(
    entries: impl Iterator<Item = T>,
    what: &str,
    out: &mut Vec<u8>,
) -> Result<(), RenderError> {
    out.push(b'[');
    for (at, entry) in entries.enumerate() {
        out.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        push_json(&entry, what, out)?;
    }
    out.extend_from_slice(b"\n]\n");
    Ok(())
}

fn push_json(value: &impl Serialize, what: &str, out: &mut Vec<u8>) -> Result<(), RenderError> {
    serde_json::to_writer(out, value).map_err(|_| RenderError::Data(what.to_owned()))
}

fn entry(site: &Site, at: usize, whole: bool) -> Entry<'_> {
    let postmortem = &site.corpus.postmortems()[at];
    let metrics = site.analysis.metrics(at);
    let seconds = |duration: Option<SignedDuration>| duration.map(|duration| duration.as_secs());
    let path = site.routes.postmortem(at).path();
    Entry {
        record: Record::of(postmortem),
        date: postmortem.date().map(Moment::iso),
        url: site.config.postmortem.base_url.as_ref().map(|base| base.join(&path)),
        path,
        markdown: site.routes.markdown(at).path(),
        data: site.routes.data(at).path(),
        metrics: Metrics {
            duration: seconds(metrics.duration),
            time_to_detect: seconds(metrics.time_to_detect),
            time_to_acknowledge: seconds(metrics.time_to_acknowledge),
            time_to_identify: seconds(metrics.time_to_identify),
            time_to_mitigate: seconds(metrics.time_to_mitigate),
            time_to_resolve: seconds(metrics.time_to_resolve),
        },
        timeline: whole.then(|| postmortem.timeline.iter().map(timeline_record).collect()),
        together: whole.then(|| together(site, at)),
    }
}

fn together(site: &Site, at: usize) -> Together<'_> {
    let (corpus, knowledge) = (&site.corpus, &site.knowledge);
    let chain = knowledge.chain(at);
    let related = knowledge
        .related(at)
        .iter()
        .map(|related| RelatedRecord {
            id: corpus.postmortems()[related.at].id.as_str(),
            title: &corpus.postmortems()[related.at].title,
            path: site.routes.postmortem(related.at).path(),
            evidence: related.evidence.clone(),
        })
        .collect();
    let id = |at: &usize| corpus.postmortems()[*at].id.as_str();
    Together {
        chain: chain.map(|chain| OwnChainRecord::of(corpus, knowledge.comparison(), &chain, at)),
        related_to: related,
        backlinks: knowledge.backlinks(at).iter().map(id).collect(),
    }
}

fn timeline_record(entry: &TimelineEntry) -> TimelineRecord<'_> {
    TimelineRecord {
        at: entry.at.as_ref().map(Moment::iso),
        written: &entry.written,
        kind: entry.kind.map(|kind| kind.key()),
        text: &entry.text,
    }
}

/// Action items as a table, which is the same wherever it is handed out.
pub fn action_table<'a>(actions: impl IntoIterator<Item = ActionRecord<'a>>) -> String {
    let mut out = String::new();
    let heads = "key postmortem title id text kind owner owner_key priority due ticket status closed state until \
         age_days severity teams services";
    csv_row(&mut out, heads.split_whitespace());
    for action in actions {
        let optional = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let cells = [
            action.key.to_owned(),
            action.postmortem.to_owned(),
            action.title.to_owned(),
            action.id.to_owned(),
            action.text.to_owned(),
            optional(action.kind),
            optional(action.owner),
            optional(action.owner_key),
            optional(action.priority),
            action.due.unwrap_or_default(),
            optional(action.ticket),
            action.status.to_owned(),
            action.closed.unwrap_or_default(),
            action.state.key().to_owned(),
            action.until.unwrap_or_default(),
            action.age_days.map(|days| days.to_string()).unwrap_or_default(),
            optional(action.severity),
            joined(action.teams),
            joined(action.services),
        ];
        csv_row(&mut out, &cells);
    }
    out
}

/// Writes the table of all action items.
pub(super) fn actions_of(site: &Site) -> String {
    let actions = &site.knowledge.promises().actions;
    action_table(actions.iter().map(|action| ActionRecord::of(&site.corpus, action)))
}

/// Writes the table of all postmortems, as RFC 4180 has it; durations in minutes.
pub(super) fn table(site: &Site) -> String {
    const COLUMNS: &str = "id,title,status,visibility,severity,date,services,root_causes,triggers,teams,tags,detection,mitigation,\
         started,detected,acknowledged,identified,mitigated,resolved,duration_minutes,time_to_detect_minutes,\
         time_to_mitigate_minutes,time_to_resolve_minutes,action_items,open_action_items,path\r\n";
    let mut out = String::from(COLUMNS);
    for (at, postmortem) in site.corpus.postmortems().iter().enumerate() {
        let metrics = site.analysis.metrics(at);
        let minutes = |duration: Option<SignedDuration>| {
            duration.map(|duration| (duration.as_secs() / 60).to_string()).unwrap_or_default()
        };
        let open = postmortem.action_items.iter().filter(|item| item.status.is_open()).count();
        let mut cells = vec![
            postmortem.id.to_string(),
            postmortem.title.clone(),
            postmortem.status.key().to_owned(),
            postmortem.visibility.key().to_owned(),
            postmortem.severity.as_ref().map(|severity| severity.key().to_owned()).unwrap_or_default(),
            postmortem.date().map(|date| date.date().to_string()).unwrap_or_default(),
            joined(&postmortem.services),
            joined(&postmortem.root_causes),
            joined(&postmortem.triggers),
            joined(&postmortem.teams),
            joined(&postmortem.tags),
            postmortem
                .detection
                .as_ref()
                .map(|detection| detection.method.key().to_owned())
                .unwrap_or_default(),
            postmortem.mitigation.iter().map(|mitigation| mitigation.key()).collect::<Vec<_>>().join("; "),
        ];
        cells.extend(
            Milestone::ALL
                .iter()
                .map(|milestone| postmortem.milestones.get(*milestone).map(Moment::iso).unwrap_or_default()),
        );
        let durations =
            [metrics.duration, metrics.time_to_detect, metrics.time_to_mitigate, metrics.time_to_resolve];
        cells.extend(durations.into_iter().map(minutes));
        cells.extend([
            postmortem.action_items.len().to_string(),
            open.to_string(),
            site.routes.postmortem(at).path(),
        ]);
        csv_row(&mut out, &cells);
    }
    out
}

fn joined(values: &[impl ToString]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Writes the index for language models: each postmortem's Markdown with a sentence.
pub(super) fn text_index(site: &Site) -> String {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = |text: &str| line(text).replace(['[', ']'], "");
    let mut out = format!("# {}\n\n", line(&site.config.book.title));
    if let Some(description) = &site.config.book.description {
        let _ = writeln!(out, "> {}\n", line(description));
    }
    out.push_str("## Data\n\n- [All postmortems as JSON](api/postmortems.json)\n- [All action items as JSON](api/action-items.json)\n- [Trends as JSON](api/trends.json)\n- [All postmortems as CSV](postmortems.csv)\n- [All action items as CSV](actions.csv)\n");
    if !site.corpus.postmortems().is_empty() {
        out.push_str("\n## Postmortems\n\n");
    }
    for (at, postmortem) in site.corpus.postmortems().iter().enumerate() {
        let _ = write!(out, "- [{}]({})", plain(&postmortem.title), site.routes.markdown(at).path());
        if !postmortem.summary.is_empty() {
            let _ = write!(out, ": {}", line(&postmortem.summary));
        }
        out.push('\n');
    }
    if !site.corpus.pages().is_empty() {
        out.push_str("\n## Pages\n\n");
    }
    for (at, page) in site.corpus.pages().iter().enumerate() {
        let _ = writeln!(out, "- [{}]({})", plain(&page.title), site.routes.page(at).path());
    }
    out
}
