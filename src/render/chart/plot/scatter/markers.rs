//! The markers of scatter traces.

use kurbo::{BezPath, Point};

use super::looks::Looks;
use super::{Ground, Scatter};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::{self, DARK};
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::gradient::{self, Direction, between};
use crate::render::chart::plot::spots::{Spot, draw_alike, draw_spots};
use crate::render::chart::plot::stage::Stage;
use crate::render::scene::{Color, Stroke};

impl Scatter {
    pub(super) fn draw_markers(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        ground: &Ground,
        points: &[Point],
    ) {
        let looks = Looks::read(self, trace, stage, ground);
        let gradients = Gradients::read(trace);
        if let (Some(spot), None) = (looks.one(), &gradients) {
            draw_alike(canvas, &spot, points);
            return;
        }
        let spots: Vec<Spot> =
            points.iter().enumerate().filter_map(|(index, point)| looks.at(index, *point)).collect();
        match gradients {
            Some(gradients) => gradients.draw(canvas, &spots),
            None => draw_spots(canvas, &spots),
        }
    }
}

/// The gradients of a trace's markers, each attribute with one value for all or one for each point.
struct Gradients<'a> {
    direction: Option<Direction>,
    directions: Option<Column<'a>>,
    color: Color,
    colors: Option<Column<'a>>,
}

impl<'a> Gradients<'a> {
    /// Reads a trace's gradients; `None` when its markers have none.
    fn read(trace: &Trace<'a>) -> Option<Self> {
        let gradient: Attrs<'a> = trace.attrs.at("marker.gradient");
        let directions = gradient.get("type").and_then(Column::of);
        let direction = gradient.str("type").and_then(Direction::named);
        if trace.kind != "scatter" || (directions.is_none() && direction.is_none()) {
            return None;
        }
        let colors = gradient.get("color").and_then(Column::of);
        Some(Self { direction, directions, color: gradient.color("color").unwrap_or(DARK), colors })
    }

    fn direction(&self, index: usize) -> Option<Direction> {
        match &self.directions {
            Some(directions) => Direction::named(&directions.text(index)?),
            None => self.direction,
        }
    }

    fn color(&self, index: usize) -> Color {
        let own = self.colors.as_ref().and_then(|colors| color::parse(&colors.text(index)?));
        own.unwrap_or(self.color)
    }

    fn draw(&self, canvas: &Canvas, spots: &[Spot]) {
        for (index, spot) in spots.iter().enumerate() {
            let Some(direction) = self.direction(index).filter(|_| !spot.symbol.open) else {
                draw_spots(canvas, std::slice::from_ref(spot));
                continue;
            };
            let look = spot.look;
            if !spot.at.is_finite() || look.size <= 0.0 {
                continue;
            }
            let path: BezPath = spot.place() * spot.symbol.outline();
            canvas.faded(look.opacity, |canvas| {
                gradient::fill(canvas, path.clone(), direction, between(self.color(index), look.fill));
                canvas.path(path, None, Some(Stroke::new(look.line.0, look.line.1)));
            });
        }
    }
}
