//! Where painting is allowed: whole pixels of a rectangle, and beyond that a mask.

use std::cell::OnceCell;
use std::rc::Rc;

use kurbo::{Affine, BezPath, Rect};
use tiny_skia::{FillRule, Mask};

use super::super::geometry::{is_axis_aligned, rectangle};
use super::convert;

/// A clip in device px.
#[derive(Debug, Clone)]
pub(super) struct Clip {
    /// Whole pixels; nothing is painted outside.
    pub bounds: Bounds,
    /// The coverage of each pixel of the canvas, when not all of `bounds` is wholly inside.
    pub mask: Option<Rc<Mask>>,
    /// `mask` with all outside `bounds` cut off, once something asked for it.
    cut: Rc<OnceCell<Option<Rc<Mask>>>>,
}

/// Whole device pixels: from left and top to before right and bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub left: i32,
    pub top: i32,
    pub right: i32,
    pub bottom: i32,
}

impl Bounds {
    /// Every pixel that `rect` touches.
    pub(super) fn around(rect: Rect) -> Self {
        let rect = rect.expand();
        // Float to integer casts saturate, and NaN is 0.
        Self { left: rect.x0 as i32, top: rect.y0 as i32, right: rect.x1 as i32, bottom: rect.y1 as i32 }
    }

    pub(super) fn intersect(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    pub(super) fn contains(self, other: Self) -> bool {
        self.intersect(other) == other
    }

    pub(super) fn rect(self) -> Rect {
        Rect::new(self.left.into(), self.top.into(), self.right.into(), self.bottom.into())
    }
}

impl Clip {
    fn new(bounds: Bounds, mask: Option<Rc<Mask>>) -> Self {
        Self { bounds, mask, cut: Rc::default() }
    }

    /// The whole of a canvas.
    pub(super) fn whole(width: u32, height: u32) -> Self {
        Self::new(Bounds { left: 0, top: 0, right: width as i32, bottom: height as i32 }, None)
    }

    /// What is also inside `path`; `size` is the canvas's.
    pub(super) fn and(&self, path: &BezPath, transform: Affine, size: (u32, u32)) -> Self {
        let whole_pixels = rectangle(path).filter(|_| is_axis_aligned(transform)).and_then(|rect| {
            let rect = transform.transform_rect_bbox(rect);
            let round = Rect::new(rect.x0.round(), rect.y0.round(), rect.x1.round(), rect.y1.round());
            let off = [rect.x0 - round.x0, rect.y0 - round.y0, rect.x1 - round.x1, rect.y1 - round.y1];
            // A 256th of a pixel is the finest that eight bits of coverage can tell.
            off.iter().all(|off| off.abs() < 1.0 / 256.0).then_some(round)
        });
        if let Some(rect) = whole_pixels {
            return Self::new(self.bounds.intersect(Bounds::around(rect)), self.mask.clone());
        }
        let device = transform * path.clone();
        let around = Bounds::around(kurbo::Shape::bounding_box(&device));
        let nothing = Bounds { left: 0, top: 0, right: 0, bottom: 0 };
        let bounds = self.bounds.intersect(around);
        let Some(path) = convert::path(&device).filter(|_| !bounds.is_empty()) else {
            return Self::new(nothing, None);
        };
        let identity = tiny_skia::Transform::identity();
        let mask = match &self.mask {
            Some(mask) => {
                let mut mask = Mask::clone(mask);
                mask.intersect_path(&path, FillRule::Winding, true, identity);
                Some(mask)
            }
            None => Mask::new(size.0, size.1).map(|mut mask| {
                mask.fill_path(&path, FillRule::Winding, true, identity);
                mask
            }),
        };
        Self::new(bounds, mask.map(Rc::new))
    }

    /// The mask to give tiny-skia for what lies within `touched`: none when all of that is inside.
    pub(super) fn mask_for(&self, touched: Bounds, size: (u32, u32)) -> Option<Rc<Mask>> {
        let canvas = Self::whole(size.0, size.1).bounds;
        if self.bounds.contains(touched.intersect(canvas)) {
            return self.mask.clone();
        }
        self.cut.get_or_init(|| self.cut_mask(size).map(Rc::new)).clone()
    }

    fn cut_mask(&self, (width, height): (u32, u32)) -> Option<Mask> {
        let mut mask = match &self.mask {
            Some(mask) => Mask::clone(mask),
            None => Mask::from_vec(
                vec![255; width as usize * height as usize],
                tiny_skia::IntSize::from_wh(width, height)?,
            )?,
        };
        let path = convert::path(&kurbo::Shape::to_path(&self.bounds.rect(), 0.1))?;
        mask.intersect_path(&path, FillRule::Winding, false, tiny_skia::Transform::identity());
        Some(mask)
    }
}
