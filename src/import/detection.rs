//! How an incident was noticed.
//!
//! What is said under a label or heading that asks for it comes first, then the first entry of the timeline
//! that tells of noticing, then what the summary and the rest say. Where several are named, the first one
//! noticed first.

use super::Fact;
use super::phrase::{Match, Phrases, Words};
use super::sentence::Sentence;
use crate::model::{DetectionMethod, SectionKind};
use DetectionMethod::{Customer, Engineer, Monitoring, Partner, Social, Synthetic};
use std::sync::LazyLock;

/// What a phrase says of noticing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// It was noticed so.
    Noticed(DetectionMethod),
    /// Who or what it names may notice, which is enough only where noticing is told of.
    Who(DetectionMethod),
    /// Something was noticed.
    Noticing,
    /// What follows is about later, or about another time.
    Other,
}

static PHRASES: LazyLock<Phrases<Says>> = LazyLock::new(|| {
    let lists: &[(Says, &[&str])] = &[
        (
            Says::Noticed(Monitoring),
            &[
                "monitoring alert|alerts|system|systems|tool|tools|alarm|alarms ~ trigger*|fire*|indicat*|notif*|show*|detect*|rais*|sent|send*|start*|flag*|report*|pick*|warn*|blink*|scream*|went",
                "alert|alerts|alarm|alarms ~ triggered|fired|went|received|raised|sent|indicating|indicated|notifies|notified|trigger|shows|showed|detected|detects|firing|paged|came|woke",
                "trigger* ~ alert|alerts|alarm|alarms",
                "receiv* ~ alert|alerts|alarm|alarms|page",
                "automated|automatic|monitoring|first|initial|cpu|latency|error|database|datadog|nagios|prometheus|grafana|zabbix|pagerduty|opsgenie alert|alerts|alarm|alarms|warning|notification",
                "detected|noticed|discovered|identified|caught|picked|flagged|found ~ by|through|via ~ monitoring|alert|alerts|alarm|alarms|alerting|datadog|prometheus|grafana|nagios|pagerduty|cloudwatch|dashboards|metrics",
                "by|via|through ~ monitoring|alerting|alert|alerts|alarm|alarms",
                "monitoring|alerting detected|showed|shows|indicated|indicates|reported|notified|alerted|flagged|picked|caught|notifies",
                "was|were|got|been|are paged",
                "on call ~ paged",
                "pager went|fired|duty",
                "cloudwatch|datadog|nagios|prometheus|grafana|zabbix|pagerduty|opsgenie|sentry|newrelic|dynatrace|splunk|alertmanager|sensu|icinga ~ alert*|notif*|detect*|report*|trigger*|fire*|show*|warn*|page*|blink*|alarm*",
                "complaint|complaints|report|reports|message|notification|notifications|call ~ from ~ monitoring|system|tool|alerting|pager|pagerduty",
                "complaint|complaints|report|reports|message|notification|call ~ from ~ on call",
                "on call management|monitoring|alerting system",
                "alerted by ~ monitoring|system",
                "dashboard|dashboards|metrics ~ showed|shows|indicated",
                "health check alert",
                "as a result of alerts",
                "alerts indicating",
                "alerting system",
                "alertas|alerta de|del ~ monitoreo|monitorizacion|supervision|monitoramento|sistema",
                "monitoreo|monitorizacion|monitoramento",
                "alerte|alertes de ~ supervision|monitoring",
                "supervision",
                "monitoring|uberwachung ~ meldet*|alarm*|schlug",
                "alarm",
                "alarme",
                "監視",
                "アラート",
                "监控",
                "告警",
                "报警",
            ],
        ),
        (
            Says::Noticed(Synthetic),
            &[
                "synthetic ~ monitor*|test|tests|check|checks|probe|probes",
                "uptime robot|monitor|check|probe",
                "uptimerobot",
                "pingdom",
                "health check|checks ~ fail*",
                "external|blackbox probe|probes|check",
                "smoke test|tests ~ fail*|detect*",
                "statuscake",
                "canary|e2e|end to end test|tests ~ fail*",
            ],
        ),
        (
            Says::Noticed(Customer),
            &[
                "user|users|customer|customers|client|clients|visitor|visitors|subscriber|subscribers|student|students|member|members|player|players|merchant|merchants|tenant|tenants|people|audience|citizens|guests|shoppers|patients|passengers ~ report*|complain*|notif*|contact*|rais*|opened|notic*|flag*|inform*|alert*|wrote|writing|called|calling|asked|submitted|roar*",
                "report*|complaint|complaints|ticket|tickets|feedback|call|calls|inquiries|message|messages|email|emails|noticed|inform* ~ from|by|of ~ user|users|customer|customers|client|clients|visitor|visitors|subscriber|subscribers|student|students|audience|guests|shoppers|merchants",
                "user|users|customer|customers|client|clients complaint|complaints|report|reports|ticket|tickets|feedback|inquiries",
                "complaint|complaints",
                "customer support|service|care|success ~ receiv*|report*|recieved|got|notif*|ticket*|alert*|flood*|escalat*",
                "support ticket|tickets",
                "support receiv*|recieved|got ~ call|calls|complaint|complaints|ticket|tickets|report|reports",
                "support team|desk|staff|agents ~ receiv*|report*|alert*|notif*|notic*|flag*",
                "helpdesk",
                "help desk",
                "service desk",
                "reports of",
                "reports ~ start*|came|arriv*|coming|began",
                "it ~ is|was reported that",
                "first reported",
                "issue|issues|problem|problems|error|errors|incident|outage|bug|failure|failures|connectivity was|were ~ reported",
                "opened ~ ticket|tickets|issue",
                "tickets were|was opened",
                "users ~ unable ~ report*",
                "bug report",
                "usuarios|clientes ~ reportaron|reportan|informaron|notificaron|se quejaron|relataram|reclamaram|reportaram",
                "reclamos|quejas|reclamacoes de",
                "clients|utilisateurs ~ signale*|plaint*|ont signale",
                "kunden|nutzer|benutzer ~ meldet*|gemeldet|beschwer*",
                "kundenbeschwerden",
                "ユーザーから",
                "お客様から",
                "顧客から",
                "利用者から",
                "問い合わせ",
                "用户反馈",
                "用户报告",
                "客户反馈",
                "用户投诉",
                "客户投诉",
                "客户报告",
            ],
        ),
        (
            Says::Noticed(Engineer),
            &[
                "engineer|engineers|developer|developers|team|teams|sre|sres|devops|staff|operator|operators|employee|employees|colleague|qa|tester|testers|administrator|admin|dba|technician|technicians|contributor|contributors|we|i|debugger|he|she|intern|maintainer|maintainers ~ notic*|observ*|discover*|detect*|realiz*|realis*|spott*|saw|encounter*|stumbl*",
                "became|becomes|become|made aware",
                "noticed|observed|discovered|spotted|detected|found|identified|reported|caught ~ by ~ engineer|engineers|developer|developers|team|sre|devops|operator|colleague|qa|tester|employee|staff",
                "detected while",
                "noticed while|when",
                "while testing|deploying|working|developing|debugging ~ notic*|discover*|detect*|found",
                "during|by|in ~ routine|manual|random|regular|internal check|checks|test|testing|inspection|review|audit",
                "opening the project",
                "engineer|developer|operator ~ report*",
                "internal user|users|team|report",
                "un ingeniero|desarrollador ~ noto|detecto|observo|not*",
                "ingenieur|developpeur ~ remarque|constate",
                "entwickler|techniker|mitarbeiter ~ bemerkt*|festgestellt|entdeckt*",
                "engenheiro|desenvolvedor ~ notou|percebeu|observou",
                "エンジニアが",
                "開発者が",
                "担当者が",
                "工程师",
                "开发人员",
            ],
        ),
        (
            Says::Noticed(Partner),
            &[
                "partner|partners|vendor|supplier|provider|aws|azure|google|github|cloudflare ~ notified|informed|alerted|reported|contacted us|our|the",
                "notified|informed|alerted|contacted by ~ partner|partners|vendor|supplier|provider|aws|azure|github|salesforce",
                "automated warning from aws|azure|google",
                "partner report*",
                "socio ~ notifico|informo",
                "partenaire ~ signale",
                "パートナー",
                "合作伙伴",
            ],
        ),
        (
            Says::Noticed(Social),
            &[
                "on|via|through|from twitter|reddit|facebook|mastodon|hackernews|bluesky",
                "social media ~ report*|post*|complain*|mention*",
                "reports|posts|tweets|complaints|messages|mentions ~ on|from|via|in ~ twitter|social|reddit|facebook|discord|slack|news|hacker",
                "tweet|tweets|tweeted",
                "journalist*",
                "public discord|slack|forum",
                "redes sociales",
                "reseaux sociaux",
                "soziale medien",
                "sozialen medien",
                "redes sociais",
                "SNS",
                "社交媒体",
                "微博",
            ],
        ),
        (
            Says::Who(Monitoring),
            &[
                "monitoring",
                "alert|alerts|alerting|alarm|alarms",
                "cloudwatch|datadog|nagios|prometheus|grafana|pagerduty|opsgenie|sentry|zabbix",
                "automated|automatic",
                "metrics|dashboard|dashboards",
                "monitor*",
            ],
        ),
        (Says::Who(Synthetic), &["synthetic*", "probe|probes", "health check|checks"]),
        (
            Says::Who(Customer),
            &[
                "user|users|customer|customers|client|clients|visitor|visitors|subscriber|subscribers|student|students",
                "support",
                "ticket|tickets",
                "usuarios|usuario|cliente|clientes|utilisateurs|kunden|kunde",
                "用户",
                "客户",
                "ユーザー",
                "お客様",
                "顧客",
            ],
        ),
        (
            Says::Who(Engineer),
            &[
                "engineer|engineers|developer|developers|team|staff|sre|employee|qa|operator|internal|internally|manual|manually|colleague|devops",
                "ingeniero|ingenieur|entwickler|engenheiro|desarrollador|mitarbeiter",
            ],
        ),
        (Says::Who(Partner), &["partner|partners|vendor|supplier"]),
        (Says::Who(Social), &["twitter|reddit|facebook|tweet|tweets", "social media"]),
        (
            Says::Noticing,
            &[
                "detect*",
                "notic*",
                "discover*",
                "alerted|alert|alerts",
                "reported|reports|reporting",
                "became aware",
                "observed",
                "found out",
                "notified|notify|notifies",
                "spotted",
                "identified",
                "first seen",
                "witnessed",
                "flagged",
                "detecto|detectado|detecte|erkannt|detectou|bemerkt",
                "検知",
                "発見",
                "发现",
            ],
        ),
        (
            Says::Other,
            &[
                "not|didnt|never ~ detect*|alert*|notif*|notic*|trigger*|catch",
                "failed to detect*|alert*|notif*|notic*|trigger*|catch",
                "no ~ reports|complaints",
                "cloudwatch logs",
                "reported healthy|fixed",
                "disclos* ~ via",
                "lack of|no|missing|insufficient|inadequate ~ monitoring|alert|alerts|alerting|alarm|alarms",
                "should have",
                "went undetected|unnoticed",
                "confirm*|verif* ~ monitoring|users|alerts|customers",
                "monitoring ~ confirm*|normal|returned",
                "alerts ~ cleared|resolved|stopped",
                "users ~ able to",
                "reported ~ normal|back|restored|resolved|clear",
                "inform*|notif*|communicat*|updat* ~ users|customers|stakeholders|clients",
                "to monitor",
                "enhance|improve|implement|add|set ~ monitoring|alerting|alerts",
            ],
        ),
    ];
    Phrases::of(lists.iter().flat_map(|(says, list)| list.iter().map(|phrase| (*phrase, *says))))
});

/// Why a method is marked that is not said where it is asked for.
const ASIDE: &str = "said in passing";

/// How many entries of a timeline, from its start, may tell of noticing.
const FIRST_ENTRIES: usize = 12;

/// How many of them may tell of somebody who came across it.
const FIRST_FINDINGS: usize = 5;

/// Who or what noticed first, from the sentences of a write-up.
pub(super) fn detection(sentences: &[Sentence]) -> Option<Fact<DetectionMethod>> {
    // What stands below the measures is what will be done about detection.
    let plans = sentences.iter().position(|sentence| sentence.is_about(SectionKind::ActionItems));
    let before_plans = sentences.get(..plans.unwrap_or(sentences.len())).unwrap_or_default();
    let asked = before_plans.iter().filter(|sentence| asks(sentence)).find_map(|sentence| {
        let method = noticed(&sentence.text).or_else(|| named(&sentence.text))?;
        Some(Fact::sure(method, sentence.line))
    });
    let in_timeline = || {
        let entries = sentences.iter().filter(|sentence| {
            sentence.is_about(SectionKind::Timeline)
                && !sentence.heading
                && sentence.text.split_whitespace().nth(2).is_some()
        });
        entries.take(FIRST_ENTRIES).enumerate().find_map(|(at, entry)| {
            // What engineers discover later on is what they were looking for.
            let method = noticed(&entry.text).filter(|method| *method != Engineer || at < FIRST_FINDINGS)?;
            Some(Fact::sure(method, entry.line))
        })
    };
    let told = |kinds: &'static [SectionKind], unsure| {
        let sentences = sentences.iter().filter(move |sentence| {
            if kinds.is_empty() {
                sentence.kinds.is_empty()
            } else {
                kinds.iter().any(|kind| sentence.is_about(*kind))
            }
        });
        first(sentences, |text| tells(text).then(|| noticed(text)).flatten(), unsure)
    };
    asked
        .or_else(in_timeline)
        .or_else(|| told(&[SectionKind::Summary], None))
        .or_else(|| told(&[], Some(ASIDE)))
        .or_else(|| {
            told(&[SectionKind::RootCause, SectionKind::Impact, SectionKind::Resolution], Some(ASIDE))
        })
}

fn first<'a>(
    sentences: impl Iterator<Item = &'a Sentence>,
    read: impl Fn(&str) -> Option<DetectionMethod>,
    unsure: Option<&'static str>,
) -> Option<Fact<DetectionMethod>> {
    sentences
        .filter(|sentence| !sentence.heading)
        .find_map(|sentence| Some(Fact { value: read(&sentence.text)?, line: sentence.line, unsure }))
}

/// Whether a label or heading asks how it was noticed.
fn asks(sentence: &Sentence) -> bool {
    let label = sentence.label.as_deref().is_some_and(|label| {
        let names = [
            "detection",
            "detected",
            "discovered",
            "reported by",
            "noticed",
            "how was the issue",
            "alert source",
            "deteccion",
            "detección",
            "détection",
            "erkennung",
            "entdeckt",
            "detecção",
            "deteccao",
            "検知",
            "検出",
            "发现",
            "检测",
            "source of detection",
        ];
        let not = ["time to", "date", "detected at", "time of", "duration", "when"];
        names.iter().any(|name| label.contains(name)) && !not.iter().any(|name| label.contains(name))
    });
    label || sentence.is_about(SectionKind::Detection) && !sentence.heading
}

/// How something was noticed, if a text tells so; what is named first noticed first.
fn noticed(text: &str) -> Option<DetectionMethod> {
    let words = Words::of(text);
    let found: Vec<Match<Says>> = PHRASES.find(&words).collect();
    let other: Vec<_> = found.iter().filter(|found| found.means == Says::Other).collect();
    let mut best: Option<(usize, usize, DetectionMethod)> = None;
    for Match { means, start, end } in &found {
        let Says::Noticed(method) = means else { continue };
        if other.iter().any(|other| other.start < *end && *start < other.end) {
            continue;
        }
        // Of phrases that start together the longer one is nearer: `a complaint from our monitoring`.
        if best.is_none_or(|(from, to, _)| (*start, usize::MAX - end) < (from, to)) {
            best = Some((*start, usize::MAX - end, *method));
        }
    }
    best.map(|(_, _, method)| method)
}

/// Who is named first, where a label asks for it.
fn named(text: &str) -> Option<DetectionMethod> {
    let words = Words::of(text);
    let found: Vec<Match<Says>> = PHRASES.find(&words).collect();
    let other = |at: &Match<Says>| {
        found.iter().any(|other| other.means == Says::Other && other.start < at.end && at.start < other.end)
    };
    found.iter().filter(|found| !other(found)).find_map(|found| match found.means {
        Says::Who(method) => Some(method),
        _ => None,
    })
}

/// Whether a sentence tells of noticing at all.
fn tells(text: &str) -> bool {
    let words = Words::of(text);
    PHRASES.find(&words).any(|found| matches!(found.means, Says::Noticing | Says::Noticed(_)))
}

#[cfg(test)]
mod tests {
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
}
