//! Letting a browser in whose user knows the token, and out again.

use std::sync::Arc;

use axum::extract::{Extension, Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use minijinja::context;
use serde::Deserialize;

use super::frame::Frame;
use super::guard::{Visitor, is_secure};
use super::pages::Repeated;
use super::refusal::Refusal;

/// Where a token is asked for.
pub(super) async fn login(State(frame): State<Arc<Frame>>) -> Result<Response, Refusal> {
    if !frame.access.has_token() {
        return Ok(Redirect::to(frame.home()).into_response());
    }
    frame.bare("login.html", context! {})
}

/// A token that somebody typed.
#[derive(Deserialize)]
pub(super) struct Login {
    token: String,
}

/// Lets a browser in whose user knows the token.
pub(super) async fn let_in(
    State(frame): State<Arc<Frame>>,
    headers: HeaderMap,
    Form(login): Form<Login>,
) -> Result<Response, Refusal> {
    let signer = &frame.access.signer;
    if !frame.access.is_token(login.token.trim()) {
        let page = frame.bare("login.html", context! { is_wrong => true })?;
        return Ok((StatusCode::UNAUTHORIZED, page).into_response());
    }
    let session = signer
        .session(true, Timestamp::now())
        .map_err(|error| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    let cookie = signer.set_cookie(Some(&session), is_secure(&headers));
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(frame.home())).into_response())
}

/// Lets the browser forget who was let in.
pub(super) async fn logout(
    State(frame): State<Arc<Frame>>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(asked): Form<Repeated>,
) -> Result<Response, Refusal> {
    visitor.check(&frame, &asked.form)?;
    let cookie = frame.access.signer.set_cookie(None, is_secure(&headers));
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/login")).into_response())
}
