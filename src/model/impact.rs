//! Who was hurt, and how much.

use super::keyed;
use serde::Serialize;

/// What kind of harm it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImpactKind {
    /// Nothing worked.
    Outage,
    /// A part did not work.
    PartialOutage,
    /// It worked badly.
    Degradation,
    /// Data was lost or wrong.
    DataLoss,
    /// Secrets or systems were exposed.
    Security,
    /// Nobody was hurt.
    None,
}

keyed!(ImpactKind {
    Outage => "outage", PartialOutage => "partial-outage", Degradation => "degradation",
    DataLoss => "data-loss", Security => "security", None => "none",
});

/// The harm of an incident. What is not known is `None`, never zero.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Impact {
    /// In a sentence.
    pub summary: Option<String>,
    /// What kind of harm.
    pub kind: Option<ImpactKind>,
    /// Share of users affected, 0 to 100.
    pub users_percent: Option<f64>,
    /// Number of users affected.
    pub users: Option<u64>,
    /// Number of requests that failed.
    pub requests_failed: Option<u64>,
    /// Money lost, as written, with its currency.
    pub revenue_lost: Option<String>,
    /// Where users were affected.
    pub regions: Vec<String>,
    /// Whether data was lost.
    pub data_loss: Option<bool>,
    /// Whether harm was only just avoided.
    pub near_miss: Option<bool>,
}

impl Impact {
    /// Whether nothing at all is said.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}
