//! The small pictures in controls, as strokes in a 15 px square.

use super::element::Element;

/// An arrow head that points down: a list opens here.
pub(super) const OPEN: &str = "M4 6.5 L7.5 10 L11 6.5";
/// A cross: clears the value.
pub(super) const CLEAR: &str = "M3 3 L12 12 M12 3 L3 12";
/// From one date to the other.
pub(super) const ARROW: &str = "M2 7.5 H13 M9 3.5 L13 7.5 L9 11.5";
/// Two sheets: copies a text.
pub(super) const COPY: &str = "M5 5 V1.5 H13.5 V10 H10 M1.5 5 H10 V13.5 H1.5 Z";

/// To the first page.
pub(super) const FIRST: &str = "M7 3 L3 7.5 L7 12 M12 3 L8 7.5 L12 12";
/// To the page before.
pub(super) const PREVIOUS: &str = "M9 3 L5 7.5 L9 12";
/// To the page after.
pub(super) const NEXT: &str = "M6 3 L10 7.5 L6 12";
/// To the last page.
pub(super) const LAST: &str = "M8 3 L12 7.5 L8 12 M3 3 L7 7.5 L3 12";

/// A picture with the class that styles it.
pub(super) fn icon(path: &str, class: &str) -> Element {
    Element::new("svg")
        .attr("width", "15")
        .attr("height", "15")
        .attr("viewBox", "0 0 15 15")
        .attr("fill", "none")
        .class(class)
        .child(Element::new("path").attr("d", path).attr("stroke", "currentColor").attr("fill", "none"))
}
