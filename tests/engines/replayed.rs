//! Every fixture app is recorded once in a browser; its scenario then passes on both engines from the recording alone.

use std::path::Path;

use dashproof::app::AppSpec;
use dashproof::engine::EngineKind;
use dashproof::scenario::{Event, Run, Scenario};
use libtest_mimic::Failed;

use super::LIMIT;

/// Tests that ask for what an app says beside its answers: a recording has no log of Python's.
const NEEDS_THE_APP: [&str; 1] = ["the total tells the year, and the country only when it is new"];

/// What fails when the tests of a file are recorded, and when they are run from the recording.
pub(super) async fn replay(file: &Path) -> Result<Vec<String>, Failed> {
    let mut scenario = Scenario::load(file)?;
    scenario.visit.limit = scenario.visit.limit.max(LIMIT);
    scenario.tests.retain(|test| !NEEDS_THE_APP.contains(&test.name.as_str()));
    let folder = tempfile::tempdir()?;
    let record = Run {
        engine: Some(EngineKind::Browser),
        record_to: Some(folder.path().to_owned()),
        ..Run::default()
    };
    let mut failed = failures(&record, &scenario, "recording").await;
    scenario.app = AppSpec::Replay(scenario.recording(folder.path()));
    for engine in [EngineKind::Browserless, EngineKind::Browser] {
        let run = Run { engine: Some(engine), ..Run::default() };
        failed.extend(failures(&run, &scenario, &format!("{engine}, replayed")).await);
    }
    Ok(failed)
}

/// The failures of a run.
async fn failures(run: &Run, scenario: &Scenario, when: &str) -> Vec<String> {
    let mut failed = Vec::new();
    run.run(std::slice::from_ref(scenario), |event| {
        if let Event::TestFinished { test, outcome } = event {
            failed.extend(outcome.failures.iter().map(|failure| {
                let log = failure.evidence.log.join("\n    ");
                format!("{when}: {}: {}\n    {log}", test.name, failure.message)
            }));
        }
    })
    .await;
    failed
}
