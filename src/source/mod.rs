//! Files, paths and spans; finding the content.
//!
//! Takes a project's folder, gives texts with their places. Nothing outside the project is
//! read but what is to be imported, and a file is read once.

mod discover;
mod file;
mod gather;
mod stamp;

pub use discover::{
    DocumentKind, Found, FoundAsset, LARGEST_FILE, MOST_FILES, SourceError, Tree, Unusable, discover,
    files_below, read, read_optional,
};
pub use file::{SourceFile, Span, Spanned};
pub use gather::{Gathered, Outside, gather, read_outside};
pub use stamp::{Identity, Kind, Stamp, identity, kind, real, stamp};
