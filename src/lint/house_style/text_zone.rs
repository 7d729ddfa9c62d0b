//! The zone of the front matter, where readers of the text alone look for it.

use crate::diagnostic::{Diagnostics, Fix, Level};
use crate::lint::summary::is_account;
use crate::lint::{Passage, PassageKind, Rule, Subject};
use crate::model::Zone;
use crate::parse::{self, Internal, RawEntry};
use crate::source::{SourceFile, Span};
use crate::times::{clocks, names_zone, spans_between};
use std::ops::Range;

pub(super) const ZONE_NOT_IN_TEXT: Rule = Rule {
    code: "zone-not-in-text",
    level: Level::Info,
    summary: "the first time of day in the text comes with its zone, even if the front matter has a `timezone`",
    why: "A summary is quoted in chats, mails and feeds, where nobody sees the front matter. One zone is enough: the times below follow it. `pmsite check --fix` puts the `timezone` of the front matter behind that first time.",
    bad: "---\ntitle: Checkout down\ntimezone: UTC\n---\n\n## Summary\n\nFrom 10:00 to 11:30 nobody could pay.",
    good: "---\ntitle: Checkout down\ntimezone: UTC\n---\n\n## Summary\n\nFrom 10:00 to 11:30 UTC nobody could pay.",
};

/// Words that say of a time what a zone says, or that belong to it.
const BEHIND_TIMES: &[&str] = &["local", "hrs", "hours", "h", "o", "am", "pm", "a", "p", "time"];

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    // Other languages name zones in words of their own.
    let Some(label) = subject.node("timezone").and_then(|node| node.text()).filter(|_| subject.english)
    else {
        return;
    };
    // Anywhere will do, a code block included.
    if subject.file.text().get(subject.body()..).is_none_or(names_zone) {
        return;
    }
    let Some((passage, range)) = first_time(subject) else { return };
    let place = passage.place(range.clone());
    let written = &passage.text[range];
    let fix = Some(Fix { span: place, was: written.to_owned(), text: format!("{written} {}", label.trim()) });
    let fix = fix.filter(|fix| is_safe(subject, fix, label));
    let help = match &fix {
        Some(fix) => format!("write `{}`, or run `pmsite check --fix`", fix.text),
        None => format!("name the zone there as well: {}", label.trim()),
    };
    diagnostics.push(
        ZONE_NOT_IN_TEXT
            .at(subject.file, place, format!("only the front matter says in which time zone `{written}` is"))
            .label("where was it that time?")
            .help(help)
            .fix(fix),
    );
}

/// The first time of day of the account, with the end of its span if it has one: in `10:00 to 11:30` the
/// zone stands behind both.
fn first_time<'a>(subject: &'a Subject<'_>) -> Option<(&'a Passage, Range<usize>)> {
    subject.prose.passages.iter().find_map(|passage| {
        // A heading is an address, which would change with its words.
        if passage.quoted || passage.kind == PassageKind::Heading || !is_account(subject, passage) {
            return None;
        }
        let clocks = clocks(&passage.text);
        let at = clocks.iter().position(|clock| !passage.is_code(&clock.range))?;
        let first = &clocks[at];
        let end = clocks.get(at + 1).filter(|next| {
            !passage.is_code(&next.range) && !spans_between(&passage.text, first, next).is_empty()
        });
        Some((passage, first.range.start..end.unwrap_or(first).range.end))
    })
}

/// Whether a zone behind a time reads well there, and leaves all that is read from the file as it is.
fn is_safe(subject: &Subject<'_>, fix: &Fix, label: &str) -> bool {
    let text = subject.file.text();
    let (Some(before), Some(was), Some(after)) =
        (text.get(..fix.span.start), text.get(fix.span.range()), text.get(fix.span.end..))
    else {
        return false;
    };
    let next = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let next = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    // Markup in between would end up on the wrong side of the zone.
    if was != fix.was
        || after.starts_with(|c: char| c.is_alphanumeric())
        || BEHIND_TIMES.iter().any(|word| next.eq_ignore_ascii_case(word))
    {
        return false;
    }
    let changed = SourceFile::new(subject.file.shared_path(), [before, fix.text.as_str(), after].concat());
    let mut found = Diagnostics::new();
    let parsed = parse::file(&changed, Internal::Keep, &mut found);
    let (old, new) = (&subject.parsed.outline.timeline, &parsed.outline.timeline);
    old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(old, new, fix.span, label))
}

/// Whether an entry of the timeline says what it said: the one that was changed may name the zone.
fn is_same(old: &RawEntry, new: &RawEntry, changed: Span, label: &str) -> bool {
    let zone = |entry: &RawEntry| entry.zone.as_ref().map(|zone| zone.value.clone());
    let told = zone(old) == zone(new)
        || old.span.range().contains(&changed.start)
            && zone(new).is_some_and(|zone| Zone::parse(&zone) == Zone::parse(label));
    // Outside of the time, the text may have the zone in a sentence.
    let text = old.text == new.text || old.text == new.text.replacen(&format!(" {}", label.trim()), "", 1);
    told && text
        && (old.date, old.time, old.precision, old.kind) == (new.date, new.time, new.precision, new.kind)
}
