//! Mistakes in a body that its file may let be.
//!
//! What was written elsewhere, years ago, links to pages that are gone. Its text is kept as it is, so
//! its front matter says what to let be: `# pmsite-ignore: broken-link` above the first key.

use crate::source::{SourceFile, Span};

/// The codes of the mistakes: none of them lets out what is internal or secret.
pub const LET_BE: [&str; 14] = [
    "broken-link",
    "refused-link",
    "unknown-event-kind",
    "unknown-timezone",
    "ambiguous-timezone",
    "invalid-date",
    "invalid-time",
    "unknown-priority",
    "unknown-action-kind",
    "unknown-action-status",
    "missing-value",
    "duplicate-action-id",
    "stray-internal-marker",
    "unclosed-internal-block",
];

/// The codes that a front matter lets be in the body below it.
pub(super) fn let_be(file: &SourceFile, front_matter: Span) -> Vec<&'static str> {
    let mut found = Vec::new();
    for line in file.text()[front_matter.range()].lines().map(str::trim) {
        let Some(comment) = line.strip_prefix('#') else {
            if line.is_empty() {
                continue;
            }
            break;
        };
        let Some(codes) = comment.trim_start().strip_prefix("pmsite-ignore:") else { continue };
        let named = |code: &&&str| codes.split([',', ' ', '\t']).any(|word| word == **code);
        found.extend(LET_BE.iter().filter(named).copied());
    }
    found
}
