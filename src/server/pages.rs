//! The pages, and what their forms do.

use std::sync::Arc;

use axum::extract::{Extension, Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::Timestamp;
use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Deserialize;

use super::api::Which;
use super::guard::{Visitor, is_secure};
use super::refusal::Refusal;
use super::site::Site;
use super::view::ScheduleView;
use crate::schedule::{Burst, RunState};

/// The reports with their next fires, and the latest runs.
pub(super) async fn home(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    Query(which): Query<Which>,
) -> Result<Response, Refusal> {
    let (runs, next) = site.runs(&which).await?;
    let now = Timestamp::now();
    let schedules: Vec<_> = site.plans.iter().map(|plan| ScheduleView::new(plan, now)).collect();
    let values = context! {
        schedules => Serde(schedules), runs => Serde(runs), next => next, which => Serde(which),
        states => RunState::ALL.map(RunState::name), ..common(&site, &visitor)
    };
    Ok(Html(site.render("home.html", values)?).into_response())
}

/// One run.
pub(super) async fn run(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<i64>,
) -> Result<Response, Refusal> {
    let values = context! { run => Serde(site.run(id).await?), ..common(&site, &visitor) };
    Ok(Html(site.render("run.html", values)?).into_response())
}

/// What every form repeats.
#[derive(Debug, Deserialize)]
pub(super) struct Repeated {
    form: String,
}

/// What is to be made now.
#[derive(Debug, Deserialize)]
pub(super) struct Trigger {
    form: String,
    report: String,
    /// A burst's key; every burst when there is none.
    burst: Option<String>,
}

/// Has a report made now, and shows the run, or all of them.
pub(super) async fn trigger(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    Form(asked): Form<Trigger>,
) -> Result<Redirect, Refusal> {
    visitor.check(&site, &asked.form)?;
    let key = asked.burst.filter(|key| !key.is_empty());
    let burst = key.map(|key| {
        Burst::of_key(&key)
            .ok_or_else(|| Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "`burst` can't be read"))
    });
    let runs = site.trigger(&asked.report, burst.transpose()?.as_ref()).await?;
    Ok(match runs.as_slice() {
        [run] => Redirect::to(&format!("/runs/{}", run.id)),
        _ => Redirect::to("/"),
    })
}

/// Takes a run back, and shows it.
pub(super) async fn cancel(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<i64>,
    Form(asked): Form<Repeated>,
) -> Result<Redirect, Refusal> {
    visitor.check(&site, &asked.form)?;
    site.cancel(id).await?;
    Ok(Redirect::to(&format!("/runs/{id}")))
}

/// Where a token is asked for.
pub(super) async fn login(State(site): State<Arc<Site>>) -> Result<Response, Refusal> {
    if !site.access.has_token() {
        return Ok(Redirect::to("/").into_response());
    }
    Ok(Html(site.render("login.html", context! {})?).into_response())
}

/// A token that somebody typed.
#[derive(Deserialize)]
pub(super) struct Login {
    token: String,
}

/// Lets a browser in whose user knows the token.
pub(super) async fn let_in(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    Form(login): Form<Login>,
) -> Result<Response, Refusal> {
    let signer = &site.access.signer;
    if !site.access.is_token(login.token.trim()) {
        let html = site.render("login.html", context! { is_wrong => true })?;
        return Ok((StatusCode::UNAUTHORIZED, Html(html)).into_response());
    }
    let session = signer
        .session(true, Timestamp::now())
        .map_err(|error| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    let cookie = signer.set_cookie(Some(&session), is_secure(&headers));
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

/// Lets the browser forget who was let in.
pub(super) async fn logout(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(asked): Form<Repeated>,
) -> Result<Response, Refusal> {
    visitor.check(&site, &asked.form)?;
    let cookie = site.access.signer.set_cookie(None, is_secure(&headers));
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/login")).into_response())
}

/// How the pages look.
pub(super) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("templates/style.css"))
}

pub(super) async fn nowhere() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "there is no such page")
}

/// What every page shows.
fn common(site: &Site, visitor: &Visitor) -> Value {
    context! {
        form => site.access.signer.form_token(&visitor.session),
        visitor => &visitor.name,
        is_login => visitor.session.is_login,
    }
}
