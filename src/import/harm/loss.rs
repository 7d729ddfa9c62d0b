//! What kind of harm it was, what was lost, and what was only feared.

use super::super::Fact;
use super::super::phrase::Phrases;
use super::super::sentence::Sentence;
use super::rank;
use crate::model::ImpactKind;
use std::sync::LazyLock;

/// What is said of the kind of harm.
static KINDS: LazyLock<Phrases<Option<ImpactKind>>> = LazyLock::new(|| {
    use ImpactKind::{DataLoss, Degradation, None as Nobody, Outage, PartialOutage, Security};
    let lists: &[(Option<ImpactKind>, &[&str])] = &[
        (None, &["could have", "risk of", "potential", "prevent*", "remaining"]),
        (
            Some(Nobody),
            &[
                "no user|customer|production|external impact",
                "no users|customers|user|customer ~ affected|impacted",
                "without ~ impact",
                "did not affect ~ users|customers",
                "users were not affected",
            ],
        ),
        (
            Some(PartialOutage),
            &[
                "partial outage|outages|unavailability|disruption",
                "partially unavailable|down",
                "some ~ users|customers ~ unable",
            ],
        ),
        (
            Some(Outage),
            &[
                "complete|total|full|major|entire|sitewide|global ~ outage|unavailability|downtime|inaccessibility",
                "completely|totally|entirely|fully ~ unavailable|inaccessible|unreachable|offline",
                "completely|totally|entirely|fully down",
                "site|website|service|platform|app was down",
                "website|site|application|platform ~ inaccessible|unreachable",
                "no longer accessible",
                "ausfall",
                "caida total|completa",
                "panne totale",
                "全面停止",
                "完全中断",
            ],
        ),
        (
            Some(DataLoss),
            &[
                "data loss",
                "data was|were lost",
                "lost data",
                "perdida de datos",
                "perte de donnees",
                "datenverlust",
                "perda de dados",
            ],
        ),
        (Some(Security), &["data breach", "security breach", "secrets|credentials|tokens ~ exposed|leaked"]),
        (
            Some(Degradation),
            &[
                "degrad*",
                "slow response|responses|performance|loading",
                "increased|high|elevated latency",
                "slowdown|slowdowns",
                "intermittent",
                "slower",
            ],
        ),
    ];
    Phrases::of(lists.iter().flat_map(|(kind, list)| list.iter().map(|phrase| (*phrase, *kind))))
});

/// The kind of harm, where a summary or an impact section calls it by its name.
pub(super) fn kind(told: &[&Sentence]) -> Option<Fact<ImpactKind>> {
    let stated = |sentence: &&&Sentence| rank(sentence).is_some_and(|rank| rank <= 1);
    told.iter().filter(stated).find_map(|sentence| {
        let words = &sentence.words;
        let found = KINDS.find(words);
        if found.iter().any(|found| found.means.is_none()) {
            return None;
        }
        Some(Fact::sure(found.iter().find_map(|found| found.means)?, sentence.line))
    })
}

/// What is said of losing data: that it happened, that it did not, or only that somebody feared it.
static LOSS: LazyLock<Phrases<Option<bool>>> = LazyLock::new(|| {
    Phrases::of([
        ("no ~ data ~ lost|loss", Some(false)),
        ("no data was|were lost", Some(false)),
        ("no loss of ~ data", Some(false)),
        ("without ~ data loss", Some(false)),
        ("without losing ~ data", Some(false)),
        ("data ~ not lost", Some(false)),
        ("data ~ intact|safe", Some(false)),
        ("potential|possible|risk|prevent*|avoid*|could|might|may ~ loss|lost|lose", None),
        ("data loss", Some(true)),
        ("loss of ~ data|records|transactions", Some(true)),
        ("data ~ lost", Some(true)),
        ("lost ~ data|records|transactions", Some(true)),
        ("perdida de datos", Some(true)),
        ("perte de donnees", Some(true)),
        ("datenverlust", Some(true)),
        ("perda de dados", Some(true)),
    ])
});

/// Whether data was lost, where it is said of what happened.
pub(super) fn data_loss(sentence: &Sentence) -> Option<bool> {
    // Among the reasons, `loss of data` may be what a function does to a name.
    if rank(sentence) > Some(1) && !sentence.kinds.is_empty() {
        return None;
    }
    // What is denied or only feared starts before the words it denies.
    LOSS.first(&sentence.words).and_then(|found| found.means)
}

static NEAR_MISS: LazyLock<Phrases<()>> =
    LazyLock::new(|| Phrases::of([("near miss", ()), ("narrowly avoided", ()), ("beinaheunfall", ())]));

/// Whether it was a near miss, by a label, the title or the summary.
pub(super) fn near_miss(sentences: &[Sentence]) -> Option<Fact<bool>> {
    sentences.iter().find_map(|sentence| {
        if sentence
            .label
            .as_deref()
            .is_some_and(|label| label.contains("near miss") || label.contains("near-miss"))
        {
            let said = sentence.text.to_lowercase();
            let yes = said.starts_with("yes") || said.starts_with("true");
            return (yes || said.starts_with("no") || said.starts_with("false"))
                .then(|| Fact::sure(yes, sentence.line));
        }
        let told = rank(sentence).is_some_and(|rank| rank <= 1) || sentence.heading;
        let words = &sentence.words;
        let said = NEAR_MISS
            .first(words)
            .filter(|found| found.start.checked_sub(1).and_then(|at| words.get(at)) != Some("no"));
        (told && said.is_some()).then(|| Fact::sure(true, sentence.line))
    })
}
