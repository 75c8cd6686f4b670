//! Makes `assets/plotly/schema.jsonl`, the attributes of layout and plot traces, from plotly.js' published schema:
//!
//! ```text
//! npm pack plotly.js@4.1.1 && tar -xzf plotly.js-4.1.1.tgz
//! cargo run --example plot_schema -- package/dist/plot-schema.json assets/plotly/schema.jsonl
//! ```

use std::error::Error;

use serde_json::{Map, Value, json};

/// What is kept of an attribute: how a value is checked, and what stands in for one that is missing.
const RULE: [&str; 9] =
    ["valType", "dflt", "min", "max", "values", "extras", "flags", "arrayOk", "coerceNumber"];

/// What a picture at rest never shows.
const INTERACTIVE: [&str; 15] = [
    "activeselection",
    "activeshape",
    "animation",
    "customdata",
    "hoverinfo",
    "hoverlabel",
    "hovertemplate",
    "ids",
    "meta",
    "modebar",
    "newselection",
    "newshape",
    "stream",
    "transition",
    "uid",
];

/// Plot traces of tile maps and volumes, and their subplots: not drawn.
const LEFT_OUT: [&str; 11] = [
    "choroplethmap",
    "densitymap",
    "scattermap",
    "map",
    "cone",
    "isosurface",
    "streamtube",
    "volume",
    "quiver",
    "template",
    "uirevision",
];

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = paths.as_slice() else { return Err("usage: plot_schema FROM TO".into()) };
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(from)?)?;
    let traces = schema["traces"].as_object().ok_or("no traces")?;
    let mut layout = schema["layout"]["layoutAttributes"].as_object().ok_or("no layout")?.clone();
    for attributes in traces.values().filter_map(|trace| trace["layoutAttributes"].as_object()) {
        layout.extend(attributes.clone());
    }
    let mut text = format!("{}\n", json!(["layout", lean(&layout)]));
    for (name, trace) in traces.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str())) {
        let attributes = trace["attributes"].as_object().ok_or("a trace without attributes")?;
        text += &format!("{}\n", json!([name, lean(attributes)]));
    }
    std::fs::write(to, text)?;
    Ok(())
}

/// A container with what is needed of its attributes.
fn lean(container: &Map<String, Value>) -> Value {
    let kept = container.iter().filter(|(name, value)| {
        let source = name.strip_suffix("src").is_some_and(|of| container.contains_key(of));
        value.is_object()
            && !source
            && !INTERACTIVE.contains(&name.as_str())
            && !LEFT_OUT.contains(&name.as_str())
    });
    let lean = kept.filter_map(|(name, value)| {
        let value = value.as_object()?;
        let value = if value.contains_key("valType") {
            Value::Object(value.clone().into_iter().filter(|(key, _)| RULE.contains(&key.as_str())).collect())
        } else if let Some(item) = value.get("items").and_then(|items| items.as_object()?.values().next()) {
            json!({"items": lean(item.as_object()?)})
        } else {
            lean(value)
        };
        Some((name.clone(), value))
    });
    lean.collect()
}
