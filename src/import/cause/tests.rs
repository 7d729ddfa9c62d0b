use super::super::{Writeup, lines, sentence::sentences};
use super::*;
use crate::model::TermEntry;

fn read(text: &str, keywords: &Keywords) -> (Vec<String>, Vec<String>) {
    let causes = causes(&sentences(&Writeup::new(lines(text))), keywords);
    let keys =
        |facts: Vec<Fact<Term>>| facts.into_iter().map(|fact| fact.value.as_str().to_owned()).collect();
    (keys(causes.root_causes), keys(causes.triggers))
}

fn built_in() -> Keywords {
    Keywords::new(&Taxonomy::root_causes(), &Taxonomy::triggers())
}

#[test]
fn the_best_term_is_what_the_section_of_the_cause_says() {
    let keywords = built_in();
    for (text, expected) in [
        ("A wrong value in the proxy's settings sent everybody to an empty page.", "config-change"),
        ("The cache was misconfigured during a cleanup.", "config-change"),
        ("Someone enabled a feature flag that nobody had tried.", "config-change"),
        ("The outage was caused by an incorrect environment variable.", "config-change"),
        ("The new limit was set too low for the evening.", "config-change"),
        ("The worker leaked memory in a loop, a bug since spring.", "software-bug"),
        ("A race condition in the booking code let two people buy one seat.", "software-bug"),
        ("The parser threw an unhandled exception on empty names.", "software-bug"),
        ("An off by one in the invoice code.", "software-bug"),
        ("The latest release removed a check that the app needs.", "bad-deploy"),
        ("A faulty deployment reached all hosts at once.", "bad-deploy"),
        ("The new version was rolled out without being tried on staging.", "bad-deploy"),
        ("The host ran out of disk space.", "capacity"),
        ("Connections were exhausted because of a surge of visitors.", "capacity"),
        ("The servers could not handle the increased load.", "capacity"),
        ("Pods were OOMKilled one after the other.", "capacity"),
        ("The queue was overloaded by imports.", "capacity"),
        ("Two transactions waited for each other in a deadlock.", "database"),
        ("A slow query without an index held the table.", "database"),
        ("Replication lag made reads stale.", "database"),
        ("A schema migration locked the orders table.", "database"),
        ("Our payment provider had an outage.", "dependency"),
        ("A third-party API returned errors all morning.", "dependency"),
        ("An npm package that we use was withdrawn.", "dependency"),
        ("A router lost its BGP sessions.", "network"),
        ("Packet loss between two sites.", "network"),
        ("The fibre was cut by an excavator.", "network"),
        ("DNS records pointed at the old host.", "dns"),
        ("Name resolution failed within the cluster.", "dns"),
        ("A failed SSD in the primary host.", "hardware"),
        ("The RAID controller died.", "hardware"),
        ("A power outage in the data center.", "power"),
        ("The cooling failed and machines shut down.", "power"),
        ("A DDoS attack filled the link.", "security"),
        ("An attacker used stolen credentials.", "security"),
        ("The TLS certificate expired overnight.", "certificate-expiry"),
        ("Nobody renewed the domain, so it expired.", "certificate-expiry"),
        ("Clock skew between the nodes made tokens invalid.", "time"),
        ("Daylight saving time moved the job by an hour.", "time"),
        ("Retries overwhelmed what was left, a thundering herd.", "cascading-failure"),
        ("One after the other failed in a cascading failure.", "cascading-failure"),
        ("An automated script deleted the wrong buckets.", "automation"),
        ("A cron job overlapped with itself.", "automation"),
        ("Corrupted records were written to the ledger.", "data-corruption"),
        ("The change was never reviewed, and there was no checklist.", "process"),
        ("It was human error: the wrong terminal was open.", "human-error"),
        ("An operator accidentally shut down the production host.", "human-error"),
        ("The root cause could not be determined; it remains unknown.", "unknown"),
    ] {
        let (root_causes, _) = read(&format!("# Outage\n\n## Root cause\n\n{text}\n"), &keywords);
        assert_eq!(root_causes.first().map(String::as_str), Some(expected), "{text}: {root_causes:?}");
    }
}

#[test]
fn every_term_is_known_by_many_words() {
    let keywords = built_in();
    let mut misread = Vec::new();
    for (text, expected) in [
        ("The comparison of two strings was inverted for empty names.", "software-bug"),
        ("The handler was not idempotent and charged twice.", "software-bug"),
        ("An apostrophe ended the string since the quoting was missing.", "software-bug"),
        ("The new image was built without the font library.", "bad-deploy"),
        ("An unfinished feature went live with the app.", "bad-deploy"),
        ("The proxy was left at its default of one megabyte, the upload limit.", "config-change"),
        ("A rule matched everything and blocked all logins.", "config-change"),
        ("Four times the usual load, and all workers were busy.", "capacity"),
        ("The spool disk was full, as it was sized for an ordinary week.", "capacity"),
        ("A full table scan for each check after the index was dropped.", "database"),
        ("A long transaction held a lock on the bookings table.", "database"),
        ("The supplier switched off the first version of the API.", "dependency"),
        ("Packets above the MTU of the tunnel vanished.", "network"),
        ("A neighbour accepted a route leak for our prefixes.", "network"),
        ("The secondaries let the zone expire after failed transfers.", "dns"),
        ("A cracked solder joint on the backplane.", "hardware"),
        ("A fuse blew and the UPS batteries were flat.", "power"),
        ("A long-lived key was published in a public repository.", "security"),
        ("Three employees entered their passwords on a fake login page.", "security"),
        ("The intermediate was past its notAfter and nobody renewed it.", "certificate-expiry"),
        ("The clocks went back and the hour from two to three came twice.", "time"),
        (
            "Clients retried without backoff and the remaining nodes fell one after another.",
            "cascading-failure",
        ),
        ("The nightly cleanup job deleted live pages that it considered old.", "automation"),
        ("Columns were shifted in the import, so results of patients were swapped.", "data-corruption"),
        ("Each team thought that the other would tell the customer; there is no hand-over.", "process"),
        ("I typed the command into the wrong terminal.", "human-error"),
        ("El disco se llenó y nadie lo vio.", "capacity"),
        ("Un técnico borró por error la carpeta equivocada.", "human-error"),
        ("Le certificat a expiré dans la nuit.", "certificate-expiry"),
        ("Une coupure de courant a éteint la salle.", "power"),
        ("Der Bagger hat das Glasfaserkabel durchtrennt.", "network"),
        ("Die Zeitumstellung brachte zwei gleiche Stunden.", "time"),
        ("O script de limpeza apagou as contas ativas.", "automation"),
        ("O fornecedor ficou fora do ar.", "dependency"),
        ("清理脚本误删了有效账户，自动执行前没有确认。", "automation"),
        ("磁盘写满导致服务无法写入。", "capacity"),
        ("証明書の有効期限が切れていた。", "certificate-expiry"),
        ("担当者が操作を誤って別のサーバを停止した。", "human-error"),
    ] {
        let (causes, _) = read(&format!("## Root cause\n\n{text}"), &keywords);
        if !causes.iter().any(|term| term == expected) {
            misread.push(format!("{text}: {causes:?} instead of {expected}"));
        }
    }
    assert_eq!(misread, Vec::<String>::new());
}

#[test]
fn a_hint_is_enough_only_where_the_cause_is_asked_for() {
    let keywords = built_in();
    let hint = "It was the disk.";
    let facts = |text: &str| causes(&sentences(&Writeup::new(lines(text))), &keywords).root_causes;
    let asked = facts(&format!("## Root cause\n\n{hint}"));
    assert_eq!(asked.first().map(|fact| (fact.value.as_str(), fact.unsure)), Some(("capacity", Some(FEW))));
    assert_eq!(facts(hint), []);
}

#[test]
fn other_languages_are_known() {
    let keywords = built_in();
    for (text, expected) in [
        ("## Causa raíz\n\nUn error de configuración en el proxy.", "config-change"),
        ("## Cause racine\n\nUne erreur de configuration du serveur.", "config-change"),
        ("## Ursache\n\nEine Fehlkonfiguration des Servers.", "config-change"),
        ("## Causa raiz\n\nFalta de memória no servidor de aplicação: sem memória.", "capacity"),
        ("## 根本原因\n\n配置错误导致服务不可用。", "config-change"),
        ("## 根本原因\n\n証明書の期限切れ。", "certificate-expiry"),
        ("## Ursache\n\nDas Zertifikat war abgelaufen.", "certificate-expiry"),
    ] {
        let (root_causes, _) = read(text, &keywords);
        assert_eq!(root_causes.first().map(String::as_str), Some(expected), "{text}: {root_causes:?}");
    }
}

#[test]
fn what_was_suspected_denied_or_planned_is_no_cause() {
    let keywords = built_in();
    for (text, expected) in [
        (
            "## Timeline\n\n- 10:00 We suspected a DDoS attack\n- 10:20 A full disk was found to be the root cause: out of disk space",
            "capacity",
        ),
        ("## Root cause\n\nIt was not a network issue; the disk was full.", "capacity"),
        (
            "## Root cause\n\nWe first assumed a slow query, but the certificate had expired.",
            "certificate-expiry",
        ),
        (
            "## Root cause\n\nThe disk was full.\n\n## Action items\n\n- Review the firewall rules\n- Add database indexes",
            "capacity",
        ),
        (
            "## Summary\n\nThe shop was slow due to a deadlock.\n\n## Resolution\n\nWe rolled back the configuration.",
            "database",
        ),
        (
            "Root cause: a typo in the firewall configuration file\n\nImpact: the database was overloaded",
            "config-change",
        ),
        ("The outage was caused by a memory leak, which led to overloaded hosts.", "software-bug"),
    ] {
        let (root_causes, _) = read(text, &keywords);
        assert_eq!(root_causes.first().map(String::as_str), Some(expected), "{text}: {root_causes:?}");
        assert!(root_causes.len() <= 2, "{root_causes:?}");
    }
}

#[test]
fn without_evidence_nothing_is_said() {
    let keywords = built_in();
    for text in [
        "",
        "# Postmortem\n\nIt was a quiet day.",
        "## Timeline\n\n- 10:00 We suspected a DDoS attack",
        "## Action items\n\n- Fix the firewall configuration",
    ] {
        assert_eq!(read(text, &keywords), (vec![], vec![]), "{text}");
    }
}

#[test]
fn what_set_it_off_is_told_apart() {
    let keywords = built_in();
    for (text, expected) in [
        ("## Root cause\n\nTriggered by a recent deployment of the shop.", Some("deploy")),
        ("Trigger: a configuration change on the proxy", Some("config-push")),
        ("## Summary\n\nThe outage was caused by a surge in traffic after a flash sale.", Some("traffic")),
        ("Trigger: the certificate expired", Some("expiry")),
        ("Trigger: scheduled maintenance of the switches", Some("maintenance")),
        ("Trigger: a DDoS attack", Some("attack")),
        ("## Root cause\n\nThe team was tired.", None),
        ("## Timeline\n\n- 11:00 A fix was deployed", None),
    ] {
        let (_, triggers) = read(text, &keywords);
        assert_eq!(triggers.first().map(String::as_str), expected, "{text}");
    }
}

#[test]
fn a_project_s_own_terms_and_words_count() {
    let mut taxonomy = Taxonomy::root_causes();
    let entry = |keywords: &[&str], aliases: &[&str]| TermEntry {
        keywords: keywords.iter().map(|word| (*word).to_owned()).collect(),
        aliases: aliases.iter().map(|word| (*word).to_owned()).collect(),
        ..TermEntry::default()
    };
    taxonomy.insert(&Term::parse("tenant-isolation").unwrap(), entry(&["noisy neighbo*"], &[]));
    taxonomy.insert(&Term::parse("capacity/connection-pool").unwrap(), entry(&[], &["pgbouncer"]));
    taxonomy.insert(&Term::parse("config-change").unwrap(), entry(&["zonefile flag"], &[]));
    let keywords = Keywords::new(&taxonomy, &Taxonomy::triggers());
    for (text, expected) in [
        ("A noisy neighbour took all the time.", "tenant-isolation"),
        ("It was tenant isolation again.", "tenant-isolation"),
        ("Pgbouncer had no slots left.", "capacity/connection-pool"),
        ("The connection pool was exhausted.", "capacity/connection-pool"),
        ("The zonefile flag was on.", "config-change"),
    ] {
        let (root_causes, _) = read(&format!("## Root cause\n\n{text}"), &keywords);
        assert_eq!(root_causes.first().map(String::as_str), Some(expected), "{text}: {root_causes:?}");
    }
}

#[test]
fn a_cause_knows_its_line_and_how_sure_it_is() {
    let keywords = built_in();
    let found = |text: &str| causes(&sentences(&Writeup::new(lines(text))), &keywords).root_causes;
    let sure = found("# Outage\n\n## Root cause\n\nThe disk was full, caused by a full disk.\n");
    assert_eq!(sure.first().map(|fact| (fact.line, fact.unsure)), Some((5, None)));
    let unsure = found("# Outage\n\nThe disk was full.\n");
    assert_eq!(unsure.first().map(|fact| (fact.line, fact.unsure)), Some((3, Some(FEW))));
}

#[test]
fn book_toml_extends_the_words() {
    let text = "[postmortem.root-causes.tenant-isolation]\nkeywords = [\"noisy neighbo*\"]\n\n[postmortem.triggers.deploy]\nkeywords = [\"train left\"]\n";
    let mut diagnostics = crate::diagnostic::Diagnostics::default();
    let file = crate::source::SourceFile::new("book.toml", text);
    let settings = crate::config::read(&file, &mut diagnostics).postmortem;
    let keywords = Keywords::new(&settings.root_causes, &settings.triggers);
    let (root_causes, triggers) =
        read("Root cause: a noisy neighbour\n\nTrigger: the evening's train left", &keywords);
    assert_eq!((root_causes, triggers), (vec!["tenant-isolation".to_owned()], vec!["deploy".to_owned()]));
}
