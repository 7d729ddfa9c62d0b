//! Where a write-up about somebody else's incident comes from.

use jiff::civil::Date;
use serde::Serialize;

/// The original of a write-up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its address.
    pub url: Option<String>,
    /// A copy that does not vanish.
    pub archive_url: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
    /// Whose incident it was.
    pub organization: Option<String>,
}
