//! The browserless engine: Dash's protocol and dash-renderer's scheduling rules, with no browser.

pub mod behaviour;
mod visit;

pub use visit::Browserless;
