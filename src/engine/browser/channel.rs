//! Commands to the browser itself, over a WebSocket.
//!
//! The DevTools Protocol and WebDriver BiDi speak alike: a command has a number, a method and parameters, and its answer
//! has the number again. Events come in between.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

/// How long the browser may take for one command.
pub(super) const ANSWER: Duration = Duration::from_secs(60);

/// A connection to the browser itself.
#[derive(Debug)]
pub(super) struct Channel(Mutex<Line>);

#[derive(Debug)]
struct Line {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The number of the last command.
    last: u64,
}

impl Channel {
    /// Connects to a WebSocket.
    pub(super) async fn open(address: &str) -> Result<Self, String> {
        // Pictures of whole pages come in one message.
        let sizes = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let connected = connect_async_with_config(address, Some(sizes), true).await;
        let (socket, _) = connected.map_err(|error| format!("{address}: {error}"))?;
        Ok(Self(Mutex::new(Line { socket, last: 0 })))
    }

    /// Sends a command and awaits its answer.
    pub(super) async fn command<T: DeserializeOwned>(
        &self,
        method: &str,
        params: Value,
    ) -> Result<T, String> {
        let answered = async { self.0.lock().await.command(method, params).await };
        let answer = tokio::time::timeout(ANSWER, answered)
            .await
            .unwrap_or_else(|_| Err(format!("no answer after {}", crate::duration::format(ANSWER))));
        answer
            .and_then(|result| serde_json::from_value(result).map_err(|error| error.to_string()))
            .map_err(|reason| format!("{method}: {reason}"))
    }
}

impl Line {
    async fn command(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.last += 1;
        let command = json!({ "id": self.last, "method": method, "params": params });
        self.socket.send(Message::text(command.to_string())).await.map_err(|error| error.to_string())?;
        while let Some(message) = self.socket.next().await {
            let message = message.map_err(|error| error.to_string())?;
            let Ok(mut answer) = serde_json::from_slice::<Value>(&message.into_data()) else { continue };
            if answer.get("id").and_then(Value::as_u64) != Some(self.last) {
                continue;
            }
            if let Some(error) = answer.get("error") {
                // BiDi names the error, and says beside it what is wrong.
                let said = answer.get("message").and_then(Value::as_str);
                return Err(said.map_or_else(|| error.to_string(), |said| format!("{error}: {said}")));
            }
            return Ok(answer.get_mut("result").map(Value::take).unwrap_or_default());
        }
        Err("the browser has closed the connection".to_owned())
    }
}
