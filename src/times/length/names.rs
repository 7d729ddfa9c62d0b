//! How units and numbers are called, and what stands around a length.

use super::Bound;

#[rustfmt::skip]
pub(super) const UNITS: &[(&str, f64)] = &[
    ("hours", 3600.0), ("hour", 3600.0), ("hrs", 3600.0), ("hr", 3600.0), ("h", 3600.0), ("minutes", 60.0),
    ("minute", 60.0), ("mins", 60.0), ("min", 60.0), ("m", 60.0), ("seconds", 1.0), ("second", 1.0),
    ("secs", 1.0), ("sec", 1.0), ("s", 1.0), ("days", 86400.0), ("day", 86400.0), ("weeks", 604_800.0),
    ("week", 604_800.0), ("d", 86400.0),
];

/// Units in Spanish, French, German and Portuguese.
#[rustfmt::skip]
pub(super) const FOREIGN_UNITS: &[(&str, f64)] = &[
    ("horas", 3600.0), ("hora", 3600.0), ("heures", 3600.0), ("heure", 3600.0), ("stunden", 3600.0),
    ("stunde", 3600.0), ("std", 3600.0), ("minutos", 60.0), ("minuto", 60.0), ("minuten", 60.0),
    ("segundos", 1.0), ("secondes", 1.0), ("seconde", 1.0), ("sekunden", 1.0), ("días", 86400.0),
    ("día", 86400.0), ("dias", 86400.0), ("jours", 86400.0), ("jour", 86400.0), ("tage", 86400.0),
    ("tagen", 86400.0), ("tag", 86400.0), ("ore", 3600.0), ("ora", 3600.0), ("minuti", 60.0), ("giorni", 86400.0),
    ("uur", 3600.0), ("uren", 3600.0), ("minuut", 60.0), ("dagen", 86400.0), ("semanas", 604_800.0),
    ("semana", 604_800.0), ("semaines", 604_800.0), ("semaine", 604_800.0), ("wochen", 604_800.0), ("woche", 604_800.0),
];

/// Units of Chinese and Japanese, which stand right behind their number.
pub(super) const IDEOGRAPHIC_UNITS: &[(&str, f64)] = &[
    ("個小時", 3600.0),
    ("个小时", 3600.0),
    ("小時", 3600.0),
    ("小时", 3600.0),
    ("時間", 3600.0),
    ("分間", 60.0),
    ("分钟", 60.0),
    ("分鐘", 60.0),
    ("秒間", 1.0),
    ("秒钟", 1.0),
    ("日間", 86400.0),
    ("天", 86400.0),
    ("分", 60.0),
];

#[rustfmt::skip]
pub(super) const NUMBERS: &[(&str, f64)] = &[
    ("a", 1.0), ("an", 1.0), ("one", 1.0), ("two", 2.0), ("three", 3.0), ("four", 4.0), ("five", 5.0),
    ("six", 6.0), ("seven", 7.0), ("eight", 8.0), ("nine", 9.0), ("ten", 10.0), ("eleven", 11.0),
    ("twelve", 12.0), ("thirteen", 13.0), ("fourteen", 14.0), ("fifteen", 15.0), ("sixteen", 16.0),
    ("seventeen", 17.0), ("eighteen", 18.0), ("nineteen", 19.0),
];

/// Small numbers in words of other languages, as far as English has no such word.
#[rustfmt::skip]
pub(super) const FOREIGN_NUMBERS: &[(&str, f64)] = &[
    ("una", 1.0), ("dos", 2.0), ("tres", 3.0), ("cuatro", 4.0), ("cinco", 5.0), ("seis", 6.0), ("une", 1.0),
    ("deux", 2.0), ("trois", 3.0), ("quatre", 4.0), ("cinq", 5.0), ("eine", 1.0), ("einer", 1.0),
    ("zwei", 2.0), ("drei", 3.0), ("vier", 4.0), ("fünf", 5.0), ("sechs", 6.0), ("uma", 1.0), ("duas", 2.0),
    ("três", 3.0), ("quatro", 4.0), ("dix", 10.0), ("diez", 10.0), ("dez", 10.0), ("zehn", 10.0),
    ("anderthalb", 1.5), ("eineinhalb", 1.5), ("zweieinhalb", 2.5), ("dreieinhalb", 3.5), ("ein", 1.0), ("un", 1.0),
    ("um", 1.0), ("due", 2.0), ("tre", 3.0), ("twee", 2.0), ("drie", 3.0), ("acht", 8.0), ("neun", 9.0), ("huit", 8.0),
    ("vingt", 20.0), ("trente", 30.0), ("treinta", 30.0), ("trinta", 30.0), ("dreißig", 30.0),
];

/// Halves and quarters of hours in other languages, and how many hours they are.
pub(super) const FOREIGN_HALVES: &[(&[&str], f64)] = &[
    (&["heure", "et", "demie"], 1.5),
    (&["hora", "y", "media"], 1.5),
    (&["hora", "e", "meia"], 1.5),
    (&["ora", "e", "mezza"], 1.5),
    (&["media", "hora"], 0.5),
    (&["meia", "hora"], 0.5),
    (&["mezz", "ora"], 0.5),
    (&["demi", "heure"], 0.5),
    (&["halbe", "stunde"], 0.5),
    (&["halben", "stunde"], 0.5),
    (&["trois", "quarts", "d", "heure"], 0.75),
    (&["quart", "d", "heure"], 0.25),
    (&["viertelstunde"], 0.25),
    (&["dreiviertelstunde"], 0.75),
];

/// Articles that may stand before those.
pub(super) const ARTICLES: &[&str] = &["une", "una", "uma", "un", "eine", "einer", "ein"];

pub(super) const TENS: &[(&str, f64)] = &[
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("ninety", 90.0),
];

/// Words between a length and what it is the length of, and how they bound it.
#[rustfmt::skip]
pub(super) const FILLERS: &[(&str, Option<Bound>)] = &[
    ("about", Some(Bound::About)), ("approximately", Some(Bound::About)), ("approx", Some(Bound::About)),
    ("around", Some(Bound::About)), ("roughly", Some(Bound::About)), ("nearly", Some(Bound::About)),
    ("almost", Some(Bound::About)), ("some", Some(Bound::About)), ("close", Some(Bound::About)),
    ("over", Some(Bound::AtLeast)), ("exceeding", Some(Bound::AtLeast)), ("more", Some(Bound::AtLeast)),
    ("least", Some(Bound::AtLeast)), ("under", Some(Bound::AtMost)), ("less", Some(Bound::AtMost)),
    ("up", Some(Bound::AtMost)), ("within", Some(Bound::Within)), ("for", None), ("of", None), ("was", None),
    ("is", None), ("a", None), ("the", None), ("total", None), ("only", None), ("just", None), ("than", None),
    ("at", None), ("to", None), ("period", None), ("in", None), ("full", None), ("and", None),
];
