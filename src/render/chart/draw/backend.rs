//! plotters' `DrawingBackend` over a [`Scene`].

use std::convert::Infallible;

use kurbo::{BezPath, Circle, Point, Rect, Shape};
use plotters::prelude::DrawingBackend;
use plotters_backend::DrawingErrorKind;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle};

use crate::render::scene::{Color, Fill, FillRule, Group, Item, PathItem, Scene, Stroke};

/// Backend units in one px: plotters counts in whole numbers, and 1/64 px is finer than any eye.
pub(crate) const UNITS: f64 = 64.0;

/// Puts what plotters draws into a scene, in 1/64 px.
///
/// What plotters' trait has no words for (clips, dashes, rotated text, holes, gradients, marker batches) comes as
/// elements that `impl Drawable<SceneBackend>` and call [`SceneBackend::push`], [`SceneBackend::open`] and
/// [`SceneBackend::close`].
#[derive(Debug)]
pub(crate) struct SceneBackend<'a> {
    scene: &'a mut Scene,
    open: Vec<Group>,
}

impl<'a> SceneBackend<'a> {
    pub(crate) fn new(scene: &'a mut Scene) -> Self {
        Self { scene, open: Vec::new() }
    }

    /// Paints an item next.
    pub(crate) fn push(&mut self, item: Item) {
        match self.open.last_mut() {
            Some(group) => group.items.push(item),
            None => self.scene.items.push(item),
        }
    }

    /// Paints into `group` until it is closed.
    pub(crate) fn open(&mut self, group: Group) {
        self.open.push(group);
    }

    /// Ends the innermost group; an empty one leaves nothing.
    pub(crate) fn close(&mut self) {
        if let Some(group) = self.open.pop().filter(|group| !group.items.is_empty()) {
            self.push(Item::Group(group));
        }
    }

    fn outline(&mut self, path: BezPath, style: &impl BackendStyle, fill: bool) {
        let paint = color(style.color());
        if paint.a == 0 {
            return;
        }
        let width = f64::from(style.stroke_width()) / UNITS;
        self.push(Item::Path(PathItem {
            path,
            fill: fill.then(|| Fill { paint: paint.into(), rule: FillRule::NonZero }),
            stroke: (!fill && width > 0.0).then(|| Stroke::new(paint, width)),
        }));
    }
}

fn point((x, y): BackendCoord) -> Point {
    Point::new(f64::from(x) / UNITS, f64::from(y) / UNITS)
}

fn color(color: BackendColor) -> Color {
    let (r, g, b) = color.rgb;
    Color { r, g, b, a: (color.alpha * 255.0).round() as u8 }
}

fn polyline(points: impl IntoIterator<Item = BackendCoord>) -> BezPath {
    let mut path = BezPath::new();
    for (index, at) in points.into_iter().enumerate() {
        if index == 0 {
            path.move_to(point(at));
        } else {
            path.line_to(point(at));
        }
    }
    path
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for SceneBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        ((self.scene.size.width * UNITS) as u32, (self.scene.size.height * UNITS) as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(at, (at.0 + 1, at.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.outline(polyline([from, to]), style, false);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.outline(Rect::from_points(point(upper_left), point(bottom_right)).to_path(0.1), style, fill);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.outline(polyline(path), style, false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let circle = Circle::new(point(center), f64::from(radius) / UNITS);
        self.outline(circle.to_path(0.01), style, fill);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        let mut path = polyline(vert);
        path.close_path();
        self.outline(path, style, true);
        Ok(())
    }
}
