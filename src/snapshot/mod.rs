//! Baselines: approved captures, and how the next ones are held against them.

mod tolerance;

pub use tolerance::PictureTolerance;
