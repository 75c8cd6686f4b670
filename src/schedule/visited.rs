//! What a visit brings home for a report.

use std::collections::BTreeMap;

use url::Url;

use super::change::{Observed, observe};
use super::compose::Captured;
use super::gate::{self, Said};
use super::phases::Phases;
use super::{Burst, Error, Plan};
use crate::engine::{self, Capture, CaptureSpec, Picture, Property, Session, Visit};
use crate::scenario::{Reason, ReportPicture, ReportStep, ReportValue, StepError, Subject, Verdict};
use crate::trace::Trace;

/// What a visit brings home.
pub(super) struct Visited {
    /// The texts that the report reads.
    pub(super) read: BTreeMap<String, String>,
    /// The run's variables, with those of its fire and what was read.
    pub(super) words: Burst,
    /// What its conditions look at.
    pub(super) observed: Vec<Observed>,
    pub(super) pages: Vec<Captured>,
    /// What the pages say, if somebody wants to know.
    said: Said,
}

impl Visited {
    /// Refuses a visit whose callbacks failed, or whose pages don't say what they should.
    pub(super) fn check(&self, trace: Trace, plan: &Plan) -> Result<(), Error> {
        gate::check_calls(trace, &plan.report.check.callback_errors)?;
        self.said.check(&texts(plan, &self.words)?)
    }
}

/// The texts that a report has to say.
pub(super) fn texts(plan: &Plan, words: &Burst) -> Result<Vec<String>, Error> {
    plan.report.check.texts.iter().map(|text| words.fill(text)).collect()
}

/// Opens the page, makes the steps, reads, then captures the pages, one after the other.
pub(super) async fn visit(
    session: &mut Session,
    app: &Url,
    setting: &Visit,
    plan: &Plan,
    burst: &Burst,
    phases: &Phases,
) -> Result<Visited, Error> {
    let check = &plan.report.check;
    session.goto("").await?;
    perform(session, &plan.report.steps, burst, phases).await?;
    phases.begin("reading the page");
    let mut read = BTreeMap::new();
    for (name, on) in &plan.report.read {
        let text = session.read(on, &Property::Text).await?;
        read.insert(name.clone(), text.as_str().unwrap_or_default().to_owned());
    }
    let mut observed = Vec::new();
    for condition in plan.report.deliver_if.iter().flat_map(|Reason(conditions)| conditions) {
        if !matches!(condition.subject, Subject::Picture(_)) {
            observed.push(observe(session, condition).await?);
        }
    }
    let words = burst.clone().with(read.clone());
    let (mut pages, mut said) = (Vec::new(), Said::default());
    for page in &plan.report.pages {
        perform(session, &page.steps, burst, phases).await?;
        phases.begin("capturing");
        session.settle().await?;
        if check.login == Verdict::Refuse {
            gate::check_login(session, app, setting.framework).await?;
        }
        let fill = |template: &Option<String>| template.as_ref().map(|text| words.fill(text)).transpose();
        let mut values = Vec::new();
        for ReportValue { name, on, property } in &page.values {
            values.push((name.clone(), session.read(on, property).await?));
        }
        let picture = match &page.picture {
            Some(asked) => Some(picture(session, asked).await?),
            None => None,
        };
        if let (Verdict::Refuse, Some(picture), Some(asked)) = (check.blank, &picture, &page.picture) {
            gate::check_picture(asked.on.as_ref(), picture)?;
        }
        let captured = Captured { title: fill(&page.title)?, text: fill(&page.text)?, values, picture };
        if !check.texts.is_empty() {
            if let Some(asked) = &page.picture {
                said.hear(session, asked.on.as_ref()).await?;
            }
            captured.texts().for_each(|text| said.add(&text));
        }
        pages.push(captured);
    }
    Ok(Visited { read, words, observed, pages, said })
}

async fn perform(
    session: &mut Session,
    steps: &[ReportStep],
    burst: &Burst,
    phases: &Phases,
) -> Result<(), Error> {
    phases.begin("making the steps");
    for step in steps {
        let failed = |reason: String| Error::Step { line: step.line, reason };
        let kind = ReportStep::read(&burst.fill_value(&step.value)?).map_err(failed)?;
        kind.perform(session).await.map_err(|error| match error {
            StepError::Engine(engine::Error::Login { .. }) => {
                Error::Refused { reason: format!("line {}: {error}", step.line) }
            }
            _ => failed(error.to_string()),
        })?;
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
