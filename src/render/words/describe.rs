//! The built-in terms in the site's language.

use super::Words;
use crate::model::{SeverityScale, Taxonomy, Term};
use crate::routes::{Description, Facet};

impl Words {
    /// Says a built-in root cause, trigger or severity in the words' language, as far as the team left it
    /// as it is: what it called or described otherwise stays.
    pub(in crate::render) fn describe(&self, facet: Facet, key: &str, description: &mut Description) {
        let (table, title, text) = match facet {
            Facet::RootCauses | Facet::Triggers => {
                let is_cause = facet == Facet::RootCauses;
                let built_in = if is_cause { Taxonomy::root_causes() } else { Taxonomy::triggers() };
                let Some(entry) = Term::parse(key).and_then(|term| built_in.get(&term).cloned()) else {
                    return;
                };
                (if is_cause { "root_cause" } else { "trigger" }, entry.title, entry.description)
            }
            Facet::Severities => {
                let scale = SeverityScale::default();
                let Some(level) = scale.levels().iter().find(|level| level.key == key) else { return };
                ("severity", level.title.clone(), level.description.clone())
            }
            _ => return,
        };
        if let Some(said) = self.find(&format!("{table}.{key}")).filter(|_| description.title == title) {
            description.title = said;
        }
        if let Some(said) = self.find(&format!("{table}_about.{key}")).filter(|_| description.text == text) {
            description.text = said;
        }
    }
}
