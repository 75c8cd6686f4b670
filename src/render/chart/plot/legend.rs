//! What plot traces contribute to the legend.

use super::paint::{colors, each, numbers, pick};
use super::scatter::Scatter;
use super::slices::Share;
use super::{ColorAxes, Marks, Trace, Visible};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::DARK;
use crate::render::chart::color_scale::extent;
use crate::render::chart::draw::symbol;
use crate::render::chart::layout::{Entry, Key};
use crate::render::scene::{Color, Paint, Stroke};

/// The entries of all traces, in the order of the data.
pub(crate) fn entries(traces: &[Trace], marks: &[Marks], colors: &ColorAxes, layout: &Attrs) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (trace, marks) in traces.iter().zip(marks) {
        if trace.visible == Visible::Hidden || !trace.attrs.flag("showlegend", true) {
            continue;
        }
        let group = trace.attrs.label("legendgroup").unwrap_or_default();
        let rank = trace.attrs.number("legendrank");
        let entry = |text: String, key: Key| Entry {
            text,
            group: group.clone(),
            rank,
            key,
            faded: trace.visible == Visible::Legend,
            heading: false,
        };
        let own: Vec<Entry> = match marks.entries() {
            Some(shares) => shares
                .iter()
                .filter(|share| !entries.iter().any(|known| known.text == share.label))
                .map(|share| Entry {
                    faded: share.hidden,
                    ..entry(share.label.clone(), slice_key(trace, share))
                })
                .collect(),
            None => match key(trace, marks, colors, layout) {
                Some(key) => {
                    let transparency = 1.0 - trace.attrs.num_or("opacity", 1.0);
                    vec![entry(trace.name.clone(), Key { transparency, ..key })]
                }
                None => Vec::new(),
            },
        };
        let title = trace.attrs.label("legendgrouptitle.text").filter(|title| !title.is_empty());
        if let Some(text) =
            title.filter(|_| !own.is_empty() && !entries.iter().any(|e| e.heading && e.group == group))
        {
            entries.push(Entry { heading: true, ..entry(text, Key::default()) });
        }
        entries.extend(own);
    }
    entries
}

/// Whether a legend is shown unless the layout says.
pub(crate) fn wanted(traces: &[Trace], marks: &[Marks]) -> bool {
    let mut count = 0;
    for (trace, marks) in traces.iter().zip(marks) {
        let own = trace.attrs.get("showlegend").and_then(serde_json::Value::as_bool);
        if trace.visible == Visible::Hidden || own == Some(false) {
            continue;
        }
        if marks.entries().is_some() {
            count += 2;
        } else if trace.in_legend() {
            count += if own == Some(true) { 2 } else { 1 };
        }
    }
    count > 1
}

/// A slice's swatch.
fn slice_key(trace: &Trace, share: &Share) -> Key {
    let opacity = trace.attrs.number("opacity");
    let line = match &share.line.paint {
        Paint::Solid(color) => color.faded(opacity),
        Paint::Gradient(_) => DARK,
    };
    let line = (line, share.line.width.min(5.0));
    Key { swatch: Some((share.color.faded(opacity), line)), ..Key::default() }
}

fn swatch(color: Color, trace: &Trace, axes: &ColorAxes, layout: &Attrs) -> Key {
    let line = trace.attrs.at("marker.line");
    let width = each(&line, "width", 0.0).first().map_or(0.0, |width| width.clamp(0.0, 5.0));
    let line = pick(&colors(&line, DARK, axes, layout), 0, DARK);
    Key { swatch: Some((color, (line, width))), ..Key::default() }
}

fn key(trace: &Trace, marks: &Marks, axes: &ColorAxes, layout: &Attrs) -> Option<Key> {
    if !trace.in_legend() {
        return None;
    }
    let marker = trace.attrs.at("marker");
    let fill = pick(&colors(&marker, trace.color, axes, layout), 0, trace.color);
    match trace.kind {
        "box" | "violin" => {
            let line =
                trace.attrs.color("line.color").unwrap_or(marker.color("color").unwrap_or(trace.color));
            let fill = trace.attrs.color("fillcolor").unwrap_or(line.faded(0.5));
            Some(Key { swatch: Some((fill, (line, trace.attrs.number("line.width")))), ..Key::default() })
        }
        "candlestick" | "ohlc" => Some(super::sessions::key(trace)),
        "contour" | "histogram2dcontour" | "contourcarpet" => {
            let Marks::Contours(contours) = marks else { return None };
            let scale = axes.of(&trace.attrs, "z", Some(contours.extent()), layout);
            let (line, fill) = contours.key(trace, &scale);
            Some(Key { line, fill, ..Key::default() })
        }
        "scatter" | "scattergl" | "scatterpolar" | "scatterpolargl" | "scatterternary" | "scattersmith"
        | "scattercarpet" | "scattergeo" | "scatter3d" | "splom" => {
            Some(scatter_key(trace, marks, axes, layout))
        }
        _ => {
            // One colour of a scale stands for all: that of its middle.
            let middle = numbers(&marker).map(|values| axes.of(&marker, "c", extent(values), layout).at(0.5));
            Some(swatch(middle.unwrap_or(fill), trace, axes, layout))
        }
    }
}

fn scatter_key(trace: &Trace, marks: &Marks, axes: &ColorAxes, layout: &Attrs) -> Key {
    let default = if trace.kind == "scattergeo" { "markers" } else { "lines+markers" };
    let mode = trace.attrs.str_or("mode", default);
    let (lines, markers, filled) = match marks {
        #[cfg(feature = "geo")]
        Marks::Points(points) => {
            let scatter = &points.scatter;
            (scatter.lines, scatter.markers, scatter.fill != "none")
        }
        Marks::Scatter(scatter) => (scatter.lines, scatter.markers, scatter.fill != "none"),
        Marks::Splom(_) => (false, true, false),
        _ => (mode.contains("lines"), mode.contains("markers"), trace.attrs.has("fill")),
    };
    let marker = trace.attrs.at("marker");
    let color = Scatter::line_color(trace);
    let mut key = Key::default();
    if lines {
        let width = trace.attrs.number("line.width").min(10.0);
        key.line = Some(Stroke::dashed(color, width, trace.attrs.text("line.dash")));
    }
    if filled {
        key.fill = Some(Scatter::fill_color(trace, lines));
    }
    if markers {
        let first = marker
            .get("symbol")
            .map(|symbol| symbol.as_array().and_then(|list| list.first()).unwrap_or(symbol));
        let kind = symbol(first);
        let sizes = each(&marker, "size", 6.0);
        let constant = layout.str("legend.itemsizing") == Some("constant");
        let bubble = sizes.len() > 1;
        let size = if constant { CONSTANT_SIZE } else { mean(&sizes).unwrap_or(6.0) };
        let size = size.clamp(2.0, 16.0);
        let opacities = each(&marker, "opacity", if bubble { 0.7 } else { 1.0 });
        let opacity = mean(&opacities).unwrap_or(1.0).clamp(0.2, 1.0);
        let fill = pick(&Scatter::marker_colors(trace, axes, layout), 0, trace.color).faded(opacity);
        let line = marker.at("line");
        let widths = each(&line, "width", if bubble { 1.0 } else { 0.0 });
        let width = mean(&widths).unwrap_or(0.0).clamp(0.0, 5.0);
        let line_color = pick(&Scatter::outline_colors(trace, bubble, axes, layout), 0, DARK);
        let stroke = if kind.open {
            (fill, width.max(1.0))
        } else {
            (line_color, if kind.needs_line() { width.max(1.0) } else { width })
        };
        key.marker = Some((kind, size, fill, stroke));
    }
    key
}

/// px of every marker under `itemsizing: "constant"`.
const CONSTANT_SIZE: f64 = 12.0;

/// The mean of those that are numbers: the one value that stands for a list in a legend.
fn mean(values: &[f64]) -> Option<f64> {
    let known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}
