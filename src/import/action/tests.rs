use super::*;
use crate::import::lines;

fn read(text: &str) -> String {
    let shown = actions(&Writeup::new(lines(text))).into_iter().map(|action| {
        let mut line = format!("{} {}", action.line, action.text);
        let owner = action.owner.map(|owner| format!("owner {owner}"));
        let due = action.due.map(|due| format!("due {due}"));
        let ticket = action.ticket.map(|ticket| format!("ticket {ticket}"));
        let done = action.done.map(|done| if done { "done" } else { "open" }.to_owned());
        for said in [owner, due, ticket, done].into_iter().flatten() {
            line.push_str(" | ");
            line.push_str(&said);
        }
        line
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn items_are_promises_and_what_heads_them_is_none() {
    insta::assert_snapshot!(
        read("## Action items\n\nWe will do the following:\n\n- **Monitoring**\n  - Alert on a full pool (@ana, OPS-12)\n  - Graph the pool\n- **Tests:** Try the failover every month\n- Tasks:\n  1. [x] Raise the limit (due 2024-06-01)\n\nThank you for reading.\n"),
        @r"
    6 Alert on a full pool | owner ana | ticket OPS-12
    7 Graph the pool
    8 Tests: Try the failover every month
    10 Raise the limit | due 2024-06-01 | done
    "
    );
}

#[test]
fn tables_have_columns() {
    insta::assert_snapshot!(
        read("## Follow-up\n\n| Action | Owner | Due | Status | Ticket |\n|---|---|---|---|---|\n| Add a probe | Bo | 2024-07-01 | In progress | #12 |\n| Write it down | - | | Done | |\n"),
        @r"
    5 Add a probe | owner Bo | due 2024-07-01 | ticket #12 | open
    6 Write it down | done
    "
    );
}

#[test]
fn paragraphs_are_promises_where_no_list_is() {
    insta::assert_snapshot!(
        read("Corrective and preventive measures:\n\nThe team will add a probe to each queue.\n\nAdditionally, backups will be tried out.\n\nBy addressing these, we aim to do better.\n\nConclusion\nIt was a long day.\n"),
        @r"
    3 The team will add a probe to each queue.
    5 Additionally, backups will be tried out.
    "
    );
}

#[test]
fn labels_below_a_task_tell_more_of_it() {
    insta::assert_snapshot!(
        read("Next steps:\n\n    Audit:\n        Task: Read all rules of the firewall.\n        Deadline: December 22, 2023.\n        Owner: Cy\n"),
        @"4 Read all rules of the firewall. | owner Cy | due 2023-12-22"
    );
}
