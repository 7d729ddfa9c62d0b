//! Names: severities, services, teams and terms by their keys.

use super::word::Word;
use super::{Rule, Subject};
use crate::data::Node;
use crate::diagnostic::{Diagnostics, Level};
use crate::model::{Slug, Term};

pub(super) static RULES: &[Rule] = &[ALIAS];

const ALIAS: Rule = Rule {
    code: "alias",
    level: Level::Info,
    summary: "severities, services, teams, root causes and triggers are written by their keys",
    why: "One word everywhere: whoever searches the files for `sev1` should not have to search for `P1` and `critical` as well. `pmsite check --fix` puts the key in its place.",
    bad: "---\ntitle: Checkout down\nseverity: P1\n---",
    good: "---\ntitle: Checkout down\nseverity: sev1\n---",
};

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let postmortem = subject.postmortem;
    if let (Some(node), Some(severity)) = (subject.node("severity"), &postmortem.severity) {
        name(subject, node, severity.key(), diagnostics);
    }
    let slugs = |list: &[Slug]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let terms = |list: &[Term]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let lists = [
        ("services", slugs(&postmortem.services)),
        ("teams", slugs(&postmortem.teams)),
        ("root_causes", terms(&postmortem.root_causes)),
        ("triggers", terms(&postmortem.triggers)),
    ];
    for (key, values) in lists {
        let Some(node) = subject.node(key) else { continue };
        let items = node.items().unwrap_or_else(|| std::slice::from_ref(node));
        // Values that are named twice are one in the model: then nothing says which is which.
        if items.len() == values.len() {
            for (node, value) in items.iter().zip(&values) {
                name(subject, node, value, diagnostics);
            }
        }
    }
}

/// Tells a value that is another name of its key; upper case and blanks are no other name.
fn name(subject: &Subject<'_>, node: &Node, key: &str, diagnostics: &mut Diagnostics) {
    let Some(text) = node.text() else { return };
    if text == key || text.trim().to_lowercase().replace([' ', '_'], "-") == key {
        return;
    }
    let fix = Word::at(subject, node.span, text).map(|word| word.replaced_by(key));
    let help = match &fix {
        Some(_) => format!("write `{key}`, or run `pmsite check --fix`"),
        None => format!("write `{key}`"),
    };
    let place = fix.as_ref().map_or(node.span, |fix| fix.span);
    diagnostics.push(
        ALIAS
            .at(subject.file, place, format!("`{text}` is another name of `{key}`"))
            .label("not the key")
            .help(help)
            .fix(fix),
    );
}
