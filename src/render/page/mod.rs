//! Component trees laid out by a CSS engine and painted into a scene. The only room that names Blitz.
//!
//! A [`PageSource`] says what a page is made of; [`Page::lay_out`] makes it a [`Page`]: a scene, and where each
//! component came to lie in it. Nothing is fetched: stylesheets and images are what the source holds, fonts are
//! [`Fonts`](crate::render::scene::Fonts). What a page refers to and the source does not hold is named in the
//! scene's notes.

mod boxes;
mod brush;
mod controls;
mod cover;
mod dom;
mod fonts;
mod graphs;
mod laid_out;
mod mask;
mod paint;
mod resources;
mod shadow;
mod source;

pub use boxes::Boxes;
pub use cover::Cover;
pub use laid_out::Page;
pub use mask::MASK;
pub use source::{PageSource, Stylesheet};
