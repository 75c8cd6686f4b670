//! Colour bars: a scale with its ticks, upright beside the plots.

use kurbo::{Point, Rect, Shape, Size};

use super::Push;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axis, PlacedText, Side};
use crate::render::chart::color::DARK;
use crate::render::chart::color_scale::ColorScale;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, Placement, RichText, TextStyle, Typesetter};
use crate::render::scene::{Gradient, GradientKind, Paint, Stroke};

/// A colour bar, measured.
#[derive(Debug)]
pub(crate) struct ColorBar<'a> {
    attrs: Attrs<'a>,
    scale: ColorScale,
    bar: Rect,
    axis: Axis<'a>,
    labels: Vec<PlacedText>,
    title: Option<(RichText, Placement)>,
}

impl<'a> ColorBar<'a> {
    /// Measures an upright bar beside a plot area.
    pub(crate) fn new(
        attrs: Attrs<'a>,
        scale: ColorScale,
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
        axis.set_ticks();
        let labels = axis.place_labels(setter, bar.x1);
        if let Some(set) = set.filter(|_| right) {
            let reach = labels.iter().map(|label| label.bounds.x1).fold(bar.x1, f64::max);
            let at = Point::new(reach + title_style.size, bar.center().y);
            title = Some((set, Placement::new(at.x, at.y, Anchor::Middle).turned(-90.0, at)));
        }
        Self { attrs, scale, bar, axis, labels, title }
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

    pub(crate) fn draw(&self, canvas: &Canvas, _: Size) {
        let kind = GradientKind::Linear {
            from: Point::new(self.bar.x0, self.bar.y1),
            to: Point::new(self.bar.x0, self.bar.y0),
        };
        let fill = Paint::Gradient(Gradient { kind, stops: self.scale.stops.clone() });
        canvas.path(self.bar.to_path(0.1), Some(fill), None);
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
