//! Fills the patterns of `grammar` with words, so that a text has a subject.
//!
//! Half of the content words of a document come from a short list of its own and of its service:
//! a real text repeats its terms, and postmortems of one service share theirs.

use std::fmt::Write as _;

use crate::grammar;
use crate::random::{Random, Stream};
use crate::terms::{REGIONS, TEAMS};
use crate::vocabulary::Vocabulary;

const SERVICE_WORDS: usize = 10;
const OWN_WORDS: usize = 12;

/// A writer who knows what one postmortem is about.
pub(crate) struct Prose<'a> {
    pub(crate) random: Random,
    pub(crate) vocabulary: &'a Vocabulary,
    services: &'a [&'a str],
    subjects: Vec<&'a str>,
}

impl<'a> Prose<'a> {
    pub(crate) fn new(mut random: Random, vocabulary: &'a Vocabulary, services: &'a [&'a str]) -> Self {
        let mut shared = Random::new(name_hash(services[0]), Stream::Names, 1);
        let subjects = (0..SERVICE_WORDS)
            .map(|_| vocabulary.nouns.draw_after(grammar::NOUNS.len(), &mut shared))
            .chain((0..OWN_WORDS).map(|_| vocabulary.nouns.draw(&mut random)))
            .collect();
        Self { random, vocabulary, services, subjects }
    }

    /// One of `patterns`, filled in.
    pub(crate) fn phrase(&mut self, patterns: &[&'static str]) -> String {
        let pattern = self.random.pick(patterns);
        let mut out = String::new();
        self.fill(pattern, &mut out);
        capitalize(&mut out);
        out
    }

    /// `count` sentences: one of `patterns` at first and now and then, statements between.
    pub(crate) fn paragraph(&mut self, count: u32, patterns: &[&'static str]) -> String {
        let special = 1 + (1..count).filter(|_| self.random.chance(40)).count();
        let mut sentences = self.phrases(special.min(patterns.len()), patterns);
        for _ in sentences.len()..count as usize {
            let place = 1 + self.random.index(sentences.len());
            sentences.insert(place, self.phrase(grammar::alternatives("say")));
        }
        sentences.join(" ")
    }

    /// `count` of `patterns`, none a second time before all were used.
    pub(crate) fn phrases(&mut self, count: usize, patterns: &[&'static str]) -> Vec<String> {
        let first = self.random.index(patterns.len());
        (first..first + count).map(|at| self.phrase(&[patterns[at % patterns.len()]])).collect()
    }

    fn fill(&mut self, pattern: &str, out: &mut String) {
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((slot, tail)) = after.split_once('}') else {
                break;
            };
            self.fill_slot(slot, out);
            rest = tail;
        }
        out.push_str(rest);
    }

    fn fill_slot(&mut self, slot: &str, out: &mut String) {
        let patterns = grammar::alternatives(slot);
        if patterns.is_empty() {
            let word = self.word(slot);
            if word.starts_with(['a', 'e', 'i', 'o', 'u']) && ends_with_article(out) {
                out.insert(out.len() - 1, 'n');
            }
            out.push_str(&word);
        } else {
            let pattern = self.random.pick(patterns);
            self.fill(pattern, out);
        }
    }

    fn word(&mut self, slot: &str) -> String {
        let random = &mut self.random;
        match slot {
            "w" => self.subjects[random.index(self.subjects.len())].to_owned(),
            "n" => self.vocabulary.nouns.draw(random).to_owned(),
            "ns" => plural(self.vocabulary.nouns.draw(random)),
            "a" => self.vocabulary.adjectives.draw(random).to_owned(),
            "v" => self.vocabulary.verbs.draw(random).to_owned(),
            "d" => past(self.vocabulary.verbs.draw(random)),
            "g" => gerund(self.vocabulary.verbs.draw(random)),
            "s" => self.services[0].to_owned(),
            "o" => match self.services.get(1) {
                Some(other) if random.chance(70) => (*other).to_owned(),
                _ => self.vocabulary.services.draw(random).to_owned(),
            },
            "team" => random.pick(TEAMS).to_owned(),
            "region" => random.pick(REGIONS).to_owned(),
            "num" => random.between(2, 64).to_string(),
            "big" => thousands(random.skewed(9_000)),
            "pct" => format!("{} %", random.skewed(12).min(100)),
            "dur" => duration(random.skewed(18)),
            "ver" => format!("v{}.{}.{}", random.between(1, 9), random.between(0, 40), random.between(0, 12)),
            "status" => random.pick(&["500", "502", "503", "504", "429"]).to_owned(),
            "host" => self.host(),
            "metric" => format!("`{}`", self.metric()),
            "code" => format!("`{}`", self.identifier()),
            _ => String::new(),
        }
    }

    /// `billing-db-17`.
    pub(crate) fn host(&mut self) -> String {
        let number = self.random.skewed(40);
        format!("{}-{number:02}", self.services[0])
    }

    /// A metric's name.
    pub(crate) fn metric(&mut self) -> String {
        let unit = self.random.pick(&["total", "seconds", "bytes", "ratio", "count"]);
        let noun = self.random.pick(&grammar::NOUNS[..60]);
        format!("{}_{noun}_{unit}", self.services[0].replace('-', "_"))
    }

    /// A name out of code or configuration: `pool.maxIdle`, `ShardWriter`, `retry_limit`.
    pub(crate) fn identifier(&mut self) -> String {
        let subject = self.word("w");
        let (noun, other) = (self.word("n"), self.word("n"));
        match self.random.below(5) {
            0 => format!("{subject}.{noun}_{other}"),
            1 => format!("{}{}", capitalized(&subject), capitalized(&noun)),
            2 => format!("{subject}_{noun}"),
            3 => format!("{subject}.{noun}{}", capitalized(&other)),
            _ => format!("--{subject}-{noun}"),
        }
    }
}

/// Minutes as people say them.
pub(crate) fn duration(minutes: u32) -> String {
    match minutes {
        1 => "one minute".to_owned(),
        0..100 => format!("{minutes} minutes"),
        _ => format!("{} h {:02} min", minutes / 60, minutes % 60),
    }
}

/// `12,400`: counts in prose are rounded.
fn thousands(number: u32) -> String {
    let mut out = String::new();
    if number < 1_000 {
        return number.to_string();
    }
    let _ = write!(out, "{},{:03}", number / 1_000, number % 1_000 / 100 * 100);
    out
}

fn plural(noun: &str) -> String {
    let stem_of_y = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    if let Some(stem) = stem_of_y {
        format!("{stem}ies")
    } else if noun.ends_with("ch") || noun.ends_with("sh") || noun.ends_with(['s', 'x']) {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}

fn past(verb: &str) -> String {
    match verb {
        "send" => "sent".to_owned(),
        "reset" => "reset".to_owned(),
        "retry" => "retried".to_owned(),
        _ if verb.ends_with('e') => format!("{verb}d"),
        _ => inflected(verb, "ed"),
    }
}

fn gerund(verb: &str) -> String {
    match verb.strip_suffix('e') {
        Some(stem) => format!("{stem}ing"),
        None => inflected(verb, "ing"),
    }
}

fn inflected(verb: &str, ending: &str) -> String {
    match verb {
        "scan" | "defer" => format!("{verb}{}{ending}", &verb[verb.len() - 1..]),
        "reset" => format!("resett{ending}"),
        _ => format!("{verb}{ending}"),
    }
}

fn ends_with_article(out: &str) -> bool {
    out == "a " || out == "A " || out.ends_with(" a ") || out.ends_with(" A ")
}

/// Starts a sentence, though not the name of a service or a host.
fn capitalize(text: &mut str) {
    let first_word = text.split([' ', ',', ':']).next().unwrap_or_default();
    if first_word.contains('-') {
        return;
    }
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
}

fn capitalized(word: &str) -> String {
    let mut word = word.to_owned();
    capitalize(&mut word);
    word
}

fn name_hash(name: &str) -> u64 {
    name.bytes().fold(17, |hash: u64, byte| hash.wrapping_mul(131) ^ u64::from(byte))
}
