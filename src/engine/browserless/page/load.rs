//! Loads a page: index, layout, dependencies, and what runs at once.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;
use tokio::task::JoinSet;
use url::Url;

use super::super::answer::{Answer, needs_browser};
use super::super::schedule::{Discovery, Graph, Scheduler};
use super::super::store::Store;
use super::super::transport::{Renderer, Transport};
use super::dependencies::DEPENDENCIES;
use super::flights::Flights;
use super::gesture::Keyboard;
use super::loading::Loading;
use super::mount::Rendered;
use super::{Page, Tab};
use crate::dash::{Callback, Index};
use crate::engine::{Error, Framework, Visit};
use crate::render::markup::{Charts, Edits, Shell};
use crate::trace::Recorder;

impl Page {
    /// Loads the page at `address` into a tab and starts its initial callbacks.
    ///
    /// # Errors
    /// As [`Page::open`].
    pub(crate) async fn load(
        transport: Transport,
        recorder: Recorder,
        visit: &Visit,
        address: &Url,
        tab: &mut Tab,
    ) -> Result<Self, Error> {
        let mut page = Self::open(transport, recorder, visit, address, tab).await?;
        page.restore("");
        page.hydrate();
        Ok(page)
    }

    /// Reads what makes up the page at `address`, and runs nothing but its scripts.
    ///
    /// # Errors
    /// When the app does not answer, or not as a Dash app.
    pub(crate) async fn open(
        transport: Transport,
        recorder: Recorder,
        visit: &Visit,
        address: &Url,
        tab: &mut Tab,
    ) -> Result<Self, Error> {
        let answer = transport.expect(address).await?;
        let index = Index::parse(&answer.text).map_err(|error| not_dash(&answer, &error))?;
        let mut address_bar = answer.url.clone();
        address_bar.set_fragment(address.fragment());
        let (csrf_cookie, csrf_header) = index.config.csrf();
        let renderer = Renderer {
            page: address_bar.clone(),
            csrf: (csrf_cookie.to_owned(), csrf_header.to_owned()),
            authorization: None,
        };
        let prefix = index.config.requests_prefix();
        let (base, layout) = layout(&transport, &renderer, &answer.url, &prefix).await?;
        recorder.layout(&layout);
        let dependencies = transport.get_json(&join(&base, DEPENDENCIES), &renderer).await?;
        let dependencies = dependencies.checked()?.json()?;
        let callbacks = Callback::parse_all(&dependencies).map_err(|error| not_dash(&answer, &error))?;
        recorder.dependencies(dependencies.as_array().cloned().unwrap_or_default());
        tab.storage.memory.clear();
        tab.clock.retain(|_| false);
        tab.loads += 1;
        tab.history.replace(address_bar.clone());
        let store = Store::new(layout, &index.config);
        let mut page = Self {
            tab: std::mem::take(tab),
            address: address_bar,
            leaving: None,
            charts: Charts::default(),
            shell: Arc::new(Shell::parse(&answer.text)),
            pointer: None,
            keyboard: Keyboard::default(),
            ahead: None,
            memory: HashMap::new(),
            undrawn: Vec::new(),
            store,
            scheduler: Scheduler::default(),
            transport,
            recorder,
            renderer,
            tokens: HashMap::new(),
            base,
            mounted: Rendered::default(),
            dirty: vec![String::new()],
            later: Vec::new(),
            flights: Flights::default(),
            socket: None,
            rereading: JoinSet::new(),
            loading: Loading::default(),
            spinners: HashMap::new(),
            jobs: Vec::new(),
            visit: visit.clone(),
            scripts: None,
            promised: Vec::new(),
            returned: Vec::new(),
            edits: Edits::default(),
            tools: Arc::default(),
            cascade: None,
            types: None,
            index,
        };
        page.set_up_tools();
        if page.accepts(&callbacks) {
            page.scheduler = Scheduler::new(Graph::new(callbacks));
        }
        page.open_socket();
        page.load_scripts().await;
        page.load_types().await;
        page.hook_layout();
        Ok(page)
    }

    /// Requests the initial calls and mounts the components (rules R12, R17).
    fn hydrate(&mut self) {
        self.check_ids();
        self.check_callback_props();
        self.check_children("");
        let discovery = Discovery {
            graph: self.scheduler.graph(),
            children_props: &self.store.declared,
            endless: self.version() >= (4, 2, 0),
        };
        let initial = discovery.page(&self.store.tree, &self.store.paths);
        self.scheduler.request_group(initial, &[]);
        self.turn();
    }
}

/// The layout, and the address under which the app's machine-readable parts are: the prefix that the page tells or,
/// behind a proxy that rewrites addresses, where the page itself came from.
async fn layout(
    transport: &Transport,
    renderer: &Renderer,
    page: &Url,
    prefix: &str,
) -> Result<(Url, Value), Error> {
    const NAME: &str = "_dash-layout";
    let told = page.join(prefix).unwrap_or_else(|_| page.clone());
    let own = join(page, ".");
    let answer = transport.get_json(&join(&told, NAME), renderer).await?;
    // An app without its proxy takes the proxy's prefix for a page of its own.
    if own != told && (answer.status == 404 || answer.is_page()) {
        let layout = transport.get_json(&join(&own, NAME), renderer).await;
        if let Ok(layout) = layout.and_then(Answer::checked).and_then(|layout| layout.json()) {
            return Ok((own, layout));
        }
    }
    Ok((told, answer.checked()?.json()?))
}

/// An address of the app's machine-readable parts.
pub(super) fn join(base: &Url, name: &str) -> Url {
    let mut url = base.join(name).unwrap_or_else(|_| base.clone());
    url.set_query(None);
    url.set_fragment(None);
    url
}

fn not_dash(answer: &Answer, error: &dyn std::fmt::Display) -> Error {
    if answer.is_streamlit() {
        return needs_browser(Framework::Streamlit);
    }
    answer.not_dash(error.to_string())
}
