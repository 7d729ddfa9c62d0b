//! Words that stand where a heading should: `**Timeline:**` in a line of its own.

use super::{PassageKind, Subject};
use crate::model::SectionKind;
use crate::parse::section_kinds;
use crate::source::Span;

/// The longest label that is looked at, in bytes.
const LONGEST: usize = 40;

/// The first line of text that is the name of a section and no heading: the name and its place.
///
/// Readers take it for a heading; what follows it is in no section all the same.
pub(super) fn label<'a>(subject: &'a Subject<'_>, kind: SectionKind) -> Option<(&'a str, Span)> {
    let texts = subject.prose.passages.iter().filter(|passage| {
        matches!(passage.kind, PassageKind::Paragraph | PassageKind::Item) && !passage.quoted
    });
    texts.into_iter().find_map(|passage| {
        let mut start = 0;
        passage.text.split_inclusive('\n').enumerate().find_map(|(at, line)| {
            let from = start;
            start += line.len();
            let name = match line.split_once(':') {
                // `Summary: On May 12 …` at the start of a paragraph is a label, too.
                Some((name, rest)) if at == 0 || rest.trim().is_empty() => name,
                Some(_) => return None,
                None => line,
            };
            let indent = name.len() - name.trim_start().len();
            let name = name.trim();
            if name.is_empty() || name.len() > LONGEST || !section_kinds(name).contains(&kind) {
                return None;
            }
            let from = from + indent;
            Some((name, passage.place(from..from + name.len())))
        })
    })
}
