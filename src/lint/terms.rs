//! Terms: each thing under one word, and each word once.

use super::word::Word as Written;
use super::{Rule, Subject};
use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Level};
use crate::model::{Catalog, Slug, Term};
use crate::source::Span;
use std::collections::BTreeMap;

pub(super) static RULES: &[Rule] = &[SIMILAR_TERMS, REDUNDANT_TERM];

const SIMILAR_TERMS: Rule = Rule {
    code: "similar-terms",
    level: Level::Info,
    summary: "one thing has one word among the tags, services and teams of a postmortem",
    why: "Two spellings make two pages, and each of them misses what the other lists. Where most postmortems write a tag in one way, `pmsite check --fix` writes it so in the others; services and teams only where a dash is all that differs, and no catalog lists them.",
    bad: "tags: [postgres, postgresql, backups, backup]",
    good: "tags: [postgresql, backups]",
};

const REDUNDANT_TERM: Rule = Rule {
    code: "redundant-term",
    level: Level::Info,
    summary: "a tag says what services, root causes and triggers do not say already",
    why: "Readers filter by service, root cause and trigger; a tag that repeats one of them adds a second page with fewer entries on it.",
    bad: "services: [checkout]\nroot_causes: [capacity]\ntags: [checkout, capacity, black-friday]",
    good: "services: [checkout]\nroot_causes: [capacity]\ntags: [black-friday]",
};

/// Short and long forms of the same name. The first of a row stands for all of it.
const SAME: &[&[&str]] = &[
    &["postgresql", "postgres", "pgsql", "psql"],
    &["kubernetes", "k8s", "kube"],
    &["mongodb", "mongo"],
    &["database", "db"],
    &["configuration", "config"],
    &["production", "prod"],
    &["certificate", "cert"],
    &["environment", "env"],
    &["performance", "perf"],
    &["infrastructure", "infra"],
    &["javascript", "js"],
    &["typescript", "ts"],
    &["golang", "go"],
    &["rabbitmq", "rabbit"],
    &["terraform", "tf"],
    &["loadbalancer", "lb"],
    &["ratelimit", "ratelimiting", "ratelimiter"],
    &["deploy", "deployment"],
    &["cache", "caching"],
];

/// Lists longer than this are only compared by their keys, so that the time stays linear.
const COMPARED: usize = 60;

/// A word as written, where, and what it is compared by.
struct Word<'a> {
    list: &'static str,
    text: &'a str,
    span: Span,
    slug: Slug,
    key: String,
}

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    for list in ["tags", "services", "teams"] {
        similar(subject, &words(subject, list), diagnostics);
    }
    let tags = words(subject, "tags");
    let mut others = Vec::new();
    for list in ["services", "root_causes", "triggers"] {
        others.extend(words(subject, list));
    }
    repeated(subject, &tags, &others, diagnostics);
    parents(subject, diagnostics);
}

/// The words of a list of the front matter.
fn words<'a>(subject: &Subject<'a>, list: &'static str) -> Vec<Word<'a>> {
    let Some(node) = subject.node(list) else { return Vec::new() };
    let nodes: &[Node] = node.items().unwrap_or_else(|| std::slice::from_ref(node));
    let word = |node: &'a Node| {
        let text = node.text()?;
        // The name is what is compared: `capacity/connection-pool` is about a connection pool.
        let slug = Slug::from_text(text.rsplit('/').next()?)?;
        let key = key(slug.as_str());
        Some(Word { list, text, span: node.span, slug, key })
    };
    nodes.iter().filter_map(word).collect()
}

/// What spellings of one name have in common: no dashes, no plural, the long form.
fn key(slug: &str) -> String {
    let mut key = slug.replace('-', "");
    let long = |key: &str| {
        let row = SAME.iter().find(|row| row.contains(&key));
        row.and_then(|row| row.first()).map(|first| (*first).to_owned())
    };
    if let Some(long) = long(&key) {
        return long;
    }
    // `https` is not the plural of `http`, nor `redis` one of anything.
    if key.len() > 5 && key.ends_with('s') && !["ss", "us", "is"].iter().any(|end| key.ends_with(end)) {
        key.pop();
    }
    long(&key).unwrap_or(key)
}

/// Two words of one list for the same thing.
fn similar(subject: &Subject<'_>, words: &[Word<'_>], diagnostics: &mut Diagnostics) {
    let mut known: BTreeMap<&str, &Word<'_>> = BTreeMap::new();
    for (at, word) in words.iter().enumerate() {
        let same = known.get(word.key.as_str()).copied();
        let near = || words.iter().take(at.min(COMPARED)).find(|other| misspelt(other, word));
        let Some(first) = same.or_else(near) else {
            known.insert(&word.key, word);
            continue;
        };
        let what = first.list.trim_end_matches('s');
        let message = if first.slug == word.slug {
            format!("the {what} `{}` is listed twice", word.text)
        } else {
            format!(
                "the {}s `{}` and `{}` look like one {what} in two spellings",
                what, first.text, word.text
            )
        };
        diagnostics.push(
            SIMILAR_TERMS
                .at(subject.file, word.span, message)
                .label(if first.slug == word.slug { "again" } else { "nearly the same" })
                .related(subject.file, first.span, "the first is here")
                .help("keep the one that other postmortems use"),
        );
    }
}

/// A word of a list, with what it is compared by, as other postmortems see it.
#[derive(Debug, Clone)]
pub(super) struct Used {
    list: &'static str,
    slug: String,
    key: String,
    place: Diagnostic,
    /// The word as it stands in the file, if it may be replaced.
    written: Option<Written>,
}

/// The tags, services and teams of a postmortem.
pub(super) fn used(subject: &Subject<'_>) -> Vec<Used> {
    let mut used = Vec::new();
    for list in ["tags", "services", "teams"] {
        used.extend(words(subject, list).into_iter().map(|word| Used {
            list,
            slug: word.slug.to_string(),
            place: SIMILAR_TERMS.at(subject.file, word.span, ""),
            written: replaceable(subject, &word),
            key: word.key,
        }));
    }
    used
}

/// The word as it stands in the file, unless a team's catalog knows it: two names there are two things.
fn replaceable(subject: &Subject<'_>, word: &Word<'_>) -> Option<Written> {
    let settings = &subject.config.postmortem;
    let catalog = match word.list {
        "services" => Some(&settings.services),
        "teams" => Some(&settings.teams),
        _ => None,
    };
    let is_free = catalog.is_none_or(Catalog::is_empty) && !word.text.contains('/');
    is_free.then(|| Written::at(subject, word.span, word.text)).flatten()
}

/// The change that gives a word the usual spelling, where nothing speaks against it: more postmortems have
/// that spelling than any other, and this one does not have the name twice.
fn respelt(word: &Used, usual: &str, spellings: &BTreeMap<&str, usize>, own: &[Used]) -> Option<Fix> {
    let most = spellings.get(usual)?;
    let is_clear = spellings.iter().all(|(other, count)| *other == usual || count < most);
    let again = own.iter().filter(|other| other.list == word.list && other.key == word.key).count() > 1;
    // A service or a team is a name: `order` and `orders` may well be two.
    let is_name = word.list != "tags" && word.slug.replace('-', "") != usual.replace('-', "");
    let written = word.written.as_ref().filter(|_| is_clear && !again && !is_name)?;
    Some(written.replaced_by(usual))
}

/// Spellings that differ from the one that most postmortems use.
pub(super) fn across<'a>(postmortems: impl Iterator<Item = &'a [Used]> + Clone) -> Diagnostics {
    let mut counts: BTreeMap<(&str, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    for word in postmortems.clone().flatten() {
        *counts.entry((word.list, &word.key)).or_default().entry(&word.slug).or_default() += 1;
    }
    let mut diagnostics = Diagnostics::new();
    for (own, word) in postmortems.flat_map(|own| own.iter().map(move |word| (own, word))) {
        let spellings = &counts[&(word.list, word.key.as_str())];
        // Of equals, the one that comes first in the alphabet.
        let usual = spellings.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        let Some((usual, count)) = usual.filter(|(usual, _)| **usual != word.slug) else { continue };
        let what = word.list.trim_end_matches('s');
        let many = if *count == 1 { "1 other has".to_owned() } else { format!("{count} others have") };
        let message = format!("the {what} `{}` looks like `{usual}`, which {many}", word.slug);
        let fix = respelt(word, usual, spellings, own);
        let tail = if fix.is_some() { "; or run `pmsite check --fix`" } else { "" };
        diagnostics.push(
            Diagnostic { message, ..word.place.clone() }
                .label("another spelling")
                .help(format!("write `{usual}`, so that one page lists them all{tail}"))
                .fix(fix),
        );
    }
    diagnostics
}

/// Whether two long names differ by one letter; names with digits differ on purpose.
fn misspelt(a: &Word<'_>, b: &Word<'_>) -> bool {
    let (a, b) = (a.key.as_str(), b.key.as_str());
    let long = |word: &str| word.len() >= 8 && !word.bytes().any(|byte| byte.is_ascii_digit());
    long(a) && long(b) && a.len().abs_diff(b.len()) <= 1 && strsim::osa_distance(a, b) == 1
}

/// Tags that repeat a service, root cause or trigger.
fn repeated(subject: &Subject<'_>, tags: &[Word<'_>], others: &[Word<'_>], diagnostics: &mut Diagnostics) {
    let mut known: BTreeMap<&str, &Word<'_>> = BTreeMap::new();
    for other in others {
        known.entry(&other.key).or_insert(other);
    }
    for tag in tags {
        let Some(other) = known.get(tag.key.as_str()) else { continue };
        let what = other.list.trim_end_matches('s').replace('_', " ");
        diagnostics.push(
            REDUNDANT_TERM
                .at(
                    subject.file,
                    tag.span,
                    format!("the tag `{}` repeats the {what} `{}`", tag.text, other.text),
                )
                .label("already said")
                .related(subject.file, other.span, format!("the {what} is here"))
                .help("take the tag out; readers find the postmortem by the other"),
        );
    }
}

/// `capacity` beside `capacity/memory`: the page of a parent lists its children's postmortems anyway.
fn parents(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    for list in ["root_causes", "triggers"] {
        let nodes = subject.node(list).and_then(Node::items).unwrap_or_default();
        let terms: Vec<Placed> =
            nodes.iter().filter_map(|node| Some((Term::parse(node.text()?)?, node.span))).collect();
        for (parent, child) in implied(&terms) {
            diagnostics.push(redundant_parent(subject, parent, child));
        }
    }
}

/// A term, and where it stands.
type Placed = (Term, Span);

/// The terms that another one of the list implies, each with that one.
fn implied(terms: &[Placed]) -> Vec<(&Placed, &Placed)> {
    let children: BTreeMap<Term, &Placed> =
        terms.iter().filter_map(|entry| Some((entry.0.parent()?, entry))).collect();
    terms.iter().filter_map(|entry| Some((entry, *children.get(&entry.0)?))).collect()
}

fn redundant_parent(subject: &Subject<'_>, parent: &Placed, child: &Placed) -> Diagnostic {
    REDUNDANT_TERM
        .at(subject.file, parent.1, format!("`{}` says what `{}` says more exactly", parent.0, child.0))
        .label("implied")
        .related(subject.file, child.1, "the more exact term is here")
        .help(format!("take `{}` out, unless it stands for a second cause", parent.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::{findings, findings_of};

    #[track_caller]
    fn check(front_matter: &str, expected: &[(&str, usize, usize)]) {
        let found = findings_of(RULES, &format!("---\ntitle: a\n{front_matter}\n---\n"));
        assert_eq!(found, expected, "{front_matter}");
    }

    #[test]
    fn different_words_are_fine() {
        check("tags: [postgresql, backups, black-friday]\nservices: [checkout]", &[]);
        check("tags: [http, https, ipv4, ipv6, aws, redis, ingress, egress, sha256]", &[]);
        check("tags: [sharding, shard-key]\nroot_causes: [capacity, database]\ntriggers: [unknown]", &[]);
        check("severity: P1\ntags: []", &[]);
        check("root_causes: [unknown]\ntriggers: [unknown]", &[]);
    }

    #[test]
    fn two_spellings_of_one_word_are_told_at_the_second() {
        check("tags: [postgres, postgresql]", &[("similar-terms", 3, 18)]);
        check("tags:\n  - timeout\n  - \"Time-outs\"", &[("similar-terms", 5, 5)]);
        check(
            "tags: [load-balancer, lb, k8s, kubernetes]",
            &[("similar-terms", 3, 23), ("similar-terms", 3, 32)],
        );
        check("tags: [障害, 障害]", &[("similar-terms", 3, 12)]);
        check("services: [checkout-api, checkout_api]", &[("similar-terms", 3, 26)]);
        check("tags: [replication, repliaction]", &[("similar-terms", 3, 21)]);
    }

    #[test]
    fn tags_that_repeat_other_terms_are_told() {
        check("services: [checkout]\ntags: [sale, Checkout]", &[("redundant-term", 4, 14)]);
        check(
            "root_causes: [certificate-expiry]\ntags: [certificate-expiries, Certificate_Expiry]",
            &[("redundant-term", 4, 30)],
        );
        check("triggers: deploy\ntags: deployment", &[("redundant-term", 4, 7)]);
    }

    #[test]
    fn a_term_implies_its_parent() {
        let terms = ["database", "capacity", "capacity/memory", "network/congestion"];
        let terms: Vec<_> = terms.iter().map(|term| (Term::parse(term).unwrap(), Span::default())).collect();
        let found: Vec<_> =
            implied(&terms).iter().map(|(parent, child)| (parent.0.as_str(), child.0.as_str())).collect();
        assert_eq!(found, [("capacity", "capacity/memory")]);
    }

    #[test]
    fn toml_has_places_as_well() {
        let mut found = findings("+++\r\ntitle = \"a\"\r\ntags = [\"prod\", \"production\"]\r\n+++\r\n");
        found.retain(|(code, ..)| *code == SIMILAR_TERMS.code);
        assert_eq!(found, [("similar-terms", 3, 17)]);
    }
}
