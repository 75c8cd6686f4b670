//! The page's dialogs (W3C WebDriver section 16): those of `dcc.ConfirmDialog`, which a browser opens by `window.confirm`.

use serde_json::{Value, json};

use super::Error;
use super::command::Command;
use super::session::Session;
use super::window::Window;
use crate::engine::{Action, Locator};

impl Window {
    /// The dialog that is open: the place of its component, and what it says.
    fn dialog(&mut self) -> Option<(String, String)> {
        self.page().ok()?.open_dialog()
    }

    /// What the open dialog says.
    ///
    /// # Errors
    /// When none is open.
    fn dialog_text(&mut self) -> Result<Value, Error> {
        self.dialog().map(|(_, text)| json!(text)).ok_or(Error::NoSuchAlert)
    }

    /// Answers the open dialog.
    ///
    /// # Errors
    /// When none is open.
    fn answer_dialog(&mut self, accept: bool) -> Result<Value, Error> {
        let (at, _) = self.dialog().ok_or(Error::NoSuchAlert)?;
        let action = Action::Answer { on: Locator::Css("dialog".to_owned()), accept, text: None };
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
            Command::AnswerAlert(_) => self.window().and_then(Window::dialog_text).and_then(|_| {
                let (element, reason) = ("the dialog".to_owned(), "it asks for no text".to_owned());
                Err(Error::NotInteractable { element, reason })
            }),
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
        let Some((_, text)) = dialog.filter(|_| !is_of_session) else { return Ok(()) };
        let tells = self.prompts.contains("notify") || self.prompts == "ignore";
        if self.prompts != "ignore" {
            let accept = self.prompts.starts_with("accept");
            self.window()?.answer_dialog(accept)?;
        }
        if tells { Err(Error::AlertOpen { text }) } else { Ok(()) }
    }
}
