//! A browser context of a visit's own: cookies, stores and cached files that no other visit shares.
//!
//! chromedriver passes commands on to one page, which may make no contexts; the browser itself listens beside it
//! (DevTools Protocol, domain `Target`).

use std::time::Duration;

use fantoccini::wd::WindowHandle;
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use super::tab::Tab;
use crate::engine::Error;

/// How long the browser may take for one command.
const ANSWER: Duration = Duration::from_secs(10);

/// A browser context; the browser drops it with its pages when told to, or when it ends.
#[derive(Debug)]
pub(super) struct Context {
    id: String,
    debugger: Debugger,
    /// The window outside of it, which stays.
    home: WindowHandle,
}

impl Context {
    /// Refuses the browser of a WebDriver that we did not start: it passes no command on to the browser itself.
    pub(super) fn elsewhere() -> Error {
        refused("a WebDriver of your own, or a grid, passes no such command on".to_owned())
    }

    /// Makes a context, and a page in it that the tab shows from now on.
    ///
    /// # Errors
    /// [`Error::Unsupported`] when the browser can't be asked for one.
    pub(super) async fn enter(tab: &Tab) -> Result<Self, Error> {
        let home = tab.client().window().await.map_err(|error| refused(error.to_string()))?;
        let mut debugger = Debugger::of(tab).await.map_err(refused)?;
        let made: ContextMade =
            debugger.command("Target.createBrowserContext", json!({})).await.map_err(refused)?;
        let id = made.browser_context_id;
        let page = json!({ "url": "about:blank", "browserContextId": id });
        let page: PageMade = debugger.command("Target.createTarget", page).await.map_err(refused)?;
        // chromedriver names windows by their targets.
        let handle = WindowHandle::try_from(page.target_id).map_err(|error| refused(error.to_string()))?;
        tab.client().switch_to_window(handle).await.map_err(|error| refused(error.to_string()))?;
        Ok(Self { id, debugger, home })
    }

    /// Drops the context with all that its visit left.
    pub(super) async fn leave(mut self, tab: &Tab) -> Result<(), Error> {
        let said = |reason: String| Error::Browser { reason };
        let context = json!({ "browserContextId": self.id });
        self.debugger.command::<Value>("Target.disposeBrowserContext", context).await.map_err(said)?;
        tab.client().switch_to_window(self.home).await.map_err(|error| said(error.to_string()))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ContextMade {
    browser_context_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageMade {
    target_id: String,
}

/// Why there are no contexts.
fn refused(reason: String) -> Error {
    Error::Unsupported {
        engine: "browser",
        what: format!("a browser context for each visit ({reason})"),
        hint: "leave `--isolation context` out: cookies and stores are emptied between visits then"
            .to_owned(),
    }
}

/// A connection to the browser itself.
#[derive(Debug)]
struct Debugger {
    socket: WebSocketStream<TcpStream>,
    last: u64,
}

impl Debugger {
    /// Connects to the browser of a tab, at the address that chromedriver tells.
    async fn of(tab: &Tab) -> Result<Self, String> {
        let said = |error: &dyn std::fmt::Display| error.to_string();
        let options = tab.client().capabilities().and_then(|told| told.get("goog:chromeOptions"));
        let address = options.and_then(|options| options.get("debuggerAddress")).and_then(Value::as_str);
        let address = address.ok_or("this browser tells no address of its debugger")?;
        let client = reqwest::Client::builder().no_proxy().build().map_err(|error| said(&error))?;
        let version = client.get(format!("http://{address}/json/version")).timeout(ANSWER).send().await;
        let version: Value = match version {
            Ok(answer) => answer.json().await.map_err(|error| said(&error))?,
            Err(error) => return Err(said(&error)),
        };
        let url = version.get("webSocketDebuggerUrl").and_then(Value::as_str);
        let url = url.ok_or("the browser's debugger tells no address")?;
        let stream = TcpStream::connect(address).await.map_err(|error| said(&error))?;
        let (socket, _) = client_async(url, stream).await.map_err(|error| said(&error))?;
        Ok(Self { socket, last: 0 })
    }

    /// Sends a command and awaits its answer.
    async fn command<T: serde::de::DeserializeOwned>(
        &mut self,
        method: &str,
        params: Value,
    ) -> Result<T, String> {
        self.last += 1;
        let command = json!({ "id": self.last, "method": method, "params": params });
        let answered = async {
            self.socket.send(Message::text(command.to_string())).await.map_err(|error| error.to_string())?;
            while let Some(message) = self.socket.next().await {
                let message = message.map_err(|error| error.to_string())?;
                let Ok(mut answer) = serde_json::from_slice::<Value>(&message.into_data()) else { continue };
                // Events come in between.
                if answer.get("id").and_then(Value::as_u64) != Some(self.last) {
                    continue;
                }
                if let Some(error) = answer.get("error") {
                    return Err(format!("{method}: {error}"));
                }
                let result = answer.get_mut("result").map(Value::take).unwrap_or_default();
                return serde_json::from_value(result).map_err(|error| format!("{method}: {error}"));
            }
            Err(format!("{method}: the browser has closed the connection"))
        };
        tokio::time::timeout(ANSWER, answered)
            .await
            .unwrap_or_else(|_| Err(format!("{method}: no answer after {}", crate::duration::format(ANSWER))))
    }
}
