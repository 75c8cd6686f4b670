//! Pure consumers of [`Event`]s: they turn what happened into text and files, and decide nothing.

mod console;
mod github;
mod html;
mod json;
mod junit;
#[cfg(test)]
mod tests;

use std::io;

use super::Event;

pub use console::Console;
pub use github::Github;
#[cfg(feature = "cli")]
pub(crate) use github::{data, property};
pub use html::Html;
pub use json::JsonLines;
pub use junit::Junit;

/// Told everything that happens, in order.
pub trait Reporter {
    /// Takes note of what happened.
    ///
    /// # Errors
    /// When what it writes to fails.
    fn event(&mut self, event: &Event) -> io::Result<()>;
}

/// `file:line`, as terminals and editors open it.
fn place(file: &std::path::Path, line: usize) -> String {
    format!("{}:{line}", file.display())
}
