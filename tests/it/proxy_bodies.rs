//! Bodies that pass through the recording proxy: large, compressed, many.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::RawQuery;
use axum::http::header;
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dashproof::trace::CallStatus;
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use crate::proxy::{call, client, finished, proxied};

#[tokio::test]
async fn large_bodies_stream_in_both_directions() {
    let app = Router::new()
        .route(
            "/down",
            get(|| async {
                let chunks =
                    stream::iter((0..64).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![7; 1 << 20]))));
                Body::from_stream(chunks)
            }),
        )
        .route(
            "/up",
            post(|body: Body| async move {
                let mut body = body.into_data_stream();
                let mut length = 0;
                while let Some(Ok(chunk)) = body.next().await {
                    length += chunk.len();
                }
                length.to_string()
            }),
        );
    let (proxy, _, _) = proxied(app, &[]).await;
    let mut answer = client().get(proxy.url().join("down").expect("url")).send().await.expect("an answer");
    let mut length = 0;
    while let Some(chunk) = answer.chunk().await.expect("chunk") {
        length += chunk.len();
    }
    assert_eq!(length, 64 << 20);
    let up = client().post(proxy.url().join("up").expect("url")).body(vec![1_u8; 32 << 20]).send().await;
    assert_eq!(up.expect("an answer").text().await.expect("text"), (32 << 20).to_string());
}

#[tokio::test]
async fn an_answer_that_is_compressed_unasked_is_recorded_and_passed_on_in_clear() {
    const ANSWER: &str = r#"{"multi":true,"response":{"out":{"children":"clear"}}}"#;
    const GZIP: &str =
        "H4sIAAAAAAACA6tWyi3NKclUsiopKk3VUSpKLS7IzytOVbKqVsovLQFRyRmZOSlFqXlKVkrJOamJRUq1tbUALY/DazYAAAA=";
    const BROTLI: &str = "GzUA6B0HdoyzhTkcbHePMEKlpwjdXr3VlU4fbMCBW7hkC252JLSMjlAX1yWx4S0z+DEF9A==";
    const ZSTD: &str =
        "KLUv/QRYsQEAeyJtdWx0aSI6dHJ1ZSwicmVzcG9uc2UiOnsib3V0Ijp7ImNoaWxkcmVuIjoiY2xlYXIifX19Duz6yw==";
    const DEFLATE: &str = "eJyrVsotzSnJVLIqKSpN1VEqSi0uyM8rTlWyqlbKLy0BUckZmTkpRal5SlZKyTmpiUVKtbW1ABM5E1M=";
    // The same text, as each encoding writes it.
    let encoded = |encoding: &str| {
        STANDARD
            .decode(match encoding {
                "gzip" => GZIP,
                "br" => BROTLI,
                "zstd" => ZSTD,
                _ => DEFLATE,
            })
            .expect("base64")
    };
    let app = Router::new().route(
        "/_dash-update-component",
        post(move |RawQuery(query): RawQuery| async move {
            let encoding = query.unwrap_or_default();
            let body = encoded(&encoding);
            (
                [(header::CONTENT_ENCODING, encoding), (header::CONTENT_TYPE, "application/json".to_owned())],
                body,
            )
        }),
    );
    let (proxy, recorder, _) = proxied(app, &[]).await;
    for encoding in ["gzip", "br", "zstd", "deflate"] {
        let answer = call(&proxy, &format!("?{encoding}"), "in.value").await;
        assert!(!answer.headers().contains_key(header::CONTENT_ENCODING), "{encoding}");
        assert_eq!(answer.text().await.expect("body"), ANSWER, "{encoding}");
    }
    let trace = finished(&proxy, &recorder).await;
    assert_eq!(trace.calls.len(), 4);
    for call in &trace.calls {
        assert_eq!(call.response.as_ref().expect("a response")["response"]["out"]["children"], "clear");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_recorded_as_length_and_hash_and_passes_whole() {
    let answer = json!({"multi": true, "response": {"out": {"children": "x".repeat(3 << 20)}}}).to_string();
    let sent = answer.clone();
    let app = Router::new().route("/_dash-update-component", post(move || async move { sent }));
    let (proxy, recorder, _) = proxied(app, &[]).await;
    assert_eq!(call(&proxy, "", "in.value").await.text().await.expect("body"), answer);
    let trace = finished(&proxy, &recorder).await;
    assert_eq!(trace.calls[0].status, CallStatus::Updated);
    let elided = &trace.calls[0].response.as_ref().expect("a response")["elided"];
    assert_eq!(elided["bytes"], answer.len());
    assert_eq!(elided["sha256"].as_str().map(str::len), Some(64));
}

#[tokio::test]
async fn ten_thousand_callbacks_are_recorded_without_loss() {
    const CALLS: usize = 10_000;
    const AT_A_TIME: usize = 16;
    // Each answer tells what was asked, so that none can stand for another.
    let app = Router::new().route(
        "/_dash-update-component",
        post(|body: Bytes| async move {
            let asked: Value = serde_json::from_slice(&body).expect("json");
            let value = &asked["inputs"][0]["value"];
            json!({"multi": true, "response": {"out": {"children": value}}}).to_string()
        }),
    );
    let (proxy, recorder, _) = proxied(app, &[]).await;
    let (client, url) = (client(), proxy.url().join("_dash-update-component").expect("url"));
    stream::iter(0..CALLS)
        .for_each_concurrent(AT_A_TIME, |number| {
            let body = json!({"output": format!("{number}.children"), "outputs": {"id": number.to_string(),
                "property": "children"}, "inputs": [{"id": "in", "property": "value", "value": number}],
                "changedPropIds": ["in.value"]});
            let sent = client.post(url.clone()).json(&body).send();
            async move { sent.await.expect("an answer").bytes().await.map(drop).expect("a body") }
        })
        .await;
    let trace = finished(&proxy, &recorder).await;
    assert_eq!(trace.calls.len(), CALLS);
    let mut answered: Vec<usize> = Vec::new();
    for call in &trace.calls {
        assert_eq!(call.status, CallStatus::Updated, "{}", call.output);
        let value = &call.response.as_ref().expect("a response")["response"]["out"]["children"];
        assert_eq!(call.output, format!("{value}.children"), "each call has its own answer");
        answered.push(value.as_u64().expect("a number") as usize);
    }
    answered.sort_unstable();
    assert!(answered.into_iter().eq(0..CALLS), "each call is there once");
}

#[tokio::test]
async fn a_large_answer_is_never_held_back_whether_or_not_it_is_recorded() {
    const CHUNK: usize = 64 << 10;
    const CHUNKS: usize = 800;
    // What two loopback connections may hold in the kernel is less than that.
    const HALF: usize = CHUNK * CHUNKS / 2;
    let (made, taken, most) =
        (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
    let large = {
        let (made, taken, most) = (made.clone(), taken.clone(), most.clone());
        move || {
            let (made, taken, most) = (made.clone(), taken.clone(), most.clone());
            async move {
                Body::from_stream(stream::iter(0..CHUNKS).map(move |_| {
                    let made = made.fetch_add(CHUNK, Ordering::SeqCst) + CHUNK;
                    most.fetch_max(made - taken.load(Ordering::SeqCst), Ordering::SeqCst);
                    Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; CHUNK]))
                }))
            }
        }
    };
    let app =
        Router::new().route("/large", post(large.clone())).route("/_dash-update-component", post(large));
    let (proxy, recorder, _) = proxied(app, &[]).await;
    for path in ["large", "_dash-update-component"] {
        for counter in [&made, &taken, &most] {
            counter.store(0, Ordering::SeqCst);
        }
        let url = proxy.url().join(path).expect("url");
        let mut answer = client().post(url).json(&json!({"output": "a.b"})).send().await.expect("an answer");
        while let Some(chunk) = answer.chunk().await.expect("a chunk") {
            taken.fetch_add(chunk.len(), Ordering::SeqCst);
        }
        assert_eq!(taken.load(Ordering::SeqCst), CHUNK * CHUNKS);
        let most = most.load(Ordering::SeqCst);
        assert!(most < HALF, "{path}: {most} bytes were under way at once");
    }
    let trace = finished(&proxy, &recorder).await;
    assert_eq!(trace.calls[0].response.as_ref().expect("a response")["elided"]["bytes"], CHUNK * CHUNKS);
}
