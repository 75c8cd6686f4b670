//! One request through the proxy.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts, Request, State, WebSocketUpgrade};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use futures_util::{Stream, StreamExt, stream};
use serde_json::Value;
use tokio::sync::watch;
use tokio::time::sleep;

use super::exchange::{Exchange, Exchanges, is_poll};
use super::faults::{self, Faults};
use super::inject::{into_head, is_page};
use super::server::gone;
use super::tap::{self, Tap};
use super::upstream::{Upstream, is_websocket};
use super::{csp, taping, websocket};
use crate::trace::replay::{Reel, Side};
use crate::trace::{Fault, Instead, Recorder};

/// What every request needs.
#[derive(Debug, Clone)]
pub(super) struct Front {
    pub(super) upstream: Upstream,
    pub(super) exchanges: Exchanges,
    /// What is put into pages; nothing where no browser opens them.
    pub(super) tap: Option<Tap>,
    pub(super) faults: Faults,
    /// Where the app's answers are recorded, if they are.
    pub(super) side: Option<Side>,
    pub(super) alive: watch::Receiver<()>,
}

impl Front {
    /// Cookies that the app sets may be secret.
    fn learn_cookies(&self, answer: &reqwest::Response) {
        for cookie in
            answer.headers().get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok())
        {
            self.exchanges.recorder.cookie(cookie);
        }
    }
}

/// Answers what the browser asks: the app does, but for the tap's reports.
pub(super) async fn forward(State(front): State<Front>, request: Request) -> Response {
    let path = request.uri().path();
    if let Some(tap) = front.tap.as_ref().filter(|_| path == tap::PATH) {
        return match *request.method() {
            Method::GET => Html(tap::BLANK).into_response(),
            _ => report(tap, request.into_body()).await,
        };
    }
    if is_websocket(request.headers()) {
        return upgrade(front, request).await;
    }
    if path.ends_with("/_dash-update-component") && request.method() == Method::POST {
        return callback(front, request).await;
    }
    let learn: Option<fn(&Recorder, Value)> = match path.rsplit('/').next() {
        Some("_dash-layout") => {
            front.exchanges.page_left();
            Some(|recorder, layout| recorder.layout(&layout))
        }
        Some("_dash-dependencies") => {
            Some(|recorder, list| recorder.dependencies(list.as_array().cloned().unwrap_or_default()))
        }
        _ => None,
    };
    let asked = request.headers().clone();
    let (mut parts, body) = request.into_parts();
    let target = target(&parts.uri);
    let reel = front.side.as_ref().map(|side| {
        taping::whole(&mut parts.headers);
        side.exchange(parts.method.as_str(), target, None)
    });
    match front.upstream.send(parts.method, target, parts.headers, streamed(&asked, body)).await {
        Ok(answer) => {
            front.learn_cookies(&answer);
            match learn {
                Some(learn) => learnt(&front, answer, reel, learn).await,
                None => relay(&front, &asked, answer, reel),
            }
        }
        Err(reason) => unreachable(&reason),
    }
}

async fn report(tap: &Tap, body: Body) -> Response {
    let Ok(body) = to_bytes(body, usize::MAX).await else { return StatusCode::BAD_REQUEST.into_response() };
    match tap.report(&body) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}

/// A callback exchange: the request is read whole, the answer recorded while it streams.
async fn callback(front: Front, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else { return StatusCode::BAD_REQUEST.into_response() };
    let asked = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let query = parts.uri.query().unwrap_or_default();
    let polls = is_poll(query);
    let exchange = front.exchanges.request(query, asked.clone());
    let fault = front.faults.befalling(&front.exchanges.recorder.graph(), &asked, polls);
    if let Some(instead) = fault.and_then(|fault| fault.instead.as_ref()) {
        delayed(fault).await;
        return instead_of_the_app(exchange, instead);
    }
    let mut exchange = exchange;
    let side = front.side.as_ref();
    let reel = side.map(|side| side.exchange(parts.method.as_str(), target(&parts.uri), Some(asked)));
    let sent = front.upstream.send(parts.method, target(&parts.uri), parts.headers, body.into()).await;
    let answer = match sent {
        Ok(answer) => answer,
        Err(reason) => {
            exchange.fail(format!("the app did not answer: {reason}"));
            return unreachable(&reason);
        }
    };
    front.learn_cookies(&answer);
    delayed(fault).await;
    let timing = answer.headers().get("server-timing").and_then(|value| value.to_str().ok());
    exchange.head(answer.status().as_u16(), timing);
    let (status, mut headers) = (answer.status(), front.upstream.answered(answer.headers().clone()));
    let length = if status == StatusCode::NO_CONTENT { Some(0) } else { answer.content_length() };
    let reel = taping::head(reel, status, &mut headers, length);
    let body = taping::body(reel, answer.bytes_stream());
    let body = Body::from_stream(until_gone(&front, recorded(body, exchange, length)));
    respond(status, headers, body)
}

/// Waits for as long as a fault holds an answer up. A sleep of nothing would take a tick of the timer, a millisecond.
async fn delayed(fault: Option<&Fault>) {
    if let Some(fault) = fault.filter(|fault| !fault.delay.is_zero()) {
        sleep(fault.delay).await;
    }
}

/// What a fault answers.
fn instead_of_the_app(mut exchange: Exchange, instead: &Instead) -> Response {
    let Some((status, kind, body)) = faults::answer(instead) else {
        exchange.fail("the connection was cut by a fault".to_owned());
        // Chromium repeats a POST whose connection is cut before the first byte of the answer, so that nobody would see
        // the cut. A redirect to where `fetch` may not go is the same network error to the page (Fetch standard, HTTP-redirect fetch).
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "about:blank")]).into_response();
    };
    exchange.head(status.as_u16(), None);
    exchange.chunk(body.as_bytes());
    exchange.end();
    (status, [(header::CONTENT_TYPE, kind)], body).into_response()
}

/// The body, with each part shown to `exchange` as it passes. A body whose length is known is over with its
/// last byte: nobody asks for more, and the page may react to it at once.
fn recorded<S, E>(
    body: S,
    exchange: Exchange,
    mut missing: Option<u64>,
) -> impl Stream<Item = Result<Bytes, E>> + Send + Unpin
where
    S: Stream<Item = Result<Bytes, E>> + Send + 'static,
    E: std::fmt::Display + Send + 'static,
{
    let mut open = Some(exchange);
    let mut see = move |part: Option<&Result<Bytes, E>>| {
        let Some(mut exchange) = open.take() else { return };
        match part {
            Some(Ok(chunk)) => {
                exchange.chunk(chunk);
                missing = missing.map(|missing| missing.saturating_sub(chunk.len() as u64));
            }
            Some(Err(error)) => return exchange.fail(format!("the answer broke off: {error}")),
            None => missing = Some(0),
        }
        if missing == Some(0) { exchange.end() } else { open = Some(exchange) }
    };
    if missing == Some(0) {
        see(None);
    }
    // The end of a body without a known length is one more thing to see.
    Box::pin(body.map(Some).chain(stream::iter([None])).filter_map(move |part| {
        see(part.as_ref());
        std::future::ready(part)
    }))
}

/// The app's layout and its callbacks pass by once per page load; the trace learns from them.
async fn learnt(
    front: &Front,
    answer: reqwest::Response,
    reel: Option<Reel>,
    learn: fn(&Recorder, Value),
) -> Response {
    let (status, mut headers) = (answer.status(), front.upstream.answered(answer.headers().clone()));
    match answer.bytes().await {
        Ok(body) => {
            if let Ok(told) = serde_json::from_slice(&body) {
                learn(&front.exchanges.recorder, told);
            }
            if let Some(mut reel) = taping::head(reel, status, &mut headers, None) {
                reel.chunk(&body);
                reel.end();
            }
            respond(status, headers, Body::from(body))
        }
        Err(error) => unreachable(&error.without_url().to_string()),
    }
}

/// Any other answer streams through; a page gets the tap.
fn relay(front: &Front, asked: &HeaderMap, answer: reqwest::Response, reel: Option<Reel>) -> Response {
    let status = answer.status();
    let mut headers = front.upstream.answered(answer.headers().clone());
    let reel = taping::head(reel, status, &mut headers, answer.content_length());
    let body = until_gone(front, taping::body(reel, answer.bytes_stream()));
    let Some(tap) = front.tap.as_ref().filter(|_| is_page(asked, &headers)) else {
        return respond(status, headers, Body::from_stream(body));
    };
    let admission = csp::admit(&mut headers, &tap.hash());
    headers.remove(header::CONTENT_LENGTH);
    // With the tap inside it is another page than the one that the app could confirm as unchanged.
    headers.remove(header::ETAG);
    headers.remove(header::LAST_MODIFIED);
    // A browser that outlives this visit must not show the page, with this visit's tap, in the next.
    let kept = |value: &HeaderValue| value.to_str().is_ok_and(|value| value.contains("no-store"));
    if !headers.get(header::CACHE_CONTROL).is_some_and(kept) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    respond(status, headers, into_head(body, tap.element(&admission)))
}

async fn upgrade(front: Front, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(socket) => websocket::bridge(front, target(&parts.uri).to_owned(), parts.headers, socket).await,
        Err(rejection) => rejection.into_response(),
    }
}

/// A body for the app; none when the browser sent none.
fn streamed(headers: &HeaderMap, body: Body) -> reqwest::Body {
    let has_body =
        headers.contains_key(header::CONTENT_LENGTH) || headers.contains_key(header::TRANSFER_ENCODING);
    if has_body { reqwest::Body::wrap_stream(body.into_data_stream()) } else { reqwest::Body::default() }
}

fn until_gone<S: Stream + Send + Unpin + 'static>(
    front: &Front,
    body: S,
) -> impl Stream<Item = S::Item> + Send + Unpin + use<S> {
    body.take_until(Box::pin(gone(front.alive.clone())))
}

fn target(uri: &axum::http::Uri) -> &str {
    uri.path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str)
}

fn respond(status: StatusCode, headers: HeaderMap, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn unreachable(reason: &str) -> Response {
    (StatusCode::BAD_GATEWAY, format!("the app did not answer: {reason}")).into_response()
}
