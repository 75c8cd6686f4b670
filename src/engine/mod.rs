//! One visitor's visit to an app: [`Session`] over an [`Engine`], [`Locator`]s, [`Action`]s, expectations.
//!
//! Two engines implement the same verbs, and nothing above this room knows which one runs:
//!
//! - [`browserless`] speaks Dash's protocol itself and needs neither browser nor Node;
//! - [`browser`] drives Chromium or Firefox through WebDriver.
//!
//! Where the two differ, the browser is right.
//!
//! [`webdriver`] serves the browserless engine to WebDriver clients, which take it for a browser.

mod action;
mod browser_setup;
mod browsers;
mod capture;
mod contract;
mod coordinates;
mod credentials;
mod download;
mod error;
mod expectation;
#[cfg(any(feature = "browser", feature = "clientside"))]
mod frozen;
mod gesture;
mod locator;
mod nth;
mod order;
mod pending;
mod plain;
mod point;
mod print;
mod property;
mod role;
mod session;
mod table_part;
mod unit;
mod verb;
mod visit;
mod words;

#[cfg(feature = "browser")]
pub mod browser;
pub mod browserless;
#[cfg(feature = "webdriver")]
pub mod webdriver;

pub use crate::framework::Framework;
pub use crate::render::markup::{Theme, Wording};
pub use action::{Action, DatesBy, OneOrMany};
pub use browser_setup::{BrowserKind, BrowserSetup, Isolation};
pub use browserless::Bench;
pub use browsers::Browsers;
pub use capture::{Capture, CaptureSpec, Picture};
pub use contract::Engine;
pub use coordinates::Coordinates;
#[cfg(feature = "schedule")]
pub(crate) use credentials::leads_to_login;
pub use download::Download;
pub use error::Error;
pub use expectation::{Expectation, Matcher};
pub use locator::Locator;
pub use nth::Nth;
pub use order::ResponseOrder;
pub use pending::{Pending, Stage};
pub(crate) use plain::Plain;
pub use point::{GraphPath, GraphPoint, GraphRange};
pub use print::{Pdf, Print};
pub use property::Property;
pub use role::Role;
pub use session::Session;
pub use table_part::{TableControl, TablePart, TableRow};
pub use unit::{At, Returned, UnitCall};
pub use visit::{EngineKind, Visit};
