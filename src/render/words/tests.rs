//! What the words say in each language.
