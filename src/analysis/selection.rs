//! Which postmortems a figure is about.

use crate::model::{Corpus, Postmortem, Slug, Term};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// What is asked for; nothing asked is everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those in which this service broke.
    pub service: Option<Slug>,
    /// Those with this root cause, or one below it.
    pub root_cause: Option<Term>,
    /// Those that this team was in charge of.
    pub team: Option<Slug>,
    /// Those that began on this day or later.
    pub since: Option<Date>,
}

/// Postmortems that belong together, and those that had to stay out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Their places in the corpus, newest first.
    pub members: Vec<usize>,
    /// How many are dated after today: they are in no figure.
    pub future: usize,
    /// How many have no date, where one was asked for.
    pub undated: usize,
}

impl Filter {
    /// Whether a postmortem is of the service, root cause and team.
    pub fn takes(&self, postmortem: &Postmortem) -> bool {
        let cause = |wanted: &Term| {
            postmortem.root_causes.iter().any(|term| term == wanted || term.parent().as_ref() == Some(wanted))
        };
        self.service.as_ref().is_none_or(|service| postmortem.services.contains(service))
            && self.root_cause.as_ref().is_none_or(cause)
            && self.team.as_ref().is_none_or(|team| postmortem.teams.contains(team))
    }
}

impl Selection {
    /// The postmortems of a corpus that a filter takes, none of them from the future.
    pub fn of(corpus: &Corpus, filter: &Filter, today: Date) -> Self {
        let mut selection = Self::default();
        let all = corpus.postmortems().iter().enumerate();
        for (at, postmortem) in all.filter(|(_, postmortem)| filter.takes(postmortem)) {
            let day = postmortem.date().map(|moment| moment.date());
            if is_future(postmortem, today) {
                selection.future += 1;
            } else if filter.since.is_none() || day >= filter.since {
                selection.members.push(at);
            } else if day.is_none() {
                selection.undated += 1;
            }
        }
        selection
    }
}

/// Whether a postmortem is dated after today. `today` is a day in UTC, so the moment is looked at in UTC:
/// it may be tomorrow already where the incident was.
pub fn is_future(postmortem: &Postmortem, today: Date) -> bool {
    postmortem.date().is_some_and(|moment| {
        let there = moment.date();
        there > today && moment.timestamp().to_zoned(TimeZone::UTC).date() > today
    })
}
