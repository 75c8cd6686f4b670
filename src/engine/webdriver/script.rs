//! Scripts of the client (W3C WebDriver section 13.2).

use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::Error;
use super::atom::Atom;
use super::command::Reading;
use super::reference::References;
use super::window::{View, Window};
use crate::engine::browserless::{ELEMENT, Fault, name, node};

/// What a script calls that asks where elements lie: only then the page is laid out.
const GEOMETRY: [&str; 5] =
    ["getBoundingClientRect", "offsetWidth", "offsetHeight", "clientWidth", "clientHeight"];

impl Window {
    /// Runs a script in the page and waits for what it leads to.
    ///
    /// # Errors
    /// What it threw; when it does not end within `limit`.
    pub(super) async fn execute(
        &mut self,
        script: &str,
        args: Vec<Value>,
        asynchronous: bool,
        limit: Option<Duration>,
    ) -> Result<Value, Error> {
        if let Some(atom) = Atom::of(script, &args) {
            return self.answer(atom, &args);
        }
        let args = {
            let (view, references) = self.look();
            given(Value::Array(args), references, &view)?
        };
        let began = Instant::now();
        let boxes =
            if GEOMETRY.iter().any(|name| script.contains(name)) { self.measure(None).await? } else { None };
        self.page()?.evaluate(script, &args, asynchronous, limit, boxes).map_err(thrown)?;
        let returned = loop {
            if let Some(outcome) = self.page()?.evaluated() {
                break outcome.map_err(thrown)?;
            }
            if let Some(limit) = limit.filter(|limit| began.elapsed() >= *limit) {
                return Err(Error::ScriptTimeout(limit));
            }
            self.live_until(Instant::now() + Duration::from_secs(1)).await?;
        };
        // What the script led to, such as a page that it opened, happens before the client goes on.
        self.catch_up().await?;
        let (view, references) = self.look();
        Ok(told(returned, references, &view))
    }

    /// Answers what an atom asks.
    fn answer(&mut self, atom: Atom, args: &[Value]) -> Result<Value, Error> {
        let element = args.first().and_then(|element| element.get(ELEMENT)?.as_str());
        let element =
            element.ok_or_else(|| Error::InvalidArgument("the first argument is no element".to_owned()))?;
        match atom {
            Atom::Attribute => {
                let name = args.get(1).and_then(Value::as_str).unwrap_or_default();
                self.attribute_or_property(element, name)
            }
            Atom::Displayed => self.read(element, &Reading::Displayed),
            Atom::Submit => self.submit(element).map(|()| Value::Null),
        }
    }
}

/// The arguments of a script as the page takes them: elements by their names.
fn given(value: Value, references: &References, view: &View<'_>) -> Result<Value, Error> {
    Ok(match value {
        Value::Array(items) => Value::Array(
            items.into_iter().map(|item| given(item, references, view)).collect::<Result<_, _>>()?,
        ),
        Value::Object(map) => match map.get(ELEMENT).and_then(Value::as_str) {
            Some(id) => json!({ELEMENT: name(references.find(id, view)?)}),
            None => {
                let inner = map.into_iter().map(|(key, item)| Ok((key, given(item, references, view)?)));
                Value::Object(inner.collect::<Result<Map<_, _>, Error>>()?)
            }
        },
        other => other,
    })
}

/// What a script returned as the client takes it: elements by their references.
fn told(value: Value, references: &mut References, view: &View<'_>) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| told(item, references, view)).collect(),
        Value::Object(map) => match map.get(ELEMENT).and_then(Value::as_str) {
            Some(known) => {
                node(&view.document, known).map_or(Value::Null, |node| references.told(node, view))
            }
            None => Value::Object(
                map.into_iter().map(|(key, item)| (key, told(item, references, view))).collect(),
            ),
        },
        other => other,
    }
}

fn thrown(fault: Fault) -> Error {
    match fault {
        Fault::Threw { message, .. } => Error::Script(message),
        Fault::TooLong { limit, .. } => Error::ScriptTimeout(limit),
        other => Error::Script(other.to_string()),
    }
}
