//! `[postmortem.theme]`: colours, a logo and links, for which nobody should have to write a theme.

use super::color::Color;
use super::keys;
use super::read::{inside, one_of};
use super::tokens::{COLORS, READ_ON, TOKENS};
use super::web_address;
use crate::data::{Node, TableReader};
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::source::{SourceFile, Span, Spanned};
use std::collections::BTreeMap;

/// How the site looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeSettings {
    /// The colour of each token.
    colors: BTreeMap<&'static str, Pair>,
    /// A picture beside the title.
    pub logo: Option<String>,
    /// What the picture shows; empty where the title beside it says that.
    pub logo_alt: String,
    /// Links of the header and the footer.
    pub links: Vec<ThemeLink>,
}

/// A link that all pages show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeLink {
    /// What it is called.
    pub name: String,
    /// Where it leads.
    pub url: String,
    /// `header` or `footer`.
    pub place: String,
}

/// A colour for each kind of screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pair {
    light: Color,
    dark: Color,
}

impl Pair {
    fn on(self, screen: Screen) -> Color {
        match screen {
            Screen::Light => self.light,
            Screen::Dark => self.dark,
        }
    }
}

/// Where a colour was set: its token, for which screens, and the place.
type Set = (&'static str, Screen, Span);

/// What a page is read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Screen {
    Light,
    Dark,
}

impl Default for ThemeSettings {
    fn default() -> Self {
        Self { colors: built_in().collect(), logo: None, logo_alt: String::new(), links: Vec::new() }
    }
}

/// The colours of the theme as it is.
fn built_in() -> impl Iterator<Item = (&'static str, Pair)> {
    TOKENS.iter().filter_map(|token| {
        Some((token.name, Pair { light: Color::parse(token.light)?, dark: Color::parse(token.dark)? }))
    })
}

impl ThemeSettings {
    /// The colours that differ from those of the theme, as the end of its style sheet; empty if none do.
    /// Who asks for more contrast keeps what the theme has for them.
    pub fn style(&self) -> String {
        let own = built_in().filter(|(name, pair)| self.colors.get(name) != Some(pair));
        let rules: Vec<_> = own
            .filter_map(|(name, _)| Some((name, self.colors.get(name)?)))
            .map(|(name, pair)| format!("--{name}:light-dark({},{});", pair.light, pair.dark))
            .collect();
        if rules.is_empty() {
            return String::new();
        }
        format!("@media not (prefers-contrast: more) {{ :root {{ {} }} }}\n", rules.concat())
    }
}

impl ThemeSettings {
    /// What is hard to read because of the colours that were set: for each of them the worst.
    fn hard_to_read(&self, places: &[Set]) -> Vec<HardToRead> {
        let mut found: Vec<HardToRead> = Vec::new();
        for &(front, back, least) in READ_ON {
            for screen in [Screen::Light, Screen::Dark] {
                let place = |name| places.iter().find(|place| place.0 == name && place.1 == screen);
                let Some(&(_, _, span)) = place(front).or_else(|| place(back)) else { continue };
                let (Some(one), Some(two)) = (self.colors.get(front), self.colors.get(back)) else {
                    continue;
                };
                let (one, two) = (one.on(screen), two.on(screen));
                let contrast = one.contrast(two);
                let (front, back) = ((front, one), (back, two));
                if contrast < least {
                    found.push(HardToRead { span, screen, front, back, contrast, least });
                }
            }
        }
        found.sort_by(|one, two| (one.contrast / one.least).total_cmp(&(two.contrast / two.least)));
        let mut worst: Vec<HardToRead> = Vec::new();
        for finding in found {
            let known = |other: &HardToRead| other.span == finding.span && other.screen == finding.screen;
            if !worst.iter().any(known) {
                worst.push(finding);
            }
        }
        worst
    }
}

/// Reads `[postmortem.theme]`.
pub(super) fn read(
    file: &SourceFile,
    node: &Node,
    settings: &mut ThemeSettings,
    diagnostics: &mut Diagnostics,
) {
    let mut table = TableReader::new(file, node, "table `[postmortem.theme]`", diagnostics);
    let (logo, alt) = (table.string("logo"), table.string("logo-alt"));
    let (colors_node, links) = (table.table("colors"), table.list("links"));
    let given = table.node("links").is_some();
    table.finish(&keys::THEME.known());
    if let Some(alt) = alt {
        settings.logo_alt = alt.value;
    }
    if let Some(logo) = logo {
        settings.logo = picture(file, &logo, diagnostics);
    }
    if given {
        settings.links = links.into_iter().filter_map(|node| link(file, node, diagnostics)).collect();
    }
    if let Some(node) = colors_node {
        colors(file, node, settings, diagnostics);
    }
}

/// What browsers show as a picture.
const PICTURES: &[&str] = &["svg", "png", "webp", "avif", "jpg", "jpeg", "gif"];

fn picture(file: &SourceFile, path: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<String> {
    let inside = inside(file, path, diagnostics)?;
    let end = inside.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    if PICTURES.contains(&end.as_str()) {
        return Some(inside);
    }
    let known: Vec<_> = PICTURES.iter().map(|end| format!("`.{end}`")).collect();
    diagnostics.push(
        Diagnostic::at(
            Level::Error,
            "unknown-value",
            file,
            path.span,
            format!("`{}` is no picture that browsers show", path.value),
        )
        .help(format!("its name ends in {}", known.join(", "))),
    );
    None
}

fn link(file: &SourceFile, node: &Node, diagnostics: &mut Diagnostics) -> Option<ThemeLink> {
    let mut table = TableReader::new(file, node, "link of the theme", diagnostics);
    let (name, url, place) = (table.string("name"), table.string("url"), table.string("place"));
    table.finish(&keys::THEME_LINK.known());
    let mut where_to = "header".to_owned();
    one_of(file, &mut where_to, place, &["header", "footer"], diagnostics);
    let (Some(name), Some(url)) = (name, url) else {
        diagnostics.push(
            Diagnostic::at(Level::Error, "missing-key", file, node.span, "a link needs a `name` and a `url`")
                .help("add `name = \"Status\"` and `url = \"https://status.example.org/\"`"),
        );
        return None;
    };
    let url = web_address(file, Some(url), diagnostics)?;
    Some(ThemeLink { name: name.value, url, place: where_to })
}

/// Reads the colours, and says where something is hard to read.
fn colors(file: &SourceFile, node: &Node, settings: &mut ThemeSettings, diagnostics: &mut Diagnostics) {
    // Where each colour was set, for each kind of screen.
    let mut places: Vec<Set> = Vec::new();
    let mut table = TableReader::new(file, node, "table `[postmortem.theme.colors]`", diagnostics);
    let mut given: Vec<(&'static str, Screen, Spanned<String>)> = Vec::new();
    let mut pairs = Vec::new();
    for token in TOKENS {
        let Some(value) = table.node(token.name) else { continue };
        if value.entries().is_some() {
            pairs.extend(table.table(token.name).map(|node| (token.name, node)));
        } else if let Some(text) = table.string(token.name) {
            given.push((token.name, Screen::Light, text.clone()));
            given.push((token.name, Screen::Dark, text));
        }
    }
    table.finish(&COLORS.known());
    for (name, node) in pairs {
        let mut table = TableReader::new(file, node, "pair of colours", diagnostics);
        let (light, dark) = (table.string("light"), table.string("dark"));
        table.finish(&["light", "dark"]);
        given.extend(light.map(|text| (name, Screen::Light, text)));
        given.extend(dark.map(|text| (name, Screen::Dark, text)));
    }
    for (name, screen, text) in given {
        let Some(color) = Color::parse(&text.value) else {
            // Told once of a colour for both.
            if !places.contains(&(name, Screen::Light, text.span)) {
                diagnostics.push(no_color(file, &text));
            }
            places.push((name, screen, text.span));
            continue;
        };
        if let Some(pair) = settings.colors.get_mut(name) {
            match screen {
                Screen::Light => pair.light = color,
                Screen::Dark => pair.dark = color,
            }
        }
        places.push((name, screen, text.span));
    }
    for finding in settings.hard_to_read(&places) {
        diagnostics.push(finding.told(file));
    }
}

/// A colour that is hard to see on another.
struct HardToRead {
    span: Span,
    screen: Screen,
    front: (&'static str, Color),
    back: (&'static str, Color),
    contrast: f64,
    least: f64,
}

fn no_color(file: &SourceFile, text: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` is no colour that pmsite knows", text.value);
    Diagnostic::at(Level::Error, "invalid-color", file, text.span, message)
        .label("not an opaque colour")
        .help("write it as `#0b5c6e`, `rgb(11 92 110)`, `hsl(191 82% 24%)` or `oklch(0.44 0.08 215)`")
}

impl HardToRead {
    fn told(&self, file: &SourceFile) -> Diagnostic {
        let (screen, other) = match self.screen {
            Screen::Light => ("light", "dark"),
            Screen::Dark => ("dark", "light"),
        };
        let ((front, one), (back, two)) = (self.front, self.back);
        // Down, so that no figure looks as if it were enough.
        let contrast = (self.contrast * 10.0).floor() / 10.0;
        let message = format!("`{front}` ({one}) is hard to see on `{back}` ({two}) on {screen} screens");
        Diagnostic::at(Level::Warning, "low-contrast", file, self.span, message)
            .label(format!("contrast {contrast:.1}, and {} is needed", self.least))
            .help(format!(
                "make the difference greater, or leave {screen} screens as they are: `{{ {other} = \"…\" }}`"
            ))
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, read};
    use crate::data::told::told;
    use crate::diagnostic::Diagnostics;
    use crate::source::SourceFile;

    fn settings(text: &str) -> (Config, String) {
        let file = SourceFile::new("book.toml", text.to_owned());
        let mut diagnostics = Diagnostics::new();
        let config = read(&file, &mut diagnostics);
        (config, told(&file, &diagnostics))
    }

    #[test]
    fn what_is_set_stands_at_the_end_of_the_style_sheet() {
        let (config, told) = settings(
            "[postmortem.theme.colors]\naccent = { light = \"hsl(287 68% 38%)\", dark = \"#d3adff\" }\nbg = { dark = \"#000\" }\n",
        );
        assert_eq!(told, "");
        assert_eq!(
            config.postmortem.theme.style(),
            "@media not (prefers-contrast: more) { :root { --bg:light-dark(#ffffff,#000000);--accent:light-dark(#861fa3,#d3adff); } }\n"
        );
        assert_eq!(settings("").0.postmortem.theme.style(), "");
    }

    #[test]
    fn what_is_hard_to_read_is_told_with_figures() {
        let (_, told) = settings("[postmortem.theme.colors]\naccent = \"#0b5c6e\"\n");
        insta::assert_snapshot!(told, @r##"
        2:10 low-contrast: `accent` (#0b5c6e) is hard to see on `accent-soft` (#16323a) on dark screens <"#0b5c6e"> (contrast 1.7, and 4.5 is needed; make the difference greater, or leave dark screens as they are: `{ light = "…" }`)
        "##);
    }

    #[test]
    fn what_is_no_colour_is_told_once() {
        let (config, told) = settings(
            "[postmortem.theme.colors]\naccent = \"red; } body { display: none\"\nacent = \"#000\"\nbg = { ligth = \"#fff\" }\n",
        );
        insta::assert_snapshot!(told, @r##"
        2:10 invalid-color: `red; } body { display: none` is no colour that pmsite knows <"red; } body { display: none"> (not an opaque colour; write it as `#0b5c6e`, `rgb(11 92 110)`, `hsl(191 82% 24%)` or `oklch(0.44 0.08 215)`)
        3:1 unknown-key: `acent` is not a key of the table `[postmortem.theme.colors]` <acent> (did you mean `accent`?; )
        4:8 unknown-key: `ligth` is not a key of the pair of colours <ligth> (did you mean `light`?; )
        "##);
        assert_eq!(config.postmortem.theme.style(), "", "what is wrong keeps its default");
    }

    #[test]
    fn logo_and_links_are_safe_to_show() {
        let (config, told) = settings(
            "[postmortem.theme]\nlogo = \"../secret.svg\"\nlinks = [{ name = \"x\", url = \"javascript:alert(1)\" }, { url = \"https://example.org\" }, { name = \"Status\", url = \"https://status.example.org\", place = \"foot\" }]\n",
        );
        insta::assert_snapshot!(told, @r##"
        2:8 invalid-path: `../secret.svg` is not a path inside the project <"../secret.svg"> (leads out of the project; write it relative to `book.toml`, such as `content`)
        3:30 invalid-url: `javascript:alert(1)` is not an address of the web <"javascript:alert(1)"> (must start with `https://` or `http://`, and hold no spaces; )
        3:55 missing-key: a link needs a `name` and a `url` <{ url = "https://example.org" }> (; add `name = "Status"` and `url = "https://status.example.org/"`)
        3:151 unknown-value: `foot` is none of the values that this takes <"foot"> (did you mean `footer`?; known are `header`, `footer`)
        "##);
        assert_eq!(config.postmortem.theme.logo, None);
        let (_, told) = settings("[postmortem.theme]\nlogo = \"brand/logo.pdf\"\n");
        assert!(told.contains("no picture that browsers show"), "{told}");
    }
}
