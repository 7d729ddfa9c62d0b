//! Facts that stand behind labels: how severe it was, what was hit, who wrote it up, how far it is.

use super::Fact;
use super::phrase::{Phrases, Words};
use super::writeup::{Label, Writeup};
use crate::model::{Catalog, Severity, SeverityScale, Slug, Status};

/// Names of labels for each fact, in lower case.
const SEVERITY: &[&str] = &[
    "severity",
    "severity level",
    "incident severity",
    "sev",
    "sev level",
    "priority",
    "incident priority",
    "level",
    "incident level",
    "severity rating",
    "severidad",
    "gravedad",
    "prioridad",
    "sévérité",
    "gravité",
    "priorité",
    "schweregrad",
    "priorität",
    "severidade",
    "gravidade",
    "prioridade",
    "深刻度",
    "重大度",
    "严重程度",
    "严重级别",
    "级别",
    "优先级",
];
const SERVICES: &[&str] = &[
    "service",
    "services",
    "service(s)",
    "affected service",
    "affected services",
    "affected service(s)",
    "services affected",
    "service affected",
    "impacted service",
    "impacted services",
    "services impacted",
    "affected system",
    "affected systems",
    "affected system(s)",
    "systems affected",
    "affected component",
    "affected components",
    "components affected",
    "component",
    "components",
    "system",
    "systems",
    "servicio",
    "servicios",
    "servicios afectados",
    "service touché",
    "services touchés",
    "services affectés",
    "dienst",
    "dienste",
    "betroffene dienste",
    "betroffene systeme",
    "serviço",
    "serviços",
    "serviços afetados",
    "対象サービス",
    "影響サービス",
    "受影响服务",
    "受影响的服务",
];
const AUTHORS: &[&str] = &[
    "author",
    "authors",
    "author(s)",
    "written by",
    "prepared by",
    "by",
    "owner",
    "owners",
    "postmortem owner",
    "postmortem author",
    "document owner",
    "report author",
    "reporter",
    "report by",
    "reported and written by",
    "autor",
    "autores",
    "autora",
    "auteur",
    "auteurs",
    "verfasser",
    "autoren",
    "redigé par",
    "rédigé par",
    "escrito por",
    "作成者",
    "著者",
    "記入者",
    "作者",
    "撰写人",
];
const TEAMS: &[&str] = &[
    "team",
    "teams",
    "team(s)",
    "owning team",
    "responsible team",
    "responsible teams",
    "equipo",
    "équipe",
    "equipe",
    "チーム",
    "团队",
];
const STATUS: &[&str] = &[
    "status",
    "incident status",
    "postmortem status",
    "document status",
    "estado",
    "statut",
    "estado",
    "状态",
    "ステータス",
];

/// The severity by the scale's keys, titles and aliases: behind a label, or in the title.
pub(super) fn severity(
    writeup: &Writeup,
    title: Option<&str>,
    scale: &SeverityScale,
) -> Option<Fact<Severity>> {
    let labelled = values(writeup, SEVERITY).find_map(|label| {
        let severity = read_severity(&label.value, scale)?;
        Some(Fact::sure(severity, writeup.number(label.value_line)))
    });
    labelled.or_else(|| {
        let title = title?;
        let line = writeup.lines.iter().find(|line| line.text.contains(title)).map_or(1, |line| line.number);
        let severity = tokens(title).find_map(|token| spelled(&token, scale))?;
        Some(Fact::sure(severity, line))
    })
}

/// What a label says: `SEV-3`, `High (P2)`, `2 - major`, `Severity 1`.
fn read_severity(value: &str, scale: &SeverityScale) -> Option<Severity> {
    let bare = value.trim().trim_matches(|c: char| !c.is_alphanumeric());
    if let Some(severity) = scale.parse(bare) {
        return Some(severity);
    }
    tokens(value).find_map(|token| spelled(&token, scale)).or_else(|| {
        let mut words = value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let first = words.next()?;
        // Most scales call the worst critical, and the one below it high.
        scale.parse(first).or_else(|| {
            let rank = match first.to_lowercase().as_str() {
                "critical" | "critica" | "crítica" | "critique" | "kritisch" | "blocker" | "urgent"
                | "highest" | "致命" | "緊急" | "严重" => 0,
                "high" | "major" | "alta" | "alto" | "haute" | "élevée" | "hoch" | "高" => 1,
                "medium" | "moderate" | "normal" | "media" | "média" | "moyenne" | "mittel" | "中" => 2,
                "low" | "minor" | "baja" | "baixa" | "faible" | "niedrig" | "lowest" | "低" => 3,
                _ => return None,
            };
            scale.at(rank)
        })
    })
}

/// `SEV-3`, `sev 3` and `P1` as one token each; a bare number in running text is no severity.
fn tokens(text: &str) -> impl Iterator<Item = String> {
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| !word.is_empty()).collect();
    let mut tokens: Vec<String> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        tokens.push((*word).to_owned());
        if let Some(next) = words.get(at + 1) {
            tokens.push(format!("{word} {next}"));
        }
    }
    tokens.into_iter()
}

fn spelled(token: &str, scale: &SeverityScale) -> Option<Severity> {
    let marked =
        token.chars().any(|c| c.is_ascii_digit()) && token.chars().next().is_some_and(char::is_alphabetic);
    marked.then(|| scale.parse(token))?
}

/// What was hit: labelled values, which a catalog must know; with a catalog, its names in title and summary.
pub(super) fn services(writeup: &Writeup, title: Option<&str>, catalog: &Catalog) -> Vec<Fact<Slug>> {
    let mut found: Vec<Fact<Slug>> = Vec::new();
    let mut add = |slug: Slug, line: usize| {
        if !found.iter().any(|known| known.value == slug) {
            found.push(Fact::sure(slug, line));
        }
    };
    for label in values(writeup, SERVICES) {
        let line = writeup.number(label.value_line);
        for name in listed(&label.value) {
            // A sentence is no name.
            if name.split_whitespace().count() <= 5
                && let Some(slug) = catalog.find(&name)
            {
                add(slug, line);
            }
        }
    }
    if catalog.is_empty() {
        return found;
    }
    let mut names: Phrases<usize> = Phrases::new();
    let keys: Vec<&Slug> = catalog.iter().map(|(key, _)| key).collect();
    for (number, (key, entry)) in catalog.iter().enumerate() {
        names.add(&key.as_str().replace('-', " "), number);
        names.add(&entry.name, number);
        entry.aliases.iter().for_each(|alias| names.add(alias, number));
    }
    let summary = writeup
        .about(crate::model::SectionKind::Summary)
        .chain(writeup.about(crate::model::SectionKind::Impact));
    let title = title.into_iter().map(|title| (title, 1));
    for (text, line) in title.chain(summary.map(|line| (line.text.as_str(), line.number))) {
        for name in names.find(&Words::of(text)) {
            if let Some(key) = keys.get(name.means) {
                add((*key).clone(), line);
            }
        }
    }
    found
}

/// Who wrote it up: behind a label, or `By …` on a line of its own.
pub(super) fn authors(writeup: &Writeup) -> Vec<Fact<String>> {
    let mut found: Vec<Fact<String>> = Vec::new();
    let mut add = |text: &str, line: usize| {
        for name in listed(text).iter().filter_map(|name| person(name)) {
            if !found.iter().any(|known| known.value == name) {
                found.push(Fact::sure(name, line));
            }
        }
    };
    for label in values(writeup, AUTHORS) {
        add(&label.value, writeup.number(label.value_line));
    }
    // Only near the title: further down `by` starts sentences.
    for line in writeup.lines.iter().filter(|line| !line.text.is_empty()).take(12) {
        let rest = ["By ", "by ", "Written by ", "Author: ", "Por ", "Par ", "Von "]
            .iter()
            .find_map(|by| line.text.strip_prefix(by));
        let Some(rest) = rest else { continue };
        // `By the On Call Person: Ada Lovelace` names a role first.
        let rest = rest.rsplit_once(": ").map_or(rest, |(_, name)| name);
        if rest.split_whitespace().count() <= 6 {
            add(rest.trim_end_matches('.'), line.number);
        }
    }
    found
}

/// Which teams were in charge, where a label says it.
pub(super) fn teams(writeup: &Writeup, catalog: &Catalog) -> Vec<Fact<Slug>> {
    let mut found: Vec<Fact<Slug>> = Vec::new();
    for label in values(writeup, TEAMS) {
        for name in listed(&label.value).iter().filter(|name| name.split_whitespace().count() <= 4) {
            if let Some(slug) = catalog.find(name)
                && !found.iter().any(|known| known.value == slug)
            {
                found.push(Fact::sure(slug, writeup.number(label.value_line)));
            }
        }
    }
    found
}

/// How far the write-up is, where a label says so in our words or common ones. `Resolved` is said of the
/// incident and means nothing for the document.
pub(super) fn status(writeup: &Writeup) -> Option<Fact<Status>> {
    values(writeup, STATUS).find_map(|label| {
        let text = label.value.trim().trim_end_matches('.').to_lowercase();
        let status = Status::parse(&text).or_else(|| {
            Status::parse(match text.as_str() {
                "wip" | "in progress" | "work in progress" | "borrador" | "brouillon" | "entwurf"
                | "rascunho" => "draft",
                "under review" | "review" | "in-review" => "in-review",
                "complete" | "completed" | "final" | "done" | "closed" | "reviewed" => "published",
                _ => return None,
            })
        })?;
        Some(Fact::sure(status, writeup.number(label.value_line)))
    })
}

/// Labels of some names that have a value.
fn values<'a>(writeup: &'a Writeup, names: &'a [&str]) -> impl Iterator<Item = &'a Label> {
    writeup
        .labels
        .iter()
        .filter(|label| names.contains(&label.name.as_str()) && !label.value.trim().is_empty())
}

/// The items of `A, B and C`.
fn listed(value: &str) -> Vec<String> {
    if is_empty_answer(value) {
        return Vec::new();
    }
    value
        .split([',', ';', '/', '&', '、', '，', '|'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" y "))
        .flat_map(|part| part.split(" und "))
        .map(|part| part.trim().trim_end_matches('.').trim().to_owned())
        .filter(|part| !part.is_empty() && !is_empty_answer(part))
        .collect()
}

/// What stands where nothing is filled in.
fn is_empty_answer(text: &str) -> bool {
    let lower = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    matches!(
        lower.as_str(),
        "" | "n/a" | "na" | "none" | "tbd" | "tba" | "unknown" | "your name" | "name" | "names"
    )
}

/// Words of titles: what is no name.
const ROLES: &[&str] = &[
    "engineer",
    "developer",
    "manager",
    "lead",
    "sre",
    "devops",
    "team",
    "senior",
    "junior",
    "director",
    "cto",
    "student",
    "architect",
    "analyst",
    "administrator",
    "on-call",
    "oncall",
    "officer",
    "intern",
];

/// A person's name without addresses, handles' signs and roles; `None` where only a role stands.
fn person(text: &str) -> Option<String> {
    let text = text.split(['(', '<', '[', '{']).next()?;
    let text = text.split(" - ").next()?.split(" – ").next()?;
    let words: Vec<&str> = text.split_whitespace().filter(|word| !word.contains("://")).collect();
    let words: Vec<&str> = match words.as_slice() {
        // An address alone is the name that there is.
        [address] if address.contains('@') && !address.starts_with('@') => vec![address.split('@').next()?],
        words => words.iter().copied().filter(|word| !word.contains('@') || word.starts_with('@')).collect(),
    };
    let role = words.iter().any(|word| ROLES.contains(&word.to_lowercase().as_str()));
    let name = words.join(" ");
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim();
    let fits = (1..=5).contains(&words.len()) && name.chars().filter(|c| c.is_alphabetic()).count() > 1;
    (fits && !role && !is_empty_answer(name)).then(|| name.to_owned())
}

#[cfg(test)]
#[path = "labelled_tests.rs"]
mod tests;
