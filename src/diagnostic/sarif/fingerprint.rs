//! What tells that a finding is the same as one of an earlier run, although lines moved.
//!
//! Of the code, the path and the text of the line, so that edits elsewhere change nothing; equal
//! ones are numbered in the order of the file. The key is pmsite's own: for code scanning, which
//! reads `primaryLocationLineHash` alone, the action that uploads a file works that one out from the
//! sources, and warns about each result whose value differs from its own.

use crate::diagnostic::Diagnostic;
use std::collections::BTreeMap;

/// Makes the fingerprints of a run, finding by finding.
#[derive(Default)]
pub(super) struct Fingerprints {
    /// How often each hash was given.
    given: BTreeMap<String, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding: 16 hexadecimal digits and a number from 1.
    pub(super) fn next(&mut self, diagnostic: &Diagnostic) -> String {
        let hash = hash(diagnostic);
        let count = self.given.entry(hash.clone()).or_insert(0);
        *count += 1;
        format!("{hash}:{count}")
    }
}

fn hash(diagnostic: &Diagnostic) -> String {
    // A finding without a line is known by its message.
    let line = diagnostic.excerpt.as_ref().map_or(diagnostic.message.as_str(), |excerpt| excerpt.text.trim());
    let mut hasher = blake3::Hasher::new();
    for part in [diagnostic.code, &diagnostic.path, line] {
        hasher.update(part.as_bytes());
        // Keeps `ab` + `c` and `a` + `bc` apart.
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::Fingerprints;
    use crate::diagnostic::{Diagnostic, Level};
    use crate::source::{SourceFile, Span};

    fn at(text: &str, start: usize) -> Diagnostic {
        Diagnostic::at(Level::Error, "x", &SourceFile::new("a.md", text), Span::new(start, start + 1), "m")
    }

    #[test]
    fn moved_and_indented_lines_keep_their_fingerprint_and_changed_ones_do_not() {
        let first = |diagnostic| Fingerprints::default().next(&diagnostic);
        let before = first(at("key: a\n", 5));
        assert_eq!(before, first(at("# new\n\n  key: a\n", 14)));
        assert_ne!(before, first(at("key: b\n", 5)));
        assert_ne!(before, first(Diagnostic { code: "y", ..at("key: a\n", 5) }));
        assert_ne!(before, first(Diagnostic { path: "b.md".into(), ..at("key: a\n", 5) }));
    }

    #[test]
    fn equal_findings_are_numbered() {
        let mut fingerprints = Fingerprints::default();
        let given: Vec<_> = [0, 2, 4].map(|start| fingerprints.next(&at("a\na\nb\n", start))).into();
        assert_eq!(given[0].split_once(':').unwrap().1, "1");
        assert_eq!(given[1], given[0].replace(":1", ":2"));
        assert!(given[2].ends_with(":1") && given[2] != given[0]);
    }

    #[test]
    fn findings_about_whole_files_are_known_by_their_messages() {
        let about = |message: &str| Diagnostic::about(Level::Info, "x", "a.md", message);
        let mut fingerprints = Fingerprints::default();
        assert_ne!(fingerprints.next(&about("one")), fingerprints.next(&about("two")));
    }
}
