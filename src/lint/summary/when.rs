//! When it was: start and end, and in which zone.

use super::{front_matter, is_account};
use crate::diagnostic::{Diagnostics, Level};
use crate::lint::vocabulary::mentions;
use crate::lint::{Rule, Subject};
use crate::model::{EventKind, ImpactKind, Milestone, SectionKind, Zone};
use crate::source::Span;
use crate::times::{clocks, dates, lengths, names_zone};
use jiff::civil::DateTime;
use jiff::tz::AmbiguousOffset;

pub(super) const MISSING_TIMES: Rule = Rule {
    code: "missing-times",
    level: Level::Warning,
    summary: "a postmortem says when the incident started and when it ended",
    why: "How long users were hurt is the first question of every reader, and logs are found by time only.",
    bad: "---\ntitle: Checkout down\n---\n\n## Summary\n\nThe checkout was down, and a restart brought it back.",
    good: "---\ntitle: Checkout down\nstarted: 2024-05-12 10:00\nresolved: 2024-05-12 11:30\ntimezone: America/Los_Angeles\n---",
};

pub(super) const TIMES_WITHOUT_ZONE: Rule = Rule {
    code: "times-without-zone",
    level: Level::Warning,
    summary: "times of day come with their time zone",
    why: "Readers elsewhere, and everyone who compares with logs, cannot tell which moment a bare 10:00 was.",
    bad: "## Timeline\n\n- 10:00 Alerts report database errors",
    good: "## Timeline (UTC)\n\n- 10:00 Alerts report database errors",
};

pub(super) const AMBIGUOUS_LOCAL_TIME: Rule = Rule {
    code: "ambiguous-local-time",
    level: Level::Warning,
    summary: "a local time is not one that the clock showed twice",
    why: "In the night in which clocks are put back an hour happens twice; durations may be an hour wrong.",
    bad: "started: 2024-10-27 02:30\ntimezone: Europe/Berlin",
    good: "started: 2024-10-27T02:30:00+02:00\ntimezone: Europe/Berlin",
};

/// Whether the front matter says when it started, and when it ended.
fn recorded(subject: &Subject<'_>) -> (bool, bool) {
    let has = |milestone| subject.postmortem.milestones.get(milestone).is_some();
    (has(Milestone::Started), has(Milestone::Mitigated) || has(Milestone::Resolved))
}

/// Only what finds that times are missing.
pub(super) fn check_missing(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    // What the original does not tell, a write-up of it cannot.
    if recorded(subject) != (true, true) && subject.postmortem.source.is_none() {
        check_start_and_end(subject, recorded(subject), &Told::read(subject, false), diagnostics);
    }
}

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let milestones = &subject.postmortem.milestones;
    let zoned = subject.node("timezone").is_some()
        || milestones.known().any(|(_, moment)| moment.precision() > crate::model::Precision::Day)
        || subject.parsed.outline.timeline.iter().any(|entry| entry.zone.is_some());
    if zoned {
        check_missing(subject, diagnostics);
        return;
    }
    let told = Told::read(subject, true);
    // What the original does not tell, a write-up of it cannot.
    if subject.postmortem.source.is_none() {
        check_start_and_end(subject, recorded(subject), &told, diagnostics);
    }
    if let Some((written, place)) = told.clock
        // Anywhere will do, a code block included.
        && !names_zone(subject.file.text())
    {
        diagnostics.push(
            TIMES_WITHOUT_ZONE
                .at(subject.file, place, format!("nothing says in which time zone `{written}` is"))
                .label("where was it that time?")
                .help("add `timezone` to the front matter, or name the zone in the heading: `## Timeline (UTC)`"),
        );
    }
}

/// Lengths of time that nobody measured.
const SOME_TIME: &[&str] = &[
    "several minutes",
    "several hours",
    "several days",
    "few minutes",
    "few hours",
    "few days",
    "for hours",
    "for days",
];

/// What the text says about times.
#[derive(Default)]
struct Told {
    /// How many times and dates it has.
    moments: usize,
    /// Whether it says how long something took.
    length: bool,
    /// The first time of day of the account.
    clock: Option<(String, Span)>,
}

impl Told {
    /// Reads as far as it has to: up to two times, and up to the first time of day if it is asked for.
    fn read(subject: &Subject<'_>, with_clock: bool) -> Self {
        let mut told = Self::default();
        for passage in front_matter(subject).iter().chain(&subject.prose.passages) {
            if told.moments > 1 && (told.clock.is_some() || !with_clock) {
                break;
            }
            let text = &passage.text;
            if !is_account(subject, passage) {
                continue;
            }
            // Two times tell how long it took.
            told.length =
                told.length || told.moments > 1 || !lengths(text).is_empty() || mentions(text, SOME_TIME);
            if !text.bytes().any(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let clocks = clocks(text);
            told.moments += clocks.len() + dates(text);
            let first = clocks.into_iter().find(|clock| !passage.is_code(&clock.range));
            if let (None, Some(clock), false) = (&told.clock, first, passage.quoted) {
                told.clock = Some((text[clock.range.clone()].to_owned(), passage.place(clock.range)));
            }
        }
        told
    }
}

fn check_start_and_end(
    subject: &Subject<'_>,
    (started, ended): (bool, bool),
    told: &Told,
    diagnostics: &mut Diagnostics,
) {
    let postmortem = subject.postmortem;
    let event = |wanted: &[EventKind]| {
        postmortem.timeline.iter().any(|entry| entry.kind.is_some_and(|kind| wanted.contains(&kind)))
    };
    let started = started || told.moments > 0 || event(&[EventKind::Started]);
    // What never hurt anybody has no end to tell.
    let harmless =
        postmortem.impact.near_miss == Some(true) || postmortem.impact.kind == Some(ImpactKind::None);
    let ended = ended
        || harmless
        || told.moments > 1
        || told.length
        || event(&[EventKind::Mitigated, EventKind::Resolved]);
    let (message, help) = match (started, ended) {
        (true, true) => return,
        (false, false) => ("nothing says when this started and ended", "`started` and `resolved`"),
        (false, true) => ("nothing says when this started", "`started`"),
        (true, false) => ("nothing says when this ended, or how long it took", "`resolved`"),
    };
    diagnostics.push(
        MISSING_TIMES
            .at(subject.file, subject.heading(SectionKind::Summary), message)
            .label("when?")
            .help(format!("add {help} to the front matter; a day alone is better than nothing")),
    );
}

/// Local times that their zone had twice. Times that it never had are refused before.
pub(super) fn check_local_times(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    for milestone in Milestone::ALL {
        let (Some(node), Some(moment)) =
            (subject.node(milestone.key()), subject.postmortem.milestones.get(*milestone))
        else {
            continue;
        };
        let Some(written) = node.text() else { continue };
        // An offset in front of a bracketed name has decided already.
        if !written.contains('[') && moment.zoned().time_zone().iana_name().is_some() {
            twice(subject, node.span, written, moment.zoned().datetime(), &moment.zone(), diagnostics);
        }
    }
    let entries = subject.parsed.outline.timeline.iter().zip(&subject.postmortem.timeline);
    for (raw, entry) in entries {
        if let (Some(moment), Some(_)) = (&entry.at, raw.time)
            && twice(
                subject,
                written_place(subject, raw.span, &raw.written),
                &raw.written,
                moment.zoned().datetime(),
                &moment.zone(),
                diagnostics,
            )
        {
            // The entries after it are of the same night, and of the same doubt.
            break;
        }
    }
}

/// Where a time is written in an entry.
fn written_place(subject: &Subject<'_>, span: Span, written: &str) -> Span {
    let text = subject.file.text().get(span.range()).unwrap_or_default();
    text.find(written).map_or(span, |at| Span::new(span.start + at, span.start + at + written.len()))
}

fn twice(
    subject: &Subject<'_>,
    place: Span,
    written: &str,
    local: DateTime,
    zone: &Zone,
    diagnostics: &mut Diagnostics,
) -> bool {
    let AmbiguousOffset::Fold { before, after } = zone.time_zone().to_ambiguous_zoned(local).offset() else {
        return false;
    };
    let iso = |offset| {
        let offset = Zone::fixed(offset);
        let label = if offset.label() == "UTC" { "Z" } else { offset.label() };
        format!("`{}{label}`", local.strftime("%Y-%m-%dT%H:%M:%S"))
    };
    diagnostics.push(
        AMBIGUOUS_LOCAL_TIME
            .at(subject.file, place, format!("`{written}` happened twice in {zone} that night"))
            .label("taken for the first time")
            .help(format!("the clocks were put back: write {} or {}", iso(before), iso(after))),
    );
    true
}
