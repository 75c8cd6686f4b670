//! What the engine adds to a callback: a click that runs one, over the HTTP exchange alone, turn by turn on connections
//! that are kept alive.

use std::time::{Duration, Instant};

use dashproof::{Action, Session, Visit};
use serde_json::{Value, json};

use crate::app::{App, callback, html};
use crate::{Outcome, median, say};

const TURNS: usize = 1000;

pub(crate) async fn measure() -> Outcome {
    let layout = json!([html("Button", "go", json!("go")), html("Div", "out", Value::Null)]);
    let layout = html("Div", "page", layout);
    let dependencies = json!([callback("out.children", &["go.n_clicks".to_owned()])]);
    let app = App::serve(
        layout,
        dependencies,
        |request| json!({"out": {"children": request.pointer("/inputs/0/value")}}),
    )
    .await?;
    let mut session = Session::open(&app.url, &Visit::default()).await?;
    let client = reqwest::Client::builder().no_proxy().build()?;
    let endpoint = app.url.join("_dash-update-component")?;
    let (mut bare, mut engine) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        let body = json!({
            "output": "out.children", "outputs": {"id": "out", "property": "children"},
            "inputs": [{"id": "go", "property": "n_clicks", "value": turn}], "changedPropIds": ["go.n_clicks"],
        });
        let began = Instant::now();
        let request = client.post(endpoint.clone()).header("content-type", "application/json");
        request.body(body.to_string()).send().await?.text().await?;
        bare.push(began.elapsed());
        let began = Instant::now();
        session.act(&Action::parse("click #go")?).await?;
        engine.push(began.elapsed());
    }
    let added: Vec<Duration> =
        engine.iter().zip(&bare).map(|(with, bare)| with.saturating_sub(*bare)).collect();
    say(format_args!(
        "overhead: {:.3} ms a callback (median of {TURNS}): {:.3} ms with the engine, {:.3} ms the exchange alone",
        median(added),
        median(engine),
        median(bare),
    ));
    session.close().await?;
    Ok(())
}
