//! What the words say in each language.

use super::{Text, WordFile, Words};
use crate::render::Theme;
use jiff::SignedDuration;
use jiff::civil::date;
use std::collections::BTreeSet;

const FILES: [(&str, &str); 7] = [
    ("de", include_str!("../../../themes/default/words/de.toml")),
    ("en", include_str!("../../../themes/default/words/en.toml")),
    ("es", include_str!("../../../themes/default/words/es.toml")),
    ("fr", include_str!("../../../themes/default/words/fr.toml")),
    ("ja", include_str!("../../../themes/default/words/ja.toml")),
    ("pt", include_str!("../../../themes/default/words/pt.toml")),
    ("zh", include_str!("../../../themes/default/words/zh.toml")),
];

fn file(language: &str, text: &str) -> WordFile {
    WordFile {
        language: language.to_owned(),
        place: format!("{language}.toml"),
        text: text.to_owned(),
        is_own: false,
    }
}

/// The words of a language as sites have them.
fn words(language: &str) -> Words {
    let files: Vec<_> = FILES.iter().map(|(language, text)| file(language, text)).collect();
    Words::read(&files, language).unwrap()
}

/// What a file says by itself, without English below it.
fn alone(text: &str) -> Words {
    Words::read(&[file("en", text)], "en").unwrap()
}

#[test]
fn every_language_says_everything_that_english_says() {
    let languages: Vec<_> = FILES.iter().map(|(language, _)| *language).collect();
    assert_eq!(Theme::built_in().unwrap().languages(), languages);
    let english = alone(FILES[1].1);
    for (language, text) in FILES {
        let words = alone(text);
        let keys = |words: &Words| -> BTreeSet<String> { words.texts.keys().cloned().collect() };
        let (here, there) = (keys(&words), keys(&english));
        let missing: Vec<_> = there.difference(&here).collect();
        let strange: Vec<_> = here.difference(&there).collect();
        assert!(missing.is_empty() && strange.is_empty(), "{language}: no {missing:?}, but {strange:?}");
        for (key, text) in &english.texts {
            let said = &words.texts[key];
            let slots = |text: &Text| -> BTreeSet<String> { text.slots().map(str::to_owned).collect() };
            assert_eq!(slots(said), slots(text), "{language}: the slots of `{key}`");
            match (said, text) {
                (Text::Plain(_), Text::Plain(_)) => {}
                // A form for one thing need not tell their number.
                (Text::Counted { other, .. }, Text::Counted { other: expected, .. }) => {
                    let (some, all): (BTreeSet<_>, BTreeSet<_>) =
                        (other.slots().collect(), expected.slots().collect());
                    assert_eq!(some, all, "{language}: the slots of `{key}` for several");
                }
                _ => panic!("{language}: `{key}` has other forms than in English"),
            }
        }
    }
}

/// How a language writes what is counted and dated.
fn forms(language: &str) -> String {
    let words = words(language);
    let minutes = SignedDuration::from_mins;
    let day = date(2024, 3, 5);
    [
        words.number(1_234_567_usize),
        words.number(1234_usize),
        words.decimal("0.75"),
        words.percent(60),
        words.percent_of(12.5),
        words.day(day),
        words.fill("format.day_time", &[("day", &words.day(day)), ("time", "09:30")]),
        words.month(2024, 3),
        words.fill("format.quarter", &[("quarter", "2"), ("year", "2024")]),
        words.duration(SignedDuration::from_secs(45)),
        words.duration(minutes(130)),
        words.duration(minutes(24 * 60 * 3 + 240)),
        words.span(1),
        words.span(45),
        words.span(800),
        words.count("common.postmortems", 0),
        words.count("common.postmortems", 1),
        words.count("common.postmortems", 2),
        words.ordinal(2),
        words.ordinal(21),
        words.list(&["a".to_owned(), "b".to_owned()]),
        words.fill("format.labelled", &[("label", "a"), ("text", "b")]),
    ]
    .join(" | ")
}

#[test]
fn numbers_days_and_lengths_of_time_are_in_the_form_of_the_language() {
    let all: Vec<_> = FILES.iter().map(|(language, _)| format!("{language}: {}", forms(language))).collect();
    // Spaces that keep a line together are shown: `~`, and `_` for the narrow one.
    let shown = all.join("\n").replace('\u{a0}', "~").replace('\u{202f}', "_");
    insta::assert_snapshot!(shown, @r"
    de: 1.234.567 | 1.234 | 0,75 | 60~% | 12,5~% | 5. März 2024 | 5. März 2024, 09:30 | März 2024 | Q2 2024 | 45 s | 2 h 10 min | 3 T 4 h | 1 Tag | 45 Tage | 2 Jahre | 0 Postmortems | 1 Postmortem | 2 Postmortems | Zweites | 21. | a, b | a: b
    en: 1,234,567 | 1,234 | 0.75 | 60 % | 12.5 % | 5 Mar 2024 | 5 Mar 2024, 09:30 | Mar 2024 | Q2 2024 | 45 s | 2 h 10 min | 3 d 4 h | 1 day | 45 days | 2 years | 0 postmortems | 1 postmortem | 2 postmortems | Second | 21st | a, b | a: b
    es: 1.234.567 | 1234 | 0,75 | 60~% | 12,5~% | 5 mar 2024 | 5 mar 2024, 09:30 | mar 2024 | T2 2024 | 45 s | 2 h 10 min | 3 d 4 h | 1 día | 45 días | 2 años | 0 postmortems | 1 postmortem | 2 postmortems | Segunda | 21.ª | a, b | a: b
    fr: 1_234_567 | 1_234 | 0,75 | 60~% | 12,5~% | 5 mars 2024 | 5 mars 2024, 09:30 | mars 2024 | T2 2024 | 45 s | 2 h 10 min | 3 j 4 h | 1 jour | 45 jours | 2 ans | 0 post-mortem | 1 post-mortem | 2 post-mortems | Deuxième | 21e | a, b | a~: b
    ja: 1,234,567 | 1,234 | 0.75 | 60% | 12.5% | 2024年3月5日 | 2024年3月5日 09:30 | 2024年3月 | 2024年第2四半期 | 45秒 | 2時間10分 | 3日4時間 | 1日 | 45日 | 2年 | ポストモーテム0件 | ポストモーテム1件 | ポストモーテム2件 | 2回目 | 21回目 | a、b | a：b
    pt: 1.234.567 | 1.234 | 0,75 | 60% | 12,5% | 5 de mar. de 2024 | 5 de mar. de 2024, 09:30 | mar. de 2024 | T2 de 2024 | 45 s | 2 h 10 min | 3 d 4 h | 1 dia | 45 dias | 2 anos | 0 postmortem | 1 postmortem | 2 postmortems | Segunda | 21ª | a, b | a: b
    zh: 1,234,567 | 1,234 | 0.75 | 60% | 12.5% | 2024年3月5日 | 2024年3月5日 09:30 | 2024年3月 | 2024年第2季度 | 45秒 | 2小时10分钟 | 3天4小时 | 1天 | 45天 | 2年 | 0 份复盘报告 | 1 份复盘报告 | 2 份复盘报告 | 第 2 次 | 第 21 次 | a，b | a：b
    ");
}

#[test]
fn a_variety_lies_over_its_language_and_that_over_english() {
    let files = [
        file("en", "[a]\nx = \"x en\"\ny = \"y en\"\nz = \"z en\"\n"),
        file("de", "[a]\nx = \"x de\"\ny = \"y de\"\n"),
        file("de-ch", "[a]\nx = \"x ch\"\n"),
        WordFile { is_own: true, ..file("de", "[a]\ny = \"y own\"\n") },
    ];
    let said = |language: &str| {
        let words = Words::read(&files, language).unwrap();
        format!("{} {} {} {}", words.language(), words.say("a.x"), words.say("a.y"), words.say("a.z"))
    };
    assert_eq!(said("de-CH"), "de-ch x ch y own z en");
    assert_eq!(said("de_AT"), "de x de y own z en");
    assert_eq!(said("DE"), "de x de y own z en");
    assert_eq!(said("nl"), "en x en y en z en");
    assert_eq!(said("en-GB"), "en x en y en z en");
}

#[test]
fn plain_texts_stand_in_templates_and_others_are_asked_for() {
    let words = alone("[a]\nx = \"R&D 'x'\"\nn = \"{n} y\"\nc = { one = \"z\", other = \"z\" }\n");
    let template = "<p title=\"{{ word(key=\"a.x\") }}\">{{ word(key=\"a.n\", n=1) }}{{ word(key=\"a.n\") }}\
                    {{ word(key=\"a.c\") }}{{ word(key=\"no\") }}{{ word(key=\"a.x\") | upper }}</p>";
    let expected = template.replacen("{{ word(key=\"a.x\") }}", "R&amp;D &#39;x&#39;", 1);
    assert_eq!(words.put_into(template), expected);
}
