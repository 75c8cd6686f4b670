//! Texts in the sectors of pies and sunbursts.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use kurbo::Size;

use crate::render::chart::text::RichText;

/// px that stay free on either side of a turned text (plotly's `TEXTPAD`).
const TEXT_PAD: f64 = 3.0;

/// A sector that a text is to fit in; angles are radians clockwise from the top.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sector {
    pub(super) start: f64,
    pub(super) stop: f64,
    /// Half its angle, as plotly takes it for fitting.
    pub(super) half: f64,
    /// px.
    pub(super) radius: f64,
    /// The inner edge, radii.
    pub(super) hole: f64,
}

/// How a text lies in its sector.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// Above 1 there is more room than needed.
    pub(super) scale: f64,
    /// Of the text's middle from the centre, radii.
    pub(super) distance: f64,
    /// Of the text's middle, radians clockwise from the top.
    pub(super) angle: f64,
    /// Of the text itself, clockwise.
    pub(super) degrees: f64,
}

impl Sector {
    fn is_circle(&self) -> bool {
        self.hole == 0.0 && (self.stop - self.start).abs() >= TAU - 1e-9
    }

    fn middle(&self) -> f64 {
        f64::midpoint(self.start, self.stop)
    }

    /// The text's place by `insidetextorientation` (plotly's `transformInsideText`).
    ///
    /// `auto` is upright if that fits, else what leaves the text largest.
    pub(super) fn fit(&self, text: &RichText, orientation: &str) -> Fit {
        let size = Size::new(text.width().max(1.0), text.height().max(1.0));
        let auto = !matches!(orientation, "horizontal" | "tangential" | "radial");
        let mut fits = Vec::new();
        // Where the sector crosses the top, the bottom, the left and the right, in plotly's order.
        for (start, crosses) in [(0.0, false), (1.0, false), (1.5, true), (0.5, true)] {
            let wanted = match orientation {
                "horizontal" => true,
                "tangential" => !crosses,
                "radial" => crosses,
                _ => false,
            };
            for turn in [2.0, 1.0, 0.0, -1.0, -2.0] {
                let angle = turn * TAU + start * PI;
                let (from, to) = (angle - self.start, angle - self.stop);
                if !wanted || from * to >= 0.0 {
                    continue;
                }
                let edge = from.abs().min(to.abs());
                let fit =
                    if crosses { self.along(size, edge, FRAC_PI_2) } else { self.across(size, edge, 0.0) };
                fits.push(Fit { angle, ..fit });
            }
        }
        if self.is_circle() || auto || orientation == "horizontal" {
            let upright = self.upright(size);
            if upright.scale >= 1.0 {
                return upright;
            }
            fits.push(upright);
        }
        if auto || orientation == "radial" {
            fits.push(self.along(size, self.half, self.middle()));
        }
        if auto || orientation == "tangential" {
            fits.push(self.across(size, self.half, self.middle()));
        }
        let mut best = Fit { scale: 0.0, distance: 0.5, angle: self.middle(), degrees: 0.0 };
        for fit in fits {
            if fit.scale > best.scale {
                best = fit;
            }
            if !auto && best.scale >= 1.0 {
                break;
            }
        }
        best
    }

    /// In the largest circle that the sector holds.
    fn upright(&self, size: Size) -> Fit {
        let inscribed = if self.is_circle() {
            1.0
        } else {
            (1.0 / (1.0 + 1.0 / self.half.sin())).min((1.0 - self.hole) / 2.0).max(0.0)
        };
        let scale = inscribed * self.radius * 2.0 / size.width.hypot(size.height);
        Fit { scale, distance: 1.0 - inscribed, angle: self.middle(), degrees: 0.0 }
    }

    /// Along the radius.
    fn along(&self, size: Size, half: f64, turn: f64) -> Fit {
        self.turned(size.width / size.height, size.height, half, turn)
    }

    /// Across the radius.
    fn across(&self, size: Size, half: f64, turn: f64) -> Fit {
        self.turned(size.height / size.width, size.width, half, turn + FRAC_PI_2)
    }

    /// A text of `aspect` along the radius, `side` px across it.
    fn turned(&self, aspect: f64, side: f64, half: f64, turn: f64) -> Fit {
        let ring = 1.0 - self.hole;
        let a = aspect + 1.0 / (2.0 * half.tan());
        let limit =
            (1.0 / ((a * a + 0.5).sqrt() + a)).min(ring / ((aspect * aspect + ring / 2.0).sqrt() + aspect));
        let radius = (self.radius - 2.0 * TEXT_PAD).max(0.0);
        let degrees = (turn * 180.0 / PI + 720.0).rem_euclid(180.0) - 90.0;
        Fit {
            scale: limit * radius * 2.0 / side,
            distance: limit.cos() - aspect * limit,
            angle: self.middle(),
            degrees,
        }
    }
}
