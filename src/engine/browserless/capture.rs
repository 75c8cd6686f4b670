//! The visit frozen at one moment, without a browser.

use serde_json::Value;

use super::page::Page;
use crate::dash::Component;
use crate::engine::{Capture, CaptureSpec, Error, Locator, Visit};

/// Makes a capture of a page.
#[expect(clippy::unused_async, reason = "stylesheets of a picture come over the network")]
pub(super) async fn capture(page: &Page, spec: &CaptureSpec, _visit: &Visit) -> Result<Capture, Error> {
    match spec {
        CaptureSpec::Values => Ok(Capture::Values(page.values())),
        CaptureSpec::Figures => Ok(Capture::Figures(page.figures())),
        CaptureSpec::Figure { on } => figure(page, on).map(Capture::Figure),
        CaptureSpec::Picture { .. } => Err(Error::Unsupported {
            engine: "browserless",
            what: "a picture of the page".to_owned(),
            hint: "use `engine: browser`".to_owned(),
        }),
    }
}

fn figure(page: &Page, on: &Locator) -> Result<Value, Error> {
    let at = page.component_at(on)?;
    let figure = page.store.component(&at).filter(is_graph).and_then(|graph| graph.prop("figure"));
    figure.cloned().ok_or_else(|| Error::NotActionable {
        on: on.to_string(),
        reason: "it is no graph with a figure".to_owned(),
    })
}

/// Whether a component is a `dcc.Graph`.
pub(in crate::engine) fn is_graph(component: &Component<'_>) -> bool {
    component.namespace == "dash_core_components" && component.kind == "Graph"
}
