//! Pictures of the page: what it refers to is fetched, then it is laid out and painted.

use std::collections::BTreeMap;

use kurbo::Size;
use url::Url;

use super::page::Page;
use crate::dash::{Component, crawl};
use crate::engine::{Error, Visit};
use crate::render::markup::MarkupOptions;
use crate::render::page::{Page as LaidOut, PageSource, Stylesheet};
use crate::render::scene::{Fonts, Scene};

/// Draws the page, or the component at a place.
pub(super) async fn draw(
    page: &Page,
    at: Option<&str>,
    full_page: bool,
    visit: &Visit,
) -> Result<Scene, Error> {
    let (stylesheets, notes) = stylesheets(page, visit).await;
    let files = images(page).await;
    let options = MarkupOptions { children_props: page.index.config.children_props_value() };
    let source = PageSource {
        tree: &page.store.tree,
        options: &options,
        index: &page.html,
        address: page.address.as_str(),
        stylesheets: &stylesheets,
        files: &files,
        fonts: &Fonts::embedded(),
        viewport: Size::new(f64::from(visit.viewport.0), f64::from(visit.viewport.1)),
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
    scene.notes.extend(notes);
    Ok(scene)
}

/// The page's stylesheets. Those that can't be loaded are replaced by the visit's files, in order.
async fn stylesheets(page: &Page, visit: &Visit) -> (Vec<Stylesheet>, Vec<String>) {
    let mut stand_ins = visit.stylesheets.iter();
    let (mut sheets, mut notes) = (Vec::new(), Vec::new());
    for href in &page.index.stylesheets {
        let Ok(url) = page.address.join(href) else { continue };
        let mut css = page.transport().expect(&url).await.ok().map(|answer| answer.text);
        if css.is_none()
            && let Some(path) = stand_ins.next()
        {
            match tokio::fs::read_to_string(path).await {
                Ok(text) => css = Some(text),
                Err(error) => notes.push(format!("stylesheet {}: {error}", path.display())),
            }
        }
        sheets.push(Stylesheet { address: url.to_string(), css });
    }
    for path in stand_ins {
        match tokio::fs::read_to_string(path).await {
            Ok(css) => sheets.push(Stylesheet { address: page.address.to_string(), css: Some(css) }),
            Err(error) => notes.push(format!("stylesheet {}: {error}", path.display())),
        }
    }
    (sheets, notes)
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
