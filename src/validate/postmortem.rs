//! One postmortem: every key of its front matter, and what its body adds.

use super::Document;
use super::actions;
use super::details;
use super::fields::keyed;
use super::terms;
use super::times;
use crate::config::Config;
use crate::data::Node;
use crate::data::TableReader;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::model::Body;
use crate::model::Impact;
use crate::model::LinkTarget;
use crate::model::Milestone;
use crate::model::Mitigation;
use crate::model::Postmortem;
use crate::model::PostmortemId;
use crate::model::Status;
use crate::model::Visibility;
use crate::parse;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Spanned;
use std::sync::Arc;

/// A postmortem that is valid in itself, with the places that later checks point at.
pub(super) struct Draft {
    pub(super) postmortem: Arc<Postmortem>,
    /// Where its id is written; the file's start where the file's name is its id.
    pub(super) id_place: Span,
    /// Its references to others: key, id as written, place.
    pub(super) references: Vec<(&'static str, Spanned<String>)>,
}

/// The values of the front matter, before they mean anything.
struct Words<'a> {
    title: Option<Spanned<String>>,
    id: Option<Spanned<String>>,
    status: Option<Spanned<String>>,
    visibility: Option<Spanned<String>>,
    severity: Option<Spanned<String>>,
    services: Vec<Spanned<String>>,
    root_causes: Vec<Spanned<String>>,
    triggers: Vec<Spanned<String>>,
    contributing_factors: Vec<Spanned<String>>,
    detection: Option<&'a Node>,
    mitigation: Vec<Spanned<String>>,
    impact: Option<&'a Node>,
    milestones: Vec<(Milestone, Spanned<String>)>,
    timezone: Option<Spanned<String>>,
    authors: Vec<Spanned<String>>,
    teams: Vec<Spanned<String>>,
    reviewers: Vec<Spanned<String>>,
    tags: Vec<Spanned<String>>,
    summary: Option<Spanned<String>>,
    action_items: Vec<&'a Node>,
    references: Vec<(&'static str, Spanned<String>)>,
    source: Option<&'a Node>,
    aliases: Vec<Spanned<String>>,
    extra: Option<&'a Node>,
}

impl<'a> Words<'a> {
    fn read(file: &'a SourceFile, root: &'a Node, diagnostics: &mut Diagnostics) -> Self {
        let mut table = TableReader::new(file, root, "front matter", diagnostics);
        let milestones =
            Milestone::ALL.iter().filter_map(|one| Some((*one, table.string(one.key())?))).collect();
        let mut references: Vec<_> = table.strings("related").into_iter().map(|id| ("related", id)).collect();
        for key in ["recurrence_of", "caused_by", "supersedes"] {
            references.extend(table.string(key).map(|id| (key, id)));
        }
        let words = Self {
            title: table.string("title"),
            id: table.string("id"),
            status: table.string("status"),
            visibility: table.string("visibility"),
            severity: table.string("severity"),
            services: table.strings("services"),
            root_causes: table.strings("root_causes"),
            triggers: table.strings("triggers"),
            contributing_factors: table.strings("contributing_factors"),
            detection: table.node("detection"),
            mitigation: table.strings("mitigation"),
            impact: table.table("impact"),
            milestones,
            timezone: table.string("timezone"),
            authors: table.strings("authors"),
            teams: table.strings("teams"),
            reviewers: table.strings("reviewers"),
            tags: table.strings("tags"),
            summary: table.string("summary"),
            action_items: table.list("action_items"),
            references,
            source: table.table("source"),
            aliases: table.strings("aliases"),
            extra: table.table("extra"),
        };
        table.finish(Postmortem::KEYS);
        words
    }
}

/// Reads a postmortem. `None` where it has no front matter or no title; all other mistakes
/// leave a value behind, so that the checks after this one can run.
pub(super) fn read(document: &Document, config: &Config, diagnostics: &mut Diagnostics) -> Option<Draft> {
    let (file, outline) = (&document.file, &document.parsed.outline);
    let front_matter = document.parsed.front_matter.as_ref()?;
    let words = Words::read(file, &front_matter.root, diagnostics);
    let (id, id_place) = id(document, words.id, diagnostics);
    let title = title(file, words.title, front_matter.span, diagnostics);
    let settings = &config.postmortem;
    let zone_given = words.timezone.is_some();
    let zone = times::zone(file, words.timezone, diagnostics);
    let refused = zone_given && zone.is_none();
    let milestones = times::milestones(file, words.milestones, zone.as_ref(), refused, diagnostics);
    let start = milestones.first();
    let zone_for_timeline = zone.clone().or_else(|| start.map(crate::model::Moment::zone));
    let timeline =
        parse::resolve_timeline(file, &outline.timeline, start, zone_for_timeline.as_ref(), diagnostics);
    let summary =
        words.summary.map(|summary| summary.value).or_else(|| outline.summary.clone()).unwrap_or_default();
    let mut postmortem = Postmortem {
        status: choice(
            file,
            words.status,
            Status::parse,
            Status::ALL.iter().map(|s| s.key()),
            "unknown-status",
            "a status",
            diagnostics,
        )
        .unwrap_or(Status::Published),
        visibility: visibility(file, words.visibility, diagnostics),
        severity: terms::severity(file, words.severity, config, diagnostics),
        services: terms::catalog(
            file,
            &words.services,
            &settings.services,
            "unknown-service",
            "a service",
            diagnostics,
        ),
        root_causes: terms::taxonomy(
            file,
            &words.root_causes,
            &settings.root_causes,
            "unknown-root-cause",
            "a root cause",
            diagnostics,
        ),
        triggers: terms::taxonomy(
            file,
            &words.triggers,
            &settings.triggers,
            "unknown-trigger",
            "a trigger",
            diagnostics,
        ),
        contributing_factors: values(words.contributing_factors),
        detection: words.detection.and_then(|node| details::detection(file, node, diagnostics)),
        mitigation: words
            .mitigation
            .into_iter()
            .filter_map(|word| {
                let known = Mitigation::ALL.iter().map(|mitigation| mitigation.key());
                choice(
                    file,
                    Some(word),
                    Mitigation::parse,
                    known,
                    "unknown-mitigation",
                    "a mitigation",
                    diagnostics,
                )
            })
            .collect(),
        impact: words.impact.map_or_else(Impact::default, |node| details::impact(file, node, diagnostics)),
        milestones,
        authors: values(words.authors),
        teams: terms::catalog(file, &words.teams, &settings.teams, "unknown-team", "a team", diagnostics),
        reviewers: values(words.reviewers),
        tags: terms::slugs(file, &words.tags, diagnostics),
        summary,
        action_items: actions::read(file, &words.action_items, &outline.actions, diagnostics),
        timeline,
        related: Vec::new(),
        recurrence_of: None,
        caused_by: None,
        supersedes: None,
        source: words.source.map(|node| details::source(file, node, diagnostics)),
        aliases: aliases(file, words.aliases, diagnostics),
        extra: words.extra.map_or(serde_json::Value::Null, Node::to_json),
        body: body(document, config),
        id: id?,
        title: title?,
    };
    refer(&mut postmortem, &words.references);
    Some(Draft { postmortem: Arc::new(postmortem), id_place, references: words.references })
}

/// Gives a postmortem its references; those that are no ids are reported with the others.
fn refer(postmortem: &mut Postmortem, references: &[(&'static str, Spanned<String>)]) {
    for (key, word) in references {
        let Some(id) = PostmortemId::parse(&word.value) else { continue };
        match *key {
            "recurrence_of" => postmortem.recurrence_of = Some(id),
            "caused_by" => postmortem.caused_by = Some(id),
            "supersedes" => postmortem.supersedes = Some(id),
            _ if postmortem.related.contains(&id) => {}
            _ => postmortem.related.push(id),
        }
    }
}

/// The body of a document, still without its text: see [`take_text`].
pub(super) fn body(document: &Document, config: &Config) -> Body {
    let outline = &document.parsed.outline;
    let mut links: Vec<Arc<str>> = Vec::new();
    for link in &outline.links {
        if let LinkTarget::File { path, .. } =
            LinkTarget::read(&link.url, document.file.path(), &config.book.src)
            && !links.iter().any(|known| **known == *path)
        {
            links.push(path.into());
        }
    }
    Body {
        path: document.file.shared_path(),
        lines_before: outline.lines_before,
        // The text is large, and moves in once everything was checked.
        markdown: String::new(),
        preamble: String::new(),
        sections: Vec::new(),
        links,
    }
}

/// Moves the text of a document into its body.
pub(super) fn take_text(body: &mut Body, document: &mut Document) {
    let outline = &mut document.parsed.outline;
    body.markdown = std::mem::take(&mut outline.markdown);
    body.preamble = std::mem::take(&mut outline.preamble);
    body.sections = std::mem::take(&mut outline.sections);
}

/// The name that a file gives to what it holds: its stem, or its folder's name in a bundle.
pub(super) fn stem(path: &str, bundle: Option<&str>) -> String {
    let name = bundle.unwrap_or(path);
    let last = name.rsplit('/').next().unwrap_or(name);
    last.strip_suffix(".md").unwrap_or(last).to_owned()
}

/// A title must be there, in one line.
pub(super) fn title(
    file: &SourceFile,
    word: Option<Spanned<String>>,
    front_matter: Span,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    if let Some(word) = word {
        // A title over several lines breaks lists, feeds and tables.
        return Some(word.value.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let first_line = Span::new(front_matter.start, front_matter.start);
    diagnostics.push(
        Diagnostic::at(Level::Error, "missing-title", file, first_line, "the front matter has no `title`")
            .help("add `title:` with what broke, in a line"),
    );
    None
}

pub(super) fn visibility(
    file: &SourceFile,
    word: Option<Spanned<String>>,
    diagnostics: &mut Diagnostics,
) -> Visibility {
    let known = Visibility::ALL.iter().map(|value| value.key());
    choice(file, word, Visibility::parse, known, "unknown-visibility", "a visibility", diagnostics)
        // A word that was refused is an error: nothing is built, whatever stands here.
        .unwrap_or(Visibility::Public)
}

fn choice<'a, T>(
    file: &SourceFile,
    word: Option<Spanned<String>>,
    parse: impl Fn(&str) -> Option<T>,
    known: impl Iterator<Item = &'a str> + Clone,
    code: &'static str,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    keyed(file, &word?, parse, known, code, what, diagnostics)
}

fn id(
    document: &Document,
    word: Option<Spanned<String>>,
    diagnostics: &mut Diagnostics,
) -> (Option<PostmortemId>, Span) {
    let file = &document.file;
    if let Some(word) = word {
        let id = PostmortemId::parse(&word.value);
        if id.is_none() {
            diagnostics.push(
                Diagnostic::at(
                    Level::Error,
                    "invalid-id",
                    file,
                    word.span,
                    format!("`{}` cannot be an id", word.value),
                )
                .label("cannot be part of an address")
                .help("ids are letters, digits, `-`, `_` and `.`, such as `PM-2024-012`"),
            );
        }
        return (id, word.span);
    }
    let stem = stem(&document.found.path, document.found.bundle.as_deref());
    let id = PostmortemId::parse(&stem).or_else(|| {
        let slug = crate::model::Slug::from_text(&stem)?;
        PostmortemId::parse(slug.as_str())
    });
    if id.is_none() {
        diagnostics.push(
            Diagnostic::at(
                Level::Error,
                "invalid-id",
                file,
                Span::default(),
                "the file's name cannot be an id",
            )
            .help("add an `id:` of letters, digits and `-`, or rename the file"),
        );
    }
    (id, Span::default())
}

/// Old paths: inside the site, and nothing that leaves it.
pub(super) fn aliases(
    file: &SourceFile,
    words: Vec<Spanned<String>>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut aliases = Vec::with_capacity(words.len());
    for word in words {
        let path = word.value.trim_matches('/');
        let is_plain = !path.is_empty()
            && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
            && path.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '~'));
        if is_plain {
            aliases.push(word.value.trim_start_matches('/').to_owned());
        } else {
            diagnostics.push(
                Diagnostic::at(
                    Level::Error,
                    "invalid-alias",
                    file,
                    word.span,
                    format!("`{}` cannot be an old path", word.value),
                )
                .label("not a path of this site")
                .help("aliases are paths from the root of the site, such as `/incidents/42/`"),
            );
        }
    }
    aliases
}

fn values(words: Vec<Spanned<String>>) -> Vec<String> {
    words.into_iter().map(|word| word.value).collect()
}
