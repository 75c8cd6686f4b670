//! Messages of callbacks that run over a WebSocket (protocol section 1.9).

use serde_json::{Map, Value, json};

use super::json;

/// What the app says over the socket.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SocketMessage {
    /// A callback ended.
    Answer {
        /// The request's id.
        request: String,
        /// How it ended.
        answer: SocketAnswer,
    },
    /// A running callback sets props; which one is not told.
    SetProps {
        /// The component's id, as text.
        component: String,
        /// Its new props.
        props: Map<String, Value>,
    },
    /// A running callback wants to know props.
    GetProps {
        /// To be sent back with them.
        request: String,
        /// The component's id, as text.
        component: String,
        /// The names of the props.
        properties: Vec<String>,
    },
    /// The answer to a heartbeat.
    HeartbeatAck,
    /// Something went wrong beside any callback.
    Error(String),
}

/// How a callback over the socket ended.
#[derive(Debug, Clone, PartialEq)]
pub enum SocketAnswer {
    /// With what an HTTP answer of status 200 has as its body.
    Done(Value),
    /// With `PreventUpdate`.
    Prevented,
    /// With an error, told by its message.
    Failed(String),
}

impl SocketMessage {
    /// Reads a frame: one message, or a list of them. In a list the renderer takes `set_props` first. What is of no
    /// known kind is left out, as there.
    pub fn read(frame: &str) -> Vec<Self> {
        let messages = match json::parse(frame) {
            Ok(Value::Array(messages)) => messages,
            Ok(message) => vec![message],
            Err(_) => Vec::new(),
        };
        let known = messages.into_iter().filter_map(Self::of);
        let (mut first, rest): (Vec<_>, Vec<_>) =
            known.partition(|message| matches!(message, Self::SetProps { .. }));
        first.extend(rest);
        first
    }

    fn of(mut message: Value) -> Option<Self> {
        let mut payload = message.get_mut("payload").map(Value::take).unwrap_or_default();
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let request = || text(&message, "requestId");
        match message.get("type")?.as_str()? {
            "callback_response" => {
                let answer = match text(&payload, "status").as_deref() {
                    Some("prevent_update") => SocketAnswer::Prevented,
                    Some("error") => SocketAnswer::Failed(
                        text(&payload, "message").unwrap_or_else(|| "Callback error".to_owned()),
                    ),
                    _ => SocketAnswer::Done(payload.get_mut("data").map(Value::take).unwrap_or_default()),
                };
                Some(Self::Answer { request: request()?, answer })
            }
            "set_props" => {
                let component = text(&payload, "componentId")?;
                let Some(Value::Object(props)) = payload.get_mut("props").map(Value::take) else {
                    return None;
                };
                Some(Self::SetProps { component, props })
            }
            "get_props_request" => {
                let names = payload.get("properties").and_then(Value::as_array);
                let names = names.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned));
                Some(Self::GetProps {
                    request: request()?,
                    component: text(&payload, "componentId")?,
                    properties: names.collect(),
                })
            }
            "heartbeat_ack" => Some(Self::HeartbeatAck),
            "error" => Some(Self::Error(text(&payload, "message").unwrap_or_default())),
            _ => None,
        }
    }

    /// The frame that calls a callback; `payload` is what an HTTP request has as its body.
    pub fn callback_request(renderer: &str, request: &str, payload: &Value) -> String {
        Self::frame("callback_request", renderer, request, payload)
    }

    /// The frame that answers [`SocketMessage::GetProps`]; props that the component does not have are left out.
    pub fn get_props_response(renderer: &str, request: &str, props: Map<String, Value>) -> String {
        Self::frame("get_props_response", renderer, request, &Value::Object(props))
    }

    /// The frame that keeps a silent connection alive.
    pub fn heartbeat() -> String {
        r#"{"type":"heartbeat"}"#.to_owned()
    }

    fn frame(kind: &str, renderer: &str, request: &str, payload: &Value) -> String {
        json::print(&json!({"type": kind, "rendererId": renderer, "requestId": request, "payload": payload}))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn props_that_are_set_come_before_the_other_messages_of_a_list() {
        let frame = r#"[{"type":"callback_response","requestId":"r-1","payload":{"status":"prevent_update"}},
            {"type":"set_props","payload":{"componentId":"a","props":{"children":1.0}}},
            {"type":"heartbeat_ack"},{"type":"news"},7]"#;
        let [SocketMessage::SetProps { component, props }, rest @ ..] = &SocketMessage::read(frame)[..]
        else {
            panic!("props first")
        };
        assert_eq!((component.as_str(), &props["children"]), ("a", &json!(1)));
        let answer = SocketMessage::Answer { request: "r-1".to_owned(), answer: SocketAnswer::Prevented };
        assert_eq!(rest, [answer, SocketMessage::HeartbeatAck]);
    }

    #[test]
    fn an_answer_is_a_body_or_a_message() {
        let answer = |payload: Value| {
            let frame = json!({"type": "callback_response", "requestId": "r-1", "payload": payload});
            match SocketMessage::read(&frame.to_string()).pop() {
                Some(SocketMessage::Answer { answer, .. }) => answer,
                other => panic!("{other:?}"),
            }
        };
        let data = json!({"multi": true, "response": {}});
        assert_eq!(answer(json!({"status": "ok", "data": data})), SocketAnswer::Done(data));
        let failed = answer(json!({"status": "error", "message": "no"}));
        assert_eq!(failed, SocketAnswer::Failed("no".to_owned()));
        assert_eq!(answer(json!({"status": "error"})), SocketAnswer::Failed("Callback error".to_owned()));
    }

    #[test]
    fn what_is_no_message_is_none() {
        for frame in ["", "[", "{}", "null", r#"{"type":"set_props","payload":{"componentId":"a"}}"#] {
            assert!(SocketMessage::read(frame).is_empty(), "{frame}");
        }
    }

    #[test]
    fn a_request_has_the_renderers_keys_in_its_order() {
        assert_eq!(
            SocketMessage::callback_request("r", "r-1", &json!({"output": "a.b"})),
            r#"{"type":"callback_request","rendererId":"r","requestId":"r-1","payload":{"output":"a.b"}}"#
        );
    }
}
