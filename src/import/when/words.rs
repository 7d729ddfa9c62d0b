//! Words that tell what a time is the time of.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::sync::OnceLock;

/// Whether a text, in small letters, has one of these: whole words, beginnings of words with a `*`, or
/// phrases. Of scripts without spaces, any place will do.
pub(super) fn mentions(lower: &str, wanted: &[&str]) -> bool {
    wanted.iter().any(|wanted| {
        let wanted = Wanted::of(wanted);
        lower.match_indices(wanted.stem).any(|(at, stem)| wanted.stands(lower, at, at + stem.len()))
    })
}

/// What is looked for, and how it has to stand.
#[derive(Debug, Clone, Copy)]
struct Wanted<'a> {
    stem: &'a str,
    /// Whether the word may go on.
    open: bool,
    /// Whether it is of a script without spaces.
    spaceless: bool,
}

impl<'a> Wanted<'a> {
    fn of(wanted: &'a str) -> Self {
        let (stem, open) = wanted.strip_suffix('*').map_or((wanted, false), |stem| (stem, true));
        Self { stem, open, spaceless: stem.starts_with(|c: char| c >= '\u{3040}') }
    }

    fn stands(&self, text: &str, start: usize, end: usize) -> bool {
        let before = || text.get(..start).and_then(|before| before.chars().next_back());
        let after = || text.get(end..).and_then(|after| after.chars().next());
        let parted = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        self.spaceless || parted(before()) && (self.open || parted(after()))
    }
}

/// A long list of what is looked for, all of it in one pass over a text.
#[derive(Debug)]
pub(super) struct AnyOf {
    wanted: &'static [&'static str],
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl AnyOf {
    const fn new(wanted: &'static [&'static str]) -> Self {
        Self { wanted, automaton: OnceLock::new() }
    }

    /// Whether a text, in small letters, has one of them, as [`mentions`] means it.
    pub(super) fn are_in(&self, lower: &str) -> bool {
        let automaton = self.automaton.get_or_init(|| {
            let stems = self.wanted.iter().map(|wanted| Wanted::of(wanted).stem);
            AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(stems).ok()
        });
        let Some(automaton) = automaton else { return mentions(lower, self.wanted) };
        automaton.find_overlapping_iter(lower).any(|found| {
            let wanted = self.wanted.get(found.pattern().as_usize());
            wanted.is_some_and(|wanted| Wanted::of(wanted).stands(lower, found.start(), found.end()))
        })
    }
}

/// What ends an incident.
#[rustfmt::skip]
pub(super) static ENDED: AnyOf = AnyOf::new(&[
    "resolved", "restored", "restores", "restoration", "recovered", "recovers", "recovery", "fixed", "resolve",
    "back to normal", "returned to normal", "back online", "back up", "back on line", "up and running",
    "running again", "working again", "works again", "available again", "fully functional", "fully operational",
    "operational", "normal operation*", "normal service", "is normal", "normally", "mitigated", "ended", "over",
    "concluded", "resumed", "resumes", "resolution", "all clear", "healthy", "subsided", "came back",
    "comes back", "brought back", "went away", "stabilized", "stabilised", "is working", "was working",
    "are working", "solved", "closed", "stopped failing", "end of the incident", "end of incident", "repaired", "rectified", "opened again", "open again", "reopened", "worked again", "work again", "reachable again", "running again", "possible again", "normal again",
    "fine again", "green again", "served again", "answered again", "answers again", "ran again", "runs again", "load again", "loaded again", "was up",
    "were up", "was back", "were back", "is back", "are back", "outage ends", "incident ends", "impact ends", "disruption ends", "end of outage", "drained", "caught up", "was over", "wieder erreichbar", "wieder online", "funktioniert* wieder", "wieder da", "lief* wieder", "volvió a", "vuelve a", "volvieron a", "voltou a", "voltaram a", "de nouveau", "à nouveau", "sorted out", "up again", "live again", "brought up", "back in service",
    "rétabli*", "résolu*", "corrigé*", "fin de l", "restablec*", "resuelto", "resuelta", "solucion*",
    "recuper*", "normalidad", "normalizad*", "resolvid*", "restaurad*", "restabelecid*", "behoben", "gelöst",
    "wiederhergestellt", "wieder verfügbar", "wieder normal", "normalbetrieb", "恢复", "恢復", "修复", "解决",
    "復旧", "解決", "解消", "正常",
]);

/// Words that take back what those say.
pub(super) static NOT_ENDED: AnyOf = AnyOf::new(&[
    "not resolved",
    "unresolved",
    "not restored",
    "not yet",
    "non operational",
    "not fixed",
    "not be",
]);

/// What an incident is, and what it does to those who meet it.
#[rustfmt::skip]
pub(super) static INCIDENT: AnyOf = AnyOf::new(&[
    "outage*", "incident*", "down", "downtime", "unavailab*", "disrupt*", "fail*", "error*", "unreachable",
    "inaccessible", "degrad*", "interrupt*", "crash*", "issue*", "problem*", "broke*", "offline", "slow*",
    "latency", "loss", "lost", "experienc*", "affected", "impact*", "unable", "could not", "couldn't", "event",
    "unresponsive", "went dark", "dark", "stopped", "stood still", "no longer", "hung", "froze", "frozen", "panne", "incidente", "interrup*", "caída", "indisponib*", "störung", "ausfall",
    "ausgefallen", "queda", "falha*", "falló", "fallo", "故障", "中断", "异常", "障害", "停止", "不可用",
]);

/// How an incident begins, or comes to be known.
#[rustfmt::skip]
pub(super) static BEGAN: AnyOf = AnyOf::new(&[
    "began", "begin", "begins", "start", "started", "starts", "starting", "commenced", "since", "from",
    "occurred", "occured", "happened", "first", "detected", "reported", "noticed", "observed", "alert*",
    "triggered", "onset", "broke", "went down", "goes down", "became", "commencé", "débuté", "depuis",
    "empezó", "comenzó", "inició", "ocurrió", "desde", "começou", "iniciou", "ocorreu", "begann", "seit", "ab",
    "发生", "開始", "开始", "発生", "検知",
]);

/// The very beginning, said in so many words.
#[rustfmt::skip]
pub(super) static BEGAN_FOR_SURE: AnyOf = AnyOf::new(&[
    "outage begins", "outage began", "outage started", "outage starts", "incident began", "incident begins",
    "incident started", "incident starts", "issue began", "issue started", "impact starts", "impact started",
    "impact begins", "impact began", "start of the incident", "start of incident", "start of outage",
    "start of impact", "goes down", "went down", "go down", "started failing", "began failing",
    "starts failing", "start failing", "started to fail", "began to fail", "starts to fail",
    "service disruption begins", "users start", "users began", "customers began", "errors begin",
    "errors began", "errors start", "downtime begins", "downtime starts", "障害発生", "故障发生",
]);

/// What says, around a time, that something began then.
#[rustfmt::skip]
pub(super) static SOMETHING_BEGAN: AnyOf = AnyOf::new(&[
    "began", "begin", "begins", "started", "starts", "start", "since", "commenced", "occurred",
    "occured", "happened", "went down", "goes down", "went dark", "went offline", "went black",
    "went silent", "stopped", "stood still", "experienced", "outage", "onset", "débuté", "commencé",
    "empezó", "comenzó", "inició", "começou", "iniciou", "ocorreu", "ocurrió", "begann", "seit",
    "depuis", "desde", "発生", "发生",
]);

/// What leads up to an incident, or what comes after it.
#[rustfmt::skip]
pub(super) static LEAD_UP: AnyOf = AnyOf::new(&[
    "deployed", "deploys", "deploying", "deployment", "released", "release", "merged", "merges", "merge", "pushed", "push", "rolled out", "tuned",
    "upgraded", "upgrade", "maintenance", "committed", "migration", "approved", "planned",
]);

/// What follows an incident and does not belong to it.
#[rustfmt::skip]
pub(super) static AFTERMATH: AnyOf = AnyOf::new(&[
    "postmortem", "post-mortem", "post mortem", "retrospective", "review meeting", "follow-up", "follow up",
    "meeting", "debrief", "review", "blog post", "root cause analysis", "rca",
]);

/// What makes a date one of the paper, or of a plan, and not of the incident.
#[rustfmt::skip]
pub(super) static OF_THE_PAPER: AnyOf = AnyOf::new(&[
    "posted", "published", "last updated", "updated on", "last modified", "last edited", "report date",
    "date of report", "date of postmortem", "postmortem date", "date of post-mortem", "written on",
    "created on", "copyright", "©", "deadline", "eta", "target date", "review date", "meeting date", "authored", "prepared on", "circulated", "exported",
    "publié", "publicado", "veröffentlicht", "fällig", "échéance", "vence", "作成日", "更新", "公開", "发布",
    "期限", "next review", "next meeting", "invoice", "planned for", "próxima", "nächste",
]);

/// What does so where it stands right before the date, or in few words with it.
#[rustfmt::skip]
pub(super) static MAYBE_OF_THE_PAPER: AnyOf = AnyOf::new(&[
    "due", "created", "reviewed", "approved", "revision", "version", "stand", "written", "until", "by", "before", "next", "planned",
    "scheduled", "report", "document", "bis",
]);

/// What makes a time one of every day, or of a plan.
#[rustfmt::skip]
pub(super) static OF_A_HABIT: AnyOf = AnyOf::new(&[
    "every day", "daily", "each day", "business hours", "peak hours", "office hours", "every night", "weekly",
    "nightly", "every hour", "hourly", "cron", "maintenance window", "scheduled for", "planned for",
    "maintainance", "update window", "set between", "scheduled maintenance", "opening hours",
]);

/// Whether a line is out of a log or of a protocol, and its time says nothing of the incident.
pub(super) fn is_log(text: &str) -> bool {
    let header = text.split_once(": ").is_some_and(|(name, value)| {
        ["Date", "Last-Modified", "Expires", "If-Modified-Since", "Sent", "Received"].contains(&name)
            && is_stamp(value)
    });
    // `On Wed, 3 May 2023 at 08:01, A. N. Other wrote:`
    let quotes = ["wrote:", "schrieb:", "a écrit :", "a écrit:", "escribió:", "escreveu:"];
    if quotes.iter().any(|end| text.trim_end().ends_with(end)) && text.split_whitespace().count() <= 24 {
        return true;
    }
    // Above an issue and its comments.
    if text.contains(" opened this issue ") || text.contains(" commented on ") && text.len() < 80 {
        return true;
    }
    let shell = text.starts_with("$ ") || text.starts_with("root@") || text.starts_with("HTTP/1");
    // `[Tue Nov 01 07:32:16 2022] [error]`, `2022-11-01 07:32:16,123 ERROR`.
    let level = ["[error]", "[warn]", "[notice]", " ERROR ", " WARN ", " INFO ", " DEBUG "];
    let stamped = text.starts_with(['[', '1', '2']) && level.iter().any(|level| text.contains(level));
    header || shell || stamped
}

/// Whether a value is a stamp of a mail or of a server: `Sat, 4 Mar 2023 07:32:16 GMT`, with an offset for mails.
fn is_stamp(value: &str) -> bool {
    let mut parts = value.split_whitespace();
    let weekday = parts.next().is_some_and(|day| day.len() == 4 && day.ends_with(','));
    let zoned = value.split_whitespace().any(|part| {
        part == "GMT"
            || part.len() == 5
                && part.starts_with(['+', '-'])
                && part.bytes().skip(1).all(|byte| byte.is_ascii_digit())
    });
    weekday && zoned && value.matches(':').count() >= 2
}

/// The sentences of a text, as ranges.
pub(super) fn sentences(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    // The ASCII marks, and the bytes that the others begin with.
    let may_stop = |(_, byte): &(usize, u8)| matches!(byte, b'.' | b'!' | b'?' | 0xe3 | 0xef);
    for (at, _) in text.bytes().enumerate().filter(may_stop) {
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { continue };
        let next = text.get(at + c.len_utf8()..).unwrap_or_default();
        let stops = match c {
            '。' | '！' => true,
            // `p.m. PST` and `approx. 2 hours` go on; so does `e.g. The`, which does no harm.
            '.' | '!' | '?' => {
                let rest = next.trim_start();
                let last = text.get(start..at).unwrap_or_default();
                let short =
                    ["a.m", "p.m", "a. m", "p. m", "approx", "ca", "e.g", "i.e", "vs", "no", "kl", "nr"];
                // `Am 3. Mai`: a number of a day.
                let number = last.rsplit(' ').next().unwrap_or_default();
                let ordinal = (1..=5).contains(&number.len())
                    && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
                    && (number.len() <= 2 || rest.starts_with(|c: char| c.is_ascii_digit()))
                    && (last.len() > number.len() || number.contains('.'));
                let ends = |short: &str| {
                    let from = last.len().saturating_sub(short.len());
                    last.get(from..).is_some_and(|end| end.eq_ignore_ascii_case(short))
                };
                let abbreviated = last.len() > 3
                    && short.iter().any(|short| ends(short))
                    && !rest.starts_with(|c: char| c.is_uppercase() && !rest.starts_with("PST"));
                next.starts_with(char::is_whitespace)
                    && rest.starts_with(|c: char| !c.is_lowercase())
                    && !abbreviated
                    && !ordinal
            }
            _ => false,
        };
        if stops {
            let end = at + c.len_utf8();
            found.push(start..end);
            start = end;
        }
    }
    if text.get(start..).is_some_and(|rest| !rest.trim().is_empty()) {
        found.push(start..text.len());
    }
    found
}
