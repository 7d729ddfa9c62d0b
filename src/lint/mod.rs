//! What a good postmortem has, and this one lacks.
//!
//! Rules look at one valid postmortem at a time, with its text, and point at places in it. Each
//! family of rules has a file that holds their texts ([`Rule`]) and their check. What the postmortem
//! has in common with earlier ones is for [`history`], which needs the whole corpus. Nothing here
//! reads files.

mod cause;
mod label;
mod levels;
mod prose;
mod rule;
mod subject;
mod summary;
#[cfg(test)]
mod testing;
mod timeline;
mod times;
mod vocabulary;

pub use levels::{Suppression, settle, suppressions};
pub use prose::{Passage, PassageKind, Prose, ProseSection};
pub use rule::Rule;
pub use subject::Subject;

use crate::diagnostic::Diagnostics;

/// A family: its name, its rules, and what finds them.
struct Family {
    name: &'static str,
    rules: &'static [Rule],
    check: fn(&Subject<'_>, &mut Diagnostics),
}

/// All families, in the order of the documentation.
static FAMILIES: &[Family] = &[
    Family { name: "summary and impact", rules: summary::RULES, check: summary::check },
    Family { name: "timeline", rules: timeline::RULES, check: timeline::check },
    Family { name: "cause and resolution", rules: cause::RULES, check: cause::check },
];

/// All rules, family by family, with the family's name.
pub fn rules() -> impl Iterator<Item = (&'static str, &'static Rule)> {
    FAMILIES.iter().flat_map(|family| family.rules.iter().map(|rule| (family.name, rule)))
}

/// The rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules().map(|(_, rule)| rule).find(|rule| rule.code == code)
}

/// Runs all rules that look at one postmortem.
pub fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    for family in FAMILIES {
        (family.check)(subject, diagnostics);
    }
}
