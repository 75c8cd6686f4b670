//! Makes one report: boot, visit, act, capture, check, compose.

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::{Instant, timeout, timeout_at};

use super::change::{Judged, Judging, Observed};
use super::compose::Composition;
use super::gate::{Expected, check_calls};
use super::phases::Phases;
use super::record::Record;
use super::store::{Addressed, Artefact, Made, Role};
use super::visited::{self, Visited, visit};
use super::{Burst, Error, Plan, Run, Store, found};
use crate::app::{App, AppSpec, Launch};
use crate::engine::{BrowserSetup, Browsers, EngineKind, Picture, Session, Visit};
use crate::scenario::{ForEach, ReportCheck, Scenario, Since};
use crate::{Reach, Secrets};

/// The part of a report's limit that is left for its delivery.
const DELIVERY: f64 = 0.2;
/// How long a picture of what was refused may take.
const GLANCE: Duration = Duration::from_secs(5);
/// How much longer than its limit a visit may take to tell what it went through, and to close.
const CLOSING: Duration = Duration::from_secs(10);

// About what each takes, in bytes: a browser with its driver, an app in Python, pages that are drawn and composed.
const BROWSER: u64 = 400_000_000;
const APP: u64 = 150_000_000;
const PAGES: u64 = 50_000_000;

/// Makes runs; a file's own visits are what reports use.
#[async_trait(?Send)]
pub trait Make: Debug + Send + Sync {
    /// Makes a run of a plan, and sends nothing; tells `record` what that goes through. When this is dropped, nothing of it is left.
    ///
    /// # Errors
    /// Why it could not be made; it is tried again as often as the report says.
    async fn make(&self, plan: &Plan, run: &Run, record: &Record) -> Result<Made, Error>;

    /// About how much memory making a plan takes, in bytes.
    fn need(&self, _: &Plan) -> u64 {
        0
    }

    /// Lets go of what is kept for the next run: there may be none soon, or others need the room.
    async fn rest(&self) {}

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
    browsers: Browsers,
    store: Store,
}

impl Maker {
    /// An app that runs already is visited within `reach`; one that is started is its own command's matter.
    pub(super) fn new(scenario: &Scenario, reach: &Reach, browser: &BrowserSetup, store: Store) -> Self {
        let reach = if matches!(scenario.app, AppSpec::Url(_)) { reach.clone() } else { Reach::anywhere() };
        let browsers = Browsers::default();
        Self {
            app: scenario.app.clone(),
            launch: scenario.launch(scenario.visit.engine),
            visit: Visit {
                reach,
                browser: browser.over(&scenario.visit.browser),
                browsers: Some(browsers.clone()),
                ..scenario.visit.clone()
            },
            browsers,
            store,
        }
    }

    /// What a plan's visits are like.
    fn visit(&self, plan: &Plan) -> Visit {
        plan.report.view.over(&self.visit)
    }

    /// Boots the app and prepares a visit, while a browser starts if one is needed.
    async fn open(&self, visit: &Visit, phases: &Phases) -> Result<(App, Session), Error> {
        let launch = Launch { hydrated: visit.engine == EngineKind::Browser, ..self.launch.clone() };
        let (app, ()) = tokio::join!(App::launch(&self.app, &launch), self.browsers.prepare(visit));
        let app = app?;
        phases.begin("opening the page");
        let session = Session::connect(app.url(), visit).await?;
        Ok((app, session))
    }

    async fn attempt(&self, plan: &Plan, run: &Run, record: &Record, begun: Instant) -> Result<Made, Error> {
        let phases = &record.phases;
        if run.burst.0.is_empty() && found::known(&plan.report.for_each).is_none() {
            return Ok(Made { parts: Some(self.parts(plan, phases).await?), ..Made::default() });
        }
        let burst = run.burst.clone().of(&run.report, run.fire_at, plan.timetable().zone());
        let setting = self.visit(plan);
        let (until, late) = (begun + making(plan), || late(plan, phases));
        let (mut app, mut session) = by(until, Box::pin(self.open(&setting, phases)), late).await?;
        let visiting = visit(&mut session, app.url(), &setting, plan, &burst, phases);
        let mut visited = by(until, Box::pin(visiting), late).await;
        let checked = match &visited {
            Ok(brought) => brought.check(session.trace(), plan),
            // A callback that failed is why a page is blank.
            Err(Error::Refused { .. }) => check_calls(session.trace(), &plan.report.check.callback_errors),
            Err(_) => Ok(()),
        };
        if let Err(refused) = checked {
            visited = Err(refused);
        }
        record.leave(session.trace().clone(), &app.log_tail(), &self.secrets());
        if visited.is_err() {
            if let Ok(Ok(picture)) = timeout(GLANCE, session.glance()).await {
                record.see(Artefact::seen(picture));
            }
            // What the app said of it may have come meanwhile.
            app.catch_up_with_log().await;
            record.leave(session.trace().clone(), &app.log_tail(), &self.secrets());
            // Whatever was seen of an app that has ended, it is tried again.
            if let Err(ended) = app.check() {
                visited = Err(ended.into());
            }
        }
        let closed = session.close().await;
        app.shutdown().await;
        let visited = visited?;
        closed?;
        phases.begin("composing the document");
        self.compose(plan, run, &visited, &setting, record, begun).await
    }

    /// Composes what a visit brought home, checks it and addresses it.
    async fn compose(
        &self,
        plan: &Plan,
        run: &Run,
        visited: &Visited,
        setting: &Visit,
        record: &Record,
        begun: Instant,
    ) -> Result<Made, Error> {
        let Visited { read, words, observed, pages, .. } = visited;
        let captures = Composition { plan, run, words, read, pages }.captures(setting.scale)?;
        let judged = self.judge(plan, run, observed, &captures).await?;
        let (evidence, changes) = match judged {
            Some(Judged { evidence, changes }) if evidence.sends => (Some(evidence), changes),
            Some(Judged { evidence, .. }) => {
                return Ok(Made { artefacts: captures, evidence: Some(evidence), ..Made::default() });
            }
            None => (None, Vec::new()),
        };
        let words = &evidence.iter().fold(words.clone(), |words, evidence| evidence.words(words));
        let composition = Composition { plan, run, words, read, pages };
        let expected = expected(plan, words, &composition)?;
        let mut made = Made { evidence, ..Made::default() };
        for delivery in &plan.report.deliver {
            let burst = run.burst.clone().of(&run.report, run.fire_at, plan.timetable().zone());
            let mut destination = delivery.filled(|text| burst.fill(text), |text| words.fill(text))?;
            let mut pages = Vec::new();
            for format in delivery.formats() {
                let media_type = format.media_type();
                let made_already = made.artefacts.iter().position(|other| other.media_type == media_type);
                pages.push(made_already.unwrap_or(made.artefacts.len()));
                if made_already.is_none() {
                    let bytes = composition.file(format, setting.scale)?;
                    let name = format!("{}.{}", plan.report.name, format.end());
                    let media_type = media_type.to_owned();
                    let mut file = Artefact { role: Role::Document, name, media_type, bytes };
                    if let Err(refused) = expected.check(format, &file.bytes) {
                        file.role = Role::Seen;
                        record.see(file);
                        return Err(refused);
                    }
                    made.artefacts.push(file);
                }
            }
            destination.shorten((begun + plan.report.limit).saturating_duration_since(Instant::now()));
            let destination = serde_json::to_value(destination).unwrap_or_default();
            made.addressed.push(Addressed { destination, pages });
        }
        made.artefacts.extend(captures);
        let first = made.artefacts.len();
        made.artefacts.extend(changes);
        for (delivery, addressed) in plan.report.deliver.iter().zip(&mut made.addressed) {
            if delivery.takes_changes() {
                addressed.pages.extend(first..made.artefacts.len());
            }
        }
        Ok(made)
    }

    /// Whether there is a reason to send it, if there has to be one.
    async fn judge(
        &self,
        plan: &Plan,
        run: &Run,
        observed: &[Observed],
        captures: &[Artefact],
    ) -> Result<Option<Judged>, Error> {
        let reasons = plan.report.deliver_if.as_slice();
        if reasons.is_empty() {
            return Ok(None);
        }
        let before = self.store.past(run, Since::Run).await?;
        let sent = self.store.past(run, Since::Sent).await?;
        let pictures: Vec<Artefact> =
            captures.iter().filter(|capture| capture.role == Role::Picture).cloned().collect();
        let judging =
            Judging { reasons, observed, pictures: &pictures, before: before.as_ref(), sent: sent.as_ref() };
        judging.judge().map(Some)
    }

    /// What a run is parted into, which is found out when it is made.
    async fn parts(&self, plan: &Plan, phases: &Phases) -> Result<Vec<Burst>, Error> {
        if let ForEach::Csv(path) = &plan.report.for_each {
            return found::rows(path);
        }
        let (app, mut session) = self.open(&self.visit(plan), phases).await?;
        session.goto("").await?;
        phases.begin("reading what it is to be made for");
        let found = found::in_app(&mut session, &plan.report.for_each).await;
        session.close().await?;
        app.shutdown().await;
        found
    }
}

#[async_trait(?Send)]
impl Make for Maker {
    async fn make(&self, plan: &Plan, run: &Run, record: &Record) -> Result<Made, Error> {
        record.phases.begin("booting the app");
        let begun = Instant::now();
        let whole = making(plan) + CLOSING;
        match timeout(whole, Box::pin(self.attempt(plan, run, record, begun))).await {
            Ok(made) => made,
            Err(_) => Err(late(plan, &record.phases)),
        }
    }

    fn need(&self, plan: &Plan) -> u64 {
        let browser = if self.visit(plan).engine == EngineKind::Browser { BROWSER } else { 0 };
        let app = if matches!(self.app, AppSpec::Url(_) | AppSpec::Demo) { 0 } else { APP };
        browser + app + PAGES
    }

    async fn rest(&self) {
        self.browsers.clone().end().await;
    }

    fn secrets(&self) -> Secrets {
        match &self.app {
            AppSpec::Url(app) => self.visit.all_secrets(app),
            _ => self.visit.secrets.clone(),
        }
    }
}

/// How long making a run may take.
fn making(plan: &Plan) -> Duration {
    plan.report.limit.mul_f64(1.0 - DELIVERY)
}

/// What is done by an instant, or that it is late.
async fn by<T>(
    until: Instant,
    work: impl Future<Output = Result<T, Error>>,
    late: impl Fn() -> Error,
) -> Result<T, Error> {
    timeout_at(until, work).await.unwrap_or_else(|_| Err(late()))
}

fn late(plan: &Plan, phases: &Phases) -> Error {
    Error::Deadline { phase: phases.current(), longest: phases.longest(), limit: making(plan) }
}

/// What its files are held against: where pages are a browser's pictures, a PDF has no texts of theirs.
fn expected(plan: &Plan, words: &Burst, composition: &Composition<'_>) -> Result<Expected, Error> {
    let ReportCheck { sheets, size, .. } = plan.report.check;
    let is_text = !composition.pages.iter().any(|page| matches!(page.picture, Some(Picture::Png { .. })));
    let texts = if is_text { visited::texts(plan, words)? } else { Vec::new() };
    Ok(Expected { texts, sheets, size })
}
