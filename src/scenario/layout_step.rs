//! The `layout` step: what the layout must have before anything ran.

use std::fmt;

use crate::engine::{Bench, Error, Expectation, Locator};

/// What must be in the layout as the app serves it.
#[derive(Debug, Clone, PartialEq)]
pub struct LayoutStep {
    /// Where to look.
    pub on: Locator,
    /// What must be there; that it is there at all when empty.
    pub expectations: Vec<Expectation>,
}

impl LayoutStep {
    pub(super) fn perform(&self, bench: &Bench) -> Result<(), Error> {
        if self.expectations.is_empty() {
            return bench.find(&self.on);
        }
        self.expectations.iter().try_for_each(|expectation| bench.expect(expectation))
    }
}

impl fmt::Display for LayoutStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "layout has `{}`", self.on)?;
        for (index, Expectation { property, matcher, .. }) in self.expectations.iter().enumerate() {
            write!(f, "{} {property} {matcher}", if index == 0 { " with" } else { " and" })?;
        }
        Ok(())
    }
}
