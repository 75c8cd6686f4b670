//! The visit that the demo makes, and what it brings home.

use std::net::Ipv4Addr;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;

use super::super::Failure;
use crate::engine::Picture;
use crate::render::chart::Figure;
use crate::render::scene::Scene;
use crate::{Action, Capture, CaptureSpec, Session, Trace, Visit, demo};

/// What the visitor does, in the words of `--do`.
const ACTIONS: [&str; 14] = [
    "select #products Chairs Desks",
    "select #region APAC",
    "clear #region",
    "tab #tabs Stores",
    "select #country Japan",
    "select #city Tokyo",
    "tab #tabs Targets",
    "click #add-target",
    "click #add-target",
    "tab #tabs Forecast",
    "click #run-forecast",
    "tab #tabs Overview",
    "click #revenue-by-region x=EMEA",
    "brush #revenue-over-time x=2025-03-01..2025-05-31",
];

/// What is captured at the end.
#[derive(Debug)]
pub(super) struct Tour {
    /// The whole page.
    pub(super) page: Picture,
    /// Each graph's id, figure and picture.
    pub(super) charts: Vec<(String, Value, Arc<Scene>)>,
    /// What a visitor reads off each component, by id.
    pub(super) values: Value,
    pub(super) trace: Trace,
}

impl Tour {
    /// Boots the dashboard in this process and visits it.
    pub(super) async fn make() -> Result<Self, Failure> {
        let app = demo::Demo::start((Ipv4Addr::LOCALHOST, 0).into(), None)
            .await
            .map_err(|error| Failure::usage(format!("can't serve the demo: {error}")))?;
        // Hidden when stderr is no terminal.
        let progress = ProgressBar::new(ACTIONS.len() as u64 + 2)
            .with_style(
                ProgressStyle::with_template("{bar:24} {msg}")
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            )
            .with_message("boot");
        let mut session = Session::open(app.url(), &Visit::default()).await?;
        for line in ACTIONS {
            progress.inc(1);
            progress.set_message(line);
            session.act(&Action::parse(line)?).await?;
        }
        progress.inc(1);
        progress.set_message("draw");
        let tour = Self::capture(&mut session).await;
        progress.finish_and_clear();
        session.close().await?;
        tour
    }

    async fn capture(session: &mut Session) -> Result<Self, Failure> {
        let page = match session.capture(&CaptureSpec::picture(None, true)).await? {
            Capture::Picture(picture) => picture,
            other => return Err(unexpected(&other)),
        };
        let figures = match session.capture(&CaptureSpec::Figures).await? {
            Capture::Figures(Value::Object(figures)) => figures,
            other => return Err(unexpected(&other)),
        };
        let charts = figures.into_iter().map(|(id, value)| {
            let figure = Figure::from_value(&value)?;
            let scene = Arc::new(figure.render(figure.size())?);
            Ok((id, value, scene))
        });
        let charts = charts.collect::<Result<_, Failure>>()?;
        let values = match session.capture(&CaptureSpec::Values).await? {
            Capture::Values(values) => values,
            other => return Err(unexpected(&other)),
        };
        Ok(Self { page, charts, values, trace: session.trace() })
    }

    /// What a visitor reads off a component.
    pub(super) fn text(&self, id: &str) -> &str {
        self.values.get(id).and_then(Value::as_str).unwrap_or_default()
    }
}

fn unexpected(capture: &Capture) -> Failure {
    Failure::usage(format!("the engine captured something else: {capture:?}"))
}
