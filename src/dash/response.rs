//! The answer to a callback request (protocol sections 1.7 and 1.8).

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{ComponentId, Error, json};

/// An answer with status 200.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Response {
    /// The new props by component, in the server's order; `None` when the answer carries no result, as while a
    /// background callback runs.
    pub updates: Option<Vec<Update>>,
    /// Props set by `set_props`, by id text.
    pub side_update: Map<String, Value>,
    /// A background callback's progress, by `id.prop`.
    pub progress: Map<String, Value>,
    /// What the progress goes back to afterwards.
    pub progress_default: Map<String, Value>,
    /// The handles of a background job, to be echoed as they are.
    pub job: Option<Job>,
    /// The inputs that cancel the job.
    pub cancel: Vec<CancelInput>,
}

/// New props of one component.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// The component.
    pub id: ComponentId,
    /// Its props, in the server's order.
    pub props: Map<String, Value>,
}

/// A background job's handles; opaque.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// `cacheKey`.
    pub cache_key: String,
    /// `job`.
    pub job: String,
}

/// An input whose change cancels a background job.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CancelInput {
    /// The component's id, as text or as a dictionary.
    pub id: Value,
    /// The prop.
    pub property: String,
}

impl Response {
    /// Reads a body with status 200, whatever its content type says. `output` is the callback's identity, to which an
    /// old server's `{"response": {"props": …}}` belongs.
    ///
    /// # Errors
    /// When it is no JSON object of this form.
    pub fn parse(text: &str, output: &str) -> Result<Self, Error> {
        let value = json::parse(text).map_err(|error| Error::NotJson {
            what: format!("the answer of `{output}`"),
            reason: error.to_string(),
        })?;
        Self::read(value, output)
    }

    /// The same for a body that is JSON already.
    ///
    /// # Errors
    /// When it is no object of this form.
    pub fn read(value: Value, output: &str) -> Result<Self, Error> {
        Self::from_value(value, output)
            .map_err(|reason| Error::Shape { what: format!("the answer of `{output}`"), reason })
    }

    fn from_value(value: Value, output: &str) -> Result<Self, String> {
        let Value::Object(mut body) = value else { return Err("it is no object".to_owned()) };
        let mut map = |key: &str| match body.remove(key) {
            Some(Value::Object(map)) => map,
            _ => Map::new(),
        };
        let (side_update, progress, progress_default) =
            (map("sideUpdate"), map("progress"), map("progressDefault"));
        let text = |key: &str| {
            body.get(key).and_then(|v| v.as_str().map_or_else(|| Some(v.to_string()), |s| Some(s.to_owned())))
        };
        let job = match (text("cacheKey"), text("job")) {
            (Some(cache_key), Some(job)) => Some(Job { cache_key, job }),
            _ => None,
        };
        let cancel = body.get("cancel").and_then(|v| Vec::deserialize(v).ok()).unwrap_or_default();
        let multi = body.get("multi").and_then(Value::as_bool).unwrap_or(false);
        let updates = match body.remove("response") {
            None | Some(Value::Null) => None,
            Some(Value::Object(response)) if multi => Some(updates(response)?),
            Some(Value::Object(response)) => Some(single(response, output)?),
            Some(_) => return Err("its `response` is no object".to_owned()),
        };
        Ok(Self { updates, side_update, progress, progress_default, job, cancel })
    }
}

fn updates(response: Map<String, Value>) -> Result<Vec<Update>, String> {
    response
        .into_iter()
        .map(|(id, props)| {
            let id = ComponentId::parse(&id).map_err(|error| format!("the id `{id}`: {error}"))?;
            match props {
                Value::Object(props) => Ok(Update { id, props }),
                _ => Err(format!("the props of `{id}` are no object")),
            }
        })
        .collect()
}

/// The form of servers before 2.0: `{"props": …}`, for the only output.
fn single(mut response: Map<String, Value>, output: &str) -> Result<Vec<Update>, String> {
    let id = output.rsplit_once('.').map_or(output, |(id, _)| id);
    let props = response.remove("props").ok_or("its `response` has no `props`")?;
    updates([(id.to_owned(), props)].into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_keeps_the_servers_order_and_absent_outputs_are_no_updates() {
        let text = r#"{"multi":true,"response":{"z":{"children":1.0},"{\"i\":1}":{"value":null}},
            "sideUpdate":{"s":{"title":"t"}}}"#;
        let response = Response::parse(text, "x.y").unwrap();
        let updates = response.updates.unwrap();
        assert_eq!(updates[0].props["children"], 1);
        assert_eq!(updates[1].id.to_string(), r#"{"i":1}"#);
        assert_eq!(response.side_update["s"]["title"], "t");
    }

    #[test]
    fn an_answer_without_result_is_a_job_that_still_runs() {
        let response = Response::parse(r#"{"cacheKey":"k~a","job":"7"}"#, "x.y").unwrap();
        assert_eq!(response.updates, None);
        assert_eq!(response.job, Some(Job { cache_key: "k~a".to_owned(), job: "7".to_owned() }));
        assert_eq!(Response::parse(r#"{"multi":true}"#, "x.y").unwrap().updates, None);
    }

    #[test]
    fn an_old_servers_single_answer_belongs_to_the_only_output() {
        let response = Response::parse(r#"{"response":{"props":{"children":"a"}}}"#, "x.children").unwrap();
        assert_eq!(response.updates.unwrap()[0].id.to_string(), "x");
    }

    #[test]
    fn what_is_no_answer_says_what_it_is() {
        let error = Response::parse("<html>", "x.y").unwrap_err().to_string();
        assert!(error.contains("the answer of `x.y` is no JSON"), "{error}");
        assert!(Response::parse(r#"{"multi":true,"response":{"a":1}}"#, "x.y").is_err());
    }
}
