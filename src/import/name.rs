//! What imported files are called.

use crate::model::PostmortemId;
use crate::model::Slug;
use jiff::civil::Date;

/// The longest slug of a title in a file's name, in bytes.
const LONGEST: usize = 60;

/// Short words that teams number their write-ups by, in any case.
const PREFIXES: [&str; 12] =
    ["inc", "incident", "pm", "pir", "postmortem", "rca", "coe", "cir", "ir", "out", "outage", "case"];

/// The name of a file without its ending: the day and what broke.
pub fn file_stem(date: Option<Date>, title: &str, fallback: &str) -> String {
    let slug = Slug::from_text(title).or_else(|| Slug::from_text(fallback));
    let slug = slug.as_ref().map_or("postmortem", Slug::as_str);
    let mut end = slug.len().min(LONGEST);
    if end < slug.len() {
        // Words are not cut, unless the first is longer than all of it.
        end = slug[..=end].rfind('-').unwrap_or(end);
    }
    let slug = &slug[..end];
    match date {
        Some(date) if slug.starts_with(&date.to_string()) => slug.to_owned(),
        Some(date) => format!("{date}-{slug}"),
        None => slug.to_owned(),
    }
}

/// The day that is in the name of a file: `2024-05-12-disk-full`, `postmortem_2024_05_12`.
pub fn day_in(stem: &str) -> Option<Date> {
    let text = stem.replace(['_', '.'], "-");
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let starts = (0..text.len()).filter(|at| is_digit(*at) && !(*at > 0 && is_digit(at - 1)));
    let mut days = starts.flat_map(|at| [10, 8].map(|length| (at, at + length))).filter_map(|(at, end)| {
        let day: Date = text.get(at..end).filter(|_| !is_digit(end))?.parse().ok()?;
        (1980..2100).contains(&day.year()).then_some(day)
    });
    days.next()
}

/// The id with which the name of a file begins: `PM2021-006 - Title`, `INC-123`, `inc_42-db`.
pub fn id_of(stem: &str) -> Option<PostmortemId> {
    let stem = stem.trim();
    let letters = stem.find(|c: char| !c.is_ascii_alphabetic())?;
    let (prefix, rest) = stem.split_at(letters);
    let known = PREFIXES.contains(&prefix.to_ascii_lowercase().as_str());
    let is_prefix = known
        || (2..=8).contains(&prefix.len())
            && prefix.chars().all(|c| c.is_ascii_uppercase())
            && !matches!(prefix, "SEV" | "README" | "UTC" | "GMT" | "RFC" | "CVE");
    if !is_prefix {
        return None;
    }
    // Up to two numbers: of the year, and within it.
    let mut end = letters;
    let mut numbers: Vec<&str> = Vec::new();
    for _ in 0..2 {
        let number = &stem[end..];
        let number = number.strip_prefix(['-', '_']).unwrap_or(number);
        let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let is_year = numbers.is_empty() || numbers.first().is_some_and(|year| year.len() == 4);
        if !(1..=6).contains(&digits) || !is_year {
            break;
        }
        numbers.push(&number[..digits]);
        end = stem.len() - number.len() + digits;
    }
    let after = &rest[end - letters..];
    let is_date = after.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_word_end = !after.starts_with(|c: char| c.is_alphanumeric() || c == '.');
    // `incident-2021` names a year, and no incident.
    let is_year = known && matches!(numbers.as_slice(), [year] if year.len() == 4 && year.starts_with("20"));
    if numbers.is_empty() || is_date || is_year || !is_word_end {
        return None;
    }
    PostmortemId::parse(&stem[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_at_the_start_of_names_are_found() {
        let id = |stem| id_of(stem).map(|id| id.to_string());
        for (stem, found) in [
            ("PM2021-006 - All services down", "PM2021-006"),
            ("INC-123", "INC-123"),
            ("INC-123-db-full", "INC-123"),
            ("inc_42 - db", "inc_42"),
            ("PM-2024-012", "PM-2024-012"),
            ("OPS-77_queue", "OPS-77"),
        ] {
            assert_eq!(id(stem).as_deref(), Some(found));
        }
        for stem in [
            "2021-06-30",
            "incident-2021-05-03",
            "README",
            "README-2",
            "PMyyyy-nnn - Template",
            "db-2",
            "SEV-2 db",
            "postmortem",
            "incident-2021",
            "INC-12a",
            "0x19-postmortem",
        ] {
            assert_eq!(id(stem), None, "{stem}");
        }
    }

    #[test]
    fn days_in_names_are_found() {
        let day = |stem| day_in(stem).map(|day| day.to_string());
        for stem in [
            "2024-05-12",
            "2024-05-12-disk-full",
            "2024-05-12_disk-full",
            "2024_05_12 disk",
            "PM-2024-05-12",
            "Incident report 2024-05-12 (final)",
            "2024.05.12 Disk full",
            "20240512-disk-full",
        ] {
            assert_eq!(day(stem).as_deref(), Some("2024-05-12"), "{stem}");
        }
        for stem in ["README", "2024-05", "PM2021-006 - Disk full", "12-05-2024 disk", "2024-13-45", "v1.2.3"]
        {
            assert_eq!(day(stem), None, "{stem}");
        }
    }

    #[test]
    fn names_say_day_and_title() {
        let date = Some(jiff::civil::date(2024, 5, 12));
        assert_eq!(file_stem(date, "Checkout: down!", "x"), "2024-05-12-checkout-down");
        assert_eq!(file_stem(None, "!!", "0x19 postmortem"), "0x19-postmortem");
        assert_eq!(file_stem(date, "2024-05-12 outage", "x"), "2024-05-12-outage");
        assert_eq!(
            file_stem(None, "A very long title that goes on and on until nobody reads it any more", "x"),
            "a-very-long-title-that-goes-on-and-on-until-nobody-reads-it"
        );
    }
}
