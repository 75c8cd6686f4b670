//! An error as the dev tools tell it.

use serde_json::{Value, json};

/// An error of the page, or of the app that it belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fault {
    /// What is read first.
    pub message: String,
    /// What the server answered, or what explains the message: a page, a piece of one, or lines of text.
    pub html: Option<String>,
    /// Where the page's JavaScript was when it threw.
    pub stack: Option<String>,
    /// When it happened, milliseconds since 1970.
    pub at_ms: i64,
}

impl Fault {
    /// An error that is explained by what the server said, or by the renderer.
    pub fn explained(message: impl Into<String>, html: impl Into<String>) -> Self {
        Self { message: message.into(), html: Some(html.into()), ..Self::default() }
    }

    /// An error that JavaScript threw: its name and message, and where.
    pub fn thrown(error: &str, at: &str) -> Self {
        let message = match error.split_once(": ") {
            Some((name, message)) if name.ends_with("Error") && !name.contains(' ') => message,
            _ => error,
        };
        let stack = if at.is_empty() { error.to_owned() } else { format!("{error}\n{}", at.trim_end()) };
        Self { message: message.to_owned(), stack: Some(stack), ..Self::default() }
    }

    /// When it happened, as an English page writes it, in UTC.
    pub(super) fn time(&self) -> String {
        let at = jiff::Timestamp::from_millisecond(self.at_ms).unwrap_or_default();
        at.strftime("%-I:%M:%S %p").to_string()
    }

    /// As the renderer's store has it.
    pub(crate) fn state(&self, kind: &str) -> Value {
        let mut error = json!({ "message": self.message });
        for (name, value) in [("html", &self.html), ("stack", &self.stack)] {
            if let Some(value) = value {
                error[name] = json!(value);
            }
        }
        json!({"type": kind, "error": error})
    }
}
