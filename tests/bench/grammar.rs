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
    "{d} more {ns} than it could {v}",
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
    "Not every {n} was {a}, {link} {clause}.",
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

pub(crate) const WENT_WELL: &[&str] = &[
    "The rollback was practised and took less than {dur}.",
    "Having {metric} by {n} made the search short.",
    "We were lucky that {clause}.",
    "Communication with support worked: the first update went out after {dur}.",
    "It went well that {np} {vp}.",
    "The {team} team joined within {dur} and knew the {w} {n}.",
];

pub(crate) const WENT_WRONG: &[&str] = &[
    "A {a} {n} should never be able to {v} {s}.",
    "Ownership of the {w} {n} was unclear between {team} and {team}.",
    "We did not know that {clause}.",
    "The same {n} exists in {o}, where it has not failed yet.",
    "Load tests without {a} {ns} tell us little about {s}.",
    "Timeouts need to shrink from {o} down to {s}, not grow.",
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
