//! Components that wrap others: links, loading states, uploads, tooltips.

use super::super::address;
use super::super::element::Element;
use super::super::icon::glyph;
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

/// `dcc.Upload`.
pub(super) fn upload(view: &View<'_>) -> Element {
    let folders = view.flag("multiple") && view.flag("enable_folder_selection");
    let file = Element::new("input")
        .attr("type", "file")
        .attr("autocomplete", "off")
        .flag("multiple", view.flag("multiple"))
        .attr_opt("webkitdirectory", folders.then_some("true"))
        .attr_opt("directory", folders.then_some("true"))
        .style("display: none;");
    let area =
        Element::new("div").class(&view.class()).style("position: relative;").style(&view.css("style"));
    let disabled = view.text("className_disabled").filter(|_| view.flag("disabled"));
    let area = match disabled {
        Some(class) => area.class(&class),
        None if view.flag("disabled") && view.prop("style_disabled").is_none() => area.style("opacity: 0.5;"),
        None if view.flag("disabled") => area.style(&view.css("style_disabled")),
        None => area,
    };
    let area = area.attr("aria-disabled", view.flag("disabled").to_string());
    view.outer("div").attr_opt("id", view.id()).child(area.children(view.children()).child(file))
}

/// `dcc.Clipboard`.
pub(super) fn clipboard(view: &View<'_>) -> Element {
    let children = view.children();
    let root = view.root("div").attr_opt("title", view.text("title"));
    if children.is_empty() { root.child(glyph("copy")) } else { root.children(children) }
}

/// `dcc.Tooltip`: shown only when `show` is true.
pub(super) fn tooltip(view: &View<'_>) -> Element {
    let classic = view.is_classic();
    let content = Element::new("span").attr_opt("id", view.id()).class("hover-content").class(&view.class());
    let direction = view.text("direction").unwrap_or_else(|| "right".to_owned());
    let hover = Element::new(if classic { "span" } else { "div" });
    let mut hover = hover.class(&format!("hover hover-{direction}")).child(content.children(view.children()));
    if !classic {
        hover = hover.attr("data-dash-is-loading", view.is_loading().to_string());
    }
    let shown = if view.flag("show") { "" } else { "display: none;" };
    let root = view.outer("div").class("dcc-tooltip-bounding-box").class_if(!classic, "dash-tooltip");
    root.style(shown).child(hover)
}
