//! Values of other people's front matter, read as what they mean.

use crate::data::Node;
use crate::data::Value;
use crate::model::{Moment, MomentError, Zone};
use jiff::civil::Date;

/// A key without case and separators: `resolvedWhen`, `resolved-when` and `Resolved When` are one.
pub(super) fn plain_key(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The texts of a list, of a text with commas, or of tables that have a name.
pub(super) fn texts(node: &Node) -> Vec<String> {
    let named = |node: &Node| {
        let name = node.get("name").or_else(|| node.get("title")).unwrap_or(node);
        name.text().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    match &node.value {
        Value::List(items) => items.iter().filter_map(named).collect(),
        Value::Table(_) => named(node).into_iter().collect(),
        _ => {
            let text = node.text().unwrap_or_default();
            text.split([',', ';']).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
        }
    }
}

/// The day with which a text begins.
pub(super) fn day(text: &str) -> Option<Date> {
    text.trim().get(..10)?.replace('/', "-").parse().ok()
}

/// A moment as our front matter holds it, and whether it lost its time for want of a zone.
pub(super) fn moment(text: &str, zone: Option<&Zone>) -> Option<(String, bool)> {
    let text = text.trim();
    let spelled = spelled(text);
    for text in [text, spelled.as_str()] {
        match Moment::parse(text, zone) {
            // Midnight, to the second, in Greenwich is what programs make of a day.
            Ok(_) if is_midnight(text) => return Some((day(text)?.to_string(), false)),
            Ok(_) => return Some((text.to_owned(), false)),
            Err(MomentError::ZoneMissing) => return Some((day(text)?.to_string(), true)),
            Err(_) => {}
        }
    }
    None
}

fn is_midnight(text: &str) -> bool {
    ["T00:00:00Z", "T00:00:00+00:00", "T00:00:00.000Z", " 00:00:00 +0000", " 00:00:00Z"]
        .iter()
        .any(|end| text.ends_with(end))
}

/// `2024-05-12 10:00:00 +0200` as `2024-05-12T10:00:00+02:00`.
fn spelled(text: &str) -> String {
    let Some((day, rest)) = text.split_once([' ', 'T']) else { return text.to_owned() };
    let (clock, zone) = rest.split_once(' ').unwrap_or((rest, ""));
    let clock = if clock.len() == 5 { format!("{clock}:00") } else { clock.to_owned() };
    let zone = match (zone.strip_prefix(['+', '-']), zone) {
        (Some(digits), _) if digits.len() == 4 => format!("{}{}:{}", &zone[..1], &digits[..2], &digits[2..]),
        (_, "UTC" | "GMT" | "Z") => "Z".to_owned(),
        _ => zone.to_owned(),
    };
    format!("{}T{clock}{zone}", day.replace('/', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_other_generators_are_read() {
        let read = |text| moment(text, None);
        let same = |text: &str, lost| Some((text.to_owned(), lost));
        assert_eq!(read("2021-10-27T12:47:00Z"), same("2021-10-27T12:47:00Z", false));
        assert_eq!(read("1980-10-27T00:00:00Z"), same("1980-10-27", false));
        assert_eq!(read("2024-05-12 10:00:00 +0200"), same("2024-05-12 10:00:00 +0200", false));
        assert_eq!(read("2024/05/12 10:00 +0200"), same("2024-05-12T10:00:00+02:00", false));
        assert_eq!(read("2024-05-12 10:00:00"), same("2024-05-12", true));
        assert_eq!(read("2024-05-12"), same("2024-05-12", false));
        assert_eq!(read("yesterday"), None);
        assert_eq!(plain_key("resolvedWhen"), plain_key("Resolved-when"));
    }
}
