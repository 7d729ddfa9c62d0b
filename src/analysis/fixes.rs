//! What ended incidents.

use crate::model::{Corpus, Mitigation};

/// What ended some incidents, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fix {
    /// What was done.
    pub mitigation: Mitigation,
    /// In how many incidents.
    pub count: usize,
    /// The place of the latest of them.
    pub latest: usize,
}

/// What ended the incidents at these places, newest first: most frequent first, ties by which helped last.
/// With how many of them do not tell.
pub fn fixes(corpus: &Corpus, members: &[usize]) -> (Vec<Fix>, usize) {
    let mut fixes: Vec<Fix> = Vec::new();
    let mut missing = 0;
    for &at in members {
        let told = &corpus.postmortems()[at].mitigation;
        missing += usize::from(told.is_empty());
        for (number, &mitigation) in told.iter().enumerate() {
            if told[..number].contains(&mitigation) {
                continue;
            }
            match fixes.iter_mut().find(|fix| fix.mitigation == mitigation) {
                Some(fix) => fix.count += 1,
                None => fixes.push(Fix { mitigation, count: 1, latest: at }),
            }
        }
    }
    // A stable sort: what helped last stays first.
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.count));
    (fixes, missing)
}
