//! The same scenario on two apps: a migration, or an upgrade.
//!
//! A [`Side`] makes the tests on one app and keeps what each step showed; a [`Comparison`] holds two of them side by
//! side, as text and as one HTML page.

mod comparison;
mod page;
mod side;

pub use comparison::{Comparison, Part};
pub use side::{Shown, ShownTest, Side};
