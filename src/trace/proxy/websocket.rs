//! WebSockets through the proxy, and the callbacks that run over one (protocol section 1.9).

use std::collections::HashMap;

use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{CloseFrame, Message as Front, WebSocket};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Map, Value, json};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::CloseFrame as AppClose;
use tokio_tungstenite::tungstenite::protocol::{Message as App, Role};

use super::exchange::{Exchange, Exchanges};
use super::forward;
use super::script::Script;
use super::server::gone;
use super::socket_faults::SocketFaults;
use crate::dash::{SocketAnswer, SocketMessage};
use crate::trace::replay::SocketReel;
use crate::trace::{CallKind, CallStatus};

/// Opens the WebSocket at the app first: the browser gets one only if the app does.
pub(super) async fn bridge(
    front: forward::Front,
    target: String,
    mut headers: HeaderMap,
    socket: WebSocketUpgrade,
) -> Response {
    // Frames are read here, so they must not be compressed.
    headers.remove(header::SEC_WEBSOCKET_EXTENSIONS);
    let sent = front.upstream.send(axum::http::Method::GET, &target, headers, reqwest::Body::default()).await;
    let answer = match sent {
        Ok(answer) => answer,
        Err(reason) => return (StatusCode::BAD_GATEWAY, reason).into_response(),
    };
    if answer.status() != StatusCode::SWITCHING_PROTOCOLS {
        let status = answer.status();
        let mut response = status.into_response();
        *response.headers_mut() = front.upstream.answered(answer.headers().clone());
        return response;
    }
    let protocol = answer.headers().get(header::SEC_WEBSOCKET_PROTOCOL).cloned();
    let upgraded = match answer.upgrade().await {
        Ok(upgraded) => upgraded,
        Err(error) => return (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    };
    let app = WebSocketStream::from_raw_socket(upgraded, Role::Client, None).await;
    let mut socket = socket.max_message_size(usize::MAX).max_frame_size(usize::MAX);
    if let Some(protocol) = protocol {
        socket.set_selected_protocol(protocol);
    }
    let streams_script = target.split('?').next().is_some_and(|path| path.ends_with("/_stcore/stream"));
    let script = streams_script.then(|| Script::new(front.exchanges.clone()));
    let reel = front.side.as_ref().map(|side| side.socket(&target));
    let faults = SocketFaults::new(front.faults, front.exchanges.recorder.clone());
    let mut calls = Calls { script, reel, faults, exchanges: front.exchanges, open: HashMap::new() };
    socket.on_upgrade(move |browser| async move {
        tokio::select! {
            () = pass(browser, app, &mut calls) => {}
            () = gone(front.alive) => {}
        }
    })
}

/// Passes messages in both directions until one side ends.
async fn pass<S>(mut browser: WebSocket, mut app: WebSocketStream<S>, calls: &mut Calls)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    'open: loop {
        tokio::select! {
            message = browser.recv() => {
                let Some(Ok(message)) = message else { break };
                match &message {
                    Front::Text(text) => {
                        calls.asked(text);
                        if !calls.faults.lets_ask(text) { continue }
                        calls.record(|reel| reel.page(text));
                    }
                    Front::Binary(bytes) => {
                        if let Some(script) = &mut calls.script { script.asked(bytes) }
                        calls.record(|reel| reel.binary(bytes.len()));
                    }
                    _ => {}
                }
                if app.send(towards_app(message)).await.is_err() { break }
            }
            message = app.next() => {
                let Some(Ok(message)) = message else { break };
                match &message {
                    App::Text(text) => {
                        calls.record(|reel| reel.app(text));
                        if calls.faults.holds(text) { continue }
                        calls.answered(text);
                    }
                    App::Binary(bytes) => {
                        if let Some(script) = &mut calls.script { script.answered(bytes) }
                        calls.record(|reel| reel.binary(bytes.len()));
                    }
                    App::Close(frame) => {
                        let code = frame.as_ref().map_or(1005, |frame| frame.code.into());
                        calls.record(|reel| reel.closed(code));
                    }
                    _ => {}
                }
                let Some(message) = towards_browser(message) else { continue };
                if browser.send(message).await.is_err() { break }
            }
            () = calls.faults.due() => {
                for frame in calls.faults.take() {
                    let Some(frame) = frame else { break 'open };
                    calls.answered(&frame);
                    if browser.send(Front::Text(frame.into())).await.is_err() { break 'open }
                }
            }
        }
    }
    // Each side hears of the end; who is gone already does not mind.
    drop(app.close(None).await);
    drop(browser.send(Front::Close(None)).await);
}

fn towards_app(message: Front) -> App {
    match message {
        Front::Text(text) => App::Text(text.as_str().into()),
        Front::Binary(bytes) => App::Binary(bytes),
        Front::Ping(bytes) => App::Ping(bytes),
        Front::Pong(bytes) => App::Pong(bytes),
        Front::Close(frame) => App::Close(
            frame.map(|frame| AppClose { code: frame.code.into(), reason: frame.reason.as_str().into() }),
        ),
    }
}

fn towards_browser(message: App) -> Option<Front> {
    Some(match message {
        App::Text(text) => Front::Text(text.as_str().into()),
        App::Binary(bytes) => Front::Binary(bytes),
        App::Ping(bytes) => Front::Ping(bytes),
        App::Pong(bytes) => Front::Pong(bytes),
        App::Close(frame) => Front::Close(
            frame.map(|frame| CloseFrame { code: frame.code.into(), reason: frame.reason.as_str().into() }),
        ),
        App::Frame(_) => return None,
    })
}

/// The callbacks that run over one connection, by request id. Those still open when it ends are abandoned.
struct Calls {
    exchanges: Exchanges,
    open: HashMap<String, Exchange>,
    /// On the connection of a Streamlit page.
    script: Option<Script>,
    /// Records what is said.
    reel: Option<SocketReel>,
    faults: SocketFaults,
}

impl Calls {
    fn record(&mut self, record: impl FnOnce(&mut SocketReel)) {
        if let Some(reel) = &mut self.reel {
            record(reel);
        }
    }

    fn asked(&mut self, text: &str) {
        for mut message in messages(text) {
            if message.get("type").and_then(Value::as_str) == Some("callback_request")
                && let Some(id) = request_id(&message)
            {
                let payload = message.get_mut("payload").map(Value::take).unwrap_or_default();
                self.open.insert(id, self.exchanges.begin(CallKind::Websocket, payload));
            }
        }
    }

    fn answered(&mut self, text: &str) {
        for message in SocketMessage::read(text) {
            match message {
                SocketMessage::Answer { request, answer } => {
                    if let Some(exchange) = self.open.remove(&request) {
                        finish(exchange, answer);
                    }
                }
                SocketMessage::SetProps { component, props } => self.set_props(&component, &props),
                _ => {}
            }
        }
    }

    /// Props that a running callback sets. Whose they are is not told; it is clear when only one call is open.
    fn set_props(&self, component: &str, props: &Map<String, Value>) {
        if let Some(exchange) = self.open.values().next().filter(|_| self.open.len() == 1) {
            exchange.keep(&json!({"sideUpdate": {component: props}}));
        }
    }
}

fn finish(exchange: Exchange, answer: SocketAnswer) {
    match answer {
        SocketAnswer::Prevented => exchange.finish(CallStatus::NoUpdate, None),
        SocketAnswer::Failed(message) => exchange.fail(message),
        SocketAnswer::Done(data) => {
            exchange.finish(CallStatus::of_answer(200, Some(&data)), Some(data));
        }
    }
}

/// A frame carries one message or a list of them.
pub(super) fn messages(text: &str) -> Vec<Value> {
    match serde_json::from_str(text) {
        Ok(Value::Array(messages)) => messages,
        Ok(message @ Value::Object(_)) => vec![message],
        _ => Vec::new(),
    }
}

pub(super) fn request_id(message: &Value) -> Option<String> {
    message.get("requestId").and_then(Value::as_str).map(str::to_owned)
}
