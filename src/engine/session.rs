//! One visitor's visit: actions, reads, expectations and captures, each with one limit.

use std::time::{Duration, Instant};

use serde_json::Value;
use url::Url;

use super::browserless::Browserless;
use super::credentials;
use super::gesture::gestures;
use super::{
    Action, Bench, Capture, CaptureSpec, Download, Engine, EngineKind, Error, Expectation, Locator, Pdf,
    Pending, Print, Property, Visit,
};
use crate::secrets::is_secret_name;
use crate::trace::{CallStatus, Recorder, Trace};

/// How long a retry lets time pass before it looks again.
const RETRY_PAUSE: Duration = Duration::from_millis(50);

/// One visitor's visit to an app.
///
/// Every action waits until it can be made, is made once, and is followed by [`Session::settle`], so
/// that what the next line reads is what the app shows when it is done.
#[derive(Debug)]
pub struct Session {
    engine: Box<dyn Engine>,
    limit: Duration,
    app: Url,
    visit: Visit,
    bench: Option<Box<Bench>>,
}

impl Session {
    /// Visits the app at `app` and waits until its first page is idle.
    ///
    /// # Errors
    /// When the app does not answer, is no Dash app, does not settle, or no browser is found.
    pub async fn open(app: &Url, visit: &Visit) -> Result<Self, Error> {
        let mut session = Self::connect(app, visit).await?;
        session.goto("").await?;
        Ok(session)
    }

    /// Prepares a visit without opening a page: [`Session::goto`] is the first step then. Credentials in the
    /// address are sent to the app and written nowhere.
    ///
    /// # Errors
    /// When no browser is found.
    pub async fn connect(app: &Url, visit: &Visit) -> Result<Self, Error> {
        let (app, visit) = &credentials::apart(app, visit);
        visit.reach.check_url(app)?;
        let engine: Box<dyn Engine> = match visit.engine {
            EngineKind::Browserless => Box::new(Browserless::open(app, visit).await?),
            #[cfg(feature = "browser")]
            EngineKind::Browser => Box::new(super::browser::Browser::open(app, visit).await?),
            #[cfg(not(feature = "browser"))]
            EngineKind::Browser => {
                return Err(Error::Unsupported {
                    engine: "browser",
                    what: "driving a browser".to_owned(),
                    hint: "build dashproof with the cargo feature `browser`".to_owned(),
                });
            }
        };
        Ok(Self { engine, limit: visit.limit, app: app.clone(), visit: visit.clone(), bench: None })
    }

    /// Which engine makes the visit.
    pub fn engine(&self) -> EngineKind {
        self.engine.kind()
    }

    /// Opens a page of the app and settles.
    pub async fn goto(&mut self, path: &str) -> Result<(), Error> {
        self.act(&Action::Goto(path.to_owned())).await
    }

    /// Does what a visitor does, as soon as it can be done, and settles.
    pub async fn act(&mut self, action: &Action) -> Result<(), Error> {
        let is_known = self.keep_secret(action).await;
        self.engine.recorder().begin_step(action.to_string());
        let mut outcome = self.make(action, is_known).await;
        if outcome.is_ok() {
            outcome = self.settle().await;
        }
        self.engine.recorder().end_step();
        outcome
    }

    /// Does what a visitor does, as soon as it can be done, and goes on while what it causes still runs: a background
    /// callback that the next action cancels, say.
    pub async fn start(&mut self, action: &Action) -> Result<(), Error> {
        let is_known = self.keep_secret(action).await;
        self.engine.recorder().begin_step(format!("start {action}"));
        self.make(action, is_known).await?;
        // What it causes at once begins with it, and not with the next action.
        self.engine.pause(RETRY_PAUSE).await.map(drop)
    }

    /// What is typed into a password field, or into one that is named like one, is written nowhere. Says whether the field
    /// is known: what is not there yet must be asked again.
    async fn keep_secret(&mut self, action: &Action) -> bool {
        let Some((on, text)) = action.typed() else { return true };
        let (mut is_secret, mut is_known) = (is_secret_name(&on.to_string()), false);
        for property in [Property::Attribute("type".to_owned()), Property::Prop("type".to_owned())] {
            if is_secret {
                break;
            }
            let Ok(kind) = self.engine.read(on, &property).await else { continue };
            is_known = true;
            is_secret = kind == "password";
            // A component's is what its element says.
            if kind.is_string() {
                break;
            }
        }
        if is_secret {
            self.engine.recorder().secret(text);
        }
        is_known || is_secret
    }

    /// Makes the gestures of an action, and settles between them; `is_known` says whether its field was there before.
    async fn make(&mut self, action: &Action, is_known: bool) -> Result<(), Error> {
        let gestures = self.retry(async |engine| gestures(engine, action).await).await?;
        if !is_known {
            // By now the field is there.
            self.keep_secret(action).await;
        }
        for (index, gesture) in gestures.iter().enumerate() {
            if index > 0 {
                self.settle().await?;
            }
            self.retry(async |engine| match gesture {
                Action::Goto(path) => engine.goto(path).await,
                gesture => engine.act(gesture).await,
            })
            .await?;
        }
        Ok(())
    }

    /// Tries again while time may help.
    async fn retry<T>(
        &mut self,
        mut attempt: impl AsyncFnMut(&mut dyn Engine) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let began = Instant::now();
        loop {
            match attempt(&mut *self.engine).await {
                Err(error) if error.is_retryable() => {
                    if began.elapsed() >= self.limit || !self.engine.pause(RETRY_PAUSE).await? {
                        return Err(Error::GaveUp {
                            last: Box::new(error),
                            elapsed: began.elapsed(),
                            limit: self.limit,
                            pending: self.pending(),
                        });
                    }
                }
                outcome => return outcome,
            }
        }
    }

    /// Reads a property of what `on` finds now.
    pub async fn read(&mut self, on: &Locator, property: &Property) -> Result<Value, Error> {
        read(&mut *self.engine, on, property).await
    }

    /// The file that the `dcc.Download` at `on` gave last; `None` when it gave none.
    pub async fn download(&mut self, on: &Locator) -> Result<Option<Download>, Error> {
        let data = self.engine.read(on, &Property::Prop("data".to_owned())).await?;
        Ok(Download::from_data(&data))
    }

    /// What the address bar says, as if nothing stood between the visitor and the app; `None` before the first page.
    ///
    /// # Errors
    /// When a browser does not answer.
    pub async fn address(&mut self) -> Result<Option<Url>, Error> {
        self.engine.address().await
    }

    /// Waits until an expectation holds.
    ///
    /// # Errors
    /// [`Error::Unexpected`] with the last value seen, once the limit is over or waiting can't help.
    pub async fn expect(&mut self, expectation: &Expectation) -> Result<(), Error> {
        let began = Instant::now();
        loop {
            let last_seen = match read(&mut *self.engine, &expectation.on, &expectation.property).await {
                Ok(value) if expectation.matcher.accepts(&value) => return Ok(()),
                Ok(value) => Ok(value),
                Err(error) if error.is_retryable() => Err(Box::new(error)),
                Err(error) => return Err(error),
            };
            if began.elapsed() >= self.limit || !self.engine.pause(RETRY_PAUSE).await? {
                return Err(Error::Unexpected {
                    expectation: Box::new(expectation.clone()),
                    last_seen,
                    elapsed: began.elapsed(),
                    limit: self.limit,
                    pending: self.pending(),
                });
            }
        }
    }

    /// The callbacks that were called and have not answered.
    fn pending(&self) -> Vec<Pending> {
        let calls = self.trace().calls.into_iter();
        let open = calls.filter(|call| call.status == CallStatus::Pending).map(|call| call.output);
        Pending::all(open.collect(), self.recorder(), Duration::ZERO)
    }

    /// Waits until the app is idle.
    pub async fn settle(&mut self) -> Result<(), Error> {
        self.engine.settle(self.limit).await
    }

    /// Freezes what the visitor sees. Texts that are known to be secret are hidden in it.
    pub async fn capture(&mut self, spec: &CaptureSpec) -> Result<Capture, Error> {
        let mut captured = self.engine.capture(spec).await?;
        if let Capture::Values(value) | Capture::Figures(value) | Capture::Figure(value) = &mut captured {
            self.engine.recorder().hide_in(value);
        }
        Ok(captured)
    }

    /// A PNG file of what the visitor sees at this moment, whatever is pending.
    ///
    /// # Errors
    /// When nothing can be seen: a dialog stops a browser's page, no page is open, pages are not compiled in.
    pub async fn glance(&mut self) -> Result<Vec<u8>, Error> {
        self.engine.glance().await
    }

    /// Prints the page, or an element, as a PDF file.
    pub async fn print(&mut self, print: &Print) -> Result<Pdf, Error> {
        self.engine.print(print).await
    }

    /// The app's callbacks and its layout, apart from this visit; read at the first use.
    ///
    /// # Errors
    /// As [`Bench::open`].
    pub async fn bench(&mut self) -> Result<&mut Bench, Error> {
        let bench = match self.bench.take() {
            Some(bench) => bench,
            None => Box::new(Box::pin(Bench::open(&self.app, &self.visit)).await?),
        };
        Ok(self.bench.insert(bench))
    }

    /// What the visit caused so far.
    pub fn trace(&self) -> Trace {
        self.engine.recorder().snapshot()
    }

    /// Where the visit is recorded.
    pub fn recorder(&self) -> &Recorder {
        self.engine.recorder()
    }

    /// Ends the visit and everything it started.
    pub async fn close(mut self) -> Result<(), Error> {
        self.engine.close().await
    }
}

/// Reads a property, or the part of it that its path leads to.
async fn read(engine: &mut dyn Engine, on: &Locator, property: &Property) -> Result<Value, Error> {
    let (property, path) = property.split_path();
    Ok(path.of(engine.read(on, &property).await?))
}
