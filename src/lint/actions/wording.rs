//! How action items are worded: what starts them, and what in them can be measured.

use crate::lint::vocabulary::{find, mentions, opening, words};
use std::ops::Range;

/// How far the wording of an item is from something that can be finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vagueness {
    /// It asks people to be attentive.
    Care,
    /// It wants something to be better, or looked at, and says no more.
    Vague,
    /// The same, but about something that it describes.
    OpenEnded,
}

/// Openings that ask people to be attentive; nothing behind them makes that a task.
#[rustfmt::skip]
const CARE: &[&str] = &[
    "be more careful", "be careful", "be more cautious", "be cautious", "be more vigilant", "be vigilant",
    "be more attentive", "be attentive", "be more mindful", "be mindful", "be more aware", "be aware",
    "pay attention", "pay more attention", "pay closer attention", "take care", "take more care",
    "exercise caution", "exercise more caution", "exercise care", "try harder", "do better", "work harder",
    "remember to", "remember that", "keep in mind", "don't forget", "do not forget", "never forget",
    "raise awareness", "stay alert", "stay vigilant", "learn from",
];

/// Openings that have no end, unless something measurable follows.
#[rustfmt::skip]
const ENDLESS: &[&str] = &[
    "investigate", "look into", "look at", "look for", "explore", "consider", "evaluate", "assess",
    "research", "think about", "think of", "discuss", "examine", "analyze", "analyse", "study", "try to",
    "attempt to", "aim to", "strive to", "strive for", "seek to", "improve", "enhance", "increase",
    "strengthen", "optimize", "optimise", "streamline", "work on", "work towards", "focus on", "encourage",
    "promote", "emphasize", "emphasise", "better", "improved", "improving", "enhanced", "stronger",
    "continue to", "continue with", "continue monitoring", "continue improving", "keep improving",
    "keep monitoring", "keep an eye on", "keep working", "monitor closely", "reconsider", "re evaluate",
    "revisit", "reflect on", "figure out", "talk about", "have a talk", "investigation into",
    "investigation of", "investigating", "considering", "exploring",
];

/// Openings that name a state to be reached, which is fine if the state can be seen.
const STATE: &[&str] = &["ensure", "ensure that", "make sure", "make sure that", "be sure to", "ensuring"];

/// Words of a state that nobody can see.
#[rustfmt::skip]
const UNSEEN: &[&str] = &[
    "proper", "properly", "correct", "correctly", "adequate", "adequately", "sufficient", "sufficiently",
    "appropriate", "appropriately", "robust", "better", "good", "stable", "stability", "reliable",
    "reliability", "thorough", "thoroughly", "smooth", "smoothly", "happen again", "happens again",
    "happening again", "in place", "aware", "careful", "well", "quality", "best practices",
    "does not happen", "doesn't happen", "not repeated", "efficient", "efficiently", "effective",
    "effectively", "communication",
];

/// Words of a state that everybody can see.
const SEEN: &[&str] =
    &["all", "every", "each", "any", "no", "none", "only", "never", "always", "has", "have", "is", "are"];

/// Openings that are fine with an object, and mean nothing with a general one.
const NEEDS_OBJECT: &[&str] =
    &["review", "audit", "update", "check", "address", "handle", "document", "monitor"];

/// What `review` and the like may not have as their only object.
#[rustfmt::skip]
const GENERAL: &[&str] = &[
    "process", "processes", "procedure", "procedures", "system", "systems", "everything", "this", "it",
    "issue", "issues", "problem", "problems", "things", "practices", "code", "situation", "incident",
];

/// Words without meaning of their own around a general object.
const FILLING: &[&str] =
    &["the", "our", "all", "any", "these", "those", "current", "existing", "internal", "relevant"];

/// Words behind which an outcome, a limit, a way or a rhythm stands.
#[rustfmt::skip]
const MEASURABLE: &[&str] = &[
    "so that", "such that", "until", "via", "using", "and add", "and write", "and document", "and decide",
    "and set", "and remove", "and create", "and fix", "and file", "and open", "and publish", "and report",
    "and implement", "and update", "and replace", "and move", "and merge", "and alert", "and agree",
    "and test", "decide", "decision", "proposal", "design doc", "write up", "report back", "every day",
    "every week", "every month", "every quarter", "every release", "every deploy*", "daily", "weekly",
    "monthly", "quarterly", "at least", "at most", "less than", "more than", "no more than", "within",
    "below", "threshold", "with an alert", "with a", "by default", "automatically", "fails if", "fails when",
    "is rejected", "percent",
];

/// Longer items describe what they are about.
const DESCRIBES: usize = 8;

/// Judges the wording of an item. The range is that of the words which make it vague.
pub(super) fn vagueness(text: &str, has_code: bool) -> Option<(Vagueness, Range<usize>)> {
    let start = behind_label(text);
    let rest = text.get(start..)?;
    let shifted = |range: Range<usize>| range.start + start..range.end + start;
    if let Some(range) = opening(rest, CARE) {
        return Some((Vagueness::Care, shifted(range)));
    }
    if let Some(range) = opening(rest, ENDLESS) {
        if has_code || is_measurable(rest) {
            return None;
        }
        let short = words(rest) < DESCRIBES;
        return Some((if short { Vagueness::Vague } else { Vagueness::OpenEnded }, shifted(range)));
    }
    if let Some(range) = opening(rest, STATE) {
        let count = words(rest);
        let vagueness = match (mentions(rest, UNSEEN), mentions(rest, SEEN)) {
            (true, _) if count < 2 * DESCRIBES => Vagueness::Vague,
            (false, false) if count < DESCRIBES => Vagueness::OpenEnded,
            _ => return None,
        };
        return (!has_code && !is_measurable(rest)).then(|| (vagueness, shifted(range)));
    }
    let range = opening(rest, NEEDS_OBJECT)?;
    let object = rest.get(range.end..)?;
    let mut objects = object
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !is_one_of(word, FILLING))
        .peekable();
    let general = objects.peek().is_none() || objects.all(|word| is_one_of(word, GENERAL));
    general.then(|| (Vagueness::Vague, shifted(range.start..rest.trim_end().len())))
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether something in the text can be checked: a number, a name of code, a limit, a way, an outcome.
fn is_measurable(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || matches!(c, '`' | '_' | '"' | '“' | '%'))
        || mentions(text, MEASURABLE)
        || text.split_whitespace().any(is_identifier)
        || says_how(text)
}

/// `maxConnections`, `pool.size`: a name that code has.
fn is_identifier(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let inner_dot = word.split('.').filter(|part| part.len() > 1).count() > 1 && !word.contains("..");
    let starts_low = word.starts_with(|c: char| c.is_ascii_lowercase());
    inner_dot || (starts_low && word.contains(|c: char| c.is_ascii_uppercase()))
}

/// `by adding a second standby`.
fn says_how(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let mut before = words.next().unwrap_or_default();
    words.any(|word| {
        let how = before.eq_ignore_ascii_case("by") && word.len() > 4 && word.ends_with("ing");
        before = word;
        how
    })
}

/// Where the text starts behind a label such as `Monitoring:` or `Prevention – `.
pub(super) fn behind_label(text: &str) -> usize {
    let Some(colon) = text.find([':', '–', '—']) else { return 0 };
    let (label, rest) = text.split_at(colon);
    let sign = rest.chars().next().map_or(0, char::len_utf8);
    let rest = &rest[sign..];
    let is_label = words(label) <= 4 && rest.starts_with(' ') && !rest.trim().is_empty();
    if is_label { colon + sign + (rest.len() - rest.trim_start().len()) } else { 0 }
}

/// What starts a sentence that states something instead of telling somebody to do it.
#[rustfmt::skip]
const STATEMENTS: &[&str] = &[
    "we", "we'll", "we've", "we're", "our", "the", "this", "these", "there", "i", "all", "every", "each",
    "nobody", "someone", "somebody", "everyone", "everybody", "it is", "it was", "it would", "you",
    "developers should", "engineers should", "lack of", "not enough",
];

/// What a statement starts with, if the text is one.
pub(super) fn statement(text: &str) -> Option<Range<usize>> {
    // Behind a label may stand an explanation of what the label wants.
    opening(text, STATEMENTS)
}

/// Words that tell of something done.
#[rustfmt::skip]
const DONE: &[&str] = &[
    "added", "fixed", "updated", "deployed", "created", "changed", "removed", "implemented", "configured",
    "patched", "increased", "reduced", "enabled", "disabled", "moved", "migrated", "replaced", "upgraded",
    "rolled", "rotated", "revoked", "restored", "scaled", "introduced", "documented", "set up", "wrote",
    "corrected", "modified", "optimized", "improved the", "established", "built", "made", "done",
    "completed", "resolved", "closed", "installed", "developed", "tested", "reverted", "contacted",
    "informed", "notified", "we added", "we fixed", "we updated", "we have", "we've", "we now", "we removed",
    "we changed", "we moved", "we created", "we implemented", "we deployed", "we increased", "enforced",
    "expanded our", "expanded the",
];

/// Whether a plain item tells of something done.
pub(super) fn is_past(text: &str) -> bool {
    let rest = text.get(behind_label(text)..).unwrap_or(text);
    opening(rest, DONE).is_some()
        || we_did(rest)
        || was_done(text)
        || text.starts_with(['✅', '✔', '☑', '✓'])
        || mentions(text, &["already done"])
        || text.trim_end().to_ascii_lowercase().ends_with("(done)")
}

/// `We tweaked`.
fn we_did(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let we = words.next().is_some_and(|word| word.eq_ignore_ascii_case("we"));
    we && words.next().is_some_and(|word| word.len() > 4 && word.ends_with("ed"))
}

/// `The script was updated`: a subject, and what happened to it.
fn was_done(text: &str) -> bool {
    let asks = [
        "if", "when", "where", "that", "which", "what", "how", "why", "who", "whether", "as", "would",
        "could", "should", "may", "might", "must", "to", "not", "until", "once", "after",
    ];
    let behind = |verbs: &[&str], most: usize| {
        let verb = find(text, verbs)?;
        let subject = text.get(..verb.start)?;
        let plain = words(subject) <= most && !mentions(subject, &asks) && !subject.contains(['.', '!', '?']);
        plain.then_some(subject)
    };
    behind(&["has been", "have been", "has already", "have already"], 10).is_some()
        || behind(&["was", "were"], 6).is_some_and(|subject| {
            words(subject) <= 2 || opening(subject, &["the", "a", "an", "our", "all"]).is_some()
        })
}

/// Whether the text stands for an item that is still to be written, or for there being none.
pub(super) fn is_placeholder(text: &str) -> bool {
    let plain: String =
        text.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect::<String>().to_lowercase();
    let plain = plain.trim();
    plain.is_empty()
        || matches!(
            plain,
            "none"
                | "na"
                | "n a"
                | "tbd"
                | "tba"
                | "todo"
                | "to do"
                | "to be defined"
                | "to be determined"
                | "nothing"
                | "no actions"
                | "no action items"
                | "none yet"
                | "no action needed"
                | "no action required"
                | "none needed"
                | "none required"
                | "pending"
        )
}

/// Words about noticing.
#[rustfmt::skip]
pub(super) const DETECTS: &[&str] = &[
    "alert*", "alarm*", "monitor*", "detect*", "notif*", "notice*", "dashboard*", "probe*", "health check*",
    "healthcheck*", "synthetic*", "pager*", "page", "pages", "paging", "observab*", "metric*", "log", "logs",
    "logging", "slo", "slos", "canary", "canaries", "watch*", "anomal*", "trace*", "tracing", "graph*",
    "prometheus", "grafana", "datadog", "sentry", "nagios", "telemetry", "instrument*", "visib*", "check*",
    "warn*", "expose*", "measure*", "test*", "audit*", "scan*", "report*", "track*", "verif*",
];

/// Words about hurting less, or for a shorter time.
#[rustfmt::skip]
pub(super) const MITIGATES: &[&str] = &[
    "mitigat*", "runbook*", "playbook*", "rollback*", "roll back", "rolled back", "revert*", "failover*",
    "fail over", "fallback*", "fall back", "degrad*", "backup*", "back up", "restor*", "recover*",
    "redundan*", "isolat*", "limit*", "circuit breaker*", "timeout*", "kill switch*", "feature flag*",
    "drill*", "escalat*", "on call", "shed*", "throttl*", "retr*", "replica*", "blast radius", "gradual*",
    "staged", "rate", "disaster*", "emergency", "respon*", "status page*", "communicat*", "auto scal*",
    "autoscal*", "scal*", "faster", "quick*", "capacity", "contingency",
];

/// Words about keeping something from happening.
#[rustfmt::skip]
pub(super) const PREVENTS: &[&str] = &[
    "prevent*", "avoid*", "block*", "forbid*", "reject*", "refus*", "limit*", "validat*", "guard*", "enforc*",
    "test*", "fix*", "remov*", "replac*", "upgrad*", "updat*", "automat*", "restrict*", "requir*", "stop*", "cap",
    "agree*", "releas*", "check*", "approv*", "review*", "renew*", "rotat*", "harden*", "increas*", "rais*",
    "isolat*", "quota*", "staging", "before", "never", "only", "migrat*", "split*", "separat*", "protect*",
];

/// Words of items that tell, teach or find out.
#[rustfmt::skip]
pub(super) const TELLS: &[&str] = &[
    "alert*", "alarm*", "monitor*", "dashboard*", "document*", "runbook*", "playbook*", "wiki", "train*", "teach*",
    "communicat*", "inform*", "announc*", "memo", "investigat*", "look into", "consider*", "explore*", "research*",
    "analy*", "assess*", "evaluat*", "talk*", "discuss*", "reflect*", "status page*", "notif*", "backup*", "restor*",
    "escalat*", "on call", "drill*",
];
