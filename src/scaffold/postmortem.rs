//! A postmortem to fill in.

use jiff::civil::Date;

/// The built-in template. `{{title}}` and `{{date}}` are filled in by [`postmortem`]; templates
/// of a team's own use the same two.
pub const TEMPLATE: &str = r"---
title: {{title}}
status: draft
severity: sev3
services: []
root_causes: [unknown]
triggers: [unknown]
detection: { method: unknown }
started: {{date}}
# detected: {{date}} 10:00
# mitigated: {{date}} 11:00
# resolved: {{date}} 11:30
timezone: UTC
action_items: []
# action_items:
#   - text: Alert when the connection pool is 80 % full
#     kind: detect
#     owner: name
#     due: {{date}}
#     ticket: OPS-1
---

## Summary

What broke, for whom, from when to when, and why, in a paragraph.

## Impact

Who noticed what, how many they were, and what they could not do.

## Timeline

<!-- One event a line, in order: - 10:00 [detected] The error rate alert fired. -->

## Root cause

What had to be true for this to happen, and what set it off.

## Resolution

What stopped the harm, and how it was known to have stopped.

## Lessons learned

What went well, what went badly, and where luck helped.
";

/// Fills in a template. The title is quoted as YAML needs it.
pub fn postmortem(template: &str, title: &str, date: Date) -> String {
    let title = format!("\"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""));
    // Control characters cannot stand in a YAML string as they are, and mean nothing in a title.
    let title: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    template.replace("{{title}}", &title).replace("{{date}}", &date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_quoted_for_yaml() {
        let text = postmortem(TEMPLATE, "Disk \"full\":\nno \\ space", jiff::civil::date(2024, 5, 12));
        assert!(text.contains("title: \"Disk \\\"full\\\": no \\\\ space\"\n"), "{text}");
        assert!(text.contains("started: 2024-05-12\n"));
    }
}
