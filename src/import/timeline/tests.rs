use super::*;
use crate::import::lines;

/// `clock kind? text`, a line for each event.
fn read(text: &str) -> String {
    let events = timeline(&Writeup::new(lines(text)));
    let shown = events.iter().map(|event| {
        let clock = event
            .minute
            .map_or("--:--".to_owned(), |minute| format!("{:02}:{:02}", minute / 60 % 24, minute % 60));
        let kind = event.kind.map(|kind| format!(" [{}]", kind.key())).unwrap_or_default();
        format!("{} {clock}{kind} {}", event.line, event.text)
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn entries_of_every_form_are_read() {
    insta::assert_snapshot!(
        read("## Timeline (all times UTC)\n- 10:00 UTC - Release of the cart.\n* **10:05 AM:** An alert fires\n10:10 AM   Somebody looks\n_10:20_ – Suspected the cache\n1. At 10:30 PM Eastern time, it was escalated\n10.10:40 AM Rolled back\n| 10:50 | Back to normal |\n- Cause found (11:00 AM): the root cause is the pool\n"),
        @r"
    2 10:00 [change] Release of the cart.
    3 10:05 [detected] An alert fires
    4 10:10 Somebody looks
    5 10:20 [hypothesis] Suspected the cache
    6 22:30 [escalated] it was escalated
    7 10:40 [mitigated] Rolled back
    8 10:50 [resolved] Back to normal
    9 11:00 [identified] Cause found: the root cause is the pool
    "
    );
}

#[test]
fn what_stands_deeper_belongs_to_its_entry() {
    insta::assert_snapshot!(
        read("Timeline:\n\n    9:00 AM (UTC): Noticed\n        Alerts of two kinds.\n        Over by 9:40 AM.\n\n    9:10 AM (UTC): Resolution\n        A restart.\n"),
        @r"
    3 09:00 [detected] Noticed Alerts of two kinds. Over by 9:40 AM.
    7 09:10 Resolution A restart.
    "
    );
}

#[test]
fn prose_gives_an_event_for_each_sentence_with_a_time() {
    insta::assert_snapshot!(
        read("### Timeline\n\nUsers complained at 8:15 PM. Nobody had noticed. By 9 p.m. the disk was cleaned.\n\n### Root cause\n\nThe job of 3:00 AM.\n"),
        @r"
    3 20:15 [detected] Users complained at 8:15 PM.
    3 21:00 By 9 p.m. the disk was cleaned.
    "
    );
}

#[test]
fn entries_run_together_part_and_days_carry_over() {
    insta::assert_snapshot!(
        read("TIMELINE\n\n2024-05-12\n23:50 - It stops. 23:55 - A page.\n- May 13, 2024: the vendor answers that a switch broke\n00:10 - Restored\n"),
        @r"
    4 23:50 It stops.
    4 23:55 A page.
    5 --:-- the vendor answers that a switch broke
    6 00:10 [resolved] Restored
    "
    );
}

#[test]
fn afternoons_go_on_without_pm_and_runs_are_timelines() {
    insta::assert_snapshot!(
        read("# Slow pages\n\n11:50 pages get slow\n12:40 we notice\n1:10 fixed\n"),
        @r"
    3 11:50 pages get slow
    4 12:40 [detected] we notice
    5 13:10 [mitigated] fixed
    "
    );
}

#[test]
fn times_at_the_starts_of_lines_need_no_colon() {
    for (one, two, three) in [
        ("9.12", "9.40", "10.05"),
        ("9h12", "9h40", "10h05"),
        ("9 h 12", "9 h 40", "10 h 05"),
        ("0912", "0940", "1005"),
    ] {
        let text = format!(
            "## Timeline\n\n- {one} the kiosk fails\n- {two} a cable hangs loose\n- {three} it prints\n"
        );
        assert_eq!(
            read(&text),
            "3 09:12 the kiosk fails\n4 09:40 a cable hangs loose\n5 10:05 it prints",
            "{one}"
        );
    }
    for text in [
        "## Timeline\n\n- 9.12 euro were lost\n- 9.40 euro more\n- 10.05 euro at last\n",
        "## Timeline\n\n- 2019 we began\n- 2020 we grew\n- 2021 we fell\n",
        "## Timeline\n\n- 9.12 the kiosk fails\n",
    ] {
        assert_eq!(read(text), "", "{text}");
    }
}

#[test]
fn a_log_with_its_newest_entry_first_is_turned_around() {
    insta::assert_snapshot!(
        read("## Timeline\n- 15:35 Restored\n- 14:30 A cable hangs loose\n- 14:05 Kiosks fail\n"),
        @r"
    4 14:05 Kiosks fail
    3 14:30 A cable hangs loose
    2 15:35 [resolved] Restored
    "
    );
}

#[test]
fn lines_that_hold_a_stamp_alone_make_a_log() {
    let expected = "3 14:05 Investigating: Kiosks fail.\n2 14:30 Looking: A cable hangs loose.\n1 15:35 [resolved] Resolved: Tickets print.";
    let lines = |text: &str| {
        let events = timeline(&Writeup::new(lines(text)));
        let shown = events.iter().zip((1..=events.len()).rev()).map(|(event, place)| {
            let clock = event
                .minute
                .map_or_else(String::new, |minute| format!("{:02}:{:02}", minute / 60, minute % 60));
            let kind = event.kind.map(|kind| format!(" [{}]", kind.key())).unwrap_or_default();
            format!("{place} {clock}{kind} {}", event.text)
        });
        shown.collect::<Vec<_>>().join("\n")
    };
    for text in [
        "# Kiosks\n\n**Resolved**\nTickets print.\nJun 4, 2018 - 15:35 CEST\n\n**Looking**\nA cable hangs loose.\nJun 4, 2018 - 14:30 CEST\n\n**Investigating**\nKiosks fail.\nJun 4, 2018 - 14:05 CEST\n",
        "# Kiosks\n\nJun 4, 15:35 CEST\n\nResolved: Tickets print.\n\nJun 4, 14:30 CEST\n\nLooking: A cable hangs loose.\n\nJun 4, 14:05 CEST\n\nInvestigating: Kiosks fail.\n",
    ] {
        assert_eq!(lines(text), expected, "{text}");
    }
}
