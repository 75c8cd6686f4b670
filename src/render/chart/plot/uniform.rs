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
    step: Cell<Step>,
}

/// How far the measuring has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Before,
    Measuring,
    Done,
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
        let least = attrs.number("minsize");
        Self { mode, least, sizes: RefCell::default(), step: Cell::new(Step::Before) }
    }

    /// Runs `draw` once for nothing when sizes are to be measured.
    pub(crate) fn measure(&self, draw: impl FnOnce()) {
        if self.mode != Mode::Off {
            self.sizes.borrow_mut().clear();
            self.step.set(Step::Measuring);
            draw();
            self.step.set(Step::Done);
        }
    }

    /// A font of a text in a mark: at least `minsize`.
    pub(crate) fn enlarge(&self, style: TextStyle) -> TextStyle {
        if self.mode == Mode::Off { style } else { style.sized(style.size.max(self.least)) }
    }

    /// The scale of a text of `size` px per em that would fit at `scale`: at most its own size where each text has
    /// its own; 0 hides it.
    pub(crate) fn scale(&self, kind: &str, scale: f64, size: f64) -> f64 {
        let (fitting, mut sizes) = (scale * size, self.sizes.borrow_mut());
        let hidden = fitting < self.least;
        match self.step.get() {
            Step::Done if hidden && self.mode == Mode::Hide => return 0.0,
            Step::Done => return (sizes.get(kind).copied().unwrap_or(self.least) / size).min(1.0),
            Step::Measuring if !hidden => {
                let smallest = sizes.entry(kind.to_owned()).or_insert(f64::INFINITY);
                *smallest = smallest.min(fitting);
            }
            Step::Measuring | Step::Before => {}
        }
        scale.min(1.0)
    }
}
