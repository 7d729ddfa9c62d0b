//! Zones by the places whose clocks they are: `Pacific time`, `hora de Bogotá`, `北京时间`.

use super::words;
use super::zone::{NamedZone, known, named};
use crate::model::Zone;

/// Zones that have a name of words, the part before `Time` in lower case, and how the model calls them.
#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("greenwich mean", "GMT"), ("coordinated universal", "UTC"), ("universal", "UTC"), ("utc", "UTC"),
    ("gmt", "GMT"), ("pacific standard", "PST"), ("pacific daylight", "PDT"),
    ("pacific", "America/Los_Angeles"), ("us pacific", "America/Los_Angeles"),
    ("mountain standard", "MST"), ("mountain daylight", "MDT"), ("mountain", "America/Denver"),
    ("central daylight", "CDT"), ("us central", "America/Chicago"), ("eastern standard", "EST"),
    ("eastern daylight", "EDT"), ("eastern", "America/New_York"), ("us eastern", "America/New_York"),
    ("west africa", "WAT"), ("west african", "WAT"), ("west central africa", "WAT"),
    ("west central africa standard", "WAT"), ("west africa standard", "WAT"), ("east africa", "EAT"),
    ("east african", "EAT"), ("east africa standard", "EAT"), ("central africa", "CAT"),
    ("central african", "CAT"), ("south africa standard", "SAST"), ("south african standard", "SAST"),
    ("central european", "Europe/Berlin"), ("central european standard", "CET"),
    ("central european summer", "CEST"), ("eastern european", "EET"), ("eastern european summer", "EEST"),
    ("western european", "WET"), ("british summer", "+01:00"), ("irish standard", "Europe/Dublin"),
    ("moscow", "Europe/Moscow"), ("moscow standard", "MSK"), ("india standard", "Asia/Kolkata"),
    ("indian standard", "Asia/Kolkata"), ("pakistan standard", "PKT"), ("singapore", "SGT"),
    ("singapore standard", "SGT"), ("hong kong", "HKT"), ("china standard", "Asia/Shanghai"),
    ("beijing", "Asia/Shanghai"), ("japan standard", "JST"), ("korea standard", "KST"),
    ("philippine standard", "PHT"), ("australian eastern standard", "AEST"),
    ("australian eastern daylight", "AEDT"), ("australian western standard", "AWST"),
    ("new zealand standard", "NZST"), ("brasilia", "America/Sao_Paulo"), ("brasília", "America/Sao_Paulo"),
    ("argentina", "ART"), ("atlantic daylight", "ADT"), ("alaska standard", "AKST"), ("alaska", "AKST"),
    ("hawaii", "HST"), ("hawaii standard", "HST"), ("london", "Europe/London"), ("berlin", "Europe/Berlin"),
    ("paris", "Europe/Paris"), ("amsterdam", "Europe/Amsterdam"), ("new york", "America/New_York"),
    ("tokyo", "Asia/Tokyo"), ("sydney", "Australia/Sydney"), ("nairobi", "Africa/Nairobi"),
    ("lagos", "Africa/Lagos"), ("cairo", "Africa/Cairo"), ("kigali", "Africa/Kigali"),
    ("johannesburg", "Africa/Johannesburg"), ("atlantic", ""), ("atlantic standard", ""), ("central", ""),
    ("central standard", ""), ("arabian standard", ""),
];

/// Places that people name before `time`, and behind `hora de` and `heure de`.
#[rustfmt::skip]
const PLACES: &[(&str, &str)] = &[
    ("uk", "Europe/London"), ("british", "Europe/London"), ("dublin", "Europe/Dublin"), ("irish", "Europe/Dublin"),
    ("german", "Europe/Berlin"), ("munich", "Europe/Berlin"), ("hamburg", "Europe/Berlin"), ("dutch", "Europe/Amsterdam"),
    ("french", "Europe/Paris"), ("francia", "Europe/Paris"), ("france", "Europe/Paris"), ("brussels", "Europe/Brussels"),
    ("bruxelles", "Europe/Brussels"), ("zurich", "Europe/Zurich"), ("zürich", "Europe/Zurich"), ("genève", "Europe/Zurich"),
    ("swiss", "Europe/Zurich"), ("vienna", "Europe/Vienna"), ("madrid", "Europe/Madrid"), ("spanish", "Europe/Madrid"),
    ("españa", "Europe/Madrid"), ("lisbon", "Europe/Lisbon"), ("lisboa", "Europe/Lisbon"), ("rome", "Europe/Rome"),
    ("italian", "Europe/Rome"), ("oslo", "Europe/Oslo"), ("stockholm", "Europe/Stockholm"), ("swedish", "Europe/Stockholm"),
    ("copenhagen", "Europe/Copenhagen"), ("danish", "Europe/Copenhagen"), ("helsinki", "Europe/Helsinki"),
    ("finnish", "Europe/Helsinki"), ("warsaw", "Europe/Warsaw"), ("polish", "Europe/Warsaw"), ("prague", "Europe/Prague"),
    ("athens", "Europe/Athens"), ("kyiv", "Europe/Kyiv"), ("istanbul", "Europe/Istanbul"), ("turkey", "Europe/Istanbul"),
    ("israel", "Asia/Jerusalem"), ("dubai", "Asia/Dubai"), ("karachi", "Asia/Karachi"), ("indian", "Asia/Kolkata"),
    ("india", "Asia/Kolkata"), ("mumbai", "Asia/Kolkata"), ("bangalore", "Asia/Kolkata"), ("delhi", "Asia/Kolkata"),
    ("dhaka", "Asia/Dhaka"), ("bangkok", "Asia/Bangkok"), ("jakarta", "Asia/Jakarta"), ("manila", "Asia/Manila"),
    ("shanghai", "Asia/Shanghai"), ("china", "Asia/Shanghai"), ("chinese", "Asia/Shanghai"), ("taipei", "Asia/Taipei"),
    ("seoul", "Asia/Seoul"), ("japan", "Asia/Tokyo"), ("melbourne", "Australia/Melbourne"), ("brisbane", "Australia/Brisbane"),
    ("perth", "Australia/Perth"), ("auckland", "Pacific/Auckland"), ("new zealand", "Pacific/Auckland"),
    ("accra", "Africa/Accra"), ("ghana", "Africa/Accra"), ("nigerian", "Africa/Lagos"), ("nigeria", "Africa/Lagos"),
    ("kenyan", "Africa/Nairobi"), ("kenya", "Africa/Nairobi"), ("kampala", "Africa/Kampala"), ("ethiopian", "Africa/Addis_Ababa"),
    ("cape town", "Africa/Johannesburg"), ("casablanca", "Africa/Casablanca"), ("egypt", "Africa/Cairo"),
    ("rwanda", "Africa/Kigali"), ("seattle", "America/Los_Angeles"), ("san francisco", "America/Los_Angeles"),
    ("california", "America/Los_Angeles"), ("los angeles", "America/Los_Angeles"), ("vancouver", "America/Vancouver"),
    ("denver", "America/Denver"), ("chicago", "America/Chicago"), ("texas", "America/Chicago"), ("boston", "America/New_York"),
    ("toronto", "America/Toronto"), ("montréal", "America/Toronto"), ("montreal", "America/Toronto"),
    ("méxico", "America/Mexico_City"), ("mexico city", "America/Mexico_City"), ("mexico", "America/Mexico_City"),
    ("colombia", "America/Bogota"), ("bogotá", "America/Bogota"), ("bogota", "America/Bogota"), ("perú", "America/Lima"),
    ("peru", "America/Lima"), ("lima", "America/Lima"), ("ecuador", "America/Guayaquil"), ("venezuela", "America/Caracas"),
    ("caracas", "America/Caracas"), ("chile", "America/Santiago"), ("santiago", "America/Santiago"),
    ("uruguay", "America/Montevideo"), ("são paulo", "America/Sao_Paulo"), ("sao paulo", "America/Sao_Paulo"),
    ("brasil", "America/Sao_Paulo"), ("buenos aires", "America/Argentina/Buenos_Aires"),
];

/// Names of zones as languages other than English write them.
#[rustfmt::skip]
const FOREIGN: &[(&str, &str)] = &[
    ("日本時間", "JST"), ("日本标准时间", "JST"), ("北京时间", "Asia/Shanghai"), ("北京時間", "Asia/Shanghai"),
    ("中国标准时间", "Asia/Shanghai"), ("heure de paris", "Europe/Paris"),
    ("hora de brasília", "America/Sao_Paulo"), ("horário de brasília", "America/Sao_Paulo"),
    ("horario de brasilia", "America/Sao_Paulo"), ("deutscher zeit", "Europe/Berlin"),
    ("日本標準時", "JST"), ("東京時間", "JST"), ("东京时间", "JST"), ("中国时间", "Asia/Shanghai"),
    ("中國時間", "Asia/Shanghai"), ("台北時間", "Asia/Taipei"), ("台北时间", "Asia/Taipei"), ("台灣時間", "Asia/Taipei"),
    ("台湾时间", "Asia/Taipei"), ("香港时间", "HKT"), ("香港時間", "HKT"), ("韓国時間", "KST"), ("世界标准时间", "UTC"),
    ("世界協調時", "UTC"), ("協定世界時", "UTC"), ("协调世界时", "UTC"), ("太平洋时间", "America/Los_Angeles"),
    ("太平洋時間", "America/Los_Angeles"), ("hora peninsular", "Europe/Madrid"), ("ora italiana", "Europe/Rome"),
    ("heure française", "Europe/Paris"), ("hora española", "Europe/Madrid"), ("tempo universal", "UTC"),
    ("temps universel", "UTC"), ("mitteleuropäische sommerzeit", "MESZ"), ("mitteleuropäische zeit", "MEZ"),
    ("mitteleuropäischer sommerzeit", "MESZ"), ("mitteleuropäischer zeit", "MEZ"), ("hora argentina", "ART"),
    ("hora colombiana", "America/Bogota"), ("hora peruana", "America/Lima"), ("hora chilena", "America/Santiago"),
];

/// Words of other languages for the clock of the place that follows.
const CLOCK_OF: &[&str] = &[
    "hora local de ",
    "hora de ",
    "hora del ",
    "hora do ",
    "hora da ",
    "heure locale de ",
    "heure de ",
    "heure d'",
    "heure d’",
    "horário de ",
    "horário do ",
    "horario de ",
    "ora di ",
    "zeit von ",
];

/// The zone that a name of another language starts with at a byte: `北京时间`, `heure de Paris`.
pub(super) fn foreign_at(text: &str, at: usize) -> Option<NamedZone> {
    let rest = text.get(at..)?;
    // None of them holds a number; after most times of day stands no letter at all.
    if !rest.starts_with(char::is_alphabetic) {
        return None;
    }
    let first = rest.chars().next().and_then(|c| c.to_lowercase().next());
    let starts = |name: &str| {
        name.chars().next() == first && rest.get(..name.len()).is_some_and(|head| head.to_lowercase() == name)
    };
    if let Some((name, zone)) = FOREIGN.iter().find(|(name, _)| starts(name)) {
        return Some(named(at..at + name.len(), rest.get(..name.len())?, known(zone)));
    }
    let lead = CLOCK_OF.iter().find(|lead| starts(lead))?.len();
    let mut place = words(rest.get(lead..)?);
    let (first, word) = place.next().filter(|(range, _)| range.start == 0)?;
    // `à l'heure de midi` names no place.
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let goes_on = |(range, word): &(std::ops::Range<usize>, &str)| {
        range.start == first.end + 1
            && word.starts_with(char::is_uppercase)
            && rest.get(lead + first.end..).is_some_and(|gap| gap.starts_with(' '))
    };
    let end = lead + place.next().filter(goes_on).map_or(first.end, |(range, _)| range.end);
    let place = rest.get(lead..end)?.to_lowercase();
    let zone = NAMES.iter().chain(PLACES).find(|(name, _)| *name == place).and_then(|(_, zone)| known(zone));
    Some(named(at..at + end, rest.get(..end)?, zone))
}

/// `Pacific Time`, `West Central Africa Standard Timezone`; the abbreviation in brackets behind it, which
/// says the same in short.
pub(super) fn worded(text: &str, at: usize) -> Option<NamedZone> {
    let rest = text.get(at..)?;
    let mut name = String::new();
    for (count, (range, word)) in words(rest).take(7).enumerate() {
        let gap = rest.get(..range.start)?;
        if count == 0 && range.start > 0 || gap.ends_with(['.', ';', ':', ')', '(']) {
            return None;
        }
        let lower = word.to_lowercase();
        if matches!(lower.as_str(), "time" | "timezone" | "zone") && !name.is_empty() {
            let mut known_names = NAMES.iter().chain(PLACES);
            let (_, zone) = known_names.find(|(known, _)| *known == name)?;
            let mut end = range.end;
            if lower == "time" && rest.get(end..)?.to_lowercase().starts_with(" zone") {
                end += " zone".len();
            }
            let zone = known(zone);
            let short = rest.get(end..)?.trim_start().strip_prefix('(');
            if let Some((short, _)) = short.and_then(|short| short.split_once(')'))
                && Zone::looks_like_zone(short)
            {
                let start = at + end + rest.get(end..)?.find(short)?;
                let zone = zone.or_else(|| known(short));
                return Some(named(start..start + short.len(), short, zone));
            }
            return Some(named(at..at + end, rest.get(..end)?, zone));
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(&lower);
    }
    None
}
