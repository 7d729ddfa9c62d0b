//! The calendar of due dates, as RFC 5545 has it: open action items whose authors wrote a day.
//!
//! Each is an event of a whole day and not a to-do, because that is what calendars that follow an address
//! show. Nothing in it is of the clock: the stamp is the incident's.

use super::Site;
use super::view::item_path;
use crate::analysis::Action;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use std::fmt::Write as _;

/// The longest line, in bytes, without its end.
const LONGEST: usize = 75;

/// Writes the calendar.
pub(super) fn write(site: &Site) -> String {
    let mut out = String::new();
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//pmsite//action items//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        push(&mut out, name, value);
    }
    let (title, words) = (&site.config.book.title, site.words());
    let text = words.inside(&words.say("register.title"));
    let name = escaped(&words.fill("format.labelled", &[("label", title), ("text", &text)]));
    push(&mut out, "NAME", &name);
    push(&mut out, "X-WR-CALNAME", &name);
    for action in site.knowledge.promises().actions.iter().filter(|action| action.state.is_open()) {
        let item = &site.corpus.postmortems()[action.postmortem].action_items[action.item];
        if let Some(due) = item.due {
            event(site, action, due, &mut out);
        }
    }
    push(&mut out, "END", "VCALENDAR");
    out
}

fn event(site: &Site, action: &Action, due: Date, out: &mut String) {
    let postmortem = &site.corpus.postmortems()[action.postmortem];
    let item = &postmortem.action_items[action.item];
    let base = site.config.postmortem.base_url.as_ref();
    let host = base.and_then(|base| base.as_str().split("://").nth(1)?.split(['/', ':']).next());
    let stamp = postmortem
        .date()
        .map_or_else(|| format!("{}T000000Z", due.strftime("%Y%m%d")), |moment| stamp(moment.timestamp()));
    push(out, "BEGIN", "VEVENT");
    push(out, "UID", &format!("{}@{}", action.key, host.unwrap_or("pmsite")));
    push(out, "DTSTAMP", &stamp);
    push(out, "DTSTART;VALUE=DATE", &due.strftime("%Y%m%d").to_string());
    // The end is the first day after it. The last day that there is has none.
    if let Ok(end) = due.checked_add(Span::new().days(1)) {
        push(out, "DTEND;VALUE=DATE", &end.strftime("%Y%m%d").to_string());
    }
    push(out, "SUMMARY", &escaped(&item.text));
    let mut about = format!("{}\n{}", postmortem.id, postmortem.title);
    if let Some(owner) = &item.owner {
        let _ = write!(about, "\nOwner: {owner}");
    }
    if let Some(ticket) = &item.ticket {
        let _ = write!(about, "\nTicket: {ticket}");
    }
    push(out, "DESCRIPTION", &escaped(&about));
    if let Some(base) = base {
        push(out, "URL", &base.join(&item_path(&site.routes, action)));
    }
    // Nobody is busy because something is due.
    push(out, "TRANSP", "TRANSPARENT");
    push(out, "END", "VEVENT");
}

fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as a value: `\`, `;` and `,` are escaped, line breaks are `\n`, and control characters, which no
/// value may hold, are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes a line, folded: every further part begins with a blank, and no character is cut.
fn push(out: &mut String, name: &str, value: &str) {
    let mut length = 0;
    for c in name.chars().chain([':']).chain(value.chars()) {
        if length + c.len_utf8() > LONGEST {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let mut out = String::new();
        push(&mut out, "SUMMARY", &format!("{}é{}", "a".repeat(66), "b".repeat(80)));
        let expected =
            format!("SUMMARY:{}\r\n é{}\r\n {}\r\n", "a".repeat(66), "b".repeat(72), "b".repeat(8));
        assert_eq!(out, expected);
        assert!(out.split("\r\n").all(|line| line.len() <= LONGEST));
    }

    #[test]
    fn a_line_of_the_longest_length_is_not_folded() {
        let mut out = String::new();
        push(&mut out, "UID", &"u".repeat(71));
        assert_eq!(out, format!("UID:{}\r\n", "u".repeat(71)));
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(escaped("a;b,c\\d\r\ne\u{7}"), "a\\;b\\,c\\\\d\\ne");
    }
}
