//! A postmortem as the rules see it: what it means, and where that is written.

use super::prose::{Passage, Prose};
use super::vocabulary::is_english;
use crate::config::Config;
use crate::data::Node;
use crate::model::{Postmortem, SectionKind};
use crate::parse::Parsed;
use crate::source::{SourceFile, Span};
use jiff::civil::Date;

/// A postmortem, its text, and what it is judged by.
pub struct Subject<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// The file as it was read: front matter with places, timeline and action items with places.
    pub parsed: &'a Parsed,
    /// What it means.
    pub postmortem: &'a Postmortem,
    /// The body as sentences with places.
    pub prose: Prose,
    /// Whether the body is English: rules that conclude from missing words ask for it.
    pub english: bool,
    /// The settings.
    pub config: &'a Config,
    /// The day on which it is judged.
    pub today: Date,
}

impl<'a> Subject<'a> {
    /// Takes a file that was read and found valid.
    pub fn new(
        file: &'a SourceFile,
        parsed: &'a Parsed,
        postmortem: &'a Postmortem,
        config: &'a Config,
        today: Date,
    ) -> Self {
        let prose = Prose::read(file, body_of(file, parsed));
        let english = is_english(&prose);
        Self { file, parsed, postmortem, prose, english, config, today }
    }

    /// The byte at which the body starts.
    pub fn body(&self) -> usize {
        body_of(self.file, self.parsed)
    }

    /// The value of a key of the front matter; `key.inner` looks into a table.
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        let mut node = &self.parsed.front_matter.as_ref()?.root;
        for part in key.split('.') {
            node = node.get(part)?;
        }
        Some(node)
    }

    /// Where the value of a key is written.
    pub fn place(&self, key: &str) -> Option<Span> {
        self.node(key).map(|node| node.span)
    }

    /// Where findings about the whole point: the title's value, else the first line.
    pub fn whole(&self) -> Span {
        self.place("title").unwrap_or_else(|| {
            let text = self.file.text();
            Span::new(0, text.find('\n').unwrap_or(text.len()))
        })
    }

    /// Where findings about a part of the write-up point: its heading, else the whole.
    pub fn heading(&self, kind: SectionKind) -> Span {
        self.prose.section(kind).map_or_else(|| self.whole(), |section| section.heading)
    }

    /// Sentences of the front matter: summary, impact, contributing factors, action items. Their places
    /// are exact where the text stands as it is, without escapes or line breaks.
    pub fn front_matter_prose(&self) -> Vec<Passage> {
        let mut nodes: Vec<&Node> = Vec::new();
        nodes.extend(self.node("summary"));
        nodes.extend(self.node("impact.summary"));
        nodes.extend(self.node("contributing_factors").and_then(Node::items).unwrap_or_default());
        for item in self.node("action_items").and_then(Node::items).unwrap_or_default() {
            nodes.extend(item.get("text"));
        }
        let passages =
            nodes.into_iter().filter_map(|node| Some(Passage::value(self.file, node.span, node.text()?)));
        passages.collect()
    }
}

fn body_of(file: &SourceFile, parsed: &Parsed) -> usize {
    file.line_start(parsed.outline.lines_before + 1)
}
