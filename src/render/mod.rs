//! Pictures and documents, drawn without a browser.
//!
//! Everything that is drawn is a [`scene::Scene`], a display list in CSS px. Two rooms make scenes:
//! [`chart`] from Plotly figures, [`page`] from component trees (by way of [`markup`], the HTML that Dash's
//! components render). Sinks in [`scene`] turn one into PNG, SVG or PDF; [`document`] lays captures onto pages.
//!
//! Synchronous and free of I/O; the same input gives the same bytes on every machine.

pub mod chart;
pub mod diagram;
pub mod document;
mod error;
pub mod markup;
#[cfg(feature = "pages")]
pub mod page;
pub mod scene;

pub use error::Error;
