//! Real Dash apps from PyPI, without a browser and with one.

mod boot;
#[path = "../support/processes.rs"]
mod processes;
