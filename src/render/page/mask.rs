//! Elements of a page that are painted over. Nothing of them is in the scene: whoever reads a vector file would find it
//! below the paint.

use kurbo::{Rect, Shape};

use crate::render::markup::{Content, Element};
use crate::render::scene::{Color, Item, PathItem};

/// What elements are painted over with: magenta, which no dashboard is.
pub const MASK: Color = Color::rgb(255, 0, 255);

/// The attribute of elements that are painted over.
pub(super) const MASKED: &str = "data-dashproof-masked";

/// Keeps masked elements in their place and paints nothing of them. The layout engine paints a run of text in its own
/// colour, hidden or not, so that goes too.
pub(super) const STYLE: &str = "[data-dashproof-masked], [data-dashproof-masked] * \
     { visibility: hidden !important; color: transparent !important; text-decoration: none !important; }";

/// Marks the element at the end of `path`: indices among the elements of each level.
pub(super) fn mark(element: &mut Element, path: &[usize]) {
    let Some((first, rest)) = path.split_first() else {
        let marked = std::mem::replace(element, Element::new("div")).attr(MASKED, "");
        *element = marked;
        return;
    };
    let elements = element.content.iter_mut().filter_map(|content| match content {
        Content::Element(inner) => Some(inner),
        Content::Text(_) => None,
    });
    if let Some(inner) = elements.into_iter().nth(*first) {
        mark(inner, rest);
    }
}

/// A box of flat colour, on whole px so that nothing shines through at its edges.
pub(super) fn over(rect: Rect) -> Item {
    Item::Path(PathItem::filled(rect.expand().to_path(0.1), MASK))
}
