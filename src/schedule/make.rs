//! Makes one report: boot, visit, act, capture, check, compose.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;

use super::compose::{Captured, Composition};
use super::store::{Addressed, Artefact, Made, Role};
use super::{Burst, Error, Plan, Run, found, gate};
use crate::app::{App, AppSpec, Launch};
use crate::engine::{Capture, CaptureSpec, Picture, Property, Session, Visit};
use crate::scenario::{ForEach, ReportPicture, ReportStep, ReportValue, Scenario};
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
        if run.burst.0.is_empty() && found::known(&plan.report.for_each).is_none() {
            return Ok(Made { parts: Some(self.parts(plan, phase).await?), ..Made::default() });
        }
        let burst = run.burst.clone().of(&run.report, run.fire_at, plan.timetable().zone());
        let app = App::launch(&self.app, &self.launch).await?;
        phase.set("opening the page");
        let mut session = Session::open(app.url(), &self.visit).await?;
        let visited = visit(&mut session, plan, &burst, phase).await;
        let trace = session.trace();
        let closed = session.close().await;
        app.shutdown().await;
        let Visited { read, words, pages } = visited?;
        closed?;
        phase.set("checking what was captured");
        gate::check_trace(&trace)?;
        for (page, captured) in plan.report.pages.iter().zip(&pages) {
            if let (Some(asked), Some(picture)) = (&page.picture, &captured.picture) {
                gate::check_picture(asked.on.as_ref(), picture)?;
            }
        }
        phase.set("composing the document");
        let composition = Composition { plan, run, words: &words, read: &read, pages: &pages };
        let mut made = Made::default();
        for delivery in &plan.report.deliver {
            let destination = delivery.filled(|text| burst.fill(text), |text| words.fill(text))?;
            let mut pages = Vec::new();
            for format in delivery.formats() {
                let media_type = format.media_type();
                let made_already = made.artefacts.iter().position(|other| other.media_type == media_type);
                pages.push(made_already.unwrap_or(made.artefacts.len()));
                if made_already.is_none() {
                    let bytes = composition.file(format, self.visit.scale)?;
                    let name = format!("{}.{}", plan.report.name, format.end());
                    let media_type = media_type.to_owned();
                    made.artefacts.push(Artefact { role: Role::Document, name, media_type, bytes });
                }
            }
            let destination = serde_json::to_value(destination).unwrap_or_default();
            made.addressed.push(Addressed { destination, pages });
        }
        made.artefacts.extend(composition.captures(self.visit.scale)?);
        Ok(made)
    }
}

impl Maker {
    /// What a run is parted into, which is found out when it is made.
    async fn parts(&self, plan: &Plan, phase: &Phase) -> Result<Vec<Burst>, Error> {
        if let ForEach::Csv(path) = &plan.report.for_each {
            return found::rows(path);
        }
        let app = App::launch(&self.app, &self.launch).await?;
        phase.set("reading what it is to be made for");
        let mut session = Session::open(app.url(), &self.visit).await?;
        let found = found::in_app(&mut session, &plan.report.for_each).await;
        session.close().await?;
        app.shutdown().await;
        found
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
    /// The texts that the report reads.
    read: BTreeMap<String, String>,
    /// The run's variables, with those of its fire and what was read.
    words: Burst,
    pages: Vec<Captured>,
}

/// Makes the steps, reads, then captures the pages, one after the other.
async fn visit(session: &mut Session, plan: &Plan, burst: &Burst, phase: &Phase) -> Result<Visited, Error> {
    perform(session, &plan.report.steps, burst, phase).await?;
    phase.set("reading the page");
    let mut read = BTreeMap::new();
    for (name, on) in &plan.report.read {
        let text = session.read(on, &Property::Text).await?;
        read.insert(name.clone(), text.as_str().unwrap_or_default().to_owned());
    }
    let words = burst.clone().with(read.clone());
    let mut pages = Vec::new();
    for page in &plan.report.pages {
        perform(session, &page.steps, burst, phase).await?;
        phase.set("capturing");
        let fill = |template: &Option<String>| template.as_ref().map(|text| words.fill(text)).transpose();
        let mut values = Vec::new();
        for ReportValue { name, on, property } in &page.values {
            values.push((name.clone(), session.read(on, property).await?));
        }
        let picture = match &page.picture {
            Some(asked) => Some(picture(session, asked).await?),
            None => None,
        };
        pages.push(Captured { title: fill(&page.title)?, text: fill(&page.text)?, values, picture });
    }
    Ok(Visited { read, words, pages })
}

async fn perform(
    session: &mut Session,
    steps: &[ReportStep],
    burst: &Burst,
    phase: &Phase,
) -> Result<(), Error> {
    phase.set("making the steps");
    for step in steps {
        let failed = |reason: String| Error::Step { line: step.line, reason };
        let kind = ReportStep::read(&burst.fill_value(&step.value)?).map_err(failed)?;
        kind.perform(session).await.map_err(|error| failed(error.to_string()))?;
    }
    Ok(())
}

async fn picture(session: &mut Session, asked: &ReportPicture) -> Result<Picture, Error> {
    let (on, mask) = (asked.on.clone(), asked.mask.clone());
    let full_page = on.is_none();
    match session.capture(&CaptureSpec::Picture { on, full_page, mask }).await? {
        Capture::Picture(picture) => Ok(picture),
        _ => Err(Error::Refused { reason: "the engine took no picture".to_owned() }),
    }
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
