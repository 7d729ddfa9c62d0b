//! What a value without quotes means: text, unless `serde_yaml` reads something else into it.

use crate::data::Value;

/// The words that are no text. Numbers have a digit.
const WORDS: [&str; 23] = [
    "", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", ".inf", ".Inf",
    ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN",
];

/// The meaning of a value without quotes and without a tag.
///
/// Nearly all are text at first sight, so that only the few that may be something else are worth
/// a parser.
pub(super) fn plain(text: &str) -> Value {
    if may_be_number(text) || WORDS.contains(&text) {
        meaning(text).unwrap_or_else(|| Value::String(text.to_owned()))
    } else {
        Value::String(text.to_owned())
    }
}

/// The meaning of a value with a tag of YAML's own, such as `!!str 5`. `None` if it does not fit.
pub(super) fn tagged(text: &str, tag: &str) -> Option<Value> {
    if tag == "str" {
        return Some(Value::String(text.to_owned()));
    }
    meaning(&format!("!!{tag} {text}"))
}

/// Whether a text begins and goes on as numbers do. `2024-05-12` does, `10:00` does not.
fn may_be_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes.first(), Some(b'0'..=b'9' | b'+' | b'-' | b'.'))
        && bytes.iter().any(u8::is_ascii_digit)
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-._".contains(byte))
}

#[expect(clippy::cast_precision_loss, reason = "larger integers keep their text as written")]
fn meaning(text: &str) -> Option<Value> {
    use serde_yaml::Value as Yaml;
    let Ok(value) = serde_yaml::from_str(text) else {
        // Integers past 64 bits.
        return serde_yaml::from_str(text).ok().map(Value::Float);
    };
    Some(match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(bool) => Value::Bool(bool),
        Yaml::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(integer), ..) => Value::Integer(integer),
            (None, Some(large), _) => Value::Float(large as f64),
            (None, None, float) => Value::Float(float?),
        },
        Yaml::String(text) => Value::String(text),
        Yaml::Tagged(_) | Yaml::Sequence(_) | Yaml::Mapping(_) => return None,
    })
}
