//! The errors, each on a card that opens.

use super::super::element::{Content, Element};
use super::super::shell;
use super::{DevTools, Fault, icon};

/// From this length on a message may not fit its line, and is told in full below it (characters).
const LONG: usize = 40;

/// The list of errors.
pub(super) fn list(tools: &DevTools) -> Element {
    let div = |class: &str| Element::new("div").class(class);
    let mut message = div("dash-error-card__message");
    message = if tools.classic {
        let count = Element::new("strong").class("test-devtools-error-count").text(tools.count().to_string());
        message.text("🛑 Errors (").child(count).text(")")
    } else {
        message.text("Errors")
    };
    if tools.unreachable {
        message = message.text("\u{a0} 🚫 Server Unavailable");
    }
    let close = div("dash-fe-error__icon-x").text("×");
    let cards = tools.faults().enumerate().map(|(index, fault)| card(tools, index, fault).into());
    div("dash-error-card dash-error-card--container")
        .child(div("dash-error-card__topbar").child(message).child(close))
        .child(div("dash-error-card__list").children(cards))
}

fn card(tools: &DevTools, index: usize, fault: &Fault) -> Element {
    let div = |class: &str| Element::new("div").class(class);
    let span = |class: &str| Element::new("span").class(class);
    let open = tools.unfolded.contains(&index);
    let message = if fault.message.is_empty() { "Error" } else { &fault.message };
    let title = span("dash-fe-error__title").text(message);
    let mut group = span("dash-fe-error-top__group");
    if tools.classic {
        group = group.text("⛑\u{fe0f}");
    }
    let flipped = if open { "" } else { "dash-fe-error__collapse--flipped" };
    let time = span("dash-fe-error-top__group")
        .child(span("dash-fe-error__timestamp percy-hide").text(fault.time()))
        .child(span("dash-fe-error__timestamp percy-show").text("00:00:00 PM"))
        .child(icon(&format!("dash-fe-error__collapse {flipped}")));
    let top = if tools.classic { "dash-fe-error-top" } else { "dash-fe-error-item" };
    let top = div(&format!("{top} test-devtools-error-toggle")).child(group.child(title)).child(time);
    let closed = if tools.classic { "dash-error-card__list-item" } else { "dash-error-card__content" };
    let card = div(if open { "dash-error-card__content" } else { closed }).child(top);
    if open { card.child(content(tools, fault)) } else { card }
}

fn content(tools: &DevTools, fault: &Fault) -> Element {
    let div = |class: &str| Element::new("div").class(class);
    let mut content = div("error-container");
    if fault.message.chars().count() >= LONG {
        let info = div("dash-fe-error__info dash-fe-error__curved").text(fault.message.as_str());
        content = content.child(div("dash-fe-error__st").child(info));
    }
    if let Some(stack) = &fault.stack {
        let summary = "(This error originated from the built-in JavaScript code that runs Dash apps. Click to see the \
                       full stack trace or open your browser's console.)";
        let summary = Element::new("summary").child(Element::new("i").text(summary));
        let lines = stack.split('\n').map(|line| Element::new("p").text(line).into());
        let details = Element::new("details").child(summary).children(lines);
        content = content.child(div("dash-fe-error__st").child(div("dash-fe-error__info").child(details)));
    }
    match &fault.html {
        Some(html) => content.child(explanation(tools, html)),
        None => content,
    }
}

/// What the server said: a page is shown in a frame.
fn explanation(tools: &DevTools, html: &str) -> Element {
    let start = if tools.classic { html } else { html.trim_start() };
    let is_page = start.get(.."<!doctype".len()).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"));
    let (outer, inner) = if is_page {
        let frame = Element::new("iframe").attr("srcdoc", html);
        ("dash-be-error__st", vec![frame.style("width: calc(533px); border: none; height: 500px;").into()])
    } else if tools.classic {
        ("dash-be-error__str", vec![Content::text(html)])
    } else if start.starts_with('<') {
        ("dash-be-error__str", shell::fragment(html))
    } else {
        ("dash-be-error__str", vec![Element::new("pre").text(html).into()])
    };
    let inner = Element::new("div").class("dash-backend-error").children(inner);
    Element::new("div").class(outer).child(inner)
}
