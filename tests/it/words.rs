//! The theme's words: each language says everything, and nothing is said but through them.

use crate::content::own_with;
use crate::html::{pages, parse};
use crate::site::{Built, Site, site};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The languages of the built-in theme besides English.
const LANGUAGES: [&str; 6] = ["de", "es", "fr", "ja", "pt", "zh"];

fn theme() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default")
}

/// The files of a folder of the theme, by name.
fn texts(folder: &str) -> BTreeMap<String, String> {
    let files = fs::read_dir(theme().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// A site whose authors write no letter of English, with everything that makes the theme say something.
fn foreign(settings: &str) -> Site {
    let site = site(
        "
        //- content/a.md
        ---
        title: Сбой кассы
        severity: sev1
        services: ['1']
        root_causes: [capacity, bad-deploy]
        triggers: [deploy, traffic]
        contributing_factors: [Фактор]
        detection: { method: customer, gap: Нет }
        mitigation: [rollback]
        impact: { summary: Пятая часть, kind: outage, users_percent: 12.5, users: 1200, requests_failed: 5, revenue_lost: 7 €, data_loss: true }
        timezone: UTC
        started: 2024-05-12 10:00
        detected: 2024-05-12 10:05
        acknowledged: 2024-05-12 10:06
        identified: 2024-05-12 10:30
        mitigated: 2024-05-12 10:40
        resolved: 2024-05-12 12:00
        authors: [Анна]
        teams: ['3']
        tags: ['4']
        summary: Касса.
        action_items:
          - { text: Сигнал, kind: detect, owner: анна, due: 2024-06-01 }
          - { text: Бассейн, kind: prevent, status: done, closed: 2024-05-20 }
          - { text: Забор, kind: prevent, status: dropped }
          - { text: Ничего }
        source: { url: \"https://1.2/\", published: 2024-05-20 }
        ---
        ## Лента

        - 10:00 Начало
        - 10:05 Письмо
        - 10:10 Мысль
        - 10:40 Конец[^1]

        | я | ю |
        |---|---|
        | 1 | 2 |

        - [x] да
        - [ ] нет

        > [!WARNING]
        > Ой

        <!-- internal -->
        Тайна
        <!-- /internal -->

        [^1]: Да
        //- content/b.md
        ---
        title: Снова касса
        severity: sev2
        services: ['1']
        root_causes: [capacity]
        triggers: [deploy]
        detection: monitoring
        started: 2024-09-12T10:00:00Z
        detected: 2024-09-12T10:30:00Z
        mitigated: 2024-09-12T13:00:00Z
        recurrence_of: a
        status: draft
        ---
        Как [а](a.md).
        //- content/c.md
        ---
        title: Сертификат
        severity: sev4
        services: ['2']
        root_causes: [certificate-expiry]
        started: 2023-01-01
        impact: { near_miss: true }
        visibility: internal
        caused_by: a
        related: [b]
        ---
        Да.
        //- content/d.md
        ---
        title: Без даты
        status: in-review
        ---
        Да.
    ",
    );
    site.write("book.toml", format!("[book]\ntitle = \"Сбои\"\n{settings}"));
    site
}

/// The parts of a page that its reader sees or hears, without code and keys.
fn said(html: &str) -> Vec<String> {
    let mut said = Vec::new();
    for element in parse(html).elements {
        for (name, value) in &element.attributes {
            let is_text = matches!(name.as_str(), "aria-label" | "title" | "placeholder" | "alt" | "label");
            if is_text || (name == "content" && element.get("name") == Some("description")) {
                said.push(value.clone());
            }
        }
    }
    let mut rest = html.to_owned();
    for element in ["code", "kbd", "style"] {
        while let Some(start) = rest.find(&format!("<{element}>")).or(rest.find(&format!("<{element} "))) {
            let end = rest[start..].find(&format!("</{element}>")).unwrap();
            rest.replace_range(start..start + end, "");
        }
    }
    said.extend(rest.split('<').skip(1).filter_map(|tag| Some(tag.split_once('>')?.1.trim().to_owned())));
    said.retain(|text| !text.is_empty());
    said
}

/// The words of ASCII letters in a text, entities left out.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '&' && c != '#' && c != ';').filter(|word| {
        word.len() > 1 && !word.starts_with('&') && word.bytes().all(|b| b.is_ascii_alphabetic())
    })
}

/// English in letters that nobody else writes in.
fn disguised(english: &str) -> String {
    let disguise = |c: char| match c {
        'a'..='z' => char::from_u32(u32::from(c) - u32::from('a') + 0x10d0).unwrap(),
        'A'..='Z' => char::from_u32(u32::from(c) - u32::from('A') + 0x10a0).unwrap(),
        other => other,
    };
    let mut out = String::new();
    for line in english.lines() {
        let (mut quoted, mut kept) = (false, 0);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                '{' | '<' if quoted => kept += 1,
                '}' | '>' if quoted => kept -= 1,
                _ => {}
            }
            let stays = !quoted || kept > 0 || line.starts_with('#') || line.starts_with("inside");
            out.push(if stays { c } else { disguise(c) });
        }
        out.push('\n');
    }
    out
}

#[test]
fn nothing_is_said_but_through_the_words() {
    let english = &texts("words")["en.toml"];
    let site = foreign(
        "language = \"xx\"\n[output.html]\ntheme = \"own\"\n\
         git-repository-url = \"https://1.2/3\"\nedit-url-template = \"https://1.2/{path}\"\n\
         [output.html.redirect]\n\"/9/\" = \"/8/\"\n",
    );
    site.write("themes/own/words/xx.toml", disguised(english));
    let built = site.build_with(&["--base-url", "https://1.2/", "--drafts", "--audience", "internal"]);
    // Names of formats and zones, and keys.
    let names = ["CSV", "JSON", "Markdown", "UTC", "SEV", "capacity", "deploy"];
    let mut english = BTreeMap::new();
    for (path, html) in pages(&built) {
        for text in said(html).into_iter().filter(|text| !text.starts_with("https://")) {
            for word in words(&text).filter(|word| !names.contains(word)) {
                english.entry(word.to_owned()).or_insert_with(|| format!("{path}: {text}"));
            }
        }
    }
    assert!(english.is_empty(), "{english:#?}");
    let sees = built.text("search/index.html");
    assert!(sees.contains("<html lang=\"xx\""), "the language is the site's");
}

/// What a template says itself, without its instructions, elements, code and keys.
fn bare(template: &str) -> String {
    let mut text = template.to_owned();
    for (from, to) in [
        ("{#", "#}"),
        ("{{", "}}"),
        ("{%", "%}"),
        ("<code>", "</code>"),
        ("<kbd>", "</kbd>"),
        ("<!", ">"),
        ("<?", ">"),
    ] {
        while let Some(start) = text.find(from) {
            let end = text[start..].find(to).unwrap_or_else(|| panic!("no `{to}` in {template}"));
            text.replace_range(start..start + end + to.len(), " ");
        }
    }
    let mut out = String::new();
    for part in text.split('<') {
        let (tag, after) = part.split_once('>').unwrap_or(("", part));
        for name in ["aria-label=\"", "title=\"", "placeholder=\"", "alt=\""] {
            if let Some((_, value)) = tag.split_once(name) {
                out.push_str(value.split('"').next().unwrap_or_default());
                out.push(' ');
            }
        }
        out.push_str(after);
        out.push(' ');
    }
    out
}

#[test]
fn no_template_holds_a_word() {
    // The names of formats and of a zone, and what stands in files for programs.
    let names = ["CSV", "JSON", "Markdown", "UTC"];
    for (name, template) in texts("templates") {
        if name.ends_with(".xml") {
            continue;
        }
        let bare = bare(&template);
        let found: Vec<_> = words(&bare).filter(|word| !names.contains(word)).collect();
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn scripts_say_what_the_page_holds() {
    for (name, script) in texts("static").into_iter().filter(|(name, _)| name.ends_with(".js")) {
        for line in script.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
            for text in line.split('"').skip(1).step_by(2) {
                let prose: Vec<_> = text.split(' ').collect();
                let is_word = |word: &&str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
                let is_prose = prose.len() > 2 && prose.iter().all(is_word);
                let is_title = text.starts_with(|c: char| c.is_ascii_uppercase())
                    && text.chars().skip(1).any(|c| c.is_ascii_lowercase())
                    && text.contains(' ');
                assert!(!is_prose && !is_title, "{name} says `{text}` itself");
            }
        }
    }
}

#[test]
fn style_sheets_say_what_the_page_holds() {
    for folder in ["../default/static", "../compact/static"] {
        for (name, sheet) in texts(folder).into_iter().filter(|(name, _)| name.ends_with(".css")) {
            for text in sheet.split("content: \"").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(!text.contains(|c: char| c.is_ascii_alphabetic()), "{name} says `{text}` itself");
            }
        }
    }
}

/// The texts of a file of words that hold no slot and no markup.
fn sentences(words: &str) -> BTreeMap<String, String> {
    let mut table = String::new();
    let mut found = BTreeMap::new();
    for line in words.lines() {
        if let Some(name) = line.strip_prefix('[') {
            name.trim_end_matches(']').clone_into(&mut table);
        } else if let Some((key, text)) = line.split_once(" = \"")
            && !text.contains(['{', '<'])
        {
            found.insert(format!("{table}.{key}"), text.trim_end_matches('"').to_owned());
        }
    }
    found
}

/// The Markdown files of a folder.
fn files_of(folder: &Path) -> Vec<String> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.is_file()).map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// The project's own content in a language.
fn content(language: &str) -> Built {
    own_with(&["--base-url", "https://example.org/"], &[("PMSITE_BOOK__LANGUAGE", language)])
}

/// Whether a page is one of each kind: there are hundreds of terms.
fn is_looked_at(path: &str) -> bool {
    let terms = ["services/", "root-causes/", "triggers/", "severities/", "teams/", "tags/", "years/"];
    let known =
        ["services/github/", "root-causes/database/", "triggers/deploy/", "severities/sev1/", "years/2024/"];
    let is_term = terms.iter().any(|facet| path.strip_prefix(facet).is_some_and(|rest| rest.contains('/')));
    !is_term || known.iter().any(|term| path.starts_with(term))
}

#[test]
fn every_language_makes_the_same_site_in_its_own_words() {
    let files = |built: &Built| -> BTreeSet<String> {
        let paths = built.files.keys().filter(|path| !path.starts_with("search/"));
        paths.cloned().collect()
    };
    let english = content("en");
    let words = texts("words");
    // What authors write themselves may be in English.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let written = files_of(&folder).concat();
    let mut in_english = sentences(&words["en.toml"]);
    // A single word may be the same in two languages, or somebody's key.
    in_english.retain(|_, text| text.contains(' ') && !written.contains(text.as_str()));
    for language in LANGUAGES {
        let built = content(language);
        let (made, expected) = (files(&built), files(&english));
        let other: Vec<_> = made.symmetric_difference(&expected).collect();
        assert!(other.is_empty(), "{language}: {other:?}");
        let here = sentences(&words[&format!("{language}.toml")]);
        let strange: BTreeSet<&str> = in_english
            .iter()
            .filter(|(key, text)| here.get(*key).is_some_and(|said| said != *text))
            .map(|(_, text)| text.as_str())
            .collect();
        assert!(strange.len() > 100, "{language}: {} sentences", strange.len());
        for (path, html) in pages(&built).filter(|(path, _)| is_looked_at(path)) {
            assert!(html.contains(&format!("<html lang=\"{language}\"")), "{path}");
            // The documentation is written in English, and quotes what the theme says.
            let is_plain = path.starts_with("about/");
            for text in said(html) {
                assert!(is_plain || !strange.contains(text.as_str()), "{language} {path}: {text}");
                let slot = text.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
                let is_slot = slot.is_some_and(|(name, _)| {
                    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                });
                assert!(is_plain || !is_slot, "{language} {path}: {text}");
            }
        }
    }
}

fn home(language: &str) -> String {
    foreign(&format!("language = \"{language}\"\n")).build().text("index.html").to_owned()
}

#[test]
fn a_variety_speaks_its_language_and_an_unknown_one_english() {
    assert!(home("de-CH").contains("Zum Inhalt springen"));
    assert!(home("pt_BR").contains("<html lang=\"pt_BR\""));
    assert_ne!(home("pt-BR"), home("en").replace("lang=\"en\"", "lang=\"pt-BR\""));
    let site = foreign("language = \"ar\"\ntext-direction = \"rtl\"\n");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("the theme has no words in `ar`, so it speaks English"), "{}", run.stderr);
    assert!(run.stderr.contains("`themes/default/words/ar.toml`"), "{}", run.stderr);
    let home = fs::read_to_string(site.path("public/index.html")).unwrap();
    assert!(home.contains("<html lang=\"ar\" dir=\"rtl\"") && home.contains("Skip to content"));
    assert!(!foreign("language = \"de-AT\"\n").run(&["build"]).stderr.contains("words"));
}

#[test]
fn a_theme_of_ones_own_adds_a_language_and_says_single_things_otherwise() {
    let site = foreign("language = \"ru\"\n[output.html]\ntheme = \"own\"\n");
    site.write("themes/own/words/ru.toml", "[menu]\nactions = \"Меры & <b>\"\n[home]\npostmortems = { one = \"{n} сбой\", other = \"{n} сбоя\" }\n");
    site.write("themes/own/words/en.toml", "[menu]\ntrends = \"Figures\"\n");
    let built = site.build();
    let home = built.text("index.html");
    assert!(home.contains(">Меры &amp; &lt;b&gt;</a>"), "a name is a text, whatever it holds: {home}");
    assert!(home.contains(">2 сбоя</a>"));
    assert!(
        home.contains(">Figures</a>"),
        "what a language does not say is said as the theme says it in English"
    );
    assert!(home.contains("Skip to content"));
}

#[test]
fn words_that_cannot_be_are_told_with_their_place() {
    let told = |file: &str, text: &str| {
        let site = foreign("language = \"ru\"\n[output.html]\ntheme = \"own\"\n");
        site.write(&format!("themes/own/{file}"), text);
        let run = site.run(&["build"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        run.stderr
    };
    for (file, text, expected) in [
        (
            "words/ru.toml",
            "[menu]\naction = \"Меры\"\n",
            "themes/own/words/ru.toml:2:10: the theme says nothing by the name of `menu.action`; did you mean `menu.actions`?",
        ),
        (
            "words/ru.toml",
            "[page]\npart = \"{title}, {nummer}\"\n",
            "themes/own/words/ru.toml:2:8: `page.part` has only `{number}`, `{title}`, and not `{nummer}`",
        ),
        (
            "words/ru.toml",
            "[menu]\nactions = { one = \"a\", other = \"b\" }\n",
            "themes/own/words/ru.toml:2:11: `menu.actions` depends on no number: it is one text, not `one` and `other`",
        ),
        (
            "templates/404.html",
            "{% extends \"builtin:404.html\" %}\n{% block title %}{{ word(key=\"menu.action\") }}{% endblock %}",
            "themes/own/templates/404.html:2:21: the theme's words have no `menu.action`; did you mean `menu.actions`?",
        ),
        (
            "templates/404.html",
            "{% extends \"builtin:404.html\" %}\n{% block title %}{{ word(key=\"common.more\") }}{% endblock %}",
            "`common.more` says something of `n`: give `n=…`",
        ),
    ] {
        let told = told(file, text);
        assert!(told.contains(expected), "{told}");
    }
}
