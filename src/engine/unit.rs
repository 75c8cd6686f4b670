//! One callback called on its own, as a unit test calls it.

use serde_json::{Map, Value};

use crate::dash::pointer;

/// A call of one callback, with no page around it.
///
/// Props are named `id.prop`; a pattern id is JSON, `{"index":1,"type":"card"}.children`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnitCall {
    /// The callback, by one of its outputs. The output of one component binds `MATCH`:
    /// `{"index":1,"type":"card"}.children` for `{"index":MATCH,"type":"card"}.children`.
    pub output: String,
    /// The inputs' values, in the order in which they changed; what is not given is as in the layout. For `ALL` give
    /// several components, or a list for the pattern itself, whose components are then numbered from 0.
    pub inputs: Map<String, Value>,
    /// The states' values, in the same way.
    pub state: Map<String, Value>,
    /// What changed (`ctx.triggered`); the given inputs when absent.
    pub triggered: Option<Vec<String>>,
}

impl UnitCall {
    /// A call of the callback that gives `output`, everything as in the layout.
    pub fn of(output: impl Into<String>) -> Self {
        Self { output: output.into(), ..Self::default() }
    }

    /// With an input's value.
    #[must_use]
    pub fn input(mut self, prop: impl Into<String>, value: impl Into<Value>) -> Self {
        self.inputs.insert(prop.into(), value.into());
        self
    }

    /// With a state's value.
    #[must_use]
    pub fn state(mut self, prop: impl Into<String>, value: impl Into<Value>) -> Self {
        self.state.insert(prop.into(), value.into());
        self
    }

    /// Triggered by these, `id.prop`; by none, as at page load.
    #[must_use]
    pub fn triggered<T: Into<String>>(mut self, props: impl IntoIterator<Item = T>) -> Self {
        self.triggered = Some(props.into_iter().map(Into::into).collect());
        self
    }
}

/// What a callback returned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Returned {
    /// Each output, `id.prop`, with its value; `None` for `no_update` and `PreventUpdate`. A Patch is applied to what
    /// the layout has.
    pub outputs: Vec<(String, Option<Value>)>,
    /// What it set besides, with `set_props`.
    pub set: Vec<(String, Value)>,
}

/// What a path into a result leads to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum At<'a> {
    /// There is no such output.
    NoOutput,
    /// The output was not updated.
    NoUpdate,
    /// The value has no such part.
    Nothing,
    /// The value.
    Value(&'a Value),
}

impl Returned {
    /// What `path` leads to: an output, `chart.figure`, or a part of one, `chart.figure.layout.title.text`. With one
    /// output alone its id may be left out, `figure.layout.title.text`.
    pub fn at(&self, path: &str) -> At<'_> {
        let set = self.set.iter().map(|(prop, value)| (prop.as_str(), Some(value)));
        let all = self.outputs.iter().map(|(prop, value)| (prop.as_str(), value.as_ref())).chain(set);
        let short = self.outputs.iter().filter(|_| self.outputs.len() == 1).filter_map(|(prop, value)| {
            let (_, property) = prop.rsplit_once('.')?;
            Some((property, value.as_ref()))
        });
        // Of outputs that begin alike the longest is meant.
        let found = all.chain(short).filter_map(|(prop, value)| Some((prop.len(), rest(path, prop)?, value)));
        match found.max_by_key(|(length, ..)| *length) {
            None => At::NoOutput,
            Some((_, _, None)) => At::NoUpdate,
            Some((_, rest, Some(value))) => {
                value.pointer(&pointer::of_path(rest)).map_or(At::Nothing, At::Value)
            }
        }
    }

    /// The same, without a reason when there is none.
    pub fn value(&self, path: &str) -> Option<&Value> {
        match self.at(path) {
            At::Value(value) => Some(value),
            _ => None,
        }
    }
}

/// What follows `prop` in a path that begins with it.
fn rest<'a>(path: &'a str, prop: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(prop)?;
    if rest.is_empty() || rest.starts_with('[') { Some(rest) } else { rest.strip_prefix('.') }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn returned(outputs: &[(&str, Option<Value>)]) -> Returned {
        let outputs = outputs.iter().map(|(prop, value)| ((*prop).to_owned(), value.clone())).collect();
        Returned { outputs, set: vec![("log.children".to_owned(), json!("set"))] }
    }

    #[test]
    fn a_path_leads_into_an_output_with_its_id_or_without() {
        let figure = json!({"data": [{"x": [1, 2]}], "layout": {"title": {"text": "Sales"}}});
        let one = returned(&[("chart.figure", Some(figure))]);
        assert_eq!(one.value("chart.figure.layout.title.text"), Some(&json!("Sales")));
        assert_eq!(one.value("figure.data[0].x.1"), Some(&json!(2)));
        assert_eq!(one.value("log.children"), Some(&json!("set")));
        assert_eq!(one.at("figure.layout.font"), At::Nothing);
        assert_eq!(one.at("figur"), At::NoOutput);
    }

    #[test]
    fn of_several_outputs_each_is_named_in_full() {
        let two = returned(&[("a.children", Some(json!(1))), ("b.children", None)]);
        assert_eq!(two.at("a.children"), At::Value(&json!(1)));
        assert_eq!(two.at("b.children"), At::NoUpdate);
        assert_eq!(two.at("children"), At::NoOutput);
    }
}
