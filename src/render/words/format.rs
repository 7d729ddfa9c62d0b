//! Numbers, days and lengths of time in the form of the language.

use super::{Text, Texts, Words};
use jiff::SignedDuration;
use jiff::civil::Date;

/// How a language writes numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Format {
    /// The numbers that it counts as one.
    singular: Vec<usize>,
    decimal: String,
    thousands: String,
    /// How many digits a number has at least whose thousands stand apart.
    grouped_from: usize,
    /// Whether a title becomes lower case inside a sentence.
    lower_inside: bool,
}

impl Format {
    pub(super) fn of(texts: &Texts) -> Self {
        let text = |key: &str| match texts.get(&format!("format.{key}")) {
            Some(Text::Plain(phrase)) => {
                let mut out = String::new();
                let _ = phrase.fill(|_| None, &mut out);
                out
            }
            _ => String::new(),
        };
        Self {
            singular: text("singular").split(' ').filter_map(|number| number.parse().ok()).collect(),
            decimal: text("decimal"),
            thousands: text("thousands"),
            grouped_from: text("grouped_from").parse().unwrap_or(4),
            lower_inside: text("inside") == "lower",
        }
    }

    pub(super) fn is_one(&self, n: usize) -> bool {
        self.singular.contains(&n)
    }
}

impl Words {
    /// `1,200,000`.
    pub(in crate::render) fn number(&self, number: impl Into<Number>) -> String {
        let digits = number.into().0;
        if digits.len() < self.format.grouped_from.max(4) {
            return digits;
        }
        let mut out = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(&self.format.thousands);
            }
            out.push(digit);
        }
        out
    }

    /// A number as Rust writes it, with the language's mark before the decimals: `12.5`.
    pub(in crate::render) fn decimal(&self, written: &str) -> String {
        written.replace('.', &self.format.decimal)
    }

    /// `60 %`.
    pub(in crate::render) fn percent(&self, percent: usize) -> String {
        self.fill("format.percent", &[("n", &percent.to_string())])
    }

    /// `12.5 %`.
    pub(in crate::render) fn percent_of(&self, percent: f64) -> String {
        self.fill("format.percent", &[("n", &self.decimal(&percent.to_string()))])
    }

    /// `12 May 2024`.
    pub(in crate::render) fn day(&self, date: Date) -> String {
        let (year, day) = (format!("{:04}", date.year()), date.day().to_string());
        let month = self.month_name(date.month());
        self.fill("format.day", &[("day", &day), ("month", &month), ("year", &year)])
    }

    /// `May 2024`.
    pub(in crate::render) fn month(&self, year: i16, month: i8) -> String {
        let (year, month) = (format!("{year:04}"), self.month_name(month));
        self.fill("format.month", &[("month", &month), ("year", &year)])
    }

    /// `May`, from 1.
    pub(in crate::render) fn month_name(&self, month: i8) -> String {
        self.say(&format!("format.months.{}", month - 1))
    }

    /// A length of time: `45 s`, `12 min`, `2 h 10 min`, `3 d 4 h`. Two units at most, the smaller one
    /// rounded down.
    pub(in crate::render) fn duration(&self, duration: SignedDuration) -> String {
        let seconds = duration.as_secs().max(0);
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
        let part = |unit: &str, n: i64| {
            self.fill(&format!("format.{unit}"), &[("n", &self.number(n.unsigned_abs()))])
        };
        let two = |first: &str, second: &str| {
            self.fill("format.two_units", &[("first", first), ("second", second)])
        };
        match (days, hours, minutes) {
            (0, 0, 0) if seconds % 60 == 0 => part("minutes", 0),
            (0, 0, 0) => part("seconds", seconds),
            (0, 0, minutes) => part("minutes", minutes),
            (0, hours, 0) => part("hours", hours),
            (0, hours, minutes) => two(&part("hours", hours), &part("minutes", minutes)),
            (days, 0, _) => part("days", days),
            (days, hours, _) => two(&part("days", days), &part("hours", hours)),
        }
    }

    /// Many days, to the nearest: days up to two months, months up to two years, then years.
    pub(in crate::render) fn span(&self, days: i64) -> String {
        // Months and years of the mean length.
        let (count, unit) = match days {
            ..=60 => (days, "span.days"),
            61..=730 => ((days * 24 + 365) / 730, "span.months"),
            _ => ((days * 8 + 1461) / 2922, "span.years"),
        };
        self.count(unit, usize::try_from(count).unwrap_or(0))
    }

    /// `First`, `Second`, … `Tenth`, `11th`, from 1.
    pub(in crate::render) fn ordinal(&self, number: usize) -> String {
        let word = number.checked_sub(1).and_then(|at| self.find(&format!("ordinal.words.{at}")));
        word.unwrap_or_else(|| {
            let key = match (number % 10, number % 100) {
                (_, 11..=13) => "ordinal.other",
                (1, _) => "ordinal.first",
                (2, _) => "ordinal.second",
                (3, _) => "ordinal.third",
                _ => "ordinal.other",
            };
            self.fill(key, &[("n", &number.to_string())])
        })
    }

    /// Several things one after the other: `api, web`.
    pub(in crate::render) fn list(&self, all: &[String]) -> String {
        all.join(&self.say("format.comma"))
    }

    /// Sentences one after the other.
    pub(in crate::render) fn sentences(&self, all: &[String]) -> String {
        all.join(&self.say("format.space"))
    }

    /// A title as it stands inside a sentence.
    pub(in crate::render) fn inside(&self, title: &str) -> String {
        if self.format.lower_inside { title.to_lowercase() } else { title.to_owned() }
    }

    /// A word as it stands at the beginning.
    pub(in crate::render) fn titled(word: &str) -> String {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    }
}

/// A whole number, as digits.
pub(in crate::render) struct Number(String);

impl From<usize> for Number {
    fn from(number: usize) -> Self {
        Self(number.to_string())
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self(number.to_string())
    }
}
