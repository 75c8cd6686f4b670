//! The pages about runs, and what their forms do.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Extension, Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use minijinja::context;
use minijinja::value::Serde;
use serde::Deserialize;

use super::api::Which;
use super::guard::Visitor;
use super::refusal::Refusal;
use super::site::Site;
use super::view::ScheduleView;
use super::{artefact, gallery, metrics, trace};
use crate::schedule::{Burst, RunState};

/// The pages about runs.
pub(super) fn router() -> Router<Arc<Site>> {
    Router::new()
        .route("/", get(home))
        .route("/trigger", post(trigger))
        .route("/runs/{id}", get(run))
        .route("/runs/{id}/cancel", post(cancel))
        .route("/runs/{run}/trace/{page}", get(trace::trace))
        .route("/artefacts/{run}/{page}", get(artefact::artefact))
        .route("/metrics", get(metrics::metrics))
        .merge(gallery::router())
}

/// The reports with their next fires, and the latest runs.
async fn home(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    Query(which): Query<Which>,
) -> Result<Response, Refusal> {
    let (runs, next) = site.runs(&which).await?;
    let now = Timestamp::now();
    let schedules: Vec<_> = site.plans.iter().map(|plan| ScheduleView::new(plan, now)).collect();
    let values = context! {
        schedules => Serde(schedules), runs => Serde(runs), next => next, which => Serde(which),
        states => RunState::ALL.map(RunState::name)
    };
    site.frame.page("home.html", &visitor, values)
}

/// One run.
async fn run(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<i64>,
) -> Result<Response, Refusal> {
    let values = context! { run => Serde(site.run(id).await?), log => site.last_log(id).await? };
    site.frame.page("run.html", &visitor, values)
}

/// What every form repeats.
#[derive(Debug, Deserialize)]
pub(super) struct Repeated {
    pub(super) form: String,
}

/// What is to be made now.
#[derive(Debug, Deserialize)]
struct Trigger {
    form: String,
    report: String,
    /// A burst's key; every burst when there is none.
    burst: Option<String>,
}

/// Has a report made now, and shows the run, or all of them.
async fn trigger(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    Form(asked): Form<Trigger>,
) -> Result<Redirect, Refusal> {
    visitor.check(&site.frame, &asked.form)?;
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
async fn cancel(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<i64>,
    Form(asked): Form<Repeated>,
) -> Result<Redirect, Refusal> {
    visitor.check(&site.frame, &asked.form)?;
    site.cancel(id).await?;
    Ok(Redirect::to(&format!("/runs/{id}")))
}
