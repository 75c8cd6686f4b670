//! What a page is made of.

use std::collections::BTreeMap;

use kurbo::Size;
use serde_json::Value;

use crate::render::markup::{MarkupOptions, Theme};
use crate::render::scene::Fonts;

/// A stylesheet of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stylesheet {
    /// Where it comes from: addresses in it are relative to that.
    pub address: String,
    /// Its text; `None` when it could not be loaded, which the page then notes.
    pub css: Option<String>,
}

/// What a page is made of.
#[derive(Debug, Clone)]
pub struct PageSource<'a> {
    /// The component tree.
    pub tree: &'a Value,
    /// How the tree becomes HTML, and the page around it.
    pub options: &'a MarkupOptions,
    /// The page's address: relative addresses start there.
    pub address: &'a str,
    /// External stylesheets and the app's assets, in the order of the page.
    pub stylesheets: &'a [Stylesheet],
    /// Images and other files, by absolute address.
    pub files: &'a BTreeMap<String, Vec<u8>>,
    /// The fonts that the page may use.
    pub fonts: &'a Fonts,
    /// Elements that are painted over with [`MASK`](super::MASK), each by its place in the page:
    /// [`Node::path`](crate::render::markup::Node::path).
    pub masks: &'a [Vec<usize>],
    /// The window, CSS px. The page is as wide, and as high as its content when that is higher.
    pub viewport: Size,
    /// The colours that the visitor prefers.
    pub theme: Theme,
}
