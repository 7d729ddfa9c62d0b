//! What a report is asked for.

use super::super::Failure;
use super::super::args::Report;
use crate::analysis::Filter;
use crate::config::Config;
use crate::diagnostic::nearest;
use crate::model::{Corpus, Slug, Term};
use jiff::Span;
use jiff::civil::Date;

/// Reads the filters. A name that no postmortem has is most often a typo, so it is told.
pub(super) fn filter(
    args: &Report,
    config: &Config,
    corpus: &Corpus,
    today: Date,
) -> Result<Filter, Failure> {
    let settings = &config.postmortem;
    let all = corpus.postmortems();
    let slug = |name: &str, known: Option<Slug>, what: &str, used: Vec<&Slug>| {
        let slug = known.or_else(|| Slug::from_text(name)).filter(|slug| used.contains(&slug));
        slug.ok_or_else(|| unknown(name, what, used.iter().map(|slug| slug.as_str())))
    };
    let service = args.service.as_deref().map(|name| {
        let used = all.iter().flat_map(|one| &one.services).collect();
        slug(name, settings.services.find(name), "service", used)
    });
    let team = args.team.as_deref().map(|name| {
        let used = all.iter().flat_map(|one| &one.teams).collect();
        slug(name, settings.teams.find(name), "team", used)
    });
    let root_cause = args.cause.as_deref().map(|name| {
        let used = || all.iter().flat_map(|one| &one.root_causes);
        let term = settings.root_causes.find(name).or_else(|| Term::parse(name));
        let has = |term: &Term| used().any(|one| one == term || one.parent().as_ref() == Some(term));
        term.filter(has).ok_or_else(|| unknown(name, "root cause", used().map(|term| term.as_str())))
    });
    let since = args.since.as_deref().map(|text| {
        since(text, today).ok_or_else(|| {
            format!(
                "`--since {text}` is neither a day such as 2024-05-12 nor a time such as 90d, 12w, 6m or 2y"
            )
        })
    });
    Ok(Filter {
        service: service.transpose()?,
        root_cause: root_cause.transpose()?,
        team: team.transpose()?,
        since: since.transpose()?,
    })
}

fn unknown<'a>(name: &str, what: &str, used: impl Iterator<Item = &'a str>) -> String {
    let near = nearest(name, used).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("no postmortem has the {what} `{name}`{near}")
}

/// The first day that `text` means.
fn since(text: &str, today: Date) -> Option<Date> {
    if let Ok(day) = text.parse::<Date>() {
        return Some(day);
    }
    let (at, unit) = text.char_indices().next_back()?;
    let count: i32 = text[..at].parse().ok().filter(|count| *count > 0)?;
    let span = match unit {
        'd' => Span::new().try_days(count),
        'w' => Span::new().try_weeks(count),
        'm' => Span::new().try_months(count),
        'y' => Span::new().try_years(count),
        _ => return None,
    };
    today.checked_sub(span.ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::since;
    use jiff::civil::date;

    #[test]
    fn days_and_times_are_read() {
        let since = |text| since(text, date(2024, 3, 31));
        assert_eq!(since("2024-02-29"), Some(date(2024, 2, 29)));
        assert_eq!(since("90d"), Some(date(2024, 1, 1)));
        assert_eq!(since("2w"), Some(date(2024, 3, 17)));
        assert_eq!(since("1m"), Some(date(2024, 2, 29)), "February has no 31st");
        assert_eq!(since("1y"), Some(date(2023, 3, 31)));
        for bad in ["", "d", "90", "-1d", "0d", "9x", "2024-02-30", "99999999y", "5ü"] {
            assert_eq!(since(bad), None, "{bad}");
        }
    }
}
