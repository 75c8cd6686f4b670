//! Drags over a plot by place, as WebDriver clients make them, told by data.

use kurbo::{Point, Rect, Size};
use serde_json::{Value, json};

use super::hand::Hand;
use crate::dash::Component;
use crate::engine::{Action, GraphPath, GraphRange, Locator};
use crate::render::chart::{Axis, AxisKind, Chart, Figure, Visible, write_date};

/// A drag that is shorter along an axis does not move it, px (plotly's `MINDRAG`).
const LEAST: f64 = 8.0;

/// A rectangle that is narrower may be meant along one axis alone, px: plotly's `MINZOOM`, and `MINSELECT`.
const NARROW_ZOOM: f64 = 20.0;
const NARROW_SELECTION: f64 = 12.0;

/// What a way over a figure means that is drawn at a size, px from the graph's corner: the figure's `dragmode` says.
/// `None` for a drag that changes nothing.
///
/// # Errors
/// Names the drag that is not known here.
pub(crate) fn dragged(
    component: Component<'_>,
    memory: Option<&Value>,
    size: Size,
    way: &[Point],
) -> Result<Option<Action>, String> {
    let Some(figure) = figure(component, memory) else { return Ok(None) };
    let chart = Chart::new(&figure, size);
    let (Some(from), Some(to)) = (way.first(), way.last()) else { return Ok(None) };
    let Some((x, y)) = under(&chart, *from) else {
        return Err("a drag beside the plots with x and y axes of a graph".to_owned());
    };
    let subplot = Some(format!("{}{}", x.id, y.id));
    let on = graph();
    let within = |place: &Point| {
        let (x_end, y_end) = (x.offset + x.length, y.offset + y.length);
        Point::new(place.x.clamp(x.offset, x_end), place.y.clamp(y.offset, y_end))
    };
    let range = |x_moves: bool, y_moves: bool, to: Point| {
        Box::new(GraphRange {
            x: x_moves.then(|| [value(x, from.x), value(x, to.x)]),
            y: y_moves.then(|| [value(y, from.y), value(y, to.y)]),
            subplot: subplot.clone(),
        })
    };
    let end = within(to);
    let rectangle = |narrow: f64| {
        let (dx, dy) = ((end.x - from.x).abs(), (end.y - from.y).abs());
        match sides([dx, dy], narrow) {
            [false, false] => None,
            [x_moves, y_moves] => Some(range(x_moves, y_moves, end)),
        }
    };
    Ok(match tool(&chart) {
        Some("zoom") => rectangle(NARROW_ZOOM).map(|range| Action::Zoom { on, range }),
        Some("select") => rectangle(NARROW_SELECTION).map(|range| Action::Brush { on, range }),
        Some("pan") => {
            let moves = [(to.x - from.x).abs() >= LEAST, (to.y - from.y).abs() >= LEAST];
            moves.contains(&true).then(|| Action::Pan { on, range: range(moves[0], moves[1], *to) })
        }
        Some("lasso") => {
            let corners = way.iter().map(within).map(|at| [value(x, at.x), value(y, at.y)]);
            let path = GraphPath { path: corners.collect(), subplot };
            (path.path.len() > 2).then_some(Action::Lasso { on, path })
        }
        Some(mode) => return Err(format!("a drag with `dragmode: {mode}` in a graph")),
        None => None,
    })
}

/// What a double click means at a place of a figure that is drawn at a size, px from the graph's corner: all that the tool
/// did is taken back. `None` beside the plots.
pub(crate) fn doubled(
    component: Component<'_>,
    memory: Option<&Value>,
    size: Size,
    place: Point,
) -> Option<Action> {
    let figure = figure(component, memory)?;
    let chart = Chart::new(&figure, size);
    let (x, y) = under(&chart, place)?;
    let range = Box::new(GraphRange { subplot: Some(format!("{}{}", x.id, y.id)), ..GraphRange::default() });
    match tool(&chart)? {
        "zoom" | "pan" => Some(Action::Zoom { on: graph(), range }),
        "select" | "lasso" => Some(Action::Brush { on: graph(), range }),
        _ => None,
    }
}

/// The figure as it is drawn.
fn figure(component: Component<'_>, memory: Option<&Value>) -> Option<Figure> {
    let figure = component.prop("figure")?;
    Figure::from_value(&Hand::of(memory, figure).figure(figure)).ok()
}

/// The tool that drags; `None` for none.
fn tool<'c>(chart: &'c Chart<'_>) -> Option<&'c str> {
    match chart.layout.get("dragmode") {
        Some(mode) => mode.as_str(),
        None => Some("zoom"),
    }
}

fn graph() -> Locator {
    Locator::Css("graph".to_owned())
}

/// Where a subplot of a figure lies that is drawn at a size, px from the graph's corner: `xy`, `x2y2`…
pub(crate) fn area(
    component: Component<'_>,
    memory: Option<&Value>,
    size: Size,
    subplot: &str,
) -> Option<Rect> {
    let figure = figure(component, memory)?;
    let chart = Chart::new(&figure, size);
    let (x, y) = subplot.split_at(subplot.rfind('y')?);
    let (x, y) = (chart.axes.get(x)?, chart.axes.get(y)?);
    Some(Rect::new(x.offset, y.offset, x.offset + x.length, y.offset + y.length))
}

/// The axes of the subplot that a place is on: of the plot traces' subplots, that which is drawn first.
fn under<'c>(chart: &'c Chart<'c>, place: Point) -> Option<(&'c Axis<'c>, &'c Axis<'c>)> {
    let shown = chart.traces.iter().filter(|trace| trace.is_cartesian() && trace.visible != Visible::Hidden);
    let mut subplots =
        shown.filter_map(|trace| chart.axes.get(&trace.x_axis).zip(chart.axes.get(&trace.y_axis)));
    let is_on = |axis: &Axis<'_>, at: f64| (axis.offset..=axis.offset + axis.length).contains(&at);
    let (x, y) = subplots.find(|(x, y)| is_on(x, place.x) && is_on(y, place.y))?;
    // What is laid over another subplot moves with that.
    let under =
        |axis: &'c Axis<'c>| axis.overlaying.as_deref().and_then(|id| chart.axes.get(id)).unwrap_or(axis);
    Some((under(x), under(y)))
}

/// Along which axes a rectangle of so many px counts: a long one that is narrow spans the whole other axis.
fn sides([dx, dy]: [f64; 2], narrow: f64) -> [bool; 2] {
    if dy < (dx * 0.6).max(LEAST).min(narrow) {
        [dx >= LEAST, false]
    } else {
        [dx >= (dy * 0.6).min(narrow), true]
    }
}

/// What the data have at a place on an axis, px; a number where that is between categories.
fn value(axis: &Axis<'_>, px: f64) -> Value {
    let at = axis.value_at(px);
    match axis.kind {
        AxisKind::Date => Value::from(write_date(at)),
        _ => json!(axis.unlinear(at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(layout: Value, way: &[(f64, f64)]) -> Result<Option<Action>, String> {
        let mut layout = layout;
        let size = json!({"width": 440, "height": 250, "margin": {"l": 20, "r": 20, "t": 20, "b": 30},
            "xaxis": {"range": [0, 4]}, "yaxis": {"range": [0, 8]}});
        layout.as_object_mut().unwrap().extend(size.as_object().unwrap().clone());
        let graph = json!({"namespace": "dash_core_components", "type": "Graph", "props": {
            "figure": {"data": [{"type": "scatter", "x": [1, 2], "y": [3, 4]}], "layout": layout}}});
        let way: Vec<Point> = way.iter().map(|at| Point::from(*at)).collect();
        dragged(Component::of(&graph).unwrap(), None, Size::new(440.0, 250.0), &way)
    }

    fn line(layout: Value, way: &[(f64, f64)]) -> String {
        meant(layout, way).unwrap().map(|action| action.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_drag_means_what_the_tool_does_along_the_axes_that_it_follows() {
        let slanted = [(120.0, 70.0), (220.0, 170.0)];
        assert_eq!(line(json!({}), &slanted), "zoom graph x=1.0..2.0 y=6.0..2.0 subplot=xy");
        assert_eq!(line(json!({}), &[(120.0, 70.0), (220.0, 75.0)]), "zoom graph x=1.0..2.0 subplot=xy");
        assert_eq!(line(json!({}), &[(120.0, 70.0), (122.0, 900.0)]), "zoom graph y=6.0..0.0 subplot=xy");
        assert_eq!(line(json!({}), &[(120.0, 70.0), (123.0, 72.0)]), "");
        let pan = json!({"dragmode": "pan"});
        assert_eq!(line(pan, &[(120.0, 70.0), (520.0, 72.0)]), "pan graph x=1.0..5.0 subplot=xy");
        assert_eq!(line(json!({"dragmode": false}), &slanted), "");
    }

    #[test]
    fn a_drag_that_is_not_known_is_refused_by_name() {
        let error = |layout, way: &[(f64, f64)]| meant(layout, way).unwrap_err();
        assert!(
            error(json!({"dragmode": "drawline"}), &[(120.0, 70.0), (220.0, 170.0)]).contains("drawline")
        );
        assert!(error(json!({}), &[(120.0, 240.0), (220.0, 240.0)]).contains("beside the plots"));
    }
}
