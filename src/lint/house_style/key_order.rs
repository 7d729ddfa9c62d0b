//! The order of keys in the front matter.

use crate::data::{Entry, LARGEST_FRONT_MATTER, yaml};
use crate::diagnostic::{Diagnostics, Fix, Level};
use crate::lint::{Rule, SUPPRESSION, Subject};
use crate::model::Postmortem;
use crate::parse::FrontMatter;
use crate::parse::front_matter::Format;
use crate::source::{SourceFile, Span};

pub(super) const KEY_ORDER: Rule = Rule {
    code: "key-order",
    level: Level::Info,
    summary: "the keys of YAML front matter stand in the documented order, from `title` to `extra`",
    why: "Whoever reads many postmortems finds a key where it always is, and changes are easier to compare. `pmsite check --fix` moves whole entries with their comments. TOML is left alone, where tables have to come last, and so is YAML whose aliases would come before their anchors.",
    bad: "---\nseverity: sev2\nstarted: 2024-05-12\n# As customers know it.\ntitle: Checkout down\n---",
    good: "---\n# As customers know it.\ntitle: Checkout down\nseverity: sev2\nstarted: 2024-05-12\n---",
};

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let Some(front_matter) =
        subject.parsed.front_matter.as_ref().filter(|front_matter| front_matter.format == Format::Yaml)
    else {
        return;
    };
    let entries = front_matter.root.entries().unwrap_or_default();
    let mut above = entries.iter();
    let pair = above.next().and_then(|first| {
        let mut last = first;
        above.find_map(|entry| {
            let back = rank(entry) < rank(last);
            let pair = (entry, last);
            last = entry;
            back.then_some(pair)
        })
    });
    let Some((entry, above)) = pair else { return };
    let mut keys: Vec<&Entry> = entries.iter().collect();
    keys.sort_by_key(|entry| rank(entry));
    let keys: Vec<_> = keys.iter().map(|entry| format!("`{}`", entry.key.value)).collect();
    let fix = fix(subject.file, front_matter, entries);
    let tail = if fix.is_some() { "; or run `pmsite check --fix`" } else { "" };
    let message = format!("`{}` stands below `{}`", entry.key.value, above.key.value);
    diagnostics.push(
        KEY_ORDER
            .at(subject.file, entry.key.span, message)
            .label("out of order")
            .help(format!("the order is {}{tail}", keys.join(", ")))
            .fix(fix),
    );
}

/// What a comment at the top holds that is for the whole file: suppressions, and what tells an editor its
/// schema.
const FOR_THE_FILE: [&str; 2] = [SUPPRESSION, "yaml-language-server:"];

/// The place of an entry in the documented order.
fn rank(entry: &Entry) -> usize {
    Postmortem::KEYS.iter().position(|key| *key == entry.key.value).unwrap_or(usize::MAX)
}

/// The lines of an entry: comments above it, its own, and what follows until the next.
struct Block {
    rank: usize,
    lines: Span,
    /// Where the line of the key starts.
    key: usize,
}

/// Moves whole lines until the entries are in order. `None` where entries do not have lines of their own,
/// or would mean something else in that order.
fn fix(file: &SourceFile, front_matter: &FrontMatter, entries: &[Entry]) -> Option<Fix> {
    let text = file.text();
    let blocks = blocks(text, front_matter.span, entries)?;
    let mut sorted: Vec<&Block> = blocks.iter().collect();
    sorted.sort_by_key(|block| block.rank);
    let moved = |pair: (&Block, &&Block)| pair.0.key != pair.1.key;
    let first = blocks.iter().zip(&sorted).position(moved)?;
    let last = blocks.len() - 1 - blocks.iter().zip(&sorted).rev().position(moved)?;
    // Above the first key, a suppression would be for the whole file.
    let top = &sorted[0];
    if first == 0 && text.get(top.lines.start..top.key)?.contains(SUPPRESSION) {
        return None;
    }
    let span = Span::new(blocks[first].lines.start, blocks[last].lines.end);
    let lines: Option<Vec<&str>> =
        sorted[first..=last].iter().map(|block| text.get(block.lines.range())).collect();
    let fix = Fix { span, was: text.get(span.range())?.to_owned(), text: lines?.concat() };
    means_the_same(text, front_matter, &fix).then_some(fix)
}

/// The blocks of all entries. What stands above the first one stays where it is.
fn blocks(text: &str, matter: Span, entries: &[Entry]) -> Option<Vec<Block>> {
    let line_of = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
    let keys: Vec<usize> = entries.iter().map(|entry| line_of(entry.key.span.start)).collect();
    let indent = entries.first()?.key.span.start - keys.first()?;
    let mut starts = Vec::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        let before = text.get(keys[at]..entry.key.span.start)?;
        let is_first = at == 0;
        if before.len() != indent || !before.bytes().all(|byte| byte == b' ') || keys[at] < matter.start {
            return None;
        }
        let from = if is_first {
            matter.start
        } else {
            let above = &entries[at - 1];
            let end = if above.value.is_absent() { above.key.span.end } else { above.value.span.end };
            text.get(end..keys[at])?.find('\n').map(|line_end| end + line_end + 1)?
        };
        starts.push(comments_above(text, from, keys[at], indent, is_first)?);
    }
    let ends = starts.iter().skip(1).copied().chain([matter.end]);
    let blocks = entries.iter().zip(keys).zip(starts.iter().zip(ends));
    let blocks: Vec<_> = blocks
        .map(|((entry, key), (start, end))| Block { rank: rank(entry), lines: Span::new(*start, end), key })
        .collect();
    blocks.iter().all(|block| text[block.lines.range()].ends_with('\n')).then_some(blocks)
}

/// Where the comments start that stand directly above a key and belong to it: those that are not indented
/// further, as a comment of the value above would be. Above the first key, some are for the whole file.
fn comments_above(text: &str, from: usize, key: usize, indent: usize, is_first: bool) -> Option<usize> {
    let mut start = key;
    for line in text.get(from..key)?.split_inclusive('\n').rev() {
        let comment = line.trim_start_matches(' ');
        let own = comment.starts_with('#') && line.len() - comment.len() <= indent;
        if !own || is_first && FOR_THE_FILE.iter().any(|word| comment.contains(word)) {
            break;
        }
        start -= line.len();
    }
    Some(start)
}

/// Whether the front matter still says the same once it is fixed. An alias before its anchor does not.
fn means_the_same(text: &str, front_matter: &FrontMatter, fix: &Fix) -> bool {
    let (before, after) = (front_matter.span.start..fix.span.start, fix.span.end..front_matter.span.end);
    let (Some(before), Some(after)) = (text.get(before), text.get(after)) else { return false };
    let matter = SourceFile::new("", [before, fix.text.as_str(), after].concat());
    let mut found = Diagnostics::new();
    let whole = Span::new(0, matter.text().len());
    let root = yaml(&matter, whole, LARGEST_FRONT_MATTER, &mut found);
    root.is_some_and(|root| !found.has_errors() && root.to_json() == front_matter.root.to_json())
}
