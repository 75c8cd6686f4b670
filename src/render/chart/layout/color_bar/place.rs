//! Where a colour bar stands: its attributes in px.

use kurbo::{Rect, Size, Vec2};

use crate::render::chart::attrs::Attrs;
use crate::render::chart::layout::{Margins, Push, Reserve};

/// The size and place that the attributes of a colour bar ask for.
///
/// Places are px from the plot area's corner (the page's, for a bar that refers to the container), before the bar is
/// moved by its anchor: plotly's `drawColorBar` knows the size across only when ticks and title are measured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) upright: bool,
    /// Size across, px, and as the attribute says it.
    pub(super) thickness: (f64, f64),
    /// Size along, px, and as the attribute says it.
    pub(super) length: (f64, f64),
    fractional_thickness: bool,
    fractional_length: bool,
    pub(super) pad: Vec2,
    /// `x`, and `y` counted downwards for a lying bar.
    pub(super) at: (f64, f64),
    /// How much of it lies left of its anchor.
    pub(super) left: f64,
    /// How much of it lies below its anchor: 1 for `top`.
    pub(super) below: f64,
    /// The plot area.
    pub(super) plot: Rect,
    /// What `x` and `y` are fractions of.
    pub(super) whole: Size,
    pub(super) paper: (bool, bool),
    /// Start of the bar across and along, rounded as plotly does.
    pub(super) start: f64,
    pub(super) along: f64,
}

impl Place {
    pub(super) fn read(attrs: &Attrs, margins: &Margins, page: Size, plot: Rect) -> Self {
        let upright = attrs.text("orientation") != "h";
        let (fractional_thickness, fractional_length) =
            (attrs.text("thicknessmode") == "fraction", attrs.text("lenmode") == "fraction");
        let paper = (attrs.text("xref") != "container", attrs.text("yref") != "container");
        let room = (page.width - margins.left - margins.right, page.height - margins.top - margins.bottom);
        let (room_across, room_along) = if upright { room } else { (room.1, room.0) };
        let (plot_across, plot_along) =
            if upright { (plot.width(), plot.height()) } else { (plot.height(), plot.width()) };
        let thickness =
            attrs.num_or("thickness", if fractional_thickness { 30.0 / room_across } else { 30.0 });
        let length = attrs.num_or("len", if fractional_length { 1.0 } else { room_along });
        let default = match (upright, paper.0, paper.1) {
            (true, in_paper, _) => (if in_paper { 1.02 } else { 1.0 }, 0.5),
            (false, _, in_paper) => (0.5, if in_paper { 1.02 } else { 1.0 }),
        };
        let anchors = match (upright, paper.0, paper.1) {
            (true, in_paper, _) => (if in_paper { "left" } else { "right" }, "middle"),
            (false, _, in_paper) => ("center", if in_paper { "bottom" } else { "top" }),
        };
        let left = match attrs.str_or("xanchor", anchors.0) {
            "right" => 1.0,
            "center" => 0.5,
            _ => 0.0,
        };
        let below = match attrs.str_or("yanchor", anchors.1) {
            "top" => 1.0,
            "middle" => 0.5,
            _ => 0.0,
        };
        let at = (attrs.num_or("x", default.0), attrs.num_or("y", default.1));
        let at = if upright { at } else { (at.0, 1.0 - at.1) };
        let whole = Size::new(
            if paper.0 { plot.width() } else { page.width },
            if paper.1 { plot.height() } else { page.height },
        );
        let px =
            |value: f64, fraction: bool, whole: f64| (if fraction { value * whole } else { value }).round();
        let pad = Vec2::new(attrs.number("xpad"), attrs.number("ypad"));
        let mut place = Self {
            upright,
            thickness: (px(thickness, fractional_thickness, plot_across), thickness),
            length: (px(length, fractional_length, plot_along), length),
            fractional_thickness,
            fractional_length,
            pad,
            at,
            left,
            below,
            plot,
            whole,
            paper,
            start: (if upright { at.0 * whole.width + pad.x } else { at.1 * whole.height + pad.y }).round(),
            along: 0.0,
        };
        let fraction = place.fraction();
        place.along =
            (if upright { (1.0 - fraction) * whole.height } else { fraction * whole.width }).round();
        place
    }

    /// Where the bar begins along its scale, as a fraction: its bottom or its left end.
    pub(super) fn fraction(&self) -> f64 {
        let share = if self.upright { self.below } else { self.left };
        let at = if self.upright { self.at.1 } else { self.at.0 };
        at - share * self.length.0 / self.plot_length()
    }

    /// The plot area's size along the scale, px.
    pub(super) fn plot_length(&self) -> f64 {
        (if self.upright { self.plot.height() } else { self.plot.width() }).max(1.0)
    }

    /// The edge that a bar of the container keeps free up to its frame.
    pub(super) fn reserve(&self, attrs: &Attrs, frame: Rect, page: Size) -> Reserve {
        let mut reserve = Reserve::default();
        let (x, y) = (self.at.0, if self.upright { self.at.1 } else { 1.0 - self.at.1 });
        let sideways = match self.paper {
            (true, true) => return reserve,
            (in_paper, false) if in_paper => false,
            (_, true) => true,
            _ => self.upright,
        };
        // plotly counts a left or top bar only where it pushes: with px across.
        let outer = if self.upright { frame.width() } else { frame.height() };
        let pushed = if attrs.text("thicknessmode") == "fraction" { 0.0 } else { outer };
        match (sideways, x < 0.5, y < 0.5) {
            (true, true, _) => reserve.left = frame.x0 + pushed * (1.0 - self.left),
            (true, false, _) => reserve.right = page.width - frame.x0,
            (false, _, true) => reserve.bottom = page.height - frame.y0,
            (false, _, false) => reserve.top = frame.y0 + pushed * self.below,
        }
        reserve
    }

    /// The margins that a bar asks for that is `outer` px across.
    pub(super) fn push(&self, outer: f64) -> Option<Push> {
        if !(self.paper.0 && self.paper.1) {
            return None;
        }
        let (x, y) = self.at;
        let (thickness, length) = (self.thickness.1, self.length.1);
        let extra = outer - self.thickness.0;
        let (left, right, above, below) = (self.left, 1.0 - self.left, 1.0 - self.below, self.below);
        // From the top: plotly's FROM_TL of `bottom` is 1, of `top` 0.
        let mut push = if self.upright {
            let (top, bottom) = if self.fractional_length {
                ((y + length * above, 0.0), (y - length * below, 0.0))
            } else {
                ((y, self.length.0 * above), (y, self.length.0 * below))
            };
            Push { left: (x, outer * left), right: (x, outer * right), top, bottom, pad: None }
        } else {
            let (left, right) = if self.fractional_length {
                ((x + length * left, 0.0), (x - length * right, 0.0))
            } else {
                ((x, self.length.0 * left), (x, self.length.0 * right))
            };
            Push { left, right, top: (1.0 - y, outer * above), bottom: (1.0 - y, outer * below), pad: None }
        };
        if self.fractional_thickness && self.upright {
            push.left = (x - thickness * left, extra * left);
            push.right = (x + thickness * right, extra * right);
        } else if self.fractional_thickness {
            push.top = (y - thickness * above, extra * above);
            push.bottom = (y + thickness * below, extra * below);
        }
        Some(push)
    }
}
