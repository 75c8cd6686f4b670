//! How a report's visits differ from what its file says of every visit.

use crate::engine::{BrowserKind, BrowserSetup, EngineKind, Theme, Visit};

/// What a report says of its visits; where it says nothing, its file's word counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReportView {
    /// The engine.
    pub engine: Option<EngineKind>,
    /// Width and height of the page area, CSS px.
    pub viewport: Option<(u32, u32)>,
    /// Device pixels per CSS px, of a browser's pictures and of `.png` files.
    pub scale: Option<f64>,
    /// The colours that the visitor prefers.
    pub theme: Option<Theme>,
    /// The kind of browser.
    pub browser: Option<BrowserKind>,
}

impl ReportView {
    /// The visit, where the file's are as `visit`.
    pub fn over(&self, visit: &Visit) -> Visit {
        Visit {
            engine: self.engine.unwrap_or(visit.engine),
            viewport: self.viewport.unwrap_or(visit.viewport),
            scale: self.scale.unwrap_or(visit.scale),
            theme: self.theme.unwrap_or(visit.theme),
            browser: BrowserSetup { kind: self.browser.or(visit.browser.kind), ..visit.browser.clone() },
            ..visit.clone()
        }
    }

    /// Checks a scale as it is written.
    ///
    /// # Errors
    /// When it is not between a half and four.
    pub(super) fn scale(given: f64) -> Result<f64, String> {
        if (0.5..=4.0).contains(&given) {
            Ok(given)
        } else {
            Err(format!("`scale: {given}`: write device pixels per CSS pixel, from 0.5 to 4"))
        }
    }
}
