//! What a request asks for (W3C WebDriver section 6.2, and what Selenium adds).

use serde_json::{Map, Value};

use super::Error;
use super::locate::Strategy;

/// A request.
#[derive(Debug)]
pub(super) enum Request {
    /// Whether a session can be started.
    Status,
    /// Starts one.
    NewSession,
    /// Is for a session.
    Command {
        /// Its id.
        session: String,
        command: Command,
    },
}

/// What a session carries out. Elements are named by the ids that their references hold.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Command {
    DeleteSession,
    Timeouts,
    SetTimeouts(Map<String, Value>),
    Navigate(String),
    Address,
    Back,
    Forward,
    Refresh,
    Title,
    Source,
    Window,
    CloseWindow,
    SwitchWindow(String),
    Windows,
    NewWindow,
    SwitchFrame(Value),
    ParentFrame,
    WindowRect,
    SetWindowRect(Map<String, Value>),
    /// The window takes all of the screen, or none of it.
    Resize,
    ActiveElement,
    Find {
        from: Option<String>,
        by: Strategy,
        all: bool,
    },
    Read {
        element: String,
        what: Reading,
    },
    Click(String),
    Clear(String),
    SendKeys {
        element: String,
        text: String,
    },
    Execute {
        script: String,
        args: Vec<Value>,
        asynchronous: bool,
    },
    Screenshot(Option<String>),
    Print(Map<String, Value>),
    Cookies,
    Cookie(String),
    AddCookie(Map<String, Value>),
    DeleteCookies(Option<String>),
    Actions(Vec<Value>),
    ReleaseActions,
    AcceptAlert,
    DismissAlert,
    AlertText,
    AnswerAlert(String),
    Log(String),
    LogTypes,
    /// A file's ZIP as base64.
    Upload(String),
    /// The folder where downloads go from now on; none are written without it.
    SetDownloads(Option<String>),
    /// A command of WebDriver or of a vendor that is not carried out.
    Unsupported(String),
}

impl Command {
    /// Whether it does something as a visitor does.
    pub(super) fn acts(&self) -> bool {
        matches!(
            self,
            Self::Navigate(_)
                | Self::Back
                | Self::Forward
                | Self::Refresh
                | Self::Click(_)
                | Self::SendKeys { .. }
                | Self::Actions(_)
                | Self::AcceptAlert
                | Self::DismissAlert
        )
    }
}

/// What is read off an element.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reading {
    Text,
    Tag,
    Attribute(String),
    Property(String),
    Css(String),
    Rect,
    Enabled,
    Selected,
    Displayed,
    Role,
    Label,
}

impl Request {
    /// Reads a request: its method, its path after the base, and its body.
    ///
    /// # Errors
    /// When there is no such command, or an argument is missing or of another kind.
    pub(super) fn read(method: &str, path: &str, body: &Map<String, Value>) -> Result<Self, Error> {
        let segments: Vec<String> = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let unknown = || Error::UnknownCommand { method: method.to_owned(), path: path.to_owned() };
        match segments.as_slice() {
            ["status"] if method == "GET" => Ok(Self::Status),
            ["session"] if method == "POST" => Ok(Self::NewSession),
            ["status" | "session"] => {
                Err(Error::UnknownMethod { method: method.to_owned(), path: path.to_owned() })
            }
            ["session", session, rest @ ..] => {
                let arguments = Arguments(body);
                let command = match command(method, rest, &arguments) {
                    Some(command) => command?,
                    None if ["GET", "POST", "DELETE"]
                        .iter()
                        .any(|other| command(other, rest, &arguments).is_some()) =>
                    {
                        return Err(Error::UnknownMethod {
                            method: method.to_owned(),
                            path: path.to_owned(),
                        });
                    }
                    None => return Err(unknown()),
                };
                Ok(Self::Command { session: (*session).to_owned(), command })
            }
            _ => Err(unknown()),
        }
    }
}

/// The command at a path within a session; `None` when there is none by this method.
fn command(method: &str, path: &[&str], body: &Arguments<'_>) -> Option<Result<Command, Error>> {
    use Command::{
        AcceptAlert, ActiveElement, AddCookie, Address, AlertText, Back, Clear, Click, CloseWindow, Cookie,
        Cookies, DeleteCookies, DeleteSession, DismissAlert, Forward, LogTypes, ParentFrame, Refresh,
        ReleaseActions, Resize, Source, Timeouts, Title, Window, WindowRect, Windows,
    };
    let one = |id: &str| Some(id.to_owned());
    Some(Ok(match (method, path) {
        ("DELETE", []) => DeleteSession,
        ("GET", ["timeouts"]) => Timeouts,
        ("POST", ["timeouts"]) => Command::SetTimeouts(body.0.clone()),
        ("GET", ["url"]) => Address,
        ("POST", ["url"]) => return Some(body.text("url").map(Command::Navigate)),
        ("POST", ["back"]) => Back,
        ("POST", ["forward"]) => Forward,
        ("POST", ["refresh"]) => Refresh,
        ("GET", ["title"]) => Title,
        ("GET", ["source"]) => Source,
        ("GET", ["window"]) => Window,
        ("DELETE", ["window"]) => CloseWindow,
        ("POST", ["window"]) => return Some(body.text("handle").map(Command::SwitchWindow)),
        ("GET", ["window", "handles"]) => Windows,
        ("POST", ["window", "new"]) => Command::NewWindow,
        ("POST", ["frame"]) => return Some(body.value("id").map(Command::SwitchFrame)),
        ("POST", ["frame", "parent"]) => ParentFrame,
        ("GET", ["window", "rect"]) => WindowRect,
        ("POST", ["window", "rect"]) => Command::SetWindowRect(body.0.clone()),
        ("POST", ["window", "maximize" | "minimize" | "fullscreen"]) => Resize,
        ("GET", ["element", "active"]) => ActiveElement,
        ("POST", ["element"]) => return Some(body.find(None, false)),
        ("POST", ["elements"]) => return Some(body.find(None, true)),
        ("POST", ["element", from, "element"]) => return Some(body.find(one(from), false)),
        ("POST", ["element", from, "elements"]) => return Some(body.find(one(from), true)),
        ("POST", ["element", element, "click"]) => Click((*element).to_owned()),
        ("POST", ["element", element, "clear"]) => Clear((*element).to_owned()),
        ("POST", ["element", element, "value"]) => {
            let element = (*element).to_owned();
            return Some(body.typed().map(|text| Command::SendKeys { element, text }));
        }
        ("GET", ["element", element, "screenshot"]) => Command::Screenshot(one(element)),
        ("GET", ["element", element, what @ ..]) => {
            let element = (*element).to_owned();
            return reading(what).map(|what| Ok(Command::Read { element, what }));
        }
        ("POST", ["execute", "sync"]) => return Some(body.script(false)),
        ("POST", ["execute", "async"]) => return Some(body.script(true)),
        ("GET", ["screenshot"]) => Command::Screenshot(None),
        ("POST", ["print"]) => Command::Print(body.0.clone()),
        ("GET", ["cookie"]) => Cookies,
        ("GET", ["cookie", name]) => Cookie((*name).to_owned()),
        ("POST", ["cookie"]) => return Some(body.object("cookie").map(AddCookie)),
        ("DELETE", ["cookie"]) => DeleteCookies(None),
        ("DELETE", ["cookie", name]) => DeleteCookies(one(name)),
        ("POST", ["actions"]) => return Some(body.list("actions").map(Command::Actions)),
        ("DELETE", ["actions"]) => ReleaseActions,
        ("POST", ["alert", "accept"]) => AcceptAlert,
        ("POST", ["alert", "dismiss"]) => DismissAlert,
        ("GET", ["alert", "text"]) => AlertText,
        ("POST", ["alert", "text"]) => return Some(body.text("text").map(Command::AnswerAlert)),
        ("POST", ["se", "log"] | ["log"]) => return Some(body.text("type").map(Command::Log)),
        ("GET", ["se", "log", "types"] | ["log", "types"]) => LogTypes,
        ("POST", ["se", "file"] | ["file"]) => return Some(body.text("file").map(Command::Upload)),
        (
            "POST",
            ["goog" | "ms", "cdp", "execute"] | ["chromium", "send_command" | "send_command_and_get_result"],
        ) => {
            return Some(body.text("cmd").map(|name| body.devtools(&name)));
        }
        _ => Command::Unsupported(unsupported(method, path)?),
    }))
}

/// The name of a command that is known and not carried out.
fn unsupported(method: &str, path: &[&str]) -> Option<String> {
    match path {
        ["element", _, "shadow"] | ["shadow", ..] => Some("a shadow root".to_owned()),
        ["goog" | "moz" | "ms" | "se" | "chromium" | "webauthn" | "permissions" | "fedcm", ..]
        | ["orientation" | "network_connection" | "context" | "contexts" | "storage"] => {
            Some(format!("{method} /{}", path.join("/")))
        }
        _ => None,
    }
}

fn reading(what: &[&str]) -> Option<Reading> {
    Some(match what {
        ["text"] => Reading::Text,
        ["name"] => Reading::Tag,
        ["attribute", name] => Reading::Attribute((*name).to_owned()),
        ["property", name] => Reading::Property((*name).to_owned()),
        ["css", name] => Reading::Css((*name).to_owned()),
        ["rect"] => Reading::Rect,
        ["enabled"] => Reading::Enabled,
        ["selected"] => Reading::Selected,
        ["displayed"] => Reading::Displayed,
        ["computedrole"] => Reading::Role,
        ["computedlabel"] => Reading::Label,
        _ => return None,
    })
}

/// The body of a request.
struct Arguments<'a>(&'a Map<String, Value>);

impl Arguments<'_> {
    fn value(&self, name: &str) -> Result<Value, Error> {
        self.0.get(name).cloned().ok_or_else(|| Error::InvalidArgument(format!("there is no `{name}`")))
    }

    fn text(&self, name: &str) -> Result<String, Error> {
        match self.value(name)? {
            Value::String(text) => Ok(text),
            other => Err(Error::InvalidArgument(format!("`{name}` is no text: {other}"))),
        }
    }

    fn list(&self, name: &str) -> Result<Vec<Value>, Error> {
        match self.value(name)? {
            Value::Array(list) => Ok(list),
            other => Err(Error::InvalidArgument(format!("`{name}` is no list: {other}"))),
        }
    }

    fn object(&self, name: &str) -> Result<Map<String, Value>, Error> {
        match self.value(name)? {
            Value::Object(object) => Ok(object),
            other => Err(Error::InvalidArgument(format!("`{name}` is no object: {other}"))),
        }
    }

    fn find(&self, from: Option<String>, all: bool) -> Result<Command, Error> {
        let by = Strategy::read(&self.text("using")?, self.text("value")?)?;
        Ok(Command::Find { from, by, all })
    }

    /// The keys for an element; clients from before the standard send them one by one.
    fn typed(&self) -> Result<String, Error> {
        if let Some(Value::Array(keys)) = self.0.get("value").filter(|_| !self.0.contains_key("text")) {
            return Ok(keys.iter().filter_map(Value::as_str).collect());
        }
        self.text("text")
    }

    /// A command of Chromium's DevTools: `dash.testing` names the folder for downloads by one.
    fn devtools(&self, name: &str) -> Command {
        match name {
            "Page.setDownloadBehavior" | "Browser.setDownloadBehavior" => {
                let folder = self.0.get("params").and_then(|params| params.get("downloadPath")?.as_str());
                Command::SetDownloads(folder.map(str::to_owned))
            }
            _ => Command::Unsupported(format!("the DevTools command {name}")),
        }
    }

    fn script(&self, asynchronous: bool) -> Result<Command, Error> {
        Ok(Command::Execute { script: self.text("script")?, args: self.list("args")?, asynchronous })
    }
}
