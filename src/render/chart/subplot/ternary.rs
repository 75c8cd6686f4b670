//! Ternary subplots: shares of three components in a triangle (plotly's `ternary`).

use kurbo::{Affine, BezPath, Point, Rect, Vec2};

use super::arm::{Arm, draw_labels};
use super::polar_data::raw;
use super::ring_axis::{Container, background, draw_line, grid_stroke, is_below};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axis, PlacedText, Side};
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::template::on_axis;
use crate::render::chart::plot::{Ground, Scatter, Stage, Trace};
use crate::render::chart::text::{Anchor, Placement, Typesetter};

/// How far the axes beside the triangle are turned, degrees.
const LEAN: f64 = 30.0;
const NAMES: [&str; 3] = ["aaxis", "baxis", "caxis"];

/// A ternary subplot.
#[derive(Debug, Clone)]
pub(super) struct Ternary<'a> {
    attrs: Attrs<'a>,
    /// What the three components sum up to.
    sum: f64,
    /// The least share of each component.
    least: [f64; 3],
    /// Up the left side, along the bottom, down the right side.
    axes: [Axis<'a>; 3],
    /// The box around the triangle.
    frame: Rect,
    labels: [Vec<PlacedText>; 3],
    titles: Vec<PlacedText>,
}

impl<'a> Ternary<'a> {
    pub(super) fn new(container: &Container<'a, '_>) -> Self {
        let sum = container.attrs.number("sum");
        let sum = if sum > 0.0 { sum } else { 1.0 };
        let mut axes = [("aaxis", "y"), ("baxis", "x"), ("caxis", "y")]
            .map(|(name, letter)| container.axis(name, letter));
        let mut least = [0, 1, 2].map(|index: usize| axes[index].attrs.number("min").max(0.0));
        if least.iter().sum::<f64>() >= sum {
            least = [0.0; 3];
        }
        let [a, b, c] = least;
        let ranges = [[a, sum - b - c], [sum - a - c, b], [sum - a - b, c]];
        let sides = [(Side::Left, -LEAN), (Side::Bottom, 0.0), (Side::Right, LEAN)];
        for (index, axis) in axes.iter_mut().enumerate() {
            let (side, turn) = sides[index];
            (axis.range, axis.side) = (ranges[index], side);
            axis.tick_style.angle = Some(axis.tick_style.angle.unwrap_or(0.0) + turn);
            if !axis.is_titled() {
                axis.title = Some(format!("Component {}", ["A", "B", "C"][index]));
            }
        }
        let attrs = container.attrs.clone();
        Self { attrs, sum, least, axes, frame: Rect::ZERO, labels: Default::default(), titles: Vec::new() }
    }

    /// Reads a scatter trace: c - b across, a upwards, for shares of the subplot's sum.
    pub(super) fn scatter(&self, trace: &Trace) -> Option<Scatter> {
        let columns = ["a", "b", "c"].map(|path| trace.column(path).map(|column| column.numbers()));
        let count = columns.iter().flatten().map(Vec::len).min()?;
        if columns.iter().flatten().count() < 2 {
            return None;
        }
        let own_sum = trace.attrs.num("sum").filter(|sum| *sum != 0.0).unwrap_or(self.sum);
        let one = |index: usize| {
            let known = columns.each_ref().map(|column| column.as_ref().and_then(|list| list.get(index)));
            let others: f64 = known.iter().flatten().copied().sum();
            let shares = known.map(|share| share.copied().unwrap_or(own_sum - others));
            let scale = self.sum / shares.iter().sum::<f64>();
            shares.map(|share| share * scale)
        };
        let shares: Vec<[f64; 3]> = (0..count).map(one).collect();
        let across = shares.iter().map(|[_, b, c]| c - b).collect();
        Scatter::at(trace, across, shares.iter().map(|[a, ..]| *a).collect())
    }

    /// The three components of a point.
    fn shares(&self, scatter: &Scatter, index: usize) -> Option<[f64; 3]> {
        let (across, a) = (*scatter.x.get(index)?, *scatter.y.get(index)?);
        let rest = self.sum - a;
        Some([a, f64::midpoint(rest, -across), f64::midpoint(rest, across)])
    }

    /// Places the subplot in a rectangle, chooses ticks, and sets its texts.
    pub(super) fn place(&mut self, rect: Rect, setter: &Typesetter) {
        let ratio = (4.0_f64 / 3.0).sqrt();
        let height = rect.height().min(rect.width() / ratio).max(0.0);
        let size = kurbo::Size::new(height * ratio, height);
        self.frame = Rect::from_center_size(rect.center(), size);
        for axis in &mut self.axes {
            axis.length = size.width.max(1.0);
            axis.offset = 0.0;
            axis.set_ticks();
        }
        self.labels = [0, 1, 2].map(|index| self.arm(index).labels(setter, 0.0));
        self.titles = self.place_titles(setter);
    }

    fn apex(&self) -> Point {
        Point::new(self.frame.center().x, self.frame.y0)
    }

    fn arm(&self, index: usize) -> Arm<'_, 'a> {
        let top = Affine::translate(self.apex().to_vec2());
        let along = match index {
            0 => top * Affine::rotate(LEAN.to_radians()),
            1 => Affine::translate((self.frame.x0, self.frame.y1)),
            _ => top * Affine::rotate(-LEAN.to_radians()),
        };
        Arm { axis: &self.axes[index.min(2)], along, lean: LEAN }
    }

    fn place_titles(&self, setter: &Typesetter) -> Vec<PlacedText> {
        let [a, b, c] = &self.axes;
        let size = |axis: &Axis, share: f64| {
            if axis.tick_style.labels { axis.tick_style.font.size * share } else { 0.0 }
        };
        let above = size(a, 0.5).max(size(c, 0.75) + c.tick_style.outer_length() * 0.87);
        let below = size(b, 1.0) + b.tick_style.outer_length() + 3.0;
        let bottom = |axis: &Axis| self.frame.y1 + axis.title_style.size * 0.83 + below;
        let places = [
            Point::new(self.apex().x, self.frame.y0 - a.title_style.size / 3.0 - above),
            Point::new(self.frame.x0 - below, bottom(b)),
            Point::new(self.frame.x1 + below, bottom(c)),
        ];
        let titled = self.axes.iter().zip(places).filter_map(|(axis, at)| {
            let text = setter.set(axis.title.as_deref()?.trim(), &axis.title_style);
            Some(PlacedText::new(text, Placement::new(at.x, at.y, Anchor::Middle)))
        });
        titled.collect()
    }

    fn triangle(&self) -> BezPath {
        let frame = self.frame;
        let mut path = BezPath::new();
        path.move_to((frame.x0, frame.y1));
        path.line_to((frame.x1, frame.y1));
        path.line_to(self.apex());
        path.close_path();
        path
    }

    /// Draws everything under the plot traces.
    pub(super) fn draw_below(&self, canvas: &Canvas, layout: &Attrs) {
        canvas.path(self.triangle(), Some(background(&self.attrs).into()), None);
        let (width, height) = (self.frame.width(), self.frame.height());
        let across = [
            Vec2::new(height, -width / 2.0),
            Vec2::new(-width / 2.0, -height),
            Vec2::new(-height, width / 2.0),
        ];
        canvas.clipped_to(self.triangle(), |canvas| {
            for (index, axis) in self.axes.iter().enumerate() {
                let Some(stroke) = grid_stroke(axis, &self.attrs, layout) else { continue };
                for tick in axis.ticks.iter().filter(|tick| axis.within(tick.value)) {
                    let at = axis.place(tick.value);
                    let start = if index == 1 { Point::new(at, 0.0) } else { Point::new(0.0, at) };
                    let along = self.arm(index).along;
                    let line = kurbo::Line::new(along * start, along * (start + across[index]));
                    canvas.path(kurbo::Shape::to_path(&line, 0.1), None, Some(stroke.clone()));
                }
            }
        });
        self.draw_axes(canvas, true);
    }

    /// Draws everything over the plot traces.
    pub(super) fn draw_above(&self, canvas: &Canvas) {
        self.draw_axes(canvas, false);
        draw_labels(canvas, &self.titles);
    }

    fn draw_axes(&self, canvas: &Canvas, below: bool) {
        let (left, right) =
            (Point::new(self.frame.x0, self.frame.y1), Point::new(self.frame.x1, self.frame.y1));
        let lines = [(left, self.apex()), (left, right), (self.apex(), right)];
        for (index, axis) in self.axes.iter().enumerate().filter(|(_, axis)| is_below(axis) == below) {
            let inside = axis.tick_style.marks == Some(true);
            self.arm(index).draw_marks(canvas, |tick| !inside || axis.within(tick.value));
            draw_labels(canvas, &self.labels[index]);
            let line = kurbo::Line::new(lines[index].0, lines[index].1);
            draw_line(canvas, axis, kurbo::Shape::to_path(&line, 0.1));
        }
    }

    /// Draws a scatter trace; gives the line that a next trace's fill goes to.
    pub(super) fn draw_scatter(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        scatter: &Scatter,
        stage: &Stage,
        before: Option<&BezPath>,
    ) -> BezPath {
        let [a, b, c] = self.least;
        let (left, right) = (a + 2.0 * c - self.sum, self.sum - a - 2.0 * b);
        let frame = self.frame;
        let place = |(across, up): (&f64, &f64)| {
            let x = frame.x0 + (across - left) / (right - left) * frame.width();
            Point::new(x, frame.y1 - (up - a) / (self.sum - b - c - a) * frame.height())
        };
        let points: Vec<Point> = scatter.x.iter().zip(&scatter.y).map(place).collect();
        let shows = |index: usize| {
            let within = |(axis, share): (&Axis, f64)| {
                let (low, high) = axis.span();
                (low..=high).contains(&share)
            };
            self.shares(scatter, index).is_some_and(|shares| self.axes.iter().zip(shares).all(within))
        };
        let fill = |name: &str, index: usize| {
            let at = NAMES.iter().position(|axis| axis.strip_suffix("axis") == Some(name))?;
            let share = self.shares(scatter, index)?.get(at).copied()?;
            Some(raw(trace, name, index, on_axis(self.axes.get(at)?, share)))
        };
        let ground = Ground {
            points: &points,
            clip: self.triangle(),
            line_clip: None,
            zero: Point::new(frame.x0, frame.y1),
            shows: &shows,
            angles: None,
            fill: &fill,
        };
        scatter.draw_on(canvas, trace, stage, &ground, before);
        scatter.edge(trace, &ground)
    }
}
