//! The visit frozen at one moment.

use std::sync::Arc;

use kurbo::Size;
use serde_json::Value;

use super::Locator;
use crate::render::scene::{ChartBox, Image, ImageItem, Item, Scene};

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
        /// Painted over with a flat colour, all that each finds. What is not in the picture, or finds nothing, is no
        /// error; the latter is noted. Without a browser, the parts of a chart can't be found: mask their graph.
        mask: Vec<Locator>,
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
        /// What was asked for and could not be done, by name.
        notes: Vec<String>,
        /// The charts in it.
        charts: Vec<ChartBox>,
    },
}

impl CaptureSpec {
    /// What the page, or one element, looks like, with nothing painted over.
    pub fn picture(on: Option<Locator>, full_page: bool) -> Self {
        Self::Picture { on, full_page, mask: Vec::new() }
    }
}

impl Picture {
    /// What was asked for and could not be drawn faithfully, or not found, by name.
    pub fn notes(&self) -> &[String] {
        match self {
            Self::Scene(scene) => &scene.notes,
            Self::Png { notes, .. } => notes,
        }
    }

    /// The charts in it.
    pub fn charts(&self) -> &[ChartBox] {
        match self {
            Self::Scene(scene) => &scene.charts,
            Self::Png { charts, .. } => charts,
        }
    }

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

    /// The picture as a display list, in CSS px; a screenshot becomes one bitmap.
    ///
    /// # Errors
    /// When a screenshot is no whole PNG file.
    pub fn into_scene(self) -> Result<Scene, crate::render::Error> {
        let (bytes, scale, notes, charts) = match self {
            Self::Scene(scene) => return Ok(scene),
            Self::Png { bytes, scale, notes, charts } => (bytes, scale, notes, charts),
        };
        let image = Image::from_png(&bytes)?;
        let mut scene =
            Scene::new(Size::new(f64::from(image.width) / scale, f64::from(image.height) / scale));
        (scene.notes, scene.charts) = (notes, charts);
        let rect = scene.size.to_rect();
        scene.items.push(Item::Image(ImageItem { image: Arc::new(image), rect, smooth: true }));
        Ok(scene)
    }
}

/// Says that a mask paints over nothing.
#[cfg(any(feature = "browser", feature = "pages"))]
pub(super) fn nothing_masked(mask: &Locator) -> String {
    format!("mask `{mask}`: it finds nothing")
}
