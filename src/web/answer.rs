//! What asking came to.

use super::Address;
use serde::{Deserialize, Serialize};

/// What is known about an address. Reasons complete a sentence that begins with "it".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// A page is there.
    There,
    /// A page is there, but at another address, and its host says that it will stay so.
    Moved {
        /// The other address, with a fragment if its host gave one.
        to: String,
    },
    /// No page is there.
    Dead {
        /// How that is known.
        reason: String,
    },
    /// There may be a page; it did not show itself to a program.
    Unsure {
        /// What came instead.
        reason: String,
    },
}

impl Answer {
    pub(super) fn dead(reason: impl Into<String>) -> Self {
        Self::Dead { reason: reason.into() }
    }

    pub(super) fn unsure(reason: impl Into<String>) -> Self {
        Self::Unsure { reason: reason.into() }
    }
}

/// One request: what a client is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Request<'a> {
    pub(super) method: Method,
    pub(super) address: &'a Address,
}

/// How an address is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// For its headers only, which is all that is needed.
    Head,
    /// As browsers do, since some servers refuse the other.
    Get,
}
