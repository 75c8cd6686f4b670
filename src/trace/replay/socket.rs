//! A recorded WebSocket connection, said again (protocol section 1.9).

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::likeness;
use super::recording::{RecordedFrame, RecordedSocket, Said};
use super::server::Stage;

/// How long is waited at most between two things that the app says.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Opens the connection that was recorded of this path.
pub(super) fn answer(stage: Stage, path: &str, upgrade: WebSocketUpgrade) -> Response {
    let recorded = stage.answers().socket(path);
    let refuse = |reason: String| {
        stage.miss(reason.clone());
        (StatusCode::NOT_IMPLEMENTED, format!("replay: {reason}")).into_response()
    };
    let Some(recorded) = recorded else { return refuse(format!("a WebSocket to {path} is not recorded")) };
    if recorded.frames.iter().any(|frame| matches!(frame.said, Said::Binary(_))) {
        return refuse(format!(
            "the WebSocket to {path} carries no JSON (Streamlit's does not): it can't be replayed"
        ));
    }
    upgrade.on_upgrade(move |socket| async move {
        // The page may be gone at any time.
        drop(Dialogue::new(recorded, stage).hold(socket).await);
    })
}

/// A connection that goes on as the recorded one did: what the app said after something that the page said is said when the
/// page says it again.
struct Dialogue {
    frames: Vec<RecordedFrame>,
    stage: Stage,
    /// Places in the record: what the page has said.
    said: BTreeSet<usize>,
    /// The ids of requests as they were recorded, and as they are now.
    requests: HashMap<String, Value>,
    /// Answers of requests that the page has not made yet.
    early: Vec<RecordedFrame>,
}

impl Dialogue {
    fn new(recorded: RecordedSocket, stage: Stage) -> Self {
        let (said, requests, early) = (BTreeSet::new(), HashMap::new(), Vec::new());
        Self { frames: recorded.frames, stage, said, requests, early }
    }

    async fn hold(mut self, mut socket: WebSocket) -> Result<(), axum::Error> {
        for frame in self.after(0) {
            socket.send(sent(&frame.said)).await?;
        }
        while let Some(message) = socket.recv().await {
            let Message::Text(frame) = message? else { continue };
            let messages = match serde_json::from_str(&frame) {
                Ok(Value::Array(messages)) => messages,
                Ok(message) => vec![message],
                Err(_) => continue,
            };
            for message in messages {
                for (index, frame) in self.answer(&message).into_iter().enumerate() {
                    if index > 0 {
                        // Two props that are set at once are one change to the page.
                        sleep(Duration::from_millis(frame.after).min(LONGEST_PAUSE)).await;
                    }
                    socket.send(sent(&frame.said)).await?;
                    if matches!(frame.said, Said::Closed(_)) {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    /// What the app says to a message of the page.
    fn answer(&mut self, message: &Value) -> Vec<RecordedFrame> {
        if message["type"] == "heartbeat" {
            return vec![at_once(json!({"type": "heartbeat_ack"}))];
        }
        let Some(place) = self.place(message) else { return self.missing(message) };
        self.said.insert(place);
        if let Some(Said::Page(recorded)) = self.frames.get(place).map(|frame| &frame.said)
            && let Some(id) = recorded["requestId"].as_str()
        {
            self.requests.insert(id.to_owned(), message["requestId"].clone());
        }
        let mut answers = std::mem::take(&mut self.early);
        answers.extend(self.after(place + 1));
        let (now, early) = answers.into_iter().partition(|answer| self.is_asked(answer));
        self.early = early;
        now.into_iter().map(|answer| self.addressed(answer, &message["rendererId"])).collect()
    }

    /// Where the page said so: a callback by what it was called with, anything else by its kind, in order.
    fn place(&self, message: &Value) -> Option<usize> {
        let fitting = self.frames.iter().enumerate().filter_map(|(place, frame)| {
            let Said::Page(recorded) = &frame.said else { return None };
            let free = !self.said.contains(&place) && recorded["type"] == message["type"];
            let likeness = match message["type"].as_str() {
                _ if !free => None,
                Some("callback_request") => likeness::of(&message["payload"], &recorded["payload"]),
                _ => Some(likeness::Likeness::Same),
            };
            Some((likeness?, place))
        });
        fitting.min().map(|(_, place)| place)
    }

    /// What the app said from a place on, until the page said something.
    fn after(&self, place: usize) -> Vec<RecordedFrame> {
        let beats = |message: &Value| message["type"] == "heartbeat" || message["type"] == "heartbeat_ack";
        let rest = self.frames.iter().skip(place).filter(|frame| match &frame.said {
            Said::Page(message) | Said::App(message) => !beats(message),
            _ => true,
        });
        rest.take_while(|frame| !matches!(frame.said, Said::Page(_))).cloned().collect()
    }

    /// Whether the request that a message answers was made.
    fn is_asked(&self, frame: &RecordedFrame) -> bool {
        let Said::App(message) = &frame.said else { return true };
        message["type"] != "callback_response"
            || message["requestId"].as_str().is_none_or(|id| self.requests.contains_key(id))
    }

    /// A message to the page as it names itself now, with the id under which it was asked for.
    fn addressed(&self, mut frame: RecordedFrame, page: &Value) -> RecordedFrame {
        let Said::App(answer) = &mut frame.said else { return frame };
        if let Some(name) = answer.get_mut("rendererId") {
            name.clone_from(page);
        }
        if answer["type"] == "callback_response"
            && let Some(id) = answer["requestId"].as_str().and_then(|id| self.requests.get(id)).cloned()
        {
            answer["requestId"] = id;
        }
        frame
    }

    fn missing(&self, message: &Value) -> Vec<RecordedFrame> {
        let output = message["payload"]["output"].as_str().unwrap_or_default();
        let recorded = self.frames.iter().filter_map(|frame| match &frame.said {
            Said::Page(recorded) if recorded["payload"]["output"] == output => Some(&recorded["payload"]),
            _ => None,
        });
        let nearest = recorded
            .map(|recorded| likeness::differences(&message["payload"], recorded))
            .min_by_key(Vec::len);
        let nearest = nearest.filter(|differences| !differences.is_empty());
        let nearest = nearest
            .map_or_else(String::new, |differences| format!("; of the nearest {}", differences.join(", ")));
        let reason = format!("no such call of `{output}` over the WebSocket is recorded{nearest}");
        self.stage.miss(reason.clone());
        if message["type"] != "callback_request" {
            return Vec::new();
        }
        let payload = json!({"status": "error", "message": format!("replay: {reason}")});
        let (page, id) = (&message["rendererId"], &message["requestId"]);
        let answer =
            json!({"type": "callback_response", "rendererId": page, "requestId": id, "payload": payload});
        vec![at_once(answer)]
    }
}

fn sent(said: &Said) -> Message {
    match said {
        Said::App(message) => Message::Text(message.to_string().into()),
        // Neither of these is ever sent (RFC 6455 section 7.4.1).
        Said::Closed(1005 | 1006) => Message::Close(None),
        Said::Closed(code) => Message::Close(Some(CloseFrame { code: *code, reason: Utf8Bytes::default() })),
        Said::Page(_) | Said::Binary(_) => Message::Ping(Bytes::new()),
    }
}

fn at_once(message: Value) -> RecordedFrame {
    RecordedFrame { after: 0, said: Said::App(message) }
}
