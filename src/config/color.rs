//! Colours as CSS writes them, and how well one is read on another.

use std::fmt;

/// An opaque colour of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

impl Color {
    /// Reads `#0b5c6e`, `#06c`, `rgb(11 92 110)`, `hsl(191 82% 24%)` or `oklch(0.44 0.08 215)`; commas may
    /// stand between the numbers. `None` for what is no such colour, or lets another shine through.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if let Some(digits) = text.strip_prefix('#') {
            return Self::from_hex(digits);
        }
        let (function, rest) = text.split_once('(')?;
        let numbers: Vec<_> = rest
            .strip_suffix(')')?
            .split(|c: char| c == ',' || c.is_whitespace())
            .filter(|part| !part.is_empty())
            .map(Number::parse)
            .collect::<Option<_>>()?;
        let &[first, second, third] = numbers.as_slice() else { return None };
        match function.trim() {
            "rgb" => {
                let channel = |number: Number| number.of(255.0, 0.0..=255.0).map(|value| value / 255.0);
                Some(Self::from_shares([channel(first)?, channel(second)?, channel(third)?]))
            }
            "hsl" => {
                let (hue, saturation) = (first.angle()?, second.of(100.0, 0.0..=100.0)? / 100.0);
                Some(Self::from_hsl(hue, saturation, third.of(100.0, 0.0..=100.0)? / 100.0))
            }
            "oklch" => {
                let (lightness, chroma) = (first.of(1.0, 0.0..=1.0)?, second.of(0.4, 0.0..=0.5)?);
                Some(Self::from_oklch(lightness, chroma, third.angle()?))
            }
            _ => None,
        }
    }

    fn from_hex(digits: &str) -> Option<Self> {
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let long = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => digits.to_owned(),
            _ => return None,
        };
        let channel = |at: usize| u8::from_str_radix(&long[at..at + 2], 16).ok();
        Some(Self { red: channel(0)?, green: channel(2)?, blue: channel(4)? })
    }

    fn from_shares(shares: [f64; 3]) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 255")]
        let [red, green, blue] = shares.map(|share| (share.clamp(0.0, 1.0) * 255.0).round() as u8);
        Self { red, green, blue }
    }

    fn from_hsl(hue: f64, saturation: f64, lightness: f64) -> Self {
        let reach = saturation * lightness.min(1.0 - lightness);
        let channel = |offset: f64| {
            let place = (offset + hue / 30.0).rem_euclid(12.0);
            lightness - reach * (place - 3.0).min(9.0 - place).clamp(-1.0, 1.0)
        };
        Self::from_shares([channel(0.0), channel(8.0), channel(4.0)])
    }

    /// Colours that no screen of this kind shows are brought to the nearest one, channel by channel.
    fn from_oklch(lightness: f64, chroma: f64, hue: f64) -> Self {
        let (a, b) = (chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
        let cone = |of_a: f64, of_b: f64| (lightness + of_a * a + of_b * b).powi(3);
        let long = cone(0.396_337_777_4, 0.215_803_757_3);
        let medium = cone(-0.105_561_345_8, -0.063_854_172_8);
        let short = cone(-0.089_484_177_5, -1.291_485_548);
        let channel = |of: [f64; 3]| {
            let light = of[0] * long + of[1] * medium + of[2] * short;
            if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
        };
        Self::from_shares([
            channel([4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2]),
            channel([-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5]),
            channel([-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701]),
        ])
    }

    /// The contrast to another colour as WCAG defines it: from 1, the same, to 21, black on white.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let light = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * light(self.red) + 0.7152 * light(self.green) + 0.0722 * light(self.blue)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

/// A number with what stands behind it.
#[derive(Debug, Clone, Copy)]
struct Number {
    value: f64,
    is_percentage: bool,
    is_angle: bool,
}

impl Number {
    fn parse(text: &str) -> Option<Self> {
        let (digits, is_percentage, is_angle) = match (text.strip_suffix('%'), text.strip_suffix("deg")) {
            (Some(digits), _) => (digits, true, false),
            (_, Some(digits)) => (digits, false, true),
            _ => (text, false, false),
        };
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || b".-+".contains(&byte));
        let value = digits.parse().ok().filter(|_| plain)?;
        Some(Self { value, is_percentage, is_angle })
    }

    /// The value, of which `whole` is 100 %; `None` out of range.
    fn of(self, whole: f64, range: std::ops::RangeInclusive<f64>) -> Option<f64> {
        let value = if self.is_percentage { self.value / 100.0 * whole } else { self.value };
        (!self.is_angle && range.contains(&value)).then_some(value)
    }

    fn angle(self) -> Option<f64> {
        (!self.is_percentage).then_some(self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::Color;

    #[track_caller]
    fn reads(text: &str, hex: &str) {
        assert_eq!(Color::parse(text).map(|color| color.to_string()).as_deref(), Some(hex), "{text}");
    }

    #[test]
    fn every_notation_means_what_it_means_in_css() {
        reads("#0b5c6e", "#0b5c6e");
        reads(" #0AF ", "#00aaff");
        reads("rgb(11 92 110)", "#0b5c6e");
        reads("rgb(11, 92, 110)", "#0b5c6e");
        reads("rgb(100% 0% 50%)", "#ff0080");
        reads("hsl(120 100% 25%)", "#008000");
        reads("hsl(210deg, 50%, 40%)", "#336699");
        reads("hsl(-150 50% 40%)", "#336699");
        reads("oklch(1 0 0)", "#ffffff");
        reads("oklch(0.628 0.2577 29.23)", "#ff0000");
        reads("oklch(52% 0.177 142.5)", "#008000");
    }

    #[test]
    fn what_is_no_opaque_colour_is_none() {
        for text in [
            "",
            "#12",
            "#12345",
            "#0b5c6e80",
            "#ggg",
            "rgb(1 2)",
            "rgb(1 2 3 / 50%)",
            "rgb(1 2 300)",
            "rgb(inf 0 0)",
            "hsl(0 200% 0%)",
            "url(x)",
            "red; } body { display: none",
            "teal",
            "#é1",
        ] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let contrast = |one, two| Color::parse(one).unwrap().contrast(Color::parse(two).unwrap());
        assert!((contrast("#000", "#fff") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#fff") - 4.478).abs() < 1e-3);
        assert!((contrast("#fff", "#767676") - 4.542).abs() < 1e-3);
    }
}
