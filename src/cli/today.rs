//! Which day it is, and what time: the only look at the clock.

use super::Failure;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

/// The day in UTC.
pub(super) fn today() -> Result<Date, Failure> {
    Ok(now()?.to_zoned(TimeZone::UTC).date())
}

/// The time: of `SOURCE_DATE_EPOCH` where that is set, so that builds can be repeated, else of the
/// system's clock.
pub(super) fn now() -> Result<Timestamp, Failure> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => {
            text.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or_else(
                || format!("SOURCE_DATE_EPOCH is `{text}`, but must be seconds since 1970").into(),
            )
        }
        Err(_) => Ok(Timestamp::now()),
    }
}
