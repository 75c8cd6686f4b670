//! One window: the page that is open in it, and the elements that the client holds of it.

use std::time::Duration;

use tokio::time::{Instant, timeout};
use url::Url;

use super::Error;
use super::download::Downloads;
use super::frame::Frames;
use super::locate::Strategy;
use super::pointer::Input;
use super::reference::References;
use crate::engine::browserless::{Browserless, History, Page, Step};
use crate::engine::{self, Engine, Visit, credentials};
use crate::render::markup::{Document, Node};

/// A window of a session.
#[derive(Debug)]
pub(super) struct Window {
    pub(super) handle: String,
    /// The app that is visited, if any.
    pub(super) engine: Option<Browserless>,
    /// Where the window was before it visited any.
    early: History,
    /// The page that is shown instead of an app's: its address and its HTML.
    plain: Option<(Url, String)>,
    /// How many pages that are no app's were shown.
    plain_loads: u64,
    pub(super) references: References,
    pub(super) frames: Frames,
    /// How many lines of the console were told.
    pub(super) heard: usize,
    pub(super) input: Input,
    pub(super) downloads: Downloads,
    /// What was written into the dialog that is open.
    pub(super) prompted: Option<String>,
    visit: Visit,
}

/// A page at one moment.
#[derive(Debug)]
pub(super) struct View<'p> {
    pub(super) document: Document,
    /// Which page of the window it is.
    pub(super) load: u64,
    /// The address of the page.
    pub(super) address: Option<Url>,
    page: Option<&'p Page>,
}

impl View<'_> {
    /// Which component of all that the page rendered an element belongs to.
    pub(super) fn component(&self, node: Node<'_>) -> Option<u64> {
        self.page?.serial(node.pointer()?)
    }

    /// The package and the name of the component that an element belongs to.
    pub(super) fn kind(&self, node: Node<'_>) -> Option<(&str, &str)> {
        let component = self.page?.store.component(node.pointer()?)?;
        Some((component.namespace, component.kind))
    }

    /// What was typed into an element, and its component has not told.
    pub(super) fn typed(&self, node: Node<'_>) -> Option<&str> {
        self.page?.typed(node.pointer()?)
    }
}

impl Window {
    /// Plain pages are counted from here on, so that they are told from an app's.
    const PLAIN: u64 = 1 << 32;

    pub(super) fn new(handle: String, visit: Visit, downloads: Downloads) -> Self {
        let references = References::default();
        Self {
            handle,
            engine: None,
            early: History::default(),
            plain: None,
            plain_loads: 0,
            references,
            frames: Frames::default(),
            heard: 0,
            input: Input::default(),
            downloads,
            prompted: None,
            visit,
        }
    }

    /// What the address bar says.
    pub(super) fn address(&self) -> String {
        let plain = self.plain.as_ref().map(|(url, _)| url);
        let app = || self.engine.as_ref().and_then(Browserless::address);
        plain.or_else(app).map_or_else(|| "about:blank".to_owned(), Url::to_string)
    }

    /// Opens an address.
    ///
    /// # Errors
    /// When nothing answers there, or not within `limit`.
    pub(super) async fn open(&mut self, url: Url, limit: Duration) -> Result<(), Error> {
        if !matches!(url.scheme(), "http" | "https" | "about" | "data") {
            let what = format!("an address with `{}:`", url.scheme());
            return Err(Error::Unsupported { what, hint: String::new() });
        }
        self.frames.leave();
        if self.engine.as_mut().is_some_and(|engine| engine.move_within(&url)) {
            return Ok(());
        }
        let url = self.sign_in(url)?;
        self.history().enter(url.clone());
        self.arrive(url, limit).await
    }

    /// Takes the credentials out of an address: a visitor who came with some goes on with them, as in a browser.
    fn sign_in(&mut self, url: Url) -> Result<Url, Error> {
        let (bare, visit) = credentials::apart(&url, &self.visit);
        if bare != url {
            self.begin(&bare, &visit)?;
        }
        Ok(bare)
    }

    /// Begins anew as a visitor of an app, with the history so far.
    fn begin(&mut self, url: &Url, visit: &Visit) -> Result<(), Error> {
        let mut engine = Browserless::live(url, visit)?;
        *engine.history() = std::mem::take(self.history());
        self.engine = Some(engine);
        self.heard = 0;
        Ok(())
    }

    /// Shows what is at the address where the history is.
    async fn arrive(&mut self, url: Url, limit: Duration) -> Result<(), Error> {
        if !matches!(url.scheme(), "http" | "https") {
            let html = if url.scheme() == "data" { local_text(&url) } else { String::new() };
            self.show(url, html);
            return Ok(());
        }
        let known = self.engine.as_ref().is_some_and(|engine| engine.app().origin() == url.origin());
        if !known {
            let visit = self.visit.clone();
            self.begin(&url, &visit)?;
        }
        self.plain = None;
        let Some(engine) = &mut self.engine else { return Ok(()) };
        let opened = timeout(limit, engine.load(url)).await;
        self.opened(opened.map_err(|_| Error::Timeout(limit))?).await
    }

    fn history(&mut self) -> &mut History {
        match &mut self.engine {
            Some(engine) => engine.history(),
            None => &mut self.early,
        }
    }

    /// Shows what an element holds as a page of its own (`srcdoc`).
    pub(super) fn show_document(&mut self, html: String) {
        if let Ok(url) = Url::parse("about:srcdoc") {
            self.show(url, html);
        }
    }

    /// A window for a page within this one's.
    ///
    /// # Errors
    /// When the engine can't be set up.
    pub(super) fn within(&self) -> Result<Self, Error> {
        let mut inner = Self::new(self.handle.clone(), self.visit.clone(), self.downloads.beside());
        inner.engine = self.engine.as_ref().map(Browserless::beside).transpose()?;
        Ok(inner)
    }

    fn show(&mut self, url: Url, html: String) {
        if let Some(engine) = &mut self.engine {
            engine.unload();
        }
        self.history().replace(url.clone());
        self.plain_loads += 1;
        self.plain = Some((url, html));
    }

    /// A page that is no Dash app's is shown as it is.
    async fn opened(&mut self, opened: Result<(), engine::Error>) -> Result<(), Error> {
        let Err(engine::Error::NotADashApp { url, .. } | engine::Error::Login { url, .. }) = &opened else {
            return Ok(opened?);
        };
        let (Ok(url), Some(engine)) = (Url::parse(url), &self.engine) else { return Ok(opened?) };
        let (url, html) = engine.text(&url).await?;
        self.show(url, html);
        Ok(())
    }

    /// Loads the page anew.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub(super) async fn refresh(&mut self, limit: Duration) -> Result<(), Error> {
        self.frames.leave();
        if let Some((url, _)) = self.plain.clone() {
            return self.arrive(url, limit).await;
        }
        let Some(engine) = &mut self.engine else { return Ok(()) };
        let opened = timeout(limit, engine.load_again()).await;
        self.opened(opened.map_err(|_| Error::Timeout(limit))?).await
    }

    /// Goes one step of the history back, if there is one.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub(super) async fn back(&mut self, limit: Duration) -> Result<(), Error> {
        let step = self.history().back();
        self.travel(step, limit).await
    }

    /// Goes one step of the history forward, if it went back before.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub(super) async fn forward(&mut self, limit: Duration) -> Result<(), Error> {
        let step = self.history().forward();
        self.travel(step, limit).await
    }

    async fn travel(&mut self, step: Option<Step>, limit: Duration) -> Result<(), Error> {
        let Some(step) = step else { return Ok(()) };
        self.frames.leave();
        if self.engine.as_mut().is_some_and(|engine| engine.revisit(&step)) {
            return Ok(());
        }
        self.arrive(step.address, limit).await
    }

    /// Waits until something happened. Nothing is lost when the wait is given up.
    pub(super) async fn stir(&mut self) {
        match &mut self.engine {
            Some(engine) => engine.stir().await,
            None => std::future::pending().await,
        }
    }

    /// Lets happen what real time brought.
    ///
    /// # Errors
    /// When the page led to another that can't be loaded.
    pub(super) async fn catch_up(&mut self) -> Result<(), Error> {
        let load = self.load();
        self.frames.keep(load);
        for frame in self.frames.all() {
            // What goes wrong in a frame leaves the page around it as it is.
            let _ = Box::pin(frame.catch_up()).await;
        }
        let Some(engine) = &mut self.engine else { return Ok(()) };
        let caught_up = engine.catch_up().await;
        self.opened(caught_up).await?;
        self.download();
        // What is seen of a page, its stylesheets decide.
        if let Some(page) = self.engine.as_mut().and_then(Browserless::current) {
            page.styles().await;
        }
        Ok(())
    }

    /// Lets the page live until something happened, or the moment is there.
    ///
    /// # Errors
    /// As [`catch_up`](Self::catch_up).
    pub(super) async fn live_until(&mut self, moment: Instant) -> Result<(), Error> {
        // Longer than that no change stays unseen that nothing announces.
        const GLANCE: Duration = Duration::from_millis(100);
        let moment = moment.min(Instant::now() + GLANCE);
        let _ = tokio::time::timeout_at(moment, self.stir()).await;
        self.catch_up().await
    }

    /// Lets the app answer to what was done, for as long as a browser takes at least for doing it: tests read at once
    /// afterwards, and know nothing faster.
    pub(super) async fn respond(&mut self) {
        const SHORT: Duration = Duration::from_millis(100);
        let until = Instant::now() + SHORT;
        while Instant::now() < until && self.page().is_ok_and(|page| page.is_busy()) {
            if self.live_until(until).await.is_err() {
                return;
            }
        }
    }

    /// The app's page.
    ///
    /// # Errors
    /// When the window shows another.
    pub(super) fn page(&mut self) -> Result<&mut Page, Error> {
        let address = self.address();
        let engine = self.engine.as_mut().filter(|_| self.plain.is_none());
        engine.and_then(Browserless::current).ok_or_else(|| Error::Unsupported {
            what: format!("using the page at {address}, which is no Dash app"),
            hint: String::new(),
        })
    }

    /// Which of all the pages that it ever showed is shown.
    fn load(&mut self) -> u64 {
        match self.page() {
            Ok(page) => page.tab.loads,
            Err(_) => Self::PLAIN + self.plain_loads,
        }
    }

    /// Sees the page as it is now, and the elements of it that the client knows.
    pub(super) fn look(&mut self) -> (View<'_>, &mut References) {
        let Self { engine, plain, plain_loads, references, .. } = self;
        let page = engine.as_mut().filter(|_| plain.is_none()).and_then(Browserless::current);
        let view = match page {
            Some(page) => {
                let address = Some(page.address.clone());
                View { document: page.document(), load: page.tab.loads, address, page: Some(page) }
            }
            None => {
                let html = plain.as_ref().map(|(_, html)| html.as_str()).unwrap_or_default();
                let address = plain.as_ref().map(|(url, _)| url.clone());
                View {
                    document: Document::parse(html),
                    load: Self::PLAIN + *plain_loads,
                    address,
                    page: None,
                }
            }
        };
        (view, references)
    }

    /// References to the elements that are meant.
    ///
    /// # Errors
    /// A selector that is none; when the element to look in is not there.
    pub(super) fn find(
        &mut self,
        from: Option<&str>,
        by: &Strategy,
    ) -> Result<Vec<serde_json::Value>, Error> {
        let (view, references) = self.look();
        let from = from.map(|id| references.find(id, &view)).transpose()?;
        let found = by.find(&view, from)?;
        Ok(found.into_iter().map(|node| references.told(node, &view)).collect())
    }

    /// The title, as the tab shows it.
    pub(super) fn title(&mut self) -> String {
        if self.plain.is_none()
            && let Some(title) = self.engine.as_ref().and_then(Browserless::title)
        {
            return title.to_owned();
        }
        let (view, _) = self.look();
        let title = view.document.find("title").unwrap_or_default();
        title.first().map(Node::content).unwrap_or_default().trim().to_owned()
    }

    /// The page as HTML.
    pub(super) fn source(&mut self) -> String {
        let (view, _) = self.look();
        view.document.root().html()
    }

    /// Changes its size.
    pub(super) fn resize(&mut self, viewport: (u32, u32)) {
        self.visit.viewport = viewport;
        if let Some(engine) = &mut self.engine {
            engine.resize(viewport);
        }
    }

    /// Ends what runs for the page.
    pub(super) async fn close(&mut self) {
        if let Some(engine) = &mut self.engine {
            // What can't be closed is dropped.
            let _ = engine.close().await;
        }
    }
}

/// What a `data:` address holds.
fn local_text(url: &Url) -> String {
    use base64::Engine as _;
    let Some((kind, data)) = url.path().split_once(',') else { return String::new() };
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(data).collect();
    let bytes = if kind.ends_with(";base64") {
        base64::engine::general_purpose::STANDARD.decode(&bytes).unwrap_or_default()
    } else {
        bytes
    };
    String::from_utf8_lossy(&bytes).into_owned()
}
