//! A session: one client's visitor. It carries out commands one by one, and lives on in between.

use std::path::PathBuf;

use futures_util::future::select_all;
use kurbo::Vec2;
use serde_json::{Map, Value, json};
use tokio::sync::mpsc;
use tokio::time::Instant;
use url::Url;

use super::Error;
use super::capabilities::Capabilities;
use super::command::{Command, Reading};
use super::download::Downloads;
use super::locate::Strategy;
use super::measure;
use super::sessions::Order;
use super::timeouts::Timeouts;
use super::upload::Uploads;
use super::window::Window;
use crate::engine::Visit;
use crate::trace::MessageLevel;

/// A client's session.
#[derive(Debug)]
pub(super) struct Session {
    timeouts: Timeouts,
    pub(super) windows: Vec<Window>,
    /// The window that commands are for, by its handle.
    current: String,
    opened: usize,
    visit: Visit,
    uploads: Uploads,
    /// Where downloads go.
    downloads: Option<PathBuf>,
    /// What becomes of a dialog that is in the way.
    pub(super) prompts: String,
    /// The least level of the console's lines that the client wants.
    pub(super) log_level: MessageLevel,
}

impl Session {
    pub(super) fn new(capabilities: Capabilities) -> Self {
        let mut visit = Visit::default();
        if let Some(viewport) = capabilities.viewport {
            visit.viewport = viewport;
        }
        let mut session = Self {
            timeouts: capabilities.timeouts,
            windows: Vec::new(),
            current: String::new(),
            opened: 0,
            visit,
            uploads: Uploads::default(),
            downloads: capabilities.downloads,
            prompts: capabilities.prompts,
            log_level: capabilities.log_level,
        };
        session.current = session.open_window();
        session
    }

    /// Carries out commands until the last one.
    pub(super) async fn run(mut self, mut inbox: mpsc::UnboundedReceiver<Order>) {
        loop {
            let order = tokio::select! {
                biased;
                order = inbox.recv() => order,
                () = stir(&mut self.windows) => {
                    self.catch_up().await;
                    continue;
                }
            };
            let Some(Order { command, answer }) = order else { return };
            let ends = matches!(command, Command::DeleteSession);
            let outcome = self.carry_out(command).await;
            // A client that hung up hears nothing.
            let _ = answer.send(outcome);
            if ends {
                return;
            }
        }
    }

    /// Lets happen what real time brought, in every window.
    async fn catch_up(&mut self) {
        for window in &mut self.windows {
            // A link that leads nowhere shows an error page in a browser, and stays where it is here.
            let _ = window.catch_up().await;
        }
        let mut opened = Vec::new();
        for engine in self.windows.iter_mut().filter_map(|window| window.engine.as_mut()) {
            for address in engine.take_opened() {
                opened.push((engine.beside(), address));
            }
        }
        for (engine, address) in opened {
            self.open_window();
            let Some(window) = self.windows.last_mut() else { continue };
            window.engine = engine.ok();
            let _ = window.open(address, self.timeouts.page_load).await;
        }
    }

    fn open_window(&mut self) -> String {
        self.opened += 1;
        let handle = format!("window-{}", self.opened);
        let downloads = Downloads::to(self.downloads.clone());
        self.windows.push(Window::new(handle.clone(), self.visit.clone(), downloads));
        handle
    }

    /// The window that commands are for.
    pub(super) fn window(&mut self) -> Result<&mut Window, Error> {
        Ok(self.top()?.innermost())
    }

    /// The window itself, whatever frame of it commands are for.
    fn top(&mut self) -> Result<&mut Window, Error> {
        let window = self.windows.iter_mut().find(|window| window.handle == self.current);
        window.ok_or_else(|| Error::NoSuchWindow(self.current.clone()))
    }

    /// Carries out a command, and what it leads to at once.
    async fn carry_out(&mut self, command: Command) -> Result<Value, Error> {
        self.catch_up().await;
        let acts = command.acts();
        let outcome = self.command(command).await;
        self.catch_up().await;
        if acts && let Ok(window) = self.window() {
            window.respond().await;
        }
        outcome
    }

    async fn command(&mut self, command: Command) -> Result<Value, Error> {
        if let Some(outcome) = self.dialog_command(&command) {
            return outcome;
        }
        self.handle_dialog(&command)?;
        let limit = self.timeouts.page_load;
        match command {
            Command::DeleteSession => {
                for window in &mut self.windows {
                    window.close().await;
                }
                Ok(Value::Null)
            }
            Command::Timeouts => Ok(self.timeouts.told()),
            Command::SetTimeouts(given) => self.timeouts.set(&given).map(|()| Value::Null),
            Command::Navigate(address) => {
                let url = Url::parse(&address)
                    .map_err(|error| Error::InvalidArgument(format!("`{address}` is no address: {error}")))?;
                self.top()?.open(url, limit).await.map(|()| Value::Null)
            }
            Command::Address => Ok(json!(self.top()?.address())),
            Command::Back => self.top()?.back(limit).await.map(|()| Value::Null),
            Command::Forward => self.top()?.forward(limit).await.map(|()| Value::Null),
            Command::Refresh => self.top()?.refresh(limit).await.map(|()| Value::Null),
            Command::Title => Ok(json!(self.top()?.title())),
            Command::Source => Ok(json!(self.window()?.source())),
            Command::Window => Ok(json!(self.window()?.handle)),
            Command::Windows => {
                Ok(self.windows.iter().map(|window| Value::from(window.handle.as_str())).collect())
            }
            Command::SwitchWindow(handle) => {
                let known = self.windows.iter().any(|window| window.handle == handle);
                self.current = Some(handle.clone()).filter(|_| known).ok_or(Error::NoSuchWindow(handle))?;
                Ok(Value::Null)
            }
            Command::SwitchFrame(Value::Null) => {
                self.top()?.frames.leave();
                Ok(Value::Null)
            }
            Command::SwitchFrame(which) => self.window()?.enter(&which, limit).await.map(|()| Value::Null),
            Command::ParentFrame => {
                self.top()?.frames.leave_innermost();
                Ok(Value::Null)
            }
            Command::NewWindow => Ok(json!({"handle": self.open_window(), "type": "tab"})),
            Command::CloseWindow => {
                self.top()?.close().await;
                self.windows.retain(|window| window.handle != self.current);
                Ok(self.windows.iter().map(|window| Value::from(window.handle.as_str())).collect())
            }
            Command::WindowRect | Command::Resize => Ok(self.rect()),
            Command::SetWindowRect(rect) => self.resize(&rect),
            Command::Find { from, by, all } => self.find(from.as_deref(), &by, all).await,
            Command::Read { element, what: Reading::Property(name) } => {
                self.window()?.property(&element, &name).await
            }
            Command::Read { element, what: Reading::Rect } => {
                self.window()?.rect(&element).await.map(measure::told)
            }
            Command::Read { element, what: Reading::Css(property) } => {
                self.window()?.css(&element, &property).await
            }
            Command::Read { element, what } => self.window()?.read(&element, &what),
            Command::ActiveElement => Ok(self.window()?.active()),
            Command::Click(element) => {
                let window = self.window()?;
                window.reachable(&element).await?;
                window.click_at(&element, Vec2::ZERO).await.map(|()| Value::Null)
            }
            Command::Clear(element) => self.window()?.clear(&element).map(|()| Value::Null),
            Command::SendKeys { element, text } => {
                self.window()?.send_keys(&element, &text).map(|()| Value::Null)
            }
            Command::Execute { script, args, asynchronous } => {
                let limit = self.timeouts.script;
                self.window()?.execute(&script, args, asynchronous, limit).await
            }
            Command::Actions(sources) => self.window()?.actions(&sources).await.map(|()| Value::Null),
            Command::ReleaseActions => {
                self.window()?.release();
                Ok(Value::Null)
            }
            Command::Screenshot(element) => self.window()?.screenshot(element.as_deref()).await,
            Command::Print(options) => self.window()?.print(&options).await,
            Command::Cookies => Ok(Value::Array(self.window()?.cookies())),
            Command::Cookie(name) => self.window()?.cookie(&name),
            Command::AddCookie(cookie) => self.window()?.add_cookie(&cookie).map(|()| Value::Null),
            Command::DeleteCookies(name) => {
                self.window()?.delete_cookies(name.as_deref()).map(|()| Value::Null)
            }
            Command::SetDownloads(folder) => {
                self.downloads = folder.map(PathBuf::from);
                for window in &mut self.windows {
                    window.downloads.redirect(self.downloads.clone());
                }
                Ok(json!({}))
            }
            Command::Upload(zip) => self.uploads.take(&zip),
            Command::Log(kind) => self.read_log(&kind),
            Command::LogTypes => Ok(json!(["browser"])),
            Command::Unsupported(what) => Err(Error::Unsupported { what, hint: String::new() }),
            other => Err(Error::Unsupported { what: format!("{other:?}"), hint: String::new() }),
        }
    }

    /// Finds elements, and waits for them as long as the client wants.
    async fn find(&mut self, from: Option<&str>, by: &Strategy, all: bool) -> Result<Value, Error> {
        let until = Instant::now() + self.timeouts.implicit;
        let window = self.window()?;
        loop {
            let found = window.find(from, by)?;
            if all && (!found.is_empty() || Instant::now() >= until) {
                return Ok(Value::Array(found));
            }
            if let Some(first) = found.into_iter().next() {
                return Ok(first);
            }
            if Instant::now() >= until {
                return Err(by.missing());
            }
            // That the page can't go on is told by the next command.
            let _ = window.live_until(until).await;
        }
    }

    fn rect(&self) -> Value {
        let (width, height) = self.visit.viewport;
        json!({"x": 0, "y": 0, "width": width, "height": height})
    }

    /// Takes over another size; a window has no frame here, so its size is the page area's.
    fn resize(&mut self, rect: &Map<String, Value>) -> Result<Value, Error> {
        let side = |name: &str, now: u32| match rect.get(name) {
            None | Some(Value::Null) => Ok(now),
            Some(value) => value
                .as_f64()
                .filter(|side| (0.0..=f64::from(i32::MAX)).contains(side))
                .map(|side| (side as u32).clamp(1, 16_384))
                .ok_or_else(|| Error::InvalidArgument(format!("`{name}` is no length: {value}"))),
        };
        let (width, height) = self.visit.viewport;
        self.visit.viewport = (side("width", width)?, side("height", height)?);
        for window in &mut self.windows {
            window.resize(self.visit.viewport);
        }
        Ok(self.rect())
    }
}

/// Waits until something happened in one of the windows.
async fn stir(windows: &mut [Window]) {
    if windows.is_empty() {
        return std::future::pending().await;
    }
    let all = windows.iter_mut().map(|window| Box::pin(window.stir()));
    select_all(all).await;
}
