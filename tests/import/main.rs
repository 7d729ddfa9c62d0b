//! How well import understands what people write.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods
)] // a tool of this repository, and its tests

mod quality;
mod scan;
mod score;
