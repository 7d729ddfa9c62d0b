//! Whether the addresses of others are still there. The only stage that uses the network.
//!
//! Takes [`Address`]es, gives an [`Answer`] for each ([`ask`]). Each is asked for once, several hosts at
//! a time, but a host only once at a time and with a pause. An address is called dead only when that is
//! certain: whoever has to log in, is refused as a robot or has to wait learns nothing about the page,
//! and that is what the answer says. Answers are remembered in a [`Cache`].
//!
//! The client takes its proxy from `HTTPS_PROXY` and `NO_PROXY`, as other programs do; nothing else here
//! reads the environment, and the time of day is a parameter.

mod address;
mod answer;
mod cache;
mod client;
mod rounds;
mod visit;

pub use address::Address;
pub use answer::Answer;
pub use cache::{Cache, CacheError};

use client::Client;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How much is asked of the web, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most requests at a time.
    pub threads: usize,
    /// The time between two requests to one host.
    pub pause: Duration,
    /// The time before an address is asked for again that failed.
    pub retry: Duration,
    /// The longest that a request may take.
    pub timeout: Duration,
    /// The longest that a host may have us wait with `Retry-After`.
    pub longest_wait: Duration,
    /// The most redirects on the way to a page.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            threads: 16,
            pause: Duration::from_millis(200),
            retry: Duration::from_secs(1),
            timeout: Duration::from_secs(15),
            longest_wait: Duration::from_secs(10),
            redirects: 10,
        }
    }
}

/// Asks for all addresses. `progress` is told how many answers came in since it was last told.
pub fn ask(
    addresses: &BTreeSet<Address>,
    limits: &Limits,
    now: Timestamp,
    progress: &(dyn Fn(usize) + Sync),
) -> BTreeMap<Address, Answer> {
    if addresses.is_empty() {
        return BTreeMap::new();
    }
    let client = Client::new(limits.timeout, now);
    rounds::run(addresses, limits, &|request| client.ask(request), progress)
}
