//! The browser engine: a real browser through WebDriver.

mod visit;

pub use visit::Browser;
