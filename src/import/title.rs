//! What a write-up is called.

use super::heading::{is_capitals, labelled};
use super::{Fact, Form, Writeup};
use crate::parse::section_kinds;
use crate::times::days;

/// Words of which generic titles consist: whoever writes `My first postmortem` names a kind of text.
#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "post", "mortem", "postmortem", "postmortems", "report", "incident", "my", "first", "the", "a", "an", "on",
    "of", "for", "readme", "task", "project", "write", "up", "writeup", "outage", "review", "document", "no",
    "analysis", "about", "introduction", "blog", "technical", "system", "service", "public", "internal",
    "blameless", "example", "sample", "submission", "assignment", "homework", "exercise", "d'incident", "n", "nr",
    "number", "case", "file", "nachbetrachtung", "störungsbericht", "vorfall", "vorfallsbericht", "bilan", "retour",
    "d'expérience", "rétrospective", "retrospectiva", "pós", "análisis", "do", "de", "del", "障害報告", "报告", "事后报告",
    "复盘", "retrospective", "postmortems", "learning", "rca", "debrief", "fwd", "re", "aw", "wg", "compte", "rendu", "pir", "and", "und", "et", "y", "e", "um",
    "uma", "un", "une", "le", "la", "el", "der", "die", "das", "zum", "zur", "du", "des", "d'un", "vom", "draft", "final", "version", "root", "cause", "notes", "title", "issue", "informe", "incidente", "bericht", "rapport",
    "relatório", "事故报告", "障害報告書", "ポストモーテム", "background", "context", "description",
];

/// What stands before a title and names the kind of text.
#[rustfmt::skip]
const BEFORE: &[&str] = &[
    "postmortem report", "post mortem report", "postmortem", "post mortem", "incident report", "incident review",
    "incident postmortem", "post incident review", "post incident report", "outage report", "rca",
    "root cause analysis", "informe de incidente", "incident", "report", "rapport d'incident", "vorfallbericht",
    "relatório de incidente", "title", "incident title", "título", "titel", "titre", "标题", "タイトル", "件名",
];

/// Labels of titles, and of what mails and forms are about.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    "title",
    "incident title",
    "postmortem title",
    "incident name",
    "subject",
    "título",
    "asunto",
    "assunto",
    "titel",
    "betreff",
    "titre",
    "objet",
    "标题",
    "主题",
    "事故标题",
    "件名",
    "タイトル",
];

/// The title: what is labelled so, else the first heading that says more than what kind of text it heads,
/// else the first line where it stands alone.
pub(super) fn title(writeup: &Writeup) -> Option<Fact<String>> {
    let labelled = writeup.label(TITLES);
    if let Some(label) = labelled
        && let Some(title) = meaningful(&label.value)
    {
        return Some(Fact::sure(title, writeup.number(label.value_line)));
    }
    let path = |text: &str| text.matches(" / ").count() > 1;
    let headings =
        writeup.parts.iter().filter(|part| part.level < 8 && part.inline.is_empty() && !path(&part.title));
    let mut sections = 0;
    for (at, text) in headings.filter_map(|part| Some((part.heading?, part.title.as_str()))) {
        // A heading over several write-ups is the title of none.
        if text.to_lowercase().starts_with("postmortems") {
            continue;
        }
        // After the first section, headings are those of parts.
        if sections > 0 {
            break;
        }
        if !section_kinds(text).is_empty() {
            sections += 1;
            continue;
        }
        if let Some(title) = opening(writeup, at) {
            return Some(title);
        }
        if let Some(title) = meaningful(text) {
            return Some(Fact::sure(title, writeup.number(at)));
        }
    }
    opening(writeup, writeup.lines.len())
}

/// The title among the first lines above a heading: the first, or the one after a generic one.
fn opening(writeup: &Writeup, before: usize) -> Option<Fact<String>> {
    let path = |text: &str| text.matches(" / ").count() > 1 || text.contains(" > ") || text.contains(" » ");
    let says = |text: &str| !text.is_empty() && !text.starts_with("http") && !path(text) && !is_byline(text);
    let lines = writeup.lines.iter().enumerate().take(before);
    for (at, line) in lines.filter(|(_, line)| says(&line.text) && line.form != Form::Code).take(3) {
        if let Some(title) = of_line(writeup, at) {
            return Some(title);
        }
        // Below words of a text there is no title any more.
        if meaningful(&line.text).is_some() {
            return None;
        }
    }
    None
}

/// Whether a line says who wrote the text, and when.
fn is_byline(text: &str) -> bool {
    let lower = text.to_lowercase();
    let starts = [
        "posted ",
        "published ",
        "written ",
        "last updated",
        "last edited",
        "last modified",
        "created by",
        "updated ",
        "edited ",
        "by ",
        "author",
        "shared with",
        "date:",
        "tags:",
        "publicado ",
        "publié ",
        "veröffentlicht ",
        "autor",
        "作者",
        "作成",
    ];
    starts.iter().any(|start| lower.starts_with(start))
}

/// The title that a line without marks is.
fn of_line(writeup: &Writeup, at: usize) -> Option<Fact<String>> {
    let line = writeup.lines.get(at)?;
    let text = line.text.as_str();
    let words = text.split_whitespace().count();
    let sentence = text.ends_with('.') && words > 8 || words > 14 || text.len() > 120;
    let part = writeup.part_of(at).is_some_and(|part| part.heading == Some(at) && !part.kinds.is_empty());
    let shaped = matches!(line.form, Form::Text | Form::Heading(_));
    if !shaped || sentence || part || text.starts_with(|c: char| c.is_lowercase()) {
        return None;
    }
    // `Date: 2024-05-12` is no title, `Postmortem: the queue` is.
    if let Some((name, _)) = labelled(text)
        && !BEFORE.contains(&plain_words(name).as_str())
        && !name.to_lowercase().contains("mortem")
        && line.form == Form::Text
        && line.strong + 1 < text.len()
    {
        return None;
    }
    meaningful(text).map(|title| Fact::sure(title, line.number))
}

/// A title without what names the kind of text; nothing if that is all.
pub(super) fn meaningful(text: &str) -> Option<String> {
    let mut text = text.trim().trim_matches(['#', '=', '"']).trim();
    loop {
        let before = text;
        if is_day(without_start(text).trim()) {
            break;
        }
        text = without_start(text).trim_start_matches(['-', '–', '—', ':', '|', ' ', '.']).trim();
        text = without_end(text).trim_end_matches(['-', '–', '—', ':', '|', ' ', ',']).trim();
        if text == before {
            break;
        }
    }
    let generic = plain_words(text);
    let mut words = generic.split(' ').filter(|word| !word.is_empty()).peekable();
    words.peek()?;
    if words.all(|word| GENERIC.contains(&word) || word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'x')) {
        return None;
    }
    let text = text.trim_end_matches('.');
    // People shout headings, but nobody wants a list of shouted titles.
    if is_capitals(text) && text.split_whitespace().count() > 2 {
        let lower = text.to_lowercase();
        let mut chars = lower.chars();
        let first = chars.next()?.to_uppercase();
        return Some(first.chain(chars).collect());
    }
    Some(text.to_owned())
}

/// Lower-case words with single spaces.
fn plain_words(text: &str) -> String {
    let lower = text.to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a text is a day and nothing else: `Outage report: May 12, 2024` would be left without a name.
fn is_day(text: &str) -> bool {
    let mut rest = text.to_owned();
    for day in days(text).into_iter().rev() {
        rest.replace_range(day.range, "");
    }
    rest.len() < text.len() && !rest.contains(char::is_alphabetic)
}

/// Whether words only name a kind of text, or number it: `Fwd: Report`, `PM-0147`.
fn is_generic(text: &str) -> bool {
    let words = plain_words(text);
    let numbered = |word: &str| {
        word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'x')
            || word.bytes().any(|b| b.is_ascii_digit()) && word.len() < 12
    };
    let short = |word: &str| word.len() <= 5 && word.bytes().all(|b| b.is_ascii_lowercase());
    let mut words = words.split(' ').filter(|word| !word.is_empty()).peekable();
    let first = words.peek().copied();
    let mut some = false;
    for word in words {
        let key = Some(word) == first
            && short(word)
            && text.contains('-')
            && text.bytes().any(|b| b.is_ascii_digit());
        if !(GENERIC.contains(&word) || numbered(word) || key) {
            return false;
        }
        some = true;
    }
    some
}

fn without_start(text: &str) -> &str {
    let cut = text.split_once([':', '：', '–', '—', '|']).or_else(|| text.split_once(" - "));
    if let Some((name, value)) = cut
        && !value.trim().is_empty()
        // `2024-05-12: slow pages` keeps its day.
        && (BEFORE.contains(&plain_words(name).as_str()) || is_generic(name) && name.contains(char::is_alphabetic))
    {
        return value;
    }
    for start in [
        "incident report for ",
        "incident report on ",
        "postmortem for ",
        "postmortem on ",
        "postmortem of ",
        "post-mortem for ",
        "post-mortem on ",
        "post-mortem of ",
        "outage report for ",
        "report on ",
        "rca for ",
    ] {
        if text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)) {
            return text.get(start.len()..).unwrap_or_default();
        }
    }
    text
}

fn without_end(text: &str) -> &str {
    if let Some((title, name)) = text.rsplit_once(" - ").or_else(|| text.rsplit_once([':', '–', '—', '|']))
        && name.split_whitespace().count() > 1
        && is_generic(name)
        && !is_generic(title)
    {
        return title;
    }
    for end in [
        "incident report.",
        "incident report",
        "postmortem report",
        "postmortem",
        "post-mortem",
        "post mortem",
    ] {
        let Some(start) = text.len().checked_sub(end.len()) else { continue };
        if text.get(start..).is_some_and(|tail| tail.eq_ignore_ascii_case(end)) {
            let head = text.get(..start).unwrap_or_default();
            // `The incident report` alone keeps its words; they are generic all the same.
            if head.trim_end().ends_with(['-', '–', '—', ':', '|'])
                || head.ends_with(' ') && head.split_whitespace().count() > 1
            {
                return head;
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines;

    fn read(text: &str) -> Option<String> {
        title(&Writeup::new(lines(text))).map(|title| title.value)
    }

    #[test]
    fn a_title_says_more_than_what_kind_of_text_it_heads() {
        for (text, expected) in [
            ("# Postmortem: Queue full\n\n## Summary\nx\n", Some("Queue full")),
            ("# Postmortem\n\n# A queue without an end\n\n## Summary\nx\n", Some("A queue without an end")),
            ("# My first postmortem\n\nIssue Summary:\nOn May 1 it failed.\n", None),
            ("Incident Report for Mail outage\n\nSummary\nx\n", Some("Mail outage")),
            ("# Web outage in Paris - Incident report.\n", Some("Web outage in Paris")),
            ("**Task 1: Postmortem**\n---\n**Postmortem: Cache storm**\n---\nx\n", Some("Cache storm")),
            ("Disk full\n\nSUMMARY\nOn May 1 the disk was full.\n", Some("Disk full")),
            ("On May 1, between 10:00 and 11:00, the service was down.\n", None),
            ("Date: 2024-05-12\n\nSummary\nx\n", None),
            ("MAIL SERVER DOWN FOR HOURS\n\nSUMMARY\nx\n", Some("Mail server down for hours")),
            ("| Title | Mail lost |\n|---|---|\n| Date | 2024-05-12 |\n\n## Summary\nx\n", Some("Mail lost")),
            ("# 2024-05-12 Postmortem: Slow pages\n", Some("Slow pages")),
            ("# PM-0147: Slow pages\n", Some("Slow pages")),
            ("# Service Outage Report: May 2, 2024\n", Some("Service Outage Report: May 2, 2024")),
            ("# Disk full: mail lost\n", Some("Disk full: mail lost")),
            ("# Störungsbericht: Kasse steht\n", Some("Kasse steht")),
            ("# Compte rendu d'incident : la caisse muette\n", Some("la caisse muette")),
            ("# Slow pages - notes of the debrief\n", Some("Slow pages")),
            (
                "Posted on May 2, 2024 by Bo\n\nSlow pages in the shop\n\nSummary\nx\n",
                Some("Slow pages in the shop"),
            ),
            (
                "Subject: Fwd: Report: mail is slow\nDate: Mon, 2 May 2022\n\nHello all.\n",
                Some("mail is slow"),
            ),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }
}
