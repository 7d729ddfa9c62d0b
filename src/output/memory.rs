//! A site in memory.

use super::OutputError;
use super::OutputPath;
use super::Sink;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;

/// Files by path. The lock is held for an insertion only.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<BTreeMap<OutputPath, Vec<u8>>>,
}

impl Memory {
    /// An empty site.
    pub fn new() -> Self {
        Self::default()
    }

    /// All files that were written.
    pub fn into_files(self) -> BTreeMap<OutputPath, Vec<u8>> {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Memory {
    fn write(&self, path: &OutputPath, bytes: &[u8]) -> Result<(), OutputError> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), bytes.to_vec());
        Ok(())
    }

    #[allow(clippy::disallowed_methods)] // disk belongs to output
    fn copy(&self, path: &OutputPath, from: &Path) -> Result<(), OutputError> {
        let bytes = std::fs::read(from).map_err(OutputError::io("read", from))?;
        self.write(path, &bytes)
    }
}
