//! The three charts, as plotly figures.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::sales::{Filter, PRODUCTS, REGIONS};

const COLORS: [&str; 3] = ["#3366cc", "#2a9d8f", "#e76f51"];

/// Revenue by day, one line for each region that passes.
pub(super) fn over_time(filter: &Filter) -> Value {
    let mut by_region = vec![BTreeMap::new(); REGIONS.len()];
    for sale in filter.sales() {
        *by_region[sale.region].entry(sale.day).or_insert(0) += sale.revenue;
    }
    let lines: Vec<Value> = by_region
        .iter()
        .enumerate()
        .filter(|(_, days)| !days.is_empty())
        .map(|(region, days)| {
            json!({
                "type": "scatter", "mode": "lines+markers", "name": REGIONS[region],
                "x": days.keys().map(ToString::to_string).collect::<Vec<_>>(),
                "y": days.values().collect::<Vec<_>>(),
                "line": {"color": COLORS[region], "width": 2}, "marker": {"size": 4},
            })
        })
        .collect();
    let mut layout = layout("Revenue over time");
    layout["dragmode"] = json!("select");
    layout["selectdirection"] = json!("h");
    layout["yaxis"]["tickprefix"] = json!("$");
    json!({"data": lines, "layout": layout})
}

/// Revenue of each region; the selected one stands out.
pub(super) fn by_region(filter: &Filter, selected: Option<usize>) -> Value {
    let mut revenue = [0_u64; REGIONS.len()];
    for sale in filter.sales() {
        revenue[sale.region] += u64::from(sale.revenue);
    }
    let opacity: Vec<f64> =
        (0..REGIONS.len()).map(|i| if selected.is_none_or(|s| s == i) { 1.0 } else { 0.35 }).collect();
    let mut layout = layout("Revenue by region");
    layout["yaxis"]["tickprefix"] = json!("$");
    json!({
        "data": [{
            "type": "bar", "x": REGIONS, "y": revenue, "showlegend": false,
            "marker": {"color": COLORS, "opacity": opacity},
        }],
        "layout": layout,
    })
}

/// Revenue of each product, by family.
pub(super) fn by_product(filter: &Filter) -> Value {
    let mut revenue = [0_u64; PRODUCTS.len()];
    for sale in filter.sales() {
        revenue[sale.product] += u64::from(sale.revenue);
    }
    let mut families: BTreeMap<&str, u64> = BTreeMap::new();
    for ((family, _), amount) in PRODUCTS.iter().zip(revenue) {
        *families.entry(family).or_default() += amount;
    }
    let (mut labels, mut parents, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for (family, amount) in families {
        labels.push(family);
        parents.push("");
        values.push(amount);
    }
    for ((family, product), amount) in PRODUCTS.iter().zip(revenue) {
        labels.push(product);
        parents.push(family);
        values.push(amount);
    }
    json!({
        "data": [{
            "type": "treemap", "labels": labels, "parents": parents, "values": values,
            "branchvalues": "total", "textinfo": "label+percent root",
        }],
        "layout": layout("Revenue by product"),
    })
}

fn layout(title: &str) -> Value {
    json!({
        "title": {"text": title, "font": {"size": 16}},
        "margin": {"l": 60, "r": 20, "t": 50, "b": 40},
        "colorway": COLORS,
        "yaxis": {},
    })
}
