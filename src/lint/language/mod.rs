//! Language and length: what the words do to people, and what they leave open.

mod acronym;
mod blame;
mod hindsight;
mod known;
mod names;
mod person;
mod shape;
mod template;
#[cfg(test)]
mod tests;
mod words;

use super::{Passage, Rule, Subject};
use crate::diagnostic::{Diagnostics, Level};
use crate::model::{SectionKind, Status};
use crate::source::Span;
use words::Words;

pub(super) static RULES: &[Rule] =
    &[BLAME, COUNTERFACTUAL, UNDEFINED_ACRONYM, UNFILLED_TEMPLATE, TWO_INCIDENTS, TOO_SHORT, TOO_LONG];

const BLAME: Rule = Rule {
    code: "blame",
    level: Level::Warning,
    summary: "a postmortem looks for what made a mistake possible, not for who made it",
    why: "Whoever is blamed tells less next time, and the gap through which the mistake got stays open.",
    bad: "The outage began when the on-call engineer carelessly ran the cleanup on the wrong host.",
    good: "The cleanup ran on the primary. The prompt of both hosts looked the same, and the script asked for no confirmation.",
};

const COUNTERFACTUAL: Rule = Rule {
    code: "counterfactual",
    level: Level::Warning,
    summary: "a postmortem tells what happened, not what people should have done",
    why: "What did not happen explains nothing. Why the decision made sense at the time does, and shows what to change.",
    bad: "We should have tested the restore before the migration.",
    good: "The restore had never been tested: no test environment was large enough. Action: restore a backup every week.",
};

const UNDEFINED_ACRONYM: Rule = Rule {
    code: "undefined-acronym",
    level: Level::Info,
    summary: "a short form is spelled out where it is first used",
    why: "Executives, new colleagues and other teams read postmortems too, years later, when the short form may be gone.",
    bad: "The OGW dropped every third request.",
    good: "The order gateway (OGW) dropped every third request.",
};

const UNFILLED_TEMPLATE: Rule = Rule {
    code: "unfilled-template",
    level: Level::Warning,
    summary: "no text of a template is left, and nothing is still to be written",
    why: "A reader cannot tell whether something is unknown, does not apply, or was forgotten.",
    bad: "## Impact\n\n[describe who was affected]",
    good: "## Impact\n\nAbout 400 customers could not log in for 20 minutes. Lost orders are unknown: the queue keeps no count.",
};

const TWO_INCIDENTS: Rule = Rule {
    code: "two-incidents",
    level: Level::Warning,
    summary: "a file tells one incident",
    why: "Severity, times and causes belong to one incident; two in one file are found, counted and measured as one.",
    bad: "## Timeline\n\n- 10:00 The cache fails.\n\n## Timeline\n\n- 18:00 The cache fails again.",
    good: "---\ntitle: The cache fails again\nrecurrence_of: cache-failure-morning\n---\n\n## Timeline\n\n- 18:00 The cache fails again.",
};

const TOO_SHORT: Rule = Rule {
    code: "too-short",
    level: Level::Info,
    summary: "a postmortem has at least 150 words; 400 to 600 are good",
    why: "A note without impact, cause and consequence helps nobody who meets the same failure.",
    bad: "## Summary\n\nThe site was down, we restarted it.",
    good: "## Summary\n\nFrom 10:00 to 10:25 UTC one login in three failed. The session store had run out of memory after a release that kept sessions for a year …",
};

const TOO_LONG: Rule = Rule {
    code: "too-long",
    level: Level::Info,
    summary: "a postmortem has at most 1,500 words; 400 to 600 are good",
    why: "A long text is read by few, and what matters drowns in it.",
    bad: "## Timeline\n\n(two hundred messages of the chat, one by one)",
    good: "## Timeline\n\n- 10:00 [detected] The error rate alert fires.\n- 10:12 [identified] The session store is out of memory.\n\nThe whole log is [on a page of its own](incident-log.md).",
};

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let values = subject.front_matter_prose();
    let mut words = Words::default();
    let names = full_names(subject);
    for passage in values.iter().chain(&subject.prose.passages).filter(|passage| !passage.quoted) {
        if !is_promise(subject, passage) {
            words.read(passage);
            about_people(subject, passage, &words, &names, diagnostics);
        }
    }
    for acronym in acronym::undefined(subject, &values) {
        diagnostics.push(
            UNDEFINED_ACRONYM
                .at(subject.file, acronym.span, format!("`{}` is never spelled out", acronym.letters))
                .label("first used here")
                .help(
                    "write the full name once, with the short form in brackets after it, or say what it is",
                ),
        );
    }
    unfilled(subject, &values, diagnostics);
    shape::check(subject, diagnostics);
}

/// Whether a passage is about what shall be: there, a warning of carelessness or a wish is in place.
fn is_promise(subject: &Subject<'_>, passage: &Passage) -> bool {
    let section = passage.section.and_then(|at| subject.prose.sections.get(at));
    section.is_some_and(|section| section.kinds.contains(&SectionKind::ActionItems))
}

/// The full names that the front matter lists, in lower case.
fn full_names(subject: &Subject<'_>) -> Vec<String> {
    let postmortem = subject.postmortem;
    let owners = postmortem.action_items.iter().filter_map(|item| item.owner.as_ref());
    let names = postmortem.authors.iter().chain(&postmortem.reviewers).chain(owners);
    let of_person = |name: &&String| {
        let teams = ["team", "engineering", "operations", "ops", "platform", "support", "office", "group"];
        let lower = name.to_ascii_lowercase();
        name.split(' ').count() == 2 && !lower.split(' ').any(|word| teams.contains(&word))
    };
    names.filter(of_person).map(|name| name.to_ascii_lowercase()).collect()
}

fn about_people(
    subject: &Subject<'_>,
    passage: &Passage,
    words: &Words,
    names: &[String],
    diagnostics: &mut Diagnostics,
) {
    for (first, last) in blame::find(words, names) {
        let place = passage.place(words.range(first, last));
        let message = format!("`{}` makes a person the fault", words.written(first, last));
        diagnostics.push(BLAME.at(subject.file, place, message).label("who it was explains nothing").help(
            "say what made it possible: which guard, test, warning or instruction was missing or misleading",
        ));
    }
    for (first, last) in hindsight::find(words, names) {
        let place = passage.place(words.range(first, last));
        let message = format!("`{}` tells what did not happen", words.written(first, last));
        diagnostics
            .push(COUNTERFACTUAL.at(subject.file, place, message).label("known only afterwards").help(
            "say what was done and why it made sense then; what shall be done from now on is an action item",
        ));
    }
}

fn unfilled(subject: &Subject<'_>, values: &[Passage], diagnostics: &mut Diagnostics) {
    let mut report = |span: Span, message: String| {
        let mut diagnostic = UNFILLED_TEMPLATE
            .at(subject.file, span, message)
            .label("still to be written")
            .help("write it, say that it is unknown, or delete it");
        // A draft is allowed to have gaps: its author may want to see them.
        if subject.postmortem.status == Status::Draft {
            diagnostic.level = Level::Info;
        }
        diagnostics.push(diagnostic);
    };
    let prose = &subject.prose;
    let mut forms: Option<(Span, String, usize)> = None;
    for passage in values.iter().chain(&prose.passages).filter(|passage| !passage.quoted) {
        for range in template::find(passage) {
            report(
                passage.place(range.clone()),
                unfilled_message(passage.text.get(range).unwrap_or_default()),
            );
        }
        if let Some(range) = template::form(passage, prose) {
            match &mut forms {
                Some((_, _, more)) => *more += 1,
                None => {
                    let form = passage.text.get(range.clone()).unwrap_or_default();
                    forms = Some((passage.place(range), form.to_owned(), 0));
                }
            }
        }
    }
    if let Some((span, form, more)) = forms {
        let more = match more {
            0 => String::new(),
            1 => ", and in one more line".to_owned(),
            more => format!(", and in {more} more lines"),
        };
        report(span, format!("`{form}` stands where a date or time belongs{more}"));
    }
    for passage in template::left_open(prose) {
        report(passage.span, "nothing but dots stands in this section".to_owned());
    }
    let body = subject.body();
    for range in template::tags(subject.file.text().get(body..).unwrap_or_default()) {
        let span = Span::new(range.start, range.end).shifted(body);
        report(span, unfilled_message(subject.file.text().get(span.range()).unwrap_or_default()));
    }
}

fn unfilled_message(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("`{text}` is left from a template")
}
