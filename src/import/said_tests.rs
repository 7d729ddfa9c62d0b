use super::super::lines;
use super::*;

#[test]
fn one_call_reads_all_that_is_said() {
    let text = "# Checkout refused cards\n\n- Author: Ada Byron\n- Severity: SEV-2\n- Team: Payments\n- Services: Checkout\n- Status: draft\n\n## Impact\n\nAbout 30% of customers could not pay.\n\n## Timeline\n\n- 10:00 Alerts fired for failed payments\n\n## Root cause\n\nThe outage was caused by an expired certificate.\n";
    let settings = Settings::default();
    let keywords = Keywords::new(&settings.root_causes, &settings.triggers);
    let said = said(&Writeup::new(lines(text)), Some("Checkout refused cards"), &keywords, &settings);
    let line = |fact: &Fact<_>| fact.line;
    assert_eq!(
        said.causes.root_causes.first().map(|fact| (fact.value.as_str().to_owned(), fact.line)),
        Some(("certificate-expiry".to_owned(), 19))
    );
    assert_eq!(said.detection.map(|fact| (fact.value, fact.line)), Some((DetectionMethod::Monitoring, 15)));
    assert_eq!(said.harm.users_percent.map(|fact| (fact.value, fact.line)), Some((30.0, 11)));
    assert_eq!(
        said.severity.map(|fact| (fact.value.key().to_owned(), fact.line)),
        Some(("sev2".to_owned(), 4))
    );
    assert_eq!(said.authors.iter().map(line).collect::<Vec<_>>(), [3]);
    assert_eq!(said.teams.len() + said.services.len(), 2);
    assert_eq!(said.status.map(|fact| fact.value), Some(Status::Draft));
}

#[test]
fn an_empty_text_says_nothing() {
    let settings = Settings::default();
    let keywords = Keywords::new(&settings.root_causes, &settings.triggers);
    assert_eq!(said(&Writeup::new(lines("")), None, &keywords, &settings), Said::default());
}
