//! Attributes as plotly reads them: the figure's own value first, then the template's, then the caller's default.

use serde_json::Value;

use super::color;
use super::schema::{Rule, Schema};
use crate::render::scene::Color;

/// A container of attributes: JSON objects laid over each other, the first that has a valid value decides.
///
/// This is plotly's template merge without copying: nested objects merge key by key, everything else is
/// replaced. What the schema does not allow is not there (`Lib.coerce`): the template's value, then the default
/// stands in for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attrs<'a> {
    layers: Vec<&'a Value>,
    schema: Option<Schema>,
}

impl<'a> Attrs<'a> {
    /// Layers from the top down; what is not an object is no layer.
    pub(crate) fn new(layers: impl IntoIterator<Item = &'a Value>) -> Self {
        Self { layers: layers.into_iter().filter(|layer| layer.is_object()).collect(), schema: None }
    }

    /// The same attributes under the rules of a container of the schema.
    pub(crate) fn checked(self, schema: Option<Schema>) -> Self {
        Self { schema, ..self }
    }

    /// The same attributes with further layers beneath.
    pub(crate) fn over(&self, beneath: &Attrs<'a>) -> Self {
        Self { layers: self.layers.iter().chain(&beneath.layers).copied().collect(), schema: self.schema }
    }

    /// What the figure itself says, without its template.
    #[cfg(feature = "geo")]
    pub(crate) fn own(&self) -> Self {
        Self { layers: self.layers.first().copied().into_iter().collect(), schema: self.schema }
    }

    /// The value at a dotted path.
    pub(crate) fn get(&self, path: &str) -> Option<&'a Value> {
        let rule = self.rule(path);
        let valid = |value: &&Value| rule.map_or(!value.is_null(), |rule| rule.accepts(value));
        self.layers.iter().filter_map(|layer| descend(layer, path)).find(valid)
    }

    fn rule(&self, path: &str) -> Option<&'static Rule> {
        self.schema?.rule(path)
    }

    /// The value at a dotted path, or the schema's default.
    fn or_default(&self, path: &str) -> Option<&'a Value> {
        self.get(path).or_else(|| self.rule(path)?.default())
    }

    /// The container at a dotted path; empty when there is none.
    pub(crate) fn at(&self, path: &str) -> Self {
        let schema = self.schema.and_then(|schema| schema.at(path));
        Self::new(self.layers.iter().filter_map(|layer| descend(layer, path))).checked(schema)
    }

    /// Whether the path is named at all.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    /// A number, also one written as text.
    pub(crate) fn num(&self, path: &str) -> Option<f64> {
        self.get(path).and_then(number)
    }

    /// A number, or the schema's default.
    pub(crate) fn number(&self, path: &str) -> f64 {
        self.or_default(path).and_then(number).unwrap_or(f64::NAN)
    }

    /// A number, or a default that depends on other attributes.
    pub(crate) fn num_or(&self, path: &str, default: f64) -> f64 {
        self.num(path).unwrap_or(default)
    }

    /// A text.
    pub(crate) fn str(&self, path: &str) -> Option<&'a str> {
        self.get(path).and_then(Value::as_str)
    }

    /// A text, or the schema's default.
    pub(crate) fn text(&self, path: &str) -> &'a str {
        self.or_default(path).and_then(Value::as_str).unwrap_or_default()
    }

    /// A text, or a default that depends on other attributes.
    pub(crate) fn str_or(&self, path: &str, default: &'a str) -> &'a str {
        self.str(path).unwrap_or(default)
    }

    /// One of an enumeration's values, or its default.
    pub(crate) fn one_of(&self, path: &str, values: &[&'a str], default: &'a str) -> &'a str {
        self.str(path).filter(|value| values.contains(value)).unwrap_or(default)
    }

    /// A text as plotly prints it: numbers become text too.
    pub(crate) fn label(&self, path: &str) -> Option<String> {
        self.get(path).and_then(label)
    }

    /// A truth value, or the schema's default.
    pub(crate) fn is(&self, path: &str) -> bool {
        self.or_default(path).and_then(Value::as_bool).unwrap_or_default()
    }

    /// A truth value, or a default that depends on other attributes.
    pub(crate) fn flag(&self, path: &str, default: bool) -> bool {
        self.get(path).and_then(Value::as_bool).unwrap_or(default)
    }

    /// A colour.
    pub(crate) fn color(&self, path: &str) -> Option<Color> {
        self.str(path).and_then(color::parse)
    }

    /// A colour, or the schema's default.
    pub(crate) fn shade(&self, path: &str) -> Color {
        self.or_default(path).and_then(Value::as_str).and_then(color::parse).unwrap_or(color::DARK)
    }

    /// A list.
    pub(crate) fn list(&self, path: &str) -> Option<&'a [Value]> {
        self.get(path).and_then(Value::as_array).map(Vec::as_slice)
    }

    /// Two numbers.
    pub(crate) fn pair(&self, path: &str) -> Option<[f64; 2]> {
        match self.list(path)? {
            [a, b] => Some([number(a)?, number(b)?]),
            _ => None,
        }
    }

    /// A fraction of the picture, `[from, to]`, for a trace's or an axis' domain.
    pub(crate) fn domain(&self, path: &str) -> [f64; 2] {
        let [a, b] = self.pair(path).unwrap_or([0.0, 1.0]).map(|v| v.clamp(0.0, 1.0));
        if a > b - 1.0 / 4096.0 { [0.0, 1.0] } else { [a, b] }
    }

    /// The items of a list of containers, each over the template's `<name>defaults`.
    pub(crate) fn items(&self, path: &str, defaults: &str) -> Vec<Attrs<'a>> {
        let beneath = self.at(defaults);
        let schema = self.schema.and_then(|schema| schema.items(path));
        self.list(path)
            .unwrap_or_default()
            .iter()
            .filter(|item| item.is_object())
            .map(|item| Attrs::new([item]).checked(schema).over(&beneath))
            .collect()
    }
}

fn descend<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, key| value.get(key))
}

/// A finite number, also one written as text.
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
    .filter(|number: &f64| number.is_finite())
}

/// A value as JavaScript's `String()` writes it.
pub(crate) fn label(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.as_f64().map_or_else(|| number.to_string(), write_number)),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// A number as JavaScript writes it: no trailing `.0`, exponents from 1e21 and below 1e-6.
pub(crate) fn write_number(number: f64) -> String {
    if number == 0.0 {
        return "0".into();
    }
    let size = number.abs();
    if (1e-6..1e21).contains(&size) {
        return format!("{number}");
    }
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((digits, exponent)) if !exponent.starts_with('-') => format!("{digits}e+{exponent}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nested_objects_merge_key_by_key_and_the_first_valid_value_counts() {
        let (own, template) = (
            json!({"marker": {"size": 3}, "mode": null, "line": {"width": -2}}),
            json!({"marker": {"size": 9, "color": "red"}, "mode": "lines", "line": {"width": 4}}),
        );
        let attrs = Attrs::new([&own, &template]).checked(Schema::of("scatter"));
        assert_eq!(attrs.num("marker.size"), Some(3.0));
        assert_eq!(attrs.color("marker.color"), Some(Color::rgb(255, 0, 0)));
        assert_eq!(attrs.str("mode"), Some("lines"));
        assert_eq!(attrs.num("line.width"), Some(4.0));
    }

    #[test]
    fn the_schemas_default_stands_in_for_what_is_missing() {
        let attrs = Attrs::default().checked(Schema::of("scatter"));
        assert_eq!((attrs.number("line.width"), attrs.text("line.dash")), (2.0, "solid"));
        assert!(attrs.is("marker.line.cauto"));
    }

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        assert_eq!(write_number(5.0), "5");
        assert_eq!(write_number(0.1), "0.1");
        assert_eq!(write_number(1e21), "1e+21");
    }
}
