//! The page's dialogs (W3C WebDriver section 16): those of `dcc.ConfirmDialog`, and a table's question for a
//! column's new name: `window.confirm` and `window.prompt` in a browser.

use serde_json::{Value, json};

use super::Error;
use super::command::Command;
use super::session::Session;
use super::window::Window;
use crate::engine::browserless::Dialog;
use crate::engine::{Action, Locator};

impl Window {
    fn dialog(&mut self) -> Option<Dialog> {
        self.page().ok()?.open_dialog()
    }

    /// What the open dialog says.
    ///
    /// # Errors
    /// When none is open.
    fn dialog_text(&mut self) -> Result<Value, Error> {
        self.dialog().map(|dialog| json!(dialog.says)).ok_or(Error::NoSuchAlert)
    }

    /// Writes a text into the open dialog.
    ///
    /// # Errors
    /// When none is open, or it asks for no text.
    fn write_into_dialog(&mut self, text: &str) -> Result<Value, Error> {
        let dialog = self.dialog().ok_or(Error::NoSuchAlert)?;
        if !dialog.asks {
            let (element, reason) = ("the dialog".to_owned(), "it asks for no text".to_owned());
            return Err(Error::NotInteractable { element, reason });
        }
        self.prompted = Some(text.to_owned());
        Ok(Value::Null)
    }

    /// Answers the open dialog.
    ///
    /// # Errors
    /// When none is open.
    fn answer_dialog(&mut self, accept: bool) -> Result<Value, Error> {
        let Dialog { at, .. } = self.dialog().ok_or(Error::NoSuchAlert)?;
        let text = self.prompted.take();
        let action = Action::Answer { on: Locator::Css("dialog".to_owned()), accept, text };
        self.page()?.gesture(&at, &action, None)?;
        Ok(Value::Null)
    }
}

impl Session {
    /// Carries out what is for dialogs; `None` when the command is for something else.
    pub(super) fn dialog_command(&mut self, command: &Command) -> Option<Result<Value, Error>> {
        let outcome = match command {
            Command::AlertText => self.window().and_then(Window::dialog_text),
            Command::AcceptAlert => self.window().and_then(|window| window.answer_dialog(true)),
            Command::DismissAlert => self.window().and_then(|window| window.answer_dialog(false)),
            Command::AnswerAlert(text) => self.window().and_then(|window| window.write_into_dialog(text)),
            _ => return None,
        };
        Some(outcome)
    }

    /// Keeps a command away from a page whose dialog is open, as the client wanted it (W3C WebDriver section 16.3, "user
    /// prompt handler").
    ///
    /// # Errors
    /// That the dialog is open, when the client wants to know.
    pub(super) fn handle_dialog(&mut self, command: &Command) -> Result<(), Error> {
        let is_of_session = matches!(
            command,
            Command::DeleteSession
                | Command::Timeouts
                | Command::SetTimeouts(_)
                | Command::Window
                | Command::Windows
                | Command::SwitchWindow(_)
                | Command::NewWindow
                | Command::CloseWindow
                | Command::Log(_)
                | Command::LogTypes
                | Command::Unsupported(_)
        );
        let dialog = self.window().ok().and_then(Window::dialog);
        let Some(Dialog { says: text, .. }) = dialog.filter(|_| !is_of_session) else { return Ok(()) };
        let tells = self.prompts.contains("notify") || self.prompts == "ignore";
        if self.prompts != "ignore" {
            let accept = self.prompts.starts_with("accept");
            self.window()?.answer_dialog(accept)?;
        }
        if tells { Err(Error::AlertOpen { text }) } else { Ok(()) }
    }
}
