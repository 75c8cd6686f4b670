//! Component trees as the HTML that Dash's own components render: for lookup, visible text and page layout.
//!
//! [`markup`] turns a tree into HTML, [`Document`] answers what a locator finds in it and what a visitor reads.
//! Each component's outermost element carries its JSON pointer in the tree as `data-dashproof`, so that what was
//! found leads back to the state. Around them is the [`Shell`] that the app serves. The DOM is that of the app's Dash
//! version, before 4 or since, and of dash-bootstrap-components 2 (Bootstrap 5's classes); a component of another package is a box with its id, class, style and children.
//!
//! What a visitor reads of it is decided by a small [`Cascade`] of the page's stylesheets: `display`, `visibility` and
//! how text is written, and nothing about where things are.
//!
//! What a visitor opened is in [`MarkupOptions::memory`]; what plotly.js draws is there as far as texts and counts tell.

mod address;
mod bootstrap;
mod cascade;
mod charts;
mod dcc;
mod devtools;
mod document;
mod edits;
mod element;
mod html;
mod icon;
mod loading;
mod media;
mod name;
mod node;
mod number;
mod option;
mod render;
mod select;
mod selector;
mod sheet;
mod shell;
mod style;
mod table;
mod text;
mod theme;
mod unknown;
mod view;
mod wording;

pub use bootstrap::{PageLink, page_links};
pub use cascade::Cascade;
pub use charts::Charts;
pub use devtools::{Button, DevTools, Fault};
pub use document::{BadSelector, Document};
pub use edits::Edits;
#[cfg(feature = "pages")]
pub(crate) use element::{Content, Element};
pub use loading::{Awaited, Loading};
pub use media::Media;
pub use node::{Node, Piece};
#[cfg(feature = "pages")]
pub(crate) use render::content;
pub use render::{MarkupOptions, markup};
pub use shell::Shell;
pub use theme::Theme;
pub use wording::Wording;

/// The attribute that holds a component's JSON pointer.
pub const POINTER: &str = "data-dashproof";
