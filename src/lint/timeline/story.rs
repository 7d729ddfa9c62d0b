//! What a timeline has to tell: how it was noticed, what was tried, who was called, how it ended.

use crate::diagnostic::{Diagnostics, Level};
use crate::lint::label::label;
use crate::lint::vocabulary::mentions;
use crate::lint::{PassageKind, ProseSection, Rule, Subject};
use crate::model::{EventKind, Milestone, SectionKind};
use crate::times::{clocks, dates};

pub(super) const MISSING_TIMELINE: Rule = Rule {
    code: "missing-timeline",
    level: Level::Warning,
    summary: "a postmortem has a timeline",
    why: "What was known when, and where the time went, shows only in order; it is the raw material of every lesson.",
    bad: "## Summary\n\nWe noticed the errors late and rolled back in the end.",
    good: "## Timeline (UTC)\n\n- 10:00 [detected] Alerts report errors of the order database\n- 10:45 [identified] A query of last night's deployment is found\n- 11:15 [mitigated] The deployment is rolled back",
};

pub(super) const MISSING_DETECTION: Rule = Rule {
    code: "missing-detection",
    level: Level::Warning,
    summary: "a postmortem says how the incident was noticed",
    why: "An incident that customers report first asks for an alert, and one that an alert found does not.",
    bad: "## Timeline\n\n- 10:00 The pool runs out\n- 11:15 The deployment is rolled back",
    good: "## Timeline\n\n- 10:00 The pool runs out\n- 10:04 [detected] An alert on failed orders pages the engineer on call\n- 11:15 The deployment is rolled back",
};

pub(super) const MISSING_INVESTIGATION: Rule = Rule {
    code: "missing-investigation",
    level: Level::Info,
    summary: "a longer timeline tells what was looked at and assumed",
    why: "Wrong turns cost the most time, and whoever has the next incident would take them again.",
    bad: "- 10:00 Errors rise\n- 10:10 Errors rise further\n- 10:30 Checkout is down\n- 11:00 Deployment is rolled back\n- 11:30 Checkout works",
    good: "- 10:00 Errors rise\n- 10:10 [hypothesis] A campaign is suspected; its traffic is ordinary\n- 10:45 [identified] A query of last night holds connections\n- 11:00 Deployment is rolled back\n- 11:30 Checkout works",
};

pub(super) const MISSING_ESCALATION: Rule = Rule {
    code: "missing-escalation",
    level: Level::Info,
    summary: "a severe incident says who was called in and who was told",
    why: "Whether the right people came in time is what a severe incident teaches about being on call.",
    bad: "severity: sev1\n\n## Timeline\n\n- 10:00 The database stops\n- 12:00 The database works",
    good: "severity: sev1\n\n## Timeline\n\n- 10:00 The database stops\n- 10:05 [escalated] The database team is paged\n- 10:10 [communication] The status page says so\n- 12:00 The database works",
};

pub(super) const TIMELINE_WITHOUT_END: Rule = Rule {
    code: "timeline-without-end",
    level: Level::Warning,
    summary: "a postmortem says how the incident was ended",
    why: "What helped is what the next one on call will try first.",
    bad: "## Timeline\n\n- 10:00 Alerts report database errors\n- 10:20 The team looks into it",
    good: "## Timeline\n\n- 10:00 Alerts report database errors\n- 11:15 [mitigated] The deployment of last night is rolled back",
};

#[rustfmt::skip]
const NOTICED: &[&str] = &[
    "alert*", "alarm*", "monitor*", "report*", "notic*", "page", "paged", "pages", "pager*", "paging",
    "detect*", "discover*", "complain*", "observ*", "aware", "saw", "see", "seen", "sees", "spot", "spotted",
    "spots", "found", "find", "finds", "ticket*", "notif*", "dashboard*", "told", "contact*", "call",
    "called", "calls", "calling", "email*", "tweet*", "encounter*", "informed", "realis*", "realiz*",
    "recogni*", "identified", "identifies", "probe*", "health check*", "watchdog*", "came in", "inform*",
    "disclos*", "message*", "raised", "learned", "learnt", "graph*", "metric*", "log show*", "logs show*",
    "flag*", "receiv*", "support", "customers ask*", "feedback", "announc*", "mention*",
];

#[rustfmt::skip]
const INVESTIGATED: &[&str] = &[
    "investigat*", "propos*", "witness*", "war room", "triage*", "guess*", "wonder*", "indicat*", "point to",
    "points to", "pointed to", "caught", "repl*", "suspect*", "assum*", "hypothes*", "debug*", "diagnos*",
    "look*", "check*", "analy*", "thought", "think*", "believ*", "theor*", "examin*", "determin*", "identif*",
    "found", "find*", "trac*", "strace", "inspect*", "test*", "tried", "try", "tries", "trying", "attempt*",
    "realis*", "realiz*", "discover*", "review*", "understand*", "understood", "confirm*", "cause*", "verif*",
    "troubleshoot*", "noticed that", "explor*", "search*", "research*", "narrow*", "isolat*", "pinpoint*",
    "reproduc*", "observ*", "ruled out", "rules out", "appear*", "seem*", "conclu*", "stud*", "query",
    "queries", "notice*", "show*", "see", "sees", "saw", "reveal*", "correlat*", "scan*", "audit*", "measur*",
    "profil*", "consider*",
];

#[rustfmt::skip]
const CALLED: &[&str] = &[
    "escalat*", "page", "paged", "pages", "pager*", "call*", "notif*", "inform*", "team*", "status page*",
    "announc*", "communicat*", "tweet*", "post", "posted", "posts", "join*", "brought in", "contact*", "told",
    "tell*", "ask*", "email*", "incident response", "involve*", "declar*", "war room", "bridge*", "engineer*",
    "on call", "meet*", "customers are", "public*", "statement*", "warn*", "alert*", "invit*", "engage*",
    "assembl*", "gather*", "support", "vendor*", "message*", "report*", "disclos*", "reached out",
    "reaches out", "reach out", "update*", "publish*", "people", "administrator*", "operator*", "staff",
];

#[rustfmt::skip]
const ENDED: &[&str] = &[
    "resolv*", "fix*", "restor*", "recover*", "roll back", "rolled back", "rolls back", "rolling back",
    "rollback*", "revert*", "restart*", "mitigat*", "back to normal", "repair*", "replac*", "disabl*",
    "patch*", "normal*", "hotfix*", "workaround*", "undo*", "undid", "redeploy*", "re deploy*", "works again",
    "back online", "back up", "healthy", "reboot*", "failover*", "fail over", "failed over", "stabili*",
    "corrected", "scaled", "ended", "works", "working", "operational", "solved", "solution*", "addressed",
    "contained", "complete*", "functional*", "available again", "came back", "come back", "comes back",
    "returned", "removed", "ends", "rebuilt", "reset*", "unblock*", "rotat*", "revok*", "remedi*", "end of",
    "stops", "stopped", "goes away", "went away", "shut*", "switch*", "upgrad*", "downgrad*", "increased",
    "increases the", "closed", "all clear", "green", "reappl*", "re enabl*", "reenabl*", "running again",
];

/// A section with fewer times at the start of its lines does not tell what happened in order.
const ENOUGH_TIMES: usize = 3;

/// From this many entries on a timeline is long enough to tell what was tried.
const LONG: usize = 5;

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    if subject.prose.section(SectionKind::Timeline).is_none() && subject.postmortem.timeline.is_empty() {
        missing_timeline(subject, diagnostics);
    }
    // What the original does not tell, a write-up of it cannot.
    if subject.postmortem.source.is_none() {
        check_detection(subject, diagnostics);
        check_investigation(subject, diagnostics);
        check_escalation(subject, diagnostics);
        check_end(subject, diagnostics);
    }
}

fn missing_timeline(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let found = if let Some((name, place)) = label(subject, SectionKind::Timeline) {
        MISSING_TIMELINE
            .at(subject.file, place, format!("`{name}` is no heading, so this postmortem has no timeline"))
            .label("not a heading")
            .help(format!("write `## {name}`, with the entries on lines below"))
    } else if let Some(section) = timeline_by_another_name(subject) {
        let title = &section.title;
        let (message, help) = if section.kinds.is_empty() {
            (format!("`{title}` reads like a timeline, but is not called one"), "call it `## Timeline`")
        } else {
            (format!("`{title}` holds what reads like a timeline"), "give that a heading `## Timeline`")
        };
        MISSING_TIMELINE
            .at(subject.file, section.heading, message)
            .label("a timeline?")
            .help(format!("{help}, so that its entries are found and drawn"))
    } else if subject.postmortem.source.is_some() {
        return;
    } else {
        MISSING_TIMELINE
            .at(subject.file, subject.whole(), "this postmortem has no timeline")
            .label("what happened when?")
            .help("add a section `## Timeline` with a list of entries that each start with their time")
    };
    diagnostics.push(found);
}

/// A section that has `timeline` in its name, or in which several items or rows start with a time or a date.
fn timeline_by_another_name<'a>(subject: &'a Subject<'_>) -> Option<&'a ProseSection> {
    let prose = &subject.prose;
    if let Some(named) = prose.sections.iter().find(|section| mentions(&section.title, &["timeline"])) {
        return Some(named);
    }
    let mut counts = vec![0usize; prose.sections.len()];
    for passage in &prose.passages {
        let starts = match passage.kind {
            PassageKind::Item | PassageKind::Cell => starts_with_time(&passage.text),
            _ => false,
        };
        let count = passage.section.filter(|_| starts && !passage.quoted).and_then(|at| counts.get_mut(at));
        if let Some(count) = count {
            *count += 1;
        }
    }
    let found = prose.sections.iter().zip(counts).find(|(_, count)| *count >= ENOUGH_TIMES);
    let planned = [SectionKind::ActionItems, SectionKind::LessonsLearned];
    found
        .map(|(section, _)| section)
        .filter(|section| !section.kinds.iter().any(|kind| planned.contains(kind)))
}

fn starts_with_time(text: &str) -> bool {
    let head: String = text.chars().take(24).collect();
    let clock = clocks(&head).first().is_some_and(|clock| clock.range.start < 12);
    clock
        || head.starts_with(|c: char| c.is_alphanumeric()) && dates(&head) > 0 && {
            let (first, _) = head.split_once([' ', ':']).unwrap_or((&head, ""));
            first.bytes().any(|byte| byte.is_ascii_digit())
                || first.len() >= 3 && dates(&format!("{first} 1")) > 0
        }
}

fn has_event(subject: &Subject<'_>, kinds: &[EventKind]) -> bool {
    subject.postmortem.timeline.iter().any(|entry| entry.kind.is_some_and(|kind| kinds.contains(&kind)))
}

/// Whether any of some words stands in what tells of the incident.
fn is_told(subject: &Subject<'_>, wanted: &[&str]) -> bool {
    let prose = &subject.prose;
    let told = |section: Option<usize>| {
        let kinds = section.and_then(|at| prose.sections.get(at)).map_or(&[][..], |section| &section.kinds);
        !kinds.iter().any(|kind| matches!(kind, SectionKind::ActionItems | SectionKind::LessonsLearned))
    };
    mentions(&subject.postmortem.summary, wanted)
        || prose.passages.iter().any(|passage| told(passage.section) && mentions(&passage.text, wanted))
}

fn check_detection(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let said = subject.postmortem.detection.is_some()
        || subject.prose.section(SectionKind::Detection).is_some()
        || has_event(subject, &[EventKind::Detected])
        || is_told(subject, NOTICED);
    if said || subject.prose.words == 0 {
        return;
    }
    diagnostics.push(
        MISSING_DETECTION
            .at(subject.file, subject.heading(SectionKind::Timeline), "nothing says how this was noticed")
            .label("by an alert, or by users?")
            .help("say it in the timeline as `[detected]`, or set `detection` in the front matter"),
    );
}

fn check_investigation(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let timeline = &subject.postmortem.timeline;
    let kinds = [EventKind::Hypothesis, EventKind::Misleading, EventKind::Identified];
    // One by days tells a history, and not the work of an hour.
    let with_clock = subject.parsed.outline.timeline.iter().filter(|entry| entry.time.is_some()).count();
    if with_clock < LONG
        || has_event(subject, &kinds)
        || timeline.iter().any(|entry| mentions(&entry.text, INVESTIGATED))
    {
        return;
    }
    diagnostics.push(
        MISSING_INVESTIGATION
            .at(
                subject.file,
                subject.heading(SectionKind::Timeline),
                format!("none of the {} entries says what was looked at or assumed", timeline.len()),
            )
            .label("what was tried?")
            .help("add what was suspected and examined, wrong turns included: `[hypothesis]`, `[misleading]`, `[identified]`"),
    );
}

fn check_escalation(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let severe = subject.postmortem.severity.as_ref().is_some_and(|severity| severity.rank() < 2);
    let kinds = [EventKind::Escalated, EventKind::Communication, EventKind::Acknowledged];
    let acknowledged = subject.postmortem.milestones.get(Milestone::Acknowledged).is_some();
    if !severe || acknowledged || has_event(subject, &kinds) || is_told(subject, CALLED) {
        return;
    }
    diagnostics.push(
        MISSING_ESCALATION
            .at(subject.file, subject.heading(SectionKind::Timeline), "nothing says who was called in, or who was told")
            .label("who was involved?")
            .help("add to the timeline when further people were called (`[escalated]`) and users were told (`[communication]`)"),
    );
}

fn check_end(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let postmortem = subject.postmortem;
    let said = postmortem.timeline.is_empty()
        || !postmortem.mitigation.is_empty()
        || subject.prose.section(SectionKind::Resolution).is_some()
        || has_event(subject, &[EventKind::Mitigated, EventKind::Resolved])
        || is_told(subject, ENDED);
    if said {
        return;
    }
    let last = subject.parsed.outline.timeline.last().map_or_else(|| subject.whole(), |entry| entry.span);
    diagnostics.push(
        TIMELINE_WITHOUT_END
            .at(subject.file, last, "the timeline ends here, and nothing says how the incident was ended")
            .label("and then?")
            .help("add an entry for what helped, as `[mitigated]` or `[resolved]`, or a section `## Resolution`"),
    );
}
