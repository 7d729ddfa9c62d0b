//! What a postmortem is.
//!
//! Every value here is built from parts that refuse nonsense, so holding one is proof: times
//! are in order, ids are unique, references resolve. Nothing here reads files, knows YAML or
//! renders; types derive `Serialize` because templates and the JSON API show them as they are.

mod action_item;
mod anchor;
mod corpus;
mod detection;
mod id;
mod impact;
mod internal;
mod link;
mod milestones;
mod moment;
mod page;
mod patience;
mod postmortem;
mod scale;
mod section;
mod source;
mod taxonomy;
mod timeline;
mod zone;

pub use action_item::{ActionItem, ActionKind, ActionStatus, Priority};
pub use anchor::Anchors;
pub use corpus::{Asset, Corpus, CorpusError, Target};
pub use detection::{Detection, DetectionMethod, Mitigation};
pub use id::{PostmortemId, Slug};
pub use impact::{Impact, ImpactKind};
pub use internal::InternalMarker;
pub use link::{LinkTarget, is_web_address, site_address};
pub use milestones::{Milestone, Milestones, OutOfOrder};
pub use moment::{Moment, MomentError, Precision};
pub use page::{Body, Page};
pub use patience::Patience;
pub use postmortem::{Postmortem, Status, Visibility};
pub use scale::{Severity, SeverityLevel, SeverityScale};
pub use section::{Section, SectionKind};
pub use source::Source;
pub use taxonomy::{Catalog, CatalogEntry, Taxonomy, Term, TermEntry};
pub use timeline::{EventKind, TimelineEntry};
pub use zone::{Zone, ZoneError};

/// Gives an enum of keys its table of names: `ALL`, `key`, `parse` and serialization, all from
/// one list, so that the word in YAML, in templates and in URLs cannot differ.
macro_rules! keyed {
    ($name:ident { $($variant:ident => $key:literal),+ $(,)? }) => {
        impl $name {
            /// All values, in the order in which they are listed to users.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it, the same from the YAML key to the URL.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// Reads the word; case and `_` for `-` do not matter.
            pub fn parse(text: &str) -> Option<Self> {
                let wanted = text.trim().to_lowercase().replace(['_', ' '], "-");
                Self::ALL.iter().copied().find(|value| value.key() == wanted)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.key())
            }
        }
    };
}
pub(crate) use keyed;
