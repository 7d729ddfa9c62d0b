//! What of a postmortem is searched, and how much each part counts.

use super::query::Filter;
use crate::model::Postmortem;

/// Calls `each` for every text of a postmortem, with how often it counts.
///
/// One scored field holds them all. Known-item search over real postmortems found that better than
/// a field each: among short fields, rare words weigh too much.
pub(super) fn texts(postmortem: &Postmortem, title: usize, mut each: impl FnMut(&str, usize)) {
    each(&postmortem.title, title);
    for term in &postmortem.root_causes {
        each(term.as_str(), 2);
    }
    for service in &postmortem.services {
        each(service.as_str(), 2);
    }
    each(&postmortem.summary, 2);
    let triggers = postmortem.triggers.iter().map(|term| term.as_str());
    let slugs = postmortem.teams.iter().chain(&postmortem.tags).map(|slug| slug.as_str());
    for text in triggers.chain(slugs).chain(postmortem.severity.iter().map(|severity| severity.title())) {
        each(text, 1);
    }
    for text in postmortem.contributing_factors.iter().chain(postmortem.impact.summary.iter()) {
        each(text, 1);
    }
    each(&postmortem.body.preamble, 1);
    for section in &postmortem.body.sections {
        each(&section.title, 1);
        each(&section.text, 1);
    }
}

/// The values by which a postmortem can be filtered. A sub-term stands for its term, too.
pub(super) fn filters(postmortem: &Postmortem) -> Vec<(Filter, String)> {
    let mut out = Vec::new();
    let terms = [(Filter::RootCause, &postmortem.root_causes), (Filter::Trigger, &postmortem.triggers)];
    for (filter, terms) in terms {
        for term in terms {
            out.push((filter, term.as_str().to_owned()));
            out.extend(term.parent().map(|parent| (filter, parent.as_str().to_owned())));
        }
    }
    let slugs = [
        (Filter::Service, &postmortem.services),
        (Filter::Team, &postmortem.teams),
        (Filter::Tag, &postmortem.tags),
    ];
    for (filter, slugs) in slugs {
        out.extend(slugs.iter().map(|slug| (filter, slug.as_str().to_owned())));
    }
    out.extend(postmortem.severity.iter().map(|severity| (Filter::Severity, severity.key().to_owned())));
    out.extend(postmortem.date().map(|date| (Filter::Year, date.date().year().to_string())));
    out.push((Filter::Status, postmortem.status.key().to_owned()));
    out.sort_unstable();
    out.dedup();
    out
}
