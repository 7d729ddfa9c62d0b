//! How well import understands what people write.

mod quality;
mod scan;
mod score;
