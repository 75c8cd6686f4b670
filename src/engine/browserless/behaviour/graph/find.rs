//! The figure of a graph, and the points that a visitor names in it.

use kurbo::{Point as KurboPoint, Size};
use serde_json::Value;

use super::compare;
use super::curve::Curve;
use super::hand::Hand;
use super::point::{Point, points};
use super::screen;
use crate::dash::Component;
use crate::engine::browserless::behaviour::target::Target;
use crate::engine::{Error, GraphPoint};
use crate::render::chart::{Axis, Chart, Figure, Visible};

/// The size of a graph that nothing sizes, px: plotly's.
const SIZE: Size = Size::new(700.0, 450.0);

/// How many points an error lists: as many as fit a line.
const SHOWN: usize = 12;

/// What the visitor did to the graph so far.
pub(super) fn hand(target: &Target<'_>) -> Hand {
    Hand::of(target.spot.memory, target.component.prop("figure").unwrap_or(&Value::Null))
}

/// The figure of the graph, as it is drawn.
///
/// # Errors
/// [`Error::NotActionable`] when it has none.
pub(super) fn figure(target: &Target<'_>) -> Result<Figure, Error> {
    let figure = target.component.prop("figure").map(|figure| hand(target).figure(figure));
    let figure = figure.and_then(|figure| Figure::from_value(&figure).ok());
    figure.ok_or_else(|| target.not_actionable("it has no figure"))
}

/// The figure, laid out at the size that it has on the page.
pub(super) fn laid_out(figure: &Figure) -> Chart<'_> {
    let side = |name: &str, default: f64| {
        let side = figure.value().pointer(name).and_then(Value::as_f64);
        side.filter(|side| (10.0..10_000.0).contains(side)).unwrap_or(default)
    };
    Chart::new(figure, Size::new(side("/layout/width", SIZE.width), side("/layout/height", SIZE.height)))
}

/// An attribute of the layout, or of its template.
pub(super) fn layout(target: &Target<'_>, name: &str) -> Option<Value> {
    let figure = hand(target).figure(target.component.prop("figure")?);
    let layout = figure.get("layout")?;
    let template = || layout.pointer("/template/layout")?.get(name);
    layout.get(name).or_else(template).cloned()
}

/// The axes of a subplot: of the one that is named (`x2y2`), or of the first plot trace.
///
/// # Errors
/// [`Error::Unsupported`] when the figure has no axes, [`Error::BadAction`] when it has no such subplot.
pub(super) fn subplot<'c>(
    target: &Target<'_>,
    chart: &'c Chart<'c>,
    named: Option<&str>,
) -> Result<(&'c Axis<'c>, &'c Axis<'c>), Error> {
    let cartesian =
        chart.traces.iter().filter(|trace| trace.is_cartesian() && trace.visible != Visible::Hidden);
    let mut there: Vec<(&str, &str)> =
        cartesian.map(|trace| (trace.x_axis.as_str(), trace.y_axis.as_str())).collect();
    if there.is_empty() {
        there.push(("x", "y"));
    }
    let found = match named {
        Some(named) => there.iter().find(|(x, y)| named.strip_prefix(x) == Some(y)),
        None => there.first(),
    };
    let Some((x, y)) = found else {
        there.dedup();
        let names: Vec<String> = there.iter().map(|(x, y)| format!("{x}{y}")).collect();
        return Err(target.bad(format!("the subplots are {}", names.join(", "))));
    };
    let axes = chart.axes.get(x).zip(chart.axes.get(y));
    axes.ok_or_else(|| {
        let mut kinds: Vec<&str> = chart.traces.iter().map(|trace| trace.kind).collect();
        kinds.dedup();
        target.unsupported_because(format!("a range of a graph without axes ({})", kinds.join(", ")))
    })
}

/// The point that the pointer is over at a place of a figure that is drawn at a size, px; in the middle of the plot
/// without a place. `None` where plotly finds none near enough.
pub(crate) fn nearest(component: Component<'_>, size: Size, place: Option<KurboPoint>) -> Option<GraphPoint> {
    /// How far the pointer may be from a point, px (plotly's `layout.hoverdistance`).
    const NEAR: f64 = 20.0;
    let figure = Figure::from_value(component.prop("figure")?).ok()?;
    let chart = Chart::new(&figure, size);
    let curves: Vec<Curve<'_>> =
        Curve::all(figure.value(), &chart).into_iter().filter(Curve::is_hoverable).collect();
    let place = place.unwrap_or_else(|| chart.area.center());
    let (points, _) = points(&curves);
    let (point, _) = points
        .into_iter()
        .filter_map(|point| {
            let [x, y] = screen::sides(&point, &curves, &chart);
            let off = |side: [f64; 2], at: f64| (side[0] - at).max(at - side[1]).max(0.0);
            let distance = off(x, place.x).hypot(off(y, place.y));
            let middle = KurboPoint::new(f64::midpoint(x[0], x[1]), f64::midpoint(y[0], y[1]));
            (distance <= NEAR).then(|| (point, (distance, middle.distance(place))))
        })
        .min_by(|(_, one), (_, other)| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)))?;
    let Point { curve, number, x, y, label, .. } = point;
    Some(GraphPoint { curve: Some(curve), point: number, x, y, label })
}

/// What plotly says about the point that is meant: the first that fits.
///
/// # Errors
/// [`Error::NoSuchPoint`] lists those there are; [`Error::Unsupported`] names the plot trace whose points can't be known.
pub(super) fn point(target: &Target<'_>, wanted: &GraphPoint) -> Result<Point, Error> {
    let figure = figure(target)?;
    let chart = laid_out(&figure);
    let curves: Vec<Curve<'_>> =
        Curve::all(figure.value(), &chart).into_iter().filter(Curve::is_hoverable).collect();
    let (mut points, unknown) = points(&curves);
    if let Some(found) = points.iter().position(|point| point.fits(wanted)) {
        for point in &mut points {
            screen::locate(point, &curves, &chart);
        }
        let events = compare::together(&points[found], &points, &curves)
            .map_err(|reason| target.unsupported_because(reason))?;
        let curve = points[found].curve;
        if !events.iter().any(|event| event.get("curveNumber") == Some(&Value::from(curve))) {
            let reason = format!("something else of the plot covers that point of plot trace {curve}");
            return Err(target.not_actionable(reason));
        }
        return Ok(Point { events, ..points.swap_remove(found) });
    }
    if let Some(kind) = unknown {
        return Err(target.unsupported_because(format!("the points of a `{kind}` plot trace")));
    }
    let mut there: Vec<String> = points.iter().map(Point::name).collect();
    there.dedup();
    let more = there.len().saturating_sub(SHOWN);
    there.truncate(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
    Err(Error::NoSuchPoint { on: target.on(), point: format!("{wanted}; it has {there}{more}") })
}
