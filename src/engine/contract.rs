//! The contract between a session and an engine: six verbs and their bookkeeping.

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;
use url::Url;

use super::{Action, Capture, CaptureSpec, EngineKind, Error, Locator, Pdf, Print, Property};
use crate::trace::Recorder;

/// What every engine can do.
///
/// An engine acts and reads once; retrying, steps of the trace and limits are [`super::Session`]'s.
#[async_trait]
pub trait Engine: Send + Debug {
    /// Which engine this is.
    fn kind(&self) -> EngineKind;

    /// Opens a page of the app; `path` is relative to the app's address.
    async fn goto(&mut self, path: &str) -> Result<(), Error>;

    /// What the address bar says, where the app is at its own address; `None` before the first page.
    async fn address(&mut self) -> Result<Option<Url>, Error>;

    /// Does what a visitor does. Returns once the gesture is made, not once its callbacks are done.
    ///
    /// # Errors
    /// [`Error::NotFound`] and [`Error::NotActionable`] may pass with time; the session retries them.
    async fn act(&mut self, action: &Action) -> Result<(), Error>;

    /// Reads a property of what `on` finds now.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing is found, [`Error::Ambiguous`] when more than one is
    /// (but for [`Property::Count`] and [`Property::Visible`], which answer for any number).
    async fn read(&mut self, on: &Locator, property: &Property) -> Result<Value, Error>;

    /// Waits until the app is idle: no callback is requested, in flight, or about to be.
    ///
    /// # Errors
    /// [`Error::NotSettled`] names the pending callbacks when `limit` is over.
    async fn settle(&mut self, limit: Duration) -> Result<(), Error>;

    /// Lets at most `at_most` pass so that something may change. `false` means that nothing will
    /// change by waiting, so a failed expectation can be reported at once.
    async fn pause(&mut self, at_most: Duration) -> Result<bool, Error>;

    /// Freezes what the visitor sees.
    async fn capture(&mut self, spec: &CaptureSpec) -> Result<Capture, Error>;

    /// A PNG file of what the visitor sees at this moment: nothing is awaited.
    async fn glance(&mut self) -> Result<Vec<u8>, Error>;

    /// Prints what the visitor sees, the whole page unless told otherwise.
    async fn print(&mut self, print: &Print) -> Result<Pdf, Error>;

    /// Where the engine writes what happens; [`super::Session`] marks its steps there.
    fn recorder(&self) -> &Recorder;

    /// Ends the visit and everything it started.
    async fn close(&mut self) -> Result<(), Error>;
}
