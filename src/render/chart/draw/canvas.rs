//! What the chart's parts draw on: plotters' drawing area, measured in px.

use kurbo::{Affine, BezPath, Point, Rect, Shape, Size};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{PathElement, Rectangle};
use plotters::style::{RGBAColor, ShapeStyle};

use super::backend::{SceneBackend, UNITS};
use super::element::Element;
use crate::render::chart::text::{Placement, RichText, TextBox};
use crate::render::scene::{
    Color, Fill, FillRule, Group, Image, ImageItem, Item, Markers, Paint, PathItem, Scene, Stroke,
};
use std::cell::RefCell;
use std::sync::Arc;

/// How far from a text its halo is drawn, px along both axes, and how opaque it is there: in place of a blur.
const HALO: [(f64, f64); 2] = [(1.5, 0.25), (1.0, 0.7)];

/// Draws on a scene through plotters.
///
/// Plain rectangles and straight lines are plotters' own elements; everything else is an [`Element`].
/// Nothing can fail: the backend's error type is `Infallible`.
pub(crate) struct Canvas<'a> {
    area: DrawingArea<SceneBackend<'a>, Shift>,
    size: Size,
    texts: RefCell<Vec<TextBox>>,
}

impl<'a> Canvas<'a> {
    pub(crate) fn new(scene: &'a mut Scene) -> Self {
        let size = scene.size;
        Self { area: SceneBackend::new(scene).into_drawing_area(), size, texts: RefCell::default() }
    }

    /// The texts drawn so far, with their boxes.
    pub(crate) fn into_texts(self) -> Vec<TextBox> {
        self.texts.into_inner()
    }

    /// Fills a rectangle.
    pub(crate) fn rect(&self, rect: Rect, color: Color) {
        let page = Rect::from_origin_size(Point::ZERO, self.size);
        let rect = rect.abs();
        let rect = rect.intersect(page);
        if color.a == 0 || rect.is_zero_area() {
            return;
        }
        let (from, to) = (units(Point::new(rect.x0, rect.y0)), units(Point::new(rect.x1, rect.y1)));
        let _ = self.area.draw(&Rectangle::new([from, to], style(color, 0.0).filled()));
    }

    /// Draws a straight line that ends in the page.
    pub(crate) fn line(&self, from: Point, to: Point, color: Color, width: f64) {
        if color.a == 0 || width <= 0.0 {
            return;
        }
        let _ = self.area.draw(&PathElement::new(vec![units(from), units(to)], style(color, width)));
    }

    /// Fills and strokes an outline.
    pub(crate) fn path(&self, path: BezPath, fill: Option<Paint>, stroke: Option<Stroke>) {
        let seen = |paint: &Paint| !matches!(paint, Paint::Solid(color) if color.a == 0);
        let fill = fill.filter(seen).map(|paint| Fill { paint, rule: FillRule::NonZero });
        let stroke = stroke.filter(|stroke| stroke.width > 0.0 && seen(&stroke.paint));
        if !path.is_empty() && (fill.is_some() || stroke.is_some()) {
            self.element(Item::Path(PathItem { path, fill, stroke }));
        }
    }

    /// Paints a batch of markers.
    pub(crate) fn markers(&self, markers: Markers) {
        if !markers.positions.is_empty() {
            self.element(Item::Markers(markers));
        }
    }

    /// Paints a bitmap.
    pub(crate) fn image(&self, image: Arc<Image>, rect: Rect, smooth: bool) {
        self.element(Item::Image(ImageItem { image, rect, smooth }));
    }

    /// Writes a text and remembers where.
    pub(crate) fn text(&self, text: &RichText, placement: &Placement) {
        if text.is_empty() || placement.transform.determinant() == 0.0 {
            return;
        }
        self.texts.borrow_mut().push(text.describe(placement));
        for item in text.items(placement) {
            self.element(item);
        }
    }

    /// Writes a text over a halo of a colour that it reads well on (plotly's `shadow: "auto"`).
    pub(crate) fn shadowed_text(&self, text: &RichText, placement: &Placement, halo: Color) {
        if !text.is_empty() {
            for (reach, opacity) in HALO {
                let halo = text.recolored(halo.faded(opacity));
                for (x, y) in [(1.0, 1.0), (-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0)] {
                    for item in halo.items(&placement.moved(x * reach, y * reach)) {
                        self.element(item);
                    }
                }
            }
        }
        self.text(text, placement);
    }

    /// Draws with everything outside `rect` cut off.
    pub(crate) fn clipped(&self, rect: Rect, draw: impl FnOnce(&Self)) {
        self.grouped(Group { clip: Some(rect.to_path(0.1)), ..Group::default() }, draw);
    }

    /// Draws with everything outside an outline cut off.
    pub(crate) fn clipped_to(&self, outline: BezPath, draw: impl FnOnce(&Self)) {
        self.grouped(Group { clip: Some(outline), ..Group::default() }, draw);
    }

    /// Draws in other coordinates.
    pub(crate) fn transformed(&self, transform: Affine, draw: impl FnOnce(&Self)) {
        self.grouped(Group { transform, ..Group::default() }, draw);
    }

    /// Draws with a common opacity.
    pub(crate) fn faded(&self, opacity: f64, draw: impl FnOnce(&Self)) {
        if opacity >= 1.0 {
            draw(self);
        } else if opacity > 0.0 {
            self.grouped(Group { opacity, ..Group::default() }, draw);
        }
    }

    fn grouped(&self, group: Group, draw: impl FnOnce(&Self)) {
        self.put(&Element::from(group));
        draw(self);
        self.put(&Element::Close);
    }

    fn element(&self, item: Item) {
        self.put(&Element::from(item));
    }

    fn put(&self, element: &Element) {
        let _ = self.area.draw(element);
    }
}

fn units(at: Point) -> (i32, i32) {
    ((at.x * UNITS).round() as i32, (at.y * UNITS).round() as i32)
}

fn style(color: Color, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: RGBAColor(color.r, color.g, color.b, f64::from(color.a) / 255.0),
        filled: false,
        stroke_width: (width * UNITS).round() as u32,
    }
}
