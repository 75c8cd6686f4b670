//! `dash.dcc`, with the DOM of the app's Dash version.

mod calendar;
mod date;
mod date_picker;
mod dropdown;
mod formula;
mod graph;
mod input;
mod loading;
pub(super) mod markdown;
mod marks;
mod options;
mod plot;
mod rc_slider;
mod react_dates;
mod slider;
mod tabs;
mod wrapper;

use super::element::Element;
use super::view::View;

/// Renders a component of the package; `None` when it is not known.
pub(super) fn render(view: &View<'_>) -> Option<Vec<Element>> {
    Some(vec![match view.component.kind {
        // These have no element of their own.
        "Location" | "Store" | "Interval" | "Download" | "ConfirmDialog" | "Geolocation" => {
            return Some(Vec::new());
        }
        "Button" => input::button(view),
        "Checklist" => options::checklist(view),
        "Clipboard" => wrapper::clipboard(view),
        "ConfirmDialogProvider" => wrapper::plain(view),
        "DatePickerRange" => date_picker::range(view),
        "DatePickerSingle" => date_picker::single(view),
        "Dropdown" => dropdown::render(view),
        "Graph" => graph::render(view),
        "Input" => input::input(view),
        "Link" => wrapper::link(view),
        "Loading" => loading::render(view),
        "Markdown" => markdown::render(view),
        "RadioItems" => options::radio_items(view),
        "RangeSlider" | "Slider" => slider::render(view),
        "Tab" => tabs::label(view, true),
        "Tabs" => tabs::render(view),
        "Textarea" => input::textarea(view),
        "Tooltip" => wrapper::tooltip(view),
        "Upload" => wrapper::upload(view),
        _ => return None,
    }])
}
