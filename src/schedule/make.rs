//! Makes one report: boot, visit, act, capture, check, compose.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::compose::document;
use super::{Burst, Error, Plan, Run, gate};
use crate::Secrets;
use crate::app::{App, AppSpec, Launch};
use crate::engine::{Capture, CaptureSpec, Picture, Session, Visit};
use crate::scenario::{ReportStep, Scenario};

/// What every report of a file shares.
#[derive(Debug)]
pub(super) struct Maker {
    app: AppSpec,
    launch: Launch,
    visit: Visit,
    folder: PathBuf,
}

/// The files of a report, checked and not yet delivered.
#[derive(Debug)]
pub(super) struct Made(Vec<(PathBuf, Vec<u8>)>);

impl Made {
    /// Writes the files, each whole or not at all, and says which.
    pub(super) fn deliver(self) -> Result<Vec<String>, Error> {
        self.0
            .into_iter()
            .map(|(path, bytes)| {
                crate::whole_file::write(&path, &bytes)
                    .map_err(|source| Error::Deliver { path: path.clone(), source })?;
                Ok(path.display().to_string())
            })
            .collect()
    }
}

impl Maker {
    pub(super) fn new(scenario: &Scenario) -> Self {
        Self {
            app: scenario.app.clone(),
            launch: scenario.launch(scenario.visit.engine),
            visit: scenario.visit.clone(),
            folder: scenario.folder().to_owned(),
        }
    }

    /// What must not be written down.
    pub(super) fn secrets(&self) -> Secrets {
        match &self.app {
            AppSpec::Url(app) => self.visit.all_secrets(app),
            _ => self.visit.secrets.clone(),
        }
    }

    /// Makes a report within its limit.
    pub(super) async fn make(&self, plan: &Plan, run: &Run) -> Result<Made, Error> {
        let limit = plan.report.limit;
        let phase = Phase(Mutex::new("booting the app"));
        match tokio::time::timeout(limit, self.attempt(plan, run, &phase)).await {
            Ok(made) => made,
            Err(_) => Err(Error::Deadline { phase: phase.get(), limit }),
        }
    }

    async fn attempt(&self, plan: &Plan, run: &Run, phase: &Phase) -> Result<Made, Error> {
        let burst = run.burst.clone().at(run.fire_at, plan.timetable().zone());
        let app = App::launch(&self.app, &self.launch).await?;
        phase.set("opening the page");
        let mut session = Session::open(app.url(), &self.visit).await?;
        let pictures = visit(&mut session, plan, &burst, phase).await;
        let trace = session.trace();
        let closed = session.close().await;
        app.shutdown().await;
        let pictures = pictures?;
        closed?;
        phase.set("checking what was captured");
        gate::check_trace(&trace)?;
        for (page, picture) in plan.report.pages.iter().zip(&pictures) {
            gate::check_picture(page, picture)?;
        }
        phase.set("composing the document");
        let files = plan.report.deliver.iter().map(|delivery| {
            let path = self.folder.join(burst.fill(&delivery.file)?);
            let bytes = if delivery.is_pdf() {
                document(plan, run, &pictures)?.to_pdf()?
            } else {
                pictures.first().map_or(Ok(Vec::new()), |picture| picture.to_png(self.visit.scale))?
            };
            Ok((path, bytes))
        });
        files.collect::<Result<_, Error>>().map(Made)
    }
}

/// Makes the steps, then captures the pages.
async fn visit(
    session: &mut Session,
    plan: &Plan,
    burst: &Burst,
    phase: &Phase,
) -> Result<Vec<Picture>, Error> {
    phase.set("making the steps");
    for step in &plan.report.steps {
        let failed = |reason: String| Error::Step { line: step.line, reason };
        let kind = ReportStep::read(&burst.fill_value(&step.value)?).map_err(failed)?;
        kind.perform(session).await.map_err(|error| failed(error.to_string()))?;
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
    Ok(pictures)
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
