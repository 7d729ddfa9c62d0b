//! The way to one answer: redirects, another method, another try. No network, no clock.

use super::answer::{Answer, Method};
use super::{Address, Limits};
use std::time::Duration;
use ureq::http::StatusCode;

/// What came of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The server answered.
    Status {
        /// The status.
        code: u16,
        /// Where it points.
        location: Option<String>,
        /// How long it wants us to wait.
        wait: Option<Duration>,
    },
    /// Nothing came in time.
    Timeout,
    /// Nobody can answer there, and why.
    Dead(String),
    /// Anything else went wrong, which says little about the address.
    Failed(String),
}

/// One address on the way to its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Visit {
    /// Which of all addresses it is.
    pub(super) number: usize,
    /// What was written.
    written: Address,
    /// What is asked for next.
    pub(super) address: Address,
    pub(super) method: Method,
    redirects: usize,
    tried_again: bool,
    /// Where the page has moved for good.
    moved: Option<(Address, String)>,
    /// Whether all redirects so far were for good.
    for_good: bool,
}

/// What to do after a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "made once for a request, and taken apart at once")]
pub(super) enum Next {
    /// The answer is known.
    Answered(Answer),
    /// Ask again after some time, perhaps another host.
    Ask(Visit, Duration),
    /// The answer is known, and it is the same for all that is left to ask of this host.
    Closed(Answer),
}

impl Visit {
    pub(super) fn new(number: usize, address: Address) -> Self {
        Self {
            number,
            written: address.clone(),
            address,
            method: Method::Head,
            redirects: 0,
            tried_again: false,
            moved: None,
            for_good: true,
        }
    }

    /// Whether a request came to nothing before.
    pub(super) fn tried_again(&self) -> bool {
        self.tried_again
    }

    pub(super) fn after(self, outcome: Outcome, limits: &Limits) -> Next {
        match outcome {
            Outcome::Status { code, location, wait } => match (code, location) {
                (200..=299 | 304, _) => Next::Answered(match self.moved {
                    Some((address, fragment)) if address != self.written => {
                        Answer::Moved { to: format!("{address}{fragment}") }
                    }
                    _ => Answer::There,
                }),
                (301 | 302 | 303 | 307 | 308, Some(location)) => self.redirected(code, &location, limits),
                _ => self.refused(code, wait, limits),
            },
            Outcome::Dead(reason) => Next::Answered(Answer::Dead { reason: self.told(&reason) }),
            Outcome::Timeout if self.tried_again => {
                let seconds = limits.timeout.as_secs_f64();
                let reason = self.told(&format!("did not answer within {seconds} s"));
                Next::Answered(Answer::Unsure { reason })
            }
            Outcome::Failed(reason) if self.tried_again => {
                Next::Answered(Answer::Unsure { reason: self.told(&reason) })
            }
            // Some servers do not know what to do with a request for headers, and drop the connection.
            Outcome::Timeout | Outcome::Failed(_) => self.again(Method::Get, limits.retry),
        }
    }

    fn again(self, method: Method, wait: Duration) -> Next {
        Next::Ask(Self { method, tried_again: true, ..self }, wait)
    }

    fn redirected(self, code: u16, location: &str, limits: &Limits) -> Next {
        let Some(address) = self.address.join(location) else {
            let reason = self.told(&format!("leads to `{location}`, which is no address of the web"));
            return Next::Answered(Answer::unsure(reason));
        };
        if self.redirects >= limits.redirects {
            let reason = format!("leads from one address to the next, {} times and more", limits.redirects);
            return Next::Answered(Answer::unsure(reason));
        }
        let for_good = self.for_good && matches!(code, 301 | 308);
        // What comes after a redirect for now may be different tomorrow.
        let fragment = location.find('#').map_or("", |at| &location[at..]).to_owned();
        let moved = if for_good { Some((address.clone(), fragment)) } else { self.moved };
        let next = Self { address, redirects: self.redirects + 1, for_good, moved, ..self };
        Next::Ask(next, Duration::ZERO)
    }

    /// The server answered, but not with a page.
    fn refused(self, code: u16, wait: Option<Duration>, limits: &Limits) -> Next {
        let says = match StatusCode::from_u16(code).ok().and_then(|status| status.canonical_reason()) {
            Some(reason) => format!("answers {code} {reason}"),
            None => format!("answers {code}"),
        };
        if let (429 | 503, Some(wait)) = (code, wait) {
            if wait > limits.longest_wait {
                let reason =
                    self.told(&format!("{says}, and wants to be left alone for {} s", wait.as_secs()));
                return Next::Closed(Answer::Unsure { reason });
            }
            if !self.tried_again {
                let method = self.method;
                return self.again(method, wait.max(limits.pause));
            }
        }
        match (code, self.method) {
            (500.., _) if !self.tried_again => self.again(Method::Get, limits.retry),
            (400 | 402..=428 | 430.., Method::Head) => {
                Next::Ask(Self { method: Method::Get, ..self }, Duration::ZERO)
            }
            (404 | 410, Method::Get) => Next::Answered(Answer::dead(self.told(&says))),
            _ => Next::Answered(Answer::unsure(self.told(&says))),
        }
    }

    /// A reason, with the address that it is about if that is not the one that was written.
    fn told(&self, reason: &str) -> String {
        if self.address == self.written {
            reason.to_owned()
        } else {
            format!("leads to `{}`, which {reason}", self.address)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://a.test/x";

    fn status(code: u16) -> Outcome {
        Outcome::Status { code, location: None, wait: None }
    }

    fn to(code: u16, location: &str) -> Outcome {
        Outcome::Status { code, location: Some(location.to_owned()), wait: None }
    }

    fn waits(code: u16, seconds: u64) -> Outcome {
        Outcome::Status { code, location: None, wait: Some(Duration::from_secs(seconds)) }
    }

    /// What is asked for until the answer, and the answer.
    #[track_caller]
    fn check(outcomes: &[Outcome], asked: &[&str], expected: &str) {
        let mut visit = Visit::new(0, Address::parse(URL).unwrap());
        let mut requests = Vec::new();
        let mut outcomes = outcomes.iter().cloned();
        let answer = loop {
            requests.push(format!("{:?} {}", visit.method, visit.address));
            let outcome = outcomes.next().expect("no more requests");
            match visit.after(outcome, &Limits::default()) {
                Next::Ask(next, _) => visit = next,
                Next::Answered(answer) | Next::Closed(answer) => break answer,
            }
        };
        assert_eq!(outcomes.next(), None, "all outcomes were needed");
        assert_eq!(requests, asked);
        let told = match answer {
            Answer::There => "there".to_owned(),
            Answer::Moved { to } => format!("moved to {to}"),
            Answer::Dead { reason } => format!("dead: it {reason}"),
            Answer::Unsure { reason } => format!("unsure: it {reason}"),
        };
        assert_eq!(told, expected);
    }

    const HEAD: &str = "Head https://a.test/x";
    const GET: &str = "Get https://a.test/x";

    #[test]
    fn who_refuses_head_is_asked_as_browsers_ask() {
        check(&[status(200)], &[HEAD], "there");
        for code in [400, 403, 404, 405, 406, 501, 999] {
            check(&[status(code), status(200)], &[HEAD, GET], "there");
        }
        check(&[status(404), status(404)], &[HEAD, GET], "dead: it answers 404 Not Found");
        check(&[status(405), status(410)], &[HEAD, GET], "dead: it answers 410 Gone");
    }

    #[test]
    fn who_wants_a_login_or_rest_is_not_dead() {
        check(&[status(401)], &[HEAD], "unsure: it answers 401 Unauthorized");
        check(&[status(429)], &[HEAD], "unsure: it answers 429 Too Many Requests");
        check(&[status(403), status(403)], &[HEAD, GET], "unsure: it answers 403 Forbidden");
        check(&[status(999), status(999)], &[HEAD, GET], "unsure: it answers 999");
        check(&[status(404), status(403)], &[HEAD, GET], "unsure: it answers 403 Forbidden");
        check(&[waits(429, 2), status(200)], &[HEAD, HEAD], "there");
        check(&[waits(429, 2), waits(429, 2)], &[HEAD, HEAD], "unsure: it answers 429 Too Many Requests");
        check(
            &[waits(503, 3600)],
            &[HEAD],
            "unsure: it answers 503 Service Unavailable, and wants to be left alone for 3600 s",
        );
    }

    #[test]
    fn what_fails_is_tried_once_more() {
        check(&[status(500), status(200)], &[HEAD, GET], "there");
        check(&[status(500), status(502)], &[HEAD, GET], "unsure: it answers 502 Bad Gateway");
        check(&[Outcome::Timeout, status(404)], &[HEAD, GET], "dead: it answers 404 Not Found");
        check(&[Outcome::Timeout, Outcome::Timeout], &[HEAD, GET], "unsure: it did not answer within 15 s");
        let failed = || Outcome::Failed("broke off".to_owned());
        check(&[failed(), status(200)], &[HEAD, GET], "there");
        check(&[failed(), failed()], &[HEAD, GET], "unsure: it broke off");
        check(&[Outcome::Dead("is nobody".to_owned())], &[HEAD], "dead: it is nobody");
    }

    #[test]
    fn only_what_has_moved_for_good_has_moved() {
        let (b, c) = ("Head https://b.test/y", "Head https://b.test/z");
        check(&[to(302, "//b.test/y"), status(200)], &[HEAD, b], "there");
        check(&[to(301, "//b.test/y#part"), status(200)], &[HEAD, b], "moved to https://b.test/y#part");
        check(
            &[to(308, "https://b.test/y"), to(301, "z"), status(200)],
            &[HEAD, b, c],
            "moved to https://b.test/z",
        );
        check(
            &[to(301, "https://b.test/y"), to(302, "z"), status(200)],
            &[HEAD, b, c],
            "moved to https://b.test/y",
        );
        check(&[to(302, "https://b.test/y"), to(301, "z"), status(200)], &[HEAD, b, c], "there");
        check(&[to(301, "#x"), status(200)], &[HEAD, HEAD], "there");
    }

    #[test]
    fn redirects_that_lead_nowhere_are_told() {
        check(
            &[to(301, "https://b.test/y"), status(404), status(404)],
            &[HEAD, "Head https://b.test/y", "Get https://b.test/y"],
            "dead: it leads to `https://b.test/y`, which answers 404 Not Found",
        );
        check(
            &[to(302, "mailto:a@b.c")],
            &[HEAD],
            "unsure: it leads to `mailto:a@b.c`, which is no address of the web",
        );
        check(&[status(302)], &[HEAD], "unsure: it answers 302 Found");
        check(
            &std::array::from_fn::<_, 11, _>(|_| to(302, "x")),
            &[HEAD; 11],
            "unsure: it leads from one address to the next, 10 times and more",
        );
    }
}
