//! A write-up as a whole: its lines, the parts they make, and the labels among them.

mod label;

use crate::import::heading::{ends_section, is_capitals, is_short, kinds, labelled};
use crate::import::line::{Form, Line};
use crate::model::SectionKind;
use crate::times::clocks;
use label::labels;
use std::ops::Range;

/// A run of lines under one heading, of whatever form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The heading's words; empty before the first.
    pub title: String,
    /// Which sections it is.
    pub kinds: Vec<SectionKind>,
    /// How deep it stands: 1 to 6 as Markdown counts, 7 for lines that head without marks, from 8 for labels
    /// by their indentation.
    pub level: usize,
    /// Its heading, as an index into the lines.
    pub heading: Option<usize>,
    /// The lines below it, those of parts within it included.
    pub body: Range<usize>,
    /// What follows the heading on its own line, after a colon.
    pub inline: String,
}

/// `Duration: 2 hours`, `| Severity | SEV-3 |`, or a name with its value on the next line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The name in lower case, single spaces, without marks at its end.
    pub name: String,
    /// What it says; may be empty.
    pub value: String,
    /// The line of the name, as an index.
    pub line: usize,
    /// The line of the value, as an index.
    pub value_line: usize,
}

/// A paragraph or an item, its wrapped lines joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its lines, as indexes.
    pub lines: Range<usize>,
    /// How deep it stands.
    pub indent: usize,
    /// What its first line is.
    pub form: Form,
    /// Its words.
    pub text: String,
    /// How many bytes at the start of `text` are set bold.
    pub strong: usize,
}

/// A text that was read as a postmortem.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Writeup {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Its parts, in the order of their headings; the first has none.
    pub parts: Vec<Part>,
    /// Its labels, in order.
    pub labels: Vec<Label>,
    /// Its paragraphs and items, in order; no headings, rows or code.
    pub blocks: Vec<Block>,
}

impl Writeup {
    /// Reads the structure of lines.
    pub fn new(lines: Vec<Line>) -> Self {
        let parts = parts(&lines);
        let blocks = blocks(&lines, &parts);
        let labels = labels(&lines, &blocks);
        Self { lines, parts, labels, blocks }
    }

    /// The parts of a kind that are not within another part of the kind.
    pub fn sections(&self, kind: SectionKind) -> impl Iterator<Item = &Part> {
        let mut end = 0;
        self.parts.iter().filter(move |part| part.kinds.contains(&kind)).filter(move |part| {
            let outer = part.heading.unwrap_or(0) >= end;
            end = end.max(part.body.end);
            outer
        })
    }

    /// All lines of a kind of section, what follows a heading on its own line included.
    pub fn about(&self, kind: SectionKind) -> impl Iterator<Item = &Line> {
        self.sections(kind).flat_map(|part| {
            let heading = part.heading.filter(|_| !part.inline.is_empty());
            heading.into_iter().chain(part.body.clone()).filter_map(|at| self.lines.get(at))
        })
    }

    /// The paragraphs and items that start in a range of lines.
    pub fn blocks_in(&self, range: &Range<usize>) -> &[Block] {
        let from = self.blocks.partition_point(|block| block.lines.start < range.start);
        let to = self.blocks.partition_point(|block| block.lines.start < range.end);
        self.blocks.get(from..to).unwrap_or_default()
    }

    /// The first label of one of these names.
    pub fn label(&self, names: &[&str]) -> Option<&Label> {
        self.labels.iter().find(|label| names.contains(&label.name.as_str()) && !label.value.is_empty())
    }

    /// The innermost part in which a line stands.
    pub fn part_of(&self, line: usize) -> Option<&Part> {
        self.parts.iter().rev().find(|part| part.body.contains(&line) || part.heading == Some(line))
    }

    /// Whether a line stands in a section of a kind.
    pub fn is_in(&self, line: usize, kind: SectionKind) -> bool {
        self.parts.iter().any(|part| {
            part.kinds.contains(&kind) && (part.body.contains(&line) || part.heading == Some(line))
        })
    }

    /// The number of a line in the file.
    pub fn number(&self, line: usize) -> usize {
        self.lines.get(line).map_or(1, |line| line.number)
    }
}

struct Head {
    line: usize,
    level: usize,
    title: String,
    kinds: Vec<SectionKind>,
    inline: String,
}

/// The level of headings without marks.
const PLAIN: usize = 7;
/// The level of labels that stand at the margin.
const LABEL: usize = 8;

fn parts(lines: &[Line]) -> Vec<Part> {
    let heads: Vec<Head> = (0..lines.len()).filter_map(|at| head(lines, at)).collect();
    let first = heads.first().map_or(lines.len(), |head| head.line);
    let mut parts = vec![Part {
        title: String::new(),
        kinds: Vec::new(),
        level: 0,
        heading: None,
        body: 0..first,
        inline: String::new(),
    }];
    for (at, head) in heads.iter().enumerate() {
        let next = heads.get(at + 1..).unwrap_or_default().iter().find(|next| next.level <= head.level);
        let mut end = next.map_or(lines.len(), |next| next.line);
        if head.level >= LABEL {
            end = end.min(label_end(lines, head));
        }
        parts.push(Part {
            title: head.title.clone(),
            kinds: head.kinds.clone(),
            level: head.level,
            heading: Some(head.line),
            body: head.line + 1..end,
            inline: head.inline.clone(),
        });
    }
    // A heading that spans sections of other kinds is the title of the whole, whatever words are in it.
    let spans: Vec<bool> = parts
        .iter()
        .map(|part| {
            let within = |other: &&Part| {
                other.heading.is_some_and(|line| part.body.contains(&line)) && other.level <= PLAIN
            };
            let inner = parts.iter().filter(within);
            inner.filter(|other| other.kinds.iter().any(|kind| !part.kinds.contains(kind))).count() > 2
        })
        .collect();
    for (part, spans) in parts.iter_mut().zip(spans) {
        if spans {
            part.kinds.clear();
        }
    }
    parts
}

/// Whether a line opens a part.
fn head(lines: &[Line], at: usize) -> Option<Head> {
    let line = lines.get(at)?;
    let text = line.text.as_str();
    let make = |level: usize, title: &str, kinds: Vec<SectionKind>, inline: &str| {
        Some(Head { line: at, level, title: title.to_owned(), kinds, inline: inline.to_owned() })
    };
    // `12:30 PM: Resolution` is an entry of a timeline.
    let timed = |text: &str| !clocks(text).is_empty();
    match line.form {
        Form::Heading(level) => {
            // `### Root cause: a full disk` names a section and fills it.
            if let Some((name, value)) = labelled(text)
                && !value.is_empty()
                && section_kinds_strict(name)
            {
                return make(usize::from(level), text, kinds(name), value);
            }
            make(usize::from(level), text, kinds(text), "")
        }
        Form::Text | Form::Item { .. } if !line.link => {
            let item = matches!(line.form, Form::Item { .. });
            let label = labelled(text);
            // `**Timeline** (local)` as well.
            let remark = |rest: &str| rest.is_empty() || rest.starts_with('(') && rest.ends_with(')');
            let bold = line.strong > 0
                && (line.strong + 1 >= text.len()
                    || text.get(line.strong..).is_some_and(|rest| remark(rest.trim())));
            if let Some((name, value)) = label.filter(|(name, _)| !timed(name)) {
                let known = kinds(name);
                let strict = section_kinds_strict(name);
                if value.is_empty() {
                    if !known.is_empty()
                        && (strict || line.strong > 0 || name.split_whitespace().count() <= 5)
                    {
                        let deeper = followed_by_deeper(lines, at);
                        let level = if item && deeper || line.indent > 0 && !bold {
                            LABEL + line.indent
                        } else {
                            PLAIN
                        };
                        return make(level, name, known, "");
                    }
                    let alone = bold || line.indent == 0 && ends_section(name);
                    return (alone && !item && is_short(text)).then(|| make(PLAIN, name, known, ""))?;
                }
                // `Root cause: the disk was full`; of other names only those that are set bold.
                if strict || !known.is_empty() && line.strong > 0 && line.strong <= name.len() + 1 {
                    return make(LABEL + line.indent, name, known, value);
                }
                return None;
            }
            // `**Root cause.** The disk …` and `**What was affected?** …` are labels by their type alone.
            if let Some((name, value)) = lead(line).filter(|(name, _)| !timed(name)) {
                let known = kinds(name);
                if !known.is_empty() {
                    return make(LABEL + line.indent, name, known, value);
                }
            }
            // `**Next.**` heads as well.
            let text = if bold { text.trim_end_matches('.') } else { text };
            if !is_short(text) || timed(text) {
                return None;
            }
            let known = kinds(text);
            if bold && !item {
                return make(PLAIN, text, known, "");
            }
            let numbered = line.form == Form::Item { ordered: true };
            let apart = lines.get(at + 1).is_none_or(|next| next.form == Form::Blank);
            if known.is_empty() {
                let other = is_capitals(text) || ends_section(text);
                let alone = (!item || numbered && apart) && line.indent == 0 && other;
                return alone.then(|| make(PLAIN, text, known, ""))?;
            }
            let strict = section_kinds_strict(text);
            let goes_on = lines.get(at + 1..).unwrap_or_default().iter().any(|line| !line.text.is_empty());
            let heads = if item {
                (strict || numbered && apart) && (numbered || bold)
            } else {
                starts_upper(text) || strict && opens_list(lines, at)
            };
            if !heads || !goes_on {
                return None;
            }
            make(
                if item && followed_by_deeper(lines, at) { LABEL + line.indent } else { PLAIN },
                text,
                known,
                "",
            )
        }
        _ => None,
    }
}

/// The bold words with which a line starts, without the stop behind them, and what follows.
fn lead(line: &Line) -> Option<(&str, &str)> {
    let name = line.text.get(..line.strong)?.trim();
    let value = line.text.get(line.strong..)?.trim_start_matches(['.', '?', ':', '-', '–', '—', ' ']);
    let short = (1..=6).contains(&name.split_whitespace().count());
    (short && !value.is_empty()).then(|| (name.trim_end_matches(['.', '?', '!', '-', '–', '—', ' ']), value))
}

fn section_kinds_strict(name: &str) -> bool {
    !crate::parse::section_kinds(name).is_empty()
}

fn starts_upper(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase())
}

/// Whether a line stands between a blank one and a list.
fn opens_list(lines: &[Line], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| lines.get(at));
    before.is_none_or(|line| line.form == Form::Blank)
        && lines.get(at + 1).is_some_and(|next| matches!(next.form, Form::Item { .. }))
}

fn followed_by_deeper(lines: &[Line], at: usize) -> bool {
    let indent = lines.get(at).map_or(0, |line| line.indent);
    let next = lines.get(at + 1..).unwrap_or_default().iter().find(|line| line.form != Form::Blank);
    next.is_some_and(|next| next.indent > indent && !matches!(next.form, Form::Heading(_)))
}

/// Where the part of a label ends: at the next line that stands no deeper, unless it goes on below a blank.
fn label_end(lines: &[Line], head: &Head) -> usize {
    let indent = head.level - LABEL;
    let item = lines.get(head.line).is_some_and(|line| matches!(line.form, Form::Item { .. }));
    let mut blank = false;
    for (at, line) in lines.iter().enumerate().skip(head.line + 1) {
        match line.form {
            Form::Blank => blank = true,
            Form::Heading(_) | Form::Rule => return at,
            // The value stands below its name, at the same depth.
            Form::Text if !item && head.inline.is_empty() && line.indent >= indent => {}
            Form::Text if !blank && line.indent >= indent.min(1) => {}
            _ if line.indent <= indent && (item || blank || matches!(line.form, Form::Item { .. })) => {
                if matches!(line.form, Form::Item { .. }) && !item && head.inline.is_empty() {
                    continue;
                }
                return at;
            }
            _ => {}
        }
    }
    lines.len()
}

fn blocks(lines: &[Line], parts: &[Part]) -> Vec<Block> {
    let heads: Vec<(usize, bool)> =
        parts.iter().filter_map(|part| part.heading.map(|line| (line, part.inline.is_empty()))).collect();
    let mut heads = heads.into_iter().peekable();
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    let width = width(lines);
    for (at, line) in lines.iter().enumerate() {
        if heads.next_if(|(head, _)| *head == at).is_some_and(|(_, whole)| whole) {
            open = false;
            continue;
        }
        match line.form {
            Form::Item { .. } => {
                blocks.push(block(at, line));
                open = true;
            }
            Form::Text => {
                let continues = open
                    && blocks.last().is_some_and(|block| {
                        let last = lines.get(block.lines.end - 1);
                        last.is_some_and(|last| wraps(last, line, width))
                    });
                match blocks.last_mut() {
                    Some(block) if continues => {
                        block.text.push(' ');
                        block.text.push_str(&line.text);
                        block.lines.end = at + 1;
                    }
                    _ => blocks.push(block(at, line)),
                }
                open = true;
            }
            _ => open = false,
        }
    }
    blocks
}

fn block(at: usize, line: &Line) -> Block {
    Block {
        lines: at..at + 1,
        indent: line.indent,
        form: line.form,
        text: line.text.clone(),
        strong: line.strong,
    }
}

/// How many characters the lines of a text hold that an editor wrapped; `None` where its author wrote a
/// line for each paragraph.
fn width(lines: &[Line]) -> Option<usize> {
    let longest = lines
        .iter()
        .filter(|line| matches!(line.form, Form::Text | Form::Item { .. }))
        .map(|line| line.indent + line.text.chars().count())
        .max()?;
    (longest <= 130).then_some(longest)
}

/// Whether a line goes on where the one before it stopped: in lower case, or because its first word had no
/// place left there.
fn wraps(before: &Line, line: &Line, width: Option<usize>) -> bool {
    // `Owner: Cy` says something of its own.
    let label = labelled(&line.text).is_some_and(|(name, _)| {
        line.strong > 0 || name.split(' ').count() <= 3 && name.starts_with(char::is_uppercase)
    });
    if before.quoted != line.quoted || label {
        return false;
    }
    let lower = line.text.starts_with(|c: char| c.is_lowercase());
    let ended = before.text.ends_with(['.', '!', '?', ':', ';', '。', '：']);
    let word = line.text.split(' ').next().map_or(0, |word| word.chars().count());
    let length = before.indent + before.text.chars().count();
    match width {
        // Marks took some of the width, so that the line may be a little shorter than others, and a line
        // that goes on in lower case was broken for its own reasons.
        Some(width) => {
            let full = length + word + 16 > width && before.text.split(' ').count() > 5;
            let half = lower && !ended && length * 5 > width * 4 && line.indent >= before.indent;
            let deeper = lower && line.indent > before.indent && matches!(before.form, Form::Item { .. });
            (full || half || deeper) && !starts_entry(&line.text)
        }
        None => lower && !ended,
    }
}

/// Whether a line starts with a time, as entries of timelines do.
fn starts_entry(text: &str) -> bool {
    clocks(text).first().is_some_and(|clock| clock.range.start <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines;

    /// The headings with their sections.
    fn heads(text: &str) -> Vec<(String, Vec<SectionKind>)> {
        let parts = Writeup::new(lines(text)).parts;
        parts.into_iter().skip(1).map(|part| (part.title, part.kinds)).collect()
    }

    #[test]
    fn headings_are_known_in_many_forms() {
        let head = |title: &str, kinds: &[SectionKind]| (title.to_owned(), kinds.to_vec());
        let plans = [SectionKind::ActionItems];
        for (text, expected) in [
            ("**Next.**\n\n1. one namespace\n", vec![head("Next", &plans)]),
            ("**Timeline** (local)\n\n10:00 down\n", vec![head("Timeline", &[SectionKind::Timeline])]),
            ("so it goes\n\nfollowups\n- a script\n", vec![head("followups", &plans)]),
            ("we had no\nfollowups\n", vec![]),
            (
                "5. CORRECTIVE ACTIONS\n\nNew fans.\n\n6. CONTACT\n\nCall us.\n",
                vec![head("CORRECTIVE ACTIONS", &plans), head("CONTACT", &[])],
            ),
        ] {
            assert_eq!(heads(text), expected, "{text}");
        }
    }
}
