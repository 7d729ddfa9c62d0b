//! What a good postmortem has, and this one lacks.
//!
//! Rules look at one valid postmortem at a time, with its text, and point at places in it. Each
//! family of rules has a file that holds their texts ([`Rule`]) and their check. What the postmortem
//! has in common with earlier ones is for [`history`], which needs the whole corpus; what others say of
//! its links is for [`External`], which needs their answers. Nothing here reads files or asks the web.

mod actions;
mod alias;
mod cause;
mod external;
mod history;
mod house_style;
mod label;
mod language;
mod levels;
mod links;
mod personal;
mod prose;
mod rule;
mod subject;
mod summary;
mod terms;
#[cfg(test)]
mod testing;
mod timeline;
mod vocabulary;
mod word;

pub use external::{External, WebLink};
pub use history::{Places, history};
pub use levels::{Suppression, check_settings, settle, suppressions};
pub use prose::{Passage, PassageKind, Prose, ProseSection};
pub use rule::Rule;
pub use subject::Subject;

use crate::diagnostic::Diagnostics;
use levels::SUPPRESSION;

/// A family: its name, its rules, and what finds them.
struct Family {
    name: &'static str,
    rules: &'static [Rule],
    check: fn(&Subject<'_>, &mut Diagnostics),
    /// As much of `check` as finds what is missing altogether.
    missing: Option<fn(&Subject<'_>, &mut Diagnostics)>,
}

/// All families, in the order of the documentation.
static FAMILIES: &[Family] = &[
    Family {
        name: "summary and impact",
        rules: summary::RULES,
        check: summary::check,
        missing: Some(summary::check_missing),
    },
    Family {
        name: "timeline",
        rules: timeline::RULES,
        check: timeline::check,
        missing: Some(timeline::check_missing),
    },
    Family {
        name: "cause and resolution",
        rules: cause::RULES,
        check: cause::check,
        missing: Some(cause::check),
    },
    Family {
        name: "action items",
        rules: actions::RULES,
        check: actions::check,
        missing: Some(actions::check_missing),
    },
    Family { name: "terms", rules: terms::RULES, check: terms::check, missing: None },
    Family { name: "language and length", rules: language::RULES, check: language::check, missing: None },
    Family {
        name: "personal and internal data",
        rules: personal::RULES,
        check: personal::check,
        missing: None,
    },
    Family { name: "links and images", rules: links::RULES, check: links::check, missing: None },
    Family { name: "external links", rules: external::RULES, check: |_, _| {}, missing: None },
    Family { name: "names", rules: alias::RULES, check: alias::check, missing: None },
    Family { name: "history", rules: history::RULES, check: |_, _| {}, missing: None },
];

/// Families of which nothing is heard until the settings give one of their rules a level.
static OPTIONAL: &[Family] =
    &[Family { name: "house style", rules: house_style::RULES, check: house_style::check, missing: None }];

/// All rules, family by family, with the family's name.
pub fn rules() -> impl Iterator<Item = (&'static str, &'static Rule)> {
    FAMILIES.iter().chain(OPTIONAL).flat_map(|family| family.rules.iter().map(|rule| (family.name, rule)))
}

/// The rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules().map(|(_, rule)| rule).find(|rule| rule.code == code)
}

/// Whether a rule is off until the settings give it a level.
pub fn is_optional(code: &str) -> bool {
    OPTIONAL.iter().flat_map(|family| family.rules).any(|rule| rule.code == code)
}

/// Runs all rules that look at one postmortem.
pub fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let check = &subject.config.postmortem.check;
    let chosen = |family: &&Family| family.rules.iter().any(|rule| levels::is_set(check, rule.code));
    for family in FAMILIES.iter().chain(OPTIONAL.iter().filter(chosen)) {
        (family.check)(subject, diagnostics);
    }
}

/// Whether a rule says that a part of a postmortem is missing altogether.
pub fn is_missing(code: &str) -> bool {
    (code.starts_with("missing-") || code.starts_with("no-")) && code != "missing-alt-text"
}

/// Says of one postmortem what is missing ([`is_missing`]), and some of the rest, in a part of the time.
pub fn check_missing(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    for check in FAMILIES.iter().filter_map(|family| family.missing) {
        check(subject, diagnostics);
    }
}
