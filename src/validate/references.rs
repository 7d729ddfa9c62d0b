//! Between postmortems: ids are unique, and references lead to one that exists.

use super::Checked;
use super::Validated;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Level;
use crate::diagnostic::nearest;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::sync::Arc;

/// Reports duplicate ids and dangling references. Internal postmortems and drafts count: they
/// exist, whatever this build leaves out.
pub(super) fn check(checked: &[Arc<Checked>]) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let drafts: Vec<_> = checked
        .iter()
        .filter_map(|checked| match &checked.value {
            Some(Validated::Postmortem(draft)) => Some((&checked.document, draft)),
            _ => None,
        })
        .collect();
    let mut ids: HashMap<String, usize, FixedState> = HashMap::default();
    for (at, (document, draft)) in drafts.iter().enumerate() {
        let slug = draft.postmortem.id.slug();
        if let Some(&first) = ids.get(&slug) {
            let (first_document, first_draft) = &drafts[first];
            let message = format!("two postmortems have the id `{}`", draft.postmortem.id);
            diagnostics.push(
                Diagnostic::at(Level::Error, "duplicate-id", &document.file, draft.id_place, message)
                    .label("taken")
                    .related(&first_document.file, first_draft.id_place, "the first is here")
                    .help("ids differ by more than case; give one of the two an `id:` of its own, or rename its file"),
            );
        } else {
            ids.insert(slug, at);
        }
    }
    for (document, draft) in drafts.iter().filter(|(_, draft)| !draft.references.is_empty()) {
        let own = draft.postmortem.id.slug();
        for (key, word) in &draft.references {
            let slug = word.value.to_ascii_lowercase();
            if slug == own {
                let message = format!("`{key}` refers to this postmortem itself");
                diagnostics.push(
                    Diagnostic::at(Level::Error, "self-reference", &document.file, word.span, message)
                        .label("its own id"),
                );
            } else if !ids.contains_key(&slug) {
                let mut known: Vec<&str> = ids.keys().map(String::as_str).collect();
                known.sort_unstable();
                let near = nearest(&slug, known);
                let message = format!("`{key}` refers to `{}`, which does not exist", word.value);
                diagnostics.push(
                    Diagnostic::at(Level::Error, "dangling-reference", &document.file, word.span, message)
                        .label(near.map_or("no such id".to_owned(), |near| format!("did you mean `{near}`?")))
                        .help("references name the `id` of another postmortem: its file's name without `.md`, if it has none of its own"),
                );
            }
        }
    }
    diagnostics
}
