//! Files, paths and spans; finding the content.

mod file;

pub use file::{SourceFile, Span, Spanned};
