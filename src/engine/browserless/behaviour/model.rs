//! The table of component models, and what it answers about a component.

use serde_json::Value;

use super::choice::Choice;
use super::target::{Drawn, Target};
use super::{Effect, Moment, Mounting, Props, Rendered};
use super::{
    bootstrap, click, dates, dialog, download, dropdown, field, forward, geolocation, graph, group, interval,
    slider, table, tabs, upload,
};
use crate::dash::{Component, truthy};
use crate::engine::{Action, Error};

/// How one kind of component behaves; each default is that of an inert one.
pub(super) trait Model: Sync {
    /// What the action changes on the component itself.
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            Action::Click { point: None, .. } | Action::Hover { point: None, .. } | Action::Press { .. } => {
                Ok(Vec::new())
            }
            _ => Err(target.unsupported()),
        }
    }

    /// What the click changes that comes before the action itself and opens the control or puts the caret into it;
    /// `None` when there is no such click.
    fn opened(&self, target: &Target<'_>) -> Option<Vec<Effect>> {
        matches!(target.action, Action::Fill { .. } | Action::Dates { .. }).then(Vec::new)
    }

    /// How many more clicks the action is made of: each bubbles to the ancestors. Those that choose are only made
    /// when something changes by them.
    fn clicks(&self, target: &Target<'_>) -> usize {
        let clicks =
            chooses(target.action) || matches!(target.action, Action::Click { .. } | Action::Tab { .. });
        usize::from(clicks)
    }

    /// What it tells when the keyboard leaves it.
    fn left(&self, _target: &Target<'_>) -> Vec<Effect> {
        Vec::new()
    }

    /// Whether the keyboard leaves it, or the part that hears of it, by leaving a stop and staying in the component or not.
    fn is_left(&self, _stop: usize, stays: bool) -> bool {
        !stays
    }

    /// The element that has the keyboard in what the component has opened: its class, and how many of the class are
    /// before it.
    fn inner(&self, _drawn: &Drawn<'_>) -> Option<(&'static str, usize)> {
        None
    }

    /// Whether it tells its value only when it is left: who fills it leaves it.
    fn waits(&self, _component: Component<'_>) -> bool {
        false
    }

    /// What it emits when it is first rendered.
    fn mount(&self, _component: Component<'_>, _moment: &Moment) -> Mounting {
        Mounting::default()
    }

    /// What it sets at once after the named props have changed: in the same pass as what changed them.
    fn follows(&self, _component: Component<'_>, _props: &[&str]) -> Option<Props> {
        None
    }

    /// Whether Tab moves within it, and not to the next stop of the page.
    fn takes_tab(&self, _target: &Target<'_>) -> bool {
        false
    }

    /// What it does when it is rendered: first, with `changed` absent, or anew after the named props have changed.
    fn rendered(&self, _target: &Drawn<'_>, _changed: Option<&[&str]>) -> Rendered {
        Rendered::default()
    }

    /// The props that it makes `undefined` by itself once it is rendered with them.
    fn retracts(&self, _component: Component<'_>, _moment: &Moment) -> Vec<String> {
        Vec::new()
    }

    /// The milliseconds from one tick of its own timer to the next; `None` when none runs.
    fn period(&self, _component: Component<'_>) -> Option<i64> {
        None
    }

    /// What it sets when its timer ticks.
    fn ticked(&self, _component: Component<'_>) -> Option<Props> {
        None
    }

    /// What it holds; `None` when it is no control.
    fn value(&self, component: Component<'_>) -> Option<Value> {
        component.prop("value").cloned()
    }

    /// What can be chosen.
    fn choices(&self, _component: Component<'_>) -> Vec<Choice> {
        Vec::new()
    }

    /// Whether a visitor can use it.
    fn enabled(&self, component: Component<'_>) -> bool {
        !truthy(component.prop("disabled"))
    }

    /// JSON pointers, from the component, of subtrees that are in the layout and not in the page.
    fn unmounted(&self, _component: Component<'_>) -> Vec<String> {
        Vec::new()
    }
}

/// Whether the action brings an option or a box into a state, and does nothing when it is in it already.
pub(super) fn chooses(action: &Action) -> bool {
    matches!(
        action,
        Action::Check { .. }
            | Action::Uncheck { .. }
            | Action::Choose { .. }
            | Action::Select { .. }
            | Action::Deselect { .. }
            | Action::Slide { .. }
            | Action::Clear { .. }
    )
}

/// The model of a component; `None` for a package that we don't know.
pub(super) fn model_of(component: Component<'_>) -> Option<&'static dyn Model> {
    Some(match component.namespace {
        "dash_html_components" => click::html(component.kind),
        "dash_core_components" => core(component.kind)?,
        "dash_table" => &table::DataTable,
        "dash_bootstrap_components" => bootstrap::model(component.kind)?,
        "dash_extensions" => forward::extension(component.kind)?,
        _ => return None,
    })
}

fn core(kind: &str) -> Option<&'static dyn Model> {
    Some(match kind {
        "Button" => &click::Counter { timestamp: true },
        "Clipboard" => &click::Counter { timestamp: false },
        "Link" => &click::CoreLink,
        "Input" => &field::Input { package: field::Package::Core },
        "Textarea" => &field::Textarea { package: field::Package::Core },
        "Dropdown" => &dropdown::Dropdown,
        "Checklist" => &group::Checklist,
        "RadioItems" => &group::RadioItems,
        "Slider" => &slider::Slider { range: false },
        "RangeSlider" => &slider::Slider { range: true },
        "DatePickerSingle" => &dates::Single,
        "DatePickerRange" => &dates::Range,
        "Tabs" => &tabs::CORE,
        "Tab" => &tabs::Tab,
        "Graph" => &graph::Graph,
        "Upload" => &upload::Upload,
        "ConfirmDialog" | "ConfirmDialogProvider" => &dialog::Confirm,
        "Download" => &download::Download,
        "Interval" => &interval::Interval,
        "Geolocation" => &geolocation::Geolocation,
        "Loading" | "Location" | "Markdown" | "Store" | "Tooltip" => &click::Inert,
        _ => return None,
    })
}

/// What a component emits when it is first rendered, protocol section 3.
pub fn mount(component: Component<'_>, moment: &Moment) -> Mounting {
    model_of(component).map(|model| model.mount(component, moment)).unwrap_or_default()
}

/// What a component sets by itself at once after the named props have changed, whoever changed them.
pub fn follows(component: Component<'_>, props: &[&str]) -> Option<Props> {
    model_of(component)?.follows(component, props)
}

/// What the component at `at` does when it is rendered: first, with `changed` absent, or anew after the named props
/// have changed, whoever changed them.
pub fn rendered(
    component: Component<'_>,
    at: &str,
    changed: Option<&[&str]>,
    memory: Option<&Value>,
    moment: &Moment,
) -> Rendered {
    let drawn = Drawn { component, at, memory, moment };
    model_of(component).map(|model| model.rendered(&drawn, changed)).unwrap_or_default()
}

/// The element that has the keyboard in what the component at `at` has opened: its class, and how many of the class are
/// before it. `None` when nothing is open.
pub fn inner(
    tree: &Value,
    at: &str,
    memory: Option<&Value>,
    moment: &Moment,
) -> Option<(&'static str, usize)> {
    let component = tree.pointer(at).and_then(Component::of)?;
    model_of(component)?.inner(&Drawn { component, at, memory, moment })
}

/// The props that a component makes `undefined` by itself, a moment after it is rendered with them.
pub fn retracts(component: Component<'_>, moment: &Moment) -> Vec<String> {
    model_of(component).map(|model| model.retracts(component, moment)).unwrap_or_default()
}

/// The milliseconds from one tick of a component's own timer to the next; `None` when none runs.
pub fn period(component: Component<'_>) -> Option<i64> {
    model_of(component)?.period(component)
}

/// What a component sets when its timer ticks; `None` when it has stopped.
pub fn ticked(component: Component<'_>) -> Option<Props> {
    model_of(component)?.ticked(component)
}

/// What a control holds: its `value` prop, or what stands for it; `None` when it holds nothing.
pub fn value(component: Component<'_>) -> Option<Value> {
    match model_of(component) {
        Some(model) => model.value(component),
        None => component.prop("value").cloned(),
    }
}

/// The labels of a control's options, in order.
pub fn options(component: Component<'_>) -> Vec<String> {
    let choices = model_of(component).map(|model| model.choices(component)).unwrap_or_default();
    choices.into_iter().map(|choice| choice.label).collect()
}

/// Whether a control takes input.
pub fn enabled(component: Component<'_>) -> bool {
    match model_of(component) {
        Some(model) => model.enabled(component),
        None => !truthy(component.prop("disabled")),
    }
}

/// JSON pointers, from the component, of subtrees that are in the layout but not rendered: the content
/// of tabs that are not open. Their components have callbacks, are not mounted, and can't be seen.
pub fn unmounted(component: Component<'_>) -> Vec<String> {
    model_of(component).map(|model| model.unmounted(component)).unwrap_or_default()
}
