//! Browsers that stay up from one visit to the next.
//!
//! Starting a browser takes a third of a second, and the first page of a Dash app in it over a second more: it reads
//! and compiles megabytes of code. A browser that was there before has the code in the process that shows pages, as long
//! as it comes from the same address.

use std::net::SocketAddr;
use std::sync::PoisonError;
use std::time::Duration;

use tokio::time::timeout;
use url::Url;

use super::context::{self, Context};
use super::driver::Driver;
use super::fence::Fence;
use super::tab::Tab;
use super::wanted::Wanted;
use super::{chromium, firefox, installed};
use crate::Reach;
use crate::engine::{BrowserKind, BrowserSetup, Browsers, Error, Isolation, Theme, Visit};
use crate::trace::Recorder;

/// Visits that one browser serves: what it piles up over time goes with it.
const VISITS: usize = 200;
/// After how many visits its memory is looked at: reading it takes some ten milliseconds.
const LOOK: usize = 10;
/// How long a driver elsewhere may take to end its session: it waits for a page that never comes.
const CLOSE: Duration = Duration::from_secs(10);
/// How much more memory than at the first look it may take, in bytes.
const GROWTH: u64 = 300_000_000;

/// A browser, with the address at which it has met apps.
#[derive(Debug)]
pub(in crate::engine) struct Warm {
    pub(super) tab: Tab,
    /// Ours to end; a remote one is not.
    driver: Option<Driver>,
    setup: BrowserSetup,
    theme: Theme,
    reach: Reach,
    /// What holds it within its reach, when there is a limit to it.
    fence: Option<Fence>,
    /// Where the pages of its visit are.
    context: Option<Context>,
    /// The proxy's port, under which things are cached; 0 before the first visit.
    port: u16,
    app: u64,
    visits: usize,
    /// What it took of the memory when that was looked at first.
    memory: Option<u64>,
    /// Whether it tells pages where they are.
    located: bool,
}

impl Browsers {
    /// A browser with an empty tab for `visit`: one that waits, best one that knows the app, else a new one.
    pub(super) async fn take(&self, visit: &Visit) -> Result<Warm, Error> {
        while let Some(mut warm) = self.waiting(visit) {
            // One that has died meanwhile is as good as none.
            if warm.turn_to(self.app, visit).await.is_ok() {
                return Ok(warm);
            }
            drop(warm.end().await);
        }
        let mut warm = Warm::start(self.app, visit).await?;
        warm.receive(visit).await?;
        Ok(warm)
    }

    /// Starts a browser that waits for `visit`, unless one does already. What keeps it from starting, the visit tells.
    pub(in crate::engine) async fn start_for(&self, visit: &Visit) {
        match self.waiting(visit) {
            Some(warm) => self.keep(warm),
            None => {
                let Ok(mut warm) = Warm::start(self.app, visit).await else { return };
                match warm.open_page().await {
                    Ok(()) => self.keep(warm),
                    Err(_) => drop(warm.end().await),
                }
            }
        }
    }

    fn waiting(&self, visit: &Visit) -> Option<Warm> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |warm: &Warm| {
            warm.setup == visit.browser && warm.theme == visit.theme && warm.reach == visit.reach
        };
        let known = idle.iter().position(|warm| fits(warm) && warm.app == self.app);
        let index = known.or_else(|| idle.iter().position(fits))?;
        Some(idle.swap_remove(index))
    }

    /// Ends those that wait. Without it they are killed when the last clone is dropped.
    pub(in crate::engine) async fn end_idle(&self) {
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for warm in idle {
            drop(warm.end().await);
        }
    }

    /// Keeps a browser for the next visit.
    pub(super) fn keep(&self, warm: Warm) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(warm);
    }
}

impl Warm {
    /// Starts a browser that a visit can be made in.
    ///
    /// # Errors
    /// [`Error::NoBrowser`] when none is found or it does not start.
    pub(super) async fn start(app: u64, visit: &Visit) -> Result<Self, Error> {
        let (setup, theme, reach) = (visit.browser.clone(), visit.theme, visit.reach.clone());
        let fence = Fence::around(visit).await?;
        let wanted = Wanted::of(visit, fence.as_ref());
        let (tab, driver) = if let Some(remote) = setup.base() {
            let kind = setup.kind.unwrap_or_default();
            let capabilities = match kind {
                BrowserKind::Chromium if setup.isolation == Isolation::Context => {
                    let reason = "chromedriver, when it is elsewhere, passes no such command on";
                    return Err(context::refused(reason));
                }
                BrowserKind::Chromium => chromium::capabilities(None, &wanted),
                BrowserKind::Firefox => firefox::capabilities(None, &wanted),
            };
            (Tab::open(&remote, kind, &capabilities, true).await?, None)
        } else {
            let kind = setup.kind.unwrap_or_else(installed::present);
            let driver = Driver::start(kind).await?;
            if let Some(fence) = &fence {
                // The home window comes from the driver.
                fence.open_for(driver.address(), None);
            }
            let capabilities = driver.capabilities(&wanted);
            (Tab::open(driver.url(), kind, &capabilities, false).await?, Some(driver))
        };
        Ok(Self {
            tab,
            driver,
            setup,
            theme,
            reach,
            fence,
            context: None,
            port: 0,
            app,
            visits: 0,
            memory: None,
            located: false,
        })
    }

    /// Opens what a visit's pages are shown in, unless it is open.
    async fn open_page(&mut self) -> Result<(), Error> {
        if self.context.is_none() {
            let apart = self.setup.isolation == Isolation::Context || self.tab.dialect().needs_context();
            self.context = Some(Context::enter(&self.tab, apart).await?);
        }
        Ok(())
    }

    async fn receive(&mut self, visit: &Visit) -> Result<(), Error> {
        self.open_page().await?;
        if visit.geolocation.is_some() || self.located {
            self.tab.dialect().locate(visit.geolocation, self.context.as_ref().and_then(Context::id)).await?;
            self.located = visit.geolocation.is_some();
        }
        self.tab.view(visit).await
    }

    /// Where the proxy of a visit listens.
    pub(super) fn address(&self) -> SocketAddr {
        SocketAddr::new(self.setup.listens(), self.port)
    }

    /// Lets it reach the proxy of a visit, which is told what else of ours it may not reach.
    pub(super) fn reaches(&self, proxy: &Url, recorder: &Recorder) {
        if let (Some(fence), Some(port)) = (&self.fence, proxy.port()) {
            fence.open_for(SocketAddr::new(self.setup.listens(), port), Some(recorder.clone()));
        }
    }

    async fn turn_to(&mut self, app: u64, visit: &Visit) -> Result<(), Error> {
        if self.app != app {
            self.tab.dialect().forget_files().await?;
            // What its process keeps of files goes by their addresses.
            self.port = 0;
            self.app = app;
        }
        self.receive(visit).await
    }

    /// Makes it ready for the next visit; `blank` is an empty page at the address of the last.
    ///
    /// # Errors
    /// When the browser can't be emptied, or has served long enough, or takes too much memory: it should end.
    pub(super) async fn empty(&mut self, blank: &Url) -> Result<(), Error> {
        self.visits += 1;
        if self.visits >= VISITS {
            return Err(Error::Browser { reason: format!("it has served {VISITS} visits") });
        }
        if self.has_grown() {
            return Err(Error::Browser { reason: "it takes more and more memory".to_owned() });
        }
        self.port = blank.port().unwrap_or_default();
        match self.context.take() {
            Some(context) => context.leave(&self.tab, blank).await,
            None => Ok(()),
        }
    }

    fn has_grown(&mut self) -> bool {
        if !self.visits.is_multiple_of(LOOK) {
            return false;
        }
        let Some(now) = self.driver.as_ref().and_then(Driver::memory) else { return false };
        now > *self.memory.get_or_insert(now) + GROWTH
    }

    /// Ends the driver and browser if they are ours, else the session.
    ///
    /// # Errors
    /// When the session can't be ended.
    pub(super) async fn end(self) -> Result<(), Error> {
        match self.driver {
            Some(driver) => {
                driver.end().await;
                Ok(())
            }
            None => {
                let closed = timeout(CLOSE, self.tab.client().clone().close()).await;
                let late = || format!("its session has not ended {} s after it was to", CLOSE.as_secs());
                let reason = closed
                    .map_or_else(|_| Some(late()), |closed| closed.err().map(|error| error.to_string()));
                reason.map_or(Ok(()), |reason| Err(Error::Browser { reason }))
            }
        }
    }
}
