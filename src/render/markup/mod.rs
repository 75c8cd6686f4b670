//! Component trees as the HTML that Dash's own components render: for lookup, visible text and page layout.
//!
//! [`markup`] turns a tree into HTML, [`Document`] answers what a locator finds in it and what a visitor reads.
//! Each component's outermost element carries its JSON pointer in the tree as `data-dashproof`, so that what was
//! found leads back to the state. The DOM is that of Dash 4's components and dash-bootstrap-components 2
//! (Bootstrap 5's classes); a component of another package is a box with its id, class, style and children.
//!
//! What a browser makes of it by script is not here: a graph is an empty box, an opened menu is never open.

mod bootstrap;
mod dcc;
mod document;
mod element;
mod html;
mod icon;
mod number;
mod option;
mod render;
mod style;
mod table;
mod text;
mod unknown;
mod view;

pub use document::{BadSelector, Document, Node};
#[cfg(feature = "pages")]
pub(crate) use element::{Content, Element};
#[cfg(feature = "pages")]
pub(crate) use render::content;
pub use render::{MarkupOptions, markup};

/// The attribute that holds a component's JSON pointer.
pub const POINTER: &str = "data-dashproof";
