//! Answers for one postmortem are those for all, and a change of one is as good as a fresh start.

use super::{Analysis, Chain, Comparing, Comparison, Matrix};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::model::{ActionStatus, Corpus, Milestones, Postmortem, Slug, Term};
use crate::parse::{self, Internal};
use crate::search::Scratch;
use crate::source::{DocumentKind, Found, SourceFile};
use crate::validate::{self, Document};
use std::sync::Arc;

/// A postmortem from its text.
fn postmortem(name: &str, text: &str) -> Postmortem {
    let path = format!("content/{name}.md");
    let file = SourceFile::new(path.as_str(), text);
    let mut told = Diagnostics::new();
    let parsed = parse::file(&file, Internal::Keep, &mut told);
    let found =
        Found { path: file.shared_path(), disk: path.into(), kind: DocumentKind::Postmortem, bundle: None };
    let config = Config::default();
    let (_, postmortem) =
        validate::document(Document { found, file, parsed }, &config, &mut told, |document, found, _| {
            let mut postmortem = found.expect("a valid postmortem").clone();
            // Texts move in when a corpus is made; here there is one document.
            postmortem.body.markdown.clone_from(&document.parsed.outline.markdown);
            postmortem.body.preamble.clone_from(&document.parsed.outline.preamble);
            postmortem.body.sections.clone_from(&document.parsed.outline.sections);
            postmortem
        });
    assert!(!told.has_errors(), "{:#?}", told.sorted());
    postmortem
}

const WORDS: [&str; 24] = [
    "pool",
    "connection",
    "replica",
    "queue",
    "cache",
    "deploy",
    "certificate",
    "router",
    "packet",
    "disk",
    "index",
    "session",
    "token",
    "proxy",
    "timeout",
    "leader",
    "quorum",
    "shard",
    "memory",
    "thread",
    "retry",
    "gateway",
    "broker",
    "cursor",
];

/// Postmortems that are made of few words, so that many are alike; some declare what they repeat.
fn many(count: u64) -> Vec<Postmortem> {
    postmortems(count, 1)
}

/// The same with so many times as many words, and an action item.
fn postmortems(count: u64, kinds: u64) -> Vec<Postmortem> {
    let mut state = 7_u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    (0..count)
        .map(|number| {
            // Each is about a few neighbouring words, as incidents of one kind are.
            let topic = random(20);
            let kind = if kinds > 1 { random(kinds).to_string() } else { String::new() };
            let mut word = || format!("{}{kind}", WORDS[usize::try_from((topic + random(5)) % 24).unwrap()]);
            let title = format!("{} {} {}", word(), word(), word());
            let body: Vec<_> = (0..30).map(|_| word()).collect();
            let day = format!("20{:02}-{:02}-{:02}", 10 + random(15), 1 + random(12), 1 + random(28));
            let service = ["checkout", "search", "mail"][usize::try_from(random(3)).unwrap()];
            let declared = match random(12) {
                0 if number > 0 => format!("recurrence_of: p-{}\n", random(number)),
                1 if number > 0 => format!("related: [p-{}]\n", random(number)),
                _ => String::new(),
            };
            let mention = if number > 0 { format!("See p-{}.", random(number)) } else { String::new() };
            let text = format!(
                "---\ntitle: {title}\nstarted: {day}\nservices: [{service}]\nroot_causes: [capacity]\naction_items:\n  - text: Watch it\n{declared}---\n{}. {mention}\n",
                body.join(" "),
            );
            postmortem(&format!("p-{number}"), &text)
        })
        .collect()
}

fn corpus(postmortems: Vec<Postmortem>) -> Corpus {
    Corpus::new(postmortems.into_iter().map(std::sync::Arc::new).collect(), Vec::new(), Vec::new(), &[])
        .unwrap()
}

fn comparing() -> Comparing {
    Comparing { language: "en".to_owned(), title_counts: 3, threshold: 0.4 }
}

fn fresh(corpus: &Corpus) -> Comparison {
    Comparison::of(corpus, &comparing())
}

#[test]
fn the_chain_of_one_is_the_one_among_all() {
    let corpus = corpus(many(120));
    let (all, one) = (fresh(&corpus), fresh(&corpus));
    let chains = all.chains(&corpus);
    assert!(chains.all().iter().any(|chain| chain.members.len() > 3), "{:#?}", chains.all());
    for at in 0..120 {
        let lazily: Option<Chain> = one.chain(&corpus, at);
        assert_eq!(lazily.as_ref(), chains.of(at), "{at}");
    }
    for chain in chains.all() {
        for member in &chain.members {
            let Some(link) = member.link else { continue };
            assert!(chain.members.iter().any(|other| other.at == link.to), "links stay in their chain");
            assert!(link.score.is_none() || link.to > member.at, "what is found is earlier");
        }
    }
}

#[test]
fn words_that_many_share_tell_of_those_alone_that_failed_the_same_way() {
    const SERVICES: [&str; 5] = ["checkout", "search", "mail", "basket", "login"];
    const CAUSES: [&str; 5] = ["capacity", "dns", "network", "power", "process"];
    // Six kinds of incident, each told 25 times in the same words, which is too often to follow them. No
    // two of a kind have both service and cause in common, but for two of the third kind.
    let text = |number: usize| {
        let (kind, day) = (number % 6, format!("2024-{:02}-{:02}", 1 + number / 28, 1 + number % 28));
        let time = if number == 24 * 6 + 2 { 3 } else { number / 6 };
        let (service, cause) = (SERVICES[time % 5], CAUSES[time / 5]);
        let words: Vec<String> = WORDS[..6].iter().map(|word| format!("{word}{kind}x")).collect();
        let front = format!("started: {day}\nservices: [{service}]\nroot_causes: [{cause}]");
        format!("---\ntitle: {}\n{front}\n---\n{}.\n", words[..3].join(" "), words.join(" "))
    };
    let all = (0..150).map(|number| postmortem(&format!("p-{number}"), &text(number))).collect();
    let corpus = corpus(all);
    let comparison = fresh(&corpus);
    let [chain] = comparison.chains(&corpus).all() else { panic!("{:#?}", comparison.chains(&corpus).all()) };
    let ids = chain.members.iter().map(|member| corpus.postmortems()[member.at].id.as_str());
    assert_eq!(ids.collect::<Vec<_>>(), ["p-20", "p-146"]);
    assert_eq!(comparison.chains(&corpus).totals().members, 2);
}

#[test]
fn likeness_is_the_same_from_either_side() {
    let corpus = corpus(many(40));
    let comparison = fresh(&corpus);
    for a in 0..40 {
        for b in 0..40 {
            let (there, back) = (comparison.score(a, b), comparison.score(b, a));
            assert_eq!(there.to_bits(), back.to_bits(), "{a} {b}");
        }
        // Half of it where no word of the text tells anything.
        let own = comparison.likeness.between(a, a).0;
        assert!([0.5, 1.0].iter().any(|whole| (own - whole).abs() < 1e-3), "{own}");
    }
}

/// All that comparing tells of a corpus, in one text.
fn told(corpus: &Corpus, comparison: &Comparison) -> String {
    let analysis = Analysis::of(corpus);
    let mut scratch = Scratch::default();
    let one = |at| {
        format!(
            "{at}: {:?}\n{:?}\n{:?}\n{}\n",
            comparison.candidates(corpus, at, &mut scratch),
            comparison.related(corpus, at, analysis.relations(at), &mut scratch),
            comparison.backlinks(corpus, at),
            comparison.passage(corpus, at, 0),
        )
    };
    let all: String = (0..corpus.postmortems().len()).map(one).collect();
    format!("{all}{:#?}", comparison.chains(corpus).all())
}

/// One of the edits that authors make.
fn edit(one: &mut Postmortem, other: &Postmortem, kind: u64, mut random: impl FnMut(u64) -> u64) {
    let word = |number: u64| WORDS[usize::try_from(number).unwrap()];
    match kind {
        // Words that others have, too; some come to so many texts that they are followed no more.
        0..=1 => {
            let more = format!(" {}{} and {}.", word(random(24)), random(12), word(random(24)));
            one.body.preamble.push_str(&more);
            one.body.markdown.push_str(&more);
        }
        // It tells nearly what another told.
        2..=3 => {
            one.title.clone_from(&other.title);
            one.body.preamble = format!("{} {}.", other.body.preamble, word(random(24)));
            one.body.markdown.clone_from(&one.body.preamble);
        }
        // A word that nobody had, and the id of another.
        4 => {
            let more = format!(" It was zookeeper{}, as in p-{}.", random(9), random(90));
            one.body.preamble.push_str(&more);
            one.body.markdown.push_str(&more);
        }
        // Nothing is left of it.
        5 => {
            one.body.preamble.clear();
            one.body.markdown.clear();
        }
        6 => one.title = format!("{} {}", word(random(24)), word(random(24))),
        7 => {
            one.services =
                Slug::from_text(["checkout", "search", "trains"][usize::try_from(random(3)).unwrap()])
                    .into_iter()
                    .collect();
        }
        8 => {
            one.root_causes = Term::parse(["capacity", "expiry"][usize::try_from(random(2)).unwrap()])
                .into_iter()
                .collect();
        }
        9 => one.recurrence_of = None,
        10 => one.action_items[0].status = ActionStatus::Done { on: None },
        _ => one.milestones = Milestones::default(),
    }
}

#[test]
fn what_is_known_before_edits_gives_what_a_fresh_start_gives() {
    (1..=8).for_each(follow_edits);
}

fn follow_edits(seed: u64) {
    let mut state = seed;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut corpus = corpus(postmortems(60 + seed * 5, 1 + seed % 7));
    let mut known = fresh(&corpus);
    for step in 0..40 {
        // Sometimes nobody asks between two edits.
        if random(4) > 0 {
            known.chains(&corpus);
            known.find_backlinks(&corpus);
        }
        let mut all = corpus.postmortems().to_vec();
        let kind = random(14);
        if kind < 12 {
            for _ in 0..=random(2) {
                let at = usize::try_from(random(all.len() as u64)).unwrap();
                let other = Arc::clone(&all[usize::try_from(random(all.len() as u64)).unwrap()]);
                edit(Arc::make_mut(&mut all[at]), &other, kind, &mut random);
            }
        } else if let Some(free) = (0..all.len()).rev().find(|at| {
            let id = &all[*at].id;
            !all.iter().any(|one| one.references().any(|(_, to)| to == id))
        }) {
            // It goes, and perhaps another comes.
            let gone = all.remove(free);
            if kind == 13 {
                let text = format!(
                    "---\ntitle: Late {step}\nstarted: 2024-06-0{}\naction_items:\n  - text: Watch it\n---\nA queue.\n",
                    1 + random(9)
                );
                all.push(Arc::new(postmortem(gone.id.as_str(), &text)));
            }
        }
        let after = Corpus::new(all, Vec::new(), Vec::new(), &[]).unwrap();
        let kept = known.after(&after, &comparing());
        assert_eq!(
            told(&after, &kept),
            told(&after, &fresh(&after)),
            "seed {seed}, step {step}, kind {kind}"
        );
        (corpus, known) = (after, kept);
    }
}

#[test]
fn what_is_related_has_its_reason_and_is_not_linked_already() {
    let text = |title: &str, more: &str, body: &str| {
        format!("---\ntitle: {title}\nstarted: 2024-01-01\n{more}---\n{body}\n")
    };
    let pool = "services: [checkout]\nroot_causes: [capacity]\n";
    let all = [
        ("a-1", text("Pool empty", pool, "Orders waited: the pool had no connection left.")),
        ("a-2", text("Threads starved", pool, "Everything waited; something held its lock.")),
        ("a-3", text("Known already", &format!("{pool}related: [a-1]\n"), "Likewise.")),
        ("a-4", text("Reads of it", pool, "It was a-1 once more.")),
        ("a-5", text("Links to it", pool, "See [there](./a-1.md#pool-empty).")),
        ("a-6", text("Goats along tracks", "services: [trains]\n", "A herd.")),
        ("a-7", text("Moths inside relays", "services: [relays]\n", "A moth.")),
        ("a-8", text("Rusty bridge", "services: [bridges]\n", "A bolt.")),
    ];
    let corpus =
        corpus(all.iter().map(|(name, text)| postmortem(name, &text.replace("#pool-empty", ""))).collect());
    let comparison = fresh(&corpus);
    let analysis = Analysis::of(&corpus);
    let at = |id: &str| corpus.postmortems().iter().position(|one| one.id.as_str() == id).unwrap();
    let id = |at: usize| corpus.postmortems()[at].id.to_string();
    let first = at("a-1");
    let mut scratch = Scratch::default();
    let related = comparison.related(&corpus, first, analysis.relations(first), &mut scratch);
    let related: Vec<_> = related.iter().map(|one| (id(one.at), one.evidence.told())).collect();
    let expected =
        ("a-2".to_owned(), "same cause: capacity; same service: checkout; both mention waited".to_owned());
    assert_eq!(related, [expected]);
    let back: Vec<_> = comparison.backlinks(&corpus, first).iter().map(|at| id(*at)).collect();
    assert_eq!(back, ["a-4", "a-5"]);
    assert!(comparison.related(&corpus, at("a-6"), &[], &mut scratch).is_empty());
}

#[test]
fn services_and_root_causes_beyond_the_busiest_are_counted_together() {
    let one = |name: &str, services: &str, causes: &str| {
        let mut one = postmortem(name, &format!("---\ntitle: T\nservices: [{services}]\n---\n"));
        one.root_causes = causes.split_whitespace().map(|term| Term::parse(term).unwrap()).collect();
        one
    };
    let all = vec![
        one("a", "web, api", "capacity/connection-pool capacity/disk"),
        one("b", "web", "capacity dns"),
        one("c", "web", "dns network power"),
        one("d", "mail, queue", "power"),
        one("e", "web", ""),
        one("f", "", "dns"),
    ];
    let all = all.into_iter().map(std::sync::Arc::new).collect();
    let corpus = Corpus::new(all, Vec::new(), Vec::new(), &[]).unwrap();
    let members: Vec<usize> = (0..6).collect();
    let matrix = Matrix::of(&corpus, &members, 2, 2);
    assert_eq!((matrix.services, matrix.other_services), (vec!["web".into(), "api".into()], 2));
    assert_eq!((matrix.root_causes, matrix.other_root_causes), (vec!["dns".into(), "capacity".into()], 2));
    // dns, capacity, 2 others, not told: once each, whatever sub-terms and others an incident has.
    assert_eq!(matrix.counts, [[2, 2, 1, 1], [0, 1, 0, 0], [0, 0, 1, 0]]);
    assert_eq!((matrix.totals, matrix.without_service), (vec![4, 1, 1], 1));
    // A single one that would be left over is told apart as well.
    let matrix = Matrix::of(&corpus, &members, 3, 9);
    assert_eq!(matrix.services, ["web", "api", "mail", "queue"]);
    assert_eq!((matrix.other_services, matrix.other_root_causes, matrix.counts[0].len()), (0, 0, 5));
    assert_eq!(Matrix::of(&corpus, &[], 2, 2), Matrix { counts: Vec::new(), ..Matrix::default() });
}
