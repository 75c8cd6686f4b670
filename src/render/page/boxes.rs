//! Where the elements of a page lie, and what is computed for them: a layout that is not painted.

use std::sync::Arc;

use blitz_dom::{BaseDocument, NodeId};
use kurbo::{Point, Rect};
use style::properties::{PropertyDeclarationId, PropertyId};

use super::dom::Dom;
use super::fonts::PageFonts;
use super::laid_out::{guarded, resolve};
use super::resources::Resources;
use super::source::PageSource;
use crate::render::Error;
use crate::render::markup::{self, Content, Element};

/// The attribute that holds an element's number: how many are before it in the document.
pub(super) const NUMBER: &str = "data-dashproof-number";

/// The boxes of a page's elements, each by how many elements are before it in the document, the root's being 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Boxes {
    rects: Vec<Option<Rect>>,
    computed: Option<String>,
}

impl Boxes {
    /// Lays out a page; with `asked`, tells a CSS property of one of its elements too.
    ///
    /// # Errors
    /// As [`Page::lay_out`](super::Page::lay_out).
    pub fn measure(source: &PageSource<'_>, asked: Option<(usize, &str)>) -> Result<Self, Error> {
        guarded(source, |_| Self::resolved(source, asked))
    }

    fn resolved(source: &PageSource<'_>, asked: Option<(usize, &str)>) -> Self {
        let mut page = source.options.page(markup::content(source.tree, source.options));
        let count = number(&mut page, 0);
        let net = Arc::new(Resources::new(source.files, source.stylesheets));
        let (_, context) = PageFonts::new(source.fonts);
        let Dom { document, numbered, .. } = resolve(source, page, context, net);
        let mut rects = vec![None; count];
        for (number, node) in &numbered {
            if let Some(place) = rects.get_mut(*number) {
                *place = rect(&document, *node);
            }
        }
        let computed = asked.and_then(|(element, property)| {
            let (_, node) = numbered.iter().find(|(number, _)| *number == element)?;
            computed(&document, *node, property)
        });
        Self { rects, computed }
    }

    /// Where an element lies, px from the page's top left; `None` when it has no box.
    pub fn rect(&self, element: usize) -> Option<Rect> {
        self.rects.get(element).copied().flatten()
    }

    /// The element that is at a place: the last in the document, as far as none is lifted over others.
    pub fn at(&self, place: Point) -> Option<usize> {
        self.rects.iter().rposition(|rect| rect.is_some_and(|rect| rect.contains(place)))
    }

    /// What is computed for the element that was asked about, as `getComputedStyle` tells it; `None` for a property that
    /// is none, or is short for several.
    pub fn computed(&self) -> Option<&str> {
        self.computed.as_deref()
    }
}

/// Writes their numbers onto elements; returns the next one.
pub(super) fn number(element: &mut Element, first: usize) -> usize {
    let numbered = std::mem::replace(element, Element::new("div")).attr(NUMBER, first.to_string());
    *element = numbered;
    element.content.iter_mut().fold(first + 1, |next, content| match content {
        Content::Element(inner) => number(inner, next),
        Content::Text(_) => next,
    })
}

pub(super) fn rect(document: &BaseDocument, node: NodeId) -> Option<Rect> {
    let rect = document.get_client_bounding_rect(node)?;
    Some(Rect::from_origin_size((rect.x, rect.y), (rect.width, rect.height)))
}

pub(super) fn computed(document: &BaseDocument, node: NodeId, property: &str) -> Option<String> {
    let node = document.get_node(node)?;
    let layout = node.final_layout();
    // A used length where there is a box (CSSOM section 9).
    let inner = |size: f32, around: [f32; 4]| format!("{}px", size - around.iter().sum::<f32>());
    let (border, padding) = (layout.border, layout.padding);
    match property {
        "width" if layout.size.width > 0.0 => {
            return Some(inner(layout.size.width, [border.left, border.right, padding.left, padding.right]));
        }
        "height" if layout.size.height > 0.0 => {
            return Some(inner(layout.size.height, [border.top, border.bottom, padding.top, padding.bottom]));
        }
        _ => {}
    }
    let PropertyId::NonCustom(id) = PropertyId::parse_enabled_for_all_content(property).ok()? else {
        return None;
    };
    let styles = node.primary_styles()?;
    let told = |longhand| styles.computed_value_to_string(PropertyDeclarationId::Longhand(longhand));
    match (id.as_longhand(), id.as_shorthand()) {
        (Some(longhand), _) => Some(told(longhand)),
        (None, Some(shorthand)) => Some(sides(shorthand.longhands().map(told).collect())),
        (None, None) => None,
    }
}

/// The values of what a property is short for, without those of sides that are as those across from them (CSSOM section
/// 6.7.2).
fn sides(mut values: Vec<String>) -> String {
    let across = |values: &[String]| match values {
        [_, right, _, left] => right == left,
        [top, _, bottom] => top == bottom,
        [first, second] => first == second,
        _ => false,
    };
    while across(&values) {
        values.pop();
    }
    values.join(" ")
}
