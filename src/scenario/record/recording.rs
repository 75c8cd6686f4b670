//! A visit whose person is followed.

use std::collections::BTreeMap;

use url::Url;

use super::file::RecordedFile;
use super::gesture::Gesture;
use super::offer::offers;
use super::steps::{RecordedStep, steps};
use crate::engine::{Error, Expectation, Locator, Property, Session, Visit};
use crate::trace::no_errors;

/// A visit in a browser that a person uses.
#[derive(Debug)]
pub struct Recording {
    session: Session,
    /// The app's own path, below which its pages are.
    root: String,
    /// How many gestures were told when the page was last looked at.
    seen: usize,
    /// What can be expected after a step, by how many gestures there were when it was done.
    offers: BTreeMap<usize, Vec<Expectation>>,
}

impl Recording {
    /// Opens the app in a browser for a person, at a page of it.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub async fn open(app: &Url, visit: &Visit, path: &str) -> Result<Self, Error> {
        let visit = Visit { record: true, ..visit.clone() };
        let mut session = Session::connect(app, &visit).await?;
        session.goto(path).await?;
        Ok(Self { session, root: app.path().to_owned(), seen: 0, offers: BTreeMap::new() })
    }

    /// The visit, to act in the person's place.
    pub fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// The steps so far.
    pub fn steps(&self) -> Vec<RecordedStep> {
        steps(&self.gestures(), &self.session.trace(), &self.root)
    }

    /// Looks whether the person did something, and when the app is idle again reads what that changed; says whether
    /// there is news. Who is quicker than the app is not asked to wait: a step that the next one overtook has no
    /// expectations.
    ///
    /// # Errors
    /// [`Error::Browser`] when the browser is gone.
    pub async fn look(&mut self) -> Result<bool, Error> {
        let gestures = self.gestures();
        if gestures.len() == self.seen {
            // Only to hear that the window was closed.
            return match self.session.read(&Locator::Css("html".to_owned()), &Property::Count).await {
                Err(Error::Browser { reason }) => Err(Error::Browser { reason }),
                _ => Ok(false),
            };
        }
        match self.session.settle().await {
            Err(Error::Browser { reason }) => return Err(Error::Browser { reason }),
            Err(_) => return Ok(true),
            Ok(()) => {}
        }
        let trace = self.session.trace();
        if let Some(last) = steps(&gestures, &trace, &self.root).last() {
            let offers = offers(&mut self.session, &trace, last.at).await?;
            if self.gestures().len() != gestures.len() {
                return Ok(true);
            }
            self.offers.insert(last.until, offers);
        }
        self.seen = gestures.len();
        Ok(true)
    }

    /// What was recorded, as a test of `app`. With `expects` the expectations are in force, otherwise they are offered
    /// as comments.
    pub fn file(&self, app: String, name: String, expects: bool) -> RecordedFile {
        let offers = |step: &RecordedStep| self.offers.get(&step.until).cloned().unwrap_or_default();
        RecordedFile {
            app,
            framework: None,
            name,
            steps: self.steps().into_iter().map(|step| (step.clone(), offers(&step))).collect(),
            expects,
            without_errors: no_errors().check(&self.session.trace()).is_ok(),
        }
    }

    /// Ends the visit, if the person has not.
    ///
    /// # Errors
    /// As [`Session::close`].
    pub async fn close(self) -> Result<(), Error> {
        self.session.close().await
    }

    fn gestures(&self) -> Vec<Gesture> {
        let told = self.session.recorder().gestures();
        told.into_iter().filter_map(|(at, told)| Gesture::read(at, told)).collect()
    }
}
