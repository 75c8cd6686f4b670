//! One loaded page: its state, its callbacks, and the loop that runs them.
//!
//! The renderer's event loop is made of turns (rule R25). A [`turn`](Page::turn) lets the scheduler pass, starts
//! what it picked, and lets components emit what they emit afterwards; answers arrive between turns.

mod apply;
mod assets;
mod background;
mod call;
mod check;
mod child;
mod dependencies;
#[cfg(feature = "webdriver")]
mod evaluate;
mod exchange;
mod faults;
mod flights;
mod foreign;
mod gesture;
mod hand;
mod hooks;
mod load;
mod loading;
mod mount;
mod props;
mod script;
mod side_update;
mod socket;
mod spinners;
#[cfg(feature = "webdriver")]
mod state;
mod turn;
mod unit;

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;
use tokio::task::JoinSet;
use url::Url;

use super::answer::Answer;
use super::behaviour::{Effect, Moment};
#[cfg(feature = "webdriver")]
pub(crate) use super::clientside::Error as Fault;
use super::clientside::{Clientside, PropTypes};
use super::clock::Clock;
use super::history::History;
use super::schedule::Scheduler;
use super::storage::Storage;
use super::store::Store;
use super::transport::{Renderer, Transport};
use crate::dash::Index;
use crate::dash::table::Clipboard;
use crate::engine::order::Draw;
use crate::engine::{Action, Error, Visit};
use crate::render::markup::{Cascade, Charts, DevTools, Edits, MarkupOptions, Shell};
use crate::trace::{MessageLevel, Recorder};
#[cfg(feature = "pages")]
pub(crate) use assets::Sheet;
use background::LiveJob;
use call::{Flight, Outcome};
use flights::Flights;
use gesture::Keyboard;
use loading::Loading;
use mount::Rendered;
use socket::Socket;
use spinners::Spinner;

/// What outlives a page load: a browser keeps it for the tab.
#[derive(Debug, Default)]
pub(crate) struct Tab {
    pub(crate) storage: Storage,
    pub(crate) clock: Clock,
    pub(crate) history: Box<History>,
    pub(crate) draw: Draw,
    /// The addresses that scripts opened windows for.
    pub(crate) opened: Vec<Url>,
    /// What scripts and tables copied.
    pub(crate) clipboard: Box<Clipboard>,
    /// How many pages were loaded.
    pub(crate) loads: u64,
}

/// A loaded page of an app.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) tab: Tab,
    pub(crate) index: Index,
    /// The index page as it was served.
    shell: Arc<Shell>,
    charts: Charts,
    /// What the address bar says.
    pub(crate) address: Url,
    /// The page load that a component asked for.
    pub(crate) leaving: Option<Url>,
    pub(crate) store: Store,
    pub(crate) scheduler: Scheduler,
    /// The place of the component that the pointer is on.
    pointer: Option<String>,
    keyboard: Keyboard,
    /// The rest of an action, which waits for the app's answers to what it did so far.
    ahead: Option<(Vec<Effect>, Action)>,
    /// What components keep that is in no prop, by their place.
    pub(crate) memory: HashMap<String, Value>,
    /// The components to render: for the first time, or because of the named props.
    undrawn: Vec<(String, Option<Vec<String>>)>,
    transport: Transport,
    recorder: Recorder,
    /// What it adds to its own requests.
    renderer: Renderer,
    /// The tokens that the app's hook gave for older ones.
    tokens: HashMap<Option<String>, Option<String>>,
    /// Under which the app's machine-readable parts are.
    base: Url,
    mounted: Rendered,
    /// The components in which what is rendered may have changed.
    dirty: Vec<String>,
    /// `setProps` calls that come after the next request pass.
    later: Vec<Effect>,
    loading: Loading,
    /// By the place of their component.
    spinners: HashMap<String, Spinner>,
    flights: Flights,
    /// Where callbacks may run over a WebSocket.
    socket: Option<Socket>,
    /// The dependencies on their way, after a callback that makes callbacks.
    rereading: JoinSet<Result<Answer, Error>>,
    jobs: Vec<LiveJob>,
    visit: Visit,
    /// The app's JavaScript, if it has any.
    scripts: Option<Clientside>,
    /// Clientside calls whose promise is not settled.
    promised: Vec<Flight>,
    /// Clientside calls that have returned.
    returned: Vec<(Flight, Outcome)>,
    /// What scripts wrote onto elements.
    pub(crate) edits: Edits,
    /// The errors that a visitor of a live page is told, in debug mode by the dev tools.
    tools: Arc<DevTools>,
    /// What the stylesheets say about text, once it was asked for.
    cascade: Option<Arc<Cascade>>,
    /// The types of props, if they are checked.
    types: Option<PropTypes>,
}

impl Page {
    /// Whether the component at a place is rendered: not in a tab that is closed.
    pub(crate) fn is_mounted(&self, at: &str) -> bool {
        self.mounted.contains(at)
    }

    /// Which one of all that this page ever rendered is at a place now: another number is another component.
    #[cfg(feature = "webdriver")]
    pub(crate) fn serial(&self, at: &str) -> Option<u64> {
        self.mounted.serial(at)
    }

    #[cfg(feature = "pages")]
    pub(crate) fn transport(&self) -> &Transport {
        &self.transport
    }

    /// Whether an answer is awaited, those of persistent callbacks aside: they may never come.
    pub(crate) fn is_busy(&self) -> bool {
        let asks = self.flights.is_busy() || !self.rereading.is_empty();
        asks || self.socket.as_ref().is_some_and(Socket::is_busy)
    }

    /// Whether a persistent callback runs: what it sends may come at any time.
    pub(crate) fn is_streaming(&self) -> bool {
        self.flights.is_streaming() || self.socket.as_ref().is_some_and(Socket::is_streaming)
    }

    /// Whether anything may still arrive.
    pub(crate) fn is_listening(&self) -> bool {
        let asks = !self.flights.is_empty() || !self.rereading.is_empty();
        asks || self.socket.as_ref().is_some_and(Socket::is_listening)
    }

    /// The title, as the tab shows it: the app's `update_title` while a callback is pending, persistent ones aside.
    pub(crate) fn title(&self) -> &str {
        let graph = self.scheduler.graph();
        let updating = self.index.config.update_title();
        let loading = || self.scheduler.pending().any(|instance| !instance.callback(graph).persistent);
        if !updating.is_empty() && loading() { updating } else { &self.index.title }
    }

    /// The callbacks that are pending, by their output; persistent ones don't count.
    pub(crate) fn pending(&self) -> Vec<String> {
        let graph = self.scheduler.graph();
        let trouble = self.socket.as_ref().and_then(Socket::trouble);
        let callbacks = self.scheduler.pending().map(|instance| instance.callback(graph));
        let named = callbacks.filter(|callback| !callback.persistent).map(|callback| match trouble {
            Some(trouble) if self.uses_socket(callback) => {
                format!("{} (it has no WebSocket: {trouble})", callback.output)
            }
            _ => callback.output.clone(),
        });
        named.collect()
    }

    /// Leaves the page: what it asked for has no answer to come.
    pub(crate) fn leave(self) -> Tab {
        self.recorder.abandon_pending();
        self.tab
    }

    pub(crate) fn moment(&self) -> Moment {
        let now_ms = self.tab.clock.date_ms();
        Moment { now_ms, dash_version: self.version(), place: self.visit.geolocation }
    }

    /// How the component tree is rendered.
    pub(crate) fn markup_options(&self) -> MarkupOptions {
        let children_props = self.index.config.children_props_value();
        let title = self.title();
        MarkupOptions {
            shell: Arc::clone(&self.shell),
            title: (title != self.index.title).then(|| title.to_owned()),
            dash_version: self.version(),
            children_props,
            loading: self.awaited(),
            path: self.address.path().to_owned(),
            width: f64::from(self.visit.viewport.0),
            charts: self.charts.clone(),
            typed: self.keyboard.all_typed().clone(),
            memory: self.kept(),
            tools: self.shows_tools().then(|| Arc::clone(&self.tools)),
        }
    }

    fn version(&self) -> (u32, u32, u32) {
        self.index.config.dash_version()
    }

    /// Writes an error that the page would show on its console.
    fn complain(&self, text: impl Into<String>) {
        self.recorder.message(MessageLevel::Error, text);
    }
}
