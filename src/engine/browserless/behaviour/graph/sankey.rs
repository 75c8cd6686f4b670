//! Sankeys: nodes and links, by their labels.
//!
//! What the diagram's layout says of them (`x0`, `y0`, `dx`, `depth`, `layer`…) is not there without a browser.

use serde_json::{Value, json};

use super::curve::Curve;
use super::event::{Event, Row};
use super::point::Point;
use super::scale::parsed;
use crate::engine::browserless::behaviour::text::number;

/// A node is named by its label, a link by its own, or by `source → target`.
pub(super) fn parts(curve: &Curve<'_>) -> Vec<Point> {
    let [source, target, value] = ["link.source", "link.target", "link.value"].map(|path| curve.list(path));
    let end = |list: &[Value], link: usize| list.get(link).and_then(Value::as_u64).map(|node| node as usize);
    let flow = |link: usize| value.get(link).and_then(parsed).unwrap_or(0.0);
    let labels = curve.list("node.label");
    let most = (0..source.len()).flat_map(|link| [end(&source, link), end(&target, link)]).flatten().max();
    let nodes = (0..most.map_or(0, |most| most + 1)).filter_map(|node| {
        let through = |list: &[Value]| -> f64 {
            (0..list.len()).filter(|link| end(list, *link) == Some(node)).map(flow).sum()
        };
        let (out, into) = (through(&source), through(&target));
        let value = number(out.max(into));
        (out.max(into) > 0.0).then(|| part(curve, "node", node, &value, labels.get(node).cloned()))
    });
    let links = (0..source.len()).filter(|link| flow(*link) > 0.0).map(|link| {
        let name = |list: &[Value]| {
            let node = end(list, link)?;
            labels.get(node).and_then(Value::as_str).map(str::to_owned)
        };
        let between = || Some(json!(format!("{} → {}", name(&source)?, name(&target)?)));
        let own = curve.list("link.label").get(link).cloned().filter(|label| *label != json!(""));
        part(curve, "link", link, &number(flow(link)), own.or_else(between))
    });
    nodes.chain(links).collect()
}

/// What a node's or a link's event says of its data.
fn part(curve: &Curve<'_>, of: &str, index: usize, value: &Value, label: Option<Value>) -> Point {
    let mut event = Event::of_rows(curve, Row::None, Vec::new());
    event.set("pointNumber", json!(index));
    event.set("index", json!(index));
    for name in ["label", "color", "customdata"] {
        let path = format!("{of}.{name}");
        let own = curve.trace.attrs.get(&path).cloned().filter(Value::is_string);
        event.set_some(name, curve.list(&path).get(index).cloned().or(own));
    }
    event.set("value", value.clone());
    let mut event = event.told();
    if let Value::Object(fields) = &mut event {
        fields.shift_remove("pointNumbers");
    }
    let mut point = Point::new(curve, Row::None, event);
    point.number = (of == "link").then_some(index);
    point.label = label;
    point
}
