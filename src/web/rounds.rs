//! Who is asked when: several hosts at a time, each host one request at a time.

use super::answer::{Answer, Request};
use super::visit::{Next, Outcome, Visit};
use super::{Address, Limits};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Does one request.
pub(super) type Ask<'a> = dyn Fn(Request<'_>) -> Outcome + Sync + 'a;

/// What is to be asked of one host.
struct Host {
    waiting: VecDeque<Visit>,
    /// Whether a request is on its way.
    busy: bool,
    /// Before this nothing is asked.
    ready: Instant,
    /// Whether it has ever answered.
    answered: bool,
    /// The answer for whatever is still asked of it.
    closed: Option<Answer>,
}

/// All hosts, and what they said.
struct Rounds<'a> {
    hosts: BTreeMap<String, Host>,
    answers: Vec<Option<Answer>>,
    /// How many answers are missing.
    missing: usize,
    limits: &'a Limits,
}

/// What a thread does next.
#[expect(clippy::large_enum_variant, reason = "made once for a request, and taken apart at once")]
enum Turn {
    Ask(Visit),
    /// Nothing can be asked before another thread is done, or some time has passed.
    Wait(Option<Duration>),
    Done,
}

pub(super) fn run(
    addresses: &BTreeSet<Address>,
    limits: &Limits,
    ask: &Ask<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> BTreeMap<Address, Answer> {
    let mut rounds = Rounds {
        hosts: BTreeMap::new(),
        answers: vec![None; addresses.len()],
        missing: addresses.len(),
        limits,
    };
    for (number, address) in addresses.iter().enumerate() {
        rounds.enqueue(Visit::new(number, address.clone()));
    }
    let threads = limits.threads.clamp(1, rounds.hosts.len().max(1));
    let (rounds, change) = (Mutex::new(rounds), Condvar::new());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| work(&rounds, &change, ask, progress));
        }
    });
    let rounds = rounds.into_inner().unwrap_or_else(PoisonError::into_inner);
    let answers = rounds.answers.into_iter().flatten();
    addresses.iter().cloned().zip(answers).collect()
}

fn work(rounds: &Mutex<Rounds<'_>>, change: &Condvar, ask: &Ask<'_>, progress: &(dyn Fn(usize) + Sync)) {
    let mut locked = lock(rounds);
    loop {
        match locked.turn() {
            Turn::Done => return,
            Turn::Wait(None) => locked = change.wait(locked).unwrap_or_else(PoisonError::into_inner),
            Turn::Wait(Some(time)) => {
                locked = change.wait_timeout(locked, time).unwrap_or_else(PoisonError::into_inner).0;
            }
            Turn::Ask(visit) => {
                drop(locked);
                let outcome = ask(Request { method: visit.method, address: &visit.address });
                locked = lock(rounds);
                let done = locked.take(visit, outcome);
                change.notify_all();
                if done > 0 {
                    progress(done);
                }
            }
        }
    }
}

fn lock<'a, 'b>(rounds: &'a Mutex<Rounds<'b>>) -> MutexGuard<'a, Rounds<'b>> {
    rounds.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Rounds<'_> {
    fn host(&mut self, address: &Address) -> &mut Host {
        self.hosts.entry(address.host().to_owned()).or_insert_with(|| Host {
            waiting: VecDeque::new(),
            busy: false,
            ready: Instant::now(),
            answered: false,
            closed: None,
        })
    }

    /// Puts a visit behind the others of its host.
    fn enqueue(&mut self, visit: Visit) {
        self.host(&visit.address).waiting.push_back(visit);
    }

    fn turn(&mut self) -> Turn {
        if self.missing == 0 {
            return Turn::Done;
        }
        let now = Instant::now();
        let mut soonest: Option<Instant> = None;
        for host in self.hosts.values_mut().filter(|host| !host.busy && !host.waiting.is_empty()) {
            if host.ready <= now
                && let Some(visit) = host.waiting.pop_front()
            {
                host.busy = true;
                return Turn::Ask(visit);
            }
            soonest = Some(soonest.map_or(host.ready, |soonest| soonest.min(host.ready)));
        }
        Turn::Wait(soonest.map(|soonest| soonest.saturating_duration_since(now)))
    }

    /// Takes what came of a request; how many answers that gave.
    fn take(&mut self, visit: Visit, outcome: Outcome) -> usize {
        let limits = *self.limits;
        let number = visit.number;
        let host = self.host(&visit.address);
        host.busy = false;
        host.ready = Instant::now() + limits.pause;
        host.answered |= matches!(outcome, Outcome::Status { .. });
        // A host that never answers would have every of its addresses wait for nothing.
        let is_mute = outcome == Outcome::Timeout && visit.tried_again() && !host.answered;
        let address = visit.address.clone();
        let before = self.missing;
        match visit.after(outcome, &limits) {
            Next::Ask(next, wait) => {
                let closed = self.host(&next.address).closed.clone();
                if let Some(answer) = closed {
                    self.answer(number, answer);
                } else {
                    let host = self.host(&next.address);
                    host.ready = host.ready.max(Instant::now() + wait);
                    // What was begun is ended first.
                    host.waiting.push_front(next);
                }
            }
            Next::Answered(answer) => {
                self.answer(number, answer);
                if is_mute {
                    self.close(&address, &Answer::unsure("is on a host that does not answer"));
                }
            }
            Next::Closed(answer) => {
                self.answer(number, answer);
                self.close(&address, &Answer::unsure("is on a host that wants to be left alone for now"));
            }
        }
        before - self.missing
    }

    fn answer(&mut self, number: usize, answer: Answer) {
        if let Some(place @ None) = self.answers.get_mut(number) {
            *place = Some(answer);
            self.missing -= 1;
        }
    }

    /// Answers whatever is still to be asked of a host.
    fn close(&mut self, address: &Address, answer: &Answer) {
        let host = self.host(address);
        host.closed = Some(answer.clone());
        for visit in std::mem::take(&mut host.waiting) {
            self.answer(visit.number, answer.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::answer::Method;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const QUICK: Limits = Limits {
        threads: 3,
        pause: Duration::from_millis(5),
        retry: Duration::from_millis(5),
        timeout: Duration::from_secs(1),
        longest_wait: Duration::from_secs(1),
        redirects: 5,
    };

    fn addresses(texts: &[&str]) -> BTreeSet<Address> {
        texts.iter().map(|text| Address::parse(text).unwrap()).collect()
    }

    fn status(code: u16) -> Outcome {
        Outcome::Status { code, location: None, wait: None }
    }

    #[test]
    fn each_host_is_asked_once_at_a_time_and_several_hosts_together() {
        let asked: BTreeSet<_> = (0..8)
            .flat_map(|host| (0..5).map(move |page| format!("http://h{host}.test/{page}")))
            .map(|text| Address::parse(&text).unwrap())
            .collect();
        let busy = Mutex::new(BTreeMap::<String, Instant>::new());
        let (now, most, requests) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        let ended = Mutex::new(BTreeMap::<String, Instant>::new());
        let ask = |request: Request<'_>| {
            let host = request.address.host().to_owned();
            let other = busy.lock().unwrap().insert(host.clone(), Instant::now());
            assert!(other.is_none(), "{host} is asked twice at a time");
            if let Some(ended) = ended.lock().unwrap().get(&host) {
                assert!(ended.elapsed() >= QUICK.pause, "{host} had no pause");
            }
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            requests.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(3));
            now.fetch_sub(1, Ordering::SeqCst);
            ended.lock().unwrap().insert(host.clone(), Instant::now());
            busy.lock().unwrap().remove(&host);
            status(200)
        };
        let told = AtomicUsize::new(0);
        let answers = run(&asked, &QUICK, &ask, &|steps| {
            told.fetch_add(steps, Ordering::SeqCst);
        });
        assert!(answers.values().all(|answer| *answer == Answer::There));
        assert_eq!((answers.len(), requests.into_inner(), told.into_inner()), (40, 40, 40));
        assert_eq!(most.into_inner(), 3);
    }

    #[test]
    fn a_host_that_never_answers_is_not_waited_for_again_and_again() {
        let requests = Mutex::new(Vec::new());
        let ask = |request: Request<'_>| {
            requests.lock().unwrap().push(request.address.to_string());
            Outcome::Timeout
        };
        let asked = addresses(&["http://mute.test/a", "http://mute.test/b", "http://mute.test/c"]);
        let answers: Vec<_> = run(&asked, &QUICK, &ask, &|_| ()).into_values().collect();
        assert_eq!(
            answers,
            [
                Answer::unsure("did not answer within 1 s"),
                Answer::unsure("is on a host that does not answer"),
                Answer::unsure("is on a host that does not answer"),
            ]
        );
        assert_eq!(requests.into_inner().unwrap(), ["http://mute.test/a", "http://mute.test/a"]);
    }

    #[test]
    fn a_host_that_wants_rest_gets_it() {
        let requests = AtomicUsize::new(0);
        let ask = |request: Request<'_>| {
            requests.fetch_add(1, Ordering::SeqCst);
            let wait = Some(Duration::from_mins(1));
            match request.address.host() {
                "busy.test" => Outcome::Status { code: 429, location: None, wait },
                _ => {
                    Outcome::Status { code: 302, location: Some("http://busy.test/z".to_owned()), wait: None }
                }
            }
        };
        let asked = addresses(&["http://busy.test/a", "http://busy.test/b"]);
        let answers: Vec<_> = run(&asked, &QUICK, &ask, &|_| ()).into_values().collect();
        assert_eq!(
            answers,
            [
                Answer::unsure("answers 429 Too Many Requests, and wants to be left alone for 60 s"),
                Answer::unsure("is on a host that wants to be left alone for now"),
            ]
        );
        assert_eq!(requests.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn a_redirect_waits_its_turn_at_the_host_that_it_leads_to() {
        let ask = |request: Request<'_>| match (request.address.host(), request.method) {
            ("a.test", _) => {
                Outcome::Status { code: 301, location: Some("http://b.test/".to_owned()), wait: None }
            }
            (_, Method::Head) => status(405),
            _ => status(200),
        };
        let answers: Vec<_> = run(&addresses(&["http://a.test/", "http://b.test/"]), &QUICK, &ask, &|_| ())
            .into_values()
            .collect();
        assert_eq!(answers, [Answer::Moved { to: "http://b.test/".to_owned() }, Answer::There]);
    }
}
