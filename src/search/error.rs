//! What can go wrong around an index.

/// Why an index could not be made or read.
#[derive(Debug)]
pub enum SearchError {
    /// tantivy says why.
    Index(Box<tantivy::TantivyError>),
    /// More words than can be numbered.
    TooLarge,
}

impl std::fmt::Display for SearchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Index(_) => f.write_str("the search index could not be made"),
            Self::TooLarge => {
                f.write_str("the content has more different words than a search index can hold")
            }
        }
    }
}

impl std::error::Error for SearchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Index(error) => Some(error.as_ref()),
            Self::TooLarge => None,
        }
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(Box::new(error))
    }
}

impl From<std::io::Error> for SearchError {
    fn from(error: std::io::Error) -> Self {
        Self::Index(Box::new(error.into()))
    }
}
