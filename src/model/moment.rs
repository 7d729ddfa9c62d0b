//! A point in time as an incident report states it.

use super::zone::{Zone, ZoneError};
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp, Zoned};
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

/// How exactly a moment is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Only the day: no duration is computed from it.
    Day,
    /// To the minute.
    Minute,
    /// To the second.
    Second,
}

/// A moment with the zone in which it was told.
///
/// A moment of [`Precision::Day`] stands for the start of its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    zoned: Zoned,
    label: String,
    precision: Precision,
}

/// Why a moment was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MomentError {
    /// Not of a form that can be read.
    Malformed,
    /// A date that the calendar does not have, such as 30 February.
    NoSuchDate,
    /// A local time without a zone.
    ZoneMissing,
    /// The local time does not exist on that day: the clocks were put forward over it.
    InGap,
    /// The zone written behind the time was refused.
    Zone(ZoneError),
}

impl Moment {
    /// Reads RFC 3339 (`2024-05-12T10:00:00Z`), a local time (`2024-05-12 10:00`, optionally
    /// with seconds and a zone behind it), or a bare date. Local times are taken in `zone`; a
    /// bare date without a zone is that day in UTC.
    pub fn parse(text: &str, zone: Option<&Zone>) -> Result<Self, MomentError> {
        let text = text.trim();
        let date_text = text.get(..10).ok_or(MomentError::Malformed)?;
        let date = parse_date(date_text)?;
        let rest = &text[10..];
        if rest.is_empty() {
            let zone = zone.cloned().unwrap_or_else(Zone::utc);
            return Self::local(date.to_datetime(Time::midnight()), &zone, Precision::Day);
        }
        let rest = rest.strip_prefix(['T', 't', ' ']).ok_or(MomentError::Malformed)?;
        let split = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(rest.len());
        let (clock, suffix) = rest.split_at(split);
        let (time, precision) = parse_clock(clock)?;
        let suffix = suffix.trim();
        let (own, offset) = if suffix.is_empty() {
            (None, None)
        } else {
            // RFC 9557 puts the name into brackets behind the offset; the name says more.
            let named =
                suffix.split_once('[').and_then(|(offset, name)| Some((offset, name.strip_suffix(']')?)));
            let (offset, name) = named.map_or((None, suffix), |(offset, name)| (Some(offset.trim()), name));
            (Some(Zone::parse(name).map_err(MomentError::Zone)?), offset.filter(|offset| !offset.is_empty()))
        };
        let zone = own.as_ref().or(zone).ok_or(MomentError::ZoneMissing)?;
        let moment = Self::local(date.to_datetime(time), zone, precision)?;
        Ok(moment.with_offset(offset.and_then(|offset| Zone::parse(offset).ok()).as_ref()))
    }

    /// The other one of two equal local times, if the offset that was written is the other one's.
    fn with_offset(self, offset: Option<&Zone>) -> Self {
        let datetime = self.zoned.datetime();
        let meant = offset
            .and_then(|offset| offset.time_zone().to_zoned(datetime).ok())
            .map(|meant| meant.with_time_zone(self.zoned.time_zone().clone()))
            .filter(|meant| meant.datetime() == datetime);
        Self { zoned: meant.unwrap_or(self.zoned), ..self }
    }

    /// The moment of a local date and time. A time that occurs twice is the earlier one.
    pub fn local(datetime: DateTime, zone: &Zone, precision: Precision) -> Result<Self, MomentError> {
        let ambiguous = zone.time_zone().to_ambiguous_zoned(datetime);
        if precision != Precision::Day && matches!(ambiguous.offset(), jiff::tz::AmbiguousOffset::Gap { .. })
        {
            return Err(MomentError::InGap);
        }
        let zoned = ambiguous.compatible().map_err(|_| MomentError::NoSuchDate)?;
        Ok(Self { zoned, label: zone.label().to_owned(), precision })
    }

    /// The instant.
    pub fn timestamp(&self) -> Timestamp {
        self.zoned.timestamp()
    }

    /// The local date.
    pub fn date(&self) -> Date {
        self.zoned.date()
    }

    /// The local date and time with its zone.
    pub fn zoned(&self) -> &Zoned {
        &self.zoned
    }

    /// The zone's name as the author wrote it.
    pub fn zone_label(&self) -> &str {
        &self.label
    }

    /// The zone.
    pub fn zone(&self) -> Zone {
        Zone::parse(&self.label).unwrap_or_else(|_| Zone::fixed(self.zoned.offset()))
    }

    /// How exactly it is known.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The time from `earlier` to this; `None` where one of the two is known to the day only.
    pub fn since(&self, earlier: &Self) -> Option<SignedDuration> {
        (self.precision > Precision::Day && earlier.precision > Precision::Day)
            .then(|| self.timestamp().duration_since(earlier.timestamp()))
    }

    /// Whether this is certainly before `other`, a day counting as a whole.
    pub fn is_before(&self, other: &Self) -> bool {
        if self.precision == Precision::Day || other.precision == Precision::Day {
            return self.date() < other.date();
        }
        self.timestamp() < other.timestamp()
    }

    /// RFC 3339 with offset, or the bare date.
    pub fn iso(&self) -> String {
        match self.precision {
            Precision::Day => self.date().to_string(),
            _ => self.zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        }
    }

    /// `10:00` or `10:00:05`; empty where only the day is known. RFC 3339 asks for seconds where nobody
    /// counted them, so none are told where they are zero.
    pub fn clock(&self) -> String {
        let form = match self.precision {
            Precision::Day => return String::new(),
            Precision::Second if self.zoned.second() != 0 => "%H:%M:%S",
            Precision::Minute | Precision::Second => "%H:%M",
        };
        self.zoned.strftime(form).to_string()
    }
}

impl Serialize for Moment {
    /// `{iso, utc, date, time, zone, precision, unix}`; `unix` in seconds.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Moment", 7)?;
        fields.serialize_field("iso", &self.iso())?;
        fields.serialize_field("utc", &self.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string())?;
        fields.serialize_field("date", &self.date().to_string())?;
        fields.serialize_field("time", &self.clock())?;
        fields.serialize_field("zone", &self.label)?;
        fields.serialize_field("precision", &self.precision)?;
        fields.serialize_field("unix", &self.timestamp().as_second())?;
        fields.end()
    }
}

/// `2024-05-12`, nothing looser: other orders are ambiguous.
pub(crate) fn parse_date(text: &str) -> Result<Date, MomentError> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, b)| if at == 4 || at == 7 { *b == b'-' } else { b.is_ascii_digit() });
    if !shaped {
        return Err(MomentError::Malformed);
    }
    text.parse().map_err(|_| MomentError::NoSuchDate)
}

/// `10:00`, `10:00:05`, `10:00:05.123`: fractions are read and dropped.
fn parse_clock(text: &str) -> Result<(Time, Precision), MomentError> {
    let mut parts = text.split(':');
    let mut number = |required: bool| -> Result<Option<i8>, MomentError> {
        match parts.next() {
            Some(part) => {
                let part = part.split('.').next().unwrap_or(part);
                if part.len() != 2 {
                    return Err(MomentError::Malformed);
                }
                part.parse().map(Some).map_err(|_| MomentError::Malformed)
            }
            None if required => Err(MomentError::Malformed),
            None => Ok(None),
        }
    };
    let (hour, minute, second) = (number(true)?, number(true)?, number(false)?);
    let precision = if second.is_some() { Precision::Second } else { Precision::Minute };
    Time::new(hour.unwrap_or(0), minute.unwrap_or(0), second.unwrap_or(0), 0)
        .map(|time| (time, precision))
        .map_err(|_| MomentError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_tells_equal_local_times_apart() {
        let utc = |text: &str| Moment::parse(text, None).map(|moment| moment.timestamp().to_string());
        let at = |time: &str| Ok(format!("2024-10-27T{time}:00Z"));
        assert_eq!(utc("2024-10-27T02:30:00+02:00[Europe/Berlin]"), at("00:30"));
        assert_eq!(utc("2024-10-27T02:30:00+01:00[Europe/Berlin]"), at("01:30"));
        assert_eq!(utc("2024-10-27T12:30:00+01:00[Europe/Berlin]"), at("11:30"));
        // An offset that the zone never had says nothing.
        assert_eq!(utc("2024-10-27T12:30:00+09:00[Europe/Berlin]"), at("11:30"));
    }

    fn iso(text: &str, zone: &str) -> Result<String, MomentError> {
        let zone = Zone::parse(zone).ok();
        Moment::parse(text, zone.as_ref()).map(|moment| moment.iso())
    }

    #[test]
    fn rfc_3339_local_times_and_bare_dates_are_read() {
        assert_eq!(iso("2024-05-12T10:00:00Z", ""), Ok("2024-05-12T10:00:00+00:00".into()));
        assert_eq!(iso("2024-05-12 10:00", "America/Los_Angeles"), Ok("2024-05-12T10:00:00-07:00".into()));
        assert_eq!(iso("2024-05-12 10:00 CEST", "UTC"), Ok("2024-05-12T10:00:00+02:00".into()));
        assert_eq!(iso("2024-05-12", ""), Ok("2024-05-12".into()));
    }

    #[test]
    fn seconds_are_told_where_somebody_counted_them() {
        let clock = |text: &str| Moment::parse(text, None).map(|moment| moment.clock());
        assert_eq!(clock("2024-05-12T10:00:05Z"), Ok("10:00:05".into()));
        assert_eq!(clock("2024-05-12T10:00:00Z"), Ok("10:00".into()));
        assert_eq!(clock("2024-05-12 10:00 UTC"), Ok("10:00".into()));
        assert_eq!(clock("2024-05-12"), Ok(String::new()));
    }

    #[test]
    fn nonsense_is_refused_for_its_reason() {
        assert_eq!(iso("2024-05-12 10:00", ""), Err(MomentError::ZoneMissing));
        assert_eq!(iso("2024-02-30", ""), Err(MomentError::NoSuchDate));
        assert_eq!(iso("12.05.2024 10:00", "UTC"), Err(MomentError::Malformed));
        assert_eq!(iso("2024-03-31 02:30", "Europe/Berlin"), Err(MomentError::InGap));
        assert_eq!(iso("2024-05-12 25:00", "UTC"), Err(MomentError::Malformed));
        assert_eq!(iso("2024-05-1€ 10:00", "UTC"), Err(MomentError::Malformed));
    }
}
