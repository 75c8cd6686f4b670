//! What the recording proxy adds to a callback: the exchange through it over the exchange without, turn by turn on
//! connections that are kept alive.

use std::time::{Duration, Instant};

use dashproof::Trust;
use dashproof::trace::{Recorder, proxy::Proxy};
use serde_json::{Value, json};

use crate::app::{App, callback, html};
use crate::{Outcome, median, say};

const TURNS: usize = 1000;
/// Points of the figure that a large answer holds.
const POINTS: usize = 10_000;

pub(crate) async fn measure() -> Outcome {
    let layout =
        html("Div", "page", json!([html("Button", "go", json!("go")), html("Div", "out", Value::Null)]));
    let dependencies = json!([callback("out.children", &["go.n_clicks".to_owned()])]);
    let app = App::serve(layout, dependencies, |request| {
        let value = request.pointer("/inputs/0/value");
        let large = request.pointer("/state/0/value").is_some();
        let points: Vec<usize> = if large { (0..POINTS).collect() } else { Vec::new() };
        json!({"out": {"children": value, "figure": {"data": [{"y": points}]}}})
    })
    .await?;
    let recorder = Recorder::new(app.url.as_str(), "browser");
    let proxy = Proxy::start(&app.url, &[], &Trust::default(), recorder).await?;
    for (name, state) in
        [("small", json!([])), ("of 60 kB", json!([{"id": "n", "property": "p", "value": 1}]))]
    {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let ways = [app.url.join("_dash-update-component")?, proxy.url().join("_dash-update-component")?];
        let mut times = [Vec::new(), Vec::new()];
        for turn in 0..TURNS {
            let body = json!({
                "output": "out.children", "outputs": {"id": "out", "property": "children"}, "state": state,
                "inputs": [{"id": "go", "property": "n_clicks", "value": turn}], "changedPropIds": ["go.n_clicks"],
            });
            for (way, times) in ways.iter().zip(&mut times) {
                let began = Instant::now();
                let request = client.post(way.clone()).header("content-type", "application/json");
                request.body(body.to_string()).send().await?.bytes().await?;
                times.push(began.elapsed());
            }
        }
        let [direct, through] = times;
        let added: Vec<Duration> =
            through.iter().zip(&direct).map(|(through, direct)| through.saturating_sub(*direct)).collect();
        say(format_args!(
            "proxy, answers {name}: {:.3} ms a callback (median of {TURNS}): {:.3} ms through it, {:.3} ms without",
            median(added),
            median(through),
            median(direct),
        ));
    }
    Ok(())
}
