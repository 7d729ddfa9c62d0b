//! Colours code while the site is built, so that pages need no script for it.
//!
//! Takes a fence's language and its code and gives HTML with short classes,
//! which the theme's stylesheet colours for light and dark alike.
//!
//! # Why our own
//!
//! Nothing at hand fits a page that should stay small and a build that
//! should stay quick. Classed output from `syntect` made 102 KB of 2.4 KB of
//! code, because a `TextMate` grammar gives every bracket its whole pedigree.
//! `tree-sitter` bundles (`arborium`) parse best, but need a C compiler and
//! 16 MB, and nothing they know helps with a log line. `giallo` comes under
//! the EUPL, which would bind whoever passes pmsite on. Colouring in the
//! browser costs every reader what we can pay once.
//!
//! Postmortems also need less than a programmer's editor: mostly logs, shell
//! sessions, queries and configuration, in excerpts that need not even
//! parse. So a lexer it is: one forward pass over bytes, tables for the
//! languages that a table can describe, and a little code for those that
//! lines describe better. What it gives up is anything that needs
//! understanding, such as telling a local variable from a field.
//!
//! # What holds for any input
//!
//! - Without its tags and entities the output is the input, to the byte.
//! - No input panics, and time is linear in its length.
//! - A language that is not known is escaped, and nothing else.

mod code;
mod console;
mod data;
mod habits;
mod languages;
mod lexer;
mod log;
mod markup;
mod painter;
mod scan;
mod script;
mod shell;
mod syntax;
mod trace;
mod wire;
mod yaml;

use languages::Language;
use painter::Painter;

/// Whether code in `language` gets colours, or is text by its author's word.
///
/// `language` is the fence's info string; only its first word counts.
#[cfg(test)]
pub(crate) fn known(language: &str) -> bool {
    languages::find(language).is_some()
}

/// Appends `code` to `out` as HTML: escaped, and in spans where `language`
/// is known.
pub(crate) fn highlight(language: &str, code: &str, out: &mut String) {
    let Some(language) = languages::find(language) else {
        painter::escape(code, out);
        return;
    };
    // Twice the code is what most blocks come to.
    out.reserve(code.len() * 2);
    let text = code.as_bytes();
    let mut painter = Painter::new(code, out);
    match language {
        Language::Plain => {}
        Language::Table(syntax) => lexer::paint(syntax, text, 0, &mut painter),
        Language::Log => log::paint(text, &mut painter),
        Language::Shell => console::paint_script(text, &mut painter),
        Language::Console => console::paint(text, &mut painter),
        Language::Docker => shell::paint_dockerfile(text, &mut painter),
        Language::Yaml => yaml::paint(text, &mut painter),
        Language::Http => wire::paint_http(text, &mut painter),
        Language::Diff => wire::paint_diff(text, &mut painter),
        Language::Markup => markup::paint(text, &mut painter),
    }
    painter.finish();
}

/// The HTML of `code`, for tests.
#[cfg(test)]
fn html(language: &str, code: &str) -> String {
    let mut out = String::new();
    highlight(language, code, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::{highlight, html, known};
    use proptest::prelude::*;

    /// One name of every language and alias group.
    const NAMES: &[&str] = &[
        "text",
        "log",
        "sh",
        "console",
        "docker",
        "yaml",
        "http",
        "diff",
        "html",
        "json",
        "toml",
        "ini",
        "sql",
        "promql",
        "graphql",
        "hcl",
        "nginx",
        "css",
        "rust",
        "go",
        "js",
        "java",
        "kotlin",
        "scala",
        "swift",
        "c",
        "csharp",
        "solidity",
        "proto",
        "python",
        "ruby",
        "php",
        "lua",
        "elixir",
        "erlang",
        "perl",
        "powershell",
        "make",
        "nothing-known",
    ];

    /// Pieces that open, close and escape things in some language.
    const PIECES: &[&str] = &[
        "\"",
        "'",
        "`",
        "\"\"\"",
        "\\",
        "\n",
        " ",
        "\t",
        "#",
        "//",
        "/*",
        "*/",
        "--",
        "--[[",
        "]]",
        "r#\"",
        "\"#",
        "/",
        "$",
        "${",
        "}",
        "{",
        "(",
        ")",
        "[",
        "]",
        "<",
        ">",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<<EOF\n",
        "EOF",
        "@",
        "@@",
        ":",
        "::",
        "://",
        "=",
        "==",
        ";",
        ",",
        ".",
        "-",
        "--flag",
        "|",
        "&",
        "!",
        "?",
        "%",
        "0x1f",
        "1.5",
        "10:00:00",
        "2024-05-12",
        "10.0.0.1",
        "::1",
        "Jan 1 ",
        "at ",
        "File \"",
        "+++ ",
        "--- ",
        "GET / HTTP/1.1",
        "if",
        "key",
        "É",
        "日本",
        "🦀",
        "\u{0}",
        "\r\n",
        "# ",
        "$ ",
        ">>> ",
        "FROM",
        "|\n  ",
        "- ",
        "=begin",
        "Error",
    ];

    /// Takes the tags away and resolves the entities.
    fn plain(html: &str) -> String {
        let mut text = String::new();
        for (index, part) in html.split('<').enumerate() {
            text.push_str(if index == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) });
        }
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    /// Checks all that must hold of any input.
    #[track_caller]
    fn check(name: &str, code: &str) {
        let mut html = String::from("before ");
        highlight(name, code, &mut html);
        let html = html.strip_prefix("before ").unwrap();
        assert_eq!(plain(html), code, "{name} is not lossless");
        for span in html.split("<span class=\"hl-").skip(1) {
            let (span, _) = span.split_once("</span>").unwrap();
            assert!(!span.contains('\n') || matches!(&span[..1], "s" | "c"), "{name} crosses lines: {span}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(code in any::<String>()) {
            for name in NAMES {
                check(name, &code);
            }
        }

        #[test]
        fn any_mix_of_delimiters_comes_back(
            pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40),
        ) {
            for name in NAMES {
                check(name, &pieces.concat());
            }
        }
    }

    #[test]
    fn cut_anywhere_it_still_comes_back() {
        let code = include_str!("lexer.rs");
        for end in (0..3000).filter(|&end| code.is_char_boundary(end)).step_by(7) {
            for name in NAMES {
                check(name, &code[..end]);
            }
        }
    }

    #[test]
    fn unknown_languages_are_only_escaped() {
        assert_eq!(html("mermaid", "a --> b & \"c\""), "a --&gt; b &amp; \"c\"");
        assert!(!known("mermaid") && !known(""));
    }

    #[test]
    fn every_listed_language_is_known() {
        for name in NAMES.iter().filter(|name| **name != "nothing-known") {
            assert!(known(name), "{name}");
        }
    }

    #[test]
    fn ordinary_code_does_not_triple() {
        let code = include_str!("lexer.rs");
        let html = html("rust", code);
        assert!(html.len() < code.len() * 3, "{} of {}", html.len(), code.len());
    }
}
