//! One request, and what came of it.

use super::answer::{Method, Request};
use super::visit::Outcome;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::http::header::{HeaderName, LOCATION, RETRY_AFTER};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body, Error};

/// Whom servers see.
const USER_AGENT: &str = concat!("pmsite/", env!("CARGO_PKG_VERSION"));

pub(super) struct Client {
    agent: Agent,
    /// The time of day, when this began.
    now: Timestamp,
    began: Instant,
}

impl Client {
    pub(super) fn new(timeout: Duration, now: Timestamp) -> Self {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            // Every answer is one, and every redirect is a visit to a host of its own.
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(timeout))
            .tls_config(TlsConfig::builder().root_certs(certificates()).build())
            .build();
        Self { agent: config.new_agent(), now, began: Instant::now() }
    }

    /// Asks once. The body stays where it is: the headers say all that is asked.
    pub(super) fn ask(&self, request: Request<'_>) -> Outcome {
        let address = request.address.as_str();
        let answer = match request.method {
            Method::Head => self.agent.head(address).call(),
            Method::Get => self.agent.get(address).call(),
        };
        match answer {
            Ok(response) => Outcome::Status {
                code: response.status().as_u16(),
                location: header(&response, &LOCATION),
                wait: header(&response, &RETRY_AFTER).and_then(|text| self.wait(&text)),
            },
            // What is wrong with the way says nothing about where it leads.
            Err(error) => match outcome(&error) {
                Outcome::Dead(_) if self.goes_through_a_proxy(address) => {
                    Outcome::Failed(format!("could not be asked for through the proxy ({error})"))
                }
                outcome => outcome,
            },
        }
    }

    fn goes_through_a_proxy(&self, address: &str) -> bool {
        let uri = address.parse().ok();
        let proxy = self.agent.config().proxy();
        proxy.zip(uri).is_some_and(|(proxy, uri)| !proxy.is_no_proxy(&uri))
    }

    /// How long `Retry-After` wants us to wait: seconds, or a date.
    fn wait(&self, text: &str) -> Option<Duration> {
        let text = text.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let until = rfc2822::parse(text).ok()?.timestamp();
        let wait = Duration::try_from(until.duration_since(self.now)).unwrap_or_default();
        Some(wait.saturating_sub(self.began.elapsed()))
    }
}

/// The certificates that this machine trusts, or else those that browsers do.
fn certificates() -> RootCerts {
    let own = rustls_native_certs::load_native_certs().certs;
    if own.is_empty() {
        return RootCerts::WebPki;
    }
    let own = own.iter().map(|certificate| Certificate::from_der(certificate).to_owned());
    RootCerts::Specific(Arc::new(own.collect()))
}

fn header(response: &ureq::http::Response<Body>, name: &HeaderName) -> Option<String> {
    // Some servers send raw UTF-8 in `Location`, and browsers follow it.
    let bytes = response.headers().get(name)?.as_bytes();
    Some(String::from_utf8_lossy(bytes).into_owned())
}

/// What an error of the client says about the address.
fn outcome(error: &Error) -> Outcome {
    match error {
        Error::Timeout(_) => Outcome::Timeout,
        Error::HostNotFound => Outcome::Dead("is on a host that does not exist".to_owned()),
        Error::Io(error) => io_outcome(error),
        Error::Rustls(error) => tls_outcome(&error.to_string()),
        Error::Tls(reason) => tls_outcome(reason),
        error => Outcome::Failed(format!("could not be asked for ({error})")),
    }
}

fn io_outcome(error: &io::Error) -> Outcome {
    // The library gives no kind to failed names, but says whose words follow.
    let text = error.to_string();
    if let Some(reason) = text.strip_prefix("failed to lookup address information: ") {
        // Without a network every name fails, and says so.
        let passes = ["temporary failure", "try again", "non-recoverable"];
        return if passes.iter().any(|word| reason.to_ascii_lowercase().contains(word)) {
            Outcome::Failed(format!("is on a host whose name could not be looked up ({reason})"))
        } else {
            Outcome::Dead("is on a host that does not exist".to_owned())
        };
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            Outcome::Dead("is on a host that refuses the connection".to_owned())
        }
        io::ErrorKind::TimedOut => Outcome::Timeout,
        // What rustls finds wrong comes in this kind.
        io::ErrorKind::InvalidData => tls_outcome(&text),
        _ => Outcome::Failed(format!("could not be asked for ({error})")),
    }
}

fn tls_outcome(reason: &str) -> Outcome {
    let short = reason.strip_prefix("invalid peer certificate: ").unwrap_or(reason);
    if short.starts_with("UnknownIssuer") {
        // Often a certificate in between is missing, which browsers fetch; or this machine lacks one.
        return Outcome::Failed("has a certificate of an issuer that this machine does not know".to_owned());
    }
    if short == reason {
        Outcome::Dead(format!("is on a host with which no secure connection is possible ({reason})"))
    } else {
        Outcome::Dead(format!("is on a host whose certificate is not valid ({short})"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_do_not_exist_are_dead() {
        let lookup = |reason: &str| {
            io_outcome(&io::Error::other(format!("failed to lookup address information: {reason}")))
        };
        let missing = Outcome::Dead("is on a host that does not exist".to_owned());
        assert_eq!(lookup("Name or service not known"), missing);
        assert_eq!(lookup("No address associated with hostname"), missing);
        assert_eq!(
            lookup("Temporary failure in name resolution"),
            Outcome::Failed(
                "is on a host whose name could not be looked up (Temporary failure in name resolution)"
                    .to_owned()
            )
        );
        let refused = io_outcome(&io::Error::from(io::ErrorKind::ConnectionRefused));
        assert_eq!(refused, Outcome::Dead("is on a host that refuses the connection".to_owned()));
        assert!(matches!(
            io_outcome(&io::Error::from(io::ErrorKind::NetworkUnreachable)),
            Outcome::Failed(_)
        ));
    }

    #[test]
    fn certificates_are_dead_when_they_are_wrong_and_not_when_they_are_strange() {
        let tls = |reason: &str| io_outcome(&io::Error::new(io::ErrorKind::InvalidData, reason.to_owned()));
        assert_eq!(
            tls("invalid peer certificate: Expired"),
            Outcome::Dead("is on a host whose certificate is not valid (Expired)".to_owned())
        );
        assert_eq!(
            tls("invalid peer certificate: UnknownIssuer"),
            Outcome::Failed("has a certificate of an issuer that this machine does not know".to_owned())
        );
    }

    #[test]
    fn hosts_say_in_seconds_or_by_date_how_long_to_wait() {
        let now = "2025-06-15T12:00:00Z".parse().unwrap();
        let client = Client::new(Duration::from_secs(1), now);
        assert_eq!(client.wait(" 7 "), Some(Duration::from_secs(7)));
        let later = client.wait("Sun, 15 Jun 2025 12:05:00 GMT").unwrap();
        assert!(later <= Duration::from_mins(5) && later > Duration::from_secs(200), "{later:?}");
        assert_eq!(client.wait("Sun, 15 Jun 2025 11:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(client.wait("soon"), None);
    }
}
