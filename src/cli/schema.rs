//! `pmsite schema`.

use super::{Failure, Terminal, Verdict};
use crate::diagnostic::Diagnostics;
use crate::pipeline::{self, Options};
use crate::validate;
use std::io::Write;
use std::path::Path;

pub(super) fn run(root: &Path, terminal: Terminal) -> Result<Verdict, Failure> {
    let mut diagnostics = Diagnostics::new();
    let options =
        Options { root: root.to_path_buf(), environment: super::environment(), ..Options::default() };
    let config = pipeline::settings(&options, &mut diagnostics)?;
    terminal.diagnostics(&diagnostics);
    if diagnostics.has_errors() {
        return Ok(Verdict::Rejected);
    }
    let mut schema = serde_json::to_vec_pretty(&validate::schema(&config))?;
    schema.push(b'\n');
    std::io::stdout().write_all(&schema)?;
    Ok(Verdict::Fine)
}
