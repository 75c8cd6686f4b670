//! The browserless engine sends and gets what Chromium sent and got, scenario by scenario.
//!
//! `fixtures/callbacks` holds the scenario apps and what a browser's dash-renderer did with them on several versions of
//! Dash. The version that a Python has says which recording counts: `DASHPROOF_PYTHON`, and those that
//! `DASHPROOF_OTHER_PYTHONS` lists as `PATH` lists folders. `DASHPROOF_SCENARIO` picks scenarios by how their names begin.
//! With `DASHPROOF_RECORD=1` a browser makes the visits, and what is not recorded yet is:
//! `DASHPROOF_RECORD=1 DASHPROOF_SCENARIO=c17 cargo test --test live every_recorded -- --nocapture`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use dashproof::engine::browserless::Browserless;
use dashproof::engine::{Action, Engine, EngineKind, Error, Visit};
use futures_util::{StreamExt, stream};

use super::recording::{Recording, Visited};
use super::served::{App, Served, Step, serve};

const LIMIT: Duration = Duration::from_secs(20);

/// Visits at a time: most of one is waiting.
const AT_ONCE: usize = 2;

/// A State is read while its writer is in flight there, so that even a browser differs from run to run.
const MAY_FLIP: [&str; 1] = ["s29_initial_mixed"];

#[tokio::test]
async fn every_recorded_scenario_is_reproduced() {
    let python = std::env::var_os("DASHPROOF_PYTHON").unwrap_or_else(|| "python3".into());
    reproduce(Path::new(&python)).await;
}

#[tokio::test]
async fn every_recorded_scenario_is_reproduced_on_other_versions_of_dash() {
    let pythons = std::env::var_os("DASHPROOF_OTHER_PYTHONS").expect(
        "DASHPROOF_OTHER_PYTHONS lists Pythons, one for each file of fixtures/callbacks/requirements",
    );
    for python in std::env::split_paths(&pythons) {
        reproduce(&python).await;
    }
}

/// Holds the engine against the recording of the Dash that a Python has.
#[expect(clippy::print_stderr, reason = "a flip is worth telling and no failure")]
async fn reproduce(python: &Path) {
    let (_server, Served { dash, mut apps }) = serve(python);
    let only = std::env::var("DASHPROOF_SCENARIO").unwrap_or_default();
    apps.retain(|name, _| name.starts_with(&only));
    #[cfg(feature = "browser")]
    if std::env::var_os("DASHPROOF_RECORD").is_some() {
        return record(&dash, &apps).await;
    }
    let recording = Recording::load(&dash).unwrap_or_else(|error| panic!("{error}"));
    let mut failures = Vec::new();
    let visits = stream::iter(&apps).map(async |(name, app)| (name, without_browser(app).await));
    let mut visits = visits.buffered(AT_ONCE);
    while let Some((name, visited)) = visits.next().await {
        let outcome = visited.and_then(|visited| {
            let recorded = recording.scenarios.get(name).ok_or("it is not recorded")?;
            visited.differs_from(recorded)
        });
        match outcome {
            Ok(()) => {}
            Err(difference) if MAY_FLIP.contains(&name.as_str()) => eprintln!("{name} flipped: {difference}"),
            Err(difference) => failures.push(format!("{name}: {difference}")),
        }
    }
    let count = apps.len();
    assert!(
        failures.is_empty(),
        "Dash {dash}: {} of {count} differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
    let gone: Vec<_> = recording
        .scenarios
        .keys()
        .filter(|name| name.starts_with(&only) && !apps.contains_key(*name))
        .collect();
    assert!(gone.is_empty(), "Dash {dash}: recorded and not served: {gone:?}");
}

/// Lets a browser make the visits and keeps what it did. A scenario that is recorded already stays as it is.
#[cfg(feature = "browser")]
#[expect(clippy::print_stderr, reason = "whoever records wants to see what was recorded")]
async fn record(dash: &str, apps: &BTreeMap<String, App>) {
    let mut recording = Recording::load(dash).unwrap_or_else(|_| Recording::new(dash));
    for (name, app) in apps {
        let visited = with_browser(app).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        match recording.scenarios.get(name) {
            Some(recorded) => match visited.differs_from(recorded) {
                Ok(()) => eprintln!("{name}: as recorded"),
                Err(difference) => eprintln!("{name}: recorded otherwise: {difference}"),
            },
            None => {
                eprintln!("{name}: recorded");
                recording.scenarios.insert(name.clone(), visited);
                recording.save();
            }
        }
    }
}

async fn without_browser(app: &App) -> Result<Visited, String> {
    let mut engine = Browserless::new(&app.url, &Visit::default()).map_err(|e| e.to_string())?;
    visit(&mut engine, &app.steps).await.map_err(|e| e.to_string())?;
    let trace = engine.recorder().snapshot();
    Ok(Visited::new(&trace, engine.layout().cloned().unwrap_or_default()))
}

#[cfg(feature = "browser")]
async fn with_browser(app: &App) -> Result<Visited, Error> {
    let patient = Visit { limit: LIMIT, ..Visit::default() };
    let mut engine = dashproof::engine::browser::Browser::open(&app.url, &patient).await?;
    visit(&mut engine, &app.steps).await?;
    let trace = engine.recorder().snapshot();
    let layout = engine.layout().await?;
    engine.close().await?;
    Ok(Visited::new(&trace, layout))
}

async fn visit(engine: &mut dyn Engine, steps: &[Step]) -> Result<(), Error> {
    engine.recorder().begin_step(r#"["load"]"#);
    engine.goto("").await?;
    quiet(engine).await?;
    for step in steps {
        match step {
            Step::Action(line) => {
                engine.recorder().begin_step(format!("{line:?}"));
                act(engine, &Action::parse(line)?).await?;
            }
            Step::Together(lines) => {
                engine.recorder().begin_step(format!("{lines:?}"));
                for line in lines {
                    match Action::parse(line)? {
                        Action::Advance { by } => wait(engine, by).await?,
                        action => act(engine, &action).await?,
                    }
                }
            }
        }
        quiet(engine).await?;
    }
    Ok(())
}

/// Waits until the page has been quiet for a while, so that short intervals ticked and debounces ended.
async fn quiet(engine: &mut dyn Engine) -> Result<(), Error> {
    engine.settle(LIMIT).await?;
    let a_while = match engine.kind() {
        EngineKind::Browserless => Duration::from_secs(1),
        EngineKind::Browser => Duration::from_millis(500),
    };
    engine.act(&Action::Advance { by: a_while }).await?;
    engine.settle(LIMIT).await
}

/// Does what a visitor does, as soon as it can be done.
async fn act(engine: &mut dyn Engine, action: &Action) -> Result<(), Error> {
    const PAUSE: Duration = Duration::from_millis(50);
    let began = Instant::now();
    loop {
        match engine.act(action).await {
            Err(error) if error.is_retryable() && began.elapsed() < LIMIT => {
                if !engine.pause(PAUSE).await? {
                    return Err(error);
                }
            }
            outcome => return outcome,
        }
    }
}

/// Lets real time pass, with answers arriving.
async fn wait(engine: &mut dyn Engine, time: Duration) -> Result<(), Error> {
    let end = Instant::now() + time;
    while let Some(left) = end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        if !engine.pause(left).await? {
            tokio::time::sleep(left).await;
        }
    }
    Ok(())
}
