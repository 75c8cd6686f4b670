//! The margins that labels beside a pie ask for (`automargin`).

use kurbo::{Rect, Shape, Size};

use super::Trace;
use super::pie_area::PieArea;
use super::slices::Slices;
use super::stage::Stage;
use crate::render::chart::draw::Canvas;
use crate::render::chart::layout::Push;
use crate::render::scene::{Item, Scene};

/// px between the labels and the page's edge.
const PAD: f64 = 5.0;

impl Slices {
    /// The room that a pie with its labels takes beyond its circle, when some lie outside.
    pub(crate) fn push(&self, trace: &Trace, stage: &Stage, page: Size) -> Option<Push> {
        if !trace.attrs.is("automargin") {
            return None;
        }
        let mut scene = Scene::new(page);
        let canvas = Canvas::new(&mut scene);
        if !self.draw_pie(&canvas, trace, stage) {
            return None;
        }
        let texts = canvas.into_texts();
        let boxes = texts.iter().map(|text| text.rect).chain(scene.items.iter().filter_map(bounds));
        let all = boxes.reduce(|all, other| all.union(other))?;
        let place = PieArea::new(trace, self.total, stage, trace.attrs.number("hole"), 1.0);
        let (area, domain) = (stage.area, stage.domain(&trace.attrs));
        let circle = Rect::from_center_size(place.center, Size::new(2.0 * place.radius, 2.0 * place.radius));
        // A pie that doesn't fill its domain pushes from where its circle would.
        let gap_x = (domain.width() / 2.0 - place.radius) / area.width();
        let gap_y = (domain.height() / 2.0 - place.radius) / area.height();
        let x = |at: f64| (at - area.x0) / area.width();
        let y = |at: f64| (area.y1 - at) / area.height();
        Some(Push {
            left: (x(domain.x0) - gap_x, (circle.x0 - all.x0).max(0.0)),
            right: (x(domain.x1) + gap_x, (all.x1 - circle.x1).max(0.0)),
            top: (y(domain.y0) + gap_y, (circle.y0 - all.y0).max(0.0)),
            bottom: (y(domain.y1) - gap_y, (all.y1 - circle.y1).max(0.0)),
            pad: Some(PAD),
        })
    }
}

/// The box around the outlines of an item.
fn bounds(item: &Item) -> Option<Rect> {
    match item {
        Item::Path(path) => Some(path.path.bounding_box()),
        Item::Group(group) => group.items.iter().filter_map(bounds).reduce(|all, other| all.union(other)),
        _ => None,
    }
}
