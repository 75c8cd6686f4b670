//! A visit in real time: the page goes on by itself, as in a browser, whether anybody asks it or not.

use std::time::Duration;

use url::Url;

use super::Browserless;
use super::clock::Clock;
use super::page::Page;
use crate::engine::{Error, Visit};
use crate::render::page::{Boxes, Cover};

impl Browserless {
    /// How long a page is left alone that waits for nothing.
    const REST: Duration = Duration::from_secs(1);

    /// Prepares a visit in real time to the app at `app`.
    ///
    /// # Errors
    /// As [`Browserless::new`].
    pub(in crate::engine) fn live(app: &Url, visit: &Visit) -> Result<Self, Error> {
        let mut engine = Self::new(app, visit)?;
        engine.tab.clock = Clock::live();
        Ok(engine)
    }

    /// Where the app is.
    pub(in crate::engine) fn app(&self) -> &Url {
        &self.app
    }

    /// What the app's server gives at an address, whatever it is, and where that came from.
    ///
    /// # Errors
    /// When it does not answer.
    pub(in crate::engine) async fn text(&self, address: &Url) -> Result<(Url, String), Error> {
        let answer = self.transport.get(address).await?;
        Ok((answer.url, answer.text))
    }

    /// The cookies that the app gets: name, value, and whether scripts don't see it.
    pub(in crate::engine) fn cookies(&self) -> Vec<(String, String, bool)> {
        self.transport.all_cookies()
    }

    /// Keeps a cookie, written as in `Set-Cookie`.
    pub(in crate::engine) fn set_cookie(&self, cookie: &str) {
        self.transport.set_cookie(&self.app, cookie);
    }

    /// Loads the page anew.
    ///
    /// # Errors
    /// As [`open_address`](Self::open_address).
    pub(in crate::engine) async fn load_again(&mut self) -> Result<(), Error> {
        let Some(address) = self.address().cloned() else { return Ok(()) };
        self.load(address).await
    }

    /// Waits until an answer came or a timer is due. Nothing is lost when the wait is given up.
    pub(in crate::engine) async fn stir(&mut self) {
        let Some(page) = &mut self.page else { return std::future::pending().await };
        let script = page.next_script_timer();
        let timer = page.tab.clock.next().map(|ms| Duration::from_millis(ms.unsigned_abs()));
        let next = [script, timer, Some(Self::REST)].into_iter().flatten().min().unwrap_or(Self::REST);
        page.arrive(next).await;
    }

    /// Lets happen what real time brought.
    ///
    /// # Errors
    /// When the page leads to another that can't be loaded.
    pub(in crate::engine) async fn catch_up(&mut self) -> Result<(), Error> {
        let Some(page) = &mut self.page else { return Ok(()) };
        page.keep_time();
        while page.go_on() {}
        self.follow().await
    }

    /// The addresses that scripts opened windows for since this was asked last.
    pub(in crate::engine) fn take_opened(&mut self) -> Vec<Url> {
        self.page.as_mut().map(|page| std::mem::take(&mut page.tab.opened)).unwrap_or_default()
    }

    /// Another window of the same visitor: it has the same cookies, and what is kept locally by now.
    ///
    /// # Errors
    /// As [`Browserless::new`].
    pub(in crate::engine) fn beside(&self) -> Result<Self, Error> {
        let mut other = Self::live(&self.app, &self.visit)?;
        other.transport = self.transport.clone();
        let tab = self.page.as_ref().map_or(&self.tab, |page| &page.tab);
        other.tab.storage.local = tab.storage.local.clone();
        Ok(other)
    }

    /// Measures the page that is shown; with `asked`, tells a CSS property of one of its elements too.
    ///
    /// # Errors
    /// When the layout fails.
    pub(in crate::engine) async fn measure(
        &self,
        asked: Option<(usize, &str)>,
    ) -> Result<Option<Boxes>, Error> {
        let Some(page) = &self.page else { return Ok(None) };
        super::picture::measure(page, self.visit.viewport, asked).await.map(Some)
    }

    /// What lies over an element of the page that is shown, which is told by how many are before it in the document.
    ///
    /// # Errors
    /// When the layout fails.
    pub(in crate::engine) async fn cover(&self, element: usize) -> Result<Option<Cover>, Error> {
        let Some(page) = &self.page else { return Ok(None) };
        super::picture::cover(page, self.visit.viewport, element).await
    }

    /// Changes the size of the window.
    pub(in crate::engine) fn resize(&mut self, viewport: (u32, u32)) {
        self.visit.viewport = viewport;
        if let Some(page) = &mut self.page {
            page.resize(viewport);
        }
    }

    /// The page that is shown.
    pub(in crate::engine) fn current(&mut self) -> Option<&mut Page> {
        self.page.as_mut()
    }
}
