//! What stands on a page.

use std::sync::Arc;

use crate::render::scene::{Image, Scene};

/// Blocks that begin on a sheet of their own and run on over as many as they need.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A title, which is also a bookmark and stays with what follows it.
    Heading {
        /// 1 is the largest; from 3 on all are alike.
        level: u8,
        /// The title.
        text: String,
    },
    /// Text, wrapped; a line break in it stays one.
    Paragraph(String),
    /// A picture, kept as vectors: at its own size or smaller, and cut over several sheets when it is very tall.
    Scene(Arc<Scene>),
    /// A bitmap, one pixel being a CSS px or less.
    Bitmap(Arc<Image>),
    /// Names with their values, in two columns.
    Table(Vec<(String, String)>),
}
