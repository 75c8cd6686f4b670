//! The pages of a review, and what their forms do.

use std::sync::Arc;

use axum::extract::{Extension, Form, Path, State};
use axum::response::{Redirect, Response};
use minijinja::context;
use minijinja::value::Serde;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::Desk;
use super::folder::{Decision, version};
use super::view::{WaitingView, difference};
use crate::server::compared::Compared;
use crate::server::guard::Visitor;
use crate::server::refusal::Refusal;
use crate::snapshot::{Proposal, Shown};

/// What a name keeps in an address: its folders.
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'_').remove(b'-');

/// All that waits.
pub(super) async fn waiting(
    State(desk): State<Arc<Desk>>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Refusal> {
    let all = desk.review.all().await?;
    let views: Vec<_> = all.iter().map(WaitingView::new).collect();
    let values = context! { waiting => Serde(views), version => version(&all) };
    desk.frame.page("waiting.html", &visitor, values)
}

/// One that waits, beside its baseline.
pub(super) async fn proposal(
    State(desk): State<Arc<Desk>>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
) -> Result<Response, Refusal> {
    let all = desk.review.all().await?;
    let place = all.iter().position(|waiting| waiting.name == name);
    let Some((place, waiting)) = place.and_then(|place| Some((place, all.get(place)?))) else {
        // Says that there is none.
        desk.review.one(name).await?;
        return Err(Refusal::new(axum::http::StatusCode::CONFLICT, "it has just come: look again"));
    };
    let neighbour = |place: Option<usize>| Some(address(&all.get(place?)?.name));
    let compared = match &waiting.proposal {
        Ok(proposal) => compared(proposal).await,
        Err(_) => None,
    };
    let values = context! {
        one => Serde(WaitingView::new(waiting)),
        place => place + 1,
        count => all.len(),
        previous => neighbour(place.checked_sub(1)),
        next => neighbour(place.checked_add(1)),
        difference => Serde(waiting.proposal.as_ref().ok().and_then(difference)),
        compared => compared,
        size => waiting.proposal.as_ref().ok().and_then(|proposal| match proposal.after {
            Shown::File { size, .. } => Some(size),
            _ => None,
        }),
    };
    desk.frame.page("proposal.html", &visitor, values)
}

/// How the pictures of a proposal differ, in words.
async fn compared(proposal: &Proposal) -> Option<String> {
    let (Some(Shown::Picture(before)), Shown::Picture(after)) = (&proposal.before, &proposal.after) else {
        return None;
    };
    Some(match Compared::aside(before.clone(), after.clone()).await {
        Ok(compared) => compared.diff.to_string(),
        Err(refusal) => refusal.reason,
    })
}

/// What is decided about, as it was shown.
#[derive(Debug, Deserialize)]
pub(super) struct Decided {
    form: String,
    name: String,
    version: String,
}

/// Accepts what was shown, and shows what waits after it.
pub(super) async fn accept(
    State(desk): State<Arc<Desk>>,
    Extension(visitor): Extension<Visitor>,
    Form(decided): Form<Decided>,
) -> Result<Redirect, Refusal> {
    decide(&desk, &visitor, Decision::Accept, decided).await
}

/// Rejects what was shown, and shows what waits after it.
pub(super) async fn reject(
    State(desk): State<Arc<Desk>>,
    Extension(visitor): Extension<Visitor>,
    Form(decided): Form<Decided>,
) -> Result<Redirect, Refusal> {
    decide(&desk, &visitor, Decision::Reject, decided).await
}

async fn decide(
    desk: &Desk,
    visitor: &Visitor,
    decision: Decision,
    decided: Decided,
) -> Result<Redirect, Refusal> {
    visitor.check(&desk.frame, &decided.form)?;
    let Decided { name, version, .. } = decided;
    desk.review.decide(decision, name.clone(), version).await?;
    let all = desk.review.all().await?;
    let next = all.iter().map(|waiting| &waiting.name).find(|other| **other > name);
    Ok(Redirect::to(&next.map_or_else(|| "/review".to_owned(), |next| address(next))))
}

/// All that was shown.
#[derive(Debug, Deserialize)]
pub(super) struct DecidedAll {
    form: String,
    version: String,
}

/// Accepts all that was shown.
pub(super) async fn accept_all(
    State(desk): State<Arc<Desk>>,
    Extension(visitor): Extension<Visitor>,
    Form(decided): Form<DecidedAll>,
) -> Result<Redirect, Refusal> {
    visitor.check(&desk.frame, &decided.form)?;
    desk.review.accept_all(decided.version).await?;
    Ok(Redirect::to("/review"))
}

/// Where one that waits is shown.
fn address(name: &str) -> String {
    format!("/review/of/{}", utf8_percent_encode(name, NAME))
}
