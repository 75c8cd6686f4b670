//! The axes of a figure, as far as gestures need them.

use serde_json::Value;

use super::point::decoded;
use crate::engine::GraphRange;
use crate::engine::browserless::behaviour::text::{number, scalar_text};
use crate::render::chart::{Figure, parse_date, write_date};

/// The first pair of axes.
#[derive(Debug)]
pub(super) struct Plane {
    pub(super) x: Axis,
    pub(super) y: Axis,
    /// Whether there is one at all.
    pub(super) is_cartesian: bool,
}

/// One axis.
#[derive(Debug, Default)]
pub(super) struct Axis {
    /// Its name in the layout: `xaxis`.
    pub(super) name: String,
    /// plotly's type of it.
    kind: String,
    /// What it shows as a whole, in its own coordinates.
    range: [f64; 2],
    /// The names on a category axis, in order.
    categories: Vec<String>,
}

impl Plane {
    /// Reads the axes of a figure.
    pub(super) fn of(figure: &Value) -> Self {
        let described =
            Figure::from_value(figure).map(|figure| figure.describe(figure.size())).unwrap_or_default();
        let axis = |name: &str, letter: &str| Axis::read(figure, &described["axes"][name], name, letter);
        let is_cartesian = described["axes"].get("xaxis").is_some();
        Self { x: axis("xaxis", "x"), y: axis("yaxis", "y"), is_cartesian }
    }

    /// A rectangle in the axes' own coordinates; what is not given is the whole axis.
    ///
    /// # Errors
    /// Says which end can't be placed.
    pub(super) fn rectangle(&self, range: &GraphRange) -> Result<[[f64; 2]; 2], String> {
        if !self.is_cartesian {
            return Err("the graph has no axes".to_owned());
        }
        let ends = |axis: &Axis, ends: &Option<[Value; 2]>| match ends {
            Some(ends) => axis.interval(ends),
            None => Ok(ordered(axis.range)),
        };
        Ok([ends(&self.x, &range.x)?, ends(&self.y, &range.y)?])
    }
}

impl Axis {
    fn read(figure: &Value, described: &Value, name: &str, letter: &str) -> Self {
        let kind = described["type"].as_str().unwrap_or("linear").to_owned();
        let mut axis = Self { name: name.to_owned(), kind, ..Self::default() };
        let end = |index: usize| match &described["range"][index] {
            Value::String(date) => parse_date(date).unwrap_or_default(),
            end => end.as_f64().unwrap_or_default(),
        };
        axis.range = [end(0), end(1)];
        if axis.kind == "category" {
            axis.categories = categories(figure, name, letter);
        }
        axis
    }

    /// Where a value of the data is, in the axis' own coordinates: ms, category numbers, logarithms.
    pub(super) fn position(&self, value: &Value) -> Option<f64> {
        match self.kind.as_str() {
            "date" => parse_date(&scalar_text(value)),
            "category" => {
                let name = scalar_text(value);
                self.categories.iter().position(|category| *category == name).map(|index| index as f64)
            }
            "log" => parsed(value).filter(|value| *value > 0.0).map(f64::log10),
            _ => parsed(value),
        }
    }

    /// Whether the value is a name on the axis.
    pub(super) fn is_named(&self, value: &Value) -> bool {
        self.kind == "category" && self.position(value).is_some()
    }

    /// A value of the data, as events tell it.
    pub(super) fn shown(&self, value: &Value) -> Option<Value> {
        match self.kind.as_str() {
            "date" => self.position(value).map(|ms| Value::from(write_date(ms))),
            "category" | "multicategory" => (!value.is_null()).then(|| value.clone()),
            _ => parsed(value).map(number),
        }
    }

    /// A place on the axis, as ranges tell it.
    pub(super) fn written(&self, at: f64) -> Value {
        if self.kind == "date" { Value::from(write_date(at)) } else { number(at) }
    }

    /// From one end to the other; categories that are named are wholly inside.
    ///
    /// # Errors
    /// Says which end can't be placed.
    pub(super) fn interval(&self, ends: &[Value; 2]) -> Result<[f64; 2], String> {
        let place = |end: &Value| {
            let index = if self.kind == "category" { parsed(end).filter(|_| !end.is_string()) } else { None };
            let unknown = || format!("`{}` is not on the {} {}", scalar_text(end), self.kind, self.name);
            self.position(end).map(|at| (at, true)).or(index.map(|at| (at, false))).ok_or_else(unknown)
        };
        let (from, to) = (place(&ends[0])?, place(&ends[1])?);
        let [from, to] = if from.0 <= to.0 { [from, to] } else { [to, from] };
        let margin = |named: bool| if named && self.kind == "category" { 0.5 } else { 0.0 };
        Ok([from.0 - margin(from.1), to.0 + margin(to.1)])
    }
}

fn ordered([from, to]: [f64; 2]) -> [f64; 2] {
    [from.min(to), from.max(to)]
}

fn parsed(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number: &f64| number.is_finite())
}

/// The names on a category axis: those that the layout lists, then the others as the data bring them.
fn categories(figure: &Value, name: &str, letter: &str) -> Vec<String> {
    let listed =
        figure.pointer(&format!("/layout/{name}/categoryarray")).and_then(decoded).unwrap_or_default();
    let traces = figure.get("data").and_then(Value::as_array).into_iter().flatten();
    let of_axis =
        traces.filter(|trace| trace.get(name).and_then(Value::as_str).is_none_or(|axis| axis == letter));
    let values = of_axis.filter_map(|trace| trace.get(letter).and_then(decoded)).flatten();
    let mut names: Vec<String> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for value in listed.into_iter().chain(values).filter(|value| !value.is_null()) {
        let name = scalar_text(&value);
        if known.insert(name.clone()) {
            names.push(name);
        }
    }
    names
}
