//! Makes one report: boot, visit, act, capture, check, compose.

use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;

use super::compose::document;
use super::store::{Addressed, Artefact, Made};
use super::{Burst, Error, Plan, Run, gate};
use crate::app::{App, AppSpec, Launch};
use crate::engine::{Capture, CaptureSpec, Picture, Property, Session, Visit};
use crate::scenario::{Format, ReportStep, Scenario};
use crate::{Reach, Secrets};

/// Makes runs; a file's own visits are what reports use.
#[async_trait(?Send)]
pub trait Make: Debug + Send + Sync {
    /// Makes a run of a plan, and sends nothing. When this is dropped, nothing of it is left.
    ///
    /// # Errors
    /// Why it could not be made; it is tried again as often as the report says.
    async fn make(&self, plan: &Plan, run: &Run) -> Result<Made, Error>;

    /// What must not be written down.
    fn secrets(&self) -> Secrets {
        Secrets::default()
    }
}

/// What every report of a file shares.
#[derive(Debug)]
pub(super) struct Maker {
    app: AppSpec,
    launch: Launch,
    visit: Visit,
}

impl Maker {
    /// An app that runs already is visited within `reach`; one that is started is its own command's matter.
    pub(super) fn new(scenario: &Scenario, reach: &Reach) -> Self {
        let reach = if matches!(scenario.app, AppSpec::Url(_)) { reach.clone() } else { Reach::anywhere() };
        Self {
            app: scenario.app.clone(),
            launch: scenario.launch(scenario.visit.engine),
            visit: Visit { reach, ..scenario.visit.clone() },
        }
    }

    async fn attempt(&self, plan: &Plan, run: &Run, phase: &Phase) -> Result<Made, Error> {
        let burst = run.burst.clone().of(&run.report, run.fire_at, plan.timetable().zone());
        let app = App::launch(&self.app, &self.launch).await?;
        phase.set("opening the page");
        let mut session = Session::open(app.url(), &self.visit).await?;
        let visited = visit(&mut session, plan, &burst, phase).await;
        let trace = session.trace();
        let closed = session.close().await;
        app.shutdown().await;
        let Visited { read, pictures } = visited?;
        closed?;
        phase.set("checking what was captured");
        gate::check_trace(&trace)?;
        for (page, picture) in plan.report.pages.iter().zip(&pictures) {
            gate::check_picture(page, picture)?;
        }
        phase.set("composing the document");
        let words = burst.clone().with(read);
        let mut made = Made::default();
        for delivery in &plan.report.deliver {
            let destination = delivery.filled(|text| burst.fill(text), |text| words.fill(text))?;
            let mut pages = Vec::new();
            for format in delivery.formats() {
                let media_type = format.media_type();
                let made_already = made.artefacts.iter().position(|other| other.media_type == media_type);
                pages.push(made_already.unwrap_or(made.artefacts.len()));
                if made_already.is_none() {
                    let bytes = match (format, pictures.first()) {
                        (Format::Png, Some(first)) => first.to_png(self.visit.scale)?,
                        _ => document(plan, run, &pictures)?.to_pdf()?,
                    };
                    let name = format!("{}.{}", plan.report.name, format.end());
                    made.artefacts.push(Artefact { name, media_type: media_type.to_owned(), bytes });
                }
            }
            let destination = serde_json::to_value(destination).unwrap_or_default();
            made.addressed.push(Addressed { destination, pages });
        }
        Ok(made)
    }
}

#[async_trait(?Send)]
impl Make for Maker {
    async fn make(&self, plan: &Plan, run: &Run) -> Result<Made, Error> {
        let limit = plan.report.limit;
        let phase = Phase(Mutex::new("booting the app"));
        match tokio::time::timeout(limit, self.attempt(plan, run, &phase)).await {
            Ok(made) => made,
            Err(_) => Err(Error::Deadline { phase: phase.get(), limit }),
        }
    }

    fn secrets(&self) -> Secrets {
        match &self.app {
            AppSpec::Url(app) => self.visit.all_secrets(app),
            _ => self.visit.secrets.clone(),
        }
    }
}

/// What a visit brings home.
struct Visited {
    /// The texts that the report reads, by their names.
    read: Vec<(String, String)>,
    pictures: Vec<Picture>,
}

/// Makes the steps, reads, then captures the pages.
async fn visit(session: &mut Session, plan: &Plan, burst: &Burst, phase: &Phase) -> Result<Visited, Error> {
    phase.set("making the steps");
    for step in &plan.report.steps {
        let failed = |reason: String| Error::Step { line: step.line, reason };
        let kind = ReportStep::read(&burst.fill_value(&step.value)?).map_err(failed)?;
        kind.perform(session).await.map_err(|error| failed(error.to_string()))?;
    }
    phase.set("reading the page");
    let mut read = Vec::new();
    for (name, on) in &plan.report.read {
        let text = session.read(on, &Property::Text).await?;
        read.push((name.clone(), text.as_str().unwrap_or_default().to_owned()));
    }
    phase.set("capturing");
    let mut pictures = Vec::new();
    for page in &plan.report.pages {
        let spec = CaptureSpec::Picture {
            on: page.on.clone(),
            full_page: page.on.is_none(),
            mask: page.mask.clone(),
        };
        if let Capture::Picture(picture) = session.capture(&spec).await? {
            pictures.push(picture);
        }
    }
    Ok(Visited { read, pictures })
}

/// What a run is busy with, told when its time is over.
struct Phase(Mutex<&'static str>);

impl Phase {
    fn set(&self, phase: &'static str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = phase;
    }

    fn get(&self) -> &'static str {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
