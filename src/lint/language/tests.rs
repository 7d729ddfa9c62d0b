use super::{RULES, TOO_LONG, TOO_SHORT};
use crate::lint::testing::findings;

const FRONT: &str = "---\ntitle: A\n---\n";

/// What is found in a body; lines count from its first. Short bodies are too short by nature.
#[track_caller]
fn check(body: &str, expected: &[(&str, usize, usize)]) {
    let found: Vec<_> = of_language(&format!("{FRONT}{body}\n"))
        .into_iter()
        .filter(|(code, ..)| *code != "too-short")
        .map(|(code, line, column)| (code, line.saturating_sub(3), column))
        .collect();
    assert_eq!(found, expected, "{body}");
}

fn of_language(text: &str) -> Vec<(&'static str, usize, usize)> {
    let ours = |code: &str| RULES.iter().any(|rule| rule.code == code);
    findings(text).into_iter().filter(|(code, ..)| ours(code)).collect()
}

#[track_caller]
fn blamed(body: &str, column: usize) {
    check(body, &[("blame", 1, column)]);
}

#[track_caller]
fn hindsight(body: &str, column: usize) {
    check(body, &[("counterfactual", 1, column)]);
}

#[track_caller]
fn fine(body: &str) {
    check(body, &[]);
}

#[test]
fn the_examples_of_the_rules_show_them() {
    for rule in RULES.iter().filter(|rule| ![TOO_SHORT.code, TOO_LONG.code].contains(&rule.code)) {
        for (text, shown) in [(rule.bad, true), (rule.good, false)] {
            let text = if text.starts_with("---") { text.to_owned() } else { format!("{FRONT}{text}\n") };
            let found = of_language(&text);
            assert_eq!(found.iter().any(|(code, ..)| *code == rule.code), shown, "{text}\n{found:?}");
            assert!(found.iter().all(|(code, ..)| *code == rule.code || *code == "too-short"), "{found:?}");
        }
    }
}

#[test]
fn people_beside_words_of_fault_are_blamed() {
    blamed("John forgot to renew the certificate.", 1);
    blamed("Then Mary Smith failed to notice the alert.", 6);
    blamed("At 10:00 the engineer mistakenly deleted the volume.", 10);
    blamed("An on-call engineer had again overlooked the page.", 1);
    blamed("The new database administrator, who had forgotten the flag, left.", 1);
    blamed("It was due to the administrator's carelessness.", 15);
    blamed("It was down to John’s simple mistake.", 16);
    blamed("This was her mistake.", 10);
    blamed("The engineer restarted the pods but forgot to drain the node.", 1);
    blamed("The developer didn't bother to run the tests.", 1);
    blamed("Our reviewer made a grave mistake.", 1);
    blamed("The intern was careless.", 1);
    blamed("The intern is to blame.", 1);
    blamed("The outage was the fault of the technician.", 20);
    blamed("The table was accidentally dropped by a junior developer.", 15);
    blamed("An error on the part of the engineer led to this.", 4);
    blamed("@alice misconfigured the listener.", 2);
    blamed("A shift operator accidentally opened the valve.", 1);
    blamed("Somebody neglected to close the ticket.", 1);
}

#[test]
fn systems_teams_and_possibilities_are_not_blamed() {
    fine("The load balancer failed to drain, and Kafka ignored the setting.");
    fine("We wrongly assumed that the chart set limits, and forgot to check.");
    fine("The cluster operator failed to reconcile; the operator misconfigured the pod.");
    fine("The engineer noticed the error rate and rolled back. The mistake was seen at once.");
    fine("If an engineer mistakenly deletes the volume, nothing asks whether that was meant.");
    fine("No engineer failed to answer. Whenever an engineer forgot it, the job failed.");
    fine("An engineer must learn from his/her mistakes.");
    fine("The engineer was mistakenly given no access. The engineer tool failed to start.");
    fine("John's error budget and the developer's error handling were fine.");
    fine("Engineer: the pager. Failed to send at 10:00.");
    fine("`John forgot` is in the log. The engineer ran `forgot --to`.");
    fine("> John forgot to renew the certificate.");
    fine("```\nJohn forgot to renew the certificate.\n```");
    fine("## Action items\n\n- Warn when the engineer mistakenly picked the wrong host");
    fine("Nobody forgot anything. It was like everyone forgot their keys.");
    fine("障害はエンジニアの不注意によるものです。");
    fine("Der Ingenieur vergaß, das Zertifikat zu erneuern.");
}

#[test]
fn what_people_should_have_done_is_hindsight() {
    hindsight("We should have tested the restore.", 1);
    hindsight("Probably the team should've noticed it.", 10);
    hindsight("The engineer should not have rushed.", 1);
    hindsight("In May we really ought to have escalated sooner.", 8);
    hindsight("障害 we could have rolled back sooner.", 4);
    hindsight("This could easily have been prevented.", 6);
    hindsight("It shouldn’t have been rushed to production.", 4);
    hindsight("With a canary it would have been caught.", 18);
    hindsight("If only we had known.", 1);
    hindsight("Had we checked the plan, nothing would be lost.", 1);
    hindsight("They should have *asked* the vendor.", 1);
    hindsight("We should have tested.", 1);
}

#[test]
fn wishes_intentions_and_dangers_are_no_hindsight() {
    fine("Services should have alerts, and each repository should have clear rules.");
    fine("We should have documented runbooks and tested backups.");
    fine("The backups that should have made this short did not exist.");
    fine("The alert should have fired at 10:05 but its route was broken.");
    fine("More funds could have been at risk, and we could have lost data.");
    fine("We could not have known this. It couldn't have been prevented by an alert.");
    fine("The queue would have filled within an hour.");
    fine("It is open whether we should have escalated.");
    fine("It took longer than we should have taken.");
    fine("If only one replica is left, and if only the leader had the lock, writes stop.");
    fine("The runners had we know not which version. Had the disk failed, the other takes over.");
    fine("## Action items\n\n- Write down what we should have checked, and that we should have noticed it");
    fine("> We should have tested the restore.");
    fine("Wir hätten die Sicherung prüfen sollen.");
}

#[test]
fn short_forms_are_told_once_where_they_first_stand() {
    check("The OGW fell over, and the OGWs came back.\n\nOGW again.", &[("undefined-acronym", 1, 5)]);
    check("The\tOGW fell, OGW-based jobs too.", &[("undefined-acronym", 1, 5)]);
    check(
        "障害: **KQT** and `ZZQ`\r\nfailed, then VXQ.",
        &[("undefined-acronym", 1, 7), ("undefined-acronym", 2, 14)],
    );
    let toml = "+++\ntitle = \"A\"\nsummary = \"The KQT fell over\"\n+++\ntext\n";
    let found: Vec<_> = of_language(toml).into_iter().filter(|one| one.0 != "too-short").collect();
    assert_eq!(found, [("undefined-acronym", 3, 16)]);
}

#[test]
fn short_forms_that_are_known_or_explained_are_fine() {
    fine("HTTP, DNS and CPU of the SRE on AWS at 10:00 PST: 20 GB, SEV1, OPS-123, P1, ENOENT.");
    fine("The order gateway (OGW) fell over. OGW is back.");
    fine("The OGW (order gateway) fell over.");
    fine("The OGS fell over. It is the old Order Gateway Service of the shop.");
    fine("The KQ fell over. It is the Kitchen Queue.");
    fine("KQX, a proxy, fell over. The OGW is the gateway.");
    fine("A proxy called KQX fell over.");
    fine("The [KQX](https://example.org) fell over.");
    fine("KQX-12, KQX_MAX, /KQX/, a.KQX.b, KQX#1, KQX 12, $KQX and 500 KQX.");
    fine("`KQX` failed; set `a` to KIQ when Kiq is ready.");
    fine("DO NOT RUN THE KQX COMMAND");
    fine("We ran REPAIR TABLE again. It printed \"the KQX is not healthy\" and “KQX down”.");
    fine("KQX Online was down.");
    fine("> The KQX fell over.");
    fine("| who | what |\n|---|---|\n| KQX | called |");
    fine("Status: NEVER and BEFORE are words, II and XIV are numbers.");
    let service = "---\ntitle: A\nservices: [kqx-proxy]\n---\nThe KQX fell over.\n";
    assert!(of_language(service).iter().all(|one| one.0 == "too-short"));
}

#[test]
fn text_of_templates_is_told() {
    let mark = concat!("TO", "DO");
    check(&format!("{mark}: write this"), &[("unfilled-template", 1, 1)]);
    check("Lost orders: TBD.", &[("unfilled-template", 1, 14)]);
    check("Lorem ipsum dolor sit amet.", &[("unfilled-template", 1, 1)]);
    check("Hurt: [describe who was affected]", &[("unfilled-template", 1, 7)]);
    check("Hurt: <insert the number of users>", &[("unfilled-template", 1, 7)]);
    check("Hurt:\t<describe who, and how>", &[("unfilled-template", 1, 7)]);
    check("<your summary here>", &[("unfilled-template", 1, 1)]);
    check("On [date] it broke.", &[("unfilled-template", 1, 4)]);
    check("## Timeline\n\n- YYYY-MM-DD HH:MM It broke\n- 10:00 x\n- hh:mm y", &[("unfilled-template", 3, 3)]);
    check("## Timeline\n\n| t | x |\n|--|--|\n| 2024-05-12 HH:mm | x |", &[("unfilled-template", 5, 14)]);
    check("## Impact\n\n...\n\n## Other\n\n…", &[("unfilled-template", 3, 1), ("unfilled-template", 7, 1)]);
    check(
        "## Impact\n\nWho noticed what, how many they were, and what they could not do.",
        &[("unfilled-template", 3, 1)],
    );
}

#[test]
fn what_only_looks_like_a_template_is_fine() {
    let mark = concat!("TO", "DO");
    fine(&format!("It was on a {mark} list, and in the {mark} of the module. See the {mark}s."));
    fine(&format!("`{mark}` and `<insert name>` stand in code.\n\n```\n{mark} <insert name here>\n```"));
    fine(&format!("> {mark}\n\n## {mark}\n\n- [ ] nothing"));
    fine("The parser wants YYYY-MM-DD, and a time as HH:MM.");
    fine("## Timeline\n\n- 10:00 The parser wants YYYY-MM-DD.\n- ...\n- 10:10 Done");
    fine("Run it as kubectl delete pod <name>; see names[name], [name](https://example.org) and [sic].");
    fine("<time>10:00</time> and <b>bold</b> <!-- insert the date here -->");
    fine("And so on ... then it ended.");
}

#[test]
fn every_paragraph_of_our_own_template_is_known() {
    let body = crate::scaffold::TEMPLATE.split("---\n").last().unwrap();
    let paragraphs: Vec<_> = body
        .split("\n\n")
        .map(str::trim)
        .filter(|text| !text.is_empty() && !text.starts_with(['#', '<']))
        .collect();
    let found = of_language(&format!("{FRONT}{body}"));
    assert_eq!(found.iter().filter(|one| one.0 == "unfilled-template").count(), paragraphs.len());
}

#[test]
fn a_second_incident_repeats_the_parts_of_the_first() {
    check("## Timeline\n\na\n\n## Timeline\n\nb", &[("two-incidents", 5, 1)]);
    check(
        "# A\n\n## Summary\n\na\n\n## Impact\n\na\n\n# B\n\n## Overview\n\nb\n\n## User impact\n\nb",
        &[("two-incidents", 13, 1)],
    );
    fine("## Issue summary\n\na\n\n## Timeline\n\nb\n\n## Summary\n\nc");
    fine("## Timeline\n\na\n\n### Timeline\n\nb");
    fine("> ## Timeline\n>\n> a\n\n## Timeline\n\nb");
    fine("## Impact\n\na\n\n## Impact\n\nb");
    fine("## Root cause\n\na\n\n## Root cause and resolution\n\nb");
}

#[test]
fn very_short_and_very_long_texts_are_told() {
    let body = |words: usize| format!("{FRONT}{}\n", "word ".repeat(words));
    assert_eq!(of_language(&body(149)), [("too-short", 2, 8)]);
    assert_eq!(of_language(&body(150)), []);
    assert_eq!(of_language(&body(1500)), []);
    assert_eq!(of_language(&body(1501)), [("too-long", 2, 8)]);
    assert_eq!(of_language(&format!("---\ntitle: A\nstatus: draft\n---\n{}", "word ".repeat(9))), []);
    assert_eq!(of_language(&format!("{FRONT}{}", "障害が発生した。".repeat(9))), []);
}

#[test]
fn lists_that_are_searched_are_sorted() {
    assert!(super::known::KNOWN.is_sorted());
    assert!(super::names::NAMES.is_sorted());
}

proptest::proptest! {
    #[test]
    fn no_text_is_too_strange(body in "(John|forgot|an engineer|we|should have|been|fault|KQX|<insert |>|\\[describe |\"|“|é|障|'s|’|-|@|\\(|\\)|\\.|,| | |TBD|`|\\*|\n){0,60}") {
        findings(&format!("{FRONT}a {body}\n"));
    }
}
