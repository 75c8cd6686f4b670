//! Web pages over schedules and their runs.
//!
//! [`Server`] shows when each report is made next and how its latest fires ended. It reads; it changes nothing.
//! Everything shown is escaped, and nothing but the page itself may load.

mod page;
mod serve;

pub use serve::Server;
