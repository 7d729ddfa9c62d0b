//! The lines of a write-up, in whatever marks its author liked.
//!
//! Looser than Markdown: what is indented by four columns is no code, a fence that nobody closed fences
//! nothing in, and `•` starts an item as `-` does.

mod clock;
#[cfg(test)]
mod tests;

use crate::import::inline::{Plain, plain};

/// What the marks of a line say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Nothing stands on it.
    Blank,
    /// A heading of its level, from 1.
    Heading(u8),
    /// An item of a list.
    Item {
        /// Whether it is numbered.
        ordered: bool,
    },
    /// Words.
    Text,
    /// A row of a table.
    Row,
    /// Between fences.
    Code,
    /// A line that parts.
    Rule,
}

/// One line of a write-up as a reader sees it: marks taken off, what they said kept apart.
///
/// One line of the file may become several: items that were run together, and what `<br>` breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    /// How deep it stands: columns of white space before it, one more for an item that starts with a dash
    /// longer than `-`, which people write below others.
    pub indent: usize,
    /// What it is.
    pub form: Form,
    /// Its words without marks.
    pub text: String,
    /// How many bytes at the start of `text` are set bold.
    pub strong: usize,
    /// The cells of a row.
    pub cells: Vec<String>,
    /// Whether it is quoted.
    pub quoted: bool,
    /// Whether a link is all there is.
    pub link: bool,
}

/// Reads the lines of a text.
pub fn lines(text: &str) -> Vec<Line> {
    let raw: Vec<&str> = text.lines().collect();
    let wiki = raw.iter().filter(|line| wiki_heading(line.trim()).is_some()).count() > 1;
    let mut found: Vec<Line> = Vec::with_capacity(raw.len());
    let mut fence: Option<&str> = None;
    let mut comment = false;
    for (index, source) in raw.iter().enumerate() {
        let number = index + 1;
        let bare = source.trim();
        if let Some(mark) = fence {
            let closed = closes(bare, mark);
            if closed {
                fence = None;
            }
            let form = if closed { Form::Blank } else { Form::Code };
            let text = if closed { "" } else { source.trim_end() };
            found.push(line(number, 0, form, Plain { text: text.to_owned(), ..Plain::default() }));
            continue;
        }
        if comment {
            comment = !bare.contains("-->");
            found.push(line(number, 0, Form::Blank, Plain::default()));
            continue;
        }
        if let Some(mark) = fence_mark(bare) {
            let rest = raw.get(index + 1..).unwrap_or_default();
            if rest.iter().any(|later| closes(later.trim(), mark)) {
                fence = Some(mark);
            }
            found.push(line(number, 0, Form::Blank, Plain::default()));
            continue;
        }
        if bare.starts_with("<!--") && !bare.contains("-->") {
            let rest = raw.get(index + 1..).unwrap_or_default();
            comment = rest.iter().any(|later| later.contains("-->"));
        }
        if let Some(level) = underline(bare)
            && let Some(before) = found.last_mut()
            && before.form == Form::Text
            && !before.text.is_empty()
            && before.indent < 4
            && !before.text.ends_with('.')
        {
            before.form = Form::Heading(level);
            found.push(line(number, 0, Form::Blank, Plain::default()));
            continue;
        }
        for piece in broken(source) {
            read(number, piece, wiki, &mut found);
        }
    }
    tables(&mut found);
    clock::with_colons(&mut found);
    found
}

fn line(number: usize, indent: usize, form: Form, plain: Plain) -> Line {
    let Plain { text, strong, link } = plain;
    Line { number, indent, form, text, strong, cells: Vec::new(), quoted: false, link }
}

fn fence_mark(bare: &str) -> Option<&str> {
    let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let run = bare.len() - bare.trim_start_matches(mark).len();
    // An inline `code` span may start with three marks as well, but then ends on its line.
    (run >= 3 && !bare.get(run..)?.contains('`')).then(|| bare.get(..run))?
}

fn closes(bare: &str, mark: &str) -> bool {
    let Some(c) = mark.chars().next() else { return false };
    bare.len() >= mark.len() && bare.chars().all(|other| other == c)
}

/// The level of the heading that a line underlines.
fn underline(bare: &str) -> Option<u8> {
    let mark = bare.chars().next().filter(|c| matches!(c, '=' | '-'))?;
    (bare.len() >= 3 && bare.chars().all(|c| c == mark)).then_some(if mark == '=' { 1 } else { 2 })
}

/// The parts of a line between `<br>`s.
fn broken(source: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = source;
    while let Some((at, len)) = line_break(rest) {
        pieces.push(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + len..).unwrap_or_default();
    }
    if pieces.is_empty() || !rest.trim().is_empty() {
        pieces.push(rest);
    }
    pieces
}

fn line_break(text: &str) -> Option<(usize, usize)> {
    text.match_indices('<').find_map(|(at, _)| {
        let tail = text.get(at + 1..)?;
        let name = tail.get(..2)?;
        let end = tail.find('>')?;
        let inside = tail.get(2..end)?;
        (name.eq_ignore_ascii_case("br") && inside.trim().trim_end_matches('/').trim().is_empty())
            .then_some((at, end + 2))
    })
}

/// Reads what stands between two breaks.
fn read(number: usize, source: &str, wiki: bool, found: &mut Vec<Line>) {
    let (mut indent, mut rest) = indented(source);
    let mut quoted = false;
    while let Some(inner) = rest.strip_prefix('>') {
        quoted = true;
        (indent, rest) = indented(inner.strip_prefix(' ').unwrap_or(inner));
    }
    rest = rest.trim_end();
    if rest.is_empty() {
        found.push(line(number, 0, Form::Blank, Plain::default()));
        return;
    }
    if is_rule(rest) {
        found.push(line(number, indent, Form::Rule, Plain::default()));
        return;
    }
    let numbered = rest.strip_prefix("# ").filter(|_| wiki);
    let headed = match numbered {
        Some(_) => None,
        None => wiki_heading(rest).filter(|_| wiki).or_else(|| heading(rest)),
    };
    if let Some((level, words)) = headed {
        let mut made = line(number, indent, Form::Heading(level), plain(words));
        made.quoted = quoted;
        if made.text.is_empty() {
            made.form = Form::Blank;
        }
        found.push(made);
        return;
    }
    if rest.starts_with('|') {
        found.push(row(number, indent, rest, quoted));
        return;
    }
    let marked = match numbered {
        Some(rest) => Some(Marker { ordered: true, dash: false, rest: rest.trim_start() }),
        None => marker(rest),
    };
    let pieces = match &marked {
        Some(marked) => run_together(marked.rest, marked.ordered),
        None => vec![rest],
    };
    for (at, piece) in pieces.into_iter().enumerate() {
        let plain = plain(piece);
        let (form, depth) = match &marked {
            Some(marked) => (Form::Item { ordered: marked.ordered }, indent + usize::from(marked.dash)),
            None if at == 0 && plain.text.is_empty() => (Form::Blank, indent),
            None => (Form::Text, indent),
        };
        let mut made = line(number, depth, form, plain);
        made.quoted = quoted;
        if !rest.starts_with('<') || !made.text.is_empty() {
            found.push(made);
        } else {
            found.push(line(number, 0, Form::Blank, Plain::default()));
        }
    }
}

fn indented(source: &str) -> (usize, &str) {
    let mut columns = 0;
    let mut rest = source;
    loop {
        if let Some(after) = rest.strip_prefix("&nbsp;") {
            (columns, rest) = (columns + 1, after);
            continue;
        }
        let Some(c) = rest.chars().next().filter(|c| c.is_whitespace() || *c == '\u{feff}') else { break };
        columns += if c == '\t' { 4 - columns % 4 } else { usize::from(c != '\u{feff}') };
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    (columns, rest)
}

fn is_rule(bare: &str) -> bool {
    let mark = bare.chars().next().filter(|c| matches!(c, '*' | '-' | '_' | '=' | '~' | '—' | '–'));
    let Some(mark) = mark else { return false };
    bare.chars().filter(|c| *c == mark).count() >= 3 && bare.chars().all(|c| c == mark || c == ' ')
}

/// A heading with `#`, `<h2>` or wiki marks, and its level.
fn heading(bare: &str) -> Option<(u8, &str)> {
    let run = bare.len() - bare.trim_start_matches('#').len();
    if (1..=6).contains(&run) {
        let words = bare.get(run..)?;
        // `#timeline` is meant as a heading; `#123` is a ticket.
        if words.starts_with(|c: char| c.is_whitespace() || c.is_alphabetic() || c == '*') {
            return Some((u8::try_from(run).ok()?, words.trim().trim_end_matches('#')));
        }
    }
    // Marks of Japanese and Chinese documents.
    if let Some(words) = bare.strip_prefix(['■', '◆', '◇', '□', '▼', '◎'])
        && words.chars().count() <= 24
    {
        return Some((3, words.trim()));
    }
    if let Some((words, "")) = bare.strip_prefix('【').and_then(|inner| inner.split_once('】')) {
        return Some((3, words.trim()));
    }
    let tag = bare.get(..3).filter(|tag| tag.starts_with("<h") || tag.starts_with("<H"))?;
    let level = tag.get(2..)?.parse().ok().filter(|level| (1..=6).contains(level))?;
    Some((level, bare))
}

/// A heading as wikis mark it, `== Timeline ==`, and its level. Where there are several, `# ` numbers items.
fn wiki_heading(bare: &str) -> Option<(u8, &str)> {
    if !bare.starts_with('=') {
        return None;
    }
    let run = bare.len() - bare.trim_start_matches('=').len();
    let words = bare.get(run..)?.strip_suffix(bare.get(..run)?)?;
    let apart = !words.trim().is_empty() && !words.ends_with('=');
    ((1..=6).contains(&run) && apart).then(|| Some((u8::try_from(run).ok()?, words.trim())))?
}

fn row(number: usize, indent: usize, bare: &str, quoted: bool) -> Line {
    let inner = bare.trim_start_matches('|');
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut cells = Vec::new();
    let mut from = 0;
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        if c == '|' && !escaped {
            cells.push(inner.get(from..at).unwrap_or_default());
            from = at + 1;
        }
        escaped = c == '\\';
    }
    cells.push(inner.get(from..).unwrap_or_default());
    if cells.iter().all(|cell| {
        let cell = cell.trim();
        cell.contains('-') && cell.bytes().all(|byte| matches!(byte, b'-' | b':'))
    }) {
        return line(number, indent, Form::Rule, Plain::default());
    }
    let cells: Vec<String> = cells.into_iter().map(|cell| plain(cell).text).collect();
    let text = cells.iter().filter(|cell| !cell.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
    let mut made = line(number, indent, Form::Row, Plain { text, ..Plain::default() });
    (made.cells, made.quoted) = (cells, quoted);
    made
}

/// A row is one only where there are others; a lone line with a bar is words.
fn tables(lines: &mut [Line]) {
    let is = |line: Option<&Line>| line.is_some_and(|line| matches!(line.form, Form::Row | Form::Rule));
    let lone: Vec<usize> = (0..lines.len())
        .filter(|at| {
            lines.get(*at).is_some_and(|line| line.form == Form::Row && line.cells.len() < 2)
                && !is(at.checked_sub(1).and_then(|at| lines.get(at)))
                && !is(lines.get(at + 1))
        })
        .collect();
    for at in lone {
        if let Some(line) = lines.get_mut(at) {
            line.form = Form::Text;
        }
    }
}

struct Marker<'a> {
    ordered: bool,
    dash: bool,
    rest: &'a str,
}

/// What starts an item: a bullet of any kind, or a number.
fn marker(bare: &str) -> Option<Marker<'_>> {
    if let Some(rest) = bare.strip_prefix("<li") {
        return Some(Marker { ordered: false, dash: false, rest: rest.split_once('>')?.1 });
    }
    let c = bare.chars().next()?;
    let rest = bare.get(c.len_utf8()..)?;
    let spaced = rest.starts_with([' ', '\t', '\u{a0}']);
    let bullet = |dash: bool| Some(Marker { ordered: false, dash, rest: rest.trim_start() });
    match c {
        '-' | '*' | '+' | '·' if spaced => return bullet(false),
        // `-text`, but neither `-5 percent` nor `--flag`.
        '-' if rest.starts_with(|c: char| c.is_alphabetic() || c == '*') => return bullet(false),
        '•' | '◦' | '▪' | '‣' | '●' | '○' | '➢' | '➤' | '⁃' | '∙' | '・' => {
            return bullet(false);
        }
        '—' | '–' | '―' if spaced => return bullet(true),
        _ => {}
    }
    // `a) …` counts as well, and `a. …` where a sentence starts behind it.
    let sentence = |rest: &&str| rest.starts_with(|c: char| c.is_uppercase());
    if c.is_ascii_lowercase()
        && let Some(rest) = rest.strip_prefix(") ").or_else(|| rest.strip_prefix(". ").filter(sentence))
    {
        return Some(Marker { ordered: true, dash: false, rest: rest.trim_start() });
    }
    let open = bare.strip_prefix('(');
    let digits = open.unwrap_or(bare);
    let run = digits.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&run) {
        let after = digits.get(run..)?;
        let rest = if open.is_some() { after.strip_prefix(')') } else { after.strip_prefix(['.', ')']) }?;
        // `10.12:30 PM` is the tenth item; `10.30` is a time or an amount.
        let clock = rest.find(':').is_some_and(|at| {
            (1..=2).contains(&at) && rest.bytes().take(at).all(|byte| byte.is_ascii_digit())
        });
        let item = rest.starts_with([' ', '\t', '\u{a0}'])
            || rest.is_empty()
            || rest.starts_with(|c: char| c.is_alphabetic() || c == '*')
            || clock;
        return item.then(|| Marker { ordered: true, dash: false, rest: rest.trim_start() });
    }
    None
}

/// The items of a line, where several were run together: `A. - B. - C`, `A • B`, `A 2. B 3. C`.
fn run_together(text: &str, ordered: bool) -> Vec<&str> {
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut number = 2;
    for (at, c) in text.char_indices() {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + c.len_utf8()..).unwrap_or_default();
        let starts = |rest: &str| {
            rest.trim_start_matches(['*', ' ']).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        };
        match c {
            '•' | '◦' | '▪' if !before.trim().is_empty() => cuts.push((at, at + c.len_utf8())),
            '-' | '*' if after.starts_with(' ') && starts(after) && ends_sentence(before) => {
                cuts.push((at, at + 1));
            }
            c if ordered && c.is_ascii_digit() && before.ends_with(' ') => {
                let sign = format!("{number}. ");
                if text.get(at..).is_some_and(|rest| rest.starts_with(&sign)) {
                    cuts.push((at, at + sign.len()));
                    number += 1;
                }
            }
            _ => {}
        }
    }
    let mut pieces = Vec::with_capacity(cuts.len() + 1);
    let mut from = 0;
    for (cut, next) in cuts {
        pieces.push(text.get(from..cut).unwrap_or_default().trim());
        from = next;
    }
    pieces.push(text.get(from..).unwrap_or_default().trim());
    pieces
}

/// Whether a sentence ends here, after white space.
fn ends_sentence(before: &str) -> bool {
    let bare = before.trim_end();
    bare.len() < before.len() && bare.ends_with(['.', '!', '?', ')', ';', '”', '"', '*'])
}
