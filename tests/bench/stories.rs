//! What is said of a moment of an incident, and of its root cause.
//!
//! Patterns as in `grammar`.

/// What happened at a moment of a kind.
pub(crate) fn event(kind: &str) -> &'static [&'static str] {
    match kind {
        "lead-up" => &["{np} {vp}; nobody noticed", "The {w} {n} was {d} as part of the {a} {n}"],
        "change" => &[
            "{ver} of {s} is deployed to {region}",
            "The {team} team {d} {code}",
            "The {w} {n} starts on {host}",
            "{code} is changed from {num} to {big}",
        ],
        "started" => {
            &["{s} begins to return {status}", "First {a} {ns} on {host}", "{np} {vp}; impact begins"]
        }
        "detected" => &[
            "Alert on {metric} fires for {s}",
            "Support reports {a} {ns}",
            "The {team} on-call sees {a} {ns}",
        ],
        "acknowledged" => {
            &["On-call of {team} acknowledges the page", "{team} on-call starts to look at {s}"]
        }
        "escalated" => &["{team} is paged as well", "Incident call opened with {team} and {team}"],
        "hypothesis" => &[
            "We suspect that {clause}",
            "The {a} {n} looks responsible: {np} {vp}",
            "{team} asks whether {np} {vp}",
        ],
        "misleading" => {
            &["{metric} points at {o}, which is healthy", "Restart of the {w} {ns} has no effect"]
        }
        "identified" => {
            &["Found that {clause}", "Log of {host} shows that {np} {vp}", "Cause traced to {code}"]
        }
        "mitigated" => &[
            "{s} is rolled back to {ver}",
            "Error rate of {s} below {pct}",
            "Traffic moved away from {region}",
        ],
        "resolved" => {
            &["{metric} is back to normal; incident closed", "All {ns} of {s} are {a} again; incident closed"]
        }
        _ => &["Status page updated: {a} {ns} in {region}", "Support told to expect {a} {ns} for {dur}"],
    }
}

/// What a root cause, given without its sub-term, sounds like.
pub(crate) fn story(cause: &str) -> &'static [&'static str] {
    match cause {
        "software-bug" => &[
            "A bug in {code} made {s} {v} the wrong {n} whenever {np} {vp}.",
            "The branch for {a} {ns} had never run before; it {d} a null {w}.",
            "Two threads could {v} the same {w}, and the slower one {d} {a} {ns}.",
        ],
        "bad-deploy" => &[
            "{ver} of {s} shipped with a {a} {n} that the tests do not {v}.",
            "The deploy replaced {num} {ns} before the first health check of {ver} had failed.",
        ],
        "config-change" => &[
            "A change of {code} from {num} to {big} was applied to every {n} at once.",
            "The new value of {code} was valid syntax and a {a} {w}, so nothing {d} it.",
            "The routing rule for {w} matched more {ns} than intended.",
        ],
        "capacity" => &[
            "The {w} pool of {s} holds {num} {ns}; the peak needed {big}.",
            "The disk of {host} filled with {a} {ns} at {num} GB an hour.",
            "Memory of the {w} {ns} grew with every {n} until the kernel killed them.",
        ],
        "database" => &[
            "A statement without an index {d} {big} rows of the {w} table under a lock.",
            "The replica of {s} fell {dur} behind and served {a} {ns}.",
            "The planner of the database chose a {a} scan once the {w} table had {big} rows.",
        ],
        "dependency" => &[
            "The provider of the {w} {n} returned {status} for {pct} of our calls.",
            "{s} needs {o} for every {n}, though it only uses it for the {w}.",
        ],
        "network" => &[
            "A link between {region} and {region} dropped {pct} of its packets.",
            "The {w} route was withdrawn by a {a} peer, and traffic took a path without room for it.",
        ],
        "dns" => &[
            "The record of {s} had a lifetime of {dur} and pointed at a {a} address.",
            "Resolvers in {region} returned {a} answers for the {w} zone.",
        ],
        "hardware" => &[
            "A disk controller on {host} {d} writes without an error.",
            "The {w} switch of the rack lost a supervisor and did not fail over.",
        ],
        "power" => &[
            "One power feed of the {region} hall failed, and the other could not carry {num} racks.",
            "The generator started, but the transfer switch {d} after {dur}.",
        ],
        "security" => &[
            "A {a} token of {o} could {v} {ns} of other tenants.",
            "A flood of {big} requests a second hit the {w} endpoint.",
        ],
        "certificate-expiry" => &[
            "The certificate of {s} expired; its renewal job had failed for {num} days.",
            "The intermediate certificate in the {w} bundle was {a}.",
        ],
        "time" => &[
            "The clock of {host} was {dur} ahead, so {s} took fresh tokens for expired ones.",
            "The job ran twice in the hour that repeats when clocks go back.",
        ],
        "cascading-failure" => &[
            "Retries of {o} tripled the load of {s}, and every restarted {n} was overloaded at once.",
            "As {ns} failed, the health check took the healthy ones out too.",
        ],
        "automation" => &[
            "The controller took {num} {ns} for unused and removed them.",
            "The nightly {w} job ran against {a} inventory and {d} the {n}.",
        ],
        "data-corruption" => &[
            "{big} rows of the {w} table were written with the {n} of another tenant.",
            "The checksum of the {w} segment was computed after the damage.",
        ],
        "process" => &[
            "The {w} change was reviewed for {region} and applied in {region}.",
            "The plan had no step to {v} the {n} first.",
        ],
        "human-error" => &[
            "The command was typed on {host} instead of its standby, and nothing asked again.",
            "The filter of the {w} script was left empty, which means all {ns}.",
        ],
        _ => &[
            "We could not reproduce it; the {w} logs of {host} end {dur} before.",
            "The {a} {n} explains part of it, not why {np} {vp}.",
        ],
    }
}
