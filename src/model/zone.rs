//! Time zones as people write them.

use jiff::tz::{Offset, TimeZone};
use std::fmt;

/// A zone: an IANA name, a fixed offset, or an abbreviation that means one offset only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    zone: TimeZone,
    label: String,
}

/// Why a zone was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneError {
    /// No such name, offset or abbreviation.
    Unknown {
        /// The nearest IANA name, when one is near.
        nearest: Option<String>,
    },
    /// The abbreviation stands for several zones.
    Ambiguous {
        /// IANA names that it may mean.
        candidates: &'static [&'static str],
    },
}

/// Abbreviations in use for one offset only, in minutes east of UTC. Summer forms are entries of
/// their own: whoever writes `PDT` means seven hours, whatever the date.
const FIXED: &[(&str, i32)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("WET", 0),
    ("WEST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("MEZ", 60),
    ("MESZ", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("WAT", 60),
    ("CAT", 120),
    ("EAT", 180),
    ("SAST", 120),
    ("PST", -480),
    ("PDT", -420),
    ("MST", -420),
    ("MDT", -360),
    ("CDT", -300),
    ("EST", -300),
    ("EDT", -240),
    ("AKST", -540),
    ("AKDT", -480),
    ("HST", -600),
    ("NST", -210),
    ("NDT", -150),
    ("ADT", -180),
    ("BRT", -180),
    ("ART", -180),
    ("CLT", -240),
    ("CLST", -180),
    ("COT", -300),
    ("PET", -300),
    ("VET", -240),
    ("UYT", -180),
    ("PKT", 300),
    ("NPT", 345),
    ("TRT", 180),
    ("WIB", 420),
    ("WITA", 480),
    ("MYT", 480),
    ("ICT", 420),
    ("HKT", 480),
    ("SGT", 480),
    ("PHT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("ACST", 570),
    ("ACDT", 630),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
];

/// Abbreviations that follow a region's clock, whatever the season.
const REGIONS: &[(&str, &str)] = &[
    ("PT", "America/Los_Angeles"),
    ("MT", "America/Denver"),
    ("CT", "America/Chicago"),
    ("ET", "America/New_York"),
];

/// Abbreviations that mean different offsets in different places.
const AMBIGUOUS: &[(&str, &[&str])] = &[
    ("IST", &["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
    ("CST", &["America/Chicago", "Asia/Shanghai", "America/Havana"]),
    ("BST", &["Europe/London", "Asia/Dhaka"]),
    ("AST", &["America/Halifax", "Asia/Riyadh"]),
    ("AMT", &["America/Manaus", "Asia/Yerevan"]),
    ("GST", &["Asia/Dubai", "Atlantic/South_Georgia"]),
    ("SST", &["Asia/Singapore", "Pacific/Pago_Pago"]),
    ("ECT", &["America/Guayaquil", "Europe/Paris"]),
];

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self { zone: TimeZone::UTC, label: "UTC".to_owned() }
    }

    /// A fixed offset, labelled as RFC 3339 writes it.
    pub fn fixed(offset: Offset) -> Self {
        if offset == Offset::UTC {
            return Self::utc();
        }
        let (sign, minutes) = (if offset.is_negative() { '-' } else { '+' }, offset.seconds().abs() / 60);
        let label = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        Self { zone: TimeZone::fixed(offset), label }
    }

    /// Reads `Europe/Berlin`, `+02:00`, `UTC+1`, `PST`.
    pub fn parse(text: &str) -> Result<Self, ZoneError> {
        let text = text.trim();
        Self::read(text).map_err(|error| match error {
            ZoneError::Unknown { .. } => ZoneError::Unknown { nearest: nearest_name(text) },
            ambiguous @ ZoneError::Ambiguous { .. } => ambiguous,
        })
    }

    /// Reads a zone without looking for the nearest name, which takes all names to compare.
    fn read(text: &str) -> Result<Self, ZoneError> {
        let upper = text.to_ascii_uppercase();
        if upper == "UTC" || upper == "Z" || upper == "GMT" {
            return Ok(Self {
                zone: TimeZone::UTC,
                label: if upper == "GMT" { upper } else { "UTC".to_owned() },
            });
        }
        if let Some(offset) = parse_offset(&upper) {
            return Ok(Self::fixed(offset));
        }
        if let Some((label, minutes)) = FIXED.iter().find(|(name, _)| *name == upper) {
            let offset = Offset::from_seconds(minutes * 60).unwrap_or(Offset::UTC);
            return Ok(Self { zone: TimeZone::fixed(offset), label: (*label).to_owned() });
        }
        if let Some((label, region)) = REGIONS.iter().find(|(name, _)| *name == upper) {
            return match TimeZone::get(region) {
                Ok(zone) => Ok(Self { zone, label: (*label).to_owned() }),
                Err(_) => Err(ZoneError::Unknown { nearest: None }),
            };
        }
        if let Some((_, candidates)) = AMBIGUOUS.iter().find(|(name, _)| *name == upper) {
            return Err(ZoneError::Ambiguous { candidates });
        }
        // A name needs its region: bare `EST5EDT` and the like are legacy, and `posix/…` is a path.
        if text.contains('/')
            && let Ok(zone) = TimeZone::get(text)
        {
            let label = zone.iana_name().unwrap_or(text).to_owned();
            return Ok(Self { zone, label });
        }
        Err(ZoneError::Unknown { nearest: None })
    }

    /// The zone itself.
    pub fn time_zone(&self) -> &TimeZone {
        &self.zone
    }

    /// How to name it to a reader: `PST`, `Europe/Berlin`, `+05:30`.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Whether `word` is an abbreviation or offset that could follow a clock time.
    pub fn looks_like_zone(word: &str) -> bool {
        Self::read(word).is_ok() || AMBIGUOUS.iter().any(|(name, _)| name.eq_ignore_ascii_case(word))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label)
    }
}

/// `+02:00`, `-0530`, `UTC+1`, `GMT-3`: an offset of at most 14 hours.
fn parse_offset(upper: &str) -> Option<Offset> {
    let text = upper.strip_prefix("UTC").or_else(|| upper.strip_prefix("GMT")).unwrap_or(upper);
    let (sign, digits) = match text.chars().next()? {
        '+' => (1, &text[1..]),
        '-' => (-1, &text[1..]),
        '\u{2212}' => (-1, &text['\u{2212}'.len_utf8()..]),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((h, m)) if m.len() == 2 => (h, m),
        Some(_) => return None,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "0"),
    };
    let number = |s: &str| {
        if s.len() <= 2 && s.bytes().all(|b| b.is_ascii_digit()) { s.parse::<i32>().ok() } else { None }
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 14 && minutes < 60).then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok())?
}

fn nearest_name(text: &str) -> Option<String> {
    let wanted = text.to_lowercase().replace(' ', "_");
    let mut best: Option<(usize, String)> = None;
    for name in jiff::tz::db().available() {
        let name = name.as_str();
        let lower = name.to_lowercase();
        let city = lower.rsplit('/').next().unwrap_or(&lower);
        let distance = if city == wanted { 0 } else { strsim::osa_distance(&wanted, &lower) };
        if distance * 4 <= lower.len()
            && best.as_ref().is_none_or(|(d, n)| (distance, name) < (*d, n.as_str()))
        {
            best = Some((distance, name.to_owned()));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_offsets_and_abbreviations_are_read() {
        let label = |text| Zone::parse(text).map(|zone| zone.label().to_owned());
        assert_eq!(label("europe/berlin"), Ok("Europe/Berlin".into()));
        assert_eq!(label("+0530"), Ok("+05:30".into()));
        assert_eq!(label("UTC+1"), Ok("+01:00".into()));
        assert_eq!(label("pst"), Ok("PST".into()));
        assert_eq!(label("+00:00"), Ok("UTC".into()));
    }

    #[test]
    fn what_could_mean_several_zones_is_refused_with_the_candidates() {
        assert_eq!(
            Zone::parse("CST"),
            Err(ZoneError::Ambiguous { candidates: &["America/Chicago", "Asia/Shanghai", "America/Havana"] })
        );
        assert_eq!(
            Zone::parse("Europe/Berln"),
            Err(ZoneError::Unknown { nearest: Some("Europe/Berlin".into()) })
        );
        assert_eq!(Zone::parse("Berlin"), Err(ZoneError::Unknown { nearest: Some("Europe/Berlin".into()) }));
        assert_eq!(Zone::parse("+99:00"), Err(ZoneError::Unknown { nearest: None }));
    }
}
