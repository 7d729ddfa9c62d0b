//! Values to YAML that every reader takes the same way, old ones included.
//!
//! `serde_yaml` writes `no`, `10:00` and the like without quotes, which readers of YAML 1.1 take
//! for a boolean and for a number of minutes. Front matter is written for each postmortem of a
//! site, too, where this takes a fifth of the time.

use serde_json::{Map, Value as Json};
use std::fmt::Write as _;

/// Words that one version of YAML or another takes for something else than text, in lower case.
const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

/// Writes a table as a YAML document, without the `---` around it.
///
/// Text stands without quotes where it can; text of several lines becomes a block.
pub fn to_yaml(entries: &Map<String, Json>) -> String {
    let mut out = String::new();
    table(&mut out, 0, entries, false);
    out
}

/// Writes text as a value in one line: without quotes where every reader takes it for text.
pub fn to_yaml_text(value: &str) -> String {
    let mut out = String::new();
    text(&mut out, value, None);
    out
}

/// Writes entries `indent` deep; the first one is `begun` if its line is.
fn table(out: &mut String, indent: usize, entries: &Map<String, Json>, mut begun: bool) {
    for (key, value) in entries {
        pad(out, if begun { 0 } else { indent });
        begun = false;
        text(out, key, None);
        out.push(':');
        match value {
            Json::Object(entries) if !entries.is_empty() => {
                out.push('\n');
                table(out, indent + 2, entries, false);
            }
            Json::Array(items) if !items.is_empty() => {
                out.push('\n');
                list(out, indent, items, false);
            }
            _ => scalar(out, indent, value),
        }
    }
}

fn list(out: &mut String, indent: usize, items: &[Json], mut begun: bool) {
    for item in items {
        pad(out, if begun { 0 } else { indent });
        begun = false;
        out.push('-');
        match item {
            Json::Object(entries) if !entries.is_empty() => {
                out.push(' ');
                table(out, indent + 2, entries, true);
            }
            Json::Array(items) if !items.is_empty() => {
                out.push(' ');
                list(out, indent + 2, items, true);
            }
            _ => scalar(out, indent, item),
        }
    }
}

/// Writes a value that has nothing inside, and ends its line.
fn scalar(out: &mut String, indent: usize, value: &Json) {
    out.push(' ');
    match value {
        Json::String(value) => text(out, value, Some(indent + 2)),
        // Numbers, booleans, null and what is empty are the same in JSON.
        _ => {
            let _ = write!(out, "{value}");
        }
    }
    out.push('\n');
}

/// Writes text: bare, as a block `indent` deep if that is allowed, or in quotes.
fn text(out: &mut String, text: &str, block_indent: Option<usize>) {
    if is_bare(text) {
        out.push_str(text);
        return;
    }
    if let Some(indent) = block_indent.filter(|_| is_block(text)) {
        out.push_str(if text.ends_with('\n') { "|" } else { "|-" });
        for line in text.lines() {
            out.push('\n');
            if !line.is_empty() {
                pad(out, indent);
                out.push_str(line);
            }
        }
        return;
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_unprintable(c) => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Whether text is text without quotes, to any reader: in doubt it is not.
fn is_bare(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    let begins = text.starts_with(char::is_alphabetic) || (first.is_ascii_digit() && is_date(bytes));
    begins
        && *last != b':'
        && *last != b' '
        && bytes.windows(2).all(|pair| pair != b": " && pair != b" #")
        && !text.chars().any(is_unprintable)
        && !(bytes.len() < 6 && WORDS.contains(&text.to_ascii_lowercase().as_str()))
}

/// Whether text begins with `2024-05-12`: a date is bare, as people write it.
fn is_date(text: &[u8]) -> bool {
    text.len() >= 10
        && text[..10].iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// Whether text has several lines that a block says as they are.
fn is_block(text: &str) -> bool {
    text.trim_end_matches('\n').contains('\n')
        && !text.ends_with("\n\n")
        && !text.starts_with([' ', '\n', '\t'])
        && !text.chars().any(|c| c != '\n' && is_unprintable(c))
}

/// Characters that YAML wants escaped, or takes for the end of a line.
fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn yaml(value: &Json) -> String {
        value.as_object().map(to_yaml).unwrap()
    }

    #[test]
    fn what_old_readers_would_misread_is_in_quotes() {
        let value = json!({
            "title": "Disk full: twice", "a": "no", "b": "10:00", "c": "2024-05-12", "d": "1.10", "e": "",
            "yes": 5, "f": "it's C#", "g": "a #b", "h": "ends:", "i": "two\nlines", "j": "two\n\nlines\n",
            "k": [], "l": {}, "m": null, "n": "\u{7f}\t\"", "o": "ü", "p": "-x", "q": "v: ö\n x",
        });
        let expected = "\
title: \"Disk full: twice\"
a: \"no\"
b: \"10:00\"
c: 2024-05-12
d: \"1.10\"
e: \"\"
\"yes\": 5
f: it's C#
g: \"a #b\"
h: \"ends:\"
i: |-
  two
  lines
j: |
  two

  lines
k: []
l: {}
m: null
\"n\": \"\\u007F\\t\\\"\"
o: ü
p: \"-x\"
q: |-
  v: ö
   x
";
        assert_eq!(yaml(&value), expected);
    }

    #[test]
    fn lists_and_tables_nest() {
        let value = json!({"a": [{"b": 1, "c": ["d", ["e", "f"]], "g": {"h": "i\nj"}}, "k\nl"]});
        assert_eq!(
            yaml(&value),
            "a:\n- b: 1\n  c:\n  - d\n  - - e\n    - f\n  g:\n    h: |-\n      i\n      j\n- |-\n  k\n  l\n"
        );
    }

    fn any_value() -> impl Strategy<Value = Json> {
        let text = prop_oneof![
            any::<String>(),
            "[ a:#\\-\n\"'|>&*!%@`{}\\[\\],?~.0-9\t]{0,9}",
            "(?i)(null|true|yes|no|on|~|0x1f|1e3|\\.inf)"
        ];
        let leaf = prop_oneof![
            text.prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            any::<bool>().prop_map(Json::from),
            Just(Json::Null)
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                prop::collection::vec((any::<String>(), inner), 0..4)
                    .prop_map(|entries| Json::Object(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again(entries in prop::collection::vec((any::<String>(), any_value()), 1..5)) {
            let value = Json::Object(entries.into_iter().collect());
            let text = yaml(&value);
            let back: Json = serde_yaml::from_str(&text).map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
            prop_assert_eq!(back, value, "{}", text);
        }
    }
}
