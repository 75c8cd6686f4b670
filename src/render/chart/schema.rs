//! plotly's published schema: which values an attribute takes, and what stands in for one that is missing.
//!
//! `assets/plotly/schema.jsonl` is generated (`examples/plot_schema.rs`); nothing in it is typed by hand.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use serde_json::Value;
use serde_json::value::RawValue;

use super::attrs::number;
use super::color;

static CONTAINERS: LazyLock<HashMap<&'static str, Lazy>> = LazyLock::new(|| {
    let lines = include_str!("../../../assets/plotly/schema.jsonl").lines();
    let named = lines.filter_map(|line| {
        let (name, text) = line.strip_prefix("[\"")?.strip_suffix(']')?.split_once("\",")?;
        Some((name, Lazy::new(text)))
    });
    named.collect()
});

/// A node's text, read when a figure first needs it: most figures need little of the schema.
#[derive(Debug)]
struct Lazy {
    text: &'static str,
    node: OnceLock<Node>,
}

/// A node of the schema.
#[derive(Debug)]
enum Node {
    Rule(Rule),
    /// Each of a list of containers.
    Items(Box<Lazy>),
    Container(HashMap<&'static str, Lazy>),
}

/// What an attribute may be: plotly.js' `valObjects`.
#[derive(Debug)]
pub(crate) struct Rule {
    kind: Kind,
    default: Option<Value>,
    values: Vec<Value>,
    /// What a flag list or an integer may be besides.
    extras: Vec<Value>,
    min: f64,
    max: f64,
    array_ok: bool,
    coerces_number: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Integer,
    Boolean,
    Text,
    Color,
    Angle,
    Enumerated,
    Flags,
    /// Lists, scales and subplot ids, which are checked where they are read.
    Other,
}

/// A container's place in the schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schema(&'static Node);

impl Schema {
    /// The attributes of a plot trace type, or of `layout`. `None` for a type that is not known.
    pub(crate) fn of(name: &str) -> Option<Self> {
        CONTAINERS.get(name).map(|lazy| Self(lazy.node()))
    }

    /// A container at a dotted path; `xaxis2` is an `xaxis`.
    pub(crate) fn at(self, path: &str) -> Option<Self> {
        path.split('.').try_fold(self, |schema, key| {
            let Node::Container(children) = schema.0 else { return None };
            let counted = || children.get(key.trim_end_matches(|c: char| c.is_ascii_digit()));
            children.get(key).or_else(counted).map(|lazy| Self(lazy.node()))
        })
    }

    /// Each item of the list of containers at a dotted path.
    pub(crate) fn items(self, path: &str) -> Option<Self> {
        match self.at(path)?.0 {
            Node::Items(item) => Some(Self(item.node())),
            _ => None,
        }
    }

    /// The rule of the attribute at a dotted path.
    pub(crate) fn rule(self, path: &str) -> Option<&'static Rule> {
        match self.at(path)?.0 {
            Node::Rule(rule) => Some(rule),
            _ => None,
        }
    }
}

impl Lazy {
    fn new(text: &'static str) -> Self {
        Self { text, node: OnceLock::new() }
    }

    fn node(&self) -> &Node {
        self.node.get_or_init(|| Node::read(self.text))
    }
}

impl Node {
    fn read(text: &'static str) -> Self {
        let children: HashMap<&str, &RawValue> = serde_json::from_str(text).unwrap_or_default();
        if children.contains_key("valType") {
            return Self::Rule(Rule::read(serde_json::from_str(text).unwrap_or_default()));
        }
        match children.get("items") {
            Some(item) if children.len() == 1 => Self::Items(Box::new(Lazy::new(item.get()))),
            _ => Self::Container(
                children.into_iter().map(|(key, value)| (key, Lazy::new(value.get()))).collect(),
            ),
        }
    }
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "number" => Self::Number,
            "integer" => Self::Integer,
            "boolean" => Self::Boolean,
            "string" => Self::Text,
            "color" => Self::Color,
            "angle" => Self::Angle,
            "enumerated" => Self::Enumerated,
            "flaglist" => Self::Flags,
            _ => Self::Other,
        }
    }
}

impl Rule {
    fn read(mut map: HashMap<String, Value>) -> Self {
        let kind = Kind::of(map.get("valType").and_then(Value::as_str).unwrap_or_default());
        let list = |value: Option<Value>| match value {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        };
        Self {
            kind,
            min: map.get("min").and_then(Value::as_f64).unwrap_or(f64::NEG_INFINITY),
            max: map.get("max").and_then(Value::as_f64).unwrap_or(f64::INFINITY),
            array_ok: map.get("arrayOk").and_then(Value::as_bool).unwrap_or(false),
            coerces_number: map.get("coerceNumber").and_then(Value::as_bool).unwrap_or(false),
            values: list(map.remove(if kind == Kind::Flags { "flags" } else { "values" })),
            extras: list(map.remove("extras")),
            default: map.remove("dflt").filter(|default| !default.is_null()),
        }
    }

    /// What stands in for a missing value.
    pub(crate) fn default(&self) -> Option<&Value> {
        self.default.as_ref()
    }

    /// An enumeration's values.
    #[cfg(all(test, feature = "geo"))]
    pub(crate) fn values(&self) -> &[Value] {
        &self.values
    }

    /// Whether plotly takes a value rather than the default (`Lib.coerce`).
    pub(crate) fn accepts(&self, value: &Value) -> bool {
        match value {
            Value::Null => return false,
            Value::Array(_) => return self.array_ok || self.kind == Kind::Other,
            // A typed array.
            Value::Object(map) if map.contains_key("bdata") => {
                return self.array_ok || self.kind == Kind::Other;
            }
            _ => {}
        }
        match self.kind {
            Kind::Number => number(value).is_some_and(|n| (self.min..=self.max).contains(&n)),
            Kind::Integer => {
                let whole = |n: f64| n.fract() == 0.0 && (self.min..=self.max).contains(&n);
                self.extras.contains(value) || number(value).is_some_and(whole)
            }
            Kind::Boolean => value.is_boolean(),
            Kind::Text => value.is_string() || value.is_number(),
            Kind::Color => value.as_str().is_some_and(|text| color::parse(text).is_some()),
            Kind::Angle => value.as_str() == Some("auto") || number(value).is_some(),
            Kind::Enumerated => self.lists(value),
            Kind::Flags => {
                let known = |flag: &str| self.values.iter().any(|value| value.as_str() == Some(flag));
                self.extras.contains(value) || value.as_str().is_some_and(|text| text.split('+').any(known))
            }
            Kind::Other => true,
        }
    }

    fn lists(&self, value: &Value) -> bool {
        self.values.iter().any(|listed| match listed.as_str() {
            // Ids of axes, given as a regular expression: what has no such axis is found where it is looked up.
            Some(text) if text.starts_with('/') => value.is_string(),
            _ => listed == value || self.coerces_number && listed.as_f64() == number(value),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn accepts(container: &str, path: &str, value: &Value) -> bool {
        Schema::of(container).and_then(|schema| schema.rule(path)).expect("an attribute").accepts(value)
    }

    #[test]
    fn a_value_outside_an_attributes_range_or_list_is_not_taken() {
        assert!(accepts("scatter", "line.width", &json!("3")));
        assert!(!accepts("scatter", "line.width", &json!(-1)));
        assert!(!accepts("scatter", "line.width", &json!([1])));
        assert!(accepts("scatter", "marker.size", &json!([1])));
        assert!(!accepts("scatter", "line.shape", &json!("wavy")));
        assert!(accepts("scatter", "mode", &json!("lines+text")));
        assert!(!accepts("scatter", "mode", &json!("dots")));
        assert!(!accepts("bar", "marker.line.color", &json!("nocolor")));
        assert!(!accepts("layout", "showlegend", &json!("true")));
    }

    #[test]
    fn numbered_axes_and_items_of_lists_have_their_rules() {
        let layout = Schema::of("layout").expect("the layout");
        let default = |schema: Option<Schema>, path: &str| {
            schema.and_then(|schema| schema.rule(path)).and_then(Rule::default).cloned()
        };
        assert_eq!(default(layout.at("xaxis12"), "tickwidth"), Some(json!(1)));
        assert_eq!(default(layout.items("annotations"), "arrowhead"), Some(json!(1)));
        assert!(Schema::of("no such type").is_none());
    }

    #[test]
    fn every_container_of_the_asset_reads() {
        assert!(CONTAINERS.len() > 35);
        for (name, lazy) in CONTAINERS.iter() {
            assert!(serde_json::from_str::<Value>(lazy.text).is_ok(), "{name}");
        }
    }
}
