use super::super::{Writeup, lines};
use super::*;
use crate::model::CatalogEntry;

fn writeup(text: &str) -> Writeup {
    Writeup::new(lines(text))
}

#[test]
fn severities_are_read_by_the_scale() {
    let scale = SeverityScale::default();
    for (text, title, expected) in [
        ("Severity: SEV-3", None, Some("sev3")),
        ("**Severity:** P1", None, Some("sev1")),
        ("| Severity | SEV2 |\n|---|---|\n| Date | today |", None, Some("sev2")),
        ("- Severity: High (P2)", None, Some("sev2")),
        ("Severity: Critical", None, Some("sev1")),
        ("Severity: medium", None, Some("sev3")),
        ("Schweregrad: hoch", None, Some("sev2")),
        ("Priority: 4", None, Some("sev4")),
        ("Nothing", Some("[SEV-1] Checkout down"), Some("sev1")),
        ("Nothing", Some("Top 3 services down"), None),
        ("Severity: TBD", None, None),
        ("It was severe.", None, None),
    ] {
        let found = severity(&writeup(text), title, &scale);
        assert_eq!(found.as_ref().map(|fact| fact.value.key()), expected, "{text} {title:?}");
    }
}

#[test]
fn services_are_labelled_or_catalogued() {
    let known = |catalog: &Catalog, text: &str| -> Vec<String> {
        services(&writeup(text), None, catalog)
            .into_iter()
            .map(|fact| fact.value.as_str().to_owned())
            .collect()
    };
    let none = Catalog::default();
    assert_eq!(
        known(&none, "Affected systems: Checkout, Search API and Cart"),
        ["checkout", "search-api", "cart"]
    );
    assert_eq!(known(&none, "Services: n/a"), [""; 0]);
    assert_eq!(known(&none, "## Summary\n\nThe checkout failed."), [""; 0]);
    let mut catalog = Catalog::default();
    let entry =
        CatalogEntry { name: "Checkout".into(), aliases: vec!["the till".into()], ..CatalogEntry::default() };
    catalog.insert(Slug::from_text("checkout-web").unwrap(), entry);
    assert_eq!(known(&catalog, "Services: till, mail"), [""; 0]);
    assert_eq!(known(&catalog, "## Summary\n\nNobody could use the till."), ["checkout-web"]);
    assert_eq!(known(&catalog, "Affected services: Checkout"), ["checkout-web"]);
}

#[test]
fn people_lose_addresses_links_and_roles() {
    for (text, expected) in [
        ("Author: Ada Byron, Senior DevOps Engineer", &["Ada Byron"][..]),
        ("Owner: Grace Hopper <grace@example.org>", &["Grace Hopper"]),
        ("Authors: [Ada](https://a.test) and @grace", &["Ada", "grace"]),
        ("# Outage\n\n_By Ada Byron._", &["Ada Byron"]),
        ("# Outage\n\nBy the on-call person: [Ada Byron](https://a.test)", &["Ada Byron"]),
        ("Author: the SRE team", &[]),
        ("Author: TBD", &[]),
        ("# Outage\n\nBy noon the whole site with all of its parts was back.", &[]),
    ] {
        let found: Vec<String> = authors(&writeup(text)).into_iter().map(|fact| fact.value).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn teams_and_status_need_a_label() {
    let found = teams(&writeup("Team: Payments"), &Catalog::default());
    assert_eq!(found.iter().map(|fact| fact.value.as_str()).collect::<Vec<_>>(), ["payments"]);
    assert_eq!(teams(&writeup("The team was late."), &Catalog::default()), []);
    assert_eq!(status(&writeup("Status: WIP")).map(|fact| fact.value), Status::parse("draft"));
    assert_eq!(status(&writeup("Status: Resolved")), None);
}
