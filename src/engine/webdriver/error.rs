//! What can go wrong, as WebDriver names it (W3C WebDriver section 6.6).

use serde_json::{Value, json};

use crate::engine;

/// An error of a command.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The request's body or an argument in it is not what the command takes.
    #[error("{0}")]
    InvalidArgument(String),
    /// A selector that can't be read, or does not lead to elements.
    #[error("{0}")]
    InvalidSelector(String),
    /// No such session, or it has ended.
    #[error("there is no session {0}")]
    InvalidSessionId(String),
    /// No session could be started with what was asked for.
    #[error("{0}")]
    SessionNotCreated(String),
    /// The path is no command.
    #[error("{method} {path} is no command")]
    UnknownCommand {
        /// The HTTP method.
        method: String,
        /// The path after the base.
        path: String,
    },
    /// The path is a command by another method.
    #[error("{path} is no command by {method}")]
    UnknownMethod {
        /// The HTTP method.
        method: String,
        /// The path after the base.
        path: String,
    },
    /// A command of WebDriver's that this server does not carry out, or not on this.
    #[error("{what} is not supported without a browser{}", hinted(.hint))]
    Unsupported {
        /// What was asked.
        what: String,
        /// What would handle it; may be empty.
        hint: String,
    },
    /// Nothing was found.
    #[error("no such element: {using} `{value}`")]
    NoSuchElement {
        /// The location strategy.
        using: String,
        /// What was looked for.
        value: String,
    },
    /// The reference was given to no element.
    #[error("no such element: the reference {0} was given to none of this page")]
    UnknownReference(String),
    /// The element is not on the page any more.
    #[error("stale element reference: {0} is not on the page any more")]
    StaleElement(String),
    /// A visitor could not do that with the element.
    #[error("element not interactable: {element}: {reason}")]
    NotInteractable {
        /// The element's tag with its attributes.
        element: String,
        /// Why.
        reason: String,
    },
    /// Another element is in the way.
    #[error(
        "element click intercepted: Element {element} is not clickable at point ({x}, {y}). Other element would \
         receive the click: {by}"
    )]
    Intercepted {
        /// The element's tag with its attributes.
        element: String,
        /// That of the other.
        by: String,
        /// Where a click was meant to be, px from the window's left.
        x: i64,
        /// Px from its top.
        y: i64,
    },
    /// The element can't be changed in that way.
    #[error("invalid element state: {element}: {reason}")]
    InvalidState {
        /// The element's tag with its attributes.
        element: String,
        /// Why.
        reason: String,
    },
    /// No such window.
    #[error("there is no window {0}")]
    NoSuchWindow(String),
    /// No such frame.
    #[error("there is no frame {0}")]
    NoSuchFrame(String),
    /// No such cookie.
    #[error("there is no cookie {0}")]
    NoSuchCookie(String),
    /// A cookie for a domain that is not the page's.
    #[error("invalid cookie domain: {0}")]
    InvalidCookieDomain(String),
    /// No dialog is open.
    #[error("no dialog is open")]
    NoSuchAlert,
    /// A dialog is open, which keeps the page from everything else.
    #[error("a dialog is open: {text}")]
    AlertOpen {
        /// What it says.
        text: String,
    },
    /// A place outside of the window.
    #[error("({x}, {y}) is outside of the window")]
    OutOfBounds {
        /// CSS px from the left.
        x: f64,
        /// CSS px from the top.
        y: f64,
    },
    /// What a script threw, or what it touched that is not there.
    #[error("javascript error: {0}")]
    Script(String),
    /// A script did not end in time.
    #[error("the script has not ended after {} ms", .0.as_millis())]
    ScriptTimeout(std::time::Duration),
    /// A page was not loaded in time.
    #[error("the page is not loaded after {} ms", .0.as_millis())]
    Timeout(std::time::Duration),
    /// No picture could be made.
    #[error("unable to capture screen: {0}")]
    NoPicture(String),
    /// The session came to an end while the command ran.
    #[error("the session has ended: {0}")]
    Ended(String),
    /// The engine could not do it.
    #[error(transparent)]
    Engine(engine::Error),
}

impl From<engine::Error> for Error {
    fn from(error: engine::Error) -> Self {
        match error {
            engine::Error::Unsupported { what, hint, .. } => Self::Unsupported { what, hint },
            engine::Error::NotActionable { on, reason } => Self::NotInteractable { element: on, reason },
            other => Self::Engine(other),
        }
    }
}

impl Error {
    /// The error's code and its HTTP status.
    pub(super) fn code(&self) -> (&'static str, u16) {
        match self {
            Self::InvalidArgument(_) => ("invalid argument", 400),
            Self::InvalidSelector(_) => ("invalid selector", 400),
            Self::InvalidSessionId(_) => ("invalid session id", 404),
            Self::SessionNotCreated(_) => ("session not created", 500),
            Self::UnknownCommand { .. } => ("unknown command", 404),
            Self::UnknownMethod { .. } => ("unknown method", 405),
            Self::Unsupported { .. } => ("unsupported operation", 500),
            Self::NoSuchElement { .. } | Self::UnknownReference(_) => ("no such element", 404),
            Self::StaleElement(_) => ("stale element reference", 404),
            Self::NotInteractable { .. } => ("element not interactable", 400),
            Self::Intercepted { .. } => ("element click intercepted", 400),
            Self::InvalidState { .. } => ("invalid element state", 400),
            Self::NoSuchWindow(_) => ("no such window", 404),
            Self::NoSuchFrame(_) => ("no such frame", 404),
            Self::NoSuchCookie(_) => ("no such cookie", 404),
            Self::InvalidCookieDomain(_) => ("invalid cookie domain", 400),
            Self::NoSuchAlert => ("no such alert", 404),
            Self::AlertOpen { .. } => ("unexpected alert open", 500),
            Self::OutOfBounds { .. } => ("move target out of bounds", 500),
            Self::Script(_) => ("javascript error", 500),
            Self::ScriptTimeout(_) => ("script timeout", 500),
            Self::Timeout(_) => ("timeout", 500),
            Self::NoPicture(_) => ("unable to capture screen", 500),
            Self::Ended(_) | Self::Engine(_) => ("unknown error", 500),
        }
    }

    /// The body of the answer.
    pub(super) fn body(&self) -> Value {
        let mut value = json!({"error": self.code().0, "message": self.to_string(), "stacktrace": ""});
        if let Self::AlertOpen { text } = self {
            value["data"] = json!({"text": text});
        }
        json!({"value": value})
    }
}

fn hinted(hint: &str) -> String {
    if hint.is_empty() { String::new() } else { format!(": {hint}") }
}
