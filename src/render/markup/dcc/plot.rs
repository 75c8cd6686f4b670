//! What plotly.js draws of a figure, as elements: titles, ticks, the legend, annotations, points and buttons. Their texts
//! and counts are those of the laid out chart; where they are and what they look like is not said.

use kurbo::Size;
use serde_json::{Value, json};

use super::super::element::{Content, Element};
use crate::render::chart::{Chart, Figure, Trace, Visible};

/// Buttons that every cartesian plot has, by group: what they are called, and what they set.
const BUTTONS: [&[(&str, &str)]; 3] = [
    &[("Download plot as a PNG", "")],
    &[("Zoom", "dragmode"), ("Pan", "dragmode")],
    &[("Zoom in", "zoom"), ("Zoom out", "zoom"), ("Autoscale", "zoom"), ("Reset axes", "zoom")],
];

/// The elements of a figure at a size, px; none for one that can't be drawn.
pub(in super::super) fn elements(figure: &Value, size: Size, config: &Value) -> Vec<Content> {
    let empty = json!({"data": [], "layout": {}});
    let Ok(figure) = Figure::from_value(if figure.is_null() { &empty } else { figure }) else {
        return Vec::new();
    };
    let chart = Chart::new(&figure, size);
    let mut content = vec![
        surface(size)
            .child(group("bglayer"))
            .child(drags(&chart))
            .child(axes(&chart))
            .children(others(&chart)),
        Element::new("div").class("gl-container"),
        surface(size).child(group("layer-above")).child(info(&chart, &figure)).child(group("menulayer")),
    ];
    if config.get("displayModeBar") != Some(&Value::Bool(false))
        && config.get("staticPlot") != Some(&Value::Bool(true))
    {
        content.push(buttons(&chart, config));
    }
    content.push(surface(size).child(group("hoverlayer")));
    content.into_iter().map(Into::into).collect()
}

fn surface(size: Size) -> Element {
    let svg = Element::new("svg").class("main-svg").attr("xmlns", "http://www.w3.org/2000/svg");
    svg.attr("width", size.width.to_string()).attr("height", size.height.to_string())
}

fn group(class: &str) -> Element {
    Element::new("g").class(class)
}

/// What a pointer drags: the middle, the corners and the edges of each subplot.
fn drags(chart: &Chart<'_>) -> Element {
    let parts = [
        "nsewdrag", "nwdrag", "nedrag", "swdrag", "sedrag", "ewdrag", "wdrag", "edrag", "nsdrag", "sdrag",
        "ndrag",
    ];
    let layers = subplots(chart).into_iter().map(|(x, y)| {
        let name = format!("{x}{y}");
        let part = |class: &&str| {
            let part = Element::new("rect").class(class).class("drag");
            part.attr_opt("data-subplot", (*class == "nsewdrag").then(|| name.clone())).into()
        };
        group(&name).children(parts.iter().map(part)).into()
    });
    group("draglayer").children(layers)
}

/// The pairs of axes that are drawn.
fn subplots(chart: &Chart<'_>) -> Vec<(String, String)> {
    let mut subplots: Vec<(String, String)> = Vec::new();
    for trace in chart.traces.iter().filter(|trace| is_drawn(trace)) {
        let pair = (trace.x_axis.clone(), trace.y_axis.clone());
        if !subplots.contains(&pair) {
            subplots.push(pair);
        }
    }
    if subplots.is_empty() && chart.traces.iter().all(Trace::is_cartesian) {
        subplots.push(("x".to_owned(), "y".to_owned()));
    }
    subplots
}

fn is_drawn(trace: &Trace<'_>) -> bool {
    trace.is_cartesian() && trace.visible == Visible::Shown
}

/// A text with plotly's markup: its lines, without what is only look.
fn text(class: &str, said: &str) -> Element {
    let element = Element::new("text").class(class).attr("data-unformatted", said);
    let lines: Vec<String> = said.split("<br>").map(plain).collect();
    match lines.as_slice() {
        [line] => element.text(line.as_str()),
        lines => {
            let line = |line: &String| Element::new("tspan").class("line").text(line.as_str()).into();
            element.children(lines.iter().map(line))
        }
    }
}

fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in line.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

/// The subplots with axes: their ticks, and the traces in them.
fn axes(chart: &Chart<'_>) -> Element {
    let mut layer = group("cartesianlayer");
    for (x, y) in subplots(chart) {
        let name = format!("{x}{y}");
        let within = |trace: &&Trace<'_>| is_drawn(trace) && trace.x_axis == x && trace.y_axis == y;
        let mut plot = group(&name);
        for (kind, layer) in [("bar", "barlayer mlayer"), ("scatter", "scatterlayer mlayer")] {
            let of_kind: Vec<Content> =
                chart.traces.iter().filter(within).filter(|trace| trace.kind == kind).map(drawn).collect();
            if !of_kind.is_empty() {
                plot = plot.child(group(layer).children(of_kind));
            }
        }
        let mut subplot = group("subplot").class(&name).child(group("overplot").child(plot));
        for axis in chart.axes.iter().filter(|axis| axis.id == x || axis.id == y) {
            let letter = axis.id.chars().next().unwrap_or('x');
            let ticks = axis.ticks.iter().filter(|tick| !tick.minor && !tick.text.is_empty());
            let ticks =
                ticks.map(|tick| group(&format!("{}tick", axis.id)).child(text("", &tick.text)).into());
            subplot = subplot.child(group(&format!("{letter}axislayer-above")).children(ticks));
        }
        layer = layer.child(subplot);
    }
    layer
}

/// A trace with an element for each of its points.
fn drawn(trace: &Trace<'_>) -> Content {
    let count = ["x", "y"].iter().filter_map(|name| trace.column(name)).map(|column| column.len()).max();
    let count = count.unwrap_or(0);
    let points = if trace.kind == "bar" {
        (0..count).map(|_| group("point").child(Element::new("path")).into()).collect()
    } else if trace.attrs.str("mode").is_none_or(|mode| mode.contains("markers")) {
        (0..count).map(|_| Element::new("path").class("point").into()).collect()
    } else {
        Vec::new()
    };
    let class = if trace.kind == "bar" { "trace bars" } else { "trace scatter" };
    group(class).child(group("points").children(points)).into()
}

/// The layers of traces without axes.
fn others(chart: &Chart<'_>) -> Vec<Content> {
    let layers = ["pie", "treemap", "sunburst", "icicle", "funnelarea", "indicator"];
    let mut content = Vec::new();
    for kind in layers {
        let of_kind =
            chart.traces.iter().filter(|trace| trace.kind == kind && trace.visible == Visible::Shown);
        let traces: Vec<Content> = of_kind
            .map(|trace| {
                let count = trace
                    .column("labels")
                    .or_else(|| trace.column("values"))
                    .map_or(0, |column| column.len());
                let slices =
                    (0..count).map(|_| group("slice").child(Element::new("path").class("surface")).into());
                group("trace").children(slices).into()
            })
            .collect();
        content.push(group(&format!("{kind}layer")).children(traces).into());
    }
    content
}

/// The legend, the titles and the annotations.
fn info(chart: &Chart<'_>, figure: &Figure) -> Element {
    let mut info = group("infolayer");
    for names in chart.legend_texts() {
        let rows = names.iter().map(|name| {
            let toggle = Element::new("rect").class("legendtoggle");
            group("traces").child(text("legendtext", name)).child(group("layers")).child(toggle).into()
        });
        let scroll = group("scrollbox").child(group("groups").children(rows));
        info = info.child(group("legend").child(Element::new("rect").class("bg")).child(scroll));
    }
    let title = |class: &str, said: Option<String>| {
        group(&format!("g-{class}")).children(said.map(|said| text(class, &said).into()))
    };
    info = info.child(title("gtitle", figure.title()));
    for axis in chart.axes.iter() {
        let said = axis.attrs.label("title.text").or_else(|| axis.attrs.label("title"));
        let said = said.filter(|said| !said.trim().is_empty());
        info = info.child(title(&format!("{}title", axis.id), said));
    }
    let annotations = chart.layout.items("annotations", "annotationdefaults");
    for (at, annotation) in annotations.iter().enumerate().filter(|(_, one)| one.flag("visible", true)) {
        let said = annotation.label("text").unwrap_or_default();
        let inside =
            group("annotation-text-g").child(group("cursor-pointer").child(text("annotation-text", &said)));
        info = info.child(group("annotation").attr("data-index", at.to_string()).child(inside));
    }
    info
}

fn buttons(chart: &Chart<'_>, config: &Value) -> Element {
    let removed: Vec<&str> = config
        .get("modeBarButtonsToRemove")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let button = |(says, sets): &(&str, &str)| {
        let one = Element::new("a").class("modebar-btn").attr("rel", "tooltip").attr("data-title", *says);
        let one = one.attr_opt("data-attr", Some(*sets).filter(|sets| !sets.is_empty()));
        one.class_if(*says == "Zoom", "active").child(Element::new("svg").class("icon"))
    };
    let kept = |says: &str| {
        let bare = says.replace(' ', "").to_lowercase();
        !removed.iter().any(|name| {
            let name = name.to_lowercase();
            name.trim_end_matches("2d") == bare || name == "toimage" && bare.starts_with("download")
        })
    };
    let cartesian = chart.traces.iter().all(Trace::is_cartesian);
    let mut bar = Element::new("div").class("modebar");
    for (at, group) in BUTTONS.iter().enumerate().filter(|(at, _)| cartesian || *at == 0) {
        let mut shown: Vec<Element> = group.iter().filter(|(says, _)| kept(says)).map(button).collect();
        let selects =
            at == 1 && chart.traces.iter().any(|trace| trace.kind == "scatter" || trace.kind == "bar");
        if selects {
            let more = [("Box Select", "dragmode"), ("Lasso Select", "dragmode")];
            shown.extend(more.iter().filter(|(says, _)| kept(says)).map(button));
        }
        if !shown.is_empty() {
            let group = Element::new("div").class("modebar-group");
            bar = bar.child(group.children(shown.into_iter().map(Into::into)));
        }
    }
    if config.get("displaylogo") != Some(&Value::Bool(false)) {
        let logo = Element::new("a").class("modebar-btn plotlyjsicon modebar-btn--logo");
        let logo = logo.attr("href", "https://plotly.com/").attr("target", "_blank");
        let logo = logo.attr("data-title", "Produced with Plotly.js");
        bar = bar.child(Element::new("div").class("modebar-group").child(logo));
    }
    Element::new("div").class("modebar-container").child(bar)
}
