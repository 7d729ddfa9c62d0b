//! Links that lead out of the site: what their hosts answered.

mod links;

pub use links::WebLink;

use super::Rule;
use super::levels;
use crate::config::Check;
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::web::{Address, Answer};
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULES: &[Rule] = &[DEAD_EXTERNAL_LINK, UNCHECKED_EXTERNAL_LINK, MOVED_EXTERNAL_LINK];

const DEAD_EXTERNAL_LINK: Rule = Rule {
    code: "dead-external-link",
    level: Level::Warning,
    summary: "a link to the web leads to a page (with `--external`)",
    why: "A write-up is read years later, when a link is often all that is left of the evidence. A status page or a thread that was deleted can mostly be had from an archive; put the archive's address there while somebody still knows what it showed.",
    bad: "The provider [explained it](https://status.provider.example/incidents/4711).",
    good: "The provider [explained it](https://web.archive.org/web/2024/https://status.provider.example/incidents/4711).",
};

const UNCHECKED_EXTERNAL_LINK: Rule = Rule {
    code: "unchecked-external-link",
    level: Level::Info,
    summary: "a link to the web leads to a page that programs can see, too (with `--external`)",
    why: "Behind a login, a limit or an outage a page may be there or not: a program cannot tell, and neither can a reader from outside. Addresses that never answer belong in `external-exclude` of `[postmortem.check]`.",
    bad: "See [the dashboard](https://grafana.intranet.example/d/checkout).",
    good: "See the dashboard as it was: ![Checkout errors: 12 % from 10:02 to 10:31](checkout-errors.png)",
};

const MOVED_EXTERNAL_LINK: Rule = Rule {
    code: "moved-external-link",
    level: Level::Info,
    summary: "a link to the web has the address that its host says is the lasting one (with `--external`)",
    why: "Redirects are forgotten at the next relaunch, and then the link is dead. The new address is known now. See whether it shows the same before you write it: some hosts send all they have deleted to their front page.",
    bad: "See the [manual](http://docs.example.org/pool).",
    good: "See the [manual](https://docs.example.org/manual/pool).",
};

/// The links to the web of some files, and which addresses must be asked for.
#[derive(Debug, Clone, Default)]
pub struct External {
    links: Vec<WebLink>,
}

impl External {
    /// Takes links, without those that the settings exclude and those that are only examples.
    pub fn new(links: impl IntoIterator<Item = WebLink>, check: &Check) -> Self {
        let excluded = |link: &WebLink| {
            let (plain, _) = link.written.split_once('#').unwrap_or((&link.written, ""));
            let forms = [link.address.as_str(), plain];
            check.external_exclude.iter().any(|glob| forms.iter().any(|form| levels::matches(glob, form)))
        };
        let links = links.into_iter().filter(|link| !link.address.is_example() && !excluded(link));
        Self { links: links.collect() }
    }

    /// The addresses, each once.
    pub fn addresses(&self) -> BTreeSet<Address> {
        self.links.iter().map(|link| link.address.clone()).collect()
    }

    /// What the answers say about each link, at its place. A link without an answer is let be.
    pub fn report(&self, answers: &BTreeMap<Address, Answer>) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        for link in &self.links {
            if let Some(found) = answers.get(&link.address).and_then(|answer| finding(link, answer)) {
                diagnostics.push(found);
            }
        }
        diagnostics
    }
}

fn finding(link: &WebLink, answer: &Answer) -> Option<Diagnostic> {
    let written = &link.written;
    let found = match answer {
        Answer::There => return None,
        Answer::Dead { reason } => {
            at(&DEAD_EXTERNAL_LINK, link, format!("`{written}` leads nowhere: it {reason}"))
                .label("dead")
                .help(format!(
                    "look for its new address, or for a copy at https://web.archive.org/web/*/{}",
                    link.address
                ))
        }
        Answer::Unsure { reason } => {
            at(&UNCHECKED_EXTERNAL_LINK, link, format!("`{written}` could not be checked: it {reason}"))
                .label("may be there or not")
                .help(
                    "open it yourself; what never answers a program belongs in `external-exclude` of `[postmortem.check]`",
                )
        }
        Answer::Moved { to } => {
            let fragment = written.find('#').filter(|_| !to.contains('#')).map_or("", |at| &written[at..]);
            at(&MOVED_EXTERNAL_LINK, link, format!("`{written}` has moved to `{to}{fragment}`"))
                .label("moved for good")
                .help(format!("if it shows the same there, write `{to}{fragment}`"))
        }
    };
    Some(found)
}

/// A finding of a rule at a link.
fn at(rule: &Rule, link: &WebLink, message: String) -> Diagnostic {
    Diagnostic { code: rule.code, level: rule.level, message, ..link.place.clone() }
}
