//! What the answer to a callback request says about the call (protocol section 1.7).

use scraper::{Html, Selector};
use serde_json::Value;

use super::CallStatus;
use super::cap::is_elided;

/// The sentence in a failed answer that says what happened: the exception of a traceback, the message of
/// a JSON error, the title of an error page.
pub fn failure_message(http_status: u16, body: Option<&Value>) -> String {
    let said = match body {
        Some(Value::String(text)) if text.contains('<') => in_page(text),
        Some(Value::String(text)) => in_text(text),
        Some(Value::Object(fields)) => ["message", "detail", "error"]
            .iter()
            .find_map(|key| fields.get(*key).and_then(Value::as_str))
            .map(str::to_owned),
        _ => None,
    };
    said.filter(|text| !text.is_empty())
        .unwrap_or_else(|| format!("the app answered with status {http_status}"))
}

impl CallStatus {
    /// Reads how a call ended off the HTTP status and the body of its answer: 204 and an answer that
    /// returns no output are both [`NoUpdate`](Self::NoUpdate), as they are for Dash's scheduler (rule R44).
    pub fn of_answer(http_status: u16, body: Option<&Value>) -> Self {
        match http_status {
            204 => Self::NoUpdate,
            200..=299 if body.is_some_and(writes_nothing) => Self::NoUpdate,
            200..=299 => Self::Updated,
            _ => Self::Failed { message: failure_message(http_status, body) },
        }
    }
}

fn writes_nothing(body: &Value) -> bool {
    let Some(response) = body.get("response") else {
        return body.is_object() && !is_elided(body);
    };
    response.as_object().is_some_and(|response| {
        response.values().all(|props| props.as_object().is_some_and(serde_json::Map::is_empty))
    })
}

/// Werkzeug's debugger and Dash's own error page mark the exception; other frameworks put it into the title.
fn in_page(html: &str) -> Option<String> {
    let page = Html::parse_document(html);
    let text = |selector: &str| {
        let found = page.select(&Selector::parse(selector).ok()?).next()?;
        let text = found.text().collect::<String>();
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(line.split(" // ").next().unwrap_or_default().to_owned()).filter(|text| !text.is_empty())
    };
    text(".errormsg").or_else(|| text("title")).or_else(|| text("h1"))
}

/// A Python traceback ends with the exception; another text says it first.
fn in_text(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let line =
        if text.contains("Traceback (most recent call last)") { lines.next_back() } else { lines.next() };
    line.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn failure(body: &str) -> String {
        match CallStatus::of_answer(500, Some(&Value::String(body.to_owned()))) {
            CallStatus::Failed { message } => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_answer_without_any_output_is_no_update() {
        assert_eq!(CallStatus::of_answer(204, None), CallStatus::NoUpdate);
        assert_eq!(
            CallStatus::of_answer(200, Some(&json!({"multi": true, "response": {}}))),
            CallStatus::NoUpdate
        );
        let side = json!({"multi": true, "response": {}, "sideUpdate": {"a": {"children": 1}}});
        assert_eq!(CallStatus::of_answer(200, Some(&side)), CallStatus::NoUpdate, "it is no output");
        let written = json!({"multi": true, "response": {"a": {"children": null}}});
        assert_eq!(CallStatus::of_answer(200, Some(&written)), CallStatus::Updated);
    }

    #[test]
    fn the_exception_is_found_in_a_debugger_page() {
        let page = "<html><head><title>ValueError: a &lt; b // Werkzeug Debugger</title></head><body>\
            <h1>ValueError</h1><p class=\"errormsg\">ValueError: a &lt; b\n</p></body></html>";
        assert_eq!(failure(page), "ValueError: a < b");
    }

    #[test]
    fn an_error_page_without_details_gives_its_title() {
        let page = "<!doctype html>\n<title>500 Internal Server Error</title><h1>Internal Server Error</h1>";
        assert_eq!(failure(page), "500 Internal Server Error");
    }

    #[test]
    fn a_traceback_gives_its_last_line() {
        assert_eq!(
            failure("Traceback (most recent call last):\n  File \"x\"\nKeyError: 'y'\n"),
            "KeyError: 'y'"
        );
    }
}
