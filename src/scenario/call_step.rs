//! The `call` step: one callback called on its own, and what it must return.

use std::fmt;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::time::{Instant, sleep};

use super::StepError;
use super::expect::{given, matcher};
use super::wanted_syntax::WantedSyntax;
use crate::engine::{At, Bench, Error, Matcher, OneOrMany, Property, Returned, UnitCall};

/// A call of one callback, and what must come of it. Without expectations it must not fail.
#[derive(Debug, Clone, PartialEq)]
pub struct CallStep {
    /// The call.
    pub call: UnitCall,
    /// What must come of it.
    pub wanted: Wanted,
}

/// What must come of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// Each result must be so.
    Returns(Vec<ReturnExpect>),
    /// It must fail, with such a message or with such lines in the app's log.
    Raises(Matcher),
}

/// What one result must be.
#[derive(Debug, Clone, PartialEq)]
pub struct ReturnExpect {
    /// The output or a part of it, `chart.figure.layout.title.text`; all outputs when empty.
    pub path: String,
    /// Its value; `None` for `no_update`.
    pub matcher: Option<Matcher>,
}

/// How long the app's log may come after its answer.
const LOG_LAG: Duration = Duration::from_millis(500);

impl CallStep {
    /// Makes the call and holds its result against what is wanted. `log` gives what the app printed last: without
    /// debug mode only the log says which exception it was.
    pub(super) async fn perform(
        &self,
        bench: &mut Bench,
        log: &(dyn Fn() -> String + Sync),
    ) -> Result<(), StepError> {
        let before = log();
        let outcome = bench.call(&self.call).await;
        match (&self.wanted, outcome) {
            (Wanted::Returns(all), Ok(returned)) => match all.iter().find_map(|one| one.problem(&returned)) {
                Some(problem) => Err(StepError::Returned(problem)),
                None => Ok(()),
            },
            (Wanted::Raises(wanted), Ok(_)) => {
                Err(StepError::Returned(format!("expected it to fail with a message {wanted}, it returned")))
            }
            (Wanted::Raises(wanted), Err(Error::CallbackFailed { message, .. })) => {
                let until = Instant::now() + LOG_LAG;
                while !wanted.accepts(&Value::from(message.as_str())) {
                    let printed = log();
                    if wanted.accepts(&Value::from(since(&before, &printed))) {
                        break;
                    }
                    if Instant::now() > until {
                        let problem =
                            format!("expected it to fail with a message {wanted}, it said {message:?}");
                        return Err(StepError::Returned(problem));
                    }
                    sleep(Duration::from_millis(10)).await;
                }
                Ok(())
            }
            (_, Err(error)) => Err(error.into()),
        }
    }
}

/// What a log has now and had not before; both are the last lines only.
fn since<'a>(before: &str, now: &'a str) -> &'a str {
    let mut old = before;
    loop {
        if let Some(fresh) = now.strip_prefix(old) {
            return fresh;
        }
        match old.split_once('\n') {
            Some((_, rest)) => old = rest,
            None => return now,
        }
    }
}

impl ReturnExpect {
    /// What is not as expected.
    fn problem(&self, returned: &Returned) -> Option<String> {
        if !self.path.is_empty() {
            return self.problem_at(&self.path, returned);
        }
        let all = returned.outputs.iter().map(|(prop, _)| prop.as_str());
        match (&self.matcher, &returned.outputs[..]) {
            (None, _) | (Some(_), [_]) => all.into_iter().find_map(|prop| self.problem_at(prop, returned)),
            (Some(_), _) => Some(format!("it has several outputs, so say which: {}", outputs(returned))),
        }
    }

    fn problem_at(&self, path: &str, returned: &Returned) -> Option<String> {
        let wanted = self.matcher.as_ref().map_or_else(|| "to be no_update".to_owned(), ToString::to_string);
        let told = |what: String| Some(format!("expected `{path}` {wanted}, {what}"));
        match (returned.at(path), &self.matcher) {
            (At::NoUpdate, None) => None,
            (At::Value(value), Some(matcher)) if matcher.accepts(value) => None,
            (At::Nothing, Some(matcher)) if matcher.accepts(&Value::Null) => None,
            (At::NoOutput, _) => told(format!("it returns {}", outputs(returned))),
            (At::NoUpdate, Some(_)) => told("it is no_update".to_owned()),
            (At::Nothing, _) => told("the result has no such part".to_owned()),
            (At::Value(value), _) => told(format!("it is {}", cut(value))),
        }
    }
}

fn outputs(returned: &Returned) -> String {
    let names =
        returned.outputs.iter().map(|(prop, _)| prop).chain(returned.set.iter().map(|(prop, _)| prop));
    let names: Vec<String> = names.map(|prop| format!("`{prop}`")).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

/// A value as JSON, no longer than a person reads.
fn cut(value: &Value) -> String {
    const LONGEST: usize = 200;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

impl fmt::Display for CallStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "call {}", self.call.output)
    }
}

/// One callback, called on its own, and what must come of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Call")]
pub(super) struct CallSyntax {
    /// The callback, by an output: `ID.PROP`.
    output: String,
    /// Its inputs by `id.prop`; those of the layout unless given.
    #[serde(default)]
    inputs: Map<String, Value>,
    /// Its states by `id.prop`; those of the layout unless given.
    #[serde(default)]
    state: Map<String, Value>,
    /// What changed, by `id.prop`; the first input unless given.
    triggered: Option<OneOrMany>,
    /// What it returns: a value, `no_update`, or values by `id.prop` or a part of one.
    #[serde(default, deserialize_with = "given")]
    returns: Option<Value>,
    /// A part of the message that it fails with.
    #[schemars(with = "Option<WantedSyntax<String>>")]
    raises: Option<Value>,
}

impl CallSyntax {
    /// The step that is meant.
    ///
    /// # Errors
    /// What contradicts itself.
    pub(super) fn validate(self) -> Result<CallStep, String> {
        let wanted = match (self.returns, self.raises) {
            (Some(_), Some(_)) => {
                return Err("a call that `raises` returns nothing: leave one out".to_owned());
            }
            (None, Some(Value::String(part))) => Wanted::Raises(Matcher::Contains(part)),
            (None, Some(wanted)) => Wanted::Raises(matcher(&Property::Value, wanted)?),
            (Some(wanted), None) => Wanted::Returns(returns(wanted)?),
            (None, None) => Wanted::Returns(Vec::new()),
        };
        let triggered = self.triggered.map(|props| props.0);
        let call = UnitCall { output: self.output, inputs: self.inputs, state: self.state, triggered };
        Ok(CallStep { call, wanted })
    }
}

/// A value or a matcher for the only output, or a map from outputs, or parts of them, to these.
fn returns(wanted: Value) -> Result<Vec<ReturnExpect>, String> {
    let one = |path: String, wanted: Value| {
        let matcher = match &wanted {
            Value::String(word) if word == "no_update" => None,
            _ => Some(matcher(&Property::Value, wanted)?),
        };
        Ok(ReturnExpect { path, matcher })
    };
    match wanted {
        Value::Object(map) if !is_matcher(&map) => {
            map.into_iter().map(|(path, wanted)| one(path, wanted)).collect()
        }
        wanted => Ok(vec![one(String::new(), wanted)?]),
    }
}

fn is_matcher(map: &Map<String, Value>) -> bool {
    map.len() == 1 && map.keys().all(|key| matches!(key.as_str(), "equals" | "contains" | "matches" | "not"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn problem(wanted: Value, value: Option<Value>) -> Option<String> {
        let returned = Returned { outputs: vec![("chart.figure".to_owned(), value)], set: Vec::new() };
        returns(wanted).unwrap().iter().find_map(|one| one.problem(&returned))
    }

    #[test]
    fn a_result_is_a_value_a_matcher_or_a_map_of_parts() {
        let figure = || Some(json!({"layout": {"title": {"text": "Sales 1952"}}}));
        assert_eq!(problem(json!({"figure.layout.title.text": {"contains": "1952"}}), figure()), None);
        assert_eq!(problem(json!({"equals": {"layout": {"title": {"text": "Sales 1952"}}}}), figure()), None);
        assert_eq!(problem(json!("no_update"), None), None);
        assert_eq!(
            problem(json!({"figure.layout.title.text": "Sales"}), figure()).unwrap(),
            r#"expected `figure.layout.title.text` to be "Sales", it is "Sales 1952""#
        );
        assert!(problem(json!(3), None).unwrap().ends_with("it is no_update"));
        assert!(problem(json!({"title": 1}), figure()).unwrap().contains("it returns `chart.figure`"));
    }

    #[test]
    fn of_a_log_only_what_is_new_counts() {
        assert_eq!(since("a\nb\nc", "b\nc\nd"), "\nd");
        assert_eq!(since("", "a"), "a");
        assert_eq!(since("x\ny", "a\nb"), "a\nb");
    }
}
