//! The traces of fixture apps, visited without a browser: what they cover together, and what a regression that is seeded in
//! one of them differs in.

use std::num::NonZeroUsize;
use std::path::Path;

use dashproof::Trace;
use dashproof::engine::EngineKind;
use dashproof::scenario::{Event, Run, Scenario, Status};
use dashproof::trace::{CallStatus, Change, SuiteCoverage, Tolerance, export};
use libtest_mimic::Failed;

/// Apps whose calls depend on nothing but what is done.
const SUITE: [&str; 10] = [
    "callback_context",
    "chain",
    "crossfilter",
    "dropdown_graph",
    "graph_state",
    "multiple_outputs",
    "pattern_matching",
    "state_form",
    "tabs",
    "two_inputs",
];

/// What is wrong with what the suite covers, and with the differences of seeded regressions.
pub(super) async fn find() -> Result<Vec<String>, Failed> {
    let whole = traces(None).await?;
    let mut shards = Vec::new();
    for shard in [3, 1, 2] {
        shards.push(traces(Some((shard, 3))).await?);
    }
    let mut found = uncovered(&whole, &shards);
    found.extend(whole.iter().flat_map(seeded));
    Ok(found)
}

/// The traces of the suite, or of a part of it.
async fn traces(shard: Option<(u64, u64)>) -> Result<Vec<Trace>, Failed> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios");
    let scenarios = SUITE.map(|name| Scenario::load(&fixtures.join(format!("{name}.yaml"))));
    let scenarios = scenarios.into_iter().collect::<Result<Vec<_>, _>>()?;
    let folder = tempfile::tempdir()?;
    let run = Run {
        engine: Some(EngineKind::Browserless),
        jobs: NonZeroUsize::new(4).unwrap_or(NonZeroUsize::MIN),
        shard,
        traces: Some(folder.path().to_owned()),
        ..Run::default()
    };
    let mut failed = Vec::new();
    run.run(&scenarios, |event| {
        if let Event::TestFinished { test, outcome } = event
            && outcome.status != Status::Passed
        {
            failed.push(test.name.clone());
        }
    })
    .await;
    if !failed.is_empty() {
        return Err(failed.join("\n").into());
    }
    let mut traces = Vec::new();
    for entry in std::fs::read_dir(folder.path())? {
        traces.push(export::json::load(&entry?.path())?);
    }
    Ok(traces)
}

/// What shards cover together must be what the whole suite does, each component of a pattern by its name.
fn uncovered(whole: &[Trace], shards: &[Vec<Trace>]) -> Vec<String> {
    let (mut all, mut merged) = (SuiteCoverage::default(), SuiteCoverage::default());
    for trace in whole {
        all.add(trace);
    }
    for trace in shards.iter().flatten() {
        merged.add(trace);
    }
    let mut found = Vec::new();
    if all.apps.len() != SUITE.len() {
        found.push(format!("{} apps are told apart, not {}", all.apps.len(), SUITE.len()));
    }
    if merged != all {
        found.push(format!("the shards cover\n{merged}\nand the whole suite\n{all}"));
    }
    let instances = all.apps.iter().flat_map(|app| &app.callbacks).flat_map(|callback| &callback.instances);
    if !instances.into_iter().any(|one| one.prop.contains("\"index\":")) {
        found.push(format!("no component of a pattern is named in\n{all}"));
    }
    found
}

/// A call that is made once more, or is slower, or is missing must be the one difference.
fn seeded(trace: &Trace) -> Vec<String> {
    let mut found = Vec::new();
    let mut hold = |after: &Trace, step: Option<usize>, is_it: fn(&Change) -> bool| {
        let diff = trace.diff(after, &Tolerance::default());
        let step = step.and_then(|step| trace.steps.get(step)).map(|step| step.name.trim_end());
        let named = match (&diff.changes[..], step) {
            ([], None) => true,
            ([one], Some(step)) => one.step == step && one.callback.is_some() && is_it(&one.change),
            _ => false,
        };
        if !named {
            found.push(format!("seeded in {step:?}, told:\n{diff}"));
        }
    };
    hold(trace, None, |_| false);
    for (index, call) in trace.calls.iter().enumerate() {
        // What was overtaken counts for nothing.
        if matches!(call.status, CallStatus::Stale | CallStatus::Abandoned) {
            continue;
        }
        let mut more = trace.clone();
        more.calls.push(call.clone());
        hold(&more, Some(call.step), |change| matches!(change, Change::MoreCalls { .. }));
        let mut slower = trace.clone();
        slower.calls[index].duration = Some(call.duration.unwrap_or_default() * 2.0 + 60_000.0);
        hold(&slower, Some(call.step), |change| matches!(change, Change::Slower { .. }));
        // Of what caused others, their causes would be missing as well.
        if index + 1 == trace.calls.len() {
            let mut fewer = trace.clone();
            fewer.calls.pop();
            hold(&fewer, Some(call.step), |change| {
                matches!(change, Change::Gone | Change::FewerCalls { .. })
            });
        }
    }
    found
}
