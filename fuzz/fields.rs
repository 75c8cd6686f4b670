//! Figures with fields dropped, swapped or made odd: what a byte changed at random seldom reaches, since it breaks the JSON.

// Not every binary changes figures.
#![allow(dead_code)]

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

/// Numbers by lot, the same for the same seed (splitmix64).
pub struct Lot(u64);

impl Lot {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }
}

/// What stands in a field's place.
static ODD: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let numbers = [
        0.0,
        -0.5,
        -1.0,
        0.5,
        3.0,
        1e-300,
        1e-9,
        1e5,
        1e9,
        1e18,
        1e300,
        -1e300,
        2_147_483_648.0,
        86_400_000.0,
    ];
    let texts = [
        "",
        "NaN",
        "Infinity",
        "-1",
        "1e9",
        "M1",
        "M0.5",
        "M1e9",
        "M-3",
        "D1",
        "D9",
        "L2",
        "2020-13-45",
        "2020-01-31",
        "-9999-01-01",
        "red",
        "rgba(0,0,0,0)",
        "auto",
        "x",
        "x2",
        "y domain",
        "paper",
        "<b><sub>a</b>",
        "<span style='",
        "%{x:.999f}",
        ",.99f",
        "%Q%j",
        "é\u{0}\u{202e}",
        "category",
        "log",
        "date",
        "multicategory",
        "array",
        "linear",
    ];
    let mut odd: Vec<Value> = numbers.iter().map(|number| json!(number)).collect();
    odd.extend(texts.iter().map(|text| json!(text)));
    odd.extend([
        json!(null),
        json!(true),
        json!(false),
        json!([]),
        json!({}),
        json!([[]]),
        json!([null]),
        json!([0, 0]),
        json!([1, 0]),
        json!([-0.2, 1.7]),
        json!([0, 1e-300]),
        json!([-1e300, 1e300]),
        json!(["a", null, 3, true, [1]]),
        json!(["2020-01-01", "0001-01-01", "99999-01-01"]),
        json!([[1, 2], [3]]),
        // NaN, infinity and one.
        json!({"dtype": "f8", "bdata": "AAAAAAAA+H8AAAAAAADwfwAAAAAAAPA/"}),
        json!({"dtype": "f8", "bdata": "", "shape": "99999999999, 99999999999"}),
    ]);
    odd
});

/// plotly's schema: a container of attributes for each plot trace type and the layout.
static SCHEMA: LazyLock<Map<String, Value>> = LazyLock::new(|| {
    let lines = include_str!("../assets/plotly/schema.jsonl").lines();
    lines.filter_map(|line| serde_json::from_str::<(String, Value)>(line).ok()).collect()
});

/// Changes up to four fields of a figure.
pub fn change(figure: &mut Value, lot: &mut Lot) {
    for _ in 0..=lot.below(4) {
        match lot.below(8) {
            0 => drop_one(figure, lot),
            1 => {
                let other = any(figure, lot).clone();
                *any_mut(figure, lot) = other;
            }
            2 | 3 => {
                let odd = lot.of(&ODD).cloned().unwrap_or_default();
                *any_mut(figure, lot) = odd;
            }
            _ => set_attribute(figure, lot),
        }
    }
}

fn children(value: &Value) -> usize {
    match value {
        Value::Array(list) => list.len(),
        Value::Object(map) => map.len(),
        _ => 0,
    }
}

/// Somewhere in the figure: as likely high up as deep down.
fn any<'a>(mut value: &'a Value, lot: &mut Lot) -> &'a Value {
    loop {
        let place = lot.below(children(value));
        let child = match value {
            Value::Array(list) => list.get(place),
            Value::Object(map) => map.values().nth(place),
            _ => None,
        };
        match child {
            Some(child) => value = child,
            None => return value,
        }
        if lot.below(6) == 0 {
            return value;
        }
    }
}

fn any_mut<'a>(value: &'a mut Value, lot: &mut Lot) -> &'a mut Value {
    let count = children(value);
    if count == 0 {
        return value;
    }
    let place = lot.below(count);
    let child = match value {
        Value::Array(list) => &mut list[place],
        Value::Object(map) => map.values_mut().nth(place).expect("it has so many"),
        _ => unreachable!("it has children"),
    };
    if lot.below(6) == 0 { child } else { any_mut(child, lot) }
}

fn drop_one(figure: &mut Value, lot: &mut Lot) {
    match any_mut(figure, lot) {
        Value::Array(list) if !list.is_empty() => {
            let place = lot.below(list.len());
            list.remove(place);
        }
        Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(lot.below(map.len())).cloned().unwrap_or_default();
            map.shift_remove(&key);
        }
        other => *other = Value::Null,
    }
}

/// Sets an attribute of a plot trace's or the layout's, to one of its own values or an odd one.
fn set_attribute(figure: &mut Value, lot: &mut Lot) {
    let traces = figure["data"].as_array().map_or(0, Vec::len);
    let trace = lot.below(2 * traces + 1);
    let container = if trace < traces { &mut figure["data"][trace] } else { &mut figure["layout"] };
    let name = if trace < traces { container["type"].as_str().unwrap_or("scatter") } else { "layout" };
    let Some(rules) = SCHEMA.get(name).or_else(|| SCHEMA.get("scatter")) else { return };
    set(container, rules, lot);
}

fn set(value: &mut Value, rule: &Value, lot: &mut Lot) {
    let Some(rules) = rule.as_object() else { return };
    if rules.contains_key("valType") {
        let own = ["values", "flags"].into_iter().find_map(|name| rules.get(name)?.as_array());
        let list = own.filter(|_| lot.below(4) > 0).unwrap_or(&ODD);
        *value = match rules["valType"].as_str() {
            Some("boolean") => json!(lot.below(4) > 0),
            _ => lot.of(list).cloned().unwrap_or_default(),
        };
        return;
    }
    if let (Some(item), 1) = (rules.get("items"), rules.len()) {
        if !value.is_array() {
            *value = json!([{}]);
        }
        let place = lot.below(children(value));
        if let Some(place) = value.get_mut(place) {
            set(place, item, lot);
        }
        return;
    }
    let Some((key, rule)) = rules.iter().nth(lot.below(rules.len())) else { return };
    if !value.is_object() {
        *value = json!({});
    }
    set(&mut value[key], rule, lot);
}
