//! `layout.uniformtext`: all texts of a plot trace type get the size of the smallest.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use crate::render::chart::attrs::Attrs;
use crate::render::chart::text::TextStyle;

/// What to do about texts of several sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Each keeps its own.
    Off,
    /// What would be smaller than `minsize` is left out.
    Hide,
    /// What would be smaller is written all the same.
    Show,
}

/// The sizes of the texts in marks. They are known once everything was drawn, so that everything is drawn twice:
/// the first time to measure.
#[derive(Debug)]
pub(crate) struct UniformText {
    mode: Mode,
    /// `minsize`, px per em.
    least: f64,
    /// The smallest size by type.
    sizes: RefCell<BTreeMap<String, f64>>,
    measured: Cell<bool>,
}

impl UniformText {
    /// Reads the container.
    pub(crate) fn read(layout: &Attrs) -> Self {
        let attrs = layout.at("uniformtext");
        let mode = match attrs.text("mode") {
            "hide" => Mode::Hide,
            "show" => Mode::Show,
            _ => Mode::Off,
        };
        Self {
            mode,
            least: attrs.number("minsize"),
            sizes: RefCell::default(),
            measured: Cell::new(mode == Mode::Off),
        }
    }

    /// Runs `draw` once for nothing when sizes are to be measured.
    pub(crate) fn measure(&self, draw: impl FnOnce()) {
        if !self.measured.get() {
            draw();
            self.measured.set(true);
        }
    }

    /// A font of a text in a mark: at least `minsize`.
    pub(crate) fn enlarge(&self, style: TextStyle) -> TextStyle {
        if self.mode == Mode::Off { style } else { style.sized(style.size.max(self.least)) }
    }

    /// The scale of a text of `size` px per em that would fit at `scale`: at most its own size where each text has
    /// its own; 0 hides it.
    pub(crate) fn scale(&self, kind: &str, scale: f64, size: f64) -> f64 {
        if self.mode == Mode::Off {
            return scale.min(1.0);
        }
        let (fitting, mut sizes) = (scale * size, self.sizes.borrow_mut());
        let hidden = fitting < self.least;
        if self.measured.get() {
            let smallest = sizes.get(kind).copied().unwrap_or(self.least);
            return if hidden && self.mode == Mode::Hide { 0.0 } else { smallest / size };
        }
        if !hidden {
            let smallest = sizes.entry(kind.to_owned()).or_insert(f64::INFINITY);
            *smallest = smallest.min(fitting);
        }
        scale
    }
}
