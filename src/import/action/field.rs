//! Who does an action, by when, and how far it is.

use super::Action;
use crate::model::ActionKind;
use crate::times::days;
use jiff::civil::Date;

impl Action {
    /// Takes what stands in brackets, if all of it says who, when, where or whether.
    pub(super) fn take(&mut self, inner: &str) -> bool {
        let mut taken = false;
        for piece in inner.split([',', ';', '|']) {
            let piece = piece.trim();
            let known = self.labelled(piece) || self.mention(piece) || self.state(piece);
            if !known {
                return false;
            }
            taken = true;
        }
        taken
    }

    fn labelled(&mut self, piece: &str) -> bool {
        let Some((name, value)) = piece.split_once(':') else { return false };
        self.field(&name.trim().to_lowercase(), value.trim())
    }

    /// Takes the value of a column or of a label; `false` for other names.
    pub(super) fn field(&mut self, name: &str, value: &str) -> bool {
        let given = !value.is_empty()
            && !matches!(value.to_lowercase().as_str(), "-" | "–" | "n/a" | "tbd" | "?" | "none" | "tba");
        match name {
            "owner" | "assignee" | "assigned to" | "responsible" | "who" | "dri" | "lead" | "responsable"
            | "verantwortlich" | "負責人" | "负责人" | "担当" | "担当者" | "responsável" => {
                if given {
                    self.owner = Some(value.trim_start_matches('@').to_owned());
                }
            }
            "due" | "due date" | "deadline" | "by" | "when" | "target date" | "eta" | "target" | "fecha"
            | "frist" | "fällig" | "échéance" | "prazo" | "期限" | "截止日期" => {
                self.due = date(value).or(self.due);
            }
            "ticket" | "issue" | "jira" | "bug" | "tracking" | "link" | "pr" | "tracking bug" => {
                if given {
                    self.ticket = Some(value.to_owned());
                }
            }
            "status" | "state" | "done" | "done?" | "completed" | "estado" | "statut" | "状态" | "状態" =>
            {
                self.state(value);
            }
            "type" | "kind" | "category" => {
                self.kind = ActionKind::parse(&value.to_lowercase()).or_else(|| kind_of(value));
            }
            "priority" | "prio" | "severity" => {}
            _ => return false,
        }
        true
    }

    fn state(&mut self, value: &str) -> bool {
        let lower = value.trim().to_lowercase();
        match lower.trim_matches(|c: char| !c.is_alphanumeric()) {
            "done" | "closed" | "completed" | "complete" | "fixed" | "finished" | "yes" | "resolved"
            | "merged" | "implemented" | "shipped" => self.done = Some(true),
            "open" | "todo" | "to do" | "not started" | "in progress" | "pending" | "planned" | "wip"
            | "no" | "in review" | "ongoing" => self.done = Some(false),
            _ => return false,
        }
        true
    }

    fn mention(&mut self, piece: &str) -> bool {
        if let Some(name) = piece.strip_prefix('@') {
            let named = !name.is_empty() && !name.contains(' ');
            if named {
                self.owner = Some(name.to_owned());
            }
            return named;
        }
        if is_ticket(piece) {
            self.ticket = Some(piece.to_owned());
            return true;
        }
        let day = piece.strip_prefix("by ").or_else(|| piece.strip_prefix("due ")).unwrap_or(piece);
        let found = date(day).filter(|_| day.len() <= 18);
        self.due = found.or(self.due);
        found.is_some()
    }

    /// Owners and tickets among the words.
    pub(super) fn mentions(&mut self, text: &str) {
        for word in text.split_whitespace() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '#' | '/'));
            if self.owner.is_none()
                && let Some(name) = bare.strip_prefix('@')
                && name.starts_with(|c: char| c.is_alphabetic())
            {
                self.owner = Some(name.to_owned());
            }
            if self.ticket.is_none() && is_ticket(bare) {
                self.ticket = Some(bare.to_owned());
            }
        }
    }
}

/// `OPS-12`, `#12`, or the address of an issue.
fn is_ticket(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(number) = word.strip_prefix('#') {
        return digits(number);
    }
    if word.starts_with("https://") || word.starts_with("http://") {
        let path = ["/issues/", "/browse/", "/pull/", "/merge_requests/", "/ticket", "/T"];
        return path.iter().any(|part| word.contains(part)) && word.ends_with(|c: char| c.is_ascii_digit());
    }
    let Some((project, number)) = word.split_once('-') else { return false };
    // `UTF-8`, `SHA-256` and `TLS-1` are none; keys of trackers have two letters at least, and no standard's name.
    project.len() >= 2
        && project.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && project.starts_with(|c: char| c.is_ascii_uppercase())
        && digits(number)
        && !matches!(
            project,
            "UTF"
                | "SHA"
                | "ISO"
                | "TLS"
                | "HTTP"
                | "IPV"
                | "MD"
                | "RFC"
                | "COVID"
                | "UTC"
                | "GMT"
                | "AES"
                | "SEV"
                | "CVE"
        )
}

fn date(text: &str) -> Option<Date> {
    let day = days(text).into_iter().next()?;
    if day.other.is_some() {
        return None;
    }
    Date::new(day.year?, day.month, day.day).ok()
}

fn kind_of(value: &str) -> Option<ActionKind> {
    Some(match value.to_lowercase().as_str() {
        "prevention" | "preventive" | "preventative" => ActionKind::Prevent,
        "detection" | "monitoring" | "alerting" => ActionKind::Detect,
        "mitigation" => ActionKind::Mitigate,
        "repair" | "fix" => ActionKind::Repair,
        "documentation" | "training" => ActionKind::Process,
        "investigation" | "research" => ActionKind::Investigate,
        _ => return None,
    })
}
