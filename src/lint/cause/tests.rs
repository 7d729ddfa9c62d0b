//! Snippets and what this family finds in them: code, line, column.

use super::*;
use crate::lint::testing::findings_of;

#[track_caller]
fn check(text: &str, expected: &[(&str, usize, usize)]) {
    let found = findings_of(RULES, text);
    assert_eq!(found, expected, "{text}");
}

/// A postmortem in which cause and end are told, with another front matter.
fn told(front_matter: &str) -> String {
    format!("---\ntitle: Checkout down\n{front_matter}---\n{CAUSE}{END}")
}

const CAUSE: &str = "## Root cause\n\nThe pool had room for 20 connections, and each order held two of them. \
                     When the sale began, eleven orders waited for one another, and another cause was the retry.\n\n";
const END: &str = "## Resolution\n\nThe pool was raised to 60 connections in the settings of the checkout, \
                   and orders went through within a minute.\n";

#[test]
fn what_is_told_is_not_missed() {
    check(&told(""), &[]);
    check(&told("root_causes: [capacity]\ntriggers: [traffic]\n"), &[]);
    check(&format!("---\ntitle: a\nmitigation: [rollback]\n---\n{CAUSE}"), &[]);
    check(&format!("---\ntitle: a\nresolved: 2024-05-12T10:00:00Z\n---\n{CAUSE}"), &[]);
    check(&format!("---\ntitle: a\n---\n{CAUSE}## Timeline\n\n- 10:00 [resolved] Orders go through\n"), &[]);
    check(&format!("---\ntitle: a\n---\n{CAUSE}## Details of the fix\n\nIt is more room.\n"), &[]);
    check(
        "---\ntitle: a\n---\nThe outage of the checkout was caused by a full pool, and restarting it helped. \
         The orders were then restored from the queue.\n",
        &[],
    );
    check(&format!("---\ntitle: a\n---\n## Contributing factors\n\n- No alert\n\n{END}"), &[]);
}

#[test]
fn what_is_missing_is_told_at_the_title() {
    check("---\ntitle: a\n---\n", &[("missing-resolution", 2, 8), ("missing-root-cause", 2, 8)]);
    check(
        "+++\r\ntitle = \"障害\"\r\n+++\r\n\r\n## Summary\r\n\r\nThe checkout was gone for an hour on a Monday morning.\r\n",
        &[("missing-resolution", 2, 9), ("missing-root-cause", 2, 9)],
    );
    check(&format!("---\ntitle: a\nroot_causes: [capacity]\n---\n{CAUSE}"), &[("missing-resolution", 2, 8)]);
    check(
        "---\ntitle: a\nroot_causes: [capacity]\n---\n## Action items\n\n- [ ] Fix it\n",
        &[("missing-resolution", 2, 8)],
    );
}

#[test]
fn other_languages_say_nothing() {
    check(
        "---\ntitle: Kasse\n---\n## Ursache\n\nDer Verbindungspool war zu klein, und jede Bestellung hielt zwei \
         Verbindungen zugleich offen.\n\n## Behebung\n\nDer Pool wurde auf sechzig Verbindungen vergrößert, und \
         die wartenden Bestellungen liefen binnen einer Minute durch.\n",
        &[],
    );
    check(
        "---\ntitle: 障害\n---\n## 原因\n\n接続プールが枯渇したため、注文が止まりました。その後、設定を変更しました。\n",
        &[],
    );
}

#[test]
fn thin_sections_are_told_at_their_heading() {
    check(&format!("---\ntitle: a\n---\n\n## Root cause\n\nA bug.\n\n{END}"), &[("thin-root-cause", 5, 1)]);
    check(
        &format!("---\ntitle: a\n---\r\n{CAUSE}\r\n## Fix\r\n\r\nWe fixed it.\r\n"),
        &[("thin-resolution", 9, 1)],
    );
    check(
        &format!("---\ntitle: a\n---\n{CAUSE}> ## Mitigation\n>\n> <!-- to be told -->\n"),
        &[("thin-resolution", 8, 3)],
    );
    check(
        "---\ntitle: a\n---\n## Root cause and resolution\n\nA bug, fixed.\n",
        &[("thin-root-cause", 4, 1)],
    );
}

#[test]
fn code_tables_parts_and_other_scripts_count_as_text() {
    let code = "```text\nERROR: remaining connection slots are reserved for roles with the SUPERUSER attribute\n```\n";
    check(
        &format!("---\ntitle: a\n---\n## Root cause\n\n{code}\n{END}"),
        &[("no-contributing-factors", 4, 1)],
    );
    check(
        &format!(
            "---\ntitle: a\n---\n## Root cause\n\n### Pool\n\nThe pool was full when the sale began.\n\n### Retries\n\nAll clients also retried at once.\n\n{END}"
        ),
        &[],
    );
    check(
        &format!(
            "---\ntitle: a\n---\n## Root cause\n\n接続プールが枯渇し、すべての注文が互いに待ち合っていたためです。\n\n{END}"
        ),
        &[("no-contributing-factors", 4, 1)],
    );
    check(
        &format!(
            "---\ntitle: a\n---\n## Root cause\n\nSmall.\n\n## Five whys\n\n1. Orders hung when the pool was full\n2. It was full since each order held two\n\n{END}"
        ),
        &[],
    );
}

#[test]
fn a_human_error_is_no_root_cause() {
    check(&told("root_causes: [human-error]\n"), &[("human-error-as-cause", 3, 14)]);
    check(&told("root_causes: [human-error]\ncontributing_factors: [Prompts look the same]\n"), &[]);
    check(&told("root_causes: [human-error, process]\n"), &[]);
    check(
        &format!(
            "---\ntitle: a\n---\n## Root cause\n\n\tx\n\n障害: a **human error** by one of the engineers during the deploy that also took long.\n\n{END}"
        ),
        &[("human-error-as-cause", 8, 9)],
    );
    check(
        &format!(
            "---\ntitle: a\n---\n## Root cause\n\nA human error, possible because the prompts of both hosts look the same; the second factor is fatigue.\n\n{END}"
        ),
        &[],
    );
    check(
        &format!(
            "---\ntitle: a\n---\n## Root cause\n\n> Somebody made a mistake, said the press about us on the morning after the outage of the checkout and also later.\n\n{END}"
        ),
        &[],
    );
}

#[test]
fn triggers_and_factors_are_asked_for() {
    let cause = "## Root cause\n\nThe pool of the checkout has room for 20 connections, and each order holds two of \
                 them for as long as the payment takes, which is several seconds.\n\n";
    check(&format!("---\ntitle: a\n---\n{cause}{END}"), &[("trigger-not-told", 4, 1)]);
    check(&format!("---\ntitle: a\ntriggers: [traffic]\n---\n{cause}{END}"), &[]);
    check(
        &format!(
            "---\ntitle: a\nroot_causes: [capacity]\n---\n## Cause\n\nThe pool was full when the sale began, as each order held two connections of it.\n\n{END}"
        ),
        &[("no-contributing-factors", 3, 14)],
    );
    check(
        &format!(
            "---\ntitle: a\ncontributing_factors: [No alert]\n---\n## Cause\n\nThe pool was full when the sale began, as each order held two connections of it.\n\n{END}"
        ),
        &[],
    );
}
