//! What goes to a driver and comes from it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::Method;
use serde_json::Value;
use url::{ParseError, Url};

use crate::engine::{Error, Locator};

/// What WebDriver says when a dialog stops the page (section 6.6).
pub(super) const DIALOG: &str = "unexpected alert open";

/// What drivers say of what the next attempt may not meet, and what that is (WebDriver section 6.6).
const PASSING: &[(&str, &str)] = &[
    // A dialog blocks the page until it is answered.
    (DIALOG, "a dialog is open"),
    ("dialog detected", "a dialog is open"),
    // A page that goes while a function runs in it: the next attempt meets the new page.
    ("document unloaded", "the page is being left"),
    ("Document was unloaded", "the page is being left"),
    ("aborted by navigation", "the page is being left"),
    // What Chromium's driver says at once when the answer went with the page.
    ("script timeout", "the page is being left"),
    ("stale element reference", "it has left the page"),
    ("element click intercepted", "something covers it"),
    ("element not interactable", "it takes no input"),
];

#[derive(Debug)]
struct Command {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _url: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// A command of WebDriver, or of a vendor's.
pub(super) async fn issue(client: &Client, path: &'static str, body: Value) -> Result<Value, Error> {
    client.issue_cmd(Command { path, body }).await.map_err(|error| failure(None, &error.to_string()))
}

/// What the driver said, as an error.
pub(super) fn failure(on: Option<&Locator>, said: &str) -> Error {
    if let Some((_, reason)) = PASSING.iter().find(|(sign, _)| said.contains(sign)) {
        let on = on.map_or_else(|| "the page".to_owned(), ToString::to_string);
        return Error::NotActionable { on, reason: (*reason).to_owned() };
    }
    Error::Browser { reason: said.lines().next().unwrap_or_default().to_owned() }
}

/// A text of an answer.
pub(super) fn told(answer: &Value, key: &str) -> Result<String, String> {
    let text = answer.get(key).and_then(Value::as_str).map(str::to_owned);
    text.ok_or_else(|| format!("the browser's answer has no {key}"))
}

/// The file in an answer.
pub(super) fn bytes(answer: &Value) -> Result<Vec<u8>, Error> {
    let data = answer.get("data").and_then(Value::as_str).unwrap_or_default();
    STANDARD.decode(data).map_err(|error| Error::Browser { reason: format!("the file is broken: {error}") })
}
