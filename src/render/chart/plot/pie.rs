//! Pies and donuts.

use std::f64::consts::{PI, TAU};

use kurbo::{Arc, BezPath, Point, Size, Vec2};

use super::Trace;
use super::stage::Stage;
use crate::number_format;
use crate::render::chart::color::{self, COLORWAY, DARK};
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, Placement, RichText};
use crate::render::scene::{Color, Stroke};

/// A slice.
#[derive(Debug, Clone)]
struct Slice {
    label: String,
    value: f64,
    color: Color,
    text: Option<String>,
    pull: f64,
}

/// A pie: slices by label, the biggest first unless the figure says otherwise.
#[derive(Debug, Clone)]
pub(crate) struct Pie {
    slices: Vec<Slice>,
    total: f64,
}

impl Pie {
    /// Reads a pie; `None` without values. `colors` are those that labels have in other pies of the figure.
    pub(crate) fn new(
        trace: &Trace,
        layout_colors: &[Color],
        known: &mut Vec<(String, Color)>,
        hidden: &[String],
    ) -> Option<Self> {
        let (labels, values) = (trace.column("labels"), trace.column("values"));
        let count = match (&labels, &values) {
            (Some(labels), Some(values)) => labels.len().min(values.len()),
            (Some(one), None) | (None, Some(one)) => one.len(),
            (None, None) => return None,
        };
        let (own_colors, texts) = (trace.column("marker.colors"), trace.column("text"));
        let pulls = trace.column("pull");
        let mut slices: Vec<Slice> = Vec::new();
        for index in 0..count {
            let value =
                values.as_ref().map_or(Some(1.0), |values| values.num(index)).filter(|value| *value >= 0.0);
            let Some(value) = value else { continue };
            let label =
                labels.as_ref().and_then(|labels| labels.text(index)).unwrap_or_else(|| index.to_string());
            if let Some(slice) = slices.iter_mut().find(|slice| slice.label == label) {
                slice.value += value;
                continue;
            }
            let own = own_colors
                .as_ref()
                .and_then(|colors| colors.text(index))
                .and_then(|text| color::parse(&text));
            slices.push(Slice {
                label,
                value,
                color: own.unwrap_or(Color::TRANSPARENT),
                text: texts.as_ref().and_then(|texts| texts.text(index)),
                pull: pulls.as_ref().map_or(trace.attrs.number("pull"), |p| p.num(index).unwrap_or(0.0)),
            });
        }
        if trace.attrs.is("sort") {
            slices.sort_by(|a, b| b.value.total_cmp(&a.value));
        }
        let palette = trace
            .attrs
            .list("piecolorway")
            .is_none()
            .then_some(layout_colors)
            .filter(|list| !list.is_empty());
        let palette = palette.unwrap_or(&COLORWAY);
        for slice in &mut slices {
            if slice.color.a > 0 {
                continue;
            }
            slice.color = if let Some((_, color)) = known.iter().find(|(label, _)| *label == slice.label) {
                *color
            } else {
                let color = palette_color(palette, known.len());
                known.push((slice.label.clone(), color));
                color
            };
        }
        slices.retain(|slice| !hidden.contains(&slice.label));
        let total = slices.iter().map(|slice| slice.value).sum();
        (total > 0.0).then_some(Self { slices, total })
    }

    /// Labels and colours, for the legend.
    pub(crate) fn entries(&self) -> Vec<(String, Color)> {
        self.slices.iter().map(|slice| (slice.label.clone(), slice.color)).collect()
    }

    fn texts(&self, trace: &Trace, slice: &Slice) -> String {
        let percent = || {
            let share = 100.0 * slice.value / self.total;
            let text = number_format::format(share, ".3~r", ('.', ','));
            format!("{text}%")
        };
        let value = || number_format::format(slice.value, ",.12~r", ('.', ','));
        if let Some(pattern) = trace.attrs.str("texttemplate").filter(|pattern| !pattern.is_empty()) {
            use super::template::Filling;
            return super::template::fill(pattern, |name| match name {
                "label" => Some(Filling::Text(slice.label.clone())),
                "value" => Some(Filling::Number(slice.value, value())),
                "percent" => Some(Filling::Number(slice.value / self.total, percent())),
                "text" => slice.text.clone().map(Filling::Text),
                _ => None,
            });
        }
        let default = if slice.text.is_some() { "text+percent" } else { "percent" };
        let info = trace.attrs.str_or("textinfo", default);
        let has = |word: &str| info.split('+').any(|part| part == word);
        let mut parts = Vec::new();
        if has("label") && !slice.label.is_empty() {
            parts.push(slice.label.clone());
        }
        if has("text") {
            parts.extend(slice.text.clone().filter(|text| !text.is_empty()));
        }
        if has("value") {
            parts.push(value());
        }
        if has("percent") {
            parts.push(percent());
        }
        parts.join("<br>")
    }

    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let area = stage.domain(&trace.attrs);
        let hole = trace.attrs.number("hole").clamp(0.0, 1.0);
        let pull = self.slices.iter().map(|slice| slice.pull).fold(0.0, f64::max);
        let style = stage.font.with(&trace.attrs.at("textfont"));
        let title =
            trace.attrs.label("title.text").or_else(|| trace.attrs.label("title")).filter(|t| !t.is_empty());
        let title =
            title.map(|text| stage.setter.set(&text, &stage.font.with(&trace.attrs.at("title.font"))));
        let above = title.as_ref().filter(|_| hole == 0.0).map_or(0.0, |title| title.height() + 5.0);
        let radius = (area.width().min(area.height() - above) / 2.0).max(0.0) / (1.0 + pull);
        let center = Point::new(area.center().x, area.center().y + above / 2.0);
        let clockwise = trace.attrs.str("direction") == Some("clockwise");
        let mut angle = trace.attrs.number("rotation").to_radians();
        if !clockwise && let Some(first) = self.slices.first() {
            // Counterclockwise, the first slice still lies right of the top.
            angle += first.value / self.total * TAU;
        }
        let line =
            (trace.attrs.color("marker.line.color").unwrap_or(DARK), trace.attrs.number("marker.line.width"));
        let mut outside = Vec::new();
        for slice in &self.slices {
            let sweep = slice.value / self.total * TAU * if clockwise { 1.0 } else { -1.0 };
            let middle = angle + sweep / 2.0;
            let direction = Vec2::new(middle.sin(), -middle.cos());
            let shifted = center + direction * slice.pull * radius;
            let path = sector(shifted, radius, hole * radius, angle, sweep);
            canvas.path(path, Some(slice.color.into()), Some(Stroke::new(line.0, line.1)));
            angle += sweep;
            let text = self.texts(trace, slice);
            let position = trace.attrs.text("textposition");
            if text.is_empty() || position == "none" || slice.value == 0.0 {
                continue;
            }
            let inner = style.with(&trace.attrs.at("insidetextfont"));
            let colored = trace.attrs.has("textfont.color") || trace.attrs.has("insidetextfont.color");
            let inner = if colored { inner } else { inner.colored(color::contrast(slice.color)) };
            let set = stage.setter.set(&text, &inner);
            let share = slice.value / self.total;
            let fit = fit(&set, share, PI * share.min(0.5), radius, hole, middle);
            if position == "outside" || (position == "auto" && fit.scale < 1.0) {
                outside.push((
                    stage.setter.set(&text, &style.with(&trace.attrs.at("outsidetextfont"))),
                    shifted,
                    direction,
                ));
                continue;
            }
            let at = if share >= 1.0 && hole == 0.0 {
                center
            } else {
                shifted + direction * fit.distance * radius
            };
            canvas.text(&set, &place(&set, at, fit.scale.min(1.0), fit.degrees));
        }
        for (text, from, direction) in outside {
            draw_outside(canvas, &text, from, direction, radius);
        }
        if let Some(title) = title {
            let y = if hole > 0.0 {
                center.y - title.height() / 2.0 + title.ascent()
            } else {
                area.y0 + title.ascent()
            };
            canvas.text(&title, &Placement::new(center.x, y, Anchor::Middle));
        }
    }
}

/// How a text lies in its slice.
pub(super) struct Fit {
    pub(super) scale: f64,
    /// Of the text's middle from the centre, in radii.
    pub(super) distance: f64,
    pub(super) degrees: f64,
}

/// Upright if it fits, else along the radius, else across it (plotly's `transformInsideText`).
///
/// `half` is half the slice's angle, radius and `hole` its outer and (relative) inner edge.
pub(super) fn fit(text: &RichText, share: f64, half: f64, radius: f64, hole: f64, middle: f64) -> Fit {
    let size = Size::new(text.width().max(1.0), text.height().max(1.0));
    let ring = 1.0 - hole;
    let inscribed = if share >= 1.0 && hole == 0.0 {
        1.0
    } else {
        (1.0 / (1.0 + 1.0 / half.sin())).min(ring / 2.0).max(0.0)
    };
    let diagonal = size.width.hypot(size.height);
    let upright = Fit { scale: inscribed * radius * 2.0 / diagonal, distance: 1.0 - inscribed, degrees: 0.0 };
    if upright.scale >= 1.0 || share >= 1.0 {
        return upright;
    }
    let aspect = size.width / size.height;
    let radial = along(aspect, half, ring, radius, size.height);
    let across = along(1.0 / aspect, half, ring, radius, size.width);
    let turn = (middle.to_degrees() - 90.0).rem_euclid(180.0);
    let readable = |degrees: f64| if degrees > 90.0 { degrees - 180.0 } else { degrees };
    let radial = Fit { scale: radial.0, distance: radial.1, degrees: readable(turn) };
    let across =
        Fit { scale: across.0, distance: across.1, degrees: readable((turn + 90.0).rem_euclid(180.0)) };
    [upright, across, radial].into_iter().max_by(|a, b| a.scale.total_cmp(&b.scale)).unwrap_or(Fit {
        scale: 0.0,
        distance: 0.5,
        degrees: 0.0,
    })
}

/// Scale and distance of a text of `aspect` whose long side lies along the radius.
fn along(aspect: f64, half: f64, ring: f64, radius: f64, height: f64) -> (f64, f64) {
    let a = aspect + 1.0 / (2.0 * half.tan());
    let limit =
        (1.0 / ((a * a + 0.5).sqrt() + a)).min(ring / ((aspect * aspect + ring / 2.0).sqrt() + aspect));
    // plotly keeps twice its text padding of 3 px free.
    let radius = (radius - 6.0).max(0.0);
    (limit * radius * 2.0 / height, limit.cos() - aspect * limit)
}

pub(super) fn place(text: &RichText, at: Point, scale: f64, degrees: f64) -> Placement {
    use kurbo::Affine;
    let middle = Vec2::new(0.0, text.height() / 2.0 - text.ascent());
    let transform = Affine::translate(at.to_vec2())
        * Affine::rotate(degrees.to_radians())
        * Affine::scale(scale.max(0.0))
        * Affine::translate(-middle);
    Placement { at: Point::ZERO, anchor: Anchor::Middle, transform }
}

fn draw_outside(canvas: &Canvas, text: &RichText, center: Point, direction: Vec2, radius: f64) {
    let edge = center + direction * radius;
    // plotly's label lies beyond the corner that points away from the pie.
    let x = edge.x + direction.x.signum() * text.width() / 2.0;
    let y = edge.y + direction.y * text.height() / 2.0;
    canvas.text(text, &place(text, Point::new(x, y), 1.0, 0.0));
}

/// A slice from `angle` (clockwise from the top) over `sweep`.
pub(super) fn sector(center: Point, outer: f64, inner: f64, angle: f64, sweep: f64) -> BezPath {
    let start = angle - PI / 2.0;
    let point = |radius: f64, at: f64| center + Vec2::from_angle(at) * radius;
    let arc = |radius: f64, from: f64, sweep: f64| Arc::new(center, (radius, radius), from, sweep, 0.0);
    let mut path = BezPath::new();
    if sweep.abs() < TAU - 1e-9 && inner == 0.0 {
        path.move_to(center);
        path.line_to(point(outer, start));
    } else {
        path.move_to(point(outer, start));
    }
    path.extend(arc(outer, start, sweep).append_iter(0.01));
    if inner > 0.0 {
        path.line_to(point(inner, start + sweep));
        path.extend(arc(inner, start + sweep, -sweep).append_iter(0.01));
    }
    path.close_path();
    path
}

/// The colorway, then lighter and darker once it is used up (plotly's extended colorway).
fn palette_color(palette: &[Color], index: usize) -> Color {
    let base = palette[index % palette.len()];
    match index / palette.len() {
        0 => base,
        1 => color::lighten(base, 0.2),
        _ => color::lighten(base, -0.2),
    }
}

/// Labels that the layout hides.
pub(crate) fn hidden(layout: &crate::render::chart::attrs::Attrs) -> Vec<String> {
    let column = layout.get("hiddenlabels").and_then(Column::of);
    column.map_or_else(Vec::new, |column| (0..column.len()).filter_map(|index| column.text(index)).collect())
}
