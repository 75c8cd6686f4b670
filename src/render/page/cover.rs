//! What lies over an element: what would receive a click on its middle.

use std::sync::Arc;

use blitz_dom::{BaseDocument, NodeId};
use kurbo::{Point, Rect, Size};

use super::boxes::{computed, number, rect};
use super::dom::Dom;
use super::fonts::PageFonts;
use super::laid_out::{guarded, resolve};
use super::resources::Resources;
use super::source::PageSource;
use crate::render::Error;
use crate::render::markup;

/// What covers an element. Elements are told by how many are before them in the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Cover {
    /// The element that a click would meet.
    pub hit: usize,
    /// Where, px of the window.
    pub place: Point,
    /// The positioned elements that the covering one is part of or is itself, the innermost first, as far as they are
    /// not around the covered one too.
    pub lifted: Vec<usize>,
}

impl Cover {
    /// Lays out a page and looks for what covers an element as a whole, by its position: what overlaps in the flow is
    /// none, and neither is what covers only a part. An element that has to be scrolled to is covered by what takes the
    /// whole window.
    ///
    /// # Errors
    /// As [`Page::lay_out`](super::Page::lay_out).
    pub fn over(source: &PageSource<'_>, element: usize) -> Result<Option<Self>, Error> {
        guarded(source, |viewport| Self::resolved(source, element, viewport))
    }

    fn resolved(source: &PageSource<'_>, element: usize, viewport: Size) -> Option<Self> {
        let mut page = source.options.page(markup::content(source.tree, source.options));
        number(&mut page, 0);
        let net = Arc::new(Resources::new(source.files, source.stylesheets));
        let (_, context) = PageFonts::new(source.fonts);
        let Dom { document, numbered, .. } = resolve(source, page, context, net);
        let number_of = |wanted: NodeId| numbered.iter().find(|(_, node)| *node == wanted).map(|(n, _)| *n);
        let (_, target) = numbered.iter().find(|(number, _)| *number == element)?;
        let own = rect(&document, *target).filter(|rect| rect.area() > 0.0)?;
        let around = upwards(&document, *target);

        let window = viewport.to_rect();
        let is_in_view = window.contains(own.center())
            && around
                .iter()
                .filter(|node| clips(&document, **node))
                .all(|node| rect(&document, *node).is_some_and(|rect| rect.contains(own.center())));
        let place = if is_in_view { own.center() } else { window.center() };
        let hit = document.hit(place.x as f32, place.y as f32)?;
        let over = upwards(&document, hit.node_id);
        if over.contains(target) {
            return None;
        }
        let lifted: Vec<NodeId> = over
            .iter()
            .copied()
            .filter(|node| !around.contains(node) && is_lifted(&document, *node))
            .collect();
        let whole = if is_in_view { own } else { window };
        let covers = |node: &NodeId| rect(&document, *node).is_some_and(|rect| holds(rect, whole));
        if !lifted.iter().any(covers) || !is_in_view && around.iter().any(|node| is_lifted(&document, *node))
        {
            return None;
        }
        Some(Self {
            hit: over.iter().find_map(|node| number_of(*node))?,
            place,
            lifted: lifted.into_iter().filter_map(number_of).collect(),
        })
    }
}

/// A node and those around it, outwards.
fn upwards(document: &BaseDocument, node: NodeId) -> Vec<NodeId> {
    let parent = |node: &NodeId| document.get_node(*node).and_then(|node| node.parent);
    std::iter::successors(Some(node), parent).collect()
}

fn is_lifted(document: &BaseDocument, node: NodeId) -> bool {
    computed(document, node, "position").is_some_and(|position| matches!(&*position, "fixed" | "absolute"))
}

fn clips(document: &BaseDocument, node: NodeId) -> bool {
    ["overflow-x", "overflow-y"]
        .iter()
        .any(|way| computed(document, node, way).is_some_and(|overflow| overflow != "visible"))
}

fn holds(outer: Rect, inner: Rect) -> bool {
    outer.union(inner) == outer
}
