//! One page in the browser: functions run in it, the pointer, the keyboard.

use std::sync::Arc;

use fantoccini::{Client, ClientBuilder, error::CmdError};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::chromium::Chromium;
use super::dialect::{Dialect, Window};
use super::firefox::Firefox;
use super::keys;
use super::script::{CALL, SCRIPT};
use super::wire::{DIALOG, failure, issue};
use crate::dash::Component;
use crate::engine::{BrowserKind, Error, Locator, Visit, Wording};

/// Stands for a row in a selector until the page knows where it is.
const ROW: &str = "ROW";

/// Steps of a drag: libraries want to see the pointer move.
const DRAG_STEPS: u32 = 6;

/// How long a drag rests before the button is let go, ms: a few frames.
const DWELL_MS: u32 = 60;

/// A place in the viewport, CSS px.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// A page in a browser.
#[derive(Debug, Clone)]
pub(super) struct Tab {
    client: Client,
    dialect: Arc<dyn Dialect>,
    /// Whether its browser may run on another machine.
    remote: bool,
}

impl Tab {
    /// Opens a session with a kind of browser.
    pub(super) async fn open(
        webdriver: &str,
        kind: BrowserKind,
        capabilities: &Value,
        remote: bool,
    ) -> Result<Self, Error> {
        let mut capabilities: Map<String, Value> = capabilities.as_object().cloned().unwrap_or_default();
        // An open dialog is the visitor's to answer.
        capabilities.insert("unhandledPromptBehavior".to_owned(), json!("ignore"));
        let no_browser = |reason: String| Error::NoBrowser {
            reason,
            hint: "check that the browser and its driver are of the same version".to_owned(),
        };
        let client = ClientBuilder::rustls()
            .map_err(|error| no_browser(error.to_string()))?
            .capabilities(capabilities)
            .connect(webdriver)
            .await
            .map_err(|error| no_browser(error.to_string()))?;
        let dialect: Arc<dyn Dialect> = match kind {
            BrowserKind::Chromium => Arc::new(Chromium::new(client.clone())),
            BrowserKind::Firefox => Arc::new(Firefox::of(client.clone()).await.map_err(no_browser)?),
        };
        Ok(Self { client, dialect, remote })
    }

    /// Whether its browser may run on another machine.
    pub(super) fn is_remote(&self) -> bool {
        self.remote
    }

    /// Gives the page the viewport of a visit.
    pub(super) async fn view(&self, visit: &Visit) -> Result<(), Error> {
        if visit.browser.headed {
            return Ok(());
        }
        let (width, height) = visit.viewport;
        self.dialect.view(Window { width: width.into(), height: height.into(), scale: visit.scale }).await
    }

    /// What WebDriver has no command for.
    pub(super) fn dialect(&self) -> &dyn Dialect {
        &*self.dialect
    }

    /// The WebDriver client, for what needs no more than WebDriver.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Runs a function of the page's script on what a locator names.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        on: &Locator,
        function: &str,
        rest: &[Value],
    ) -> Result<T, Error> {
        let mut args = vec![wire(on)];
        args.extend_from_slice(rest);
        match (self.run(Some(on), function, &args).await, on) {
            (Err(Error::NotFound { on, candidates }), Locator::Part(part)) => {
                let table = Locator::Id(part.table.clone());
                let table: Value = match self.run(Some(&table), "component", &[wire(&table)]).await {
                    // A page that has no components.
                    Err(Error::Unsupported { .. }) => Value::Null,
                    table => table?,
                };
                let of_table = Component::of(&table).map(|table| part.candidates(table)).unwrap_or_default();
                Err(Error::NotFound {
                    on,
                    candidates: if of_table.is_empty() { candidates } else { of_table },
                })
            }
            (outcome, _) => outcome,
        }
    }

    /// Runs a function of the page's script.
    pub(super) async fn call<T: DeserializeOwned>(&self, function: &str, args: &[Value]) -> Result<T, Error> {
        self.run(None, function, args).await
    }

    async fn run<T: DeserializeOwned>(
        &self,
        on: Option<&Locator>,
        function: &str,
        args: &[Value],
    ) -> Result<T, Error> {
        let args = || vec![json!(function), json!(args)];
        let said = |error: CmdError| failure(on, &error.to_string());
        let mut answer = self.client.execute_async(CALL, args()).await.map_err(said)?;
        if answer.get("kind").is_some_and(|kind| kind == "absent") {
            self.client.execute(SCRIPT, Vec::new()).await.map_err(said)?;
            answer = self.client.execute_async(CALL, args()).await.map_err(said)?;
        }
        if answer.get("kind").is_some() {
            return Err(refusal(on, &answer));
        }
        // A dialog that opens while the function runs: the driver answers nothing at all.
        let value = answer.get_mut("value").map(Value::take).ok_or_else(|| failure(on, DIALOG))?;
        serde_json::from_value(value)
            .map_err(|error| Error::Browser { reason: format!("{function}: {error}") })
    }

    /// A command of WebDriver, or of a vendor's.
    pub(super) async fn command(&self, path: &'static str, body: Value) -> Result<Value, Error> {
        issue(&self.client, path, body).await
    }

    /// Moves the pointer.
    pub(super) async fn hover(&self, to: Spot) -> Result<(), Error> {
        self.pointer(vec![moved(to)]).await
    }

    /// Clicks a place of what a locator names with the main button. The page is kept from a press that something else
    /// would take, which came in between (see `guard` in `page/actionable.js`).
    ///
    /// # Errors
    /// [`Error::NotActionable`] for such a press.
    pub(super) async fn click(&self, on: &Locator, at: Spot) -> Result<(), Error> {
        self.click_at(at).await?;
        // A page that the click has left, or that a dialog stops, was clicked.
        match self.call::<Option<String>>("intercepted", &[]).await {
            Ok(Some(reason)) => Err(Error::NotActionable { on: on.to_string(), reason }),
            _ => Ok(()),
        }
    }

    /// Clicks a place, whatever is there.
    pub(super) async fn click_at(&self, at: Spot) -> Result<(), Error> {
        self.pointer(vec![moved(at), button("pointerDown"), button("pointerUp")]).await
    }

    /// Clicks twice.
    pub(super) async fn double_click(&self, at: Spot) -> Result<(), Error> {
        let press = [button("pointerDown"), button("pointerUp")];
        self.pointer([vec![moved(at)], press.to_vec(), press.to_vec()].concat()).await
    }

    /// Drags from the first place to the others, one after the other.
    pub(super) async fn drag(&self, places: &[Spot]) -> Result<(), Error> {
        let mut path: Vec<Value> = places.first().map(|from| moved(*from)).into_iter().collect();
        path.push(button("pointerDown"));
        for (from, to) in places.iter().zip(places.iter().skip(1)) {
            for step in 1..=DRAG_STEPS {
                let part = f64::from(step) / f64::from(DRAG_STEPS);
                let (x, y) = (from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
                path.push(moved(Spot { x, y }));
            }
        }
        // A component that renders each move must have rendered the last one before it is let go.
        path.push(json!({ "type": "pause", "duration": DWELL_MS }));
        path.push(button("pointerUp"));
        self.pointer(path).await
    }

    /// Presses the main button and moves in one go; [`Tab::release`] lets go.
    pub(super) async fn hold(&self, from: Spot, to: Spot) -> Result<(), Error> {
        self.pointer(vec![moved(from), button("pointerDown"), moved(to)]).await
    }

    /// Releases the main button.
    pub(super) async fn release(&self) -> Result<(), Error> {
        self.pointer(vec![button("pointerUp")]).await
    }

    async fn pointer(&self, actions: Vec<Value>) -> Result<(), Error> {
        let mouse = json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions });
        self.command("actions", json!({ "actions": [mouse] })).await.map(drop)
    }

    /// Presses keys together and releases them: `Enter`, `Control+a`.
    pub(super) async fn press(&self, keys: &str) -> Result<(), Error> {
        let chord = keys::chord(keys).ok_or_else(|| Error::BadAction {
            text: keys.to_owned(),
            reason: "is no key: write its W3C name, such as Enter or ArrowDown, or one character".to_owned(),
        })?;
        let down = chord.iter().map(|key| json!({ "type": "keyDown", "value": key }));
        let up = chord.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
        let actions: Vec<Value> = down.chain(up).collect();
        self.command(
            "actions",
            json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }),
        )
        .await
        .map(drop)
    }
}

fn moved(Spot { x, y }: Spot) -> Value {
    json!({ "type": "pointerMove", "duration": 0, "origin": "viewport", "x": x, "y": y })
}

fn button(kind: &str) -> Value {
    json!({ "type": kind, "button": 0 })
}

/// A locator as the page's script takes it.
fn wire(on: &Locator) -> Value {
    match on {
        Locator::Id(id) => json!({ "id": id.to_value() }),
        Locator::Css(css) => json!({ "css": css }),
        Locator::Text(text) => json!({ "text": asked(text) }),
        Locator::Label(label) => json!({ "label": asked(label) }),
        Locator::Role(role) => json!({ "role": role.selector(), "name": role.name().map(asked) }),
        Locator::Nth(nth) => json!({ "of": wire(&nth.of), "index": nth.index }),
        Locator::Part(part) => {
            let row = part.row_id().map_or_else(|| part.row().to_string(), |_| ROW.to_owned());
            json!({
                "css": part.css(&row), "table": part.table.to_value(), "row_id": part.row_id(), "row": ROW,
                "part": part.words(),
            })
        }
    }
}

fn asked(wording: &Wording) -> Value {
    json!({ "said": wording.text(), "whole": wording.is_whole() })
}

/// What the page's script refused, as an error.
fn refusal(on: Option<&Locator>, refused: &Value) -> Error {
    let on = on.map_or_else(|| "the page".to_owned(), ToString::to_string);
    let text = |key: &str| refused.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let list = |key: &str| -> Vec<String> {
        let items = refused.get(key).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    match text("kind").as_str() {
        "not_found" if refused.get("parts").is_some() => Error::NotFound { on, candidates: list("parts") },
        "not_found" => {
            Error::NotFound { candidates: crate::engine::browserless::similar(&on, list("candidates")), on }
        }
        "ambiguous" => Error::Ambiguous { on, matches: list("matches") },
        "not_actionable" => Error::NotActionable { on, reason: text("reason") },
        "no_option" => Error::NoSuchOption { on, option: text("option"), available: list("available") },
        "no_point" => Error::NoSuchPoint { on, point: text("there") },
        "bad_action" => Error::BadAction { text: on, reason: text("reason") },
        "unsupported" => Error::Unsupported { engine: "browser", what: text("what"), hint: text("hint") },
        _ => Error::Browser { reason: text("reason") },
    }
}
