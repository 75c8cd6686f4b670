//! The small pictures in controls, as strokes in a 15 px square.

use super::element::Element;

/// An arrow head that points down: a list opens here.
pub(super) const OPEN: &str = "M4 6.5 L7.5 10 L11 6.5";
/// A cross: clears the value.
pub(super) const CLEAR: &str = "M3 3 L12 12 M12 3 L3 12";
/// A magnifying glass.
pub(super) const SEARCH: &str = "M10 6.5 A3.5 3.5 0 1 1 3 6.5 A3.5 3.5 0 1 1 10 6.5 M9 9 L12.5 12.5";
/// From one date to the other.
pub(super) const ARROW: &str = "M2 7.5 H13 M9 3.5 L13 7.5 L9 11.5";

/// Pictures of Font Awesome 5 that Dash's components use: name, whether it is solid, and strokes of our own in its place.
const GLYPHS: &[(&str, bool, &str)] = &[
    ("copy", false, "M5 5 V1.5 H13.5 V10 H10 M1.5 5 H10 V13.5 H1.5 Z"),
    ("angle-double-left", true, "M7 3 L3 7.5 L7 12 M12 3 L8 7.5 L12 12"),
    ("angle-left", true, "M9 3 L5 7.5 L9 12"),
    ("angle-right", true, "M6 3 L10 7.5 L6 12"),
    ("angle-double-right", true, "M8 3 L12 7.5 L8 12 M3 3 L7 7.5 L3 12"),
    ("sort", true, "M4.5 6 L7.5 2 L10.5 6 Z M4.5 9 L7.5 13 L10.5 9 Z"),
    ("sort-up", true, "M4.5 7 L7.5 3 L10.5 7 Z"),
    ("sort-down", true, "M4.5 8 L7.5 12 L10.5 8 Z"),
    ("pencil-alt", true, "M2 13 L3 9.5 L10.5 2 L13 4.5 L5.5 12 Z"),
    ("eraser", true, "M2 9 L8 3 L13 8 L8 13 H5 Z"),
    ("trash-alt", false, "M3 4 H12 M4 4 V13 H11 V4 M6 4 V2.5 H9 V4"),
    ("eye-slash", false, "M1.5 7.5 Q7.5 2 13.5 7.5 Q7.5 13 1.5 7.5 M3 13 L12 2"),
];

/// A picture by its name in Font Awesome.
pub(super) fn glyph(name: &str) -> Element {
    let known = GLYPHS.iter().find(|(known, ..)| *known == name);
    let (solid, path) = known.map_or((true, ""), |(_, solid, path)| (*solid, *path));
    icon(path, "svg-inline--fa")
        .class(&format!("fa-{name}"))
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .attr("role", "img")
        .attr("data-icon", name)
        .attr("data-prefix", if solid { "fas" } else { "far" })
}

/// A picture with the class that styles it.
pub(super) fn icon(path: &str, class: &str) -> Element {
    Element::new("svg")
        .attr("width", "15")
        .attr("height", "15")
        .attr("viewBox", "0 0 15 15")
        .attr("fill", "none")
        .attr("xmlns", "http://www.w3.org/2000/svg")
        .class(class)
        .child(Element::new("path").attr("d", path).attr("stroke", "currentColor").attr("fill", "none"))
}
