//! Queries of every kind that the language has, made of what a corpus holds.

use pmsite::model::Postmortem;
use pmsite::search::text;
use serde::Serialize;
use std::sync::Arc;

/// A query.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Case {
    pub(crate) text: String,
    pub(crate) typing: bool,
}

/// Numbers that look random and are the same everywhere: Marsaglia's xorshift64*.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap_or(0) % bound.max(1)
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// The words of a postmortem as they follow one another.
pub(crate) fn words(postmortem: &Postmortem) -> Vec<String> {
    let mut words = Vec::new();
    let texts = [&postmortem.title, &postmortem.summary, &postmortem.body.preamble];
    let sections = postmortem.body.sections.iter().map(|section| &section.text);
    for text in texts.into_iter().chain(sections) {
        text::tokens(text, |token| {
            if !token.whole {
                words.push(text[token.start..token.end].to_owned());
            }
        });
    }
    words
}

/// So many queries, each kind as often as any other.
pub(crate) fn cases(postmortems: &[Arc<Postmortem>], count: usize, seed: u64) -> Vec<Case> {
    let mut random = Random::new(seed);
    (0..count).map(|at| case(postmortems, at, &mut random)).collect()
}

fn case(postmortems: &[Arc<Postmortem>], kind: usize, random: &mut Random) -> Case {
    let postmortem = random.pick(postmortems);
    let words = words(postmortem);
    let some = |random: &mut Random, many: usize| {
        (0..many).map(|_| random.pick(&words).clone()).collect::<Vec<_>>().join(" ")
    };
    let run = |random: &mut Random, many: usize| {
        let start = random.below(words.len().saturating_sub(many));
        words[start..(start + many).min(words.len())].join(" ")
    };
    let filter = filter(postmortem, random);
    let text = match kind % 24 {
        0 => some(random, 1),
        1 => some(random, 2),
        2 => some(random, 3),
        3 => some(random, 5),
        4 => format!("\"{}\"", run(random, 2)),
        5 => format!("\"{}\" {}", run(random, 3), some(random, 1)),
        6 => format!("\"{}\"", run(random, 5)),
        7 => format!("{}*", cut(&some(random, 1), random)),
        8 => format!("{} {}*", some(random, 2), cut(&some(random, 1), random)),
        9 => format!("{} -{}", some(random, 2), some(random, 1)),
        10 => format!("{} -\"{}\"", some(random, 2), run(random, 2)),
        11 => format!("{} OR {}", some(random, 1), some(random, 1)),
        12 => format!("\"{}\" OR {} {}", run(random, 2), filter, some(random, 1)),
        13 => filter,
        14 => format!("{filter} {}", some(random, 2)),
        15 => format!("-{filter} {}", some(random, 1)),
        16 => format!("after:{} {}", date(postmortem, random), some(random, 2)),
        17 => format!("before:{} {}", date(postmortem, random), some(random, 1)),
        18 => format!(
            "duration:{}{}{} {}",
            random.pick(&[">", ">=", "<", "<="]),
            random.below(180) + 1,
            random.pick(&["m", "h", "min"]),
            some(random, 1)
        ),
        19 => typo(&some(random, 1), random),
        20 => format!("{} {}", typo(&some(random, 1), random), some(random, 2)),
        21 => alert(&words, random),
        22 => format!("{filter} {filter} OR {}", some(random, 2)),
        _ => {
            random
                .pick(&[
                    "\"",
                    "OR OR",
                    "-",
                    "foo:bar baz",
                    "year:20x4 x",
                    "service:nowhere disk",
                    "👩‍💻 שלום",
                    "a b c d e f g h i j k l m n o p",
                    "*",
                    "::",
                    "zzzzzzzz",
                    "service:",
                ])
                .to_string()
                + " "
                + &some(random, 1)
        }
    };
    Case { text, typing: kind.is_multiple_of(3) }
}

fn cut(word: &str, random: &mut Random) -> String {
    let length = word.chars().count();
    word.chars().take((1 + random.below(length)).max(2)).collect()
}

fn typo(word: &str, random: &mut Random) -> String {
    let mut chars: Vec<char> = word.chars().collect();
    let at = random.below(chars.len());
    match random.below(4) {
        0 => chars[at] = 'q',
        1 => {
            chars.remove(at);
        }
        2 => chars.insert(at, 'e'),
        _ if at + 1 < chars.len() => chars.swap(at, at + 1),
        _ => chars.push('s'),
    }
    chars.into_iter().collect()
}

/// What a pager shows of an incident: its words among numbers that nobody will see again.
pub(crate) fn alert(words: &[String], random: &mut Random) -> String {
    let mut text = String::from("[FIRING:1] ");
    for at in 0..35 {
        if at % 6 == 5 {
            text.push_str(&format!(
                "host=ip-{}-{}.internal:{} ",
                random.below(255),
                random.below(255),
                random.below(65_535)
            ));
        }
        text.push_str(random.pick(words).as_str());
        text.push(' ');
    }
    text
}

fn filter(postmortem: &Postmortem, random: &mut Random) -> String {
    let mut filters = vec![format!("status:{}", postmortem.status.key())];
    filters.extend(postmortem.services.iter().map(|key| format!("service:{key}")));
    filters.extend(postmortem.root_causes.iter().map(|term| format!("cause:{}", term.as_str())));
    filters.extend(
        postmortem
            .root_causes
            .iter()
            .filter_map(|term| term.parent())
            .map(|term| format!("root_cause:{}", term.as_str())),
    );
    filters.extend(postmortem.triggers.iter().map(|term| format!("trigger:{}", term.as_str())));
    filters.extend(postmortem.teams.iter().map(|key| format!("team:\"{}\"", key.as_str().replace('-', " "))));
    filters.extend(postmortem.tags.iter().map(|key| format!("tag:{key}")));
    filters.extend(
        postmortem.severity.iter().map(|severity| format!("severity:{}", severity.key().to_uppercase())),
    );
    filters.extend(postmortem.date().map(|date| format!("year:{}", date.date().year())));
    random.pick(&filters).clone()
}

fn date(postmortem: &Postmortem, random: &mut Random) -> String {
    let date = postmortem.date().map_or_else(|| "2021-03-04".to_owned(), |date| date.date().to_string());
    date.chars().take(*random.pick(&[4, 7, 10])).collect()
}

/// Queries as people type them: two to four telling words of one postmortem.
pub(crate) fn typical(postmortems: &[Arc<Postmortem>], count: usize, random: &mut Random) -> Vec<Case> {
    let query = |random: &mut Random| {
        let postmortem: &Arc<Postmortem> = random.pick(postmortems);
        let words: Vec<String> =
            words(postmortem).into_iter().filter(|word| word.chars().count() > 4).collect();
        let many = 2 + random.below(3);
        (0..many).map(|_| random.pick(&words).clone()).collect::<Vec<_>>().join(" ")
    };
    (0..count).map(|_| Case { text: query(random), typing: true }).collect()
}

/// Alerts, each with the place of the postmortem that it is about.
pub(crate) fn alerts(
    postmortems: &[Arc<Postmortem>],
    count: usize,
    random: &mut Random,
) -> (Vec<Case>, Vec<i64>) {
    (0..count)
        .map(|_| {
            let at = random.below(postmortems.len());
            let text = alert(&words(&postmortems[at]), random);
            (Case { text, typing: false }, i64::try_from(at).unwrap_or(-1))
        })
        .unzip()
}
