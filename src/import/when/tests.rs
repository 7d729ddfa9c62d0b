//! Times of whole write-ups.
