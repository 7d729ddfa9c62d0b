//! Ways of telling who noticed.

use super::super::{Writeup, lines, sentence::sentences};
use super::*;

fn method(text: &str) -> Option<&'static str> {
    let writeup = Writeup::new(lines(text));
    detection(&sentences(&writeup)).map(|fact| fact.value.key())
}

/// The texts of a table that are not read as expected, with what they are read as.
fn misread(table: &[(String, Option<&'static str>)]) -> Vec<String> {
    let read = table.iter().map(|(text, expected)| (text, *expected, method(text)));
    read.filter(|(_, expected, read)| expected != read)
        .map(|(text, expected, read)| format!("{text}: {read:?} instead of {expected:?}"))
        .collect()
}

#[test]
fn labels_and_sections_that_ask_are_believed() {
    let table = [
        ("- Detection method: Grafana alert on the queue", "monitoring"),
        ("Detected by: customer tickets", "customer"),
        ("**Detection:** a developer saw it in the logs", "engineer"),
        ("| Severity | SEV-2 |\n|---|---|\n| Detected by | synthetic probe |", "synthetic"),
        ("## Detection\n\nThe nightly probe failed twice, then Datadog fired an alert.", "synthetic"),
        ("## How we noticed\n\nA partner informed us that nothing arrived.", "partner"),
        ("Reported by: the support team", "customer"),
        ("## Detección\n\nLos clientes reportaron que nada cargaba.", "customer"),
        ("## Erkennung\n\nErkennung: Kunden meldeten leere Seiten.", "customer"),
        ("検知: 監視アラート", "monitoring"),
    ]
    .map(|(text, expected)| (text.to_owned(), Some(expected)));
    assert_eq!(misread(&table), Vec::<String>::new());
}

#[test]
fn the_first_to_notice_in_a_timeline_wins() {
    let timeline = |entries: &str| format!("## Timeline\n\n{entries}");
    let table = [
        ("- 10:00 Alerts fired for latency\n- 10:05 Users reported errors", "monitoring"),
        ("- 10:00 Users reported errors\n- 10:05 Alerts fired for latency", "customer"),
        ("- 10:00 Deploy\n- 10:02 On-call engineer noticed odd graphs", "engineer"),
        ("- 10:00 A complaint came in from our monitoring system", "monitoring"),
        ("- 10:00 Support received several calls", "customer"),
        ("- 10:00 The on-call was paged", "monitoring"),
        ("- 10:00 The hourly end-to-end test went red", "synthetic"),
        ("- 10:00 Complaints on Twitter pile up", "social"),
        ("- 10:00 Tests started\n- 10:03 Prometheus alert for 5xx", "monitoring"),
        ("- 10:00 Our provider notified us of a fault", "partner"),
        ("- 10:00 The QA team discovered blank pages", "engineer"),
    ]
    .map(|(entries, expected)| (timeline(entries), Some(expected)));
    assert_eq!(misread(&table), Vec::<String>::new());
}

#[test]
fn what_the_summary_says_counts_next() {
    let table = [
        ("## Summary\n\nCustomers complained about empty carts.", "customer"),
        ("## Summary\n\nIt was noticed by an engineer on her way home.", "engineer"),
        ("## Summary\n\nThe outage was detected by our monitoring.", "monitoring"),
        ("Orders failed for an hour. Alerts triggered at once.", "monitoring"),
    ]
    .map(|(text, expected)| (text.to_owned(), Some(expected)));
    assert_eq!(misread(&table), Vec::<String>::new());
}

#[test]
fn what_does_not_tell_of_noticing_says_nothing() {
    let table = [
        "## Timeline\n\n- 10:00 Logs checked by the team\n- 10:05 Monitoring confirms recovery",
        "## Timeline\n\n- 10:00 We informed our customers",
        "## Action items\n\n- Add alerts so that monitoring detects this",
        "## Impact\n\nUsers could not log in.",
        "## Contributing factors\n\n- No alerting for the queue",
        "## Corrective measures\n\n- Reboot\n\n## Monitoring\n\n- Alerts are triggered earlier from now on",
    ]
    .map(|text| (text.to_owned(), None));
    assert_eq!(misread(&table), Vec::<String>::new());
}

#[test]
fn many_words_tell_of_noticing() {
    let timeline = |entries: &str| format!("## Timeline\n\n{entries}");
    let table = [
        ("Icinga: queue depth critical", "monitoring"),
        ("pager goes off, I leave the kitchen", "monitoring"),
        ("alarm for the frost room, both sensors", "monitoring"),
        ("the tile for logins turned red", "monitoring"),
        ("error budget alert, the second this week", "monitoring"),
        ("liveness probes failing on all pods", "monitoring"),
        ("synthetic login stopped working", "synthetic"),
        ("canary unhealthy in two zones", "synthetic"),
        ("smoke test after the release is red", "synthetic"),
        ("test order from the robot never arrived", "synthetic"),
        ("a baker phones: her orders are gone", "customer"),
        ("first calls about empty baskets", "customer"),
        ("several pharmacies report blank labels", "customer"),
        ("complaints pour in", "customer"),
        ("reception asks whether the door is broken", "customer"),
        ("the service desk gets forty calls", "customer"),
        ("a technician finds that nothing is written", "engineer"),
        ("Ines sees by chance that the graph is flat", "engineer"),
        ("while reviewing something else, Tom stumbled upon zeros", "engineer"),
        ("I open the shop on my tablet: white", "engineer"),
        ("the registrar wrote that the name would be parked", "partner"),
        ("phone call from the bank: no transfers since noon", "partner"),
        ("another team asks why the bus is silent", "partner"),
        ("a security researcher sends us a link", "partner"),
        ("first posts about it on Mastodon", "social"),
        ("a reader wrote on Reddit that the crossword is empty", "social"),
        ("a photo of the screen is trending", "social"),
        ("comments under our stream say it is mute", "social"),
    ]
    .map(|(entry, expected)| (timeline(&format!("- 10:00 {entry}\n- 10:30 Fixed")), Some(expected)));
    assert_eq!(misread(&table), Vec::<String>::new());
}

#[test]
fn other_languages_tell_of_noticing() {
    let timeline = |entries: &str| format!("## Timeline\n\n{entries}");
    let table = [
        ("Salta la alarma de la cola", "monitoring"),
        ("Una farmacia llama y pregunta por los pedidos", "customer"),
        ("Un técnico se da cuenta de que falta el tráfico", "engineer"),
        ("El proveedor nos avisa de un corte", "partner"),
        ("Quejas en Twitter por la lentitud", "social"),
        ("Alerte de la supervision sur la file", "monitoring"),
        ("Un adhérent téléphone au secrétariat", "customer"),
        ("Une développeuse remarque une page vide", "engineer"),
        ("L'hébergeur nous prévient d'un incident", "partner"),
        ("La sonde externe passe au rouge", "synthetic"),
        ("Icinga schlägt Alarm", "monitoring"),
        ("Zwei Filialen melden leere Regale", "customer"),
        ("Eine Kollegin bemerkt zufällig alte Preise", "engineer"),
        ("Die Hausbank rief an", "partner"),
        ("Die Testbestellung schlug fehl", "synthetic"),
        ("Alerta do Zabbix: fila parada", "monitoring"),
        ("Alunos reclamam que a prova sumiu", "customer"),
        ("Uma analista percebeu valores zerados", "engineer"),
        ("O banco ligou perguntando pelos pagamentos", "partner"),
        ("告警：接口延迟超过三秒", "monitoring"),
        ("客服接到家长投诉", "customer"),
        ("运维同事偶然发现队列为空", "engineer"),
        ("供应商来电通知线路中断", "partner"),
        ("微博上有人发截图", "social"),
        ("拨测任务连续失败", "synthetic"),
        ("監視アラートが発報", "monitoring"),
        ("店舗から問い合わせが入る", "customer"),
        ("開発担当が偶然見つける", "engineer"),
        ("取引先から連絡を受ける", "partner"),
        ("SNSで話題になる", "social"),
        ("外形監視が失敗を検知", "synthetic"),
    ]
    .map(|(entry, expected)| (timeline(&format!("- 10:00 {entry}\n- 10:30 OK")), Some(expected)));
    assert_eq!(misread(&table), Vec::<String>::new());
}

#[test]
fn headings_that_ask_are_answered() {
    let table = [
        ("## Who noticed\n\nYou did, on the knitting forum.", "social"),
        ("## How we learned of it\n\nThe desk of our partner Fennwick rang. It was late.", "partner"),
        ("## How did it come to light?\n\nWe had seen nothing. A nurse called the hotline.", "customer"),
        ("## How we found out\n\nWe did not look. A teacher told us.", "customer"),
        ("Our supplier Fennwick sends labels.\n\n## Timeline\n\n- 9:00 call from Fennwick", "partner"),
    ]
    .map(|(text, expected)| (text.to_owned(), Some(expected)));
    assert_eq!(misread(&table), Vec::<String>::new());
}

#[test]
fn words_of_noticing_that_tell_of_something_else_say_nothing() {
    let table = [
        "## Timeline\n\n- 10:00 Customers were informed by mail",
        "## Timeline\n\n- 10:00 Traffic from a social media campaign\n- 10:05 Servers slow",
        "## Timeline\n\n- 10:00 No alert fired\n- 11:00 Server restarted",
        "## Timeline\n\n- 10:00 Alerts cleared",
        "## Timeline\n\n- 10:00 Fix deployed, awaiting user feedback",
        "On 3 March, Discord had trouble with its voice servers.",
        "At noon the database was writable again and Sentry came back online.",
        "Alerts for the length of the queue were added afterwards.",
        "The release led to customers experiencing write failures.",
        "## Timeline\n\n- 10:00 Opened a ticket with the provider",
        "## Monitoring\n\nWe have moved everything to the second provider and keep an eye on it for now.",
    ]
    .map(|text| (text.to_owned(), None));
    assert_eq!(misread(&table), Vec::<String>::new());
}
