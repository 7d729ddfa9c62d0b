//! What puts a finding right, where a program can: a change of the file's text.

use super::Diagnostics;
use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Text to put in the place of other text. It says the same, in the form that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// What stands there; never empty, so that a file that changed meanwhile is noticed.
    pub was: String,
    /// What comes in its place.
    pub text: String,
}

/// The fixes of some findings, by file and in the order of the text. Of two that overlap the shorter one
/// is taken: it is the more exact, and what remains is found again in the text that it leaves.
pub fn fixes(diagnostics: &Diagnostics) -> BTreeMap<Arc<str>, Vec<&Fix>> {
    let mut files: BTreeMap<Arc<str>, Vec<&Fix>> = BTreeMap::new();
    for diagnostic in &diagnostics.found {
        if let Some(fix) = &diagnostic.fix {
            files.entry(Arc::clone(&diagnostic.path)).or_default().push(fix);
        }
    }
    for fixes in files.values_mut() {
        fixes.sort_by_key(|fix| (fix.span.end - fix.span.start, fix.span.start));
        let mut taken: Vec<&Fix> = Vec::new();
        for fix in fixes.iter() {
            let overlaps = |other: &&Fix| other.span.start < fix.span.end && fix.span.start < other.span.end;
            if !taken.iter().any(overlaps) {
                taken.push(fix);
            }
        }
        taken.sort_by_key(|fix| fix.span.start);
        *fixes = taken;
    }
    files
}

/// A text with its fixes, which are in order and do not overlap. `None` if it is not the text that they
/// were made for.
pub fn fixed(text: &str, fixes: &[&Fix]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for fix in fixes {
        if text.get(fix.span.range()) != Some(fix.was.as_str()) {
            return None;
        }
        out.push_str(text.get(from..fix.span.start)?);
        out.push_str(&fix.text);
        from = fix.span.end;
    }
    out.push_str(text.get(from..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Level};
    use crate::source::SourceFile;

    fn fix(start: usize, was: &str, text: &str) -> Fix {
        Fix { span: Span::new(start, start + was.len()), was: was.to_owned(), text: text.to_owned() }
    }

    #[track_caller]
    fn check(text: &str, fixes_found: &[Fix], expected: &str) {
        let file = SourceFile::new("a.md", text);
        let mut diagnostics = Diagnostics::new();
        for fix in fixes_found {
            diagnostics.push(Diagnostic::at(Level::Info, "x", &file, fix.span, "").fix(Some(fix.clone())));
        }
        let found = fixes(&diagnostics);
        assert_eq!(fixed(text, &found["a.md"]).as_deref(), Some(expected));
    }

    #[test]
    fn fixes_are_made_in_order_and_the_shorter_of_two_that_overlap() {
        check("a b c", &[fix(4, "c", "3"), fix(0, "a", "one")], "one b 3");
        check("a b c", &[fix(0, "a b", "b a"), fix(2, "b", "two"), fix(4, "c", "")], "a two ");
        check("a b", &[fix(0, "a", "x"), fix(0, "a", "y"), fix(1, " b", "")], "x");
    }

    #[test]
    fn a_text_that_changed_meanwhile_is_left_alone() {
        let fix = fix(2, "é", "e");
        assert_eq!(fixed("a é", &[&fix]).as_deref(), Some("a e"));
        for text in ["a e", "é a", "a", "a日é"] {
            assert_eq!(fixed(text, &[&fix]), None, "{text}");
        }
    }
}
