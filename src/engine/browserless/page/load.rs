//! Loads a page: index, layout, dependencies, and what runs at once.

use serde_json::Value;
use url::Url;

use super::super::schedule::{Discovery, Graph, Scheduler};
use super::super::store::Store;
use super::super::transport::{Answer, Transport, checked};
use super::flights::Flights;
use super::mount::Rendered;
use super::{Page, Tab};
use crate::dash::{Callback, Index, json};
use crate::engine::{Error, Visit};
use crate::render::markup::Edits;
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
        let (base, layout) = layout(&transport, &answer.url, &index.config.requests_prefix()).await?;
        let dependencies = read(&transport.expect(&join(&base, "_dash-dependencies")).await?)?;
        let callbacks = Callback::parse_all(&dependencies).map_err(|error| not_dash(&answer, &error))?;
        recorder.dependencies(dependencies.as_array().cloned().unwrap_or_default());
        tab.storage.memory.clear();
        tab.clock.retain(|_| false);
        let store = Store::new(layout, index.config.children_props());
        let mut page = Self {
            tab: std::mem::take(tab),
            address: address_bar,
            leaving: None,
            pushed: 0,
            html: answer.text.clone(),
            focus: None,
            store,
            scheduler: Scheduler::default(),
            transport,
            recorder,
            endpoint: join(&base, "_dash-update-component"),
            mounted: Rendered::default(),
            dirty: vec![String::new()],
            later: Vec::new(),
            flights: Flights::default(),
            socket: None,
            jobs: Vec::new(),
            visit: visit.clone(),
            scripts: None,
            promised: Vec::new(),
            returned: Vec::new(),
            edits: Edits::default(),
            cascade: None,
            index,
        };
        if page.accepts(&callbacks) {
            page.scheduler = Scheduler::new(Graph::new(callbacks));
        }
        page.open_socket(&base);
        page.load_scripts().await;
        Ok(page)
    }

    /// Requests the initial calls and mounts the components (rules R12, R17).
    fn hydrate(&mut self) {
        self.check_ids();
        let discovery = Discovery {
            graph: self.scheduler.graph(),
            children_props: &self.store.children_props,
            endless: self.version() >= (4, 2, 0),
        };
        let initial = discovery.page(&self.store.tree, &self.store.paths);
        self.scheduler.request_group(initial, &[]);
        self.turn();
    }
}

/// The layout, and the address under which the app's machine-readable parts are: the prefix that the page tells or,
/// behind a proxy that rewrites addresses, where the page itself came from.
async fn layout(transport: &Transport, page: &Url, prefix: &str) -> Result<(Url, Value), Error> {
    const NAME: &str = "_dash-layout";
    let told = page.join(prefix).unwrap_or_else(|_| page.clone());
    let own = join(page, ".");
    let answer = transport.get(&join(&told, NAME)).await?;
    if answer.status == 404 && own != told {
        let layout = read(&transport.expect(&join(&own, NAME)).await?)?;
        return Ok((own, layout));
    }
    let layout = read(&checked(answer)?)?;
    Ok((told, layout))
}

fn join(base: &Url, name: &str) -> Url {
    let mut url = base.join(name).unwrap_or_else(|_| base.clone());
    url.set_query(None);
    url.set_fragment(None);
    url
}

fn read(answer: &Answer) -> Result<Value, Error> {
    json::parse(&answer.text).map_err(|error| not_dash(answer, &error))
}

fn not_dash(answer: &Answer, error: &dyn std::fmt::Display) -> Error {
    Error::NotADashApp { url: answer.url.to_string(), reason: error.to_string() }
}
