//! The browser engine: a real Chromium or Firefox through WebDriver, behind the recording proxy.
//!
//! | part | what it is |
//! |---|---|
//! | `installed` | the browsers and the drivers that this machine has |
//! | `driver` | them, started and ended |
//! | `warm` | them, kept from one visit to the next |
//! | `fence` | what a browser may reach, held by a proxy that it connects through |
//! | `wanted` | what a browser is started with |
//! | `context` | a browser context of a visit's own |
//! | `dialect` | what WebDriver has no command for: `chromium`, `firefox`; over a `channel` to the browser itself |
//! | `wire` | what goes to a driver and comes from it |
//! | `tab` | one page: functions run in it, the pointer, the keyboard |
//! | `script`, `page/*.js` | what runs in the page: timers, traffic, clipboard, framework, locators, actionability, the parts of controls, graphs, idleness |
//! | `control`, `dropdown`, `slider`, `sheet`, `upload`, `graph` | gestures on each kind of control |
//! | `record/*.js` | what tells the gestures of a person who uses the browser |
//! | `reading`, `capture`, `print` | what a visitor reads, sees and prints |
//! | `visit` | the engine over them |
//!
//! No element is held from one step to the next: each gesture finds its target anew in the page, checks
//! that a visitor could act on it there and then, and sends real pointer and key events to that place.

mod calendar;
mod capture;
mod channel;
mod chromium;
mod context;
mod control;
mod dialect;
mod driver;
mod dropdown;
mod fence;
mod firefox;
mod font;
mod graph;
pub(crate) mod installed;
mod keys;
mod print;
mod reading;
mod record;
mod script;
mod sheet;
mod slider;
mod tab;
mod upload;
mod visit;
mod wanted;
mod warm;
mod wire;

pub use visit::Browser;
pub(in crate::engine) use warm::Warm;
