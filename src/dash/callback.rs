//! Callback definitions: one entry of `_dash-dependencies` (protocol section 1.5).

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Error, IdPattern};

/// A callback as the app registered it.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "they are the wire's own flags")]
pub struct Callback {
    /// Its identity, sent back verbatim; a bare hash when it has no output.
    pub output: String,
    /// The outputs; `property` keeps its `@hash` (`allow_duplicate`).
    pub outputs: Vec<Dependency>,
    /// The inputs, in definition order.
    pub inputs: Vec<Dependency>,
    /// The states, in definition order.
    pub state: Vec<Dependency>,
    /// The function in the page, when it does not run on the server.
    pub clientside: Option<ClientsideFunction>,
    /// Not called when its outputs appear.
    pub prevent_initial_call: bool,
    /// Milliseconds between polls, when it is a background callback.
    pub background: Option<f64>,
    /// It has no output.
    pub no_output: bool,
    /// No complaint when its ids are missing from the layout.
    pub optional: bool,
    /// It asks for the WebSocket transport.
    pub websocket: bool,
    /// Does not count as work in progress.
    pub persistent: bool,
    /// The dependencies are read again after it ran.
    pub dynamic_creator: bool,
    /// Set before it runs: by `id.prop`.
    pub running: Map<String, Value>,
    /// Set after it ran.
    pub running_off: Map<String, Value>,
}

/// An Output, Input or State of a callback.
#[derive(Debug, Clone, PartialEq)]
pub struct Dependency {
    /// Which components.
    pub id: IdPattern,
    /// Which prop.
    pub property: String,
    /// It may be missing.
    pub allow_optional: bool,
}

/// Names a JavaScript function: `window.dash_clientside[namespace][function_name]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ClientsideFunction {
    /// The namespace.
    pub namespace: String,
    /// The function.
    pub function_name: String,
}

impl Callback {
    /// Reads the array of `_dash-dependencies`.
    ///
    /// # Errors
    /// [`Error::Shape`] and [`Error::BadOutput`] name the entry.
    pub fn parse_all(dependencies: &Value) -> Result<Vec<Self>, Error> {
        let shape = |reason: String| Error::Shape { what: "_dash-dependencies".to_owned(), reason };
        let entries = dependencies.as_array().ok_or_else(|| shape("it is no list".to_owned()))?;
        entries
            .iter()
            .map(|entry| {
                let wire = Wire::deserialize(entry).map_err(|error| {
                    let output = entry.get("output").and_then(Value::as_str).unwrap_or("?");
                    shape(format!("callback `{output}`: {error}"))
                })?;
                wire.into_callback()
            })
            .collect()
    }

    /// The keys that have `MATCH` in the first output (rule R9).
    pub fn match_keys(&self) -> Vec<&str> {
        self.outputs.first().map(|output| output.id.match_keys()).unwrap_or_default()
    }

    /// Whether `output` is written as a list of outputs, be it of one.
    pub fn is_multi_output(&self) -> bool {
        self.output.starts_with("..")
    }

    /// Whether every input is a list (`ALL`, `ALLSMALLER`); true when there is none.
    pub fn all_inputs_multi(&self) -> bool {
        self.inputs.iter().all(|input| input.id.is_multi())
    }

    /// What makes two instances the same, apart from their `MATCH` values (rule R13).
    pub fn definition(&self) -> String {
        let mut parts: Vec<String> =
            self.inputs.iter().chain(&self.outputs).chain(&self.state).map(Dependency::to_string).collect();
        if self.outputs.is_empty() {
            parts.push(self.output.clone());
        }
        parts.join(",")
    }
}

impl Dependency {
    /// The prop without the `@hash` of `allow_duplicate`.
    pub fn plain_property(&self) -> &str {
        self.property.split('@').next().unwrap_or_default()
    }
}

/// `id.prop` as defined.
impl std::fmt::Display for Dependency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.id, self.property)
    }
}

/// The output grammar: `id.prop`, or several as `..a.x...b.y..`; the prop follows the last dot.
fn parse_outputs(output: &str) -> Result<Vec<Dependency>, Error> {
    let singles = match output.strip_prefix("..").and_then(|rest| rest.strip_suffix("..")) {
        Some(inner) => inner.split("...").collect(),
        None => vec![output],
    };
    let bad = |reason: String| Error::BadOutput { output: output.to_owned(), reason };
    singles
        .into_iter()
        .map(|single| {
            let (id, property) =
                single.rsplit_once('.').ok_or_else(|| bad("there is no `.` in it".to_owned()))?;
            let id = IdPattern::parse(id).map_err(|error| {
                bad(format!("its id is no JSON ({error}); Dash writes a dot in a pattern id's Output as `\\.`, and a browser shows a blank page"))
            })?;
            Ok(Dependency { id, property: property.to_owned(), allow_optional: false })
        })
        .collect()
}

/// An entry as it is on the wire, over all supported versions.
#[derive(Deserialize)]
struct Wire {
    output: String,
    #[serde(default)]
    inputs: Vec<WireDependency>,
    #[serde(default)]
    state: Vec<WireDependency>,
    #[serde(default)]
    clientside_function: Option<ClientsideFunction>,
    #[serde(default)]
    prevent_initial_call: Option<Value>,
    /// Up to 2.18 the key is `long`.
    #[serde(default, alias = "long")]
    background: Option<Value>,
    #[serde(default)]
    no_output: Option<bool>,
    #[serde(default)]
    optional: Option<bool>,
    #[serde(default)]
    websocket: Option<bool>,
    #[serde(default)]
    persistent: Option<bool>,
    #[serde(default)]
    dynamic_creator: Option<bool>,
    #[serde(default)]
    running: Option<WireRunning>,
}

#[derive(Deserialize)]
struct WireDependency {
    id: String,
    property: String,
    #[serde(default)]
    allow_optional: Option<bool>,
}

#[derive(Default, Deserialize)]
struct WireRunning {
    #[serde(default)]
    running: Map<String, Value>,
    #[serde(default, rename = "runningOff")]
    running_off: Map<String, Value>,
}

impl Wire {
    /// Milliseconds between polls where the app says none, which Dash's own always does.
    const DEFAULT_INTERVAL: f64 = 500.0;

    fn into_callback(self) -> Result<Callback, Error> {
        let no_output = self.no_output.unwrap_or(false);
        let outputs = if no_output { Vec::new() } else { parse_outputs(&self.output)? };
        let read = |list: Vec<WireDependency>| -> Result<Vec<Dependency>, Error> {
            list.into_iter().map(|dependency| dependency.read(&self.output)).collect()
        };
        let running = self.running.unwrap_or_default();
        Ok(Callback {
            outputs,
            inputs: read(self.inputs)?,
            state: read(self.state)?,
            clientside: self.clientside_function,
            prevent_initial_call: self.prevent_initial_call == Some(Value::Bool(true)),
            background: self.background.filter(Value::is_object).map(|background| {
                background.get("interval").and_then(Value::as_f64).unwrap_or(Self::DEFAULT_INTERVAL)
            }),
            no_output,
            optional: self.optional.unwrap_or(false),
            websocket: self.websocket.unwrap_or(false),
            persistent: self.persistent.unwrap_or(false),
            dynamic_creator: self.dynamic_creator.unwrap_or(false),
            running: running.running,
            running_off: running.running_off,
            output: self.output,
        })
    }
}

impl WireDependency {
    fn read(self, output: &str) -> Result<Dependency, Error> {
        let id = IdPattern::parse(&self.id).map_err(|error| Error::Shape {
            what: "_dash-dependencies".to_owned(),
            reason: format!("callback `{output}`: the id `{}` is no JSON: {error}", self.id),
        })?;
        Ok(Dependency { id, property: self.property, allow_optional: self.allow_optional.unwrap_or(false) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn one(entry: Value) -> Result<Callback, Error> {
        Callback::parse_all(&json!([entry])).map(|mut all| all.remove(0))
    }

    #[test]
    fn an_entry_of_dash_4_reads_with_all_its_fields() {
        let callback = one(json!({
            "output": "..o.children...p.title@9f3c..",
            "inputs": [{"id": "{\"index\":[\"ALL\"],\"type\":\"in\"}", "property": "value"}],
            "state": [{"id": "s", "property": "data", "allow_optional": true}],
            "clientside_function": null, "prevent_initial_call": false, "background": {"interval": 500},
            "no_output": false, "running": {"running": {"b.disabled": true}, "runningOff": {"b.disabled": false}}
        }))
        .unwrap();
        assert!(callback.is_multi_output());
        assert_eq!(callback.outputs[1].property, "title@9f3c");
        assert_eq!(callback.outputs[1].plain_property(), "title");
        assert!(callback.inputs[0].id.is_multi());
        assert!(callback.state[0].allow_optional);
        assert_eq!(callback.background, Some(500.0));
        assert_eq!(callback.running_off["b.disabled"], false);
    }

    #[test]
    fn an_entry_of_dash_2_has_long_for_background() {
        let callback = one(json!({"output": "a.b", "inputs": [], "state": [], "long": {}})).unwrap();
        assert_eq!(callback.background, Some(500.0));
    }

    #[test]
    fn only_true_itself_prevents_the_initial_call() {
        let with = |value: Value| {
            one(json!({"output": "a.b", "prevent_initial_call": value})).unwrap().prevent_initial_call
        };
        assert!(with(json!(true)));
        assert!(!with(json!("initial_duplicate")));
    }

    #[test]
    fn a_callback_without_output_is_known_by_its_hash() {
        let callback = one(json!({"output": "ab12", "no_output": true})).unwrap();
        assert!(callback.outputs.is_empty());
        assert!(callback.definition().contains("ab12"));
    }

    #[test]
    fn a_dotted_pattern_id_in_an_output_is_an_error_as_in_a_browser() {
        let error = one(json!({"output": "{\"i\":\"a\\.b\"}.children"})).unwrap_err();
        assert!(error.to_string().contains("blank page"), "{error}");
    }
}
