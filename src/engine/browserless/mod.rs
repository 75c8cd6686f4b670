//! The browserless engine: Dash's protocol and dash-renderer's scheduling rules, with no browser.
//!
//! | part | what it is |
//! |---|---|
//! | `schedule` | which callback runs when, by the renderer's rules: a pure state machine |
//! | `store` | the component tree, which is the state, and where each id is in it |
//! | `page` | one loaded page: the loop that runs callbacks and applies what they return |
//! | [`behaviour`] | what an action changes on a component, and what a component does by itself |
//! | `transport`, `answer`, `socket` | HTTP to the app, what it says, and the WebSocket of callbacks |
//! | `storage`, `persistence`, `location`, `history`, `clock` | what a browser would keep and do for the page |
//! | [`clientside`] | the app's own JavaScript |
//! | `lookup`, `element`, `capture`, `picture` | what a visitor finds and sees |

mod answer;
pub mod behaviour;
mod bench;
mod capture;
pub mod clientside;
mod clock;
mod detour;
mod element;
mod history;
#[cfg(feature = "webdriver")]
mod live;
mod location;
mod lookup;
mod page;
mod persistence;
#[cfg(feature = "pages")]
mod picture;
mod schedule;
mod socket;
mod storage;
mod store;
mod transport;
mod unit;
mod visit;

pub use bench::Bench;
#[cfg(feature = "browser")]
pub(in crate::engine) use capture::is_graph;
#[cfg(feature = "webdriver")]
pub(in crate::engine) use clientside::ELEMENT;
#[cfg(feature = "webdriver")]
pub(in crate::engine) use element::{name, node};
#[cfg(feature = "webdriver")]
pub(in crate::engine) use history::{History, Step};
#[cfg(feature = "webdriver")]
pub(in crate::engine) use lookup::Dialog;
#[cfg(feature = "browser")]
pub(in crate::engine) use lookup::{downloaded, figure_title, similar};
#[cfg(feature = "webdriver")]
pub(in crate::engine) use page::{Fault, Page};
pub use visit::Browserless;
