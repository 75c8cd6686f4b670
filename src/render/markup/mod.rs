//! Component trees as the HTML that Dash's own components render: for lookup, visible text and page layout.
//!
//! [`markup`] turns a tree into HTML, [`Document`] answers what a locator finds in it and what a visitor reads.
//! Each component's outermost element carries its JSON pointer in the tree as `data-dashproof`, so that what was
//! found leads back to the state. The DOM is that of Dash 4's components and dash-bootstrap-components 2
//! (Bootstrap 5's classes); a component of another package is a box with its id, class, style and children.
//!
//! What a visitor reads of it is decided by a small [`Cascade`] of the page's stylesheets: `display`, `visibility` and
//! how text is written, and nothing about where things are.
//!
//! What a browser makes of it by script is not here: a graph is an empty box, an opened menu is never open.

mod address;
mod bootstrap;
mod cascade;
mod charts;
mod dcc;
mod document;
mod edits;
mod element;
mod html;
mod icon;
mod loading;
mod media;
mod name;
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
mod unknown;
mod view;
mod wording;

pub use bootstrap::{PageLink, page_links};
pub use cascade::Cascade;
pub use charts::Charts;
pub use document::{BadSelector, Document, Node, Piece};
pub use edits::Edits;
#[cfg(feature = "pages")]
pub(crate) use element::{Content, Element};
pub use loading::{Awaited, Loading};
pub use media::Media;
#[cfg(feature = "pages")]
pub(crate) use render::content;
pub use render::{MarkupOptions, markup};
pub use shell::Shell;
pub use wording::Wording;

/// The attribute that holds a component's JSON pointer.
pub const POINTER: &str = "data-dashproof";
