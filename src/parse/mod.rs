//! Text to front matter and outline: what a file says, before anybody asks whether it is true.
//!
//! Takes a [`SourceFile`], gives a [`Parsed`]. Problems go to [`Diagnostics`], and whatever
//! could be read is returned all the same. What a build must not publish is cut out here, before
//! anything else sees the text, so that no later stage can leak it.

mod action_item;
mod clock;
mod collect;
pub mod front_matter;
mod html;
mod internal;
mod let_be;
mod outline;
mod section;
mod section_names;
mod timeline;
mod walk;

pub use action_item::RawAction;
pub use front_matter::FrontMatter;
pub use internal::Internal;
pub use let_be::LET_BE;
pub use outline::{Link, Outline};
pub use section::kinds as section_kinds;
pub use timeline::{RawEntry, resolve as resolve_timeline};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::source::SourceFile;

/// One file, read.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The front matter, where the file has one.
    pub front_matter: Option<FrontMatter>,
    /// The body.
    pub outline: Outline,
    /// Codes of mistakes in the body that the front matter lets be; all are of [`LET_BE`].
    pub let_be: Vec<&'static str>,
    /// The byte at which the body starts.
    pub body_start: usize,
}

impl Parsed {
    /// Whether a finding is about a mistake in the body that the file lets be.
    pub fn lets_be(&self, found: &Diagnostic) -> bool {
        found.span.start >= self.body_start && self.let_be.contains(&found.code)
    }
}

/// Reads a file. `internal` says whether blocks for internal readers stay in the body.
pub fn file(file: &SourceFile, internal: Internal, diagnostics: &mut Diagnostics) -> Parsed {
    let split = front_matter::split(file, diagnostics);
    let outline = Outline::read(file, split.body_start, split.lines_before, internal, diagnostics);
    let let_be =
        split.front_matter.as_ref().map(|matter| let_be::let_be(file, matter.span)).unwrap_or_default();
    Parsed { front_matter: split.front_matter, outline, let_be, body_start: split.body_start }
}
