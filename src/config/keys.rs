//! All keys of `book.toml`: what the reader takes, and what the reference says of them.
//!
//! The reader asks these tables which keys it knows, so a key that is missing here cannot be used, and a
//! test tries the default and the example of each.

use super::tokens::COLORS;

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub kind: &'static str,
    /// What holds without it, as TOML; empty where nothing does.
    pub default: &'static str,
    /// A value, as TOML.
    pub example: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// A table of keys.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its header; where the name is free, with an example.
    pub header: &'static str,
    /// What it is about.
    pub meaning: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
    /// Keys that mdBook has there, and that mean nothing here.
    pub mdbook: &'static [&'static str],
}

impl Table {
    /// The names of all keys that are known: those that are read, and mdBook's.
    pub(super) fn known(&self) -> Vec<&'static str> {
        self.keys.iter().map(|key| key.name).chain(self.mdbook.iter().copied()).collect()
    }
}

/// All tables, in the order in which they are documented.
pub const TABLES: &[Table] =
    &[BOOK, BUILD, HTML, SEARCH, SETTINGS, SEVERITY, TERM, ENTRY, CHECK, ACTIONS, THEME, COLORS, THEME_LINK];

const fn key(
    name: &'static str,
    kind: &'static str,
    default: &'static str,
    example: &'static str,
    meaning: &'static str,
) -> Key {
    Key { name, kind, default, example, meaning }
}

pub(super) const BOOK: Table = Table {
    header: "[book]",
    meaning: "What the site is.",
    keys: &[
        key("title", "text", "\"Postmortems\"", "\"Incidents of Example Ltd\"", "The site's title."),
        key(
            "description",
            "text",
            "",
            "\"What broke, why, and what changed.\"",
            "What it is, in a sentence.",
        ),
        key("authors", "list of texts", "[]", "[\"Platform team\"]", "Who keeps it; feeds name them."),
        key(
            "language",
            "BCP 47 tag",
            "\"en\"",
            "\"de\"",
            "Its language: the theme speaks it, and search stems words by it.",
        ),
        key("text-direction", "`ltr` or `rtl`", "\"ltr\"", "\"rtl\"", "Where lines begin."),
        key("src", "folder of the project", "\"content\"", "\"postmortems\"", "The content folder."),
    ],
    mdbook: &["multilingual"],
};

pub(super) const BUILD: Table = Table {
    header: "[build]",
    meaning: "Where the site goes.",
    keys: &[
        key(
            "build-dir",
            "folder",
            "\"public\"",
            "\"site\"",
            "The output folder; `build --output` overrides it.",
        ),
        key(
            "extra-watch-dirs",
            "list of folders",
            "[]",
            "[\"themes-shared\"]",
            "What `serve --watch` watches besides the content and the theme.",
        ),
    ],
    mdbook: &["create-missing", "use-default-preprocessors"],
};

pub(super) const HTML: Table = Table {
    header: "[output.html]",
    meaning: "How the site looks, and where it lies.",
    keys: &[
        key("theme", "name", "\"default\"", "\"own\"", "The folder in `themes/` whose files come first."),
        key(
            "default-theme",
            "`auto`, `light` or `dark`",
            "\"auto\"",
            "\"dark\"",
            "The colours a reader sees who has chosen none; `auto` follows the system.",
        ),
        key(
            "preferred-dark-theme",
            "`dark`",
            "\"dark\"",
            "\"dark\"",
            "What `auto` shows where the system is dark. There is one dark theme.",
        ),
        key(
            "additional-css",
            "list of files",
            "[]",
            "[\"own.css\"]",
            "Style sheets, linked after the theme's.",
        ),
        key("additional-js", "list of files", "[]", "[\"own.js\"]", "Scripts, linked on every page."),
        key(
            "git-repository-url",
            "address",
            "",
            "\"https://github.com/example/postmortems\"",
            "Where the sources are; the footer links there.",
        ),
        key(
            "edit-url-template",
            "address with `{path}`",
            "",
            "\"https://github.com/example/postmortems/edit/main/{path}\"",
            "Where a page is edited. `{path}` is its file.",
        ),
        key("site-url", "path", "", "\"/kb/\"", "The path below the host, for the page of missing pages."),
        key("cname", "host name", "", "\"incidents.example.org\"", "The site's own domain on GitHub Pages."),
        key(
            "input-404",
            "file in `src`",
            "",
            "\"pages/missing.md\"",
            "The text of the page for missing pages.",
        ),
        key(
            "redirect",
            "table",
            "{}",
            "{ \"/old/\" = \"/postmortems/\" }",
            "Old paths and where they lead now: a path of the site, or an address elsewhere.",
        ),
        key("search", "table", "{}", "{ enable = false }", "See `[output.html.search]`."),
    ],
    mdbook: &[
        "smart-punctuation",
        "curly-quotes",
        "definition-lists",
        "admonitions",
        "mathjax-support",
        "no-section-label",
        "copy-fonts",
        "fold",
        "playground",
        "print",
        "code",
        "hash-files",
        "git-repository-icon",
        "sidebar-header-nav",
        "live-reload-endpoint",
        "google-analytics",
    ],
};

pub(super) const SEARCH: Table = Table {
    header: "[output.html.search]",
    meaning: "How the site is searched.",
    keys: &[
        key("enable", "`true` or `false`", "true", "false", "Whether the site has a search."),
        key("limit-results", "whole number", "10", "20", "How many results are shown at a time."),
        key("boost-title", "number", "3", "5", "How much more a word of a title counts, from 1 to 10."),
    ],
    mdbook: &[
        "teaser-word-count",
        "use-boolean-and",
        "boost-hierarchy",
        "boost-paragraph",
        "expand",
        "heading-split-level",
        "copy-js",
        "chapter",
    ],
};

pub(super) const SETTINGS: Table = Table {
    header: "[postmortem]",
    meaning: "What mdBook has no key for.",
    keys: &[
        key(
            "base-url",
            "absolute address",
            "",
            "\"https://example.org/kb/\"",
            "Where the site is. Feeds, the sitemap and canonical links need it; `build --base-url` overrides it.",
        ),
        key(
            "audience",
            "`public` or `internal`",
            "\"public\"",
            "\"internal\"",
            "For whom the site is built; `public` leaves out all that is marked internal.",
        ),
        key(
            "severities",
            "list of tables",
            "[]",
            "[{ key = \"major\" }, { key = \"minor\" }]",
            "A scale of your own; see `[[postmortem.severities]]`.",
        ),
        key(
            "root-causes",
            "table",
            "{}",
            "{ \"capacity/quota\" = { title = \"Quota\" } }",
            "Root causes besides the built-in ones; see below.",
        ),
        key(
            "triggers",
            "table",
            "{}",
            "{ \"deploy/canary\" = { title = \"Canary\" } }",
            "Triggers besides the built-in ones, told like root causes.",
        ),
        key(
            "services",
            "table",
            "{}",
            "{ checkout = { name = \"Checkout\" } }",
            "What there is to break. With a catalog, a service that is not in it is an error.",
        ),
        key(
            "teams",
            "table",
            "{}",
            "{ payments = { name = \"Payments\" } }",
            "Who is in charge, told like services.",
        ),
        key("check", "table", "{}", "{ recurrence = 0.3 }", "See `[postmortem.check]`."),
        key("actions", "table", "{}", "{ due-within = { sev1 = 14 } }", "See `[postmortem.actions]`."),
        key("theme", "table", "{}", "{ logo = \"brand/logo.svg\" }", "See `[postmortem.theme]`."),
    ],
    mdbook: &[],
};

pub(super) const SEVERITY: Table = Table {
    header: "[[postmortem.severities]]",
    meaning: "A severity; one such table for each, the worst first. Together they replace the built-in scale \
              `sev1` to `sev4`.",
    keys: &[
        key("key", "name", "", "\"major\"", "The word that front matter uses."),
        key("title", "text", "", "\"Major\"", "What readers see; the key in capitals without it."),
        key("description", "text", "", "\"Users cannot pay.\"", "When it applies."),
        key("aliases", "list of texts", "[]", "[\"P1\", \"critical\"]", "Other words for it."),
    ],
    mdbook: &[],
};

pub(super) const TERM: Table = Table {
    header: "[postmortem.root-causes.\"capacity/connection-pool\"]",
    meaning: "A root cause, or below `[postmortem.triggers]` a trigger. It has one level or two.",
    keys: &[
        key("title", "text", "", "\"Pool exhausted\"", "What readers see; the term in words without it."),
        key("description", "text", "", "\"All connections were taken.\"", "What it covers, for its page."),
        key(
            "aliases",
            "list of texts",
            "[]",
            "[\"pool-exhaustion\"]",
            "Other words that front matter may use.",
        ),
        key(
            "keywords",
            "list of texts",
            "[]",
            "[\"pool exhaust*\"]",
            "Words by which `import` knows it; `*` lets a word go on.",
        ),
    ],
    mdbook: &[],
};

pub(super) const ENTRY: Table = Table {
    header: "[postmortem.services.checkout]",
    meaning: "A service, or below `[postmortem.teams]` a team.",
    keys: &[
        key("name", "text", "", "\"Checkout\"", "What readers see; the key without it."),
        key("owner", "text", "", "\"payments\"", "Who answers for it."),
        key("description", "text", "", "\"Takes orders and payments.\"", "What it does."),
        key("url", "address", "", "\"https://wiki.example.org/checkout\"", "Where it is documented."),
        key("aliases", "list of texts", "[]", "[\"cart\"]", "Other names for it."),
    ],
    mdbook: &[],
};

pub(super) const CHECK: Table = Table {
    header: "[postmortem.check]",
    meaning: "What `check` looks for, and how strictly.",
    keys: &[
        key(
            "recurrence",
            "number from 0 to 1",
            "0.24",
            "0.3",
            "How alike two postmortems are at least, if one may repeat the other.",
        ),
        key(
            "levels",
            "table",
            "{}",
            "{ missing-root-cause = \"error\" }",
            "The level of a rule: `error`, `warning`, `info` or `off`.",
        ),
        key(
            "paths",
            "table of tables",
            "{}",
            "{ \"content/archive/**\" = { missing-root-cause = \"off\" } }",
            "Levels for files that a pattern fits; later patterns win.",
        ),
        key(
            "external-exclude",
            "list of patterns",
            "[]",
            "[\"https://wiki.intranet/**\"]",
            "Addresses that `check --external` does not ask for.",
        ),
    ],
    mdbook: &[],
};

pub(super) const ACTIONS: Table = Table {
    header: "[postmortem.actions]",
    meaning: "When promises are late.",
    keys: &[key(
        "due-within",
        "table of whole numbers",
        "{ sev1 = 30, sev2 = 60, sev3 = 90, sev4 = 180 }",
        "{ sev1 = 14 }",
        "After how many days an action item without a due date is overdue, by severity. Those without a \
         severity have as long as the mildest.",
    )],
    mdbook: &[],
};

pub(super) const THEME: Table = Table {
    header: "[postmortem.theme]",
    meaning: "The site's own looks, without a theme of its own.",
    keys: &[
        key(
            "logo",
            "file of the project",
            "",
            "\"brand/logo.svg\"",
            "A picture beside the title, about 28 pixels high.",
        ),
        key(
            "logo-alt",
            "text",
            "\"\"",
            "\"Example Ltd\"",
            "What it shows, where the title does not say that.",
        ),
        key(
            "colors",
            "table",
            "{}",
            "{ accent = { light = \"#7a1fa2\" } }",
            "See `[postmortem.theme.colors]`.",
        ),
        key(
            "links",
            "list of tables",
            "[]",
            "[{ name = \"Status\", url = \"https://status.example.org/\" }]",
            "Links on every page; see `[[postmortem.theme.links]]`.",
        ),
    ],
    mdbook: &[],
};

pub(super) const THEME_LINK: Table = Table {
    header: "[[postmortem.theme.links]]",
    meaning: "A link on every page; one such table for each.",
    keys: &[
        key("name", "text", "", "\"Status\"", "What it is called."),
        key("url", "address", "", "\"https://status.example.org/\"", "Where it leads."),
        key("place", "`header` or `footer`", "\"header\"", "\"footer\"", "Where it stands."),
    ],
    mdbook: &[],
};

#[cfg(test)]
mod tests {
    use super::{Key, TABLES, Table};
    use crate::config::{Config, read};
    use crate::data::told::told;
    use crate::diagnostic::Diagnostics;
    use crate::source::SourceFile;

    /// The settings of this one key, which must be right.
    #[track_caller]
    fn with(table: &Table, key: Option<(&Key, &str)>) -> Config {
        // Tables of a list have keys that none can do without.
        let needed: &[_] = match table.header {
            "[[postmortem.severities]]" => &[("key", "one")],
            "[[postmortem.theme.links]]" => &[("name", "One"), ("url", "https://one.example.org/")],
            _ => &[],
        };
        let needed = needed.iter().filter(|(name, _)| key.is_none_or(|(key, _)| key.name != *name));
        let name: Vec<_> = needed.map(|(name, value)| format!("{name} = \"{value}\"\n")).collect();
        let name = name.concat();
        let line = key.map(|(key, value)| format!("{} = {value}\n", key.name)).unwrap_or_default();
        let file = SourceFile::new("book.toml", format!("{}\n{name}{line}", table.header));
        let mut diagnostics = Diagnostics::new();
        let config = read(&file, &mut diagnostics);
        assert_eq!(told(&file, &diagnostics), "", "{}", file.text());
        config
    }

    #[test]
    fn every_key_is_read_and_its_default_is_what_holds_without_it() {
        for table in TABLES {
            let without = with(table, None);
            for key in table.keys {
                if !key.default.is_empty() {
                    assert_eq!(with(table, Some((key, key.default))), without, "default of `{}`", key.name);
                }
                let same = with(table, Some((key, key.example))) == without;
                // Of the one value that a key may have, nothing can be seen.
                assert_eq!(same, key.example == key.default, "`{}` in {}", key.name, table.header);
            }
        }
    }
}
