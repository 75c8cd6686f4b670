//! The visit frozen at one moment.

use serde_json::Value;

use super::Locator;
use crate::render::scene::Scene;

/// What to capture.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum CaptureSpec {
    /// Each component's id and what a visitor can read off it, as JSON.
    Values,
    /// The figure of every graph on the page, by component id.
    Figures,
    /// The figure of a graph, as plotly JSON.
    Figure {
        /// The graph.
        on: Locator,
    },
    /// What the page looks like.
    Picture {
        /// One element; the page when absent.
        on: Option<Locator>,
        /// The whole page, not only the viewport.
        full_page: bool,
    },
}

/// What was captured.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Capture {
    /// JSON values by component id.
    Values(Value),
    /// Plotly figures by component id.
    Figures(Value),
    /// A plotly figure.
    Figure(Value),
    /// A picture.
    Picture(Picture),
}

/// A picture of a page or an element, as vectors where the engine has them.
#[derive(Debug, Clone)]
pub enum Picture {
    /// The browserless engine's display list, in CSS px, with what could not be drawn faithfully.
    Scene(Scene),
    /// The browser's screenshot.
    Png {
        /// The file's bytes.
        bytes: Vec<u8>,
        /// Device pixels per CSS px.
        scale: f64,
    },
}

impl Picture {
    /// The picture as a PNG file. A screenshot keeps its own scale.
    ///
    /// # Errors
    /// When a scene is too large to draw.
    pub fn to_png(&self, scale: f64) -> Result<Vec<u8>, crate::render::Error> {
        match self {
            Self::Scene(scene) => scene.to_png(scale),
            Self::Png { bytes, .. } => Ok(bytes.clone()),
        }
    }
}
