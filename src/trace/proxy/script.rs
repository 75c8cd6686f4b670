//! The script runs of a Streamlit page: what its WebSocket (`/_stcore/stream`) says of them. The field numbers are
//! those of Streamlit's `BackMsg.proto` and `ForwardMsg.proto`.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::exchange::{Exchange, Exchanges};
use super::protobuf::Fields;
use super::widget::{Widget, values};
use crate::trace::{CallKind, CallStatus};

/// What runs: the whole script, or one of its fragments.
const SCRIPT: &str = "script";
const FRAGMENT: &str = "fragment";

/// The script runs of one connection. Those still open when it ends are abandoned.
pub(super) struct Script {
    exchanges: Exchanges,
    /// By id, as the script made them last.
    widgets: HashMap<String, Widget>,
    /// What each widget held when the page told of it last.
    held: HashMap<String, Vec<Value>>,
    /// What was asked for and has not begun.
    asked: Vec<Exchange>,
    run: Option<Run>,
}

/// A run under way. The app makes one run of what was asked for while another one ran.
#[derive(Default)]
struct Run {
    asked: Vec<Exchange>,
    messages: u64,
    bytes: u64,
    failure: Option<String>,
}

impl Script {
    pub(super) fn new(exchanges: Exchanges) -> Self {
        Self { exchanges, widgets: HashMap::new(), held: HashMap::new(), asked: Vec::new(), run: None }
    }

    /// The page says something: that the script is to run again, with what its widgets hold (`BackMsg`).
    pub(super) fn asked(&mut self, message: &[u8]) {
        let Some(client) = Fields(message).message(11) else { return };
        let mut changed = Vec::new();
        let mut told = Map::new();
        let states = client.message(2).into_iter().flat_map(|states| states.all(1));
        for state in states.map(Fields) {
            let Some(id) = state.text(1) else { continue };
            let value = values(state);
            let unknown = Widget::unknown(id);
            let widget = self.widgets.get(id).unwrap_or(&unknown);
            // A click is told once, with the run that it asks for.
            let is_trigger =
                [2, 14, 15, 16].iter().any(|kind| state.into_iter().any(|(found, _)| found == *kind));
            let is_new = match self.held.insert(id.to_owned(), value.clone()) {
                Some(before) if !is_trigger => before != value,
                _ => !widget.begins_with(&value),
            };
            if is_new {
                changed.push(format!("{}.value", widget.name));
                told.insert(widget.name.clone(), widget.tell(&value, &self.exchanges.recorder));
            }
        }
        let output = if client.text(5).is_some_and(|id| !id.is_empty()) { FRAGMENT } else { SCRIPT };
        let page = client.text(4).filter(|page| !page.is_empty());
        let request = json!({ "output": output, "changedPropIds": changed, "widgets": told, "page": page });
        self.asked.push(self.exchanges.begin(CallKind::Script, request));
    }

    /// The app says something (`ForwardMsg`).
    pub(super) fn answered(&mut self, bytes: &[u8]) {
        let message = Fields(bytes);
        if message.bytes(4).is_some() {
            self.begins();
        }
        let Some(run) = &mut self.run else { return };
        run.messages += 1;
        run.bytes += bytes.len() as u64;
        if let Some(element) = message.message(5).and_then(|delta| delta.message(3)) {
            if let Some((id, widget)) = Widget::of(element) {
                self.widgets.insert(id, widget);
            }
            if let Some(exception) = element.message(8) {
                let part = |number| exception.text(number).unwrap_or_default();
                run.failure.get_or_insert_with(|| format!("{}: {}", part(1), part(2)));
            }
        }
        if let Some(ending) = message.number(6) {
            self.ends(ending);
        }
    }

    fn begins(&mut self) {
        let mut asked = std::mem::take(&mut self.asked);
        if asked.is_empty() {
            // `st.rerun()`, or a file that was saved: nobody on the page asked for it.
            let request = json!({ "output": SCRIPT, "changedPropIds": [], "widgets": {} });
            asked.push(self.exchanges.begin(CallKind::Script, request));
        }
        if let Some(run) = self.run.replace(Run { asked, ..Run::default() }) {
            run.asked.into_iter().for_each(|exchange| exchange.finish(CallStatus::Stale, None));
        }
    }

    /// A run ends (`ForwardMsg.ScriptFinishedStatus`).
    fn ends(&mut self, ending: u64) {
        const COMPILE_ERROR: u64 = 1;
        const EARLY_FOR_RERUN: u64 = 2;
        let Some(Run { asked, messages, bytes, failure }) = self.run.take() else { return };
        let answer = json!({ "messages": messages, "bytes": bytes });
        let status = match (ending, failure) {
            (_, Some(message)) => CallStatus::Failed { message },
            (COMPILE_ERROR, None) => {
                CallStatus::Failed { message: "the script is no valid Python".to_owned() }
            }
            (EARLY_FOR_RERUN, None) => CallStatus::Stale,
            _ => CallStatus::Updated,
        };
        for exchange in asked {
            exchange.finish(status.clone(), Some(answer.clone()));
        }
    }
}
