//! Where a legend stands.

use kurbo::{Point, Rect, Size};

use crate::render::chart::attrs::Attrs;
use crate::render::chart::layout::{Push, Reserve};

/// Place and anchors of a legend, as its attributes say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) horizontal: bool,
    pub(super) x: f64,
    pub(super) y: f64,
    /// Whether `x` and `y` are fractions of the plot area rather than of the page.
    pub(super) paper: (bool, bool),
    /// How much of the legend lies left of `x`.
    pub(super) left: f64,
    /// How much of the legend lies above `y`.
    pub(super) above: f64,
}

impl Place {
    /// Reads the place; `slid` says whether the x axis has a range slider, which takes the place below.
    pub(super) fn read(attrs: &Attrs, slid: bool) -> Self {
        let horizontal = attrs.str("orientation") == Some("h");
        let paper = (attrs.text("xref") != "container", attrs.text("yref") != "container");
        let (x, x_anchor) = match (horizontal, paper.0) {
            (true, _) => (0.0, "left"),
            (false, true) => (1.02, "left"),
            (false, false) => (1.0, "right"),
        };
        let (y, y_anchor) = match (horizontal, slid, paper.1) {
            (false, ..) => (1.0, "auto"),
            (true, true, true) => (1.1, "bottom"),
            (true, true, false) => (1.0, "top"),
            (true, false, true) => (-0.1, "top"),
            (true, false, false) => (0.0, "bottom"),
        };
        let (x, y) = (attrs.num_or("x", x), attrs.num_or("y", y));
        Self {
            horizontal,
            x,
            y,
            paper,
            left: share(attrs.str_or("xanchor", x_anchor), x, "left", "right"),
            above: share(attrs.str_or("yanchor", y_anchor), 1.0 - y, "top", "bottom"),
        }
    }

    /// Whether it lies above or below the plots.
    pub(super) fn beyond_y(&self) -> bool {
        let (y, above) = (self.y, self.above);
        y < 0.0 || (y == 0.0 && above == 0.0) || y > 1.0 || (y == 1.0 && above == 1.0)
    }

    /// The widest that a lying legend may be before it breaks, px.
    pub(super) fn most_width(&self, area: Rect, page: Size) -> f64 {
        let (half, beyond) = (page.width / 2.0, self.beyond_y());
        if self.x < 0.0 || (self.x == 0.0 && self.left == 1.0) {
            if beyond && self.left == 0.0 { area.x1 } else { half }
        } else if self.x > 1.0 || (self.x == 1.0 && self.left == 0.0) {
            if beyond && self.left == 1.0 { page.width - area.x0 } else { half }
        } else {
            area.width()
        }
    }

    /// The corner of a legend of a size.
    pub(super) fn corner(&self, size: Size, page: Size, area: Rect) -> Point {
        let x = if self.paper.0 { area.x0 + area.width() * self.x } else { page.width * self.x };
        let y = if self.paper.1 {
            area.y0 + area.height() * (1.0 - self.y)
        } else {
            page.height * (1.0 - self.y)
        };
        Point::new(x - self.left * size.width, y - self.above * size.height)
    }

    /// The margins that it asks for.
    pub(super) fn push(&self, size: Size) -> Option<Push> {
        (self.paper == (true, true)).then_some(Push {
            left: (self.x, size.width * self.left),
            right: (self.x, size.width * (1.0 - self.left)),
            top: (self.y, size.height * self.above),
            bottom: (self.y, size.height * (1.0 - self.above)),
            pad: None,
        })
    }

    /// The edge that a legend of the container keeps free up to its corner.
    pub(super) fn reserve(&self, size: Size, page: Size, area: Rect) -> Reserve {
        let mut reserve = Reserve::default();
        let corner = self.corner(size, page, area);
        let sideways = match self.paper {
            (true, true) => return reserve,
            (true, false) => false,
            (false, true) => true,
            (false, false) => !self.horizontal,
        };
        match (sideways, self.x < 0.5, self.y < 0.5) {
            (true, true, _) => reserve.left = corner.x + size.width,
            (true, false, _) => reserve.right = page.width - corner.x,
            (false, _, true) => reserve.bottom = page.height - corner.y,
            (false, _, false) => reserve.top = corner.y + size.height,
        }
        reserve
    }
}

/// How much lies before an anchor.
fn share(anchor: &str, at: f64, start: &str, end: &str) -> f64 {
    if anchor == start {
        0.0
    } else if anchor == end {
        1.0
    } else if anchor == "auto" {
        if at <= 1.0 / 3.0 {
            0.0
        } else if at >= 2.0 / 3.0 {
            1.0
        } else {
            0.5
        }
    } else {
        0.5
    }
}
