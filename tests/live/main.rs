//! Real Dash apps from PyPI, without a browser and with one.

mod boot;
mod conformance;
#[cfg(feature = "browser")]
mod engines;
#[path = "../support/processes.rs"]
mod processes;
#[cfg(feature = "browser")]
mod tap;
