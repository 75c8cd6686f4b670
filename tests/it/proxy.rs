//! The recording proxy, in front of small apps.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ws::Message;
use axum::extract::{RawQuery, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use dashproof::Trust;
use dashproof::trace::proxy::Proxy;
use dashproof::trace::{CallKind, CallStatus, Recorder, Trace};
use futures_util::{SinkExt, StreamExt, stream};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite;
use url::Url;

/// Serves `app` and puts a proxy in front of it.
pub(crate) async fn proxied(app: Router, headers: &[(&str, &str)]) -> (Proxy, Recorder, Url) {
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

pub(crate) fn client() -> reqwest::Client {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    client.build().expect("a client")
}

pub(crate) async fn call(proxy: &Proxy, query: &str, changed: &str) -> reqwest::Response {
    let body = json!({"output": "out.children", "outputs": {"id": "out", "property": "children"},
        "inputs": [{"id": "in", "property": "value", "value": 1}], "changedPropIds": [changed]});
    let url = proxy.url().join(&format!("_dash-update-component{query}")).expect("url");
    client().post(url).json(&body).send().await.expect("an answer")
}

/// Waits until nothing is in flight: the trace is complete then.
pub(crate) async fn finished(proxy: &Proxy, recorder: &Recorder) -> Trace {
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
async fn a_background_callback_that_is_replaced_is_awaited_no_more() {
    async fn answer(RawQuery(query): RawQuery) -> Response {
        let begins = |job: &str| json!({"cacheKey": "k", "job": job}).to_string().into_response();
        match query.as_deref() {
            Some("endId=e") => begins("1"),
            Some("endId=e&oldJob=1") => begins("2"),
            Some("endId=e&cacheKey=k&job=2") => {
                json!({"multi": true, "response": {"out": {"children": "done"}}}).to_string().into_response()
            }
            _ => json!({"multi": true}).to_string().into_response(),
        }
    }
    let (proxy, recorder, _) =
        proxied(Router::new().route("/_dash-update-component", post(answer)), &[]).await;
    call(&proxy, "?endId=e", "in.value").await.bytes().await.expect("body");
    // The page takes this answer only after it has replaced the job, and polls no more.
    call(&proxy, "?endId=e&cacheKey=k&job=1", "in.value").await.bytes().await.expect("body");
    call(&proxy, "?endId=e&oldJob=1", "in.value").await.bytes().await.expect("body");
    call(&proxy, "?endId=e&cacheKey=k&job=2", "in.value").await.bytes().await.expect("body");
    let trace = finished(&proxy, &recorder).await;
    let statuses: Vec<_> = trace.calls.iter().map(|call| &call.status).collect();
    assert_eq!(statuses, [&CallStatus::Stale, &CallStatus::Updated]);
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
