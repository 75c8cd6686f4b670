//! `dashproof call`: one callback called on its own.

use clap::Args;
use serde_json::{Map, Value};

use super::visiting::Reaching;
use super::{Exit, Failure, output};
use crate::app::AppSpec;
use crate::engine::{At, Error, Returned, UnitCall};

/// Calls one callback with given inputs and state, and prints what it returns as JSON
#[derive(Debug, Args)]
pub(super) struct Call {
    /// A path to a .py, module:app, a quoted command, a URL, or demo
    app: AppSpec,
    /// One of the callback's outputs, as total.children
    #[arg(value_name = "ID.PROP")]
    output: String,
    /// An input, year.value=1952 (JSON, or else text); may be repeated. What is not given is as in the layout
    #[arg(long = "input", value_name = "ID.PROP=VALUE", value_parser = assigned)]
    inputs: Vec<(String, Value)>,
    /// A state, in the same way
    #[arg(long = "state", value_name = "ID.PROP=VALUE", value_parser = assigned)]
    state: Vec<(String, Value)>,
    /// What triggers it, instead of the given inputs; may be repeated
    #[arg(long = "triggered", value_name = "ID.PROP")]
    triggered: Vec<String>,
    /// Prints only this part of the result, figure.layout.title.text
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    #[command(flatten)]
    reaching: Reaching,
}

impl Call {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let map = |values: Vec<(String, Value)>| values.into_iter().collect::<Map<String, Value>>();
        let call = UnitCall {
            output: self.output,
            inputs: map(self.inputs),
            state: map(self.state),
            triggered: Some(self.triggered).filter(|triggered| !triggered.is_empty()),
        };
        let (app, mut bench) = self.reaching.bench(&self.app).await?;
        let outcome = match bench.call(&call).await {
            // Without debug mode only the log says what went wrong.
            Err(error @ Error::CallbackFailed { .. }) => {
                app.catch_up_with_log().await;
                Err(Failure::from(error).log(app.log_tail()))
            }
            outcome => outcome.map_err(Failure::from),
        };
        app.shutdown().await;
        print(&outcome?, self.path.as_deref())?;
        Ok(Exit::Success)
    }
}

/// Prints each output and each prop that was set besides; of one that was not updated a remark.
fn print(returned: &Returned, path: Option<&str>) -> Result<(), Failure> {
    if let Some(path) = path {
        return match returned.at(path) {
            At::Value(value) => output::say(format_args!("{value:#}")),
            At::NoUpdate => output::say("no_update"),
            At::Nothing | At::NoOutput => {
                let outputs: Vec<&str> = returned.outputs.iter().map(|(prop, _)| prop.as_str()).collect();
                Err(Failure::new(
                    Exit::Failed,
                    format!("the result has no `{path}`; it has {}", outputs.join(", ")),
                ))
            }
        };
    }
    let updated = returned.outputs.iter().filter_map(|(prop, value)| Some((prop.clone(), value.clone()?)));
    let all: Map<String, Value> = updated.chain(returned.set.iter().cloned()).collect();
    output::say(format_args!("{:#}", Value::Object(all)))?;
    for (prop, _) in returned.outputs.iter().filter(|(_, value)| value.is_none()) {
        output::remark(format_args!("{prop} is no_update"));
    }
    Ok(())
}

/// Reads `id.prop=value`. The id may be JSON, and so have a `=` of its own.
fn assigned(text: &str) -> Result<(String, Value), String> {
    let after_id = if text.starts_with('{') { text.find("}.").unwrap_or(0) } else { 0 };
    let equals = text[after_id..].find('=').map(|at| at + after_id);
    let at = equals.ok_or_else(|| "write ID.PROP=VALUE".to_owned())?;
    let (prop, value) = (&text[..at], &text[at + 1..]);
    Ok((prop.to_owned(), serde_json::from_str(value).unwrap_or_else(|_| value.into())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_json_or_else_text() {
        assert_eq!(assigned("year.value=1952"), Ok(("year.value".to_owned(), json!(1952))));
        assert_eq!(assigned("name.value=a=b"), Ok(("name.value".to_owned(), json!("a=b"))));
        let (prop, value) = assigned(r#"{"type":"a=b","index":1}.value={"x":[1]}"#).unwrap();
        assert_eq!((prop.as_str(), value), (r#"{"type":"a=b","index":1}.value"#, json!({"x": [1]})));
        assert!(assigned("year.value").is_err());
    }
}
