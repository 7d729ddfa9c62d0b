//! Which day it is: the only look at the clock.

use super::Failure;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

/// The day in UTC: of `SOURCE_DATE_EPOCH` where that is set, so that builds can be repeated,
/// else of the system's clock.
pub(super) fn today() -> Result<Date, Failure> {
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text
            .trim()
            .parse()
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .ok_or_else(|| format!("SOURCE_DATE_EPOCH is `{text}`, but must be seconds since 1970"))?,
        Err(_) => Timestamp::now(),
    };
    Ok(now.to_zoned(TimeZone::UTC).date())
}
