//! `index.html`: the tour on one page that needs no other file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::{Environment, context};

use super::super::Failure;
use super::tour::Tour;
use crate::trace::{Call, CallKind, CallStatus, Cause, export};

/// The page; the template's name ends in `.html`, so every text is escaped.
pub(super) fn page(
    tour: &Tour,
    cards: Vec<(String, String)>,
    picture: &[u8],
    callbacks: &str,
) -> Result<String, Failure> {
    let failed = |error: minijinja::Error| Failure::usage(format!("can't write the page: {error}"));
    let trace = &tour.trace;
    let coverage = trace.coverage();
    let end = trace.calls.iter().filter_map(Call::end).fold(1.0, f64::max);
    let calls: Vec<_> = trace
        .calls
        .iter()
        .map(|call| {
            let cause = match call.cause {
                Cause::Step(step) => trace.steps.get(step).map_or("", |step| step.name.as_str()),
                Cause::Call(by) => trace.calls.get(by).map_or("", |call| coverage.title(&call.output)),
            };
            let took = call.duration.unwrap_or(0.0);
            context! {
                title => coverage.title(&call.output), cause => cause, status => call.status.to_string(), failed => matches!(call.status, CallStatus::Failed { .. }),
                clientside => call.kind == CallKind::Clientside,
                took => format!("{took:.1}"),
                left => format!("{:.2}", 100.0 * call.start / end),
                width => format!("{:.2}", (100.0 * took / end).max(0.2)),
            }
        })
        .collect();
    let covered: Vec<_> =
        coverage.callbacks.iter().map(|one| context! { title => &one.title, calls => one.calls }).collect();
    let charts: Vec<_> = tour
        .charts
        .iter()
        .map(|(id, _, scene)| context! { id => id, uri => data_uri("image/svg+xml", scene.to_svg().as_bytes()) })
        .collect();
    let steps: Vec<String> = trace.steps.iter().map(|step| step.name.clone()).collect();
    let mut environment = Environment::new();
    environment.add_template("page.html", include_str!("page.html")).map_err(failed)?;
    environment
        .get_template("page.html")
        .and_then(|template| {
            template.render(context! {
                cards => cards, picture => data_uri("image/png", picture), charts => charts, calls => calls,
                ran => coverage.ran(), covered => covered, mermaid => export::mermaid(trace),
                callbacks => data_uri("image/svg+xml", callbacks.as_bytes()),
                steps => steps,
            })
        })
        .map_err(failed)
}

/// An image that can do nothing: an SVG in an `<img>` runs no script and loads no file.
fn data_uri(kind: &str, bytes: &[u8]) -> String {
    format!("data:{kind};base64,{}", STANDARD.encode(bytes))
}
