//! Components that wrap others: links, loading states, uploads, tooltips.

use super::super::address;
use super::super::element::Element;
use super::super::icon::{COPY, icon};
use super::super::view::View;

/// A box around the children.
pub(super) fn plain(view: &View<'_>) -> Element {
    view.root("div").children(view.children())
}

/// `dcc.Link`: its text is its address unless it has children.
pub(super) fn link(view: &View<'_>) -> Element {
    let href = view.text("href").filter(|href| !href.is_empty()).map(address::safe);
    let link = view.root("a").attr_opt("href", href).attr_opt("target", view.text("target"));
    let link = link.attr_opt("title", view.text("title"));
    let children = view.children();
    if children.is_empty() {
        link.text(view.text("href").unwrap_or_default())
    } else {
        link.children(children)
    }
}

/// `dcc.Loading`, with nothing pending.
pub(super) fn loading(view: &View<'_>) -> Element {
    let inner = Element::new("div").class(&view.text("parent_className").unwrap_or_default());
    let inner = inner.style(&view.css("parent_style")).children(view.children());
    view.outer("div")
        .style("position: relative;")
        .child(inner)
        .child(Element::new("div").attr_opt("id", view.id()))
}

/// `dcc.Upload`.
pub(super) fn upload(view: &View<'_>) -> Element {
    let file = Element::new("input").attr("type", "file").style("display: none;");
    let area =
        Element::new("div").class(&view.class()).style("position: relative;").style(&view.css("style"));
    view.outer("div").attr_opt("id", view.id()).child(area.children(view.children()).child(file))
}

/// `dcc.Clipboard`.
pub(super) fn clipboard(view: &View<'_>) -> Element {
    let children = view.children();
    let root = view.root("div").attr_opt("title", view.text("title"));
    if children.is_empty() { root.child(icon(COPY, "dash-clipboard-icon")) } else { root.children(children) }
}

/// `dcc.Tooltip`: shown only when `show` is true.
pub(super) fn tooltip(view: &View<'_>) -> Element {
    let content = Element::new("span").attr_opt("id", view.id()).class("hover-content").class(&view.class());
    let hover = Element::new("div").class("hover hover-right").child(content.children(view.children()));
    let shown = if view.flag("show") { "" } else { "display: none;" };
    view.outer("div").class("dcc-tooltip-bounding-box dash-tooltip").style(shown).child(hover)
}
