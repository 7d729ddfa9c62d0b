//! What the summary and the impact tell: what broke, for whom, and why.

use super::{front_matter, is_account, kinds};
use crate::diagnostic::{Diagnostics, Level};
use crate::lint::label::label;
use crate::lint::vocabulary::{find, mentions, words};
use crate::lint::{Passage, Rule, Subject};
use crate::model::{ImpactKind, SectionKind};
use std::collections::BTreeSet;

pub(super) const MISSING_SUMMARY: Rule = Rule {
    code: "missing-summary",
    level: Level::Warning,
    summary: "a postmortem starts with a summary",
    why: "It is all that most people read, and what lists, feeds and search results show.",
    bad: "---\ntitle: Checkout down\n---\n\n## Timeline\n\n- 10:00 Alerts report database errors",
    good: "## Summary\n\nOn 12 May 2024, from 10:00 to 11:30 UTC, one user in five could not pay: a new query held every connection of the database pool. A rollback ended it.",
};

pub(super) const MISSING_IMPACT: Rule = Rule {
    code: "missing-impact",
    level: Level::Warning,
    summary: "a postmortem says who was affected",
    why: "How much an incident mattered, and how much its actions are worth, depends on whom it hurt.",
    bad: "## Summary\n\nThe connection pool of the database ran out.",
    good: "## Impact\n\nAbout 20 % of the users could fill a cart but not pay.",
};

pub(super) const IMPACT_WITHOUT_SHARE: Rule = Rule {
    code: "impact-without-share",
    level: Level::Info,
    summary: "a postmortem says how many users or requests were affected",
    why: "\"Some users\" can be three or a million; a rough share tells a nuisance from a disaster.",
    bad: "## Impact\n\nUsers could not check out.",
    good: "## Impact\n\nAbout 20 % of the users, some 4,000 people, could not check out.",
};

pub(super) const CAUSE_NOT_IN_SUMMARY: Rule = Rule {
    code: "cause-not-in-summary",
    level: Level::Info,
    summary: "the summary names the cause",
    why: "Whoever reads the summary alone should not have to guess what went wrong.",
    bad: "## Summary\n\nThe checkout was unavailable to customers for 90 minutes this Sunday.",
    good: "## Summary\n\nThe checkout was unavailable for 90 minutes because a new query held every connection of the database pool.",
};

/// Whom an incident can hurt, and what of theirs.
#[rustfmt::skip]
const AFFECTED: &[&str] = &[
    "user*", "resident*", "business*", "feature*", "platform*", "product*", "system*", "third parties",
    "part*", "network*", "value", "customer*", "client*", "visitor*", "request*", "traffic", "player*",
    "merchant*", "shopper*", "citizen*", "tenant*", "account*", "order*", "payment*", "transaction*",
    "session*", "message*", "quer*", "people", "employee*", "developer*", "team*", "student*", "subscriber*",
    "member*", "organi*", "compan*", "call*", "operation*", "connection*", "write*", "job*", "event*",
    "record*", "website*", "site*", "page*", "region*", "service*", "cluster*", "instance*", "volume*",
    "server*", "node*", "host*", "application*", "app", "apps", "api*", "everyone", "everybody", "nobody",
    "no one", "data", "fund*", "repositor*", "build*", "project*", "device*", "machine*", "vault*", "log*",
    "workload*", "namespace*", "container*", "pod*", "availability",
];

/// Words that say how many.
#[rustfmt::skip]
const QUANTITIES: &[&str] = &[
    "all", "every", "everyone", "everybody", "each", "no", "none", "nobody", "not any", "half", "third",
    "quarter*", "fifth", "tenth", "most", "majority", "entire*", "whole", "complete*", "total*", "full*",
    "both", "few", "small", "single", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "dozen*", "hundred*", "thousand*", "million*", "percent*", "global*", "worldwide", "any", "only",
    // It is honest to say that nobody knows.
    "unknown", "not known", "no figure*", "not say", "not tell", "not give", "not measured", "not recorded",
    "unclear", "cannot be", "could not be determined", "not published", "not disclosed", "not state",
    "not stated",
];

/// Words that hurt comes with.
#[rustfmt::skip]
const HARM: &[&str] = &[
    "affect*", "suffer*", "halt*", "shortage*", "took down", "taken down", "brought down", "500", "502",
    "503", "504", "404", "5xx", "divert*", "not work", "not ship*", "breaking", "broke", "impact*", "unable",
    "could not", "couldn t", "cannot", "can t", "fail*", "error*", "unavailab*", "down", "outage*", "lost",
    "lose", "loss*", "inaccessible", "unreachable", "degrad*", "slow*", "experienc*", "disrupt*",
    "interrupt*", "broken", "missing", "timed out", "time out*", "timeout*", "crash*", "reject*", "blocked",
    "delay*", "latenc*", "stop*", "drop*", "unresponsive", "exposed", "stolen", "leak*", "deleted",
    "corrupt*", "offline", "not work*", "downtime", "denied", "refus*", "unusable", "stuck", "at risk",
    "greeted", "not available", "did not", "didn t", "no longer", "prevent*",
];

/// Who can be counted.
const PEOPLE: &[&str] = &["user*", "customer*", "client*", "visitor*", "people", "subscriber*", "request*"];

/// Words that say that nobody was hurt.
#[rustfmt::skip]
const UNHURT: &[&str] = &[
    "not affected", "unaffected", "not impacted", "no impact", "no user*", "no customer*", "funds are safe",
    "rescued", "was safe", "were safe", "nobody was", "no one was",
];

/// Words that join an effect to its cause.
#[rustfmt::skip]
const CAUSAL: &[&str] = &[
    "caus*", "because", "due to", "owing to", "root", "result of", "results of", "results from",
    "resulted from", "resulting", "resulted", "led to", "lead to", "leading to", "trigger*", "bug*", "fault*",
    "misconfig*", "mis config*", "expir*", "exhaust*", "overload*", "overwhelm*", "ran out", "run out",
    "attack*", "typo*", "regression*", "leak*", "incorrect*", "wrong*", "mistake*", "accident*",
    "malfunction*", "vulnerab*", "stem*", "originat*", "introduc*", "after", "since", "so that", "when",
    "failure of", "failed", "attribut*", "responsible", "culprit*", "by a", "by an", "by the",
    "as a consequence", "flaw*", "defect*", "issue with", "problem with", "error in", "faulty", "bad",
    "unintended", "unexpected*", "during", "following", "deleted", "removed", "missing",
];

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    if !has_summary(subject) {
        missing_summary(subject, diagnostics);
    }
    check_impact(subject, diagnostics);
    check_cause(subject, diagnostics);
}

/// Whether there is a summary, be it a picture or a block of code.
fn has_summary(subject: &Subject<'_>) -> bool {
    let sections = &subject.prose.sections;
    !subject.postmortem.summary.trim().is_empty()
        || sections.iter().filter(|section| section.kinds.contains(&SectionKind::Summary)).any(|section| {
            let end =
                sections.iter().map(|next| next.heading.start).find(|start| *start > section.heading.start);
            let text = subject.file.text();
            let under = text.get(section.heading.end..end.unwrap_or(text.len())).unwrap_or_default();
            // A template's comment says what should stand there.
            let comment = under.trim().starts_with("<!--") && under.trim().ends_with("-->");
            subject.prose.text_of(section).next().is_some()
                || under.contains(char::is_alphanumeric) && !comment
        })
}

fn missing_summary(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let found = if let Some(section) = subject.prose.section(SectionKind::Summary) {
        MISSING_SUMMARY
            .at(subject.file, section.heading, format!("nothing stands under `{}`", section.title))
            .label("empty")
            .help("say in a few sentences what broke, when, for how long, for whom and why")
    } else if let Some((name, place)) = label(subject, SectionKind::Summary) {
        MISSING_SUMMARY
            .at(subject.file, place, format!("`{name}` is no heading, so this postmortem has no summary"))
            .label("not a heading")
            .help(format!("write `## {name}`, with the text on a line below"))
    } else if let Some(section) = subject.prose.sections.iter().find(|section| {
        section.kinds.is_empty() && mentions(&section.title, &["summary", "overview", "abstract"])
    }) {
        MISSING_SUMMARY
            .at(subject.file, section.heading, format!("`{}` is not known as a summary", section.title))
            .label("the summary?")
            .help("call it `## Summary`, so that lists and feeds can show it")
    } else {
        MISSING_SUMMARY
            .at(subject.file, subject.whole(), "this postmortem has no summary")
            .label("what happened?")
            .help("start the text with `## Summary`: what broke, when, for how long, for whom and why")
    };
    diagnostics.push(found);
}

fn check_impact(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let impact = &subject.postmortem.impact;
    let measured =
        impact.users_percent.is_some() || impact.users.is_some() || impact.requests_failed.is_some();
    let harmless = impact.near_miss == Some(true) || impact.kind == Some(ImpactKind::None);
    if measured || harmless {
        return;
    }
    let mut named = !impact.is_empty() || subject.prose.section(SectionKind::Impact).is_some();
    let front = front_matter(subject);
    for passage in front.iter().chain(&subject.prose.passages) {
        if !is_account(subject, passage) {
            continue;
        }
        let about = kinds(subject, passage).contains(&SectionKind::Impact);
        for sentence in passage.sentences() {
            let sentence = passage.text.get(sentence).unwrap_or_default();
            let tells = about || mentions(sentence, HARM) && mentions(sentence, AFFECTED);
            named |= tells;
            let number = || sentence.contains('%') || has_count(sentence);
            if tells && (number() || mentions(sentence, QUANTITIES))
                || mentions(sentence, PEOPLE) && number()
                || mentions(sentence, UNHURT)
            {
                return;
            }
        }
    }
    // What the original does not tell, a write-up of it cannot.
    if named && subject.postmortem.source.is_some() {
        return;
    }
    let place = subject.heading(SectionKind::Impact);
    diagnostics.push(if named {
        IMPACT_WITHOUT_SHARE
            .at(subject.file, place, "nothing says how many users or requests were affected")
            .label("how many?")
            .help("estimate it: a share in `impact.users_percent`, or a number; if nobody knows, say so")
    } else {
        MISSING_IMPACT
            .at(subject.file, place, "nothing says who was affected, or how")
            .label("who was hurt?")
            .help("add a section `## Impact`: what users met, and how many of them")
    });
}

/// Whether a sentence has a number that is no time, date or version.
fn has_count(sentence: &str) -> bool {
    sentence.split_whitespace().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        word.starts_with(|c: char| c.is_ascii_digit())
            && word
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'k' | b'K' | b'M' | b'x'))
    })
}

fn check_cause(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    // Without a cause anywhere, that is what has to be said.
    let Some(cause) = subject.prose.section(SectionKind::RootCause) else { return };
    let front = front_matter(subject);
    let is_summary = |passage: &&Passage| kinds(subject, passage).contains(&SectionKind::Summary);
    let summary: Vec<_> = front.iter().chain(subject.prose.passages.iter().filter(is_summary)).collect();
    let length: usize = summary.iter().skip(1).map(|passage| words(&passage.text)).sum();
    if length < 8 || summary.iter().any(|passage| find(&passage.text, CAUSAL).is_some()) {
        return;
    }
    // Said in other words, it still shares words with what the section says.
    let told: BTreeSet<String> = summary.iter().flat_map(|passage| distinctive(&passage.text)).collect();
    let causes: BTreeSet<String> =
        subject.prose.text_of(cause).take(3).flat_map(|passage| distinctive(&passage.text)).collect();
    if told.intersection(&causes).count() >= 2 || is_nested(subject, cause.passages.start) {
        return;
    }
    let place = match subject.place("summary") {
        Some(place) if subject.prose.section(SectionKind::Summary).is_none() => place,
        _ => subject.heading(SectionKind::Summary),
    };
    diagnostics.push(
        CAUSE_NOT_IN_SUMMARY
            .at(subject.file, place, "the summary does not say why it happened")
            .label("for which reason?")
            .help("add a sentence with the cause"),
    );
}

/// Whether a section stands inside of the summary.
fn is_nested(subject: &Subject<'_>, passage: usize) -> bool {
    let mut sections = subject.prose.sections.iter();
    sections.any(|section| {
        section.kinds.contains(&SectionKind::Summary)
            && section.passages.contains(&passage)
            && section.passages.start != passage
    })
}

/// Longer words, without endings.
fn distinctive(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 4);
    words.map(|word| word.chars().take(5).collect::<String>().to_lowercase())
}
