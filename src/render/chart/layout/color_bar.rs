//! Colour bars: a scale with its ticks, upright beside the plots.

use kurbo::{Line, Point, Rect, Shape, Size};

use super::Push;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axis, PlacedText, Side};
use crate::render::chart::color::DARK;
use crate::render::chart::color_scale::ColorScale;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, Placement, RichText, TextStyle, Typesetter};
use crate::render::scene::{Gradient, GradientKind, Paint, Stop, Stroke};

/// px per tick between levels, and the fewest and most ticks.
const TICK_ROOM: (f64, f64, f64) = (50.0, 4.0, 15.0);

/// What fills a colour bar of contours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepFill {
    /// One colour from level to level.
    Levels,
    /// The scale.
    Gradient,
    /// Nothing: the lines have the colours.
    Nothing,
}

/// The levels of contours that a colour bar shows.
#[derive(Debug, Clone)]
pub(crate) struct Steps {
    pub(crate) start: f64,
    pub(crate) size: f64,
    pub(crate) levels: Vec<f64>,
    pub(crate) fill: StepFill,
    /// Whether the ticks stand on levels.
    pub(crate) ticked: bool,
    /// The lines across the bar.
    pub(crate) lines: Vec<(f64, Stroke)>,
}

impl Steps {
    /// The ticks that fit a bar of `length` px: one for each level, or at round multiples of their distance.
    fn ticks(&self, attrs: &Attrs, span: f64, length: f64) -> (f64, f64) {
        let (room, fewest, most) = TICK_ROOM;
        let asked = attrs.num("nticks").filter(|count| *count >= 1.0);
        let count = asked.unwrap_or((length / room).clamp(fewest, most) + 1.0);
        let factor = span / (count * self.size);
        if factor.is_nan() || factor <= 1.0 {
            return (self.start, self.size);
        }
        let power = 10_f64.powf(factor.log10().floor());
        let times = [2.0, 5.0, 10.0].into_iter().find(|times| *times >= factor / power).unwrap_or(10.0);
        let round = (self.start.abs() / self.size + 1e-6) % 1.0 < 2e-6;
        (if round { 0.0 } else { self.start }, self.size * power * times)
    }

    /// The scale with one colour between two levels, changing at whole px.
    fn fills(&self, scale: &ColorScale, length: f64) -> Vec<Stop> {
        let span = scale.max - scale.min;
        let slack = 0.001 * span;
        let inside = |level: &&f64| **level > scale.min - slack && **level < scale.max + slack;
        let edges: Vec<f64> = self.levels.iter().filter(inside).copied().collect();
        let offset = |level: f64| ((level - scale.min) / span * length).round() / length;
        let mut stops = Vec::new();
        let mut from = 0.0;
        for edge in &edges {
            let (color, to) = (scale.color(edge - self.size / 2.0), offset(*edge).clamp(0.0, 1.0));
            stops.extend([Stop { offset: from, color }, Stop { offset: to, color }]);
            from = to;
        }
        let last = edges.last().map_or(f64::midpoint(scale.min, scale.max), |edge| edge + self.size / 2.0);
        let color = scale.color(last);
        stops.extend([Stop { offset: from, color }, Stop { offset: 1.0, color }]);
        stops
    }
}

/// A colour bar, measured.
#[derive(Debug)]
pub(crate) struct ColorBar<'a> {
    attrs: Attrs<'a>,
    scale: ColorScale,
    steps: Option<Steps>,
    bar: Rect,
    axis: Axis<'a>,
    labels: Vec<PlacedText>,
    title: Option<(RichText, Placement)>,
}

impl<'a> ColorBar<'a> {
    /// Measures an upright bar beside a plot area.
    pub(crate) fn new(
        attrs: Attrs<'a>,
        (scale, steps): (ColorScale, Option<Steps>),
        setter: &Typesetter,
        font: &TextStyle,
        area: Rect,
    ) -> Self {
        let (pad_x, pad_y) = (attrs.number("xpad"), attrs.number("ypad"));
        let thickness = attrs.number("thickness");
        let thickness =
            if attrs.str("thicknessmode") == Some("fraction") { thickness * area.width() } else { thickness };
        let length = attrs.number("len");
        let length =
            if attrs.str("lenmode") == Some("pixels") { length } else { length * area.height() }.round();
        let y_share = match attrs.str_or("yanchor", "middle") {
            "top" => 0.0,
            "bottom" => 1.0,
            _ => 0.5,
        };
        let x = area.x0 + (attrs.num_or("x", 1.02) * area.width() + pad_x).round();
        let top = area.y0 + (1.0 - attrs.num_or("y", 0.5)) * area.height() - y_share * length;
        let mut bar = Rect::new(x, top + pad_y, x + thickness.round(), top + length - pad_y);
        let title_style = font.sized((font.size * 1.2).round()).with(&attrs.at("title.font"));
        let text =
            attrs.label("title.text").or_else(|| attrs.label("title")).filter(|text| !text.trim().is_empty());
        let right = attrs.str("title.side") == Some("right");
        let set = text.map(|text| setter.set(&text, &title_style));
        let mut title = None;
        if let Some(set) = set.clone().filter(|_| !right) {
            let height = set.height() + 5.0;
            let baseline = if attrs.str("title.side") == Some("bottom") {
                bar.y1 -= height;
                top + length - pad_y - 3.0 - title_style.size * 0.25
            } else {
                bar.y0 += height;
                top + pad_y + 3.0 + title_style.size * 0.75
            };
            title = Some((set, Placement::new(x, baseline, Anchor::Start)));
        }
        let mut axis = Axis::new("ycolorbar", attrs.clone(), attrs.clone(), font);
        axis.side = Side::Right;
        axis.anchor = None;
        axis.line = Some((DARK, 1.0));
        axis.range = [scale.min, scale.max];
        (axis.offset, axis.length) = (bar.y0, bar.height().max(1.0));
        let automatic = match attrs.str("tickmode") {
            Some(mode) => mode == "auto",
            None => !attrs.has("tickvals") && !attrs.has("dtick"),
        };
        match steps.as_ref().filter(|steps| steps.ticked && automatic) {
            Some(steps) => {
                let (tick0, by) = steps.ticks(&attrs, scale.max - scale.min, length);
                axis.set_ticks_by(tick0, by);
            }
            None => axis.set_ticks(),
        }
        let labels = axis.place_labels(setter, bar.x1);
        if let Some(set) = set.filter(|_| right) {
            let reach = labels.iter().map(|label| label.bounds.x1).fold(bar.x1, f64::max);
            let at = Point::new(reach + title_style.size, bar.center().y);
            title = Some((set, Placement::new(at.x, at.y, Anchor::Middle).turned(-90.0, at)));
        }
        Self { attrs, scale, steps, bar, axis, labels, title }
    }

    /// The margins that it asks for.
    pub(crate) fn push(&self) -> Push {
        let pad = self.attrs.number("xpad");
        let outline = self.attrs.number("outlinewidth");
        // plotly counts the labels' own width, not the gap before them.
        let labels = self.labels.iter().map(|label| label.bounds.width()).fold(0.0, f64::max)
            + self.axis.tick_style.outer_length();
        let title =
            self.title.as_ref().map_or(0.0, |(text, placement)| text.bounds(placement).x1 - self.bar.x0);
        let inner = (self.bar.width() + outline / 2.0 + labels).max(title);
        let width = 2.0 * pad + inner + outline / 2.0 + self.attrs.number("borderwidth");
        let (x, y) = (self.attrs.num_or("x", 1.02), self.attrs.num_or("y", 0.5));
        let left = match self.attrs.str_or("xanchor", "left") {
            "right" => 1.0,
            "center" => 0.5,
            _ => 0.0,
        };
        let above = match self.attrs.str_or("yanchor", "middle") {
            "top" => 0.0,
            "bottom" => 1.0,
            _ => 0.5,
        };
        let length = self.attrs.number("len");
        let (top, bottom) = if self.attrs.str("lenmode") == Some("pixels") {
            ((y, length * above), (y, length * (1.0 - above)))
        } else {
            ((y + length * above, 0.0), (y - length * (1.0 - above), 0.0))
        };
        Push { left: (x, width * left), right: (x, width * (1.0 - left)), top, bottom, pad: None }
    }

    fn draw_levels(&self, canvas: &Canvas) {
        for (level, stroke) in self.steps.iter().flat_map(|steps| &steps.lines) {
            if *level < self.scale.min || *level > self.scale.max {
                continue;
            }
            let y =
                (self.axis.place(*level) - self.bar.y0).round() + self.bar.y0 + (stroke.width / 2.0) % 1.0;
            let line = Line::new((self.bar.x0, y), (self.bar.x1, y));
            canvas.path(line.to_path(0.1), None, Some(stroke.clone()));
        }
    }

    pub(crate) fn draw(&self, canvas: &Canvas, _: Size) {
        let kind = GradientKind::Linear {
            from: Point::new(self.bar.x0, self.bar.y1),
            to: Point::new(self.bar.x0, self.bar.y0),
        };
        let stops = match &self.steps {
            Some(steps) if steps.fill == StepFill::Levels => {
                Some(steps.fills(&self.scale, self.bar.height()))
            }
            Some(steps) if steps.fill == StepFill::Nothing => None,
            _ => Some(self.scale.stops.clone()),
        };
        if let Some(stops) = stops {
            canvas.path(self.bar.to_path(0.1), Some(Paint::Gradient(Gradient { kind, stops })), None);
        }
        self.draw_levels(canvas);
        let outline = self.attrs.number("outlinewidth");
        let color = self.attrs.color("outlinecolor").unwrap_or(DARK);
        canvas.path(self.bar.to_path(0.1), None, Some(Stroke::new(color, outline)));
        if self.axis.tick_style.marks == Some(false) {
            for tick in &self.axis.ticks {
                let y = self.axis.place(tick.value);
                let end = Point::new(self.bar.x1 + self.axis.tick_style.length, y);
                canvas.line(
                    Point::new(self.bar.x1, y),
                    end,
                    self.axis.tick_style.color,
                    self.axis.tick_style.width,
                );
            }
        }
        for label in &self.labels {
            canvas.text(&label.text, &label.placement);
        }
        if let Some((title, placement)) = &self.title {
            canvas.text(title, placement);
        }
    }
}
