//! The answer to a query as data, for whoever asks: a terminal, a program, a preview.

use crate::analysis::Analysis;
use crate::model::Corpus;
use crate::search::Answer;
use crate::search::Piece;
use crate::search::SearchIndex;
use crate::search::query::Note;
use serde::Serialize;

/// An answer as data.
#[derive(Debug, Serialize)]
pub struct AnswerData<'a> {
    /// How many postmortems were found.
    pub total: usize,
    /// The best of them.
    pub hits: Vec<HitData<'a>>,
    /// Unknown words, and what was searched instead.
    pub corrected: &'a [(String, String)],
    /// Words that are nowhere.
    pub unknown: &'a [String],
    /// What of the query was not understood.
    pub notes: &'a [Note],
}

/// One postmortem that was found.
#[derive(Debug, Serialize)]
pub struct HitData<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its file.
    pub file: &'a str,
    /// How well it fits.
    pub score: f32,
    /// When it began.
    pub date: Option<String>,
    /// How badly users were hurt.
    pub severity: Option<&'a str>,
    /// What broke.
    pub services: Vec<&'a str>,
    /// Why it could happen.
    pub root_causes: Vec<&'a str>,
    /// How long it took, in seconds.
    pub duration: Option<i64>,
    /// Where it has the words that were asked for.
    pub snippet: Vec<Piece>,
}

impl<'a> AnswerData<'a> {
    /// Shows an answer.
    pub fn of(
        corpus: &'a Corpus,
        analysis: &Analysis,
        index: &SearchIndex,
        answer: &'a Answer,
        notes: &'a [Note],
    ) -> Self {
        let hits = answer.found.hits.iter().map(|hit| {
            let postmortem = &corpus.postmortems()[hit.document as usize];
            let duration = analysis.metrics(hit.document as usize).duration;
            HitData {
                id: postmortem.id.as_str(),
                title: &postmortem.title,
                file: &postmortem.body.path,
                score: hit.score,
                date: postmortem.date().map(|moment| moment.date().to_string()),
                severity: postmortem.severity.as_ref().map(|severity| severity.key()),
                services: postmortem.services.iter().map(|key| key.as_str()).collect(),
                root_causes: postmortem.root_causes.iter().map(|term| term.as_str()).collect(),
                duration: duration.map(|duration| duration.as_secs()),
                snippet: index.snippet(postmortem, answer),
            }
        });
        Self {
            total: answer.found.total,
            hits: hits.collect(),
            corrected: &answer.corrected,
            unknown: &answer.unknown,
            notes,
        }
    }
}
