//! The visit frozen at one moment, without a browser.

use serde_json::Value;

use super::page::Page;
#[cfg(feature = "pages")]
use super::picture::Masks;
use crate::dash::Component;
use crate::engine::{Capture, CaptureSpec, Error, Locator, Pdf, Picture, Print, Visit};
use crate::render::scene::Scene;

/// Makes a capture of a page.
pub(super) async fn capture(page: &mut Page, spec: &CaptureSpec, visit: &Visit) -> Result<Capture, Error> {
    match spec {
        CaptureSpec::Values => Ok(Capture::Values(page.values())),
        CaptureSpec::Figures => Ok(Capture::Figures(page.figures())),
        CaptureSpec::Figure { on } => figure(page, on).map(Capture::Figure),
        CaptureSpec::Picture { on, full_page, mask } => {
            let scene = picture(page, on.as_ref(), *full_page, mask, visit).await?;
            Ok(Capture::Picture(Picture::Scene(scene)))
        }
    }
}

/// Prints a page.
pub(super) async fn print(page: &mut Page, print: &Print, visit: &Visit) -> Result<Pdf, Error> {
    Ok(print.compose(picture(page, print.on.as_ref(), true, &[], visit).await?)?)
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

#[cfg(feature = "pages")]
async fn picture(
    page: &mut Page,
    on: Option<&Locator>,
    full_page: bool,
    mask: &[Locator],
    visit: &Visit,
) -> Result<Scene, Error> {
    let at = on.map(|on| page.target(on)).transpose()?;
    let masks = Masks::find(page, mask).await?;
    super::picture::draw(page, at.as_deref(), full_page, masks, visit).await
}

/// Without page layout a graph can still be drawn, in the size that its figure asks for.
#[cfg(not(feature = "pages"))]
#[expect(clippy::unused_async, reason = "the same signature as with page layout")]
async fn picture(
    page: &mut Page,
    on: Option<&Locator>,
    _full_page: bool,
    mask: &[Locator],
    _visit: &Visit,
) -> Result<Scene, Error> {
    use crate::render::chart::Figure;
    if let Some(mask) = mask.first() {
        return Err(Error::Unsupported {
            engine: "browserless",
            what: format!("the mask `{mask}`"),
            hint: "build dashproof with the cargo feature `pages`, or use `engine: browser`".to_owned(),
        });
    }
    let at = on.map(|on| page.target(on)).transpose()?;
    let graph = at.and_then(|at| page.store.component(&at)).filter(is_graph);
    let Some(figure) = graph.and_then(|graph| graph.prop("figure")) else {
        return Err(Error::Unsupported {
            engine: "browserless",
            what: "a picture of more than a graph".to_owned(),
            hint: "build dashproof with the cargo feature `pages`, or use `engine: browser`".to_owned(),
        });
    };
    let figure = Figure::from_value(figure)?;
    Ok(figure.render(figure.size())?)
}
