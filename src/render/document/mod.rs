//! Captures composed into a document: headings, text, tables, scenes and bitmaps laid onto sheets of paper.
//!
//! Inside, lengths are pt; [`MM`] and [`PT_PER_PX`](crate::render::scene::PT_PER_PX) convert. Scenes stay vector
//! in PDF and HTML.

mod block;
mod front;
mod html;
mod layout;
mod model;
mod paper;
mod text;

pub use block::{Block, Page};
pub use front::Cover;
pub use model::{Document, Sheet};
pub use paper::{MM, Paper};

#[cfg(test)]
mod tests;
