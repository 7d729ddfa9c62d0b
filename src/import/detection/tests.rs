//! Ways of telling who noticed.

use super::super::{Writeup, lines, sentence::sentences};
use super::*;

fn method(text: &str) -> Option<&'static str> {
    let writeup = Writeup::new(lines(text));
    detection(&sentences(&writeup)).map(|fact| fact.value.key())
}

#[test]
fn labels_and_sections_that_ask_are_believed() {
    for (text, expected) in [
        ("- Detection method: Grafana alert on the queue", "monitoring"),
        ("Detected by: customer tickets", "customer"),
        ("**Detection:** a developer saw it in the logs", "engineer"),
        ("| Severity | SEV-2 |\n|---|---|\n| Detected by | synthetic probe |", "synthetic"),
        ("## Detection\n\nThe nightly probe failed twice, then Datadog fired an alert.", "monitoring"),
        ("## How we noticed\n\nA partner informed us that nothing arrived.", "partner"),
        ("Reported by: the support team", "customer"),
        ("## Detección\n\nLos clientes reportaron que nada cargaba.", "customer"),
        ("## Erkennung\n\nErkennung: Kunden meldeten leere Seiten.", "customer"),
        ("検知: 監視アラート", "monitoring"),
    ] {
        assert_eq!(method(text), Some(expected), "{text}");
    }
}

#[test]
fn the_first_to_notice_in_a_timeline_wins() {
    let timeline = |entries: &str| format!("## Timeline\n\n{entries}");
    for (entries, expected) in [
        ("- 10:00 Alerts fired for latency\n- 10:05 Users reported errors", "monitoring"),
        ("- 10:00 Users reported errors\n- 10:05 Alerts fired for latency", "customer"),
        ("- 10:00 Deploy\n- 10:02 On-call engineer noticed odd graphs", "engineer"),
        ("- 10:00 A complaint came in from our monitoring system", "monitoring"),
        ("- 10:00 Support received several calls", "customer"),
        ("- 10:00 The on-call was paged", "monitoring"),
        ("- 10:00 UptimeRobot check went red", "synthetic"),
        ("- 10:00 Complaints on Twitter pile up", "social"),
        ("- 10:00 Tests started\n- 10:03 Prometheus alert for 5xx", "monitoring"),
        ("- 10:00 Our provider notified us of a fault", "partner"),
        ("- 10:00 The QA team discovered blank pages", "engineer"),
    ] {
        assert_eq!(method(&timeline(entries)), Some(expected), "{entries}");
    }
}

#[test]
fn what_the_summary_says_counts_next() {
    for (text, expected) in [
        ("## Summary\n\nCustomers complained about empty carts.", "customer"),
        ("## Summary\n\nIt was noticed by an engineer on her way home.", "engineer"),
        ("## Summary\n\nThe outage was detected by our monitoring.", "monitoring"),
        ("Orders failed for an hour. Alerts triggered at once.", "monitoring"),
    ] {
        assert_eq!(method(text), Some(expected), "{text}");
    }
}

#[test]
fn what_does_not_tell_of_noticing_says_nothing() {
    for text in [
        "## Timeline\n\n- 10:00 Logs checked by the team\n- 10:05 Monitoring confirms recovery",
        "## Timeline\n\n- 10:00 We informed our customers",
        "## Action items\n\n- Add alerts so that monitoring detects this",
        "## Impact\n\nUsers could not log in.",
        "## Contributing factors\n\n- No alerting for the queue",
        "## Corrective measures\n\n- Reboot\n\n## Monitoring\n\n- Alerts are triggered earlier from now on",
    ] {
        assert_eq!(method(text), None, "{text}");
    }
}

#[test]
fn debug_print() {
    let Ok(text) = std::env::var("PM_DEBUG").map(|path| std::fs::read_to_string(path).unwrap()) else {
        return;
    };
    for sentence in sentences(&Writeup::new(lines(&text))) {
        let words = Words::of(&sentence.text);
        for m in PHRASES.find(&words) {
            let w: Vec<_> = (m.start..m.end).filter_map(|at| words.get(at)).collect();
            println!(
                "{:?} {:?} {} | {:?}",
                sentence.kinds,
                m.means,
                w.join(" "),
                sentence.text.chars().take(50).collect::<String>()
            );
        }
    }
}
