//! Times of whole write-ups.

use super::Stamps;
use crate::import::facts::facts;

/// What is read of a text: date, start, end, zone, minutes; `-` where nothing is.
fn read(text: &str) -> String {
    let facts = facts(text).into_iter().next().expect("a write-up");
    let when = facts.when;
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    [
        or_dash(when.date.map(|date| date.value.to_string())),
        or_dash(when.start.map(|start| start.value.to_string())),
        or_dash(when.end.map(|end| end.value.to_string())),
        or_dash(when.zone.map(|zone| zone.value.written)),
        or_dash(when.duration.map(|minutes| minutes.value.to_string())),
    ]
    .join(" | ")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(read(text), expected, "{text}");
}

#[test]
fn labels_say_when_in_many_forms() {
    for (text, expected) in [
        (
            "# Cart outage\n\n## Summary\n- **Date:** 14 March 2023\n- **Start Time:** 08:12 (UTC)\n- **End Time:** 09:02 (UTC)\n- **Duration:** 50 minutes\n\n## Root Cause\nA full disk.\n",
            "2023-03-14 | 08:12 | 09:02 | UTC | 50",
        ),
        (
            "Incident: mail queue stuck\nStart: 2022-11-03 22:40 CET\nEnd: 2022-11-04 00:10 CET\n\nRoot cause:\nA loop.\n",
            "2022-11-03 | 22:40 | 00:10 | CET | 90",
        ),
        (
            "## Issue Summary\n\n| Field | Value |\n|---|---|\n| Incident date | 5 Feb 2024 |\n| Duration | 1h 15m |\n| Severity | SEV-2 |\n\n## Timeline\n- 10:05 EST alert\n- 11:20 EST service restored\n",
            "2024-02-05 | 10:05 | 11:20 | EST | 75",
        ),
        (
            "# Postmortem\n\n**Duration of the outage:** 2:15pm - 3:40pm EAT, 8th August 2023\n\n**Impact:** Nobody could pay.\n",
            "2023-08-08 | 14:15 | 15:40 | EAT | 85",
        ),
        (
            "ISSUE SUMMARY\nOutage window: Tuesday, April 4, 2023, 6PM to 7:30PM (GMT+2)\n\nTIMELINE\n6PM first complaint\n7:30PM all is well\n",
            "2023-04-04 | 18:00 | 19:30 | GMT+2 | 90",
        ),
        (
            "## Summary\nPosted on: July 20, 2023\nIncident date: July 18, 2023\nTime: 13:05 - 13:50 UTC\n\n## Action items\n- Fix the probe (due 2023-08-01)\n",
            "2023-07-18 | 13:05 | 13:50 | UTC | 45",
        ),
        (
            "## Issue summary\n\nDuration:\n* Start time:\n03/25/2024 9:10 AM PST\n* End time:\n03/25/2024 9:55 AM PST\n",
            "2024-03-25 | 09:10 | 09:55 | PST | 45",
        ),
        ("## Overview\nDuration: 02:45 hours\nDate: 2023-01-05\n", "2023-01-05 | - | - | - | 165"),
    ] {
        check(text, expected);
    }
}

#[test]
fn sentences_say_when_in_many_forms() {
    for (text, expected) in [
        (
            "# Final\n\n## Summary\nOn 31 May 2025, starting at kick-off (21:00 CEST), streams failed. It was over by 21:40.\n",
            "2025-05-31 | 21:00 | 21:40 | CEST | 40",
        ),
        (
            "# Launch\n\n## Summary\nOn 12 December 2023 matchmaking was broken from 16:03 on, for four hours.\n\n## Timeline\n- 16:00 season unlocks\n- 20:03 all regions fine again\n",
            "2023-12-12 | 16:03 | 20:03 | - | 240",
        ),
        (
            "# Bot\n\n**ann** opened this issue on Aug 3, 2022\n\n## TL;DR\nThe bot failed on 2 August 2022.\n",
            "2022-08-02 | - | - | - | -",
        ),
        (
            "# Login failure\n\n## Summary\nOn the 21st of May 2023, between 11:45 PM and 12:30 AM WAT, nobody could log in.\n",
            "2023-05-21 | 23:45 | 00:30 | WAT | 45",
        ),
        (
            "## Issue Summary\nThe outage began at 9:15 AM EST on January 9, 2024 and was fully resolved at 11:00 AM EST.\n",
            "2024-01-09 | 09:15 | 11:00 | EST | 105",
        ),
        (
            "## Issue Summary\nOur shop was down for 35 minutes on 2 June 2022, starting at 14:20 UTC.\n\n## Timeline\n- 14:20: errors\n- 14:55: the fix is live\n",
            "2022-06-02 | 14:20 | 14:55 | UTC | 35",
        ),
        (
            "## Summary\nFrom 9 to 11 AM Pacific Time on Oct 7, 2021 the API returned errors.\n",
            "2021-10-07 | 09:00 | 11:00 | Pacific Time | 120",
        ),
        (
            "## Summary\nAt noon on 3 March 2020 the queue stopped. Service was restored by 2 PM.\n",
            "2020-03-03 | 12:00 | 14:00 | - | 120",
        ),
        (
            "# API outage on Sept 14, 2022 (3:00 PM - 3:25 PM CEST)\n\n## Impact\nAll calls failed.\n",
            "2022-09-14 | 15:00 | 15:25 | CEST | 25",
        ),
        (
            "## Summary\nOn 2021-08-30 a release went out at 08:00 UTC. The incident started at 08:20 UTC and lasted about two hours.\n\n## Timeline\n* 08:00 UTC - release\n* 08:20 UTC - outage begins\n* 10:05 UTC - back to normal\n",
            "2021-08-30 | 08:20 | 10:05 | UTC | 120",
        ),
    ] {
        check(text, expected);
    }
}

#[test]
fn times_without_colons_and_zones_in_brackets_are_read() {
    for (text, expected) in [
        (
            "# Ferry kiosk\n\n## Summary\nOn 4 June 2018 from 08.10 to 09.25 (EEST) no kiosk printed.\n\n## Timeline\n- 08.10 kiosks fail\n- 08.40 cable found\n- 09.25 kiosks print again\n",
            "2018-06-04 | 08:10 | 09:25 | EEST | 75",
        ),
        (
            "# Guichet\n\n## Résumé\nLe 4 juin 2018, de 8h10 à 9h25 (heure de Bruxelles), le guichet était en panne.\n",
            "2018-06-04 | 08:10 | 09:25 | heure de Bruxelles | 75",
        ),
        (
            "# Totem\n\n## Resumo\nEntre 14h10 e 17h45 do dia 4 de junho de 2018 (BRT) o totem ficou indisponível.\n",
            "2018-06-04 | 14:10 | 17:45 | BRT | 215",
        ),
        (
            "# Kiosk\n\n## Summary\nThe kiosk was down on 4 June 2018 from 14:05 CEST (12:05 UTC) to 15:35 CEST (13:35 UTC).\n",
            "2018-06-04 | 14:05 | 15:35 | CEST | 90",
        ),
        (
            "# Kiosk\n\n## Summary\nFrom Monday 4 June 2018 22:10 until Wednesday 6 June 2018 01:10 (CEST) the kiosk was down.\n",
            "2018-06-04 | 22:10 | 01:10 | CEST | 1620",
        ),
        (
            "# Kiosk\n\n## Summary\nOn 4 June 2018 the kiosk went dark at 14:05. It opened again at 15:35, ninety minutes after my slip.\n",
            "2018-06-04 | 14:05 | 15:35 | - | 90",
        ),
        (
            "# Kiosk\n\n## Summary\nFor three days nobody could print. On Febuary 6, 2018 the first version of the driver was switched off.\n",
            "2018-02-06 | - | - | - | 4320",
        ),
    ] {
        check(text, expected);
    }
}

#[test]
fn stamps_of_mails_meetings_and_stopwatches_are_none_of_the_incident() {
    for (text, expected) in [
        (
            "From: Ada <ada@a.example>\nTo: all\nDate: Wed, 6 Jun 2018 08:15:02 +0200\nSubject: Kiosk outage\n\n## Summary\nOn Monday 4 June the kiosk was down from 14:05 to 15:35 CEST.\n\n> On Tue, 5 Jun 2018 at 08:01, Bo wrote:\n> what happened? we meet at 10:00\n",
            "2018-06-04 | 14:05 | 15:35 | CEST | 90",
        ),
        (
            "# Kiosk retro\n\n- **When:** Fri 8 June 2018, 10:00-11:00\n- **Who:** Ada, Bo\n- **Room:** Elm\n\n## Summary\nThe kiosk was down from 4 June 14:05 until 5 June 15:35 (CET).\n",
            "2018-06-04 | 14:05 | 15:35 | CET | 1530",
        ),
        ("## Overview\nDate: 2018-06-04\nDuration: 1:30 h\n", "2018-06-04 | - | - | - | 90"),
        ("## Overview\nDate: 2018-06-04\nDuration: 01:30:00\n", "2018-06-04 | - | - | - | 90"),
    ] {
        check(text, expected);
    }
}

#[test]
fn timelines_say_when_where_nothing_else_does() {
    for (text, expected) in [
        (
            "# Portal\n\n## Timeline\n2022-01-31 (all times EET)\n- 08:10 **OUTAGE BEGINS** logins fail\n- 10:05 logins work again for some\n- 11:05 **OUTAGE ENDS** queue normal\n",
            "2022-01-31 | 08:10 | 11:05 | EET | 175",
        ),
        (
            "# Disk full\n\n## Timeline (all times UTC)\n\n### 12 May 2022\n- 07:55 Deploy of the new agent\n- 08:10 Site goes down\n- 08:40 Agent removed, service restored\n- 15:00 Postmortem meeting\n",
            "2022-05-12 | 08:10 | 08:40 | UTC | 30",
        ),
        (
            "# Slow search\n\n## Timeline\n| Time (CET) | Event |\n|---|---|\n| 2023-02-01 23:50 | Alert |\n| 2023-02-02 00:35 | Fixed |\n",
            "2023-02-01 | 23:50 | 00:35 | CET | 45",
        ),
        (
            "## Timeline\n- 10.05 am: pages load slowly\n- 10.40 am: index rebuilt, all is back to normal\n",
            "- | 10:05 | 10:40 | - | 35",
        ),
        (
            "## Timeline (CEST)\n- 13.05. 23:50 kiosks fail\n- 14.05. 00:10 a cable hangs loose\n- 14.05. 01:20 kiosks are back online\n",
            "05-13 | 23:50 | 01:20 | CEST | 90",
        ),
    ] {
        check(text, expected);
    }
}

#[test]
fn other_languages_say_when() {
    for (text, expected) in [
        (
            "# Caída del pago\n\n## Resumen\nEl 9 de julio de 2021, entre las 10:15 y las 11:45 (UTC), el pago no funcionó.\n",
            "2021-07-09 | 10:15 | 11:45 | UTC | 90",
        ),
        (
            "# Panne de la recherche\n\n## Résumé\nDate : 1er mars 2024\nDébut : 14h05\nFin : 15h20\nDurée : 1h15\n",
            "2024-03-01 | 14:05 | 15:20 | - | 75",
        ),
        (
            "# Ausfall der Anmeldung\n\n## Zusammenfassung\nAm 3. Mai 2024 war die Anmeldung von 9:30 Uhr bis 10:10 Uhr gestört.\n",
            "2024-05-03 | 09:30 | 10:10 | - | 40",
        ),
        (
            "# Queda do site\n\n## Resumo\nInício: 5 de março de 2023, 20:00\nFim: 5 de março de 2023, 21:30\n",
            "2023-03-05 | 20:00 | 21:30 | - | 90",
        ),
        (
            "# 支付故障\n\n## 摘要\n开始时间：2024年5月12日 14:05\n恢复时间：2024年5月12日 15:35\n",
            "2024-05-12 | 14:05 | 15:35 | - | 90",
        ),
        (
            "# ログイン障害\n\n## 概要\n発生日時：2023年4月3日 午後3時15分\n復旧日時：2023年4月3日 午後4時\n",
            "2023-04-03 | 15:15 | 16:00 | - | 45",
        ),
    ] {
        check(text, expected);
    }
}

#[test]
fn times_of_other_things_are_none_of_the_incident() {
    for (text, expected) in [
        (
            "# Broken build\n\n*Published: May 9th, 2023*\n\n## Summary\nOn May 4th, 2023 the build failed.\n\n## Action items\n- [ ] Pin the image, due 2023-06-01\n",
            "2023-05-04 | - | - | - | -",
        ),
        (
            "# Cron jam\n\n## Summary\nThe job that runs daily at 02:00 UTC blocked the table.\n\nHTTP/1.1 500 Internal Server Error\nDate: Sat, 4 Mar 2023 07:32:16 GMT\n",
            "- | - | - | - | -",
        ),
        (
            "# Cart\n\nDate of postmortem: 2023-05-02\n\n## Summary\nThe cart was empty for all users. Response times rose to 30 seconds.\n",
            "- | - | - | - | -",
        ),
    ] {
        check(text, expected);
    }
}

#[test]
fn what_is_unsure_is_said_to_be() {
    let unsure = |text: &str| {
        let facts = facts(text).into_iter().next().expect("a write-up");
        let date = facts.when.date.expect("a date");
        (date.value.to_string(), date.unsure)
    };
    let numbers = Some("the date of numbers can mean two days");
    for (text, expected) in [
        ("## Summary\nOn 04-12-2022 at 7 AM GMT+1 the site failed.", ("2022-12-04", numbers)),
        ("## Summary\nOn 5/12/24 at 7 AM PST the site failed.", ("2024-05-12", numbers)),
        ("## Summary\nOn 5/12/24 the site failed. It had failed on 3/25/24 too.", ("2024-05-12", None)),
        ("## Summary\nOn October 2 the site failed.", ("10-02", Some("the day is told without its year"))),
        (
            "# Outage of October 2021\n\n## Summary\nOn October 2 the site failed.",
            ("2021-10-02", Some("the year is told elsewhere")),
        ),
        (
            "## Summary\nOn Setember 3, 2021 the site failed.",
            ("2021-09-03", Some("the name of the month is misspelt")),
        ),
    ] {
        assert_eq!(unsure(text), (expected.0.to_owned(), expected.1), "{text}");
    }
}

#[test]
fn front_matter_holds_what_is_certain() {
    let stamps = |text: &str| {
        let facts = facts(text).into_iter().next().expect("a write-up");
        facts.when.stamps()
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        stamps("## Summary\nOn May 4, 2023, from 11:30 PM to 12:15 AM PST the site failed."),
        Stamps {
            started: text("2023-05-04T23:30:00-08:00"),
            resolved: text("2023-05-05T00:15:00-08:00"),
            ..Stamps::default()
        }
    );
    assert_eq!(
        stamps("## Summary\nOn May 4, 2023, from 9 to 10 AM Pacific Time the site failed."),
        Stamps {
            started: text("2023-05-04 09:00"),
            resolved: text("2023-05-04 10:00"),
            timezone: text("America/Los_Angeles"),
            ..Stamps::default()
        }
    );
    assert_eq!(
        stamps("## Summary\nOn May 4, 2023, from 9 to 10 AM AST the site failed."),
        Stamps { date: text("2023-05-04"), ..Stamps::default() }
    );
    assert_eq!(stamps("## Summary\nOn May 4, from 9 to 10 AM UTC the site failed."), Stamps::default());
}

proptest::proptest! {
    #[test]
    fn no_write_up_is_too_strange(
        text in "(\\PC|[0-9]{1,4}|[-:./, ()+|*#]|\n|\n- |\n## Summary\n|\n## Timeline\n|Start time: |Duration: |10:00|11 PM|UTC|May 4|2023|to|and|between|resolved|outage|hours){0,60}"
    ) {
        for facts in facts(&text) {
            let when = facts.when;
            let stamps = when.stamps();
            proptest::prop_assert!(stamps.date.is_none() || stamps.started.is_none());
        }
    }
}
