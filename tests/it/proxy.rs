//! The recording proxy, in front of small apps.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ws::Message;
use axum::extract::{RawQuery, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dashproof::Trust;
use dashproof::trace::proxy::Proxy;
use dashproof::trace::{CallKind, CallStatus, Recorder, Trace};
use futures_util::{SinkExt, StreamExt, stream};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite;
use url::Url;

/// Serves `app` and puts a proxy in front of it.
async fn proxied(app: Router, headers: &[(&str, &str)]) -> (Proxy, Recorder, Url) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url: Url = format!("http://{}/", listener.local_addr().expect("address")).parse().expect("url");
    tokio::spawn(async move { axum::serve(listener, app).await });
    let recorder = Recorder::new(url.as_str(), "browser");
    recorder.begin_step("goto /");
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let proxy =
        Proxy::start(&url, &headers, &Trust::System, recorder.clone()).await.expect("the proxy starts");
    (proxy, recorder, url)
}

fn client() -> reqwest::Client {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    client.build().expect("a client")
}

async fn call(proxy: &Proxy, query: &str, changed: &str) -> reqwest::Response {
    let body = json!({"output": "out.children", "outputs": {"id": "out", "property": "children"},
        "inputs": [{"id": "in", "property": "value", "value": 1}], "changedPropIds": [changed]});
    let url = proxy.url().join(&format!("_dash-update-component{query}")).expect("url");
    client().post(url).json(&body).send().await.expect("an answer")
}

/// Waits until nothing is in flight: the trace is complete then.
async fn finished(proxy: &Proxy, recorder: &Recorder) -> Trace {
    let wait = async {
        while !proxy.in_flight().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), wait).await.expect("the calls end");
    recorder.snapshot()
}

#[tokio::test]
async fn a_callback_passes_unchanged_and_is_recorded() {
    let answer = r#"{"multi":true,"response":{"out":{"children":"é \u003c"}}}"#;
    let app = Router::new().route(
        "/_dash-update-component",
        post(move |_: Bytes| async move { ([("server-timing", "__dash_server;dur=12")], answer) }),
    );
    let (proxy, recorder, _) = proxied(app, &[]).await;
    assert_eq!(call(&proxy, "", "in.value").await.text().await.expect("body"), answer);
    let trace = finished(&proxy, &recorder).await;
    let [call] = trace.calls.as_slice() else { panic!("{:?}", trace.calls) };
    assert_eq!(
        (call.kind, &call.status, call.http_status),
        (CallKind::Server, &CallStatus::Updated, Some(200))
    );
    assert_eq!(call.changed, ["in.value"]);
    assert_eq!(call.server_timing.as_deref(), Some("__dash_server;dur=12"));
    assert_eq!(call.response.as_ref().expect("response")["response"]["out"]["children"], "é <");
    assert!(call.duration.is_some());
}

#[tokio::test]
async fn a_failed_callback_says_what_the_app_said() {
    let page = "<title>KeyError: 'EMEA' // Werkzeug Debugger</title>";
    let app = Router::new().route(
        "/_dash-update-component",
        post(move || async move { (StatusCode::INTERNAL_SERVER_ERROR, Html(page)) }),
    );
    let (proxy, recorder, _) = proxied(app, &[]).await;
    // An error page is data of the callback, not a page: it passes without the tap.
    assert_eq!(call(&proxy, "", "in.value").await.text().await.expect("body"), page);
    let trace = finished(&proxy, &recorder).await;
    assert_eq!(trace.calls[0].status, CallStatus::Failed { message: "KeyError: 'EMEA'".to_owned() });
}

#[tokio::test]
async fn the_polls_of_a_background_callback_are_one_call() {
    async fn answer(RawQuery(query): RawQuery) -> Response {
        match query.as_deref() {
            Some("endId=e&cacheKey=k~1&job=7") => {
                json!({"multi": true, "progress": {"bar.value": "1"}}).to_string().into_response()
            }
            Some("endId=e&cacheKey=k~1&job=7&last") => {
                json!({"multi": true, "response": {"out": {"children": "done"}}}).to_string().into_response()
            }
            _ => json!({"cacheKey": "k~1", "job": "7"}).to_string().into_response(),
        }
    }
    let (proxy, recorder, _) =
        proxied(Router::new().route("/_dash-update-component", post(answer)), &[]).await;
    call(&proxy, "?endId=e", "in.value").await.bytes().await.expect("body");
    call(&proxy, "?endId=e&cacheKey=k~1&job=7", "in.value").await.bytes().await.expect("body");
    assert_eq!(proxy.in_flight(), ["out.children"], "it is under way between two polls");
    call(&proxy, "?endId=e&cacheKey=k~1&job=7&last", "in.value").await.bytes().await.expect("body");
    let trace = finished(&proxy, &recorder).await;
    let [call] = trace.calls.as_slice() else { panic!("{:?}", trace.calls) };
    assert_eq!((call.kind, &call.status, call.polls), (CallKind::Background, &CallStatus::Updated, 2));
    assert_eq!(call.partial[0].body, json!({"progress": {"bar.value": "1"}}));
}

#[tokio::test]
async fn a_page_that_goes_away_abandons_its_call() {
    let app = Router::new().route("/_dash-update-component", post(std::future::pending::<()>));
    let (proxy, recorder, _) = proxied(app, &[]).await;
    let called = async {
        while proxy.in_flight().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        answer = call(&proxy, "", "in.value") => panic!("the app never answers: {answer:?}"),
        () = called => {}
    }
    assert_eq!(finished(&proxy, &recorder).await.calls[0].status, CallStatus::Abandoned);
}

#[tokio::test]
async fn a_newer_call_makes_the_older_one_stale() {
    let app = Router::new().route(
        "/_dash-update-component",
        post(|RawQuery(query): RawQuery| async move {
            if query.is_none() {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            r#"{"multi":true,"response":{"out":{"children":1}}}"#
        }),
    );
    let (proxy, recorder, _) = proxied(app, &[]).await;
    let newer = async {
        while proxy.in_flight().is_empty() {
            tokio::task::yield_now().await;
        }
        call(&proxy, "?fast", "in.value").await
    };
    let (older, newer) = tokio::join!(call(&proxy, "", "in.value"), newer);
    older.bytes().await.expect("body");
    newer.bytes().await.expect("body");
    let statuses: Vec<_> =
        finished(&proxy, &recorder).await.calls.into_iter().map(|call| call.status).collect();
    assert_eq!(statuses, [CallStatus::Stale, CallStatus::Updated]);
}

#[tokio::test]
async fn a_page_gets_the_tap_that_its_policy_admits() {
    let app = Router::new().route(
        "/",
        get(|| async {
            let policy = "script-src 'nonce-n1'";
            ([(header::CONTENT_SECURITY_POLICY, policy)], Html("<html><head><script nonce=n1></script>"))
        }),
    );
    let (proxy, _, _) = proxied(app, &[]).await;
    let answer = client().get(proxy.url().clone()).send().await.expect("an answer");
    assert_eq!(answer.headers()["content-security-policy"], "script-src 'nonce-n1'");
    assert_eq!(answer.headers()["cache-control"], "no-cache", "the next visit gets a page of its own");
    let page = answer.text().await.expect("body");
    assert!(page.starts_with("<html><head><script nonce=\"n1\" data-visit="), "{page:.80}");
    assert!(page.ends_with("</script><script nonce=n1></script>"));
}

#[tokio::test]
async fn redirects_and_cookies_lead_back_to_the_proxy_and_credentials_only_to_the_app() {
    async fn answer(headers: HeaderMap) -> Response {
        let host = headers[header::HOST].to_str().expect("host").to_owned();
        assert_eq!(headers["authorization"], "Basic c2VjcmV0");
        let location = format!("http://{host}/next");
        let cookie = "session=1; Domain=localhost; Path=/; HttpOnly";
        (StatusCode::FOUND, [(header::LOCATION, location), (header::SET_COOKIE, cookie.to_owned())])
            .into_response()
    }
    let (proxy, recorder, _) =
        proxied(Router::new().fallback(answer), &[("Authorization", "Basic c2VjcmV0")]).await;
    let answer = client().get(proxy.url().clone()).send().await.expect("an answer");
    // The app built the address from the host that it saw, so that was the proxy's.
    assert_eq!(answer.headers()[header::LOCATION], proxy.url().join("next").expect("url").as_str());
    assert_eq!(answer.headers()[header::SET_COOKIE], "session=1; Path=/; HttpOnly");
    call(&proxy, "", "in.value").await.bytes().await.expect("body");
    let written = serde_json::to_string(&finished(&proxy, &recorder).await).expect("json");
    assert!(!written.contains("c2VjcmV0"), "a credential was written down");
}

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
async fn an_app_that_is_gone_is_a_failed_call_and_a_bad_gateway() {
    let recorder = Recorder::new("http://127.0.0.1:1/", "browser");
    let app = "http://127.0.0.1:1/".parse().expect("url");
    let proxy = Proxy::start(&app, &[], &Trust::System, recorder.clone()).await.expect("the proxy starts");
    assert_eq!(call(&proxy, "", "in.value").await.status(), StatusCode::BAD_GATEWAY);
    let trace = finished(&proxy, &recorder).await;
    assert!(
        matches!(&trace.calls[0].status, CallStatus::Failed { message } if message.contains("did not answer")),
        "{:?}",
        trace.calls[0].status
    );
}

#[tokio::test]
async fn callbacks_over_a_websocket_are_recorded_frame_by_frame() {
    async fn answer(socket: WebSocketUpgrade, headers: HeaderMap) -> Response {
        if headers.get(header::ORIGIN).is_none() {
            return StatusCode::FORBIDDEN.into_response();
        }
        socket.on_upgrade(|mut socket| async move {
            while let Some(Ok(Message::Text(text))) = socket.recv().await {
                let asked: Value = serde_json::from_str(&text).expect("json");
                let id = &asked["requestId"];
                let set = json!([{"type": "set_props", "requestId": id,
                    "payload": {"componentId": "bar", "props": {"value": 3}}}]);
                let done = json!({"type": "callback_response", "requestId": id, "payload":
                    {"status": "ok", "data": {"multi": true, "response": {"out": {"children": "x"}}}}});
                for message in [set, done] {
                    socket.send(Message::Text(message.to_string().into())).await.expect("sent");
                }
            }
        })
    }
    let (proxy, recorder, _) = proxied(Router::new().route("/_dash-ws-callback", get(answer)), &[]).await;
    let address = proxy.url().join("_dash-ws-callback").expect("url").to_string().replace("http", "ws");

    let refused = tokio_tungstenite::connect_async(&address).await;
    assert!(matches!(refused, Err(tungstenite::Error::Http(answer)) if answer.status() == 403));

    let mut request = tungstenite::client::IntoClientRequest::into_client_request(address).expect("request");
    request.headers_mut().insert(header::ORIGIN, proxy.url().as_str().parse().expect("origin"));
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await.expect("a socket");
    let ask = json!({"type": "callback_request", "requestId": "r-1", "payload":
        {"output": "out.children", "changedPropIds": ["in.value"]}});
    socket.send(tungstenite::Message::text(ask.to_string())).await.expect("sent");
    for _ in 0..2 {
        socket.next().await.expect("a message").expect("a frame");
    }
    let trace = finished(&proxy, &recorder).await;
    let [call] = trace.calls.as_slice() else { panic!("{:?}", trace.calls) };
    assert_eq!((call.kind, &call.status), (CallKind::Websocket, &CallStatus::Updated));
    assert_eq!(call.partial[0].body, json!({"sideUpdate": {"bar": {"value": 3}}}));
}

#[tokio::test]
async fn a_dropped_proxy_cuts_what_still_streams() {
    let app = Router::new().route(
        "/",
        get(|| async {
            Body::from_stream(
                stream::once(async { Ok::<_, std::io::Error>(Bytes::from("x")) }).chain(stream::pending()),
            )
        }),
    );
    let (proxy, _, _) = proxied(app, &[]).await;
    let mut answer = client().get(proxy.url().clone()).send().await.expect("an answer");
    assert_eq!(answer.chunk().await.expect("chunk"), Some(Bytes::from("x")));
    drop(proxy);
    let rest = tokio::time::timeout(Duration::from_secs(10), answer.chunk()).await.expect("the stream ends");
    assert!(!matches!(rest, Ok(Some(_))));
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
