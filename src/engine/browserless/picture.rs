//! Pictures of the page: what it refers to is fetched, then it is laid out and painted.

use std::collections::BTreeMap;

use kurbo::Size;
use url::Url;

use super::page::{Page, Sheet};
use crate::dash::{Component, crawl};
use crate::engine::capture::nothing_masked;
use crate::engine::{Error, Locator, Visit};
use crate::render::markup::Node;
#[cfg(feature = "webdriver")]
use crate::render::page::{Boxes, Cover};
use crate::render::page::{Page as LaidOut, PageSource, Stylesheet};
use crate::render::scene::{Fonts, Scene};

/// What is painted over.
pub(super) struct Masks {
    /// The places of elements in the page's markup.
    paths: Vec<Vec<usize>>,
    /// Locators that find nothing.
    notes: Vec<String>,
}

impl Masks {
    /// Finds all that locators mean on a page.
    pub(super) async fn find(page: &mut Page, locators: &[Locator]) -> Result<Self, Error> {
        if locators.iter().any(Locator::is_seen) {
            // What a text is, stylesheets say.
            page.styles().await;
        }
        let document = page.document();
        let mut masks = Self { paths: Vec::new(), notes: Vec::new() };
        for locator in locators {
            let nodes = page.nodes(&document, locator)?;
            if nodes.is_empty() {
                masks.notes.push(nothing_masked(locator));
            }
            masks.paths.extend(nodes.iter().map(Node::path));
        }
        Ok(masks)
    }
}

/// Measures the page in a viewport; with `asked`, tells a CSS property of one of its elements too.
#[cfg(feature = "webdriver")]
pub(super) async fn measure(
    page: &Page,
    viewport: (u32, u32),
    asked: Option<(usize, &str)>,
) -> Result<Boxes, Error> {
    with_source(page, viewport, |source| Boxes::measure(source, asked)).await
}

/// What lies over an element of the page in a viewport.
#[cfg(feature = "webdriver")]
pub(super) async fn cover(page: &Page, viewport: (u32, u32), element: usize) -> Result<Option<Cover>, Error> {
    with_source(page, viewport, |source| Cover::over(source, element)).await
}

/// Lays out the page in a viewport for what is asked.
#[cfg(feature = "webdriver")]
async fn with_source<T>(
    page: &Page,
    viewport: (u32, u32),
    ask: impl FnOnce(&PageSource<'_>) -> Result<T, crate::render::Error>,
) -> Result<T, Error> {
    let Parts { stylesheets, files, .. } = Parts::load(page).await;
    let options = page.markup_options();
    let source = PageSource {
        tree: &page.store.tree,
        options: &options,
        address: page.address.as_str(),
        stylesheets: &stylesheets,
        files: &files,
        fonts: &Fonts::embedded(),
        masks: &[],
        viewport: Size::new(f64::from(viewport.0), f64::from(viewport.1)),
        theme: page.media().theme,
    };
    Ok(ask(&source)?)
}

/// Draws the page, or the component at a place.
pub(super) async fn draw(
    page: &Page,
    at: Option<&str>,
    full_page: bool,
    masks: Masks,
    visit: &Visit,
) -> Result<Scene, Error> {
    let Parts { stylesheets, files, notes } = Parts::load(page).await;
    let options = page.markup_options();
    let source = PageSource {
        tree: &page.store.tree,
        options: &options,
        address: page.address.as_str(),
        stylesheets: &stylesheets,
        files: &files,
        fonts: &Fonts::embedded(),
        masks: &masks.paths,
        viewport: Size::new(f64::from(visit.viewport.0), f64::from(visit.viewport.1)),
        theme: visit.theme,
    };
    let laid_out = LaidOut::lay_out(&source)?;
    let mut scene = match at {
        Some(at) => laid_out.scene_of(at).ok_or_else(|| Error::NotActionable {
            on: at.to_owned(),
            reason: "it has no box on the page".to_owned(),
        })?,
        None if full_page => laid_out.scene().clone(),
        None => laid_out.viewport(),
    };
    scene.notes.extend(notes.into_iter().chain(masks.notes));
    Ok(scene)
}

/// What a page refers to.
struct Parts {
    stylesheets: Vec<Stylesheet>,
    files: BTreeMap<String, Vec<u8>>,
    /// Stand-ins that can't be read.
    notes: Vec<String>,
}

impl Parts {
    async fn load(page: &Page) -> Self {
        let (sheets, notes) = page.sheets(|_, _| true).await;
        let stylesheets =
            sheets.into_iter().map(|Sheet { address, css }| Stylesheet { address, css }).collect();
        Self { stylesheets, files: images(page).await, notes }
    }
}

/// The files of the page's images, by address; those that can't be loaded are left to the page to name.
async fn images(page: &Page) -> BTreeMap<String, Vec<u8>> {
    let mut addresses: Vec<Url> = Vec::new();
    crawl(&page.store.tree, "", &page.store.children_props, &mut |component: Component<'_>, _: &str| {
        let source = component.text("src").filter(|source| !source.starts_with("data:"));
        let url = source.filter(|_| component.kind.contains("Im") || component.kind == "CardImg");
        addresses.extend(url.and_then(|source| page.address.join(source).ok()));
    });
    addresses.sort();
    addresses.dedup();
    let mut files = BTreeMap::new();
    for url in addresses {
        if let Ok(bytes) = page.transport().bytes(&url).await {
            files.insert(url.to_string(), bytes);
        }
    }
    files
}
