//! The bar of Dash 3 and later.

use super::super::element::Element;
use super::tools::Popup;
use super::{DevTools, callback_graph, cards, icon};

/// The page below the bar.
pub(super) fn around(tools: &DevTools, page: Element) -> Element {
    let div = |class: &str| Element::new("div").class(class);
    let state = if tools.menu { "expanded" } else { "collapsed" };
    let mut toggle = Element::new("button")
        .class(&format!("dash-debug-menu__toggle dash-debug-menu__toggle--{state}"))
        .child(Element::new("svg"));
    if tools.count() > 0 && !tools.menu {
        toggle = toggle.child(div("dash-debug-menu__error-indicator"));
    }
    let outer = div(&format!("dash-debug-menu__outer dash-debug-menu__outer--{state}"))
        .child(popup(tools))
        .children(tools.menu.then(|| menu(tools).into()))
        .child(toggle);
    Element::new("div").child(outer).child(page)
}

fn popup(tools: &DevTools) -> Element {
    let open = match tools.popup {
        Some(Popup::Callbacks) => Some(callback_graph()),
        Some(Popup::Errors) if tools.count() > 0 => Some(cards::list(tools)),
        _ => None,
    };
    Element::new("div").class("dash-debug-menu__popup").children(open.map(Into::into))
}

fn menu(tools: &DevTools) -> Element {
    let div = |class: &str| Element::new("div").class(class);
    // What is not selected is called `null` by the bar, too.
    let class = |popup: Popup, otherwise: &str| {
        let selected = tools.popup == Some(popup);
        format!(
            "{} dash-debug-menu__button",
            if selected { "dash-debug-menu__button--selected" } else { otherwise }
        )
    };
    let button = |class: String| Element::new("button").attr("class", class);
    let mut errors = button(class(Popup::Errors, "null"))
        .attr("id", "dash-debug-menu__errors-button")
        .child(icon("dash-debug-menu__icon"))
        .text("Errors");
    if tools.count() > 0 {
        let count = Element::new("span").class("test-devtools-error-count dash-debug-menu__error-count");
        errors = errors.child(count.text(tools.count().to_string()));
    }
    let callbacks = button(class(Popup::Callbacks, ""))
        .attr("id", "dash-debug-menu__callback-graph-button")
        .child(icon("dash-debug-menu__icon"))
        .text("Callbacks");
    let status = match (tools.reloads, tools.unreachable) {
        (false, _) => "cold",
        (true, false) => "available",
        (true, true) => "unavailable",
    };
    let status = div(&format!("dash-debug-menu__status dash-debug-menu__button--{status}"))
        .text("Server")
        .child(icon("dash-debug-menu__icon"));
    let version = Element::new("span").text(format!("v{}", tools.version));
    let mut menu = div("dash-debug-menu__content");
    if tools.cloud {
        menu = cloud(tools, menu);
    }
    menu.child(errors)
        .child(callbacks)
        .child(div("dash-debug-menu__divider"))
        .child(div("dash-debug-menu__version").child(version))
        .child(div("dash-debug-menu__divider"))
        .child(status)
        .child(div("dash-debug-menu__divider").style("margin-right: 0px;"))
}

/// The button of Plotly Cloud, and what it opens.
fn cloud(tools: &DevTools, menu: Element) -> Element {
    let div = |class: &str| Element::new("div").class(class);
    let button = |class: &str| Element::new("button").class(class);
    let open = tools.popup == Some(Popup::Cloud);
    let opener = button("dash-debug-menu__button")
        .class_if(open, "dash-debug-menu__button--selected")
        .child(icon("dash-debug-menu__icon"))
        .text(" Plotly Cloud");
    if !open {
        return menu.child(opener);
    }
    let header = div("plotly-cloud-modal-header")
        .child(Element::new("h3").text("Plotly Cloud"))
        .child(button("plotly-cloud-modal-close").text("×"));
    let install = div("plotly-cloud-copy-install")
        .child(Element::new("span").text("pip install \"dash[cloud]\""))
        .child(button("plotly-cloud-modal-button").text("Copy"));
    let body = div("plotly-cloud-modal-body")
        .child(Element::new("div").text("Install the extension to publish to Plotly Cloud."))
        .child(install);
    let content = div("plotly-cloud-modal-content").child(header).child(body);
    menu.child(opener).child(div("plotly-cloud-modal-overlay").child(content))
}
