//! How the figures of some time develop within it.

use super::metrics::Metrics;
use super::selection::Selection;
use super::trends::{Period, PeriodStatistics, a_year_before, cut, period, quarter_of, span};
use crate::model::Corpus;
use jiff::civil::Date;

/// How many steps are told one by one before a coarser step is taken.
const MOST_MONTHS: usize = 24;
const MOST_QUARTERS: usize = 20;
/// Times, shares and causes need more incidents a step than their number does.
const MOST_SHORT_QUARTERS: usize = 12;
/// How many years are told. A slip such as `0204` for `2024` must not make thousands of steps.
const MOST_YEARS: i16 = 60;

/// How finely time is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// By calendar month.
    Month,
    /// By quarter.
    Quarter,
    /// By calendar year.
    Year,
}

impl Step {
    /// The word for one of them.
    pub fn key(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The step that holds a day.
    pub fn of(self, day: Date) -> Period {
        match self {
            Self::Month => Period::Month(day.year(), day.month()),
            Self::Quarter => Period::Quarter(day.year(), quarter_of(day)),
            Self::Year => Period::Year(day.year()),
        }
    }

    /// How many steps there are from one day to another, both included.
    fn count(self, first: Date, last: Date) -> usize {
        let number = |day: Date| match self {
            Self::Month => i64::from(day.year()) * 12 + i64::from(day.month()),
            Self::Quarter => i64::from(day.year()) * 4 + i64::from(quarter_of(day)),
            Self::Year => i64::from(day.year()),
        };
        usize::try_from(number(last) - number(first) + 1).unwrap_or(0)
    }
}

impl Period {
    /// The month, quarter or year after it; other times have none, and are their own.
    pub(super) fn next(self) -> Self {
        match self {
            Self::Month(year, 12) => Self::Month(year + 1, 1),
            Self::Month(year, month) => Self::Month(year, month + 1),
            Self::Quarter(year, 4) => Self::Quarter(year + 1, 1),
            Self::Quarter(year, quarter) => Self::Quarter(year, quarter + 1),
            Self::Year(year) => Self::Year(year + 1),
            Self::LastYear | Self::All => self,
        }
    }

    /// Its first and its last day; `None` for all time.
    pub fn days(self, today: Date) -> Option<(Date, Date)> {
        let (year, first, last) = match self {
            Self::Month(year, month) => (year, month, month),
            Self::Quarter(year, quarter) => (year, quarter * 3 - 2, quarter * 3),
            Self::Year(year) => (year, 1, 12),
            Self::LastYear => {
                let before = a_year_before(today);
                return Some((before.tomorrow().unwrap_or(before), today));
            }
            Self::All => return None,
        };
        let first = Date::new(year, first, 1).ok()?;
        Some((first, Date::new(year, last, 1).ok()?.last_of_month()))
    }
}

/// The figures of some time, whole and cut into steps.
///
/// The steps count the incidents of that time only: where it begins within a month, that month is told in
/// part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Its figures.
    pub whole: PeriodStatistics,
    /// How many postmortems are dated after today: they are in no figure.
    pub future: usize,
    /// How many incidents are in [`Self::whole`] and in no step, because they are much earlier than others.
    pub before: usize,
    /// The first and the last day of the steps; `None` without steps.
    pub days: Option<(Date, Date)>,
    /// How finely the number of incidents is told.
    pub step: Step,
    /// By that step, first to last, without a gap.
    pub steps: Vec<PeriodStatistics>,
    /// How finely what needs more incidents is told.
    pub wide_step: Step,
    /// By that step, likewise.
    pub wide_steps: Vec<PeriodStatistics>,
}

impl Course {
    /// The figures of a period, from those of a selection that lie in it.
    pub fn of(
        corpus: &Corpus,
        metrics: &[Metrics],
        selection: &Selection,
        wanted: Period,
        today: Date,
    ) -> Self {
        let whole = period(corpus, metrics, selection, wanted, today);
        let days = days(corpus, &whole, wanted, today);
        let mut course = Self {
            whole,
            future: selection.future,
            before: 0,
            days,
            step: Step::Month,
            steps: Vec::new(),
            wide_step: Step::Quarter,
            wide_steps: Vec::new(),
        };
        if let Some((first, last)) = days {
            (course.step, course.wide_step) = steps(first, last);
            let cut = |step| cut(corpus, metrics, &course.whole.members, step, first, last);
            (course.steps, course.wide_steps) = (cut(course.step), cut(course.wide_step));
            let told: usize = course.steps.iter().map(|step| step.members.len()).sum();
            course.before = course.whole.members.len() - course.whole.statistics.undated - told;
        }
        course
    }
}

/// How finely the number of incidents is told, and how finely what needs more of them.
fn steps(first: Date, last: Date) -> (Step, Step) {
    let quarters = Step::Quarter.count(first, last);
    let step = if Step::Month.count(first, last) <= MOST_MONTHS {
        Step::Month
    } else if quarters <= MOST_QUARTERS {
        Step::Quarter
    } else {
        Step::Year
    };
    (step, if quarters <= MOST_SHORT_QUARTERS { Step::Quarter } else { Step::Year })
}

/// The days over which a period is told. What is yet to come is left out.
fn days(corpus: &Corpus, whole: &PeriodStatistics, wanted: Period, today: Date) -> Option<(Date, Date)> {
    // It may be tomorrow already where the last incident was.
    let reach = whole.statistics.last_seen.map_or(today, |last| last.max(today));
    match (wanted, wanted.days(today)) {
        (Period::LastYear, Some((first, _))) => Some((first, reach)),
        (_, Some((first, last))) => (first <= reach).then(|| (first, last.min(reach))),
        (_, None) => {
            let (first, last) = span(corpus, &whole.members, today)?;
            let earliest = Date::new(last.year() - MOST_YEARS + 1, 1, 1).unwrap_or(first);
            Some((first.max(earliest), last))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn time_is_cut_by_the_calendar() {
        let day = date(2024, 12, 31);
        assert_eq!(Step::Month.of(day).key(), "2024-12");
        assert_eq!(Step::Quarter.of(day).key(), "2024-q4");
        assert_eq!(Step::Quarter.of(day).next().key(), "2025-q1");
        assert_eq!(Step::Month.of(day).next().key(), "2025-01");
        assert_eq!(Step::Year.of(day).next().key(), "2025");
        assert_eq!(Step::Quarter.of(date(2024, 4, 1)), Period::Quarter(2024, 2));
        assert_eq!(Step::Month.count(date(2023, 11, 30), date(2025, 1, 1)), 15);
    }

    #[test]
    fn a_period_knows_its_days() {
        let today = date(2024, 2, 29);
        let days = |period: Period| period.days(today).unwrap();
        assert_eq!(days(Period::Month(2024, 2)), (date(2024, 2, 1), date(2024, 2, 29)));
        assert_eq!(days(Period::Quarter(2023, 4)), (date(2023, 10, 1), date(2023, 12, 31)));
        assert_eq!(days(Period::Year(1999)), (date(1999, 1, 1), date(1999, 12, 31)));
        assert_eq!(days(Period::LastYear), (date(2023, 3, 1), today));
        assert_eq!(Period::All.days(today), None);
    }

    #[test]
    fn long_times_are_told_in_wide_steps() {
        assert_eq!(steps(date(2024, 7, 1), date(2025, 6, 30)), (Step::Month, Step::Quarter));
        assert_eq!(steps(date(2023, 7, 1), date(2025, 7, 1)), (Step::Quarter, Step::Quarter));
        assert_eq!(steps(date(2021, 7, 1), date(2025, 7, 1)), (Step::Quarter, Step::Year));
        assert_eq!(steps(date(2010, 7, 1), date(2025, 7, 1)), (Step::Year, Step::Year));
    }
}
