//! Visits to the fixture apps in Chromium.

use std::path::{Path, PathBuf};
use std::time::Duration;

use dashproof::app::{App, Launch};
use dashproof::engine::{Action, EngineKind, Error, Expectation, Matcher};
use dashproof::{Property, Session, Visit};
use serde_json::Value;

/// A visit whose waits end late, if they must: the machine may do a lot else, and no limit is what is tested.
pub(crate) fn patient() -> Visit {
    Visit { limit: Duration::from_secs(60), ..Visit::default() }
}

/// A browser that visits a fixture app.
pub(crate) struct Visited {
    pub(crate) session: Session,
    app: App,
}

impl Visited {
    /// Boots a fixture app and opens it.
    pub(crate) async fn open(app: &str) -> Self {
        let visit = Visit { engine: EngineKind::Browser, ..patient() };
        Self::with(app, &visit).await
    }

    /// Boots a fixture app and opens it under conditions.
    pub(crate) async fn with(app: &str, visit: &Visit) -> Self {
        Self::launched(app, Launch::default(), visit).await
    }

    /// Boots a fixture app with the Dash of a Python and opens it.
    pub(crate) async fn with_python(app: &str, python: PathBuf) -> Self {
        let visit = Visit { engine: EngineKind::Browser, ..patient() };
        Self::launched(app, Launch { python: Some(python), ..Launch::default() }, &visit).await
    }

    async fn launched(app: &str, launch: Launch, visit: &Visit) -> Self {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/apps");
        let launch = Launch { dir: Some(dir), ..launch };
        let app = App::launch(&app.parse().unwrap(), &launch).await.unwrap();
        let session = Session::open(app.url(), visit).await.unwrap();
        Self { session, app }
    }

    /// The app's address.
    pub(crate) fn url(&self) -> &url::Url {
        self.app.url()
    }

    /// Does what a line says.
    pub(crate) async fn act(&mut self, line: &str) {
        self.attempt(line).await.unwrap_or_else(|error| panic!("{line}: {error}"));
    }

    /// Does what a line says, or fails.
    pub(crate) async fn attempt(&mut self, line: &str) -> Result<(), Error> {
        self.session.act(&Action::parse(line)?).await
    }

    /// What is read at a place.
    pub(crate) async fn read(&mut self, on: &str, property: Property) -> Value {
        self.session.read(&on.into(), &property).await.unwrap()
    }

    /// Waits until a text contains a part.
    pub(crate) async fn shows(&mut self, on: &str, part: &str) {
        let expectation = Expectation {
            on: on.into(),
            property: Property::Text,
            matcher: Matcher::Contains(part.to_owned()),
        };
        self.session.expect(&expectation).await.unwrap();
    }

    /// Ends the visit, then the app.
    pub(crate) async fn close(self) {
        self.close_visit().await.shutdown().await;
    }

    /// Ends the visit alone.
    pub(crate) async fn close_visit(self) -> App {
        self.session.close().await.unwrap();
        self.app
    }
}
