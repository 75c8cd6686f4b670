//! What stands at the ends of a carpet's lines (plotly's `calcLabels`).

use kurbo::{Point, Vec2};

use super::cloth::{Cloth, Way};
use super::grid::{Line, spot};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::Axis;

/// The label at one end of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    pub(super) text: String,
    /// In calculation coordinates.
    pub(super) at: Point,
    /// The line's direction there.
    pub(super) along: Vec2,
    /// Whether it stands before the line's start.
    pub(super) before: bool,
}

/// The labels of one axis' lines; `axis` writes them.
pub(super) fn labels(cloth: &Cloth, way: Way, lines: &[Line], axis: &Axis) -> Vec<Label> {
    let attrs: &Attrs = &axis.attrs;
    let ends = attrs.text("showticklabels");
    let exact = attrs.str("tickmode") != Some("linear");
    let step = (attrs.number("tick0"), attrs.number("dtick"));
    let last = lines.len().saturating_sub(1);
    let behind = cloth.values(way.other()).len() - 1;
    let mut labels = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let text = axis.say(line.value, step, exact, (index == 0, index == last));
        for (name, along, before) in [("start", 0, true), ("end", behind, false)] {
            if ends == name || ends == "both" {
                let spot = spot(cloth, way, line.value, along as f64);
                let label = Label {
                    text: text.clone(),
                    at: cloth.at(spot),
                    along: cloth.slope(way.other(), spot),
                    before,
                };
                labels.push(label);
            }
        }
    }
    labels
}
