//! What the rules say about a text, for their tests.

use super::{Rule, Subject, is_missing};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::parse::{self, Internal};
use crate::source::{DocumentKind, Found, SourceFile};
use crate::validate::{self, Document};
use jiff::civil::date;

/// The findings of some rules, as [`findings`] has them.
pub(super) fn findings_of(rules: &[Rule], text: &str) -> Vec<(&'static str, usize, usize)> {
    let mut found = findings(text);
    found.retain(|(code, ..)| rules.iter().any(|rule| rule.code == *code));
    found
}

/// The findings that say what is missing, with their messages.
fn what_is_missing(found: &Diagnostics) -> Vec<(&'static str, &str)> {
    let missing = found.sorted().into_iter().filter(|finding| is_missing(finding.code));
    missing.map(|finding| (finding.code, finding.message.as_str())).collect()
}

/// The findings of all families about a file, by place: code, line and column.
pub(super) fn findings(text: &str) -> Vec<(&'static str, usize, usize)> {
    let file = SourceFile::new("content/a.md", text);
    let mut told = Diagnostics::new();
    let parsed = parse::file(&file, Internal::Keep, &mut told);
    let found = Found {
        path: file.shared_path(),
        disk: "content/a.md".into(),
        kind: DocumentKind::Postmortem,
        bundle: None,
    };
    let config = Config::default();
    let document = Document { found, file, parsed };
    let (_, lint) = validate::document(document, &config, &mut told, |document, postmortem, _| {
        let mut lint = Diagnostics::new();
        let postmortem = postmortem.expect("front matter with a title");
        let subject = Subject::new(&document.file, &document.parsed, postmortem, &config, date(2026, 1, 1));
        super::check(&subject, &mut lint);
        let mut missing = Diagnostics::new();
        super::check_missing(&subject, &mut missing);
        assert_eq!(what_is_missing(&missing), what_is_missing(&lint), "{text}");
        lint
    });
    assert!(!told.has_errors(), "{:#?}", told.sorted());
    lint.sorted().iter().map(|finding| (finding.code, finding.position.0, finding.position.1)).collect()
}
