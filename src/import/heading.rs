//! Which line opens which section, in whatever form its author gave it.

use crate::model::SectionKind;
use crate::parse::section_kinds;
use SectionKind::{
    ActionItems, ContributingFactors, Detection, Impact, LessonsLearned, Resolution, RootCause, Summary,
    Timeline,
};

/// The longest heading, in words: what is longer is a sentence.
const LONGEST: usize = 12;

/// The sections that a heading names: the usual names first, then what stands in it.
///
/// `Events timeline`, `Corrective measures and prevention` and `What was the impact:` are no names, but
/// nobody doubts what they head.
pub(super) fn kinds(heading: &str) -> Vec<SectionKind> {
    let heading = bare(heading);
    let strict = section_kinds(heading);
    let lower = heading.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() || words.len() > LONGEST {
        return strict;
    }
    let has = |word: &str| words.contains(&word);
    let starts = |start: &str| words.iter().any(|word| word.starts_with(start));
    // What prevents the next incident is no resolution of this one, whatever it is called.
    if starts("prevent") && (has("future") || has("mitigation") || has("mitigations") || has("improvements"))
    {
        return vec![ActionItems];
    }
    if !strict.is_empty() {
        return strict;
    }
    let mut kinds = Vec::new();
    if has("timeline") || starts("chronolog") || lower.contains("sequence of events") {
        return vec![Timeline];
    }
    if has("contributing") {
        kinds.push(ContributingFactors);
    } else if lower.contains("root cause")
        || has("rca")
        || words.last().is_some_and(|word| word.starts_with("cause"))
    {
        kinds.push(RootCause);
    }
    if has("resolution")
        || has("recovery")
        || has("restoration")
        || lower.contains("how it was fixed")
        || lower.starts_with("details of") && has("fix")
    {
        kinds.push(Resolution);
    }
    // `What we will do so that it does not happen again`
    let will = has("will") || has("ll") || has("going") || lower.contains("from now on");
    let asked = words.first().is_some_and(|word| matches!(*word, "what" | "how"));
    let again = has("again") && (has("happen") || has("happening") || has("happens") || starts("prevent"));
    let plans = starts("prevent")
        || again
        || asked && will
        || starts("corrective")
        || lower.contains("action item")
        || lower.contains("next step")
        || starts("followup")
        || lower.contains("follow up")
        || lower.contains("action plan");
    if plans && !has("taken") {
        kinds.push(ActionItems);
    }
    if !kinds.is_empty() {
        return kinds;
    }
    if asks_who_noticed(&lower, &words) {
        return vec![Detection];
    }
    let one = |kind: SectionKind| vec![kind];
    match () {
        () if has("summary") || has("summation") || has("overview") || has("synopsis") => one(Summary),
        () if has("lessons") || has("learned") || has("learnt") || has("takeaways") => one(LessonsLearned),
        () if has("impact") => one(Impact),
        () if has("detection") && !has("time") => one(Detection),
        () => Vec::new(),
    }
}

/// Whether a heading asks how it came to be known: `Who noticed?`, `How we learned of it`.
fn asks_who_noticed(lower: &str, words: &[&str]) -> bool {
    let has = |word: &str| words.contains(&word);
    let asks = words.first().is_some_and(|word| matches!(*word, "how" | "who" | "when" | "first"));
    let english = asks
        && !has("time")
        && (has("noticed")
            || has("notice")
            || has("detected")
            || has("detect")
            || has("discovered")
            || has("spotted")
            || has("found") && (has("out") || has("it") || has("us"))
            || has("find") && has("out")
            || (has("learned") || has("learnt") || has("heard") || has("knew") || has("know"))
                && (has("of") || has("about"))
            || (has("came") || has("come")) && has("light"));
    let others = [
        "cómo nos enteramos",
        "cómo se detectó",
        "quién lo notó",
        "quién avisó",
        "comment nous l'avons su",
        "qui a remarqué",
        "comment nous l’avons su",
        "qui l'a vu",
        "wie wir es bemerkt",
        "wie es auffiel",
        "wer hat es bemerkt",
        "was wir bemerkt",
        "bemerkt",
        "como percebemos",
        "como foi detectado",
        "quem percebeu",
        "quem notou",
        "発覚",
        "発見の経緯",
        "気づいた",
        "如何发现",
        "发现经过",
        "谁发现",
    ];
    english || others.iter().any(|name| lower.contains(name))
}

/// A heading without what writers put before it to number it, and what instructions leave at its end.
fn bare(heading: &str) -> &str {
    let heading = heading.trim().trim_end_matches([':', '-', '–', '—', '：']).trim_end();
    for end in ["must contain", "contains", "section"] {
        if let Some(start) = heading.len().checked_sub(end.len())
            && heading.is_char_boundary(start)
            && heading[start..].eq_ignore_ascii_case(end)
        {
            return heading[..start].trim_end();
        }
    }
    heading
}

/// Headings of parts that are no section of a postmortem, but end one.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "conclusion", "conclusions", "closing thoughts", "closing remarks", "final thoughts", "final words", "references",
    "resources", "links", "appendix", "glossary", "attendees", "participants", "acknowledgements",
    "acknowledgments", "background", "introduction", "stats", "statistics", "notes", "further reading", "see also",
    "author", "authors", "sources", "contact", "supporting information", "the takeaway", "debugging process",
    "conclusión", "conclusiones", "fazit", "schlussfolgerung", "conclusão", "结论", "总结与展望", "結論", "まとめ",
];

/// Whether a line heads something that is no section of a postmortem.
pub(super) fn ends_section(text: &str) -> bool {
    OTHERS.contains(&bare(text).to_lowercase().as_str())
}

/// Whether a line of words alone is short enough to head something.
pub(super) fn is_short(text: &str) -> bool {
    text.len() <= 80
        && !text.ends_with(['.', '!', ',', ';'])
        && (1..=LONGEST).contains(&text.split_whitespace().count())
}

/// Whether a line is set in capitals throughout, as old systems' headings are.
pub(super) fn is_capitals(text: &str) -> bool {
    // Nearly every line has a small letter at once.
    text.chars().all(|c| !c.is_lowercase())
        && text.chars().any(char::is_uppercase)
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 4
}

/// The name and the value of `Name: value`. The name is short, and its colon is none of a time or a URL.
pub(super) fn labelled(text: &str) -> Option<(&str, &str)> {
    if !text.contains(':') && text.is_ascii() {
        return None;
    }
    let (at, colon) = text.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let name = text.get(..at)?.trim();
    let value = text.get(at + colon.len_utf8()..)?;
    let words = name.split_whitespace().count();
    let named = name.starts_with(|c: char| c.is_alphabetic() || !c.is_ascii())
        && name.chars().any(char::is_alphabetic)
        && (1..=8).contains(&words)
        && name.len() <= 72;
    let is_time =
        name.ends_with(|c: char| c.is_ascii_digit()) && value.starts_with(|c: char| c.is_ascii_digit());
    let is_address = value.starts_with("//");
    let sentence = name.contains(". ") || name.contains(", ") && words > 4;
    (named && !is_time && !is_address && !sentence).then_some((name, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_heading_counts_where_its_name_is_unknown() {
        for (heading, expected) in [
            ("Events Timeline", vec![Timeline]),
            ("Timeline (in 24-hour clock, UTC)", vec![Timeline]),
            ("Corrective measures and prevention", vec![ActionItems]),
            ("Mitigation and future prevention:", vec![ActionItems]),
            ("Resolution and recovery", vec![Resolution]),
            ("What was the impact:", vec![Impact]),
            ("Root cause and resolution must contain:", vec![RootCause, Resolution]),
            ("Primary and root causes", vec![RootCause]),
            ("Details of the fix", vec![Resolution]),
            ("Recommendations", vec![ActionItems]),
            ("Who noticed?", vec![Detection]),
            ("How we learned about it", vec![Detection]),
            ("What we learned", vec![LessonsLearned]),
            ("Actions taken", vec![]),
            ("Conclusion", vec![]),
            ("The timeline of the team was delayed by several weeks because of a holiday", vec![]),
        ] {
            assert_eq!(kinds(heading), expected, "{heading}");
        }
    }

    #[test]
    fn labels_are_short_and_no_times() {
        assert_eq!(labelled("Start time: 10:00"), Some(("Start time", "10:00")));
        assert_eq!(labelled("Duration:"), Some(("Duration", "")));
        assert_eq!(labelled("発生日時：5月12日"), Some(("発生日時", "5月12日")));
        for text in
            ["10:00: it failed", "at 10:00 it failed", "https://x.test", "No colon", "We saw it. Then: x"]
        {
            assert_eq!(labelled(text), None, "{text}");
        }
    }
}
