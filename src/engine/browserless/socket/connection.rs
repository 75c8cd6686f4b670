//! One connection: a task that passes frames until either side ends it.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::Upgraded;
use reqwest::header::{
    CONNECTION, HeaderValue, ORIGIN, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::{Message, Role, WebSocketConfig};
use url::Url;

use super::super::transport::Transport;
use crate::engine::Error;

/// How long the other side may take to hear that the connection ends.
const CLOSING: Duration = Duration::from_secs(1);
/// The page went away (RFC 6455 section 7.4.1).
const GOING_AWAY: u16 = 1001;
/// The connection broke, or never was (RFC 6455 section 7.4.1).
const BROKEN: u16 = 1006;

/// A connection that is being made, or is open. Dropped, it says goodbye and ends.
#[derive(Debug)]
pub(super) struct Connection {
    outgoing: UnboundedSender<Outgoing>,
    incoming: UnboundedReceiver<Incoming>,
}

#[derive(Debug)]
enum Outgoing {
    Text(String),
    Close { code: u16, reason: &'static str },
}

/// What a connection reports; `Closed` comes last.
#[derive(Debug)]
pub(super) enum Incoming {
    Opened,
    Text(String),
    Closed { code: u16, reason: String },
}

impl Incoming {
    fn broken() -> Self {
        Self::Closed { code: BROKEN, reason: String::new() }
    }
}

impl Connection {
    /// Connects to `url`, as the page at `page` does.
    pub(super) fn open(transport: Transport, url: Url, page: &Url) -> Self {
        let origin = page.origin().ascii_serialization();
        let (outgoing, commands) = unbounded_channel();
        let (reports, incoming) = unbounded_channel();
        tokio::spawn(run(transport, url, origin, commands, reports));
        Self { outgoing, incoming }
    }

    /// Sends a frame; a connection that is over by now reports that.
    pub(super) fn send(&self, text: String) {
        drop(self.outgoing.send(Outgoing::Text(text)));
    }

    /// Ends the connection.
    pub(super) fn close(self, code: u16, reason: &'static str) {
        drop(self.outgoing.send(Outgoing::Close { code, reason }));
    }

    /// The next report.
    pub(super) async fn next(&mut self) -> Incoming {
        self.incoming.recv().await.unwrap_or_else(Incoming::broken)
    }

    /// The next report, if it is there already.
    pub(super) fn try_next(&mut self) -> Option<Incoming> {
        match self.incoming.try_recv() {
            Ok(incoming) => Some(incoming),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Incoming::broken()),
        }
    }
}

async fn run(
    transport: Transport,
    url: Url,
    origin: String,
    mut commands: UnboundedReceiver<Outgoing>,
    reports: UnboundedSender<Incoming>,
) {
    let shaken = tokio::select! {
        shaken = handshake(&transport, &url, &origin) => shaken,
        // Nothing is sent before it is open: who held it gave up.
        _ = commands.recv() => return,
    };
    let mut socket = match shaken {
        Ok(socket) => socket,
        Err(reason) => return drop(reports.send(Incoming::Closed { code: BROKEN, reason })),
    };
    if reports.send(Incoming::Opened).is_err() {
        return;
    }
    let (code, reason) = loop {
        tokio::select! {
            command = commands.recv() => {
                let close = match command {
                    Some(Outgoing::Text(text)) => {
                        // An error comes back with the next read.
                        drop(socket.send(Message::text(text)).await);
                        continue;
                    }
                    Some(Outgoing::Close { code, reason }) => CloseFrame { code: code.into(), reason: reason.into() },
                    None => CloseFrame { code: GOING_AWAY.into(), reason: "".into() },
                };
                drop(timeout(CLOSING, socket.close(Some(close))).await);
                return;
            }
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) => drop(reports.send(Incoming::Text(text.as_str().to_owned()))),
                Some(Ok(Message::Close(Some(frame)))) => break (frame.code.into(), frame.reason.to_string()),
                // Pings are answered underneath; Dash sends nothing binary.
                Some(Ok(_)) => {}
                Some(Err(error)) => break (BROKEN, error.to_string()),
                None => break (BROKEN, String::new()),
            }
        }
    };
    // The answer to their goodbye goes out with the next flush.
    drop(timeout(CLOSING, socket.flush()).await);
    drop(reports.send(Incoming::Closed { code, reason }));
}

/// The opening handshake (RFC 6455 section 4.1).
async fn handshake(
    transport: &Transport,
    url: &Url,
    origin: &str,
) -> Result<WebSocketStream<Upgraded>, String> {
    let key = generate_key();
    let request = transport.upgrade(url).map_err(|error: Error| error.to_string())?;
    let request = request
        .header(CONNECTION, HeaderValue::from_static("Upgrade"))
        .header(UPGRADE, HeaderValue::from_static("websocket"))
        .header(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"))
        .header(SEC_WEBSOCKET_KEY, &key)
        .header(ORIGIN, origin);
    let answer = request.send().await.map_err(|error| error.without_url().to_string())?;
    if answer.status().as_u16() != 101 {
        return Err(format!("it was refused with status {}", answer.status()));
    }
    let accepted = derive_accept_key(key.as_bytes());
    if answer.headers().get(SEC_WEBSOCKET_ACCEPT).is_none_or(|value| value != accepted.as_str()) {
        return Err("the answer is not that of a WebSocket".to_owned());
    }
    let upgraded = answer.upgrade().await.map_err(|error| error.without_url().to_string())?;
    let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
    Ok(WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(config)).await)
}
