//! A project that is edited, and the edits that people make to one.

use proptest::prelude::*;
use std::collections::BTreeMap;

/// A postmortem of the project that is edited.
#[derive(Debug, Clone)]
struct Doc {
    name: String,
    title: u8,
    severity: u8,
    service: u8,
    cause: u8,
    tag: u8,
    status: &'static str,
    internal: bool,
    day: u8,
    text: u8,
    summary: u8,
    heading: u8,
    action: u8,
    related: Option<String>,
    link: Option<String>,
    alias: Option<u8>,
    picture: bool,
    broken: bool,
}

impl Doc {
    fn new(name: &str, seed: u8) -> Self {
        Self {
            name: name.to_owned(),
            title: seed,
            severity: seed % 3,
            service: seed % 4,
            cause: seed % 3,
            tag: seed % 5,
            status: "published",
            internal: false,
            day: seed % 28,
            text: seed,
            summary: seed,
            heading: seed % 3,
            action: seed % 2,
            related: None,
            link: None,
            alias: None,
            picture: false,
            broken: false,
        }
    }

    fn files(&self) -> Vec<(String, String)> {
        let severity = if self.broken { "sev99".to_owned() } else { format!("sev{}", self.severity % 4 + 1) };
        let list = |key: &str, value: &Option<String>| {
            value.as_ref().map(|value| format!("{key}: [{value}]\n")).unwrap_or_default()
        };
        let alias = self.alias.map(|alias| format!("/old/{alias}/"));
        let cause = ["capacity", "capacity/connection-pool", "dns"][usize::from(self.cause % 3)];
        let text = format!(
            "---\ntitle: Outage {}\nseverity: {severity}\nservices: [s{}]\nroot_causes: [{cause}]\ntags: [t{}]\n\
             status: {}\nvisibility: {}\nstarted: 2024-05-{:02}T10:00:00Z\nresolved: 2024-05-{:02}T1{}:30:00Z\n\
             {}{}---\n\n## Summary\n\nIt broke {} times.\n\n## Cause {}\n\nWords {} of it.{}{}\n\n\
             <!-- internal -->\nsecretly {}\n<!-- /internal -->\n\n## Action items\n\n- [ ] Mend {} @ada\n",
            self.title,
            self.service,
            self.tag,
            self.status,
            if self.internal { "internal" } else { "public" },
            self.day % 28 + 1,
            self.day % 28 + 1,
            1 + self.day % 8,
            list("related", &self.related),
            list("aliases", &alias),
            self.summary,
            self.heading,
            self.text,
            self.link.as_ref().map(|link| format!(" See [it]({link}).")).unwrap_or_default(),
            if self.picture { " ![a](picture.svg)" } else { "" },
            self.text,
            self.action,
        );
        let mut files = Vec::new();
        if self.picture {
            files.push((format!("content/{}/index.md", self.name), text));
            files.push((format!("content/{}/picture.svg", self.name), format!("<svg>{}</svg>", self.title)));
        } else {
            files.push((format!("content/{}.md", self.name), text));
        }
        files
    }
}

/// The project that is edited.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    docs: Vec<Doc>,
    book: String,
    theme: BTreeMap<String, String>,
    about: u8,
}

const BOOK: &str = "[book]\ntitle = \"T\"\n[output.html.search]\nenable = SEARCH\n[postmortem]\nbase-url = \"https://e.org/kb/\"\n[postmortem.root-causes.\"capacity/connection-pool\"]\ntitle = \"Pool\"\n";

impl Tree {
    pub(super) fn new() -> Self {
        let docs = (0..6).map(|at| Doc::new(&format!("pm-{at}"), at * 3)).collect();
        Self { docs, book: BOOK.replace("SEARCH", "false"), theme: BTreeMap::new(), about: 0 }
    }

    pub(super) fn files(&self) -> BTreeMap<String, String> {
        let mut files: BTreeMap<_, _> = self.docs.iter().flat_map(Doc::files).collect();
        files.insert("book.toml".to_owned(), self.book.clone());
        files.insert(
            "content/pages/about.md".to_owned(),
            format!("---\ntitle: About {}\n---\nText.\n", self.about),
        );
        files.extend(self.theme.iter().map(|(path, text)| (path.clone(), text.clone())));
        files
    }
}

/// One edit; which document it is about, and to what, are numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edit {
    pub what: u8,
    pub at: u8,
    pub to: u8,
    /// Whether the watcher knows where it happened.
    pub told: bool,
}

/// How many kinds of edit there are.
const KINDS: u8 = 30;

pub(super) fn edit() -> impl Strategy<Value = Edit> {
    (0..KINDS, 0..8_u8, 0..6_u8, any::<bool>()).prop_map(|(what, at, to, told)| Edit { what, at, to, told })
}

impl Tree {
    #[allow(clippy::too_many_lines)] // a table
    pub(super) fn edit(&mut self, Edit { what, at, to, .. }: Edit) -> &'static str {
        let count = self.docs.len();
        if count == 0 {
            self.docs.push(Doc::new("first", to));
            return "the first";
        }
        let other = self.docs[usize::from(to) % count].name.clone();
        let other_file = self.docs[usize::from(to) % count].files().remove(0).0;
        let at = usize::from(at) % count;
        let here = self.docs[at].files().remove(0).0;
        let up = if here.ends_with("/index.md") { "../" } else { "./" };
        let doc = &mut self.docs[at];
        match what {
            // What people do most often comes up most often.
            0..=3 => {
                doc.text = to;
                "a text"
            }
            4 => {
                doc.summary = to;
                "a summary"
            }
            5 => {
                doc.title = to;
                "a title"
            }
            6 => {
                doc.severity = to;
                "a severity"
            }
            7 => {
                doc.service = to;
                "a service"
            }
            8 => {
                doc.cause = to;
                "a cause"
            }
            9 => {
                doc.status = ["published", "draft", "in-review"][usize::from(to) % 3];
                "a status"
            }
            10 => {
                doc.internal = to.is_multiple_of(2);
                "a visibility"
            }
            11 => {
                doc.day = to;
                "a day"
            }
            12 => {
                doc.heading = to;
                "a heading"
            }
            13 => {
                doc.action = to;
                "an action item"
            }
            14 => {
                doc.tag = to;
                "a tag"
            }
            15 => {
                doc.related = (other != doc.name).then_some(other);
                "a relation"
            }
            16 => {
                doc.related = None;
                "a relation less"
            }
            17 => {
                let anchor = if to.is_multiple_of(2) { "#cause-1" } else { "" };
                doc.link = Some(format!("{up}{}{anchor}", other_file.trim_start_matches("content/")));
                "a link"
            }
            18 => {
                doc.link = None;
                "a link less"
            }
            19 => {
                doc.alias = Some(to % 2);
                "an alias"
            }
            20 => {
                doc.alias = None;
                "an alias less"
            }
            21 => {
                doc.picture = !doc.picture;
                "a bundle"
            }
            22 => {
                doc.broken = true;
                "a mistake"
            }
            23 => {
                for doc in &mut self.docs {
                    doc.broken = false;
                }
                "all mended"
            }
            24 => {
                let name = format!("new-{to}");
                if self.docs.iter().all(|doc| doc.name != name) {
                    self.docs.push(Doc::new(&name, to * 7));
                }
                "an addition"
            }
            25 => {
                self.docs.remove(at);
                "a removal"
            }
            26 => {
                let name = format!("renamed-{to}");
                if self.docs.iter().all(|doc| doc.name != name) {
                    self.docs[at].name = name;
                }
                "a new name"
            }
            27 => {
                let path = "themes/default/templates/row.html".to_owned();
                match to {
                    0 => drop(self.theme.remove(&path)),
                    1 => drop(self.theme.insert(path, "<li>{{ row.nosuch }}</li>\n".to_owned())),
                    2 => drop(self.theme.insert(path, "{{ row.title".to_owned())),
                    to => drop(self.theme.insert(path, format!("<li>{to} {{{{ row.title }}}}</li>\n"))),
                }
                "a template"
            }
            28 => {
                self.book = match to {
                    0 => BOOK.replace("SEARCH", "true"),
                    1 => BOOK.replace("SEARCH", "false").replace("\"T\"", "\"Other\""),
                    2 => BOOK.replace("SEARCH", "maybe"),
                    3 => BOOK.replace("SEARCH", "false") + "audience = \"internal\"\n",
                    4 => BOOK.replace("SEARCH", "false").replace("Pool", "Connections"),
                    _ => BOOK.replace("SEARCH", "false"),
                };
                if to == 3 {
                    self.book = self
                        .book
                        .replace("audience = \"internal\"\n", "")
                        .replace("[postmortem]\n", "[postmortem]\naudience = \"internal\"\n");
                }
                "a setting"
            }
            _ => {
                self.about = to;
                "a page"
            }
        }
    }
}
