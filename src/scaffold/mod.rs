//! New knowledge bases and new postmortems, as texts: where they are written, and that nothing
//! is overwritten, is the caller's part.

mod github;
mod postmortem;
mod project;

pub use github::github;
pub use postmortem::{TEMPLATE, postmortem};
pub use project::{IGNORED, ScaffoldFile, project};
