//! Minutes and dates from 2016 on, which is when the generated knowledge base begins.

use std::fmt;

const FIRST_YEAR: u32 = 2016;
const MINUTES_A_DAY: u32 = 24 * 60;

/// How many days of incidents there are: 2016 to 2025.
pub(crate) const DAYS: u32 = 3653;

/// A wall-clock minute in whichever zone its postmortem uses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(u32);

impl Moment {
    /// The minute `minute` of day `day`, both counted from 0.
    pub(crate) fn new(day: u32, minute: u32) -> Self {
        Self(day * MINUTES_A_DAY + minute)
    }

    pub(crate) fn plus(self, minutes: u32) -> Self {
        Self(self.0 + minutes)
    }

    pub(crate) fn minus(self, minutes: u32) -> Self {
        Self(self.0.saturating_sub(minutes))
    }

    /// Minutes since `earlier`.
    pub(crate) fn since(self, earlier: Self) -> u32 {
        self.0.saturating_sub(earlier.0)
    }

    pub(crate) fn date(self) -> Date {
        Date::from_day(self.0 / MINUTES_A_DAY)
    }

    /// `10:05`.
    pub(crate) fn clock(self) -> Clock {
        Clock(self.0 % MINUTES_A_DAY)
    }
}

/// A time of day.
#[derive(Clone, Copy)]
pub(crate) struct Clock(u32);

impl fmt::Display for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A day, printed as `2024-05-12`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    day: u32,
    pub(crate) year: u32,
    pub(crate) month: u32,
    day_of_month: u32,
}

impl Date {
    fn from_day(day: u32) -> Self {
        let mut year = FIRST_YEAR;
        let mut left = day;
        while left >= days_in_year(year) {
            left -= days_in_year(year);
            year += 1;
        }
        let mut month = 1;
        while left >= days_in_month(year, month) {
            left -= days_in_month(year, month);
            month += 1;
        }
        Self { day, year, month, day_of_month: left + 1 }
    }

    pub(crate) fn plus_days(self, days: u32) -> Self {
        Self::from_day(self.day + days)
    }

    /// Whether the knowledge base, which ends with 2025, has seen this day.
    pub(crate) fn is_past(self) -> bool {
        self.day < DAYS
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day_of_month, .. } = self;
        write!(formatter, "{year}-{month:02}-{day_of_month:02}")
    }
}

fn days_in_year(year: u32) -> u32 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}
