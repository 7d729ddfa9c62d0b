//! What tells about people or machines and does not belong onto a page: passwords in addresses, e-mail
//! addresses, private IP addresses.
//!
//! No finding shows what it found: what looks like one of these is starred in every excerpt.

use super::{Passage, Rule, Subject};
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::source::Span;
use memchr::{memchr_iter, memmem};
use std::ops::Range;

pub(super) static RULES: &[Rule] = &[PASSWORD_IN_URL, EMAIL_ADDRESS, PRIVATE_IP];

const PASSWORD_IN_URL: Rule = Rule {
    code: "password-in-url",
    level: Level::Error,
    summary: "no address holds a password",
    why: "A postmortem is read by many and kept for years, in every copy of the repository as well.",
    bad: "The worker connected to `postgres://app:hunter2!@db-1.corp.net/orders`.",
    good: "The worker connected to the orders database as `app`.",
};

const EMAIL_ADDRESS: Rule = Rule {
    code: "email-address",
    level: Level::Warning,
    summary: "no personal e-mail address is published",
    why: "It says who was involved where only what happened matters, and it is collected by spammers.",
    bad: "The first report came from jane.roe@customer.com.",
    good: "The first report came from a customer.",
};

const PRIVATE_IP: Rule = Rule {
    code: "private-ip-address",
    level: Level::Info,
    summary: "machines have names, not addresses of the internal network",
    why: "The address means nothing to a reader, is given to another machine later, and shows an attacker around.",
    bad: "10.3.7.21 stopped answering.",
    good: "The primary of the orders database stopped answering.",
};

/// Passwords that are none.
#[rustfmt::skip]
const PLACEHOLDERS: &[&str] = &[
    "admin", "bar", "changeme", "foo", "guest", "hidden", "key", "p", "pass", "passwd", "postgres", "pw",
    "pwd", "root", "secret", "test", "token",
];

/// Addresses that belong to a role.
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "abuse", "admin", "alerts", "bot", "contact", "dev", "ec2-user", "feedback", "git", "hello", "help",
    "helpdesk", "hg", "hostmaster", "incidents", "info", "legal", "mailer-daemon", "notifications",
    "on-call", "oncall", "ops", "postmaster", "press", "privacy", "root", "sales", "security", "service",
    "sre", "status", "support", "team", "ubuntu", "webmaster",
];

/// What ends no domain of the internet: names of networks at home, of examples, and of files.
#[rustfmt::skip]
const NO_DOMAINS: &[&str] = &[
    "arpa", "cluster", "conf", "corp", "example", "exe", "gif", "gz", "home", "html", "internal", "invalid",
    "jar", "jpeg", "jpg", "js", "json", "lan", "local", "localdomain", "localhost", "lock", "log", "mount",
    "path", "php", "png", "py", "rb", "rs", "scope", "service", "slice", "socket", "sql", "svc", "svg",
    "tar", "target", "test", "tgz", "timer", "toml", "ts", "txt", "webp", "xml", "yaml", "yml",
];

pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let text = subject.file.text();
    for password in passwords(text).filter(|password| password.is_real) {
        report(
            PASSWORD_IN_URL.at(subject.file, span(&password.range), "this address holds a password"),
            "masked here; it must not be published",
            "change the password, then remove it from the file and its history",
            diagnostics,
        );
    }
    let body = subject.body();
    let values = subject.front_matter_prose();
    emails(subject, &values, body, diagnostics);
    for passage in values.iter().chain(&subject.prose.passages) {
        private_ips(subject, passage, diagnostics);
    }
}

fn span(range: &Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

fn report(diagnostic: Diagnostic, label: &str, help: &str, diagnostics: &mut Diagnostics) {
    let mut diagnostic = diagnostic.label(label).help(help);
    if let Some(excerpt) = &mut diagnostic.excerpt {
        // Its own place first: where a long line was cut, it can no longer be recognized.
        let span = excerpt.span;
        star(&mut excerpt.text, &[span.range()]);
        mask(&mut excerpt.text);
    }
    diagnostics.push(diagnostic);
}

/// Stars out all that looks like a password in an address, an e-mail address or a private address.
/// Every byte keeps its place.
pub(super) fn mask(text: &mut String) {
    let mut ranges: Vec<_> = passwords(text).map(|password| password.range).collect();
    ranges.extend(addresses(text));
    ranges.extend(ips(text).map(|(range, _)| range));
    star(text, &ranges);
}

fn star(text: &mut String, ranges: &[Range<usize>]) {
    if ranges.iter().all(|range| range.is_empty()) {
        return;
    }
    let hidden = |at: usize| ranges.iter().any(|range| range.contains(&at));
    let mut masked = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if hidden(at) && !matches!(c, '@' | '.') {
            masked.extend(std::iter::repeat_n('*', c.len_utf8()));
        } else {
            masked.push(c);
        }
    }
    *text = masked;
}

/// A password in an address.
struct Password {
    range: Range<usize>,
    /// Whether it is neither a placeholder nor a word from somebody's manual.
    is_real: bool,
}

/// `scheme://user:password@host`, all of them.
fn passwords(text: &str) -> impl Iterator<Item = Password> {
    memmem::find_iter(text.as_bytes(), "://").filter_map(|at| {
        let start = at + "://".len();
        let rest = &text[start..];
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`' | '|');
        let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let authority = &word[..word.find(['/', '?', '#']).unwrap_or(word.len())];
        let colon = authority.find(':').filter(|_| !authority.starts_with('['))?;
        // A password with a slash ends what comes before the path too early; a port does not look like it.
        let host = authority.rfind('@').or_else(|| {
            let port = authority[colon + 1..].bytes().all(|byte| byte.is_ascii_digit());
            word.find('@').filter(|_| !port)
        })?;
        let user = word.get(..colon)?;
        let password = word.get(colon + 1..host).filter(|password| !password.is_empty())?;
        let host = word.get(host + 1..).unwrap_or_default();
        Some(Password {
            range: start + colon + 1..start + colon + 1 + password.len(),
            is_real: !is_placeholder(user, password) && !is_example(host.split([':', '/', '?', '#']).next()?),
        })
    })
}

fn is_placeholder(user: &str, password: &str) -> bool {
    let lower = password.to_ascii_lowercase();
    let first = lower.chars().next();
    lower == user.to_ascii_lowercase()
        || PLACEHOLDERS.contains(&lower.as_str())
        || lower.chars().all(|c| Some(c) == first)
        || lower.contains(['<', '>', '{', '}', '$', '*', '[', ']', '…', '%']) && !is_encoded(&lower)
        || ["password", "redacted", "removed", "example", "placeholder", "your", "xxx", "...", "secret"]
            .iter()
            .any(|word| lower.contains(word))
}

/// Whether the only odd characters are `%40` and the like: a real password that was encoded.
fn is_encoded(password: &str) -> bool {
    let odd = password.contains(['<', '>', '{', '}', '$', '*', '[', ']', '…']);
    let mut parts = password.split('%').skip(1);
    !odd && parts.all(|part| part.len() > 1 && part.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()))
}

/// Domains that stand for no machine in particular.
fn is_example(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let parent = [
        "example.com",
        "example.net",
        "example.org",
        "example.edu",
        "localhost",
        "example",
        "test",
        "invalid",
    ]
    .iter()
    .any(|name| host.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('.')));
    parent || matches!(host.as_str(), "127.0.0.1" | "host" | "hostname")
}

/// Personal e-mail addresses of the body, code included: logs are where those of customers stand.
fn emails(subject: &Subject<'_>, values: &[Passage], body: usize, diagnostics: &mut Diagnostics) {
    let text = subject.file.text();
    let mut seen: Vec<&str> = Vec::new();
    let front = values.iter().flat_map(|passage| {
        addresses(&passage.text).map(|range| (passage.place(range.clone()), &passage.text[range]))
    });
    let rest = text.get(body..).unwrap_or_default();
    let all = front.chain(addresses(rest).map(|range| (span(&range).shifted(body), &rest[range])));
    for (place, address) in all {
        if seen.iter().any(|known| known.eq_ignore_ascii_case(address)) {
            continue;
        }
        seen.push(address);
        report(
            EMAIL_ADDRESS.at(subject.file, place, "this is somebody's e-mail address"),
            "masked here",
            "write the role instead, such as `the on-call engineer` or `a customer`",
            diagnostics,
        );
    }
}

/// Personal e-mail addresses in a text.
fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> {
    memchr_iter(b'@', text.as_bytes()).filter_map(|at| {
        let local_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
        let before = &text[..at];
        let start =
            before.char_indices().rev().take_while(|(_, c)| local_part(*c)).last().map(|(start, _)| start)?;
        let local = before[start..].trim_start_matches('.');
        let start = at - local.len();
        let after = &text[at + 1..];
        let end =
            after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(after.len());
        let domain = after[..end].trim_end_matches(['.', '-']);
        // `user:password@host` is no address, nor is `git@host:path`, a path or a package.
        let glued = before[..start].ends_with([':', '/', '=', '@', '$', '#'])
            && !before[..start].ends_with("mailto:");
        let path = after[domain.len()..]
            .strip_prefix([':', '/'])
            .is_some_and(|path| path.starts_with(char::is_alphanumeric));
        let own_key = before[..start].ends_with('=');
        (is_personal(local) && is_domain(domain) && (!glued || own_key) && !path)
            .then_some(start..at + 1 + domain.len())
    })
}

fn is_personal(local: &str) -> bool {
    let lower = local.to_ascii_lowercase();
    let plain = lower.split('+').next().unwrap_or_default();
    let machine = ["noreply", "no-reply", "no_reply", "donotreply", "do-not-reply"];
    !plain.is_empty()
        && plain.contains(|c: char| c.is_alphabetic())
        && !ROLES.contains(&plain)
        && !machine.iter().any(|word| lower.contains(word))
}

fn is_domain(domain: &str) -> bool {
    let Some((before, last)) = domain.rsplit_once('.') else { return false };
    let last = last.to_ascii_lowercase();
    !before.is_empty()
        && last.len() > 1
        && last.chars().all(char::is_alphabetic)
        && NO_DOMAINS.binary_search(&last.as_str()).is_err()
        && !is_example(domain)
        && !domain.contains("noreply")
        && domain.split('.').all(|label| !label.is_empty())
}

fn private_ips(subject: &Subject<'_>, passage: &Passage, diagnostics: &mut Diagnostics) {
    for (range, network) in ips(&passage.text) {
        report(
            PRIVATE_IP.at(
                subject.file,
                passage.place(range),
                format!("this is a private IP address, of {network}"),
            ),
            "masked here",
            "write which machine it was, by its role or name",
            diagnostics,
        );
    }
}

/// Private IP addresses in a text, each with the network that makes it private. Ranges (`10.0.0.0/8`),
/// networks (`10.0.0.0`) and versions (`version 10.1.2.3`) are none.
fn ips(text: &str) -> impl Iterator<Item = (Range<usize>, &'static str)> {
    let bytes = text.as_bytes();
    memchr_iter(b'1', bytes).filter_map(move |start| {
        let before = &text[..start];
        if before.ends_with(|c: char| {
            c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/') && !before.ends_with("//")
        }) {
            return None;
        }
        let rest = &text[start..];
        let length = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let written = rest[..length].trim_end_matches('.');
        let mut parts = [0u8; 4];
        let mut count = 0;
        for part in written.split('.') {
            *parts.get_mut(count)? = part.parse().ok().filter(|_| part == "0" || !part.starts_with('0'))?;
            count += 1;
        }
        let network = match parts {
            _ if count != 4 => return None,
            [10, ..] => "10.0.0.0/8",
            [172, 16..=31, ..] => "172.16.0.0/12",
            [192, 168, ..] => "192.168.0.0/16",
            _ => return None,
        };
        let after = &rest[written.len()..];
        let range =
            after.strip_prefix('/').is_some_and(|bits| bits.starts_with(|c: char| c.is_ascii_digit()));
        let glued = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let word = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let version =
            ["build", "release", "version", "versions", "v"].iter().any(|one| word.eq_ignore_ascii_case(one));
        (parts[3] != 0 && !range && !glued && !version).then_some((start..start + written.len(), network))
    })
}

#[cfg(test)]
mod tests {
    use super::mask;
    use crate::lint::testing::findings;

    #[track_caller]
    fn check(body: &str, expected: &[(&str, usize, usize)]) {
        let ours = ["password-in-url", "email-address", "private-ip-address"];
        let found: Vec<_> = findings(&format!("---\ntitle: A\n---\n{body}\n"))
            .into_iter()
            .filter(|(code, ..)| ours.contains(code))
            .map(|(code, line, column)| (code, line - 3, column))
            .collect();
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn passwords_in_addresses_are_told_everywhere() {
        let at = |line, column| ("password-in-url", line, column);
        check("`postgres://app:hunter2!@db-1.shop.net/orders`", &[at(1, 17)]);
        check("障害 amqp://u:p%40ss9@mq:5672", &[at(1, 13)]);
        check("```\r\n\thttps://u:a/b9@shop.net\r\n```", &[at(2, 12)]);
        check("> <https://u:s9d8f7@shop.net/x>", &[at(1, 14)]);
        check("postgres://app:PASSWORD@db.net https://u:$PW@a.net redis://:<pw>@a.net", &[]);
        check("https://u:xxxx@a.net https://u:***@a.net https://app:app@a.net", &[]);
        check("postgres://app:s9d8f7@localhost/x https://u:s9d8f7@api.example.com", &[]);
        check("https://shop.net:8080/a@b http://[::1]:80/a@b https://user@shop.net", &[]);
    }

    #[test]
    fn personal_addresses_are_told_once() {
        let at = |line, column| ("email-address", line, column);
        check("From jane.roe@shop.net, and Jane.Roe@shop.net again.", &[at(1, 6)]);
        check("障害\t[mail](mailto:jane@shop.net)", &[at(1, 18)]);
        check("```\nuser=jane@shop.co.uk logged in\n```", &[at(2, 6)]);
        check("> <jane+a@shop.net>", &[at(1, 4)]);
        check("jane@example.com noreply@shop.net jane@users.noreply.forge.com security@shop.net", &[]);
        check("git@forge.com:team/repo.git root@76f4 lodash@4.17.21 a@2x.png getty@tty1.service", &[]);
        check("https://u:s9d8f7@localhost @team/sre jane@db.internal checkout@v4", &[]);
    }

    #[test]
    fn private_addresses_are_told_and_networks_are_not() {
        let at = |line, column| ("private-ip-address", line, column);
        check("The host 10.3.7.21 and `192.168.1.9:5432`.", &[at(1, 10), at(1, 25)]);
        check("障害: 172.16.0.1\r\n172.31.9.9", &[at(1, 5), at(2, 1)]);
        check("| http://10.3.7.21/x |\n|---|", &[at(1, 10)]);
        check("10.0.0.0/8, 10.3.7.21/32, 10.0.0.0, 172.32.1.1, 192.169.1.1, 110.3.7.21, 10.3.7", &[]);
        check("version 10.3.7.21, v10.3.7.21, 10.3.7.21.4, 10.3.7.256, 10.03.7.1, 10.3.7.21-rc", &[]);
        check("```\n10.3.7.21\n```", &[]);
        let toml = "+++\ntitle = 'A'\nsummary = 'At 10.3.7.21 and jane@shop.net'\n+++\ntext\n";
        let found = findings(toml);
        assert!(found.contains(&("private-ip-address", 3, 15)) && found.contains(&("email-address", 3, 29)));
    }

    #[test]
    fn lists_that_are_searched_are_sorted() {
        assert!(super::NO_DOMAINS.is_sorted());
    }

    #[test]
    fn all_of_them_are_starred_and_nothing_moves() {
        let mut text =
            "é postgres://a:hü1@db jane@shop.net 10.3.7.21 https://u:9f8e@c.d and team@shop.net".to_owned();
        let length = text.len();
        mask(&mut text);
        assert_eq!(
            text,
            "é postgres://a:****@db ****@****.*** **.*.*.** https://u:****@c.d and team@shop.net"
        );
        assert_eq!(text.len(), length);
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_strange(text in "(\\PC|[@.:/ 10-9]|://|10\\.|a@b\\.cd|é){0,40}") {
            let mut masked = text.clone();
            mask(&mut masked);
            proptest::prop_assert_eq!(masked.len(), text.len());
        }
    }
}
