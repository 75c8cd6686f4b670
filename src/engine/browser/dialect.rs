//! What WebDriver has no command for, or no exact one: each kind of browser is told in its own way.

use std::fmt::Debug;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use url::Url;

use super::context::Made;
use crate::engine::{Coordinates, Error, Pdf, Print};

/// The page area, CSS px.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub(super) struct Window {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Device pixels per CSS px.
    pub(super) scale: f64,
}

/// A rectangle of the whole page, CSS px.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// How one session's browser is told what WebDriver has no command for. All is said of the page that the session shows.
#[async_trait]
pub(super) trait Dialect: Debug + Send + Sync {
    /// Gives the page an exact viewport. WebDriver's window includes a frame.
    async fn view(&self, window: Window) -> Result<(), Error>;

    /// Lets the pages of a browser context, that of the browser when absent, ask where they are; or lets them ask no more.
    /// The page that is shown is told.
    async fn locate(&self, place: Option<Coordinates>, context: Option<&str>) -> Result<(), Error>;

    /// Puts text where the caret is, in one go as a paste does: one input event, so one callback.
    async fn insert(&self, text: &str) -> Result<(), Error>;

    /// A PNG of a part of the page; of the viewport when absent.
    async fn shoot(&self, area: Option<Area>) -> Result<Vec<u8>, Error>;

    /// The page on paper: `width` px of it fill the width between the margins.
    async fn print(&self, print: &Print, width: u32) -> Result<Pdf, Error>;

    /// Makes a browser context with a page in it; or says why there is none.
    async fn make_context(&self) -> Result<Made, String>;

    /// Drops a browser context with its pages; or says what went wrong.
    async fn drop_context(&self, context: &str) -> Result<(), String>;

    /// Shows `blank`, an empty page, in place of all pages, and empties the history, the cookies of the browser and what it
    /// stores for the page's origin; cached files stay.
    ///
    /// # Errors
    /// [`Error::Unsupported`] where each visit needs a context instead (see [`Dialect::needs_context`]).
    async fn empty(&self, blank: &Url) -> Result<(), Error>;

    /// Drops what the browser has cached of files.
    async fn forget_files(&self) -> Result<(), Error>;

    /// Whether visits can be kept apart by contexts alone.
    fn needs_context(&self) -> bool;
}

/// The scale at which `width` px fill what the margins leave of the paper's width, within what both protocols allow.
pub(super) fn fitted(print: &Print, width: u32) -> Result<f64, Error> {
    use crate::render::scene::PT_PER_PX;
    let room = print.paper.area()?.width() / PT_PER_PX;
    Ok((room / f64::from(width)).clamp(0.1, 2.0))
}
