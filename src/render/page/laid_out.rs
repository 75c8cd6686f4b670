//! A page that was laid out.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use blitz_dom::{BaseDocument, FontContext, NodeId};
use blitz_paint::paint_scene;
use kurbo::{Affine, Rect, Shape, Size};

use super::controls;
use super::dom::Dom;
use super::fonts::PageFonts;
use super::graphs::Graphs;
use super::mask;
use super::paint::Painter;
use super::resources::Resources;
use super::source::PageSource;
use crate::render::Error;
use crate::render::markup::{self, Content, Element};
use crate::render::scene::{ChartBox, Color, Fill, FillRule, Group, Item, PathItem, Scene};

/// A page is drawn at most so high, px: more is no page, but a mistake or an attack.
const MAX_HEIGHT: f64 = 100_000.0;
/// Elements of the page that are nothing to see, or that its source stands for.
const LEFT_OUT: &[&str] = &["script", "link", "meta", "title", "base", "noscript", "template"];
/// Rounds of layout: images and imported stylesheets that turn up in one change the next.
const ROUNDS: usize = 4;

/// A page that was laid out: its scene, and where its components lie.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    scene: Scene,
    rects: BTreeMap<String, Rect>,
    viewport: Size,
}

impl Page {
    /// Lays out a page and paints it.
    ///
    /// # Errors
    /// [`Error::BadSize`] when the viewport has no area; [`Error::Layout`] when the layout engine fails.
    pub fn lay_out(source: &PageSource<'_>) -> Result<Self, Error> {
        guarded(source, |viewport| Self::resolved(source, viewport))
    }

    fn resolved(source: &PageSource<'_>, viewport: Size) -> Self {
        let mut graphs = Graphs::default();
        let mut tree = markup::content(source.tree, source.options);
        graphs.mark(&mut tree, source.tree);
        let mut page = source.options.page(tree);
        source.masks.iter().for_each(|path| mask::mark(&mut page, path));
        let net = Arc::new(Resources::new(source.files, source.stylesheets));
        let (mut fonts, context) = PageFonts::new(source.fonts);
        let Dom { mut document, components, links, masked, .. } =
            resolve(source, page, context, Arc::clone(&net));

        let rects: BTreeMap<String, Rect> = components
            .into_iter()
            .filter_map(|(pointer, node)| Some((pointer, rect(&document, node)?)))
            .collect();
        let links: Vec<Item> =
            links.into_iter().filter_map(|(to, node)| Some(link(to, rect(&document, node)?))).collect();
        let root = document.root_element();
        let content = f64::from(root.scroll_height()).max(f64::from(root.final_layout().size.height));
        let size = Size::new(viewport.width, content.ceil().clamp(viewport.height, MAX_HEIGHT));
        // Over it comes the canvas' background: that of `html`, else of `body` (CSS Backgrounds 3, section 2.11.2).
        let paper = Scene { background: Some(Color::WHITE), ..Scene::new(size) };
        let mut painter = Painter::new(paper, &mut fonts, &graphs);
        paint_scene(&mut painter, &mut document, 1.0, size.width as u32, size.height as u32, 0, 0);
        let mut scene = painter.finish();
        scene.items.extend(masked.into_iter().filter_map(|node| rect(&document, node)).map(mask::over));
        scene.items.extend(links);
        let charts = graphs.names().filter_map(|(pointer, name)| Some((*rects.get(pointer)?, name)));
        scene.charts = charts.map(|(rect, name)| ChartBox { name, rect }).collect();
        scene.notes.extend(net.missing().into_iter().map(|address| format!("not loaded: {address}")));
        if content > MAX_HEIGHT {
            scene.notes.push(format!("page of {content} px: drawn up to {MAX_HEIGHT} px"));
        }
        Self { scene, rects, viewport }
    }

    /// The whole page.
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// What the window shows without scrolling.
    pub fn viewport(&self) -> Scene {
        self.crop(self.viewport.to_rect())
    }

    /// Where a component lies on the page, px; `None` when it has no box.
    pub fn rect_of(&self, pointer: &str) -> Option<Rect> {
        self.rects.get(pointer).copied()
    }

    /// The part of the page that shows a component.
    pub fn scene_of(&self, pointer: &str) -> Option<Scene> {
        self.rect_of(pointer).map(|rect| self.crop(rect))
    }

    fn crop(&self, rect: Rect) -> Scene {
        let group = Group {
            transform: Affine::translate(-rect.origin().to_vec2()),
            clip: Some(rect.to_path(0.1)),
            items: self.scene.items.clone(),
            ..Group::default()
        };
        Scene {
            size: rect.size(),
            background: self.scene.background,
            items: vec![Item::Group(group)],
            notes: self.scene.notes.clone(),
            charts: charts_within(&self.scene.charts, rect),
        }
    }
}

/// Has the layout engine do something with a page, in a viewport of whole px.
///
/// # Errors
/// [`Error::BadSize`] when the viewport has no area; [`Error::Layout`] when the layout engine fails.
pub(super) fn guarded<T>(source: &PageSource<'_>, lay_out: impl FnOnce(Size) -> T) -> Result<T, Error> {
    let viewport = Size::new(source.viewport.width.round(), source.viewport.height.round());
    let sane = |length: f64| (1.0..=MAX_HEIGHT).contains(&length);
    if !sane(viewport.width) || !sane(viewport.height) {
        return Err(Error::BadSize { width: viewport.width, height: viewport.height });
    }
    // The engine is in beta, and pages come from strangers: its giving up must not end the program.
    catch_unwind(AssertUnwindSafe(|| lay_out(viewport))).map_err(|_| {
        Error::Layout("the layout engine gave up on this page; `--engine browser` draws it".into())
    })
}

/// A page in the layout engine, laid out.
pub(super) fn resolve(
    source: &PageSource<'_>,
    page: Element,
    fonts: FontContext,
    net: Arc<Resources>,
) -> Dom {
    let mut dom = Dom::new(source, html(source, page), fonts, net);
    for _ in 0..ROUNDS {
        dom.document.resolve(0.0);
    }
    dom
}

/// The charts that lie in a part of a picture, placed within it.
fn charts_within(charts: &[ChartBox], part: Rect) -> Vec<ChartBox> {
    let seen = charts.iter().filter_map(|chart| {
        let rect = chart.rect.intersect(part);
        let name = chart.name.clone();
        (rect.area() > 0.0).then(|| ChartBox { name, rect: rect - part.origin().to_vec2() })
    });
    seen.collect()
}

/// Where a node lies on the page; `None` when it has no box.
fn rect(document: &BaseDocument, node: NodeId) -> Option<Rect> {
    let rect = document.get_client_bounding_rect(node)?;
    let rect = Rect::from_origin_size((rect.x, rect.y), (rect.width, rect.height));
    (rect.width() > 0.0 && rect.height() > 0.0).then_some(rect)
}

/// An area to click on, with nothing to see.
fn link(to: String, rect: Rect) -> Item {
    let fill = Fill { paint: Color::TRANSPARENT.into(), rule: FillRule::NonZero };
    let area = PathItem { path: rect.to_path(0.1), fill: Some(fill), stroke: None };
    Item::Group(Group { link: Some(to), items: vec![Item::Path(area)], ..Group::default() })
}

/// The page as it is drawn: stylesheets first, then what is to be seen of it.
fn html(source: &PageSource<'_>, mut page: Element) -> Element {
    let links = source.stylesheets.iter().map(|sheet| {
        Element::new("link").attr("rel", "stylesheet").attr("href", sheet.address.as_str()).into()
    });
    let styles = [controls::STYLES, mask::STYLE].map(|style| Element::new("style").text(style).into());
    let (mut head, mut body) = (Element::new("head").children(links), None);
    for part in std::mem::take(&mut page.content) {
        match part {
            Content::Element(part) if part.tag == "head" => head.content.extend(visible(part.content)),
            Content::Element(part) if body.is_none() => {
                body = Some(Element { content: visible(part.content), ..part });
            }
            _ => {}
        }
    }
    let content = std::iter::once(head.children(styles)).chain(body).map(Into::into).collect();
    Element { content, ..page }
}

/// What is something to see, and not what the page's source stands for.
fn visible(content: Vec<Content>) -> Vec<Content> {
    let seen = content.into_iter().filter_map(|one| match one {
        Content::Element(element) if LEFT_OUT.contains(&element.tag.as_str()) => None,
        Content::Element(element) => Some(Element { content: visible(element.content), ..element }.into()),
        text @ Content::Text(_) => Some(text),
    });
    seen.collect()
}
