//! What crosses the network between the browserless engine and real apps: forms, logins, WebSockets, background jobs.

mod forms;
mod jobs;
mod socket;

use std::path::Path;

use dashproof::app::{App, Launch};
use dashproof::engine::{Expectation, Matcher, Property};
use dashproof::{Action, Error, Locator, Session, Visit};

/// A visit to an app of `fixtures/apps/wire`.
struct Visited {
    app: App,
    session: Session,
}

async fn launch(app: &str, path: Option<&str>, env: &[(&str, &str)]) -> App {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/apps/wire");
    let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let path = path.map(str::to_owned);
    let launch = Launch { dir: Some(dir), env, path, ..Launch::default() };
    App::launch(&app.parse().unwrap(), &launch).await.unwrap_or_else(|error| panic!("{error}"))
}

impl Visited {
    async fn to(app: &str, env: &[(&str, &str)]) -> Self {
        let app = launch(app, None, env).await;
        let session = Session::open(app.url(), &Visit::default()).await.unwrap();
        Self { app, session }
    }

    /// Makes actions, each in the words of the command line, and settles after each.
    async fn act(&mut self, actions: &[&str]) {
        for action in actions {
            self.session
                .act(&Action::parse(action).unwrap())
                .await
                .unwrap_or_else(|error| panic!("{action}: {error}"));
        }
    }

    /// Makes an action, and goes on while what it causes still runs.
    async fn start(&mut self, action: &str) {
        self.session.start(&Action::parse(action).unwrap()).await.unwrap();
    }

    /// Waits until the page says so.
    async fn says(&mut self, on: &str, text: &str) {
        let matcher = Matcher::Equals(text.into());
        let expectation = Expectation { on: Locator::from(on), property: Property::Text, matcher };
        self.session.expect(&expectation).await.unwrap_or_else(|error| panic!("{error}"));
    }

    async fn end(self) {
        self.session.close().await.unwrap();
        self.app.shutdown().await;
    }
}

/// The error of a visit that can't begin.
async fn refused(app: &str, env: &[(&str, &str)]) -> String {
    let app = launch(app, None, env).await;
    let error: Error = Session::open(app.url(), &Visit::default()).await.unwrap_err().into();
    app.shutdown().await;
    error.to_string()
}
