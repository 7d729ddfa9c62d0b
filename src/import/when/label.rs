//! What labels say a time is: `Start time:`, `Incident date:`, `Duration:`, in seven languages.

/// What the value of a label is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// When it began.
    Start,
    /// When it ended.
    End,
    /// On which day it was, or when.
    Date,
    /// From when to when, or how long.
    Duration,
    /// When it was noticed.
    Detected,
    /// The zone of all times.
    Zone,
    /// When the paper was written, or something is due: none of the incident's.
    Paper,
}

use crate::import::writeup::Label;

#[rustfmt::skip]
const NAMES: &[(Role, &[&str])] = &[
    (Role::Start, &[
        "start time", "start", "started", "started at", "start-time", "start date", "start date/time",
        "start date and time", "start time and date", "incident start", "incident start time", "incident started", "outage start",
        "outage start time", "outage started", "time started", "began", "begin", "began at", "beginning", "from", "impact start",
        "impact start time", "start of impact", "start of incident", "start of the incident", "start of outage", "start of the outage", "issue start",
        "issue start time", "first impact", "time of occurrence", "occurred at", "occurred", "onset", "time of incident start",
        "inicio", "hora de inicio", "fecha de inicio", "inicio del incidente", "début", "heure de début",
        "date de début", "début de l'incident", "beginn", "start der störung", "beginn der störung",
        "startzeit", "início", "início do incidente", "hora de início", "data de início", "开始时间",
        "故障开始时间", "发生时间", "故障发生时间", "開始時刻", "開始", "発生時刻", "発生日時", "開始日時", "障害発生日時",
    ]),
    (Role::End, &[
        "end time", "end", "ended", "ended at", "end-time", "end date", "end date/time", "end date and time",
        "end time and date", "incident end", "incident end time", "incident ended", "outage end", "outage end time", "outage ended",
        "time ended", "to", "until", "resolved", "resolved at", "resolved on", "restored", "restored at",
        "recovered", "recovered at", "resolution time", "time resolved", "time of resolution", "impact end",
        "impact end time", "end of impact", "end of incident", "end of the incident", "end of outage", "end of the outage", "issue end",
        "issue end time", "service restored", "fully resolved", "full recovery", "mitigated", "mitigated at", "finish time", "stop time",
        "fin", "hora de fin", "fecha de fin", "hora de finalización", "fin del incidente", "resuelto",
        "heure de fin", "date de fin", "fin de l'incident", "rétablissement", "ende", "endzeit", "behoben",
        "ende der störung", "fim", "hora de fim", "hora de término", "término", "fim do incidente",
        "resolvido em", "结束时间", "恢复时间", "故障恢复时间", "終了時刻", "終了", "復旧時刻", "復旧日時", "終了日時",
    ]),
    (Role::Date, &[
        "date", "incident date", "date of incident", "date of the incident", "outage date", "date of outage",
        "date of the outage", "event date", "date of event", "when", "when did it happen", "date and time",
        "date & time", "date/time", "datetime", "day", "incident time", "time", "time of incident",
        "time of the incident", "outage time", "time of outage", "incident date and time", "incident date/time", "occurrence date",
        "date occurred", "date of occurrence", "dates", "incident period", "fecha", "fecha del incidente",
        "fecha y hora", "hora", "date de l'incident", "date et heure", "heure", "quand", "datum",
        "datum des vorfalls", "datum der störung", "zeitpunkt", "data", "data do incidente", "data e hora",
        "日期", "故障日期", "事件日期", "时间", "故障时间", "日付", "発生日", "日時",
    ]),
    (Role::Duration, &[
        "duration", "outage duration", "incident duration", "total duration", "total downtime", "downtime", "length",
        "length of outage", "duration of outage", "duration of the outage", "duration of incident",
        "duration of the incident", "outage", "outage window", "impact duration", "time range", "period",
        "outage period", "window", "impact window", "incident window", "timeframe", "time frame", "time period", "total outage time", "total time",
        "elapsed time", "total outage duration", "duration of impact", "dauer", "dauer des ausfalls", "dauer der störung", "ausfallzeit",
        "ausfalldauer", "zeitraum", "durée", "durée de l'incident", "durée de la panne", "durée totale",
        "période", "duración", "duración del incidente", "duración total", "período", "duração",
        "duração do incidente", "duração total", "tempo total", "持续时间", "影响时长", "故障时长", "影响时间",
        "继续时间", "期間", "影響期間", "継続時間", "停止時間", "影響時間", "障害期間", "発生期間",
    ]),
    (Role::Detected, &[
        "detected", "detected at", "detection time", "time of detection", "time detected", "reported at",
        "discovered at", "first detected", "first reported", "time reported", "issue detected",
        "when was the issue detected", "date detected", "date reported",
    ]),
    (Role::Zone, &[
        "timezone", "time zone", "zeitzone", "fuseau horaire", "zona horaria", "fuso horário", "时区",
        "タイムゾーン",
    ]),
    (Role::Paper, &[
        "posted", "posted on", "published", "published on", "date of postmortem", "postmortem date",
        "date of post-mortem", "post-mortem date", "report date", "date of report", "review date", "reviewed",
        "reviewed on", "last updated", "updated", "updated on", "last modified", "created", "created on",
        "created at", "date created", "meeting date", "meeting", "due", "due date", "deadline", "eta",
        "target date", "date published", "publication date", "prepared on", "written", "written on",
        "date written", "document date", "date posted", "date of review", "version", "sent", "gesendet", "envoyé", "enviado", "received", "report written", "written by", "last edited", "doc date", "retro", "previous retro", "next meeting", "previous meeting", "data de publicação", "fecha del informe", "date du rapport", "datum des berichts", "stand", "报告日期", "作成日時", "veröffentlicht",
        "publié le", "publicado", "publicado em", "fecha de publicación", "作成日", "更新日", "発行日", "发布日期",
        "撰写日期",
    ]),
];

/// Names of labels that tell who sent a mail, or about what.
#[rustfmt::skip]
const MAIL: &[&str] = &[
    "from", "to", "cc", "subject", "re", "sent", "reply-to", "message-id", "von", "an", "betreff", "gesendet", "de", "à", "objet",
    "envoyé", "para", "asunto", "assunto", "enviado", "件名", "差出人", "宛先", "发件人", "收件人", "主题",
];

/// Those of them that only mails and memos have.
const SUBJECT: &[&str] = &[
    "subject",
    "betreff",
    "objet",
    "asunto",
    "assunto",
    "件名",
    "主题",
    "message-id",
    "sent",
    "gesendet",
    "envoyé",
    "enviado",
];

/// Names of labels that tell who met, and where.
#[rustfmt::skip]
const MEETING: &[&str] = &[
    "who", "attendees", "participants", "present", "in attendance", "room", "location", "venue", "where", "facilitator", "moderator", "chair",
    "notes", "note taker", "notetaker", "minutes", "scribe", "agenda", "previous retro", "previous meeting",
    "next meeting", "apologies", "teilnehmer", "anwesend", "ort", "protokoll", "participantes", "asistentes", "lugar", "lieu",
    "présents", "presentes", "local", "参加者", "出席者", "場所", "参会人员", "地点",
];

/// What the value of a label is, by its name and by those around it: the `Date` of a mail or of a meeting is none
/// of the incident's.
pub(super) fn role(labels: &[Label], label: &Label) -> Option<Role> {
    let role = named(&label.name)?;
    let near = |other: &&Label| other.line != label.line && other.line.abs_diff(label.line) <= 4;
    let beside = || labels.iter().filter(near).map(|other| other.name.as_str());
    let mail = beside().any(|name| SUBJECT.contains(&name))
        && (label.name == "date" || MAIL.contains(&label.name.as_str()))
        || matches!(role, Role::Date)
            && beside().filter(|name| ["from", "to", "von", "an", "de", "para"].contains(name)).count() > 1;
    let met = [
        "date",
        "when",
        "date and time",
        "date & time",
        "time",
        "day",
        "datum",
        "wann",
        "fecha",
        "quand",
        "quando",
        "data",
        "日時",
        "时间",
    ];
    let meeting = met.contains(&label.name.as_str())
        && beside().filter(|name| MEETING.contains(name)).take(2).count() > usize::from(label.name != "when");
    if mail || meeting || is_timestamp(&label.value) { Some(Role::Paper) } else { Some(role) }
}

/// `Tue, 3 May 2022 10:05:00 +0200`: how mails and servers stamp, and nobody writes.
fn is_timestamp(value: &str) -> bool {
    super::words::is_log(&format!("Date: {value}"))
}

/// What the value of a label is, by the label's name in small letters.
fn named(name: &str) -> Option<Role> {
    let bare = match name.split_once(['(', '（']) {
        Some((bare, _)) => bare.trim(),
        None => name,
    };
    let bare = bare.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '-' | '#' | '.' | '?'));
    // `Duration of outage: …` and `the date`; what is in brackets is a zone or a form to fill in.
    let bare = bare.strip_prefix("the ").unwrap_or(bare);
    NAMES.iter().find(|(_, names)| names.contains(&bare)).map(|(role, _)| *role)
}
