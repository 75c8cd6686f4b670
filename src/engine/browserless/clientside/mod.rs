//! Clientside callbacks (protocol section 2.8) in an embedded JavaScript engine.
//!
//! A [`Clientside`] is one page: asset scripts and inline functions are loaded into it, and callbacks are
//! called with the [`Request`](crate::dash::Request) that a server would get. Pure functions run as in a
//! browser; the page around them is small and honest: `title`, `location`, storage, `console` and timers
//! work and are reported as [`Effect`]s, anything else fails by its name.
//!
//! Timers never wait for real: those that a callback awaits run at once, the others with
//! [`Clientside::advance`].
//!
//! Without the cargo feature `clientside` the same type says that it needs it.

mod error;
mod outcome;
#[cfg_attr(not(feature = "clientside"), path = "without.rs")]
mod page;
#[cfg(feature = "clientside")]
mod reported;

pub use error::Error;
pub use outcome::{Effect, Limits, Outcome, Setting, Target, Update};
pub use page::Clientside;
