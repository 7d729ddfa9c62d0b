//! What postmortems are filed under, as numbers, and how rare each of it is.

use crate::model::{Corpus, Postmortem, Term};
use crate::search::Scratch;
use std::collections::BTreeMap;

/// What a value that two postmortems share adds to how related they are, if nobody else has it.
const CAUSE: f32 = 0.25;
const SERVICE: f32 = 0.15;
const TRIGGER: f32 = 0.1;
/// A value that more postmortems have leads to none of them: following it would compare everything with
/// everything.
const MOST_FOLLOWED: usize = 512;

/// The same of services, of which only those are looked at that have the same cause as well.
const MOST_SHARING: usize = 4096;

/// A kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Cause,
    Service,
    Trigger,
}

/// The services, root causes and triggers of all postmortems. A sub-term stands for its term, too.
#[derive(Debug, Clone, Default)]
pub(super) struct Facets {
    /// By place in the corpus: where its part of `values` begins, and where the last ends.
    starts: Vec<u32>,
    /// Numbers of facets.
    values: Vec<u32>,
    /// By place: a bit for each of its services, and one for each of its causes, of which several share
    /// one. Two that share no bit share no value.
    bits: Vec<(u64, u64)>,
    /// By number.
    facets: Vec<Facet>,
}

#[derive(Debug, Clone)]
struct Facet {
    kind: Kind,
    /// Who has it, in the order of the corpus.
    members: Vec<u32>,
    /// From 0, everybody has it, to 1, no more than two do.
    share: f32,
    /// What it adds to how related two are.
    weight: f32,
}

impl Facets {
    pub(super) fn of(corpus: &Corpus) -> Self {
        let mut numbers: BTreeMap<(Kind, String), u32> = BTreeMap::new();
        let mut facets: Vec<Facet> = Vec::new();
        let (mut values, mut starts, mut bits) = (Vec::new(), vec![0], Vec::new());
        for (at, postmortem) in (0..).zip(corpus.postmortems()) {
            let mut own: Vec<u32> = Vec::new();
            let mut add = |kind: Kind, key: &str| {
                let number = match numbers.get(&(kind, key.to_owned())) {
                    Some(number) => *number,
                    None => {
                        let number = u32::try_from(facets.len()).unwrap_or(u32::MAX);
                        numbers.insert((kind, key.to_owned()), number);
                        facets.push(Facet { kind, members: Vec::new(), share: 0.0, weight: 0.0 });
                        number
                    }
                };
                if !own.contains(&number) {
                    own.push(number);
                    facets[number as usize].members.push(at);
                }
            };
            for service in &postmortem.services {
                add(Kind::Service, service.as_str());
            }
            for (kind, terms) in
                [(Kind::Cause, &postmortem.root_causes), (Kind::Trigger, &postmortem.triggers)]
            {
                // What nobody found out is nothing in common.
                for term in terms.iter().filter(|term| term.as_str() != "unknown") {
                    add(kind, term.as_str());
                    if let Some(parent) = term.parent() {
                        add(kind, parent.as_str());
                    }
                }
            }
            let bit = |kind: Kind| {
                let own = own.iter().filter(|number| facets[**number as usize].kind == kind);
                own.fold(0, |bits, number| bits | 1_u64 << (number % 64))
            };
            bits.push((bit(Kind::Service), bit(Kind::Cause)));
            values.extend(own);
            starts.push(u32::try_from(values.len()).unwrap_or(u32::MAX));
        }
        let all = corpus.postmortems().len().max(2);
        for facet in &mut facets {
            #[expect(clippy::cast_precision_loss, reason = "counts of postmortems")]
            let (members, all) = (facet.members.len() as f32, all as f32);
            facet.share = (1.0 - (members - 2.0).max(0.0) / all).max(0.0);
            let rarity = (all / members).ln() / all.ln();
            facet.weight = rarity
                * match facet.kind {
                    Kind::Cause => CAUSE,
                    Kind::Service => SERVICE,
                    Kind::Trigger => TRIGGER,
                };
        }
        Self { starts, values, bits, facets }
    }

    /// What a postmortem is filed under.
    fn of_one(&self, at: usize) -> &[u32] {
        &self.values[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// Whether two states of a postmortem are filed under the same.
    pub(super) fn are_the_same(a: &Postmortem, b: &Postmortem) -> bool {
        (&a.services, &a.root_causes, &a.triggers) == (&b.services, &b.root_causes, &b.triggers)
    }

    /// From 0, no service or no cause in common, to 1, both in common and with nobody else.
    pub(super) fn same_failure(&self, a: usize, b: usize) -> f32 {
        let ((services, causes), (others_services, others_causes)) = (self.bits[a], self.bits[b]);
        if services & others_services == 0 || causes & others_causes == 0 {
            return 0.0;
        }
        let (mut service, mut cause) = (0.0_f32, 0.0_f32);
        for number in self.of_one(a).iter().filter(|number| self.of_one(b).contains(number)) {
            let facet = &self.facets[*number as usize];
            match facet.kind {
                Kind::Service => service = service.max(facet.share),
                Kind::Cause => cause = cause.max(facet.share),
                Kind::Trigger => {}
            }
        }
        service * cause
    }

    /// Makes the postmortems from `first` on known that may be the same failure as one; their sums stay
    /// what they are.
    pub(super) fn add_same_failures(&self, at: usize, first: usize, scratch: &mut Scratch) {
        scratch.reserve(self.bits.len());
        let causes = self.bits[at].1;
        let own = self.of_one(at).iter().map(|number| &self.facets[*number as usize]);
        for facet in own.filter(|facet| facet.kind == Kind::Service && facet.members.len() <= MOST_SHARING) {
            let from = facet.members.partition_point(|member| (*member as usize) < first);
            for member in &facet.members[from..] {
                if self.bits[*member as usize].1 & causes != 0 {
                    scratch.add(*member, f32::MIN_POSITIVE);
                }
            }
        }
    }

    /// How related two are by what they are filed under.
    pub(super) fn related(&self, a: usize, b: usize) -> f32 {
        let shared = self.of_one(a).iter().filter(|number| self.of_one(b).contains(number));
        shared.map(|number| self.facets[*number as usize].weight).sum()
    }

    /// Adds to the sum of every postmortem what is filed under the same as one.
    pub(super) fn add(&self, at: usize, scratch: &mut Scratch) {
        scratch.reserve(self.bits.len());
        for facet in self.of_one(at).iter().map(|number| &self.facets[*number as usize]) {
            if facet.members.len() <= MOST_FOLLOWED && facet.weight > 0.0 {
                for member in &facet.members {
                    scratch.add(*member, facet.weight);
                }
            }
        }
    }

    /// The shared ones of two lists of terms, for readers: a sub-term stands for itself, its parent is
    /// named where only that is shared.
    pub(super) fn shared_terms(a: &[Term], b: &[Term]) -> Vec<Term> {
        let mut shared: Vec<Term> = Vec::new();
        for one in a.iter().filter(|term| term.as_str() != "unknown") {
            let parent = |term: &Term| term.parent().unwrap_or_else(|| term.clone());
            let found = if b.contains(one) {
                one.clone()
            } else if b.iter().any(|other| parent(other) == parent(one)) {
                parent(one)
            } else {
                continue;
            };
            if !shared.contains(&found) {
                shared.push(found);
            }
        }
        shared
    }
}
