//! The page on paper.

use std::sync::Arc;

use super::Locator;
use crate::render::Error;
use crate::render::document::{Block, Document, Page, Paper};
use crate::render::scene::{Fonts, Scene};

/// How a page is printed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Print {
    /// One element; the page when absent. A browser gives a bitmap of it.
    pub on: Option<Locator>,
    /// The paper. The page is as wide as its viewport, scaled to what the margins leave.
    pub paper: Paper,
    /// Stands at the foot of each sheet, beside its number; may be empty.
    pub title: String,
    /// Stands at the head of each sheet; may be empty.
    pub header: String,
}

impl Print {
    /// A picture of the page or element on this paper.
    pub(super) fn compose(&self, scene: Scene) -> Result<Pdf, Error> {
        let notes = scene.notes.iter().map(ToString::to_string).collect();
        let document = Document {
            title: self.title.clone(),
            header: self.header.clone(),
            paper: self.paper,
            fonts: Fonts::embedded(),
            pages: vec![Page { blocks: vec![Block::Scene(Arc::new(scene))] }],
            ..Document::default()
        };
        Ok(Pdf { bytes: document.to_pdf()?, notes })
    }
}

/// A document as a file, with what could not be drawn faithfully in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// What is missing or drawn otherwise, a sentence each.
    pub notes: Vec<String>,
}
