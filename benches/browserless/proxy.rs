//! What the recording proxy adds to a callback: the exchange through it over the exchange without, turn by turn on
//! connections that are kept alive; and what a proxy adds that does nothing but pass things on.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use axum::serve::ListenerExt;
use dashproof::Trust;
use dashproof::trace::{Recorder, proxy::Proxy};
use serde_json::{Value, json};
use url::Url;

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
    let bare = forwarding(app.url.clone()).await?;
    let proxy = Proxy::start(&app.url, &[], &Trust::default(), recorder).await?;
    for (name, state) in
        [("small", json!([])), ("of 60 kB", json!([{"id": "n", "property": "p", "value": 1}]))]
    {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let ways = [&app.url, &bare, proxy.url()].map(|front| front.join("_dash-update-component"));
        let ways: Vec<Url> = ways.into_iter().collect::<Result<_, _>>()?;
        let mut times = [Vec::new(), Vec::new(), Vec::new()];
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
        let [direct, bare, through] = times;
        let added = |through: &[Duration]| -> f64 {
            median(
                through
                    .iter()
                    .zip(&direct)
                    .map(|(through, direct)| through.saturating_sub(*direct))
                    .collect(),
            )
        };
        say(format_args!(
            "proxy, answers {name}: adds {:.3} ms to a callback of {:.3} ms, where bare forwarding adds {:.3} ms (medians of {TURNS})",
            added(&through),
            median(direct.clone()),
            added(&bare),
        ));
    }
    Ok(())
}

/// A proxy of the same parts that records nothing.
async fn forwarding(app: Url) -> Result<Url, Box<dyn std::error::Error>> {
    let client = reqwest::Client::builder().no_proxy().http1_only().build()?;
    let forward = async move |request: Request| -> Result<Response, String> {
        let (parts, body) = request.into_parts();
        let url = app.join(parts.uri.path()).map_err(|error| error.to_string())?;
        let asked = client.request(parts.method, url).headers(parts.headers);
        let body = reqwest::Body::wrap_stream(body.into_data_stream());
        let answer = asked.body(body).send().await.map_err(|error| error.to_string())?;
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = answer.headers().clone();
        *response.body_mut() = Body::from_stream(answer.bytes_stream());
        Ok(response)
    };
    let listener = tokio::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await?;
    let url = Url::parse(&format!("http://{}/", listener.local_addr()?))?;
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().fallback(forward)).await });
    Ok(url)
}
