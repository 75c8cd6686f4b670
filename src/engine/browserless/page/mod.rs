//! One loaded page: its state, its callbacks, and the loop that runs them.
//!
//! The renderer's event loop is made of turns (rule R25). A [`turn`](Page::turn) lets the scheduler pass, starts
//! what it picked, and lets components emit what they emit afterwards; answers arrive between turns.

mod apply;
mod background;
mod call;
mod check;
mod gesture;
mod load;
mod mount;
mod script;
mod side_update;
mod turn;

use tokio::task::JoinSet;
use url::Url;

use super::behaviour::{Effect, Moment};
use super::clientside::Clientside;
use super::clock::Clock;
use super::schedule::Scheduler;
use super::storage::Storage;
use super::store::Store;
use super::transport::Transport;
use crate::dash::Index;
use crate::engine::order::Draw;
use crate::trace::{MessageLevel, Recorder};
use background::LiveJob;
use call::{Flight, Landing, Outcome};
use mount::Rendered;

/// What outlives a page load: a browser keeps it for the tab.
#[derive(Debug, Default)]
pub(crate) struct Tab {
    pub(crate) storage: Storage,
    pub(crate) clock: Clock,
    /// The addresses that were left, oldest first.
    pub(crate) history: Vec<Url>,
    pub(crate) draw: Draw,
}

/// A loaded page of an app.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) tab: Tab,
    pub(crate) index: Index,
    /// The index page as it was served.
    #[cfg_attr(not(feature = "pages"), expect(dead_code, reason = "only pictures of pages need it"))]
    pub(crate) html: String,
    /// What the address bar says.
    pub(crate) address: Url,
    /// The page load that a component asked for.
    pub(crate) leaving: Option<Url>,
    /// How many of the addresses left last were this page's own (`history.pushState`).
    pub(crate) pushed: usize,
    pub(crate) store: Store,
    pub(crate) scheduler: Scheduler,
    /// The text field that the visitor types into, and what it shows instead of its value.
    focus: Option<(String, Option<String>)>,
    transport: Transport,
    recorder: Recorder,
    /// Where callbacks are posted.
    endpoint: Url,
    mounted: Rendered,
    /// Whether what is rendered may have changed.
    dirty: bool,
    /// `setProps` calls that come after the next request pass.
    later: Vec<Effect>,
    flights: JoinSet<Landing>,
    /// Answers that wait until the others are there.
    answered: Vec<Landing>,
    jobs: Vec<LiveJob>,
    /// The app's JavaScript; only when it has clientside callbacks.
    scripts: Option<Clientside>,
    /// Clientside calls that have returned.
    returned: Vec<(Flight, Outcome)>,
}

impl Page {
    /// Whether the component at a place is rendered: not in a tab that is closed.
    pub(crate) fn is_mounted(&self, at: &str) -> bool {
        self.mounted.contains(at)
    }

    /// The places of what is rendered.
    pub(crate) fn mounted_places(&self) -> impl Iterator<Item = &str> {
        self.mounted.places().iter().map(String::as_str)
    }

    #[cfg(feature = "pages")]
    pub(crate) fn transport(&self) -> &Transport {
        &self.transport
    }

    /// Whether an answer may still arrive.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.flights.is_empty() || !self.answered.is_empty()
    }

    /// The callbacks that are pending, by their output.
    pub(crate) fn pending(&self) -> Vec<String> {
        let graph = self.scheduler.graph();
        self.scheduler.pending().map(|instance| instance.callback(graph).output.clone()).collect()
    }

    pub(crate) fn moment(&self) -> Moment {
        Moment { now_ms: self.tab.clock.now_ms(), dash_version: self.version() }
    }

    fn version(&self) -> (u32, u32, u32) {
        self.index.config.dash_version()
    }

    /// Writes an error that the page would show on its console.
    fn complain(&self, text: impl Into<String>) {
        self.recorder.message(MessageLevel::Error, text);
    }
}
