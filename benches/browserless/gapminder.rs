//! A test of a real app: choose a country, read the chart's title. Beside it the same test by dash_duo, and the app's own
//! time for the same requests.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use dashproof::app::{App, AppSpec, Launch};
use dashproof::engine::{Expectation, Matcher};
use dashproof::{Action, Locator, Property, Session, Trace, Visit};

use crate::{Outcome, median, say};

const TESTS: usize = 100;
/// Of dash_duo, which takes seconds for each.
const DUO_TESTS: usize = 20;

pub(crate) async fn measure() -> Outcome {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/browserless/gapminder.py");
    let app = App::launch(&AppSpec::Script(script.clone()), &Launch::default()).await?;
    let mut requests = Vec::new();
    let (mut tests, mut bare, mut callbacks) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TESTS {
        let began = Instant::now();
        let trace = test(app.url()).await?;
        tests.push(began.elapsed());
        if requests.is_empty() {
            requests =
                trace.calls.iter().filter_map(|call| Some(call.request.as_ref()?.to_string())).collect();
        }
        let (all, called) = exchanges(app.url(), &requests).await?;
        bare.push(all);
        callbacks.push(called);
    }
    app.shutdown().await;
    let test = median(tests);
    let (bare, callbacks) = (median(bare), median(callbacks));
    say(format_args!(
        "gapminder: {test:.1} ms a test without a browser (median of {TESTS}, each a session of its own)"
    ));
    say(format_args!(
        "gapminder: {callbacks:.1} ms are the app's for its {} callbacks, {bare:.1} ms with the page, layout and dependencies: {:.2} times",
        requests.len(),
        test / bare,
    ));
    let Some(python) = std::env::var_os("DASHPROOF_DUO_PYTHON") else { return Ok(()) };
    let duo = duo(&PathBuf::from(python), &script)?;
    let (whole, body): (Vec<f64>, Vec<f64>) = duo.into_iter().unzip();
    let (whole, body) = (median_of(whole), median_of(body));
    say(format_args!(
        "gapminder: {whole:.0} ms a test by dash_duo ({:.0} times), {body:.0} ms of it without starting Chromium ({:.0} times)",
        whole / test,
        body / test,
    ));
    Ok(())
}

async fn test(url: &url::Url) -> Result<Trace, Box<dyn std::error::Error>> {
    let mut session = Session::open(url, &Visit::default()).await?;
    session.expect(&titled("Population of Canada")).await?;
    session.act(&Action::parse("select #country France")?).await?;
    session.expect(&titled("Population of France")).await?;
    let trace = session.trace();
    session.close().await?;
    Ok(trace)
}

fn titled(title: &str) -> Expectation {
    Expectation {
        on: Locator::from("#chart"),
        property: Property::FigureTitle,
        matcher: Matcher::Equals(title.into()),
    }
}

/// The time of the requests that the test makes, one after the other: of all, and of the callbacks.
async fn exchanges(
    url: &url::Url,
    requests: &[String],
) -> Result<(Duration, Duration), Box<dyn std::error::Error>> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let began = Instant::now();
    for path in ["", "_dash-layout", "_dash-dependencies"] {
        client.get(url.join(path)?).send().await?.text().await?;
    }
    let called = Instant::now();
    for body in requests {
        let post =
            client.post(url.join("_dash-update-component")?).header("content-type", "application/json");
        post.body(body.clone()).send().await?.text().await?;
    }
    Ok((began.elapsed(), called.elapsed()))
}

/// The milliseconds of each test by dash_duo: with its browser's start, and without.
fn duo(python: &Path, script: &Path) -> Result<Vec<(f64, f64)>, Box<dyn std::error::Error>> {
    let output = Command::new(python).arg(script).args(["duo", &DUO_TESTS.to_string()]).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let last = said.lines().last().unwrap_or_default();
    serde_json::from_str(last).map_err(|_| {
        format!("{} says {said}\n{}", python.display(), String::from_utf8_lossy(&output.stderr)).into()
    })
}

fn median_of(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
