//! From what was told to what front matter can hold.

use super::day::NEAR;
use super::{Date, When};
use crate::import::Fact;
use crate::model::{Moment, Zone};

/// The times of front matter. What the write-up leaves open is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamps {
    /// The day, where no exact start is known.
    pub date: Option<String>,
    /// `started`: RFC 3339, or local time where `timezone` is given.
    pub started: Option<String>,
    /// `resolved`, in the form of `started`.
    pub resolved: Option<String>,
    /// `timezone`, an IANA name.
    pub timezone: Option<String>,
}

impl When {
    /// What front matter can hold of it: a start with its offset where the zone is certain, the day alone
    /// where it is not, and nothing where the year is missing.
    pub fn stamps(&self) -> Stamps {
        let Some(day) = self.date.as_ref().and_then(|date| civil(date.value)) else {
            return Stamps::default();
        };
        let day_alone = || Stamps { date: Some(day.to_string()), ..Stamps::default() };
        let zone = self.zone.as_ref().and_then(|zone| zone.value.zone.as_ref());
        let (Some(start), Some(zone)) = (self.start.as_ref(), zone) else { return day_alone() };
        let local = |day: jiff::civil::Date, minute: i32| stamp(zone, day, minute);
        let Some(started) = local(day, start.value.0) else { return day_alone() };
        let resolved = self.end.as_ref().and_then(|end| {
            let over_midnight = i32::from(end.value < start.value);
            let days = self.end_days.unwrap_or(over_midnight);
            let after = days > 0 || end.value >= start.value;
            let end_day = day.checked_add(jiff::Span::new().days(days)).ok().filter(|_| after)?;
            local(end_day, end.value.0)
        });
        let timezone = zone.time_zone().iana_name().filter(|name| name.contains('/')).map(str::to_owned);
        Stamps { date: None, started: Some(started), resolved, timezone }
    }
}

impl When {
    /// Completes a day without its year, where something beside the text tells a day soon after the incident,
    /// such as the name of its file: it is the last such day before that one.
    pub fn with_year_of(&mut self, beside: jiff::civil::Date) {
        let Some(date) = self.date.as_mut().filter(|date| date.value.year.is_none()) else { return };
        let Date { month, day, .. } = date.value;
        let near = [beside.year(), beside.year() - 1].into_iter().find(|year| {
            let days = jiff::civil::Date::new(*year, month, day).and_then(|day| day.until(beside));
            days.is_ok_and(|days| (0..=NEAR).contains(&days.get_days()))
        });
        if near.is_some() {
            *date = Fact {
                value: Date { year: near, month, day },
                unsure: Some("the year is told elsewhere"),
                ..*date
            };
        }
    }

    /// The same on a day that something beside the text tells, and why it is unsure.
    #[must_use]
    pub fn on(&self, day: jiff::civil::Date, why: &'static str) -> Self {
        let value = Date { year: Some(day.year()), month: day.month(), day: day.day() };
        Self { date: Some(Fact { value, line: 1, unsure: Some(why) }), ..self.clone() }
    }

    /// The moment of an event on the incident's first day, or on the next where its clock was before the
    /// start's; in the form of `started`. Nothing unless the start itself is known.
    pub fn moment(&self, minute: i32) -> Option<String> {
        let day = civil(self.date.as_ref()?.value)?;
        let zone = self.zone.as_ref()?.value.zone.as_ref()?;
        let next = i32::from(minute < self.start.as_ref()?.value.0);
        stamp(zone, day.checked_add(jiff::Span::new().days(next)).ok()?, minute)
    }
}

/// A local time in the form of front matter; nothing where the zone skipped it.
fn stamp(zone: &Zone, day: jiff::civil::Date, minute: i32) -> Option<String> {
    let clock = format!("{:02}:{:02}", minute / 60, minute % 60);
    let text = match zone.time_zone().iana_name() {
        Some(name) if name.contains('/') => format!("{day} {clock}"),
        _ => format!("{day}T{clock}:00{}", offset(zone)?),
    };
    Moment::parse(&text, Some(zone)).is_ok().then_some(text)
}

fn civil(date: Date) -> Option<jiff::civil::Date> {
    jiff::civil::Date::new(date.year?, date.month, date.day).ok()
}

/// The offset of a zone that has one all year, as RFC 3339 writes it.
fn offset(zone: &Zone) -> Option<String> {
    let offset = zone.time_zone().to_fixed_offset().ok()?;
    if offset.is_zero() {
        return Some("Z".to_owned());
    }
    let (sign, minutes) = (if offset.is_negative() { '-' } else { '+' }, offset.seconds().abs() / 60);
    Some(format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60))
}
