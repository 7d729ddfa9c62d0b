//! Mistakes that a program can put right: one word in the place of another that means the same.

use super::{Rule, Subject};
use crate::data::Node;
use crate::diagnostic::{Diagnostics, Level};
use crate::source::Span;

pub(super) static RULES: &[Rule] = &[ALIAS];

const ALIAS: Rule = Rule {
    code: "alias",
    level: Level::Info,
    summary: "severities, services, teams, root causes and triggers are written by their keys",
    why: "One word everywhere: whoever searches the files for `sev1` should not have to search for `P1` and `critical` as well. `pmsite check --fix` puts the key in its place.",
    bad: "---\ntitle: Checkout down\nseverity: P1\n---",
    good: "---\ntitle: Checkout down\nseverity: sev1\n---",
};

/// A word to put in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced, without quotes around it.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

/// What can be put right in a postmortem, in the order of its text. Nothing else of the file changes: not
/// its comments, its quotes, nor its line breaks.
pub fn fixes(subject: &Subject<'_>) -> Vec<Fix> {
    let postmortem = subject.postmortem;
    let mut fixes = Vec::new();
    if let (Some(node), Some(severity)) = (subject.node("severity"), &postmortem.severity) {
        fixes.extend(fix(subject, node, severity.key()));
    }
    let slugs = |list: &[crate::model::Slug]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let terms =
        |list: &[crate::model::Term]| list.iter().map(|term| term.as_str().to_owned()).collect::<Vec<_>>();
    let lists = [
        ("services", slugs(&postmortem.services)),
        ("teams", slugs(&postmortem.teams)),
        ("root_causes", terms(&postmortem.root_causes)),
        ("triggers", terms(&postmortem.triggers)),
    ];
    for (key, values) in lists {
        let items = subject.node(key).and_then(Node::items).unwrap_or_default();
        // Values that are named twice are one in the model: then nothing says which is which.
        if items.len() == values.len() {
            fixes.extend(items.iter().zip(&values).filter_map(|(node, value)| fix(subject, node, value)));
        }
    }
    fixes.sort_by_key(|fix| fix.span.start);
    fixes
}

/// The key in the place of a value that only differs by name; upper case and blanks are no other name.
fn fix(subject: &Subject<'_>, node: &Node, key: &str) -> Option<Fix> {
    let text = node.text()?;
    if text == key || text.trim().to_lowercase().replace([' ', '_'], "-") == key {
        return None;
    }
    let written = &subject.file.text()[node.span.range()];
    let at = written.find(text)?;
    Some(Fix {
        span: Span::new(node.span.start + at, node.span.start + at + text.len()),
        text: key.to_owned(),
    })
}

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    for Fix { span, text } in fixes(subject) {
        let written = &subject.file.text()[span.range()];
        diagnostics.push(
            ALIAS
                .at(subject.file, span, format!("`{written}` is another name of `{text}`"))
                .label("not the key")
                .help(format!("write `{text}`, or run `pmsite check --fix`")),
        );
    }
}

/// A text with its fixes, which are in order and do not overlap.
pub fn fixed(text: &str, fixes: &[Fix]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for fix in fixes {
        out.push_str(&text[from..fix.span.start]);
        out.push_str(&fix.text);
        from = fix.span.end;
    }
    out.push_str(&text[from..]);
    out
}
