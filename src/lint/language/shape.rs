//! How much a postmortem holds: one incident, in a length that is read.

use super::{TOO_LONG, TOO_SHORT, TWO_INCIDENTS};
use crate::diagnostic::Diagnostics;
use crate::lint::{ProseSection, Subject};
use crate::model::{SectionKind, Status};
use crate::parse::section_kinds;

/// Fewer words tell no story, and more are read by few; between 400 and 600 is good advice.
const FEWEST: usize = 150;
const MOST: usize = 1500;

/// Characters of scripts that set no space between words. With more than a few, words cannot be counted.
const FEW_UNSPACED: usize = 40;

/// Parts that a postmortem has once.
const ONCE: &[SectionKind] = &[
    SectionKind::Summary,
    SectionKind::Impact,
    SectionKind::Timeline,
    SectionKind::RootCause,
    SectionKind::Resolution,
];

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    two_incidents(subject, diagnostics);
    length(subject, diagnostics);
}

fn length(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let words = subject.prose.words;
    let draft = subject.postmortem.status == Status::Draft;
    if words > MOST {
        let minutes = words / 200;
        diagnostics.push(
            TOO_LONG
                .at(
                    subject.file,
                    subject.whole(),
                    format!("this postmortem has {words} words, about {minutes} minutes of reading"),
                )
                .label("few will read to the end")
                .help("400 to 600 words are enough for most incidents; move logs and analyses to pages of their own and link to them"),
        );
    } else if words < FEWEST && !draft && !is_unspaced(subject) {
        diagnostics.push(
            TOO_SHORT
                .at(
                    subject.file,
                    subject.whole(),
                    format!("this postmortem has {words} word{}", if words == 1 { "" } else { "s" }),
                )
                .label("too little to learn from")
                .help("say what broke, for whom, why it could happen and what will change; 400 to 600 words are good"),
        );
    }
}

/// Whether the text is in a script without spaces.
fn is_unspaced(subject: &Subject<'_>) -> bool {
    let chars = subject.prose.passages.iter().flat_map(|passage| passage.text.chars());
    let unspaced = chars.filter(|c| {
        matches!(u32::from(*c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0x2_0000..=0x3_FFFF)
    });
    unspaced.take(FEW_UNSPACED).count() == FEW_UNSPACED
}

/// A second incident repeats what the first had: the same heading again, or two parts again.
fn two_incidents(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let sections = &subject.prose.sections;
    let mut first: Vec<(SectionKind, &ProseSection)> = Vec::new();
    let mut again: Vec<(&ProseSection, &ProseSection)> = Vec::new();
    for section in sections {
        let quoted = subject.prose.passages.get(section.passages.start).is_some_and(|heading| heading.quoted);
        let [kind] = section_kinds(&section.title)[..] else { continue };
        if quoted || !ONCE.contains(&kind) {
            continue;
        }
        match first.iter().find(|(known, before)| *known == kind && before.level == section.level) {
            Some((_, before)) if again.iter().all(|(_, one)| one.kinds != section.kinds) => {
                again.push((before, section));
            }
            Some(_) => {}
            None => first.push((kind, section)),
        }
    }
    let telling = |section: &ProseSection| {
        section.kinds.contains(&SectionKind::Summary) || section.kinds.contains(&SectionKind::Timeline)
    };
    let same = |(one, two): &(&ProseSection, &ProseSection)| {
        telling(two) && one.title.eq_ignore_ascii_case(&two.title)
    };
    let Some((one, two)) = again.iter().find(|pair| same(pair)).or_else(|| {
        let first = again.first();
        first.filter(|_| again.len() > 1 && again.iter().any(|(_, two)| telling(two)))
    }) else {
        return;
    };
    diagnostics.push(
        TWO_INCIDENTS
            .at(subject.file, two.heading, format!("`{}` begins a second incident", two.title))
            .label("a second time in this file")
            .help("give each incident a file of its own, and name one in the other's `related`, `caused_by` or `recurrence_of`")
            .related(subject.file, one.heading, format!("`{}` of the first", one.title)),
    );
}
