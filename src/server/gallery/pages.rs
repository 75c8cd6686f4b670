//! The pages of the gallery.

use std::sync::Arc;

use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::context;
use minijinja::value::Serde;

use super::pictures::Asked;
use crate::server::compared::Compared;
use crate::server::guard::Visitor;
use crate::server::refusal::Refusal;
use crate::server::site::Site;

/// The pictures of one report for one burst, the latest first.
pub(super) async fn gallery(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let reports: Vec<String> = site.plans.iter().map(|plan| plan.report.name.clone()).collect();
    let report = asked.report.clone().filter(|report| !report.is_empty());
    let report = report.or_else(|| reports.first().cloned()).unwrap_or_default();
    let keep = site.plans.iter().find(|plan| plan.report.name == report).map(|plan| &plan.report.keep);
    let values = context! {
        reports => reports,
        keeps => keep.map(ToString::to_string),
        older_than => asked.before,
        shown => Serde(site.pictures(report, &asked).await?),
    };
    site.frame.page("gallery.html", &visitor, values)
}

/// One picture, held against that of the run before.
pub(super) async fn picture(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    Path((run, page)): Path<(i64, usize)>,
) -> Result<Response, Refusal> {
    let neighbours = site.neighbours(run, page).await?;
    let figures = match &neighbours.older {
        Some(older) => match site.compared((older.run.id, older.page), (run, page)).await {
            Ok(compared) => Some(compared.diff.to_string()),
            Err(refusal) => Some(refusal.reason),
        },
        None => None,
    };
    let values = context! { shown => Serde(neighbours), figures => figures };
    site.frame.page("picture.html", &visitor, values)
}

/// What differs between two pictures.
pub(super) async fn difference(
    State(site): State<Arc<Site>>,
    Path((run, page, other, other_page)): Path<(i64, usize, i64, usize)>,
) -> Result<Response, Refusal> {
    let png = site.compared((other, other_page), (run, page)).await?.to_png()?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("image/png"))], png).into_response())
}

impl Site {
    /// Holds a picture against an earlier one: run and place of each.
    async fn compared(&self, before: (i64, usize), after: (i64, usize)) -> Result<Compared, Refusal> {
        let gone = || Refusal::new(StatusCode::GONE, "one of the pictures is kept no more");
        let before = self.store.bytes(before.0, before.1).await?.ok_or_else(gone)?;
        let after = self.store.bytes(after.0, after.1).await?.ok_or_else(gone)?;
        Compared::aside(before, after).await
    }
}
