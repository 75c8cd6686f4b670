//! Child processes that never outlive us.
//!
//! Whatever is started runs in a process group of its own ([`Group`]), so that children of children go
//! with it. When this process dies without a chance to clean up (SIGKILL), a pipe that only we hold
//! closes, and a waiting shell does what we no longer can: it kills the group, or removes the
//! [`Scratch`] folder. A process that starts a session of its own (`setsid`, a daemon) leaves the
//! group on purpose and is out of reach.

mod group;
mod log;
mod lookup;
mod memory;
mod port;
#[cfg(feature = "browser")]
mod scratch;

pub(crate) use group::{Group, Program};
pub(crate) use log::Log;
pub(crate) use lookup::program;
#[cfg(feature = "schedule")]
pub(crate) use memory::{of_machine as memory_of_machine, used as memory_used};
pub(crate) use port::FreePort;
#[cfg(feature = "browser")]
pub(crate) use scratch::Scratch;
