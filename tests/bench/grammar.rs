//! Incident talk: real words, and patterns whose `{slots}` `prose` fills.

/// Nouns by frequency, singular.
#[rustfmt::skip]
pub(crate) const NOUNS: &[&str] = &[
    "request", "service", "connection", "error", "instance", "queue", "database", "node", "alert",
    "client", "cluster", "deployment", "query", "host", "timeout", "worker", "job", "server",
    "replica", "change", "release", "retry", "record", "message", "cache", "region", "lock",
    "dashboard", "key", "traffic", "thread", "user", "session", "token", "backup", "endpoint",
    "consumer", "migration", "certificate", "container", "index", "pod", "config", "limit", "disk",
    "partition", "primary", "shard", "event", "transaction", "batch", "response", "table", "flag",
    "pipeline", "volume", "route", "packet", "log", "process", "version", "metric", "threshold",
    "gateway", "backlog", "address", "balancer", "scheduler", "controller", "rule", "schema",
    "bucket", "probe", "snapshot", "header", "socket", "runbook", "leader", "follower", "handler",
    "script", "task", "payload", "upstream", "window", "zone", "policy", "switch", "resolver",
    "row", "report", "image", "link", "proxy", "rack", "account", "login", "page", "quota",
    "upload", "binary", "library", "check", "deadline", "role", "secret", "template", "tenant",
    "producer", "offset", "heartbeat", "checkpoint", "segment", "buffer", "circuit", "fallback",
    "failover", "firewall", "kernel", "latency", "listener", "manifest", "mirror", "namespace",
    "operator", "order", "outage", "parser", "payment", "peer", "permission", "pool", "port",
    "prefix", "profile", "refund", "registry", "regression", "rollout", "router", "sampler",
    "sensor", "storage", "stream", "subscription", "symptom", "throttle", "topic", "tunnel",
    "webhook", "workload", "writer", "hypervisor", "invoice", "iterator", "keepalive", "mutex",
];

/// Verbs by frequency.
#[rustfmt::skip]
pub(crate) const VERBS: &[&str] = &[
    "return", "reject", "restart", "process", "reach", "load", "drain", "accept", "block", "retry",
    "report", "reload", "detect", "connect", "exhaust", "fill", "send", "follow", "flush", "fetch",
    "allow", "route", "fail", "open", "lock", "trust", "expand", "refresh", "limit", "start",
    "crash", "evict", "mark", "push", "pull", "deploy", "shift", "expect", "track", "alert",
    "dispatch", "collect", "miss", "touch", "overload", "scan", "check", "replay", "delay",
    "restrict", "redirect", "reset", "inject", "corrupt", "inspect", "protect", "extend", "append",
    "reconnect", "offload", "bypass", "abort", "interrupt", "unlock", "defer", "enter", "repeat",
];

/// Adjectives by frequency.
#[rustfmt::skip]
pub(crate) const ADJECTIVES: &[&str] = &[
    "new", "stale", "slow", "internal", "primary", "old", "failed", "unhealthy", "regional",
    "shared", "remaining", "affected", "large", "single", "high", "long", "invalid", "missing",
    "expired", "secondary", "pending", "external", "idle", "full", "partial", "open", "automatic",
    "manual", "nightly", "previous", "public", "private", "unexpected", "concurrent", "degraded",
    "saturated", "default", "local", "global", "healthy", "upstream", "downstream", "temporary",
    "duplicate", "empty", "corrupt", "synthetic", "intermittent", "synchronous", "misleading",
    "noisy", "broken", "wrong", "redundant", "orphaned", "unbounded", "undocumented", "legacy",
    "critical", "sudden", "silent", "persistent", "transient", "aggressive", "early", "late",
];

/// Patterns that sentences are made of, by the name of their slot.
pub(crate) fn alternatives(slot: &str) -> &'static [&'static str] {
    match slot {
        "np" => NOUN_PHRASES,
        "vp" => VERB_PHRASES,
        "clause" => CLAUSES,
        "open" => OPENINGS,
        "link" => CONNECTIVES,
        "say" => STATEMENTS,
        _ => &[],
    }
}

const NOUN_PHRASES: &[&str] = &[
    "the {w} {n}",
    "the {a} {n}",
    "the {a} {ns} of {s}",
    "{s}",
    "{o}",
    "every {n} behind the {w}",
    "the {w} {ns}",
    "{num} of the {w} {ns}",
    "most {a} {ns}",
    "the {n} for {w}",
    "the {team} team's {n}",
    "the {a} {w}",
    "{code}",
    "the {n} in {region}",
    "the {w} of {o}",
    "the {ns} on {host}",
    "the {a} half of the {ns}",
    "the {w} {n} and its {ns}",
    "a {a} {n}",
    "the {n} {n}",
];

const VERB_PHRASES: &[&str] = &[
    "{d} the {w} {ns}",
    "{d} {num} {ns} a second",
    "kept {g} {a} {ns}",
    "could not {v} the {n}",
    "stopped {g} {ns}",
    "answered {pct} of the {ns} with {status}",
    "ran out of {w} {ns}",
    "{d} twice within {dur}",
    "fell behind by {dur}",
    "had {d} the {n} since {ver}",
    "waited for a {n} that the {w} had already {d}",
    "held its {ns} open for {dur}",
    "went from {num} to {big} {ns}",
    "no longer {d} the {a} {n}",
    "was {g} more {ns} than it {d}",
    "{d} and {d} the same {n}",
    "took {dur} to {v} each {w}",
    "logged {code} for every {n}",
    "needed the {a} {n} in order to {v}",
    "treated the {a} {n} as {a}",
];

const CLAUSES: &[&str] =
    &["{np} {vp}", "{np} {vp}", "{np} {vp} because {np} {vp}", "{np} {vp} while {np} {vp}"];

const OPENINGS: &[&str] = &[
    "Within {dur},",
    "After about {dur},",
    "By then",
    "At that point",
    "In {region},",
    "For {dur},",
    "From the {w} side,",
    "Once the {n} had {d},",
    "Before the {w} {n} was complete,",
    "In practice",
    "As a result,",
    "On {host},",
    "Under normal load",
    "At the same time",
    "Until {ver},",
];

const CONNECTIVES: &[&str] = &[
    "so",
    "and",
    "but",
    "which meant that",
    "until",
    "after which",
    "even though",
    "as soon as",
    "and then",
];

/// Sentences that fit anywhere.
const STATEMENTS: &[&str] = &[
    "{open} {clause}.",
    "{clause}.",
    "{clause}, {link} {np} {vp}.",
    "{open} {np} {vp}, {link} {np} {vp}.",
    "{np} {vp}.",
    "We saw that {clause}.",
    "This is why {clause}.",
    "The graphs of {metric} show that {clause}.",
    "Nobody expected that {clause}.",
    "{np} was not {a}, {link} {clause}.",
    "It took {dur} to understand that {clause}.",
    "{metric} rose from {num} to {big} {link} {np} {vp}.",
];

pub(crate) const TITLES: &[&str] = &[
    "{s} returned errors after {a} {w} {n}",
    "{s}: {a} {ns} in {region}",
    "Elevated {status} rate on {s}",
    "{s} down for {dur} after {n} {n}",
    "Slow {ns} in {s} and {o}",
    "{w} {n} exhausted {s} {ns}",
    "{ns} delayed by {a} {w} {n}",
    "{s} could not {v} {w} {ns}",
    "{a} {n} took down {s}",
    "Loss of {w} {ns} in {region}",
    "{s}: {n} {n} stuck on {a} {w}",
    "Failed {w} {n} left {s} without {ns}",
    "{a} {w} {ns} overloaded {o}",
    "{s} latency above {dur} during {n} {n}",
];

pub(crate) const SUMMARIES: &[&str] = &[
    "For {dur}, {s} {d} {pct} of its {ns} after {np} {vp}.",
    "A {a} {n} in {s} led to {a} {ns} for users in {region}.",
    "{s} was degraded for {dur} because {clause}.",
    "A change to the {w} {n} made {s} {v} {a} {ns}, and {o} {vp}.",
    "{clause}, and {s} returned {status} to {pct} of its callers for {dur}.",
    "The {team} team moved {s} to a {a} {n}; {np} {vp}.",
];

pub(crate) const IMPACTS: &[&str] = &[
    "{pct} of {ns} to {s} failed with {status} for {dur}.",
    "About {big} users could not {v} their {ns} between the first {n} and the {n}.",
    "{big} {ns} were delayed by up to {dur}; none were lost.",
    "Customers of {o} saw {a} {ns} and had to {v} again.",
    "Support received {num} tickets, most of them about {a} {ns}.",
    "Latency of {s} at the 99th percentile went from {num} ms to {big} ms.",
    "{o} was not affected, since it does not {v} the {w} {n}.",
    "The {team} team could not deploy for {dur}.",
    "{num} partners were told that {clause}.",
];

pub(crate) const DETECTIONS: &[&str] = &[
    "The alert on {metric} paged the {team} on-call {dur} after the first {a} {n}.",
    "A customer wrote to support that {clause}.",
    "Monitoring of {s} looks at the mean of {metric}, which hid that {clause}.",
    "The synthetic check from {region} failed {num} times in a row.",
    "An engineer of the {team} team noticed {a} {ns} on the {w} dashboard.",
    "No alert exists for {a} {ns}; we would have known {dur} earlier with one.",
    "{num} alerts fired at once, and the one on {metric} was the fourth on the list.",
    "The page went to {team}, who do not own {o}, and had to be passed on.",
];

pub(crate) const RESOLUTIONS: &[&str] = &[
    "We rolled {s} back to {ver}, and {metric} went down within {dur}.",
    "The {w} {ns} were restarted one by one so that {o} could {v}.",
    "We raised the limit in {code} from {num} to {big} and {d} the {ns}.",
    "Traffic of {region} was moved to {region} while {np} {vp}.",
    "The {team} team {d} the {a} {n} by hand on {host}.",
    "A fix in {ver} makes {s} {v} the {n} before it {d} the {w}.",
    "We turned off the {w} flag, waited {dur} for the {ns} to drain, and turned {s} on again.",
    "{big} {ns} were replayed from the {n} overnight, and a sample of {num} was checked.",
    "The first attempt did not help, {link} {clause}.",
];

pub(crate) const FACTORS: &[&str] = &[
    "The {w} {n} has no limit on {ns}",
    "Retries of {o} multiplied the load on {s}",
    "The runbook for {s} described {ver}",
    "Staging has {num} {ns}, production has {big}",
    "Two changes to {code} went out on the same day",
    "The {n} default is {dur}, longer than the caller waits",
    "Only one person of {team} knew how to {v} the {w}",
    "The alert on {metric} had been muted since a {a} {n}",
    "Canary traffic does not {v} {a} {ns}",
    "Nothing checks that the {w} {n} is {a}",
    "{o} depends on {s} at start",
    "The {a} {n} looked like the cause at first",
];

pub(crate) const LESSONS: &[&str] = &[
    "The rollback was practised and took less than {dur}.",
    "Having {metric} by {n} made the search short.",
    "We were lucky that {clause}.",
    "A {a} {n} should never be able to {v} {s}.",
    "Ownership of the {w} {n} was unclear between {team} and {team}.",
    "Communication with support worked: the first update went out after {dur}.",
    "We did not know that {clause}.",
    "The same {n} exists in {o}, where it has not failed yet.",
    "Load tests without {a} {ns} tell us little about {s}.",
    "Timeouts need to shrink from {o} down to {s}, not grow.",
    "It went well that {np} {vp}.",
    "Our {n} of {w} assumes that {np} never {d}.",
];

pub(crate) const ACTIONS: &[&str] = &[
    "Alert when {metric} stays above {num} for {dur}",
    "Limit the {ns} that {s} may {v} at once",
    "Add a {a} {n} to the canary of {s}",
    "Validate {code} before it is rolled out",
    "Document how to {v} the {w} {n}",
    "Remove the {a} {n} from {o}",
    "Load-test {s} with {big} {ns}",
    "Give {o} a timeout of {dur}",
    "Add jitter to the retries of {o}",
    "Move the {w} {n} off {host}",
    "Upgrade {w} to {ver} everywhere",
    "Rehearse the {n} failover of {s} every quarter",
    "Find out why the {a} {n} {d}",
    "Repair the {num} {ns} that were {d}",
    "Page {team} when the {w} {n} is {a}",
];

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
