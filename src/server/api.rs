//! The JSON API; `openapi.json` describes it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::gallery;
use super::refusal::Refusal;
use super::site::Site;
use super::view::ScheduleView;
use crate::schedule::Burst;

/// Which runs are asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Which {
    pub(super) report: Option<String>,
    pub(super) state: Option<String>,
    /// After this run, in the list's order.
    pub(super) before: Option<i64>,
    /// At most so many.
    pub(super) limit: Option<u32>,
}

/// What is to be made now.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Trigger {
    report: String,
    burst: Option<BTreeMap<String, String>>,
}

/// Below `/api/v1`.
pub(super) fn router() -> Router<Arc<Site>> {
    Router::new()
        .route("/schedules", get(schedules))
        .route("/runs", get(runs).post(trigger))
        .route("/runs/{id}", get(run))
        .route("/runs/{id}/cancel", post(cancel))
        .route("/pictures", get(gallery::api::pictures))
}

/// The description of this API, for programs.
pub(super) async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("openapi.json"))
}

async fn schedules(State(site): State<Arc<Site>>) -> Response {
    let now = Timestamp::now();
    let schedules: Vec<_> = site.plans.iter().map(|plan| ScheduleView::new(plan, now)).collect();
    Json(json!({"schedules": schedules})).into_response()
}

async fn runs(
    State(site): State<Arc<Site>>,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Response, Told> {
    let (runs, next) = site.runs(&which?.0).await?;
    Ok(Json(json!({"runs": runs, "next": next})).into_response())
}

async fn run(State(site): State<Arc<Site>>, id: Result<Path<i64>, PathRejection>) -> Result<Response, Told> {
    Ok(Json(site.run(id?.0).await?).into_response())
}

async fn trigger(
    State(site): State<Arc<Site>>,
    asked: Result<Json<Trigger>, JsonRejection>,
) -> Result<Response, Told> {
    let Json(Trigger { report, burst }) = asked?;
    let runs = site.trigger(&report, burst.map(Burst).as_ref()).await?;
    Ok((StatusCode::ACCEPTED, Json(json!({"runs": runs}))).into_response())
}

async fn cancel(
    State(site): State<Arc<Site>>,
    id: Result<Path<i64>, PathRejection>,
) -> Result<Response, Told> {
    Ok(Json(site.cancel(id?.0).await?).into_response())
}

/// What there is not.
pub(super) async fn nowhere() -> Told {
    Told(Refusal::new(StatusCode::NOT_FOUND, "there is no such resource"))
}

/// A refusal, told as JSON.
pub(super) struct Told(pub(super) Refusal);

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        self.0.to_json()
    }
}

impl From<Refusal> for Told {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl From<QueryRejection> for Told {
    fn from(error: QueryRejection) -> Self {
        Self(Refusal::new(error.status(), error.body_text()))
    }
}

impl From<PathRejection> for Told {
    fn from(error: PathRejection) -> Self {
        Self(Refusal::new(error.status(), error.body_text()))
    }
}

impl From<JsonRejection> for Told {
    fn from(error: JsonRejection) -> Self {
        Self(Refusal::new(error.status(), error.body_text()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    /// The operations that a source's routes name.
    fn routed(source: &str) -> BTreeSet<String> {
        let routes = source.split(".route(\"").skip(1).filter_map(|rest| rest.split_once('"'));
        let operations = routes.flat_map(|(path, rest)| {
            let handlers = rest.lines().next().unwrap_or_default();
            let methods = ["get", "post", "put", "delete"];
            let taken = methods.into_iter().filter(|method| handlers.contains(&format!("{method}(")));
            taken.map(|method| format!("{method} /api/v1{path}")).collect::<Vec<_>>()
        });
        operations.collect()
    }

    #[test]
    fn what_is_described_is_what_is_routed() {
        let mut sources = routed(include_str!("api.rs").split("#[cfg(test)]").next().unwrap());
        sources.extend(routed(include_str!("review/api.rs")));
        let described: Value = serde_json::from_str(include_str!("openapi.json")).unwrap();
        let described = described["paths"].as_object().unwrap().iter().flat_map(|(path, operations)| {
            let methods = operations.as_object().unwrap().keys().filter(|key| *key != "parameters");
            methods.map(move |method| format!("{method} {path}"))
        });
        assert_eq!(sources, described.collect());
    }
}
