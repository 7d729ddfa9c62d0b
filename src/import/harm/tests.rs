use super::super::{Writeup, lines, sentence::sentences};
use super::*;

fn read(text: &str) -> Harm {
    harm(&sentences(&Writeup::new(lines(text))))
}

#[test]
fn shares_of_users_are_read_where_they_are_said() {
    for (text, expected) in [
        ("About 35% of our users saw errors.", 35.0),
        ("Roughly 12 percent of customers could not pay.", 12.0),
        ("Nearly 70 % of all active subscribers were logged out.", 70.0),
        ("It hit 100% of users.", 100.0),
        ("Pages failed for approximately 5.5% of visitors.", 5.5),
        ("Users affected: 40%", 40.0),
        ("| Customers affected | 15 % |\n|---|---|\n| Severity | SEV-2 |", 15.0),
        ("Users affected: all", 100.0),
        ("- Impact: slow pages, with 25% of our user base hit", 25.0),
        ("Half of our users were locked out.", 50.0),
        ("A third of the customers had no mail.", 33.3),
        ("Three quarters of all visitors saw blank pages.", 75.0),
        ("One in five users could not log in.", 20.0),
        ("It affected between 20-30% of users.", 30.0),
        ("65% of players were disconnected, while the remaining 35% lagged.", 65.0),
        ("All users were hit; we estimate that about 60% of users gave up.", 60.0),
        ("Students could not submit; 90% of students were concerned.", 90.0),
        ("Afectó al 45% de los usuarios.", 45.0),
        ("Environ 30 % des utilisateurs ont été touchés.", 30.0),
        ("Betroffen waren 20 Prozent der Nutzer.", 20.0),
        ("Cerca de 10% dos clientes foram afetados.", 10.0),
        ("約20%のユーザーに影響しました。", 20.0),
        ("影响了约30%的用户。", 30.0),
        ("Rough guess: 45 % of the nurses and drivers were sent home.", 45.0),
        ("Fifteen percent of our readers saw yesterday's paper.", 15.0),
        ("One in three tenants could not open the door.", 33.3),
        ("Two thirds of the pharmacies printed by hand.", 66.7),
        ("Three out of four drivers lost the route.", 75.0),
        ("It hit 22% of accounts.", 22.0),
        ("Cerca de metade dos alunos não entrou.", 50.0),
        ("Un tercio de los lectores vio páginas vacías.", 33.3),
        ("El 12,5 % de las tiendas no pudo cobrar.", 12.5),
        ("Deux tiers des abonnés étaient bloqués.", 66.7),
        ("Un client sur quatre a été débité deux fois.", 25.0),
        ("Ein Viertel der Mieter kam nicht ins Haus.", 25.0),
        ("Jeder dritte Nutzer sah eine Fehlerseite.", 33.3),
        ("Betroffen waren 9 Prozent aller Pendler.", 9.0),
        ("Cerca de 60% dos lojistas ficaram sem vender.", 60.0),
        ("大约35%的考生无法登录。", 35.0),
        ("三分之一的会员受到影响。", 33.3),
        ("会員のうち約8%に誤ったメールが届いた。", 8.0),
        ("約3割の加盟店で決済ができなかった。", 30.0),
    ] {
        assert_eq!(read(text).users_percent.map(|fact| fact.value), Some(expected), "{text}");
    }
}

#[test]
fn shares_of_something_else_are_none_of_users() {
    for text in [
        "CPU usage was at 95%.",
        "About 30% of requests failed.",
        "The error rate rose to 12%.",
        "Traffic grew by 300% within minutes.",
        "At noon the site was 100% restored.",
        "It led to a 25% decrease in user engagement.",
        "80% of user requests timed out.",
        "All users were unable to log in.",
        "Most customers noticed nothing.",
        "A rollout to production brought down 100% of our API.",
        "95% of users were not affected.",
        "Only 40% of queued mails went out.",
        "## Action items\n\n- Page us when 5% of users see errors",
        "Disk space reached 90 percent.",
        "150% of users is no share.",
        "One user held 20% of the weekly rewards.",
        "Half of the servers were rebooted for our users.",
        "A third of the requests of our customers timed out.",
        "The disk was 97 % full and users waited.",
        "磁盘使用率达到98%，用户很慢。",
    ] {
        assert_eq!(read(text).users_percent, None, "{text}");
    }
}

#[test]
fn what_asks_for_impact_is_asked_first_and_doubt_is_kept() {
    let text = "## Summary\n\nSome 10% of users noticed.\n\n## Impact\n\n25% of users were locked out.";
    let fact = read(text).users_percent.unwrap();
    assert_eq!((fact.value, fact.line, fact.unsure), (25.0, 7, Some(SEVERAL)));
    let fact = read("It hit 20 to 30% of users.").users_percent.unwrap();
    assert_eq!((fact.value, fact.unsure), (30.0, Some(RANGE)));
}

#[test]
fn users_and_requests_are_counted() {
    for (text, users, requests) in [
        ("Around 12,000 users were affected.", Some(12_000), None),
        ("It impacted 2.5 million customers.", Some(2_500_000), None),
        ("Four users encountered it.", Some(4), None),
        ("Users affected: 350", Some(350), None),
        ("There were about 3.7M failed requests.", None, Some(3_700_000)),
        ("During that time 4,200 orders failed.", None, Some(4_200)),
        ("For an hour three in ten orders failed.", None, None),
        ("Of the morning, 20 of 3,000 requests failed.", None, None),
        ("Three users reported that they were affected.", None, None),
        ("A peak of 3 million concurrent users affected the database.", None, None),
        ("It took 3 hours for users to be affected.", None, None),
    ] {
        let harm = read(text);
        assert_eq!(harm.users.map(|fact| fact.value), users, "{text}");
        assert_eq!(harm.requests_failed.map(|fact| fact.value), requests, "{text}");
    }
}

#[test]
fn loss_is_told_from_what_was_only_feared() {
    for (text, expected) in [
        ("No data was lost.", Some(false)),
        ("There was no loss of customer data.", Some(false)),
        ("Two hours of data were lost.", Some(true)),
        ("It caused loss of transactions.", Some(true)),
        ("There was a risk of data loss.", None),
        ("Backups prevent data loss.", None),
    ] {
        assert_eq!(read(text).data_loss.map(|fact| fact.value), expected, "{text}");
    }
    let money = |text: &str| read(text).revenue_lost.map(|fact| fact.value);
    assert_eq!(money("Estimated revenue loss of $200,000 due to it.").as_deref(), Some("$200,000"));
    assert_eq!(money("We lost 12.000 € of revenue.").as_deref(), Some("12.000 €"));
    assert_eq!(money("A new server costs $500."), None);
    assert_eq!(read("Near miss: yes").near_miss.map(|fact| fact.value), Some(true));
    assert_eq!(read("There was no near miss.").near_miss, None);
}

#[test]
fn the_kind_and_the_summary_stand_under_impact() {
    for (text, kind) in [
        ("## Impact\n\nA complete outage of the shop.", Some(ImpactKind::Outage)),
        ("## Impact\n\nPages were slow, with degraded search.", Some(ImpactKind::Degradation)),
        ("## Impact\n\nA partial outage of the API.", Some(ImpactKind::PartialOutage)),
        ("## Impact\n\nNo users were affected.", Some(ImpactKind::None)),
        ("## Impact\n\nIt could have been a complete outage.", None),
        ("## Lessons learned\n\nA complete outage is bad.", None),
    ] {
        assert_eq!(read(text).kind.map(|fact| fact.value), kind, "{text}");
    }
    let summary = |text: &str| read(text).summary.map(|fact| fact.value);
    assert_eq!(summary("Impact: nobody could pay.").as_deref(), Some("nobody could pay."));
    assert_eq!(
        summary("## Impact\n\nNobody could pay. Carts were lost.\n\n## Timeline\n\n- 10:00 x").as_deref(),
        Some("Nobody could pay. Carts were lost.")
    );
    assert_eq!(summary("## Summary\n\nIt broke."), None);
}
