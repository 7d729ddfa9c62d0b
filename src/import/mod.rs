//! Years of free-form write-ups become postmortems with front matter.
//!
//! A text is read line by line as a person reads it: marks are taken off ([`mod@line`]), headings of whatever
//! form make parts ([`writeup`]), and each fact is taken from where it is said. Facts come with the line that
//! says them; what is unsure is left out or marked so, and nothing is made up. The body is kept word for
//! word.

mod action;
mod cause;
mod detection;
mod draft;
mod facts;
mod foreign;
mod fragments;
mod front_matter;
mod harm;
mod heading;
mod html;
mod inline;
mod json;
mod labelled;
pub mod line;
mod name;
mod nature;
mod phrase;
mod read;
mod said;
mod sentence;
mod settle;
mod timeline;
mod title;
mod value;
pub mod when;
pub mod writeup;

pub use action::Action;
pub use cause::{Causes, Keywords};
pub use draft::Draft;
pub use facts::{Facts, Reader};
pub use foreign::Foreign;
pub use front_matter::{Split, split};
pub use harm::Harm;
pub use html::{Page, page};
pub use json::json;
pub use line::{Form, Line, lines};
pub use name::{day_in, file_stem, id_of};
pub use nature::Nature;
pub use read::{Text, Unreadable, text};
pub use said::{Said, said};
pub use settle::{Settled, settle};
pub use timeline::Event;
pub use when::{When, when};
pub use writeup::{Block, Label, Part, Writeup};

/// A fact, and the line of the file that says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<T> {
    /// What is said.
    pub value: T,
    /// The number of the line, from 1.
    pub line: usize,
    /// Why an author should look at it.
    pub unsure: Option<&'static str>,
}

impl<T> Fact<T> {
    /// A fact without a doubt.
    pub fn sure(value: T, line: usize) -> Self {
        Self { value, line, unsure: None }
    }
}
