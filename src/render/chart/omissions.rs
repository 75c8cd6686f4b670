//! What a figure asks for and this renderer leaves out, by name.

use serde_json::Value;

use super::attrs::Attrs;
use super::axis::Axes;
use super::plot::{Marks, Trace, Visible};
use super::text::TextBox;

/// The names of all that is left out, each with the container that asks for it, in the figure's order.
pub(super) fn omissions(
    layout: &Attrs,
    axes: &Axes,
    traces: &[(&Trace, &Marks)],
    texts: &[TextBox],
) -> Vec<String> {
    let mut notes = Vec::new();
    of_layout(layout, &mut notes);
    for axis in axes.iter() {
        of_axis(&axis.name(), &axis.attrs, &mut notes);
    }
    for (trace, marks) in traces.iter().filter(|(trace, _)| trace.visible == Visible::Shown) {
        if matches!(marks, Marks::Unsupported) {
            let why = why_not(trace.kind);
            notes.push(format!("plot trace type `{}` (trace {}) is not drawn{why}", trace.kind, trace.index));
        } else {
            of_trace(trace, &mut notes);
        }
    }
    if texts.iter().any(|text| is_math(&text.text)) {
        notes.push("MathJax between `$` is drawn as plain text".into());
    }
    notes
}

/// Why a type is not drawn, where something can be done about it or never will.
fn why_not(kind: &str) -> &'static str {
    match kind {
        "scattermap" | "choroplethmap" | "densitymap" | "scattermapbox" | "choroplethmapbox"
        | "densitymapbox" => {
            ": its map comes in tiles from a server; `scattergeo` and `choropleth` have outlines of the world"
        }
        "scattergeo" | "choropleth" => ": this program was built without the feature `geo`",
        _ => "",
    }
}

fn of_layout(layout: &Attrs, notes: &mut Vec<String>) {
    let shown = |item: &&Value| item.get("visible").and_then(Value::as_bool) != Some(false);
    let listed = |path: &str| layout.list(path).unwrap_or_default().iter().filter(shown);
    let unread = |item: &Value| !item.get("source").and_then(Value::as_str).is_some_and(is_png);
    if listed("images").any(unread) {
        notes.push("`layout.images`: only PNGs in data URIs are drawn".into());
    }
    if listed("selections").next().is_some() {
        notes.push("`layout.selections`: selections are not drawn".into());
    }
}

fn is_png(source: &str) -> bool {
    source.starts_with("data:image/png;base64,")
}

fn of_axis(name: &str, axis: &Attrs, notes: &mut Vec<String>) {
    if axis.str("calendar").is_some_and(|calendar| calendar != "gregorian") {
        notes.push(format!("`layout.{name}.calendar` is drawn in Gregorian dates"));
    }
}

fn of_trace(trace: &Trace, notes: &mut Vec<String>) {
    let mut add = |path: &str, what: &str| {
        notes.push(format!("`{path}` of trace {} ({}) {what}", trace.index, trace.kind));
    };
    let patterned =
        matches!(trace.kind, "bar" | "histogram" | "pie" | "funnelarea" | "treemap" | "sunburst" | "icicle");
    if !patterned && asks(&trace.attrs, "marker.pattern.shape", "") {
        add("marker.pattern.shape", "is drawn as a plain fill");
    }
    for path in ["xcalendar", "ycalendar"] {
        if asks(&trace.attrs, path, "gregorian") {
            add(path, "is read as Gregorian dates");
        }
    }
    for path in ["projection.x.show", "projection.y.show", "projection.z.show"] {
        if trace.attrs.flag(path, false) {
            add(path, "is left out: points are not projected onto walls");
        }
    }
    for axis in ["x", "y", "z"] {
        let path = format!("contours.{axis}.show");
        if trace.kind == "surface" && trace.attrs.flag(&path, false) {
            add(&path, "is left out: no lines are drawn on the surface");
        }
    }
    if trace.kind == "surface" && trace.attrs.has("opacityscale") {
        add("opacityscale", "is left out: the surface has one opacity");
    }
    if trace.kind == "scatter3d" && trace.attrs.num("surfaceaxis").is_some_and(|axis| axis >= 0.0) {
        add("surfaceaxis", "is left out: no surface is laid through the points");
    }
    if trace.attrs.str("geojson").is_some_and(|address| !address.is_empty()) {
        add("geojson", "is an address, which is not fetched: give the GeoJSON itself");
    }
}

/// Whether an attribute, one for all or a list, has another value than the one that means nothing.
fn asks(attrs: &Attrs, path: &str, nothing: &str) -> bool {
    match attrs.get(path) {
        Some(Value::String(text)) => text != nothing,
        Some(Value::Array(list)) => {
            list.iter().any(|item| item.as_str().is_some_and(|text| !text.is_empty() && text != nothing))
        }
        _ => false,
    }
}

/// Whether plotly would hand a text to MathJax where that is loaded: something stands between two `$`.
fn is_math(text: &str) -> bool {
    text.split('$').nth(1).is_some_and(|inner| !inner.is_empty()) && text.matches('$').count() == 2
}

#[cfg(test)]
mod tests {
    use kurbo::Size;

    use crate::render::Error;
    use crate::render::chart::Figure;

    fn notes(figure: &str) -> Result<Vec<String>, Error> {
        Ok(Figure::from_json(figure)?.render(Size::new(300.0, 200.0))?.notes)
    }

    #[test]
    fn what_is_left_out_is_named_with_its_place() -> Result<(), Error> {
        let found = notes(
            r#"{"data": [{"type": "bar", "y": [1, 2], "xcalendar": "julian"}],
                "layout": {"selections": [{}], "images": [{"source": "https://example.com/logo.png"}, {"visible": false}]}}"#,
        )?;
        let expected = [
            "`layout.images`: only PNGs in data URIs are drawn",
            "`layout.selections`: selections are not drawn",
            "`xcalendar` of trace 0 (bar) is read as Gregorian dates",
        ];
        assert_eq!(found, expected);
        Ok(())
    }

    #[test]
    fn maps_of_tiles_and_outlines_elsewhere_are_named() -> Result<(), Error> {
        let found = notes(
            r#"{"data": [{"type": "scattermap", "lon": [1], "lat": [2]},
                         {"type": "choropleth", "geojson": "http://a/b", "locations": ["x"], "z": [1]}]}"#,
        )?;
        assert!(found[0].ends_with("`scattergeo` and `choropleth` have outlines of the world"), "{found:?}");
        #[cfg(feature = "geo")]
        assert!(found[1].contains("is an address, which is not fetched"), "{found:?}");
        Ok(())
    }

    #[test]
    fn a_figure_that_is_drawn_whole_has_no_notes() -> Result<(), Error> {
        let pattern = r#"{"data": [{"type": "bar", "y": [1], "marker": {"pattern": {"shape": ""}}}]}"#;
        assert!(notes(pattern)?.is_empty());
        Ok(())
    }
}
