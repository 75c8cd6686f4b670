//! The page's console as clients read it (`/se/log`, as chromedriver has it): each line is given once.

use serde_json::{Value, json};

use super::Error;
use super::session::Session;
use super::window::Window;
use crate::engine::Engine;
use crate::trace::{Message, MessageLevel};

/// The least level that a client wants, by its capability `goog:loggingPrefs`.
///
/// # Errors
/// A name that is none.
pub(super) fn level(name: &str) -> Result<MessageLevel, Error> {
    Ok(match name {
        "SEVERE" | "OFF" => MessageLevel::Error,
        "WARNING" => MessageLevel::Warning,
        "INFO" | "CONFIG" | "FINE" | "FINER" | "FINEST" | "DEBUG" | "ALL" => MessageLevel::Info,
        _ => return Err(Error::InvalidArgument(format!("`{name}` is no level of a log"))),
    })
}

impl Session {
    /// The lines of the consoles that were not given yet, oldest first.
    ///
    /// # Errors
    /// For another log than the browser's.
    pub(super) fn read_log(&mut self, kind: &str) -> Result<Value, Error> {
        if kind != "browser" {
            return Err(Error::InvalidArgument(format!("there is no log `{kind}`, only `browser`")));
        }
        let mut lines: Vec<(i64, Message)> = self.windows.iter_mut().flat_map(Window::console).collect();
        lines.retain(|(_, message)| message.level >= self.log_level);
        lines.sort_by_key(|(at, _)| *at);
        Ok(lines.into_iter().map(|(at, message)| line(at, &message)).collect())
    }
}

impl Window {
    /// What the page wrote to the console since this was asked last, each with its milliseconds since 1970.
    fn console(&mut self) -> Vec<(i64, Message)> {
        let mut lines: Vec<(i64, Message)> = self.frames.all().flat_map(Self::console).collect();
        let Some(engine) = &self.engine else { return lines };
        let recorder = engine.recorder();
        let began = jiff::Timestamp::now().as_millisecond() - recorder.now() as i64;
        let fresh = recorder.messages(self.heard);
        self.heard += fresh.len();
        lines.extend(fresh.into_iter().map(|message| (began + message.at as i64, message)));
        lines
    }
}

fn line(at: i64, message: &Message) -> Value {
    let level = match message.level {
        MessageLevel::Error => "SEVERE",
        MessageLevel::Warning => "WARNING",
        MessageLevel::Info => "INFO",
    };
    json!({"level": level, "message": message.text, "source": "console-api", "timestamp": at})
}
