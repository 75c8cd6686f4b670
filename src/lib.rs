//! dashproof proves dashboards: it boots one, drives it, records what its callbacks did, and prints
//! what it looked like, with a real browser or with none at all.
//!
//! Data flows one way: launch → visit → act → trace → capture → approve or compose → deliver.
//!
//! | word | meaning | room |
//! |---|---|---|
//! | App | the dashboard under test: a process, a URL, or the built-in demo | [`app`] |
//! | [`Session`] | one visitor's visit to an App, through an [`Engine`](engine::Engine) | [`engine`] |
//! | [`Locator`] | names a component; resolved anew at each use | [`engine`] |
//! | [`Action`] | what the visitor does; one enum for engines, scenarios and the command line | [`engine`] |
//! | [`Trace`] | what the visit caused, and what caused each callback call | [`trace`] |
//! | [`Capture`] | the visit frozen at one moment: values, a figure, a picture | [`engine`] |
//! | Baseline | the approved capture that the next one is held against | [`snapshot`] |
//! | trace page | a trace to look through, as one HTML file | [`viewer`] |
//! | Report | captures composed into a document | [`render::document`] |
//! | [`Timetable`](timetable::Timetable) | when something fires, in a time zone | [`timetable`] |
//! | Schedule | when a report is made, and where it is delivered | `schedule` |
//!
//! # Who may call whom
//!
//! Arrows point one way only; a test in `tests/it/rooms.rs` holds the imports to them.
//!
//! ```text
//! cli → server → schedule → scenario → snapshot → engine → trace → dash
//!                                         └─────────┴→ render ──────↗
//! scenario → viewer → trace, render        cli, schedule, scenario → timetable
//! cli, schedule, scenario → app → demo, trace     app, engine, schedule → process
//! ```
//!
//! - [`dash`] is Dash's wire format, and [`render`] what draws: both are synchronous and free of I/O. Inside `render`,
//!   [`chart`](render::chart) (Plotly figures), `page` (component trees) and [`diagram`](render::diagram) (callback graphs) make
//!   scenes, [`document`](render::document) lays them onto paper, and [`markup`](render::markup) is the HTML of Dash's
//!   components, in which locators are resolved and which a page lays out.
//! - [`engine`] visits an app by its address alone: it knows nothing of [`app`], which boots one, or of `demo`.
//! - Small things that any room may use: [`duration`], [`size`] and [`Excerpt`] (how people write a time and an
//!   amount of data, and are shown a place in a file), `number_format` (d3's), `process` (children that never outlive us),
//!   [`Trust`] (whose certificates are believed), [`Reach`] (which addresses may be asked), [`Secrets`] (what must not be written down), `whole_file` (files written whole or not at all).

pub mod app;
pub mod dash;
#[cfg(feature = "demo")]
pub mod demo;
pub mod duration;
pub mod engine;
mod error;
mod excerpt;
mod framework;
mod number_format;
mod process;
mod reach;
pub mod render;
pub mod scenario;
#[cfg(feature = "schedule")]
pub mod schedule;
mod secrets;
#[cfg(feature = "schedule")]
pub mod server;
pub mod size;
pub mod snapshot;
pub mod timetable;
pub mod trace;
mod trust;
pub mod viewer;
mod whole_file;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

pub use engine::{Action, Capture, CaptureSpec, Locator, Property, Session, Visit};
pub use error::{Error, Result};
pub use excerpt::Excerpt;
pub use reach::{NotReached, Reach};
pub use secrets::Secrets;
pub use trace::Trace;
pub use trust::{Trust, TrustError};
