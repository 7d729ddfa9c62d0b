//! Settings from the environment: `PMSITE_A__B_C` overrides `a.b-c`.

use super::Config;
use super::read;
use crate::diagnostic::Diagnostics;
use crate::source::SourceFile;

/// What names of variables start with.
const PREFIX: &str = "PMSITE_";

/// Applies the variables among `environment` that name a setting. Two underscores separate
/// tables; variables without them are no settings. A value is read as TOML where it is TOML,
/// else as text.
pub fn overlay(config: &mut Config, environment: &[(String, String)], diagnostics: &mut Diagnostics) {
    let mut variables: Vec<_> = environment
        .iter()
        .filter_map(|(name, value)| Some((name, name.strip_prefix(PREFIX)?, value)))
        .filter(|(_, key, _)| key.contains("__"))
        .collect();
    // The environment has no order; results must.
    variables.sort();
    for (name, key, value) in variables {
        let key: Vec<_> = key.split("__").map(|part| part.to_ascii_lowercase().replace('_', "-")).collect();
        let literal = toml_value(value);
        let text = format!("{} = {literal}\n", key.join("."));
        let file = SourceFile::new(format!("environment variable {name}"), text);
        read::apply(&file, config, diagnostics);
    }
}

/// The value as TOML: as it is when it parses, quoted otherwise.
fn toml_value(value: &str) -> String {
    let is_list_or_table = value.trim_start().starts_with(['[', '{', '"', '\'']);
    let is_scalar =
        value == "true" || value == "false" || value.parse::<i64>().is_ok() || value.parse::<f64>().is_ok();
    let parses = !value.contains('\n') && toml::de::DeTable::parse(&format!("x = {value}")).is_ok();
    if (is_list_or_table || is_scalar) && parses {
        return value.to_owned();
    }
    // A JSON string is a TOML basic string, but for the escapes of control characters, which
    // TOML writes alike.
    serde_json::Value::from(value).to_string()
}
