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
mod outline;
mod section;
mod section_names;
mod timeline;
mod walk;

pub use action_item::RawAction;
pub use front_matter::FrontMatter;
pub use internal::Internal;
pub use outline::{Link, Outline};
pub use section::kinds as section_kinds;
pub use timeline::{RawEntry, resolve as resolve_timeline};

use crate::diagnostic::Diagnostics;
use crate::source::SourceFile;

/// One file, read.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The front matter, where the file has one.
    pub front_matter: Option<FrontMatter>,
    /// The body.
    pub outline: Outline,
}

/// Reads a file. `internal` says whether blocks for internal readers stay in the body.
pub fn file(file: &SourceFile, internal: Internal, diagnostics: &mut Diagnostics) -> Parsed {
    let split = front_matter::split(file, diagnostics);
    let outline = Outline::read(file, split.body_start, split.lines_before, internal, diagnostics);
    Parsed { front_matter: split.front_matter, outline }
}
