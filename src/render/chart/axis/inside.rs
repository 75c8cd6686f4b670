//! Room for tick labels inside the plot, at the ends of the axes that they stand beside (`ticklabelposition`).

use super::labels::{PlacedText, TEXT_PAD};
use super::{Axes, Axis, Letter, Side};

/// px beyond the data at the start and the end of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct InnerPads {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl InnerPads {
    fn raise(&mut self, at_end: bool, px: f64) {
        let side = if at_end { &mut self.high } else { &mut self.low };
        *side = side.max(px);
    }
}

impl Axis<'_> {
    /// px that the inner labels take from their edge on, with a gap on both sides.
    fn inner_room(&self, labels: &[PlacedText]) -> f64 {
        let (sin, cos) = self.tick_angle.to_radians().sin_cos();
        let shown = labels.iter().filter(|label| !label.text.is_empty());
        let room = |label: &PlacedText| {
            let (width, height) =
                (label.bounds.width() + 2.0 * TEXT_PAD, label.bounds.height() + 2.0 * TEXT_PAD);
            match self.letter {
                Letter::Y => (width * cos.abs()).max(height * sin.abs()),
                Letter::X => (height * cos.abs()).max(width * sin.abs()),
            }
        };
        let marks = if self.tick_style.marks == Some(true) { self.plain_inside_length() } else { 0.0 };
        shown.map(room).fold(0.0, f64::max) + marks
    }

    /// The ticks' length, where labels stand inside beyond them.
    fn plain_inside_length(&self) -> f64 {
        if self.attrs.text("ticklabelposition") == "inside" { self.tick_style.length } else { 0.0 }
    }

    /// Whether another axis' range depends on this one's, or the other way round.
    fn is_linked(&self, others: &[Axis]) -> bool {
        let names = |axis: &Axis, id: &str| {
            axis.matches.as_deref() == Some(id) || axis.attrs.str("scaleanchor") == Some(id)
        };
        self.matches.is_some()
            || self.attrs.str("scaleanchor").is_some_and(|anchor| anchor != "false")
            || others.iter().any(|other| names(other, &self.id))
    }

    fn at_end(&self) -> bool {
        matches!(self.side, Side::Top | Side::Right)
    }
}

impl Axes<'_> {
    /// Widens the ranges beside inner labels, once these are measured; gives whether anything changed.
    ///
    /// Automatic ranges take the labels as padding of their data, those of `insiderange` grow by their room.
    pub(crate) fn clear_inner_labels(
        &mut self,
        labels: &[Vec<PlacedText>],
        subplots: &[(String, String, bool)],
    ) -> bool {
        let all: Vec<Axis> = self.iter().cloned().collect();
        let inner = |id: &str| {
            all.iter().zip(labels).find(|(axis, _)| axis.id == id && axis.visible && axis.labels_inside())
        };
        let mut changed = false;
        for axis in self.iter_mut() {
            let (letter, id) = (axis.letter, axis.id.clone());
            let beside = subplots.iter().filter_map(|(x, y, _)| match letter {
                Letter::X => (*x == id).then_some(y),
                Letter::Y => (*y == id).then_some(x),
            });
            let mut pads = InnerPads::default();
            for (counter, labels) in beside.filter_map(|id| inner(id)) {
                if !axis.is_linked(&all) {
                    pads.raise(counter.at_end(), counter.inner_room(labels));
                }
                let own = counter.anchor.as_ref() == Some(&axis.id) && axis.attrs.has("insiderange");
                if own && !axis.is_automatic() && !counter.is_linked(&all) {
                    axis.reach_beyond(counter, labels);
                    changed = true;
                }
            }
            if axis.is_automatic() && pads != InnerPads::default() {
                axis.inner = pads;
                changed = true;
            }
        }
        changed
    }
}

impl Axis<'_> {
    /// Moves the end beside an axis with inner labels outwards by their room, which grows with the range itself.
    fn reach_beyond(&mut self, counter: &Axis, labels: &[PlacedText]) {
        let across = |label: &PlacedText| match counter.letter {
            Letter::Y => label.bounds.width(),
            Letter::X => label.bounds.height(),
        };
        let room = labels.iter().filter(|label| !label.text.is_empty()).map(across).fold(0.0, f64::max)
            + 2.0 * TEXT_PAD
            + counter.plain_inside_length();
        let rest = self.length - room;
        if rest <= 0.0 {
            return;
        }
        let values = (self.range[1] - self.range[0]) / self.length * room * (1.0 + room / rest);
        if counter.at_end() {
            self.range[1] += values;
        } else {
            self.range[0] -= values;
        }
    }
}
