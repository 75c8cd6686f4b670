//! Whether a request may come in.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use minijinja::context;

use super::frame::Frame;
use super::refusal::Refusal;
use super::session::Session;

/// Who asks, as pages need to know it.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    /// Whom a proxy named.
    pub(super) name: Option<String>,
    pub(super) session: Session,
}

impl Visitor {
    /// Lets a form do what it asks for, if it comes from a page that this visitor was shown.
    pub(super) fn check(&self, frame: &Frame, form: &str) -> Result<(), Refusal> {
        let signer = &frame.access.signer;
        if signer.is_signed("form", self.session.text(), form) {
            return Ok(());
        }
        Err(Refusal::new(StatusCode::FORBIDDEN, "this form is too old, or not from here: reload its page"))
    }
}

/// Keeps out what other sites' pages ask for.
///
/// Where anybody on this machine may come in, they have to name it as such too: otherwise a page from elsewhere, whose name's
/// address becomes 127.0.0.1 all of a sudden, could read what it likes (DNS rebinding).
pub(super) async fn keep_out_others(
    State(frame): State<Arc<Frame>>,
    request: Request,
    next: Next,
) -> Response {
    let is_named = !frame.access.is_open() || host(&request).is_some_and(|host| is_this_machine(host.host()));
    let refusal = if !is_named {
        let reason = "this server is for this machine alone: ask for it as localhost or 127.0.0.1";
        Refusal::new(StatusCode::MISDIRECTED_REQUEST, reason)
    } else if !comes_from_here(&request) {
        Refusal::new(StatusCode::FORBIDDEN, "a page of another site asks for this")
    } else {
        return next.run(request).await;
    };
    if is_program(&request) { refusal.to_json() } else { refusal.into_response() }
}

/// Lets in whom [`Access`](super::Access) lets in, and gives each browser a session.
pub(super) async fn admit(
    State(frame): State<Arc<Frame>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let (access, now) = (&frame.access, Timestamp::now());
    let is_program = is_program(&request);
    let name = access.named_by_proxy(request.headers(), peer.ip());
    let session = access.signer.session_of(request.headers(), now);
    let logged_in = access.has_token() && session.as_ref().is_some_and(|session| session.is_login);
    if !(access.is_open() || name.is_some() || logged_in || access.has_bearer(request.headers())) {
        return turned_away(is_program, access.has_token());
    }
    let is_secure = is_secure(request.headers());
    let (session, cookie) = match session {
        Some(session) => (session, None),
        None => match access.signer.session(false, now) {
            Ok(session) => {
                let cookie = (!is_program).then(|| access.signer.set_cookie(Some(&session), is_secure));
                (session, cookie)
            }
            Err(error) => {
                return Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response();
            }
        },
    };
    let visitor = Visitor { name, session };
    request.extensions_mut().insert(visitor.clone());
    let mut response = next.run(request).await;
    if !is_program {
        response = in_words(response).await;
    }
    if !is_program && let Some(refusal) = response.extensions().get::<Refusal>() {
        let values = context! { status => refusal.status.to_string(), reason => &refusal.reason };
        if let Ok(page) = frame.page("refused.html", &visitor, values) {
            let allow = response.headers().get(header::ALLOW).map(|allow| (header::ALLOW, allow.clone()));
            response = (refusal.status, page).into_response();
            response.headers_mut().extend(allow);
        }
    }
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        // A page that sets one of its own knows better.
        response.headers_mut().entry(header::SET_COOKIE).or_insert(cookie);
    }
    response
}

/// What the framework refuses by itself, an address whose number is none, say, as a refusal of ours.
async fn in_words(response: Response) -> Response {
    const LONGEST: usize = 1000;
    let status = response.status();
    if response.extensions().get::<Refusal>().is_some() || !status.is_client_error() || is_json(&response) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let told = axum::body::to_bytes(body, LONGEST).await.unwrap_or_default();
    let reason = match String::from_utf8_lossy(&told).trim() {
        "" => status.canonical_reason().unwrap_or("refused").to_owned(),
        told => told.to_owned(),
    };
    let mut refused = Refusal::new(status, reason).into_response();
    refused
        .headers_mut()
        .extend(parts.headers.get(header::ALLOW).map(|allow| (header::ALLOW, allow.clone())));
    refused
}

fn is_json(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json")
}

fn turned_away(is_program: bool, has_token: bool) -> Response {
    if is_program {
        let refusal =
            Refusal::new(StatusCode::UNAUTHORIZED, "a token is needed: `Authorization: Bearer TOKEN`");
        ([(header::WWW_AUTHENTICATE, "Bearer")], refusal.to_json()).into_response()
    } else if has_token {
        Redirect::to("/login").into_response()
    } else {
        Refusal::new(StatusCode::FORBIDDEN, "come through the proxy, which says who you are").into_response()
    }
}

/// Whether what changes something is asked for by a page of this server, or by no page at all.
///
/// Browsers say which by `Sec-Fetch-Site` (W3C Fetch Metadata), on connections that are no secure context by `Origin` alone.
fn comes_from_here(request: &Request) -> bool {
    if [Method::GET, Method::HEAD].contains(request.method()) {
        return true;
    }
    let headers = request.headers();
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    origin.is_some_and(|(_, from)| host(request).is_some_and(|host| host.as_str().eq_ignore_ascii_case(from)))
}

/// Whether the browser's connection is encrypted, as a proxy tells.
pub(super) fn is_secure(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|scheme| scheme == "https")
}

/// Whether who asks is a program, which reads JSON.
fn is_program(request: &Request) -> bool {
    ["/api/", "/metrics"].iter().any(|path| request.uri().path().starts_with(path))
}

/// What the request calls this server.
fn host(request: &Request) -> Option<Authority> {
    match request.uri().authority() {
        Some(authority) => Some(authority.clone()),
        None => request.headers().get(header::HOST)?.to_str().ok()?.parse().ok(),
    }
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || address.is_ok_and(|address| address.to_canonical().is_loopback())
}
