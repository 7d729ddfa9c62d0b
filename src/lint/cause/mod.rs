//! Cause and resolution: both told, causes that one can act on, and a trigger that is not one.

#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostics, Level};
use crate::lint::vocabulary::{mentions, words};
use crate::lint::{PassageKind, Rule, Subject};
use crate::model::{EventKind, Milestone, Section, SectionKind};
use crate::source::Span;

pub(super) static RULES: &[Rule] = &[
    MISSING_ROOT_CAUSE,
    THIN_ROOT_CAUSE,
    HUMAN_ERROR_AS_CAUSE,
    TRIGGER_NOT_TOLD,
    NO_CONTRIBUTING_FACTORS,
    MISSING_RESOLUTION,
    THIN_RESOLUTION,
];

const MISSING_ROOT_CAUSE: Rule = Rule {
    code: "missing-root-cause",
    level: Level::Warning,
    summary: "a postmortem names its root cause and has a section about it",
    why: "Without a cause nobody can tell whether it came back, and no action can prevent it.",
    bad: "---\ntitle: Checkout down\n---\n\n## Summary\n\nThe checkout was down for an hour.",
    good: "---\ntitle: Checkout down\nroot_causes: [capacity]\n---\n\n## Root cause\n\nThe pool had room for 20 connections, and each order held two.",
};

const THIN_ROOT_CAUSE: Rule = Rule {
    code: "thin-root-cause",
    level: Level::Warning,
    summary: "the section about the root cause explains it in more than a line",
    why: "A reader who was not there has to understand how it could happen, and in which other places it can.",
    bad: "## Root cause\n\nA wrong configuration.",
    good: "## Root cause\n\nThe pool had room for 20 connections, and each order held two: one for the stock and one for the payment. From the eleventh order on, all waited for one another.",
};

const HUMAN_ERROR_AS_CAUSE: Rule = Rule {
    code: "human-error-as-cause",
    level: Level::Warning,
    summary: "behind a human error stands what made it possible",
    why: "People will slip again. Only what let the slip through can be changed: a missing check, a confusing name, a dangerous default.",
    bad: "root_causes: [human-error]",
    good: "root_causes: [human-error, process]\ncontributing_factors:\n  - The prompts of staging and production look the same",
};

const TRIGGER_NOT_TOLD: Rule = Rule {
    code: "trigger-not-told",
    level: Level::Info,
    summary: "a postmortem tells what set the incident off apart from why it could happen",
    why: "The trigger explains why on that day; the cause was there before. Fixing one leaves the other.",
    bad: "## Root cause\n\nThe pool had room for 20 connections, and each order held two of them all along: one for the stock, and one for the payment.",
    good: "---\ntriggers: [traffic]\n---\n\n## Root cause\n\nThe pool had room for 20 connections, and each order held two. The sale then brought eleven orders at once.",
};

const NO_CONTRIBUTING_FACTORS: Rule = Rule {
    code: "no-contributing-factors",
    level: Level::Info,
    summary: "besides the root cause, what made it possible or worse was considered",
    why: "Incidents need several things to coincide. Each of them is a place where the next one can be stopped.",
    bad: "---\ntitle: Checkout down\nroot_causes: [capacity]\n---\n\n## Root cause\n\nThe pool had room for 20 connections, and each order of the sale held two.",
    good: "---\ntitle: Checkout down\nroot_causes: [capacity]\ncontributing_factors:\n  - Free connections were not measured\n  - Clients retried without a pause\n---\n\n## Root cause\n\nThe pool had room for 20 connections, and each order of the sale held two.",
};

const MISSING_RESOLUTION: Rule = Rule {
    code: "missing-resolution",
    level: Level::Warning,
    summary: "a postmortem tells how the incident ended",
    why: "Whoever has the same incident tonight looks for what helped.",
    bad: "---\ntitle: Checkout down\n---\n\n## Root cause\n\nThe pool had room for 20 connections, and each order held two.",
    good: "---\ntitle: Checkout down\nmitigation: [config-fix]\nresolved: 2031-05-12T11:20:00Z\n---\n\n## Resolution\n\nThe pool was raised to 60 connections, and orders went through within a minute.",
};

const THIN_RESOLUTION: Rule = Rule {
    code: "thin-resolution",
    level: Level::Warning,
    summary: "the section about the resolution tells in more than a line what was done",
    why: "Whoever repeats it at night needs the steps, and the sign by which they know that it worked.",
    bad: "## Resolution\n\nWe fixed it.",
    good: "## Resolution\n\nThe pool was raised to 60 connections in the settings of the checkout, which reads them without a restart. Waiting orders went through within a minute.",
};

/// A section with fewer words is hardly more than a line.
const THIN: usize = 12;

/// A section with more words says more than that somebody made a mistake.
const LITTLE: usize = 30;

/// From this many words on a section about the cause is expected to tell the trigger.
const TOLD: usize = 20;

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let cause = about(subject, SectionKind::RootCause);
    let resolution = about(subject, SectionKind::Resolution);
    let english = subject.english;
    match &cause {
        None => missing_cause(subject, english, diagnostics),
        Some(section) if section.words < THIN => {
            thin(subject, &THIN_ROOT_CAUSE, section, "root cause", diagnostics);
        }
        Some(_) => {}
    }
    match &resolution {
        None => missing_resolution(subject, english, diagnostics),
        // `Root cause and resolution` is told once.
        Some(section)
            if section.words < THIN
                && cause.as_ref().is_none_or(|cause| cause.heading != section.heading) =>
        {
            thin(subject, &THIN_RESOLUTION, section, "resolution", diagnostics);
        }
        Some(_) => {}
    }
    human_error(subject, cause.as_ref(), diagnostics);
    if let Some(cause) = cause.filter(|cause| english && cause.words >= THIN) {
        trigger(subject, &cause, diagnostics);
        factors(subject, &cause, diagnostics);
    }
}

/// All sections of a kind, taken together.
struct About {
    /// The heading of the first.
    heading: Span,
    words: usize,
}

fn about(subject: &Subject<'_>, kind: SectionKind) -> Option<About> {
    let first = subject.prose.section(kind)?;
    let mut inside = None;
    let mut count = 0;
    // The outline has what the passages leave out: blocks of code and of HTML.
    for section in &subject.parsed.outline.sections {
        if inside.is_some_and(|level| section.level <= level) {
            inside = None;
        }
        if inside.is_none() && section.kinds.contains(&kind) {
            inside = Some(section.level);
        }
        if inside.is_some() {
            count += words(&section.text);
        }
    }
    Some(About { heading: first.heading, words: count })
}

/// Headings under which teams tell a cause without calling it one.
#[rustfmt::skip]
const CAUSE_HEADINGS: &[&str] = &[
    "cause*", "why", "analysis", "vulnerab*", "bug", "explanation", "diagnosis", "what went wrong",
    "details",
];

/// Words that name a cause in passing.
const CAUSE_WORDS: &[&str] =
    &["root cause*", "caused by", "was caused", "the cause", "cause was", "cause of"];

fn missing_cause(subject: &Subject<'_>, english: bool, diagnostics: &mut Diagnostics) {
    let told = !subject.postmortem.root_causes.is_empty()
        || !english
        || subject.prose.section(SectionKind::ContributingFactors).is_some()
        || headings(subject).any(|heading| mentions(&heading.title, CAUSE_HEADINGS))
        || texts(subject).any(|text| mentions(text, CAUSE_WORDS));
    if !told {
        diagnostics.push(
            MISSING_ROOT_CAUSE
                .at(subject.file, subject.whole(), "this postmortem names no root cause")
                .label("why could it happen?")
                .help("add `root_causes` to the front matter and a section `## Root cause`"),
        );
    }
}

/// Words that tell of an end.
#[rustfmt::skip]
const ENDED: &[&str] = &[
    "resol*", "fix", "fixed", "fixes", "fixing", "mitigat*", "restor*", "recover*", "revert*", "rolled back",
    "rollback", "roll back", "rolling back", "restarted", "rebooted", "back to normal", "back online",
    "back up", "patched", "hotfix*", "came back", "repair*", "re enabled", "failed over", "ended", "remed*",
    "corrected", "solved", "solution*", "operational", "up and running", "working again", "normal again",
    "was replaced", "subsided", "stopped",
];

fn missing_resolution(subject: &Subject<'_>, english: bool, diagnostics: &mut Diagnostics) {
    let postmortem = subject.postmortem;
    let ends = [Milestone::Mitigated, Milestone::Resolved];
    let told = !postmortem.mitigation.is_empty()
        || ends.iter().any(|milestone| postmortem.milestones.get(*milestone).is_some())
        || postmortem
            .timeline
            .iter()
            .any(|entry| matches!(entry.kind, Some(EventKind::Mitigated | EventKind::Resolved)))
        || !english
        || headings(subject).any(|heading| mentions(&heading.title, ENDED))
        || texts(subject).any(|text| mentions(text, ENDED));
    if !told {
        diagnostics.push(
            MISSING_RESOLUTION
                .at(subject.file, subject.whole(), "nothing here tells how the incident ended")
                .label("what helped?")
                .help("add a section `## Resolution`, and `mitigation` and `resolved` to the front matter"),
        );
    }
}

fn headings<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = &'a Section> {
    subject.parsed.outline.sections.iter()
}

/// The text that tells the incident; what is planned or was learned is left out.
fn texts<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = &'a str> {
    let prose = &subject.prose;
    let told = prose.passages.iter().filter(|passage| {
        let section = passage.section.and_then(|at| prose.sections.get(at));
        passage.kind != PassageKind::Heading
            && !section.is_some_and(|section| section.kinds.contains(&SectionKind::ActionItems))
    });
    told.map(|passage| passage.text.as_str()).chain([subject.postmortem.summary.as_str()])
}

fn thin(subject: &Subject<'_>, rule: &Rule, section: &About, what: &str, diagnostics: &mut Diagnostics) {
    let message = match section.words {
        0 => format!("the section about the {what} is empty"),
        1 => format!("the section about the {what} is one word"),
        count => format!("the section about the {what} is {count} words"),
    };
    let help = if what == "resolution" {
        "tell what was done, in which order, and how it showed that it worked"
    } else {
        "tell how it could happen: what held before, what changed, and why nothing stopped it"
    };
    diagnostics.push(rule.at(subject.file, section.heading, message).label("hardly told").help(help));
}

/// Words that blame somebody.
#[rustfmt::skip]
const BLAME: &[&str] = &[
    "human error*", "human mistake*", "human failure*", "operator error*", "user error*", "engineer error*",
    "manual error*", "human factor", "mistake*", "carelessness", "careless", "negligence", "negligent",
    "oversight", "inattention", "forgot", "typo", "fat finger*",
];

/// Words behind which stands what made it possible.
#[rustfmt::skip]
const MADE_POSSIBLE: &[&str] = &[
    "because", "since", "allow*", "without", "missing", "lack*", "unclear", "confus*", "possible",
    "default*", "guard*", "check*", "review*", "test*", "document*", "validat*", "did not", "didn't", "no",
    "nothing", "not", "never", "due to", "looked", "similar", "same", "prevent*", "protect*", "warn*",
    "confirm*", "should have",
];

fn human_error(subject: &Subject<'_>, cause: Option<&About>, diagnostics: &mut Diagnostics) {
    let help = "name what made it possible: a missing check, a confusing name, a dangerous default";
    let mut terms = subject.postmortem.root_causes.iter().map(|term| term.as_str()).peekable();
    let blamed = |term: &str| term == "human-error" || term.starts_with("human-error/");
    if terms.peek().is_some() && terms.all(blamed) && subject.postmortem.contributing_factors.is_empty() {
        let place = subject.place("root_causes").unwrap_or_else(|| subject.whole());
        diagnostics.push(
            HUMAN_ERROR_AS_CAUSE
                .at(subject.file, place, "a human error is the only root cause")
                .label("and what let it through?")
                .help(help),
        );
        return;
    }
    let Some(cause) = cause.filter(|cause| cause.words <= LITTLE) else { return };
    let passages = || subject.prose.about(SectionKind::RootCause).filter(|passage| !passage.quoted);
    if passages().any(|passage| mentions(&passage.text, MADE_POSSIBLE)) {
        return;
    }
    let found =
        passages().find_map(|passage| Some((passage, super::vocabulary::find(&passage.text, BLAME)?)));
    if let Some((passage, range)) = found {
        let words = passage.text.get(range.clone()).unwrap_or_default();
        diagnostics.push(
            HUMAN_ERROR_AS_CAUSE
                .at(subject.file, passage.place(range), format!("the root cause ends at `{words}`"))
                .label("and what let it through?")
                .related(subject.file, cause.heading, "the section is here")
                .help(help),
        );
    }
}

/// Words that tell of a moment or an event.
#[rustfmt::skip]
const EVENTS: &[&str] = &[
    "trigger*", "set off", "spark*", "when", "whenever", "after", "once", "during", "as soon as",
    "following", "upon", "since", "until", "then", "led to", "lead to", "while", "as a result of", "result*",
    "began", "started", "deploy*", "releas*", "roll out", "rolled out", "rollout", "upgrad*", "updat*",
    "merg*", "push*", "chang*", "migrat*", "introduc*", "restart*", "reboot*", "spike*", "surge*",
    "increas*", "expir*", "fail*", "attack*", "caused by", "was caused", "exceed*", "ran out", "reached",
    "created", "add*", "remov*", "delet*", "crash*", "ran", "sent", "tun*", "tweak*", "modif*", "edit*",
    "adjust*", "happen*", "occur*", "install*", "moved", "switch*", "enabl*", "disabl*", "bumped", "grew",
];

fn trigger(subject: &Subject<'_>, cause: &About, diagnostics: &mut Diagnostics) {
    let told = !subject.postmortem.triggers.is_empty()
        || cause.words < TOLD
        || subject.prose.about(SectionKind::RootCause).any(|passage| mentions(&passage.text, EVENTS))
        || headings(subject).any(|heading| mentions(&heading.title, &["trigger*"]));
    if !told {
        diagnostics.push(
            TRIGGER_NOT_TOLD
                .at(subject.file, cause.heading, "the root cause is told without what set it off")
                .label("why on that day?")
                .help("add `triggers` to the front matter, and a sentence about what happened just before"),
        );
    }
}

/// Words that tell of something besides the cause.
#[rustfmt::skip]
const FACTORS: &[&str] = &[
    "contribut*", "factor*", "exacerbat*", "compound*", "aggravat*", "made it worse", "made matters worse",
    "also", "additional*", "in addition", "moreover", "furthermore", "besides", "second*", "another", "both",
    "combin*", "coincid*", "multiple", "several", "underlying", "amplif*", "at the same time", "on top of",
];

fn factors(subject: &Subject<'_>, cause: &About, diagnostics: &mut Diagnostics) {
    let postmortem = subject.postmortem;
    let considered = !postmortem.contributing_factors.is_empty()
        || postmortem.root_causes.len() > 1
        || subject.prose.section(SectionKind::ContributingFactors).is_some()
        || headings(subject)
            .any(|heading| mentions(&heading.title, &["factor*", "contribut*", "what went wrong"]))
        || subject.prose.sections.iter().any(|section| {
            // A list of causes, or a chain of whys, is more than one.
            section.kinds.contains(&SectionKind::RootCause) && section.lists > 0
        })
        || texts(subject).any(|text| mentions(text, &["contribut*", "factor*", "exacerbat*", "aggravat*"]))
        || subject.prose.about(SectionKind::RootCause).any(|passage| mentions(&passage.text, FACTORS));
    if !considered {
        let place = subject.place("root_causes").unwrap_or(cause.heading);
        diagnostics.push(
            NO_CONTRIBUTING_FACTORS
                .at(subject.file, place, "nothing besides the root cause is considered")
                .label("and what made it worse?")
                .help("add `contributing_factors`: what delayed, widened or hid it"),
        );
    }
}
