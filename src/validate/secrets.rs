//! Secrets that must not be published: private keys and the tokens of clouds and forges.
//!
//! Only what can hardly be anything else counts. The whole file is searched, internal blocks
//! included: a secret does not belong into a repository either.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;
use memchr::memmem;

/// The code of the finding, as suppressions name it.
const CODE: &str = "possible-secret";

/// What the first line of a private key ends in.
const PRIVATE_KEY: &str = "PRIVATE KEY-----";

/// How one kind of token looks: its prefix, the characters that follow, and how many at least.
struct Token {
    name: &'static str,
    prefix: &'static str,
    allowed: fn(char) -> bool,
    length: usize,
}

fn alphanumeric(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn upper(c: char) -> bool {
    c.is_ascii_uppercase() || c.is_ascii_digit()
}

fn dashed(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// From the token formats that the vendors document.
const TOKENS: &[Token] = &[
    Token { name: "an AWS access key", prefix: "AKIA", allowed: upper, length: 16 },
    Token { name: "a temporary AWS access key", prefix: "ASIA", allowed: upper, length: 16 },
    Token { name: "a GitHub token", prefix: "ghp_", allowed: alphanumeric, length: 36 },
    Token { name: "a GitHub token", prefix: "gho_", allowed: alphanumeric, length: 36 },
    Token { name: "a GitHub token", prefix: "ghu_", allowed: alphanumeric, length: 36 },
    Token { name: "a GitHub token", prefix: "ghs_", allowed: alphanumeric, length: 36 },
    Token { name: "a GitHub token", prefix: "ghr_", allowed: alphanumeric, length: 36 },
    Token { name: "a GitHub token", prefix: "github_pat_", allowed: dashed, length: 60 },
    Token { name: "a GitLab token", prefix: "glpat-", allowed: dashed, length: 20 },
    Token { name: "a Slack token", prefix: "xoxb-", allowed: dashed, length: 20 },
    Token { name: "a Slack token", prefix: "xoxp-", allowed: dashed, length: 20 },
    Token { name: "a Slack token", prefix: "xoxa-", allowed: dashed, length: 20 },
    Token { name: "a Stripe key", prefix: "sk_live_", allowed: alphanumeric, length: 20 },
    Token { name: "a Google API key", prefix: "AIza", allowed: dashed, length: 35 },
    Token { name: "an npm token", prefix: "npm_", allowed: alphanumeric, length: 36 },
    Token { name: "a PyPI token", prefix: "pypi-AgE", allowed: dashed, length: 50 },
];

/// Reports every secret of a file.
pub(super) fn check(file: &SourceFile, diagnostics: &mut Diagnostics) {
    let text = file.text();
    for token in TOKENS {
        for at in memmem::find_iter(text.as_bytes(), token.prefix) {
            // In the middle of a longer word it is part of something else.
            if text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric()) {
                continue;
            }
            let rest = &text[at + token.prefix.len()..];
            let length = rest.find(|c: char| !(token.allowed)(c)).unwrap_or(rest.len());
            // Vendors' own documentation uses keys that say so.
            if length < token.length || rest[..length].contains("EXAMPLE") {
                continue;
            }
            report(
                file,
                Span::new(at, at + token.prefix.len() + length),
                token.prefix.len(),
                token.name,
                diagnostics,
            );
        }
    }
    for at in memmem::find_iter(text.as_bytes(), PRIVATE_KEY) {
        let line = text[..at].rfind('\n').map_or(0, |line| line + 1);
        let Some(begin) = text[line..at].find("-----BEGIN ") else { continue };
        report(
            file,
            Span::new(line + begin, at + PRIVATE_KEY.len()),
            usize::MAX,
            "a private key",
            diagnostics,
        );
    }
}

fn report(file: &SourceFile, span: Span, shown: usize, what: &str, diagnostics: &mut Diagnostics) {
    if is_ignored(file, span) {
        return;
    }
    let mut diagnostic = Diagnostic::at(Level::Error, CODE, file, span, format!("this looks like {what}"))
        .label("masked here; it must not be published")
        .help(format!(
            "revoke it, then remove it from the file and its history; if it is none, write `<!-- pmsite-ignore: {CODE} -->` on its line or on the line before"
        ));
    if let Some(excerpt) = &mut diagnostic.excerpt {
        mask(&mut excerpt.text, excerpt.span, shown);
    }
    diagnostics.push(diagnostic);
}

/// Replaces all but the first `shown` bytes of the span by as many stars. Another secret on the
/// same line would be shown: so everything that looks like a long token is starred as well.
fn mask(text: &mut String, span: Span, shown: usize) {
    let masked: String = text
        .char_indices()
        .map(|(at, c)| {
            let hidden = at >= span.start.saturating_add(shown) && at < span.end;
            if hidden && c.is_ascii() { '*' } else { c }
        })
        .collect();
    *text = masked;
    for token in TOKENS {
        let places: Vec<_> =
            text.match_indices(token.prefix).map(|(at, _)| at + token.prefix.len()).collect();
        for place in places {
            let length = text[place..].find(|c: char| !dashed(c)).unwrap_or(text.len() - place);
            text.replace_range(place..place + length, &"*".repeat(length));
        }
    }
}

/// Whether the line of the span, or the line before it, carries the suppression.
fn is_ignored(file: &SourceFile, span: Span) -> bool {
    let (line, _) = file.position(span.start);
    let text = file.text();
    let near = &text[file.line_start(line.saturating_sub(1).max(1))..file.line_start(line + 1)];
    near.split("pmsite-ignore:").skip(1).any(|rest| {
        let codes = rest.split("-->").next().unwrap_or_default().lines().next().unwrap_or_default();
        codes.split([',', ' ']).any(|code| code.trim() == CODE)
    })
}
