//! Clientside callbacks (protocol section 2.8) in an embedded JavaScript engine.
//!
//! A [`Clientside`] is one page: asset scripts and inline functions are loaded into it, and callbacks are
//! called with the [`Request`](crate::dash::Request) that a server would get. The page around them is small and
//! honest: its components and their elements (`element`), storage and address are the page's own, lent while scripts
//! run ([`Surroundings`]); what a script does to the page is reported as [`Effect`]s; anything else that a browser has
//! fails by its name.
//!
//! What the packages' own bundles say about the types of props is asked in a window of its own ([`PropTypes`]).
//!
//! Timers never wait for real: they run with [`Clientside::advance`].
//!
//! Without the cargo feature `clientside` the same type says that it needs it.

#[cfg(feature = "clientside")]
mod element;
mod error;
#[cfg(feature = "clientside")]
mod module;
mod outcome;
#[cfg_attr(not(feature = "clientside"), path = "without.rs")]
mod page;
#[cfg_attr(not(feature = "clientside"), path = "untyped.rs")]
mod prop_types;
#[cfg(feature = "clientside")]
mod question;
#[cfg(feature = "clientside")]
mod reported;
mod surroundings;

pub use error::Error;
pub(crate) use outcome::place;
pub use outcome::{Effect, Hooked, Limits, Outcome, Setting, Target, Update};
pub use page::Clientside;
#[cfg(feature = "webdriver")]
pub(crate) use page::ELEMENT;
pub(crate) use prop_types::PropTypes;
pub(crate) use surroundings::Surroundings;

#[cfg(all(test, feature = "clientside"))]
mod call_tests;
#[cfg(all(test, feature = "clientside"))]
mod testing;
#[cfg(all(test, feature = "clientside"))]
mod window_tests;
