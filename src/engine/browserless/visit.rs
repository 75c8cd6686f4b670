//! The engine: one visitor's tab, and the waits.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use serde_json::Value;
use url::Url;

use super::answer::needs_browser;
use super::clock::Clock;
use super::detour::Detour;
use super::history::{History, Step};
use super::page::{Page, Tab};
use super::transport::Transport;
use crate::dash::Config;
use crate::engine::order::Draw;
use crate::engine::{
    Action, Capture, CaptureSpec, Engine, EngineKind, Error, Framework, Locator, Pdf, Pending, Print,
    Property, Visit,
};
use crate::render::markup::Document;
use crate::trace::Recorder;

/// A visit without a browser.
#[derive(Debug)]
pub struct Browserless {
    pub(super) app: Url,
    pub(super) visit: Visit,
    pub(super) transport: Transport,
    recorder: Recorder,
    pub(super) page: Option<Page>,
    /// Kept while no page is loaded.
    pub(super) tab: Tab,
    /// How long pauses let timers run since the last action: no longer than the visit's limit.
    waited: Duration,
    /// Between the page and the app.
    detour: Option<Detour>,
}

impl Browserless {
    /// Page loads that a page may ask for by itself before it counts as going in circles.
    const MAX_REDIRECTS: usize = 10;

    /// How long an idle page is watched while a persistent callback runs: what such a callback sends at once should be
    /// there, and what it sends for ever can't be awaited.
    const STREAMING: Duration = Duration::from_millis(100);

    /// Prepares a visit to the app at `app`.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for a framework that needs a browser; when no HTTP client can be made.
    pub fn new(app: &Url, visit: &Visit) -> Result<Self, Error> {
        Self::writing(Self::recorder_of(app, visit), app, visit)
    }

    fn recorder_of(app: &Url, visit: &Visit) -> Recorder {
        Recorder::new(app.as_str(), "browserless").hiding(&visit.all_secrets(app))
    }

    /// Prepares a visit that is recorded by `recorder`.
    fn writing(recorder: Recorder, app: &Url, visit: &Visit) -> Result<Self, Error> {
        if let Some(framework @ (Framework::Streamlit | Framework::Page)) = visit.framework {
            return Err(needs_browser(framework));
        }
        Ok(Self {
            app: app.clone(),
            visit: visit.clone(),
            transport: Transport::new(app, visit, recorder.clone())?,
            recorder,
            page: None,
            tab: Tab { clock: Clock::new(visit.clock_ms()), draw: Draw::new(visit.order), ..Tab::default() },
            waited: Duration::ZERO,
            detour: None,
        })
    }

    /// Prepares a visit as [`Browserless::new`] does, through the recording proxy when it sets faults or is recorded.
    ///
    /// # Errors
    /// As [`Browserless::new`]; when the proxy does not start, and in a build without one.
    pub async fn open(app: &Url, visit: &Visit) -> Result<Self, Error> {
        let recorder = Self::recorder_of(app, visit);
        let detour = Detour::to(app, visit, &recorder).await?;
        let engine = Self::writing(recorder, detour.url(), visit)?;
        Ok(Self { detour: Some(detour), ..engine })
    }

    /// The component tree as it is now, which is the whole state of the page; `None` before the first page.
    pub fn layout(&self) -> Option<&Value> {
        self.page.as_ref().map(|page| &page.store.tree)
    }

    /// What the address bar says; `None` before the first page.
    pub fn address(&self) -> Option<&Url> {
        self.page.as_ref().map(|page| &page.address)
    }

    /// The page's title, as its tab shows it; `None` before the first page.
    pub fn title(&self) -> Option<&str> {
        self.page.as_ref().map(Page::title)
    }

    /// The page's elements as they are now; `None` before the first page.
    pub fn document(&self) -> Option<Document> {
        self.page.as_ref().map(Page::document)
    }

    /// What the page's index says about the app; `None` before the first page.
    pub fn config(&self) -> Option<&Config> {
        self.page.as_ref().map(|page| &page.index.config)
    }

    /// Opens an address of the app.
    ///
    /// # Errors
    /// When the app does not answer, or not as a Dash app.
    pub(in crate::engine) async fn open_address(&mut self, address: Url) -> Result<(), Error> {
        if self.move_within(&address) {
            return Ok(());
        }
        self.history().enter(address.clone());
        self.load(address).await
    }

    /// Goes to another place of the page, if an address is one; `false` when it is not.
    pub(in crate::engine) fn move_within(&mut self, address: &Url) -> bool {
        let Some(page) = self.page.as_mut().filter(|page| page.moves_within(address)) else { return false };
        page.push(address.clone(), true);
        page.turn();
        true
    }

    /// The tab's history.
    pub(in crate::engine) fn history(&mut self) -> &mut History {
        match &mut self.page {
            Some(page) => &mut page.tab.history,
            None => &mut self.tab.history,
        }
    }

    /// Takes a step of the history within the page; `false` when it leads to another.
    pub(in crate::engine) fn revisit(&mut self, step: &Step) -> bool {
        let Some(page) = self.page.as_mut().filter(|_| !step.loads) else { return false };
        page.address = step.address.clone();
        page.tell_locations();
        page.turn();
        true
    }

    /// Loads a page, and the ones that it leads to at once.
    pub(in crate::engine) async fn load(&mut self, address: Url) -> Result<(), Error> {
        let mut address = address;
        for _ in 0..Self::MAX_REDIRECTS {
            self.unload();
            let (transport, recorder) = (self.transport.clone(), self.recorder.clone());
            let mut page = Page::load(transport, recorder, &self.visit, &address, &mut self.tab).await?;
            let leaving = page.leaving.take();
            self.page = Some(page);
            let Some(next) = leaving else { return Ok(()) };
            address = next;
        }
        let reason = "it loads one page after another".to_owned();
        Err(Error::NotADashApp { url: address.to_string(), reason })
    }

    /// Leaves the page, with nothing in its place.
    pub(in crate::engine) fn unload(&mut self) {
        if let Some(page) = self.page.take() {
            self.tab = page.leave();
        }
    }

    /// Leaves the page when it asked for it.
    pub(super) async fn follow(&mut self) -> Result<(), Error> {
        let page = self.page()?;
        let Some(next) = page.leaving.take() else { return Ok(()) };
        page.tab.history.enter(next.clone());
        self.load(next).await
    }

    fn page(&mut self) -> Result<&mut Page, Error> {
        self.page.as_mut().ok_or_else(|| Error::NotFound { on: "page".to_owned(), candidates: Vec::new() })
    }

    /// Waits until nothing is pending, or the limit is over.
    async fn idle(&mut self, limit: Duration) -> Result<(), Error> {
        let began = Instant::now();
        let mut idle_since = None;
        // What a promise waits for by timers takes the page's time, not ours.
        let mut passed = Duration::ZERO;
        loop {
            self.follow().await?;
            let page = self.page()?;
            if !page.is_busy() && page.pending().is_empty() {
                if page.go_on() {
                    continue;
                }
                let since = *idle_since.get_or_insert_with(Instant::now);
                let moment = if page.is_streaming() { Self::STREAMING } else { Duration::ZERO };
                let left = moment.saturating_sub(since.elapsed());
                if left.is_zero() {
                    return Ok(());
                }
                page.arrive(left).await;
                continue;
            }
            idle_since = None;
            if !page.is_busy()
                && let Some(time) = page.wait_for_promise(limit.saturating_sub(passed))
            {
                passed += time;
                continue;
            }
            let left = limit.saturating_sub(began.elapsed());
            if !page.is_listening() || left.is_zero() || !page.arrive(left).await {
                let pending = Pending::all(page.pending(), &self.recorder, passed);
                return Err(Error::NotSettled { limit, pending });
            }
        }
    }

    /// Lets time pass on the page's clock, settling after each timer.
    async fn advance(&mut self, by: Duration) -> Result<(), Error> {
        let end = self.page()?.tab.clock.advanced() + by.as_millis() as i64;
        self.idle(self.visit.limit).await?;
        while self.page()?.tick(end) {
            self.idle(self.visit.limit).await?;
        }
        Ok(())
    }

    async fn back(&mut self) -> Result<(), Error> {
        let Some(step) = self.page()?.tab.history.back() else { return Ok(()) };
        if self.revisit(&step) { Ok(()) } else { self.load(step.address).await }
    }
}

#[async_trait]
impl Engine for Browserless {
    fn kind(&self) -> EngineKind {
        EngineKind::Browserless
    }

    async fn address(&mut self) -> Result<Option<Url>, Error> {
        Ok(Self::address(self).cloned())
    }

    async fn goto(&mut self, path: &str) -> Result<(), Error> {
        let bad = |error: url::ParseError| Error::BadAction {
            text: format!("goto {path}"),
            reason: error.to_string(),
        };
        let address = self.app.join(path.trim_start_matches('/')).map_err(bad)?;
        self.open_address(address).await
    }

    async fn act(&mut self, action: &Action) -> Result<(), Error> {
        self.waited = Duration::ZERO;
        match action {
            Action::Goto(path) => return self.goto(path).await,
            Action::Reload => {
                let address = self.page()?.address.clone();
                return self.load(address).await;
            }
            Action::Back => return self.back().await,
            Action::Advance { by } => return self.advance(*by).await,
            _ => {}
        }
        let page = self.page()?;
        page.catch_up();
        let on = action.on().ok_or_else(|| Error::Unsupported {
            engine: "browserless",
            what: action.to_string(),
            hint: "use `engine: browser`".to_owned(),
        })?;
        let at = match action {
            Action::SetProps { .. } => page.component_at(on)?,
            // A dialog is no element, and files reach a field that is not seen.
            Action::Answer { .. } | Action::Upload { .. } => page.target(on)?,
            _ => page.seen_target(on)?,
        };
        // An element within a component may be a part of it.
        let document = (!matches!(on, Locator::Id(_))).then(|| page.document());
        let node = match &document {
            Some(document) => page.nodes(document, on)?.into_iter().next(),
            None => None,
        };
        match page.meant(&at, action, node) {
            Some((at, action)) => page.gesture(&at, &action, None),
            None => page.gesture(&at, action, node),
        }
    }

    async fn read(&mut self, on: &Locator, property: &Property) -> Result<Value, Error> {
        let page = self.page()?;
        if matches!(property, Property::Text | Property::Visible) || on.is_seen() {
            page.styles().await;
        }
        page.read(on, property)
    }

    async fn settle(&mut self, limit: Duration) -> Result<(), Error> {
        self.idle(limit).await
    }

    async fn pause(&mut self, at_most: Duration) -> Result<bool, Error> {
        self.follow().await?;
        let (waited, limit) = (self.waited, self.visit.limit);
        let page = self.page()?;
        let ticking = (page.tab.clock.is_ticking() || page.next_script_timer().is_some()) && waited < limit;
        if page.is_busy() {
            page.arrive(at_most).await;
        } else if ticking {
            // Nothing but a timer can change the page: its clock goes on as a browser's would.
            let end = page.tab.clock.advanced() + at_most.as_millis() as i64;
            while page.tick(end) {}
            if page.is_streaming() {
                page.arrive(at_most).await;
            }
            self.waited += at_most;
        } else if page.is_listening() {
            page.arrive(at_most).await;
        } else {
            return Ok(false);
        }
        self.follow().await?;
        Ok(true)
    }

    async fn capture(&mut self, spec: &CaptureSpec) -> Result<Capture, Error> {
        let visit = self.visit.clone();
        super::capture::capture(self.page()?, spec, &visit).await
    }

    async fn glance(&mut self) -> Result<Vec<u8>, Error> {
        let spec = CaptureSpec::Picture { on: None, full_page: false, mask: Vec::new() };
        match self.capture(&spec).await? {
            Capture::Picture(picture) => Ok(picture.to_png(1.0)?),
            _ => Ok(Vec::new()),
        }
    }

    async fn print(&mut self, print: &Print) -> Result<Pdf, Error> {
        let visit = self.visit.clone();
        super::capture::print(self.page()?, print, &visit).await
    }

    fn recorder(&self) -> &Recorder {
        &self.recorder
    }

    async fn close(&mut self) -> Result<(), Error> {
        self.page = None;
        if let Some(detour) = &mut self.detour {
            detour.end().await;
        }
        Ok(())
    }
}
