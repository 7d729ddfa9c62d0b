//! A plan to an answer, by tantivy's postings.
//!
//! Scores are BM25 as tantivy computes it, in 32 bits, added stem by stem in the order of the
//! plan. tantivy's own collectors add in an order that depends on which list ends first, so that
//! equal documents may differ in the last bit; here and in the browser, equals stay equal, and the
//! newer one comes first.

use super::SearchError;
use super::index::{SearchIndex, filter_term};
use super::plan::{Part, Plan, Scored};
use super::query::Comparison;
use tantivy::collector::DocSetCollector;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::query::PhraseQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

/// BM25's saturation of a repeated word, as in tantivy.
const K1: f32 = 1.2;
/// BM25's weight of a document's length, as in tantivy.
const B: f32 = 0.75;

/// A postmortem that fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its place in the corpus.
    pub document: u32,
    /// How well it fits; 0 where nothing but filters was asked for.
    pub score: f32,
}

/// All that fits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// How many postmortems fit.
    pub total: usize,
    /// The best of them, best first; equals in the order of the corpus.
    pub hits: Vec<Hit>,
}

/// Runs a plan and gives the best `limit` hits.
pub(super) fn execute(index: &SearchIndex, plan: &Plan, limit: usize) -> Result<Found, SearchError> {
    let Some(segment) = index.segment().filter(|_| !plan.is_empty) else {
        return Ok(Found::default());
    };
    let run = Run { index, segment, count: index.count() };
    let mut fits = vec![true; run.count];
    for parts in &plan.must {
        let mut any = vec![false; run.count];
        for part in parts {
            run.mark(part, &mut any)?;
        }
        fits.iter_mut().zip(any).for_each(|(fits, any)| *fits &= any);
    }
    let mut scores = vec![0.0_f32; run.count];
    let mut one_of = vec![false; run.count];
    let field = index.fields.all;
    if let Some(norms) = segment.fieldnorms_readers().get_field(field)? {
        for scored in &plan.scored {
            run.score(scored, &norms, &mut scores, &mut one_of)?;
        }
    }
    if plan.one_of {
        fits.iter_mut().zip(one_of).for_each(|(fits, one)| *fits &= one);
    }
    for part in &plan.not {
        let mut not = vec![false; run.count];
        run.mark(part, &mut not)?;
        fits.iter_mut().zip(not).for_each(|(fits, not)| *fits &= !not);
    }
    let mut hits: Vec<Hit> = (0..)
        .zip(scores)
        .zip(fits)
        .filter_map(|((document, score), fits)| fits.then_some(Hit { document, score }))
        .collect();
    let total = hits.len();
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.document.cmp(&b.document)));
    hits.truncate(limit);
    Ok(Found { total, hits })
}

struct Run<'a> {
    index: &'a SearchIndex,
    segment: &'a SegmentReader,
    count: usize,
}

impl Run<'_> {
    fn term(&self, stem: u32) -> Term {
        Term::from_field_text(self.index.fields.all, &self.index.lexicon.stems()[stem as usize].text)
    }

    /// Calls `each` for every document of a term with the number of its occurrences.
    fn postings(
        &self,
        field: Field,
        term: &Term,
        mut each: impl FnMut(usize, u32),
    ) -> Result<(), SearchError> {
        let inverted = self.segment.inverted_index(field)?;
        if let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::WithFreqs)? {
            while postings.doc() != TERMINATED {
                each(postings.doc() as usize, postings.term_freq());
                postings.advance();
            }
        }
        Ok(())
    }

    fn mark(&self, part: &Part, marks: &mut [bool]) -> Result<(), SearchError> {
        let fields = self.index.fields;
        match part {
            Part::Nothing => {}
            Part::Stems(stems) => {
                for stem in stems {
                    self.postings(fields.all, &self.term(*stem), |document, _| marks[document] = true)?;
                }
            }
            Part::Phrase(places) => self.phrase(places, marks)?,
            Part::Filter(filter, value) => {
                let term = Term::from_field_text(fields.filter, &filter_term(*filter, value));
                self.postings(fields.filter, &term, |document, _| marks[document] = true)?;
            }
            Part::After(day) => self.days(marks, |began| began >= *day)?,
            Part::Before(day) => self.days(marks, |began| began < *day)?,
            Part::Duration(comparison, seconds) => {
                let column = self.segment.fast_fields().u64("duration")?;
                for (document, mark) in (0..).zip(marks.iter_mut()) {
                    let took = column.first(document);
                    *mark |= took.is_some_and(|took| compare(*comparison, took, *seconds));
                }
            }
        }
        Ok(())
    }

    fn days(&self, marks: &mut [bool], fits: impl Fn(i64) -> bool) -> Result<(), SearchError> {
        let column = self.segment.fast_fields().i64("day")?;
        for (document, mark) in (0..).zip(marks.iter_mut()) {
            *mark |= column.first(document).is_some_and(&fits);
        }
        Ok(())
    }

    /// Marks the documents of a phrase. Of words that are everywhere, no places are kept in the
    /// static index; it is enough that the others stand where they should.
    fn phrase(&self, places: &[(u32, u32)], marks: &mut [bool]) -> Result<(), SearchError> {
        let mut all = vec![true; self.count];
        for (_, stem) in places {
            let mut has = vec![false; self.count];
            self.postings(self.index.fields.all, &self.term(*stem), |document, _| has[document] = true)?;
            all.iter_mut().zip(has).for_each(|(all, has)| *all &= has);
        }
        let terms: Vec<(usize, Term)> = places
            .iter()
            .filter(|(_, stem)| !self.index.lexicon.is_everywhere(*stem))
            .map(|(place, stem)| (*place as usize, self.term(*stem)))
            .collect();
        if terms.len() > 1 {
            let found = self.index.searcher.search(&PhraseQuery::new_with_offset(terms), &DocSetCollector)?;
            let mut phrase = vec![false; self.count];
            for address in found {
                phrase[address.doc_id as usize] = true;
            }
            all.iter_mut().zip(phrase).for_each(|(all, phrase)| *all &= phrase);
        }
        marks.iter_mut().zip(all).for_each(|(mark, all)| *mark |= all);
        Ok(())
    }

    fn score(
        &self,
        scored: &Scored,
        norms: &FieldNormReader,
        scores: &mut [f32],
        one_of: &mut [bool],
    ) -> Result<(), SearchError> {
        let field = self.index.fields.all;
        let stem = &self.index.lexicon.stems()[scored.stem as usize];
        let tokens = self.segment.inverted_index(field)?.total_num_tokens();
        let weight = weight(stem.documents, self.count) * scored.weight;
        let lengths = lengths(tokens, self.count);
        self.postings(field, &self.term(scored.stem), |document, times| {
            #[expect(clippy::cast_possible_truncation, reason = "documents are numbered with 32 bits")]
            let length = lengths[norms.fieldnorm_id(document as u32) as usize];
            #[expect(clippy::cast_precision_loss, reason = "a word occurs less often than 2^24 times")]
            let times = times as f32;
            scores[document] += weight * (times / (times + length));
            one_of[document] |= scored.optional;
        })
    }
}

fn compare(comparison: Comparison, took: u64, seconds: u64) -> bool {
    match comparison {
        Comparison::Above => took > seconds,
        Comparison::AtLeast => took >= seconds,
        Comparison::Below => took < seconds,
        Comparison::AtMost => took <= seconds,
    }
}

/// What a stem that is in so many documents counts.
fn weight(documents: u32, count: usize) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "scores have 32 bits, as tantivy's have")]
    let rarity = super::plan::rarity(documents, count) as f32;
    rarity * (1.0 + K1)
}

/// BM25's length of a document, by the code of its number of words.
fn lengths(tokens: u64, count: usize) -> [f32; 256] {
    #[expect(clippy::cast_precision_loss, reason = "as tantivy has it")]
    let average = tokens as f32 / count as f32;
    std::array::from_fn(|code| {
        #[expect(clippy::cast_possible_truncation, reason = "256 codes")]
        let words = FieldNormReader::id_to_fieldnorm(code as u8);
        #[expect(clippy::cast_precision_loss, reason = "as tantivy has it")]
        let words = words as f32;
        K1 * (1.0 - B + B * words / average)
    })
}
