//! The browser's answers are tantivy's.

use crate::parity::{ask, differences, load};
use crate::queries::{Case, cases};
use crate::site;
use pmsite::search::query;

fn same(root: &std::path::Path, public: &std::path::Path, more: &[&str], count: usize) {
    let (corpus, index) = load(root);
    let mut all = cases(corpus.postmortems(), count, 3);
    for text in more {
        all.extend([false, true].map(|typing| Case { text: (*text).to_owned(), typing }));
    }
    let answers = ask(public, &all);
    let different = differences(&index, &all, &answers);
    assert!(different.is_empty(), "{} of {}:\n{}", different.len(), all.len(), different.join("\n"));
    // Queries without answers would agree as well.
    assert!(answers.iter().filter(|answer| answer.total > 0).count() * 2 > all.len());
}

#[test]
fn over_this_repositorys_own_postmortems() {
    let (root, folder) = site::own();
    same(&root, &folder.path().join("public"), &["", " ", "\"", "zzzz", "a*", "\u{0}\u{7}", "-disk"], 240);
}

#[test]
fn over_a_large_index() {
    let site = site::large(1_100);
    site.build();
    same(
        site.root(),
        &site.public(),
        &["outage", "the outage of", "\"outage of\"", "connection outage", "outag"],
        360,
    );
}

#[test]
fn over_many_scripts() {
    let site = site::scripts();
    site.build();
    let more = [
        "障害",
        "接続プール",
        "数据库",
        "据",
        "連接",
        "연결 풀",
        "قاعدة البيانات",
        "соединения",
        "Uberlastung",
        "STRASSE",
        "requestservice",
        "request",
        "\"request service\"",
        "HTTPServer",
        "httpserver2",
        "alias",
        "aliases",
        "alia",
        "generate",
        "\"it's the\"",
        "don't",
        "dont",
        "l'incident",
        "eclair",
        "istanbul",
        "ﬁle",
        "𠮷野家",
        "\"接続プール\"",
        "決済 OR 결제",
        "-障害 データベース",
        "σισυφοσ",
        "10.0.3.17",
        "ConnectTimeoutException",
        "conectTimeoutExcepton",
    ];
    same(site.root(), &site.public(), &more, 240);
}

#[test]
fn what_is_written_is_found_in_every_script() {
    let site = site::scripts();
    let (corpus, index) = load(site.root());
    let first = |text: &str| {
        let answer = index.search(&query::parse(text, false), 1).unwrap();
        let hit = answer.found.hits.first()?;
        Some(corpus.postmortems()[hit.document as usize].id.as_str().to_owned())
    };
    for (text, id) in [
        ("uberlastung", "s0"),
        ("ZURICH", "s0"),
        ("接続プール", "s1"),
        ("ガイド", "s1"),
        ("连接池", "s2"),
        ("결제", "s3"),
        ("الاتصالات", "s4"),
        ("соединений", "s5"),
        ("request service", "s6"),
        ("handlerequest", "s6"),
        ("file", "s6"),
        ("aliases", "s7"),
        ("generators", "s8"),
        ("éclair", "s9"),
        ("\"接続プールの枯渇\"", "s1"),
    ] {
        assert_eq!(first(text).as_deref(), Some(id), "{text}");
    }
}

#[test]
fn the_sites_language_chooses_the_stems() {
    let site = site::Site::new();
    site.postmortem("a", "title: Ausfall", "## Zusammenfassung\n\nDie Verbindungen brachen ab.");
    site.postmortem("b", "title: Panne", "## Zusammenfassung\n\nEine Verbindung brach ab.");
    site.postmortem("c", "title: Panne", "## Résumé\n\nLes serveurs tombaient, le serveur tombait.");
    let (corpus, _) = load(site.root());
    let total = |language: &str, text: &str| {
        let index = pmsite::search::SearchIndex::build(corpus.postmortems(), language, 3).unwrap();
        index.search(&query::parse(text, false), 1).unwrap().found.total
    };
    assert_eq!(
        ["de", "de-AT", "en", "ja", ""].map(|language| total(language, "verbindung")),
        [2, 2, 1, 1, 1]
    );
    let stems = |language: &str| {
        let index = pmsite::search::SearchIndex::build(corpus.postmortems(), language, 3).unwrap();
        index.lexicon().stems().len()
    };
    assert!(stems("fr") < stems("ja"), "forms of a French word share a stem");
}

#[test]
fn the_score_is_that_of_tantivys_own_search() {
    use pmsite::search::check;
    let (corpus, index) = load(&site::own().0);
    for case in crate::queries::typical(corpus.postmortems(), 60, &mut crate::queries::Random::new(11)) {
        let own = index.search(&query::parse(&case.text, false), 1_000).unwrap();
        let theirs = check::by_tantivy(&index, &own).unwrap();
        assert_eq!(own.found.hits.len(), theirs.len(), "{}", case.text);
        for hit in &own.found.hits {
            let score = theirs[&hit.document];
            assert!((hit.score - score).abs() < 1e-4, "{}: {} and {score}", case.text, hit.score);
        }
    }
}

#[test]
fn a_pasted_alert_finds_its_postmortem_and_reads_little() {
    let site = site::large(1_100);
    site.build();
    let (corpus, _) = load(site.root());
    let mut random = crate::queries::Random::new(2);
    let (alerts, wanted) = crate::queries::alerts(corpus.postmortems(), 60, &mut random);
    let costs = crate::costs::ask(&site.public(), &alerts, 5);
    let found = costs.iter().zip(&wanted).filter(|(cost, wanted)| cost.hits[..5].contains(wanted)).count();
    assert!(found * 100 >= alerts.len() * 80, "{found} of {}", alerts.len());
    let most = costs.iter().map(|cost| cost.bytes).max();
    assert!(most < Some(100_000), "{most:?}");
    let client: usize = crate::costs::client(&site.public()).iter().map(|(_, bytes)| bytes).sum();
    assert!(client < 12_000, "{client} bytes of scripts");
}

#[test]
fn known_items_are_found_first() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/public");
    // A checkout by itself does not have these write-ups; its own postmortems hold the same facts.
    let Ok(folder) = std::fs::read_dir(shared) else { return };
    let mut paths: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let site = site::Site::new();
    for (at, path) in paths.iter().enumerate() {
        let text = std::fs::read_to_string(path).unwrap();
        let (matter, body) = text.trim_start_matches("---").split_once("\n---").unwrap();
        let key =
            |name: &str| matter.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim();
        let title = Some(key("title:")).filter(|title| !title.is_empty()).unwrap_or(key("company:"));
        site.postmortem(&format!("k{at:02}"), &format!("title: {:?}", title.trim_matches('"')), body);
    }
    let (corpus, index) = load(site.root());
    let rank = known_items::mean_reciprocal_rank(&corpus, &index);
    assert!(rank >= 0.84, "{rank}");
}

/// Known-item search, as information retrieval measures it.
mod known_items {
    use crate::queries::{Random, words};
    use pmsite::model::Corpus;
    use pmsite::search::{SearchIndex, query};

    /// Three queries for each postmortem, of 3 to 6 of its words that few others have.
    pub(crate) fn mean_reciprocal_rank(corpus: &Corpus, index: &SearchIndex) -> f64 {
        let mut random = Random::new(5);
        let (mut sum, mut count) = (0.0, 0.0);
        for (at, postmortem) in corpus.postmortems().iter().enumerate() {
            let mut telling: Vec<String> = words(postmortem)
                .into_iter()
                .filter(|word| {
                    let found = index.search(&query::parse(word, false), 0).unwrap();
                    let share = found.found.total * 4;
                    word.chars().count() > 3 && share > 0 && share <= corpus.postmortems().len()
                })
                .collect();
            telling.sort();
            telling.dedup();
            for _ in 0..3 {
                let many = 3 + random.below(4);
                let text: Vec<_> = (0..many).map(|_| random.pick(&telling).clone()).collect();
                let answer = index.search(&query::parse(&text.join(" "), false), 100).unwrap();
                let place = answer.found.hits.iter().position(|hit| hit.document as usize == at);
                #[expect(clippy::cast_precision_loss)]
                let rank = place.map_or(0.0, |place| 1.0 / (place + 1) as f64);
                sum += rank;
                count += 1.0;
            }
        }
        sum / count
    }
}
