//! Which heading means which section.

use crate::model::SectionKind;
use SectionKind::{
    ActionItems, ContributingFactors, Detection, Impact, LessonsLearned, Resolution, RootCause, Summary,
    Timeline,
};

/// What teams call their sections, in lower case, words parted by one space.
const NAMES: &[(SectionKind, &[&str])] = &[
    (
        Summary,
        &[
            "summary",
            "issue summary",
            "incident summary",
            "executive summary",
            "management summary",
            "postmortem summary",
            "overview",
            "incident overview",
            "what happened",
            "tl dr",
            "tldr",
            "abstract",
            "synopsis",
            "in short",
            "problem summary",
            "problem statement",
            "incident description",
            "description of the incident",
            "at a glance",
        ],
    ),
    (
        Impact,
        &[
            "impact",
            "user impact",
            "customer impact",
            "business impact",
            "incident impact",
            "impact assessment",
            "impact analysis",
            "impact summary",
            "impact on users",
            "impact on customers",
            "affected users",
            "affected services",
            "who was affected",
            "what was affected",
            "scope of impact",
            "scope",
            "damage",
            "effects",
            "consequences",
            "symptoms",
        ],
    ),
    (
        Timeline,
        &[
            "timeline",
            "incident timeline",
            "timeline of events",
            "timeline of the incident",
            "detailed timeline",
            "event timeline",
            "outage timeline",
            "chronology",
            "chronology of events",
            "sequence of events",
            "order of events",
            "what happened when",
            "event log",
            "incident log",
            "history of events",
        ],
    ),
    (
        Detection,
        &[
            "detection",
            "incident detection",
            "how we detected",
            "how we detected it",
            "how was it detected",
            "how it was detected",
            "how we noticed",
            "how we found out",
            "how did we find out",
            "discovery",
            "alerting",
            "monitoring",
            "detection and alerting",
            "time to detect",
        ],
    ),
    (
        RootCause,
        &[
            "root cause",
            "root causes",
            "root cause analysis",
            "root cause s",
            "rca",
            "cause",
            "causes",
            "cause of the incident",
            "cause of the outage",
            "primary cause",
            "underlying cause",
            "underlying causes",
            "technical cause",
            "technical root cause",
            "cause analysis",
            "causal analysis",
            "trigger and root cause",
            "five whys",
            "5 whys",
            "the five whys",
            "why",
            "why did it happen",
            "why it happened",
            "why did this happen",
            "why this happened",
            "what went wrong technically",
            "what caused it",
            "what caused this",
            "what caused the incident",
            "what caused the outage",
            "the cause",
        ],
    ),
    (
        ContributingFactors,
        &[
            "contributing factors",
            "contributing factor",
            "contributing causes",
            "contributing conditions",
            "contributors",
            "aggravating factors",
            "additional factors",
            "other factors",
            "enabling conditions",
            "contributing factor s",
        ],
    ),
    (
        Resolution,
        &[
            "resolution",
            "incident resolution",
            "recovery",
            "mitigation",
            "mitigations",
            "remediation",
            "fix",
            "the fix",
            "workaround",
            "mitigation steps",
            "recovery steps",
            "resolution steps",
            "response",
            "incident response",
            "how we fixed it",
            "how it was fixed",
            "how we resolved it",
            "how was it resolved",
            "how it was resolved",
            "how did we fix it",
            "what we did",
            "restoration",
        ],
    ),
    (
        ActionItems,
        &[
            "action items",
            "action item",
            "actions",
            "action plan",
            "actions taken and planned",
            "follow ups",
            "follow up",
            "followups",
            "followup",
            "follow up actions",
            "follow up items",
            "follow up tasks",
            "followup actions",
            "next steps",
            "corrective and preventative measures",
            "corrective and preventive measures",
            "corrective and preventative actions",
            "corrective and preventive actions",
            "corrective actions",
            "corrective measures",
            "preventative measures",
            "preventive measures",
            "preventative actions",
            "preventive actions",
            "prevention",
            "remediation items",
            "remediation actions",
            "repair items",
            "improvements",
            "planned improvements",
            "to do",
            "todo",
            "todos",
            "tasks",
            "what we will do",
            "what we are doing",
            "what we re doing",
            "what we ll do next",
            "what are we doing about it",
            "how we will prevent this",
            "preventing recurrence",
            "future work",
            "future actions",
        ],
    ),
    (
        LessonsLearned,
        &[
            "lessons learned",
            "lessons learnt",
            "lessons",
            "lesson learned",
            "learnings",
            "key learnings",
            "key takeaways",
            "takeaways",
            "what we learned",
            "what we learnt",
            "what have we learned",
            "what did we learn",
            "retrospective",
            "reflections",
            "what went well",
            "what went right",
            "what went wrong",
            "what went poorly",
            "what went badly",
            "what did not go well",
            "what didn t go well",
            "what could have gone better",
            "what could be improved",
            "what could have been better",
            "where we got lucky",
            "what worked",
            "what did not work",
            "what didn t work",
            "things that went well",
            "things that went poorly",
        ],
    ),
];

/// The kinds of section that a heading names, in the order in which it names them; empty for a
/// heading of the author's own.
pub fn kinds(heading: &str) -> Vec<SectionKind> {
    let words = normalized(heading);
    if let Some(kind) = named(&words) {
        return vec![kind];
    }
    let mut kinds = Vec::new();
    // `Root cause and resolution` is both; of `Impact and duration` the part that is known counts.
    for part in words.split(" and ") {
        if let Some(kind) = named(part)
            && !kinds.contains(&kind)
        {
            kinds.push(kind);
        }
    }
    kinds
}

fn named(words: &str) -> Option<SectionKind> {
    NAMES.iter().find(|(_, names)| names.contains(&words)).map(|(kind, _)| *kind)
}

/// Lower case words; `&`, `/`, `,` and `+` become `and`; numbering, emoji, remarks in brackets
/// and all other punctuation are gone.
fn normalized(heading: &str) -> String {
    let mut text = String::with_capacity(heading.len());
    let mut depth = 0usize;
    for c in heading.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            // `Root cause(s)` means the plural.
            _ if depth > 0 => {}
            '&' | '/' | ',' | '+' => text.push_str(" and "),
            _ if c.is_alphanumeric() => text.extend(c.to_lowercase()),
            _ => text.push(' '),
        }
    }
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > 1 && is_number(heading) {
        while words.len() > 1
            && (words[0].bytes().all(|b| b.is_ascii_digit()) || is_roman_or_letter(words[0]))
        {
            words.remove(0);
        }
    }
    if words.len() > 1 && matches!(words[0], "the" | "our") {
        words.remove(0);
    }
    if words.len() > 1 && words[words.len() - 1] == "section" {
        words.pop();
    }
    words.join(" ")
}

/// Whether a heading starts with numbering such as `1.`, `2.3`, `IV)` or `a.`; the `5` of `5 whys`
/// is none.
fn is_number(heading: &str) -> bool {
    let start = heading.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = start.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(start.len());
    let (word, rest) = start.split_at(end);
    rest.starts_with(['.', ')', ':'])
        && (word.bytes().all(|b| b.is_ascii_digit()) || is_roman_or_letter(&word.to_ascii_lowercase()))
}

fn is_roman_or_letter(word: &str) -> bool {
    word.len() <= 4 && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
        || word.len() == 1 && word.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_their_usual_names() {
        for (heading, expected) in [
            ("Issue Summary", vec![Summary]),
            ("TL;DR", vec![Summary]),
            ("## 1. Impact:", vec![Impact]),
            ("2.3 User impact", vec![Impact]),
            ("IV) Timeline (all times UTC)", vec![Timeline]),
            ("⏱️ Sequence of events", vec![Timeline]),
            ("How we detected", vec![Detection]),
            ("Root cause(s)", vec![RootCause]),
            ("5 Whys", vec![RootCause]),
            ("Root cause and resolution", vec![RootCause, Resolution]),
            ("Root Cause & Contributing Factors", vec![RootCause, ContributingFactors]),
            ("Corrective and preventative measures", vec![ActionItems]),
            ("Follow-ups", vec![ActionItems]),
            ("What didn’t go well?", vec![LessonsLearned]),
            ("Impact and duration", vec![Impact]),
            ("Timeline service outage", vec![]),
            ("a", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(kinds(heading), expected, "{heading}");
        }
    }
}
