//! The plot area: requested margins, widened by what must fit beside it (plotly's `doAutoMargin`).

use kurbo::{Rect, Size};

use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::Letter;

/// Room that a component asks for: on each side, from which fraction of the plot, how many px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Push {
    pub(crate) left: (f64, f64),
    pub(crate) right: (f64, f64),
    pub(crate) top: (f64, f64),
    pub(crate) bottom: (f64, f64),
    /// px on every side besides; plotly's 12 unless a margin is smaller.
    pub(crate) pad: Option<f64>,
}

impl Push {
    /// Nothing yet, for an axis that stands at a fraction of the other direction.
    pub(crate) fn at(letter: Letter, across: f64) -> Self {
        let (x, y) = match letter {
            Letter::X => (0.0, across),
            Letter::Y => (across, 0.0),
        };
        Self { left: (x, 0.0), right: (x, 0.0), top: (y, 0.0), bottom: (y, 0.0), pad: None }
    }

    /// Keeps the sides that `automargin` names: `left+bottom`, `width`, `height`.
    pub(crate) fn only(&mut self, sides: &str) {
        let keep = |words: [&str; 2]| words.iter().any(|word| sides.contains(word));
        if !keep(["left", "width"]) {
            self.left.1 = 0.0;
        }
        if !keep(["right", "width"]) {
            self.right.1 = 0.0;
        }
        if !keep(["top", "height"]) {
            self.top.1 = 0.0;
        }
        if !keep(["bottom", "height"]) {
            self.bottom.1 = 0.0;
        }
    }
}

/// Room that is kept free along the page's edges, px (plotly's `_reservedMargin`).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Reserve {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

impl Reserve {
    /// What holds both.
    #[must_use]
    pub(crate) fn max(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            right: self.right.max(other.right),
            top: self.top.max(other.top),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// The requested margins, px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Margins {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    /// Between plot and axes.
    pub(crate) pad: f64,
    /// Whether margins grow for what stands in them.
    pub(super) expand: bool,
    least: Size,
}

impl Margins {
    pub(crate) fn read(layout: &Attrs) -> Self {
        let margin =
            |name: &str, default: f64| layout.num(&format!("margin.{name}")).unwrap_or(default).max(0.0);
        Self {
            left: margin("l", 80.0),
            right: margin("r", 80.0),
            top: margin("t", 100.0),
            bottom: margin("b", 80.0),
            pad: margin("pad", 0.0),
            expand: layout.is("margin.autoexpand"),
            least: Size::new(
                layout.number("minreducedwidth").max(2.0),
                layout.number("minreducedheight").max(2.0),
            ),
        }
    }

    /// The requested margins at top and bottom, px.
    pub(crate) fn upright(&self) -> (f64, f64) {
        (self.top, self.bottom)
    }

    /// The plot area on a page that must also hold `pushes`, beside what is reserved.
    pub(crate) fn area(&self, page: Size, pushes: &[Push], reserve: Reserve) -> Rect {
        let least_width = (page.width - self.left - self.right).clamp(2.0, self.least.width);
        let least_height = (page.height - self.top - self.bottom).clamp(2.0, self.least.height);
        let (most_width, most_height) =
            ((page.width - least_width).max(0.0), (page.height - least_height).max(0.0));
        let mut horizontal = vec![((0.0, self.left), (1.0, self.right))];
        let mut vertical = vec![((0.0, self.bottom), (1.0, self.top))];
        let mut kept = Reserve::default();
        if self.expand {
            let smallest = [self.left, self.right, self.top, self.bottom].into_iter().fold(12.0, f64::min);
            for push in pushes {
                let pad = push.pad.unwrap_or(smallest);
                horizontal.push(limited(push.left, push.right, most_width, pad));
                vertical.push(limited(push.bottom, push.top, most_height, pad));
            }
            // What a margin has beyond its pushes is already free.
            let beyond = |reserved: f64, margin: f64, sizes: &mut dyn Iterator<Item = f64>| {
                (reserved - (margin - sizes.fold(0.0, f64::max)).max(0.0)).max(0.0)
            };
            kept = Reserve {
                left: beyond(reserve.left, self.left, &mut horizontal.iter().skip(1).map(|(low, _)| low.1)),
                right: beyond(
                    reserve.right,
                    self.right,
                    &mut horizontal.iter().skip(1).map(|(_, high)| high.1),
                ),
                bottom: beyond(
                    reserve.bottom,
                    self.bottom,
                    &mut vertical.iter().skip(1).map(|(low, _)| low.1),
                ),
                top: beyond(reserve.top, self.top, &mut vertical.iter().skip(1).map(|(_, high)| high.1)),
            };
        }
        let (wide, high) = (page.width - kept.left - kept.right, page.height - kept.top - kept.bottom);
        let (left, right) = shrink(widest(&horizontal, wide, (self.left, self.right)), most_width);
        let (bottom, top) = shrink(widest(&vertical, high, (self.bottom, self.top)), most_height);
        let (left, right) = (left.round() + kept.left, right.round() + kept.right);
        let (top, bottom) = (top.round() + kept.top, bottom.round() + kept.bottom);
        Rect::new(left, top, (page.width.round() - right).max(left), (page.height.round() - bottom).max(top))
    }
}

type End = (f64, f64);

/// Too big a component gets no more than can be given.
fn limited((a, low): End, (b, high): End, most: f64, pad: f64) -> (End, End) {
    let ratio = if most > 0.0 { ((low + high) / most).max(1.0) } else { 1.0 };
    ((a, low / ratio + pad), (b, high / ratio + pad))
}

/// The two margins that every pair of a left and a right push fits between.
fn widest(ends: &[(End, End)], whole: f64, base: End) -> End {
    let (mut low, mut high) = base;
    for ((from, low_size), _) in ends {
        for (_, (to, high_size)) in ends {
            if to > from {
                let new_low = (low_size * to + (high_size - whole) * from) / (to - from);
                let new_high = (high_size * (1.0 - from) + (low_size - whole) * (1.0 - to)) / (to - from);
                if new_low + new_high > low + high {
                    (low, high) = (new_low, new_high);
                }
            }
        }
    }
    (low, high)
}

fn shrink((low, high): End, most: f64) -> End {
    let ratio = if most > 0.0 { (low + high) / most } else { 0.0 };
    if ratio > 1.0 { (low / ratio, high / ratio) } else { (low, high) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::chart::schema::Schema;
    use serde_json::json;

    #[test]
    fn a_legend_to_the_right_widens_the_right_margin() {
        let layout = json!({});
        let margins = Margins::read(&Attrs::new([&layout]).checked(Schema::of("layout")));
        let page = Size::new(700.0, 500.0);
        assert_eq!(margins.area(page, &[], Reserve::default()), Rect::new(80.0, 100.0, 620.0, 420.0));
        let legend =
            Push { right: (1.02, 100.0), left: (1.02, 0.0), top: (1.0, 0.0), bottom: (1.0, 0.0), pad: None };
        let area = margins.area(page, &[legend], Reserve::default());
        assert!(area.x1 < 620.0 && area.y1 == 420.0, "{area}");
    }
}
