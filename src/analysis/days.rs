//! Counting days.

use jiff::Unit;
use jiff::civil::Date;

/// How many days later the second is; negative if it is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until((Unit::Day, to)).map_or(0, |span| i64::from(span.get_days()))
}
