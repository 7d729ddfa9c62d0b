//! The parser and the tokenizer of the browser are those of Rust.

use crate::browser::Browser;
use crate::parity;
use crate::server::Server;
use crate::site;
use pmsite::search::text;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

const FIXTURE: &str = include_str!("queries.json");

/// Runs a module in the browser, beside the site's theme; what it sends comes back.
fn run(public: &Path, script: &str, data: &str) -> serde_json::Value {
    let theme = std::fs::read_dir(public.join("theme")).unwrap();
    let mut script = script.to_owned();
    for name in theme.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()) {
        if let Some((stem, _)) = name.split_once('.').filter(|_| name.ends_with(".js")) {
            script = script.replace(&format!("\"{stem}\""), &format!("\"/kb/theme/{name}\""));
        }
    }
    let page = r#"<!DOCTYPE html><meta charset="utf-8"><script type="module" src="/run.js"></script>"#;
    let script = format!(
        "{script}\nlet result; try {{ result = main(await (await fetch('/data.json')).json()); }} catch (error) {{ result = String(error.stack); }}\nawait fetch('/result', {{ method: 'POST', body: JSON.stringify(result) }});"
    );
    let server = Server::start(
        public,
        BTreeMap::from([
            ("/run.html".to_owned(), page.to_owned()),
            ("/run.js".to_owned(), script),
            ("/data.json".to_owned(), data.to_owned()),
        ]),
    );
    let _browser = Browser::open(&server.url("/run.html"));
    serde_json::from_str(&server.result(Duration::from_mins(2)).expect("the browser answers")).unwrap()
}

#[test]
fn every_query_of_the_fixture_gives_its_tree_in_the_browser() {
    let (_, folder) = site::own();
    let script = r#"
import { parse } from "search-query";
const sorted = (value) => JSON.stringify(value, (_, inner) =>
  inner && typeof inner === "object" && !Array.isArray(inner)
    ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
    : inner);
const main = (cases) => cases
  .map(({ query, typing, parsed }) => ({ query, expected: sorted(parsed), given: sorted(parse(query, typing)) }))
  .filter(({ expected, given }) => expected !== given);
"#;
    assert_eq!(run(&folder.path().join("public"), script, FIXTURE), serde_json::json!([]));
}

#[test]
fn words_are_the_same_in_the_browser() {
    let (root, folder) = site::own();
    let mut texts: Vec<String> = vec![
        "It's HTTPServer requestService don’t v8.9.10 eu-west-1 a1B2c3D4e5F6g7H8i9J0 XMLHttpRequest ABc"
            .to_owned(),
        "障害対応 データベース カ゛ ｶﾞｲﾄﾞ 연결 풀 各々〆ヶ月 𠮷 ㍿ ㋿ 한글 ᄒ".to_owned(),
        "İSTANBUL ǅ ﬁle ① ½ ﷺ ſ ß ẞ ΣΊΣΥΦΟΣ e\u{301}\u{323}x \u{301}x a\u{200d}b a\u{ad}b 👩‍💻1️⃣".to_owned(),
        "l'incident d’accord rock'n'roll customers' 'quoted' O'Brien's a'b'c".to_owned(),
        format!("{} {}", "x".repeat(64), "é".repeat(65)),
        "\u{1F1E9}\u{1F1EA} \u{E0100} ᾼ ŉ ǰ ΐ ꟲ 𝐀𝐛 ᏸ Ꭰ ꭰ \u{0345}α ⅷ Ⅷ ²³ ٣ १".to_owned(),
    ];
    // Every letter of the first two planes, inside of a word and alone.
    let letters = (0..0x2_0000).filter_map(char::from_u32).filter(|c| !c.is_control());
    texts.extend(letters.map(|c| format!("a{c}b {c}")));
    let (corpus, _) = parity::load(&root);
    texts.extend(corpus.postmortems().iter().map(|postmortem| postmortem.body.markdown.clone()));
    let own: Vec<Vec<(String, u32, bool)>> = texts
        .iter()
        .map(|text| {
            let mut words = Vec::new();
            text::tokens(text, |token| words.push((token.word.to_owned(), token.position, token.whole)));
            words
        })
        .collect();
    let script = r#"
import { tokens } from "search-text";
const main = ([texts, expected]) => texts.flatMap((text, at) => {
  // An older browser does not know the letters of a newer Unicode.
  if (/^a\p{Cn}b /u.test(text)) {
    return [];
  }
  const words = [];
  tokens(text, (word, position, start, end, whole) => words.push([word, position, whole]));
  const wrong = words.findIndex((word, place) => JSON.stringify(word) !== JSON.stringify(expected[at][place]));
  return wrong < 0 && words.length === expected[at].length ? [] : [[at, words[wrong], expected[at][wrong] ?? words.length]];
});
"#;
    let data = serde_json::to_string(&(texts, own)).unwrap();
    assert_eq!(run(&folder.path().join("public"), script, &data), serde_json::json!([]));
}
