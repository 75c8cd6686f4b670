//! Real Dash apps from PyPI, without a browser and with one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod boot;
mod conformance;
#[cfg(feature = "browser")]
mod engines;
#[path = "../support/processes.rs"]
mod processes;
#[cfg(feature = "browser")]
mod tap;
