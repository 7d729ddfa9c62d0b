//! `pmsite report`: a worked example. Every figure below was computed by hand from the twelve postmortems.

mod figures;
mod promises;
mod reports;

use crate::site::{Site, site};
use serde_json::{Value, json};

pub(crate) const TODAY: &str = "2025-06-30";

/// Twelve postmortems: eleven until the day of the report, one of them after it.
#[expect(clippy::too_many_lines, reason = "twelve postmortems")]
pub(crate) fn example() -> Site {
    site(
        "
        //- content/w-01.md
        ---
        title: Connection pool of checkout exhausted
        severity: sev1
        services: [checkout]
        teams: [pay]
        root_causes: [capacity/connection-pool]
        triggers: [deploy]
        detection: monitoring
        started: 2024-02-29T10:00:00Z
        detected: 2024-02-29T10:05:00Z
        acknowledged: 2024-02-29T10:07:00Z
        identified: 2024-02-29T10:30:00Z
        mitigated: 2024-02-29T11:00:00Z
        resolved: 2024-02-29T12:00:00Z
        action_items:
          - { id: OPS-1, text: Double the pool, kind: prevent, owner: \"@Ana\", closed: 2024-03-15 }
          - { text: Alert when the pool is nearly full, kind: detect, owner: ana, due: 2024-04-01 }
          - { text: Review the pools of all services, kind: prevent }
        ---
        Every order held two connections, so the pool ran empty and orders failed.
        //- content/w-02.md
        ---
        title: Mobile app floods the basket
        severity: sev2
        services: [checkout]
        teams: [pay]
        root_causes: [capacity]
        triggers: [traffic]
        detection: customer
        started: 2024-05-10T23:50:00Z
        detected: 2024-05-11T00:10:00Z
        mitigated: 2024-05-11T00:50:00Z
        resolved: 2024-05-11T01:20:00Z
        recurrence_of: w-01
        action_items:
          - { text: Cap the retries of the mobile app, owner: Bo, kind: prevent, status: done }
        ---
        Phones repeated what had timed out, over midnight. It is w-01 once more.
        //- content/w-03.md
        ---
        title: Newsletter sent twice
        severity: sev3
        services: [mail]
        root_causes: [bad-deploy]
        triggers: [deploy]
        detection: engineer
        started: 2024-07-01T08:00:00Z
        detected: 2024-07-01T08:00:00Z
        mitigated: 2024-07-01T08:00:00Z
        resolved: 2024-07-01T08:00:00Z
        ---
        A developer watched the duplicate leave.
        //- content/w-04.md
        ---
        title: Old attachments unreadable
        services: [archive]
        action_items: [Write down what happened]
        ---
        Nobody remembers when.
        //- content/w-05.md
        ---
        title: Certificate ran out
        severity: sev2
        services: [search]
        teams: [find]
        root_causes: [certificate-expiry]
        triggers: [expiry]
        detection: unknown
        started: 2024-09-15
        resolved: 2024-09-16T10:00:00Z
        ---
        Browsers refused the page until a new one was issued.
        //- content/w-06.md
        ---
        title: Mail relay refused senders
        severity: sev1
        services: [mail]
        root_causes: [config-change]
        triggers: [config-push]
        detection: synthetic
        timezone: Europe/Berlin
        started: 2025-03-30 01:30
        detected: 2025-03-30 03:05
        mitigated: 2025-03-30 03:30
        resolved: 2025-03-30 04:30
        action_items:
          - { text: Replace the relay, kind: prevent, status: dropped }
          - { text: Try settings before they go live, kind: prevent, status: in-progress, due: 2025-06-30 }
        ---
        The clocks went forward in between.
        //- content/w-07.md
        ---
        title: Connection pool of checkout exhausted again
        severity: sev2
        services: [checkout]
        teams: [pay]
        root_causes: [capacity/connection-pool]
        triggers: [load-pattern]
        detection: social
        started: 2025-01-10T12:00:00Z
        detected: 2025-01-10T12:30:00Z
        mitigated: 2025-01-10T13:30:00Z
        resolved: 2025-01-10T14:00:00Z
        action_items:
          - { text: Keep sessions out of the pool, kind: prevent, owner: \"@bo\", due: 2025-12-31 }
        ---
        Orders failed because the pool had no connections left.
        //- content/w-08.md
        ---
        title: Stale answers after a release
        severity: sev3
        services: [search]
        teams: [find]
        root_causes: [bad-deploy]
        triggers: [deploy, config-push]
        detection: partner
        started: 2025-02-03T09:00:00Z
        detected: 2025-02-03T09:10:00Z
        mitigated: 2025-02-03T09:40:00Z
        action_items:
          - { text: Test the index job before a release, kind: process, due: 2025-03-01, closed: 2025-03-05 }
        ---
        The job that reads new documents had stopped.
        //- content/w-09.md
        ---
        title: Index lost while it moved
        severity: sev3
        services: [search]
        teams: [find]
        root_causes: [bad-deploy]
        triggers: [migration]
        detection: monitoring
        started: 2025-02-20T22:00:00Z
        detected: 2025-02-20T22:02:00Z
        mitigated: 2025-02-20T22:30:00Z
        resolved: 2025-02-20T23:00:00Z
        recurrence_of: w-08
        ---
        A [release](./w-08.md) had broken it before; [again](./w-08.md), see w-08.
        //- content/w-10.md
        ---
        title: Disk of the mail store died
        severity: sev4
        services: [mail]
        root_causes: [hardware]
        triggers: [hardware-failure]
        detection: monitoring
        timezone: America/New_York
        started: 2024-12-31 23:30
        resolved: 2025-01-01 00:30
        action_items:
          - { text: Buy spare disks, kind: repair }
        ---
        At midnight, of course.
        //- content/w-11.md
        ---
        title: Payment provider unreachable
        severity: sev2
        services: [checkout]
        teams: [pay]
        root_causes: [dependency]
        triggers: [provider]
        detection: customer
        source: { url: \"https://status.example/1\" }
        started: 2024-11-05T00:00:00Z
        detected: 2024-11-05T00:15:00Z
        mitigated: 2024-11-05T10:00:00Z
        resolved: 2024-11-05T20:00:00Z
        action_items: [Add a second line to the exchange]
        ---
        Told by the provider itself.
        //- content/w-12.md
        ---
        title: Planned for next week
        severity: sev1
        services: [checkout]
        root_causes: [power]
        detection: monitoring
        started: 2025-07-02T10:00:00Z
        detected: 2025-07-02T10:01:00Z
        action_items: [Ask who wrote this]
        ---
        It has not happened yet.
        //- book.toml
        [postmortem.root-causes.\"capacity/connection-pool\"]
        title = \"Connection pool\"
        ",
    )
}

#[track_caller]
fn report(site: &Site, arguments: &[&str]) -> Value {
    let run = site.run(&[&["report"], arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

fn on_the_day(site: &Site, subject: &str, arguments: &[&str]) -> Value {
    report(site, &[&[subject, "--today", TODAY], arguments].concat())
}

/// `{n, missing, median, p90}`, in minutes for times.
fn minutes(n: usize, missing: usize, median: i64, p90: i64) -> Value {
    json!({ "n": n, "missing": missing, "median": median * 60, "p90": p90 * 60 })
}

fn tallies(pairs: &[(&str, usize)]) -> Value {
    pairs.iter().map(|(key, count)| json!({ "key": key, "count": count })).collect()
}
