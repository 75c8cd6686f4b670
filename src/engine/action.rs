//! What a visitor does.

use std::path::PathBuf;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::{GraphPath, GraphPoint, GraphRange, Locator, Plain};

/// One gesture of the visitor: the same for every engine, every scenario file and the command line.
///
/// In a scenario an action is a map with one key, `- select: {on: "#year", option: "1952"}`; on the
/// command line the same reads `select #year "1952"` (see [`Action::parse`]).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Action {
    /// Opens a page of the app.
    Goto(String),
    /// Loads the page again; storage is kept.
    Reload,
    /// Goes one page back.
    Back,
    /// Clicks an element, or a point of a graph.
    Click {
        /// What to click.
        on: Locator,
        /// The point, when `on` is a graph.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        point: Option<GraphPoint>,
    },
    /// Moves the pointer over an element, or a point of a graph.
    Hover {
        /// What to hover.
        on: Locator,
        /// The point, when `on` is a graph.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        point: Option<GraphPoint>,
    },
    /// Replaces a field's text. A field with `debounce=True` is left afterwards, so that it commits.
    Fill {
        /// The field.
        on: Locator,
        /// The new text; empty clears it.
        #[schemars(with = "Plain")]
        value: String,
    },
    /// Presses a key (`Enter`, `Escape`, `Tab`, `ArrowUp`… or one character) in an element.
    Press {
        /// Where.
        on: Locator,
        /// The key, by its W3C name.
        #[schemars(with = "Plain")]
        key: String,
    },
    /// Empties a control: a field, a dropdown, a date.
    Clear {
        /// The control.
        on: Locator,
    },
    /// Makes options selected, by the label that the visitor reads; others of a multi-select stay.
    Select {
        /// The dropdown.
        on: Locator,
        /// One label, or several.
        option: OneOrMany,
    },
    /// Takes options out of a multi-select.
    Deselect {
        /// The dropdown.
        on: Locator,
        /// One label, or several.
        option: OneOrMany,
    },
    /// Ticks a checkbox, or options of a checklist.
    Check {
        /// The checkbox or checklist.
        on: Locator,
        /// Labels, when `on` is a checklist.
        #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
        option: OneOrMany,
    },
    /// Unticks a checkbox, or options of a checklist.
    Uncheck {
        /// The checkbox or checklist.
        on: Locator,
        /// Labels, when `on` is a checklist.
        #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
        option: OneOrMany,
    },
    /// Chooses one radio item, by its label.
    Choose {
        /// The group.
        on: Locator,
        /// The label.
        #[schemars(with = "Plain")]
        option: String,
    },
    /// Moves a slider's handle, or both of a range slider, to values.
    Slide {
        /// The slider.
        on: Locator,
        /// One value, or from and to.
        to: OneOrMany<f64>,
    },
    /// Picks a date, or the start and end of a range, as `YYYY-MM-DD`.
    Dates {
        /// The date picker.
        on: Locator,
        /// The date, or the start of the range.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<String>,
        /// The end of the range.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        end: Option<String>,
        /// How they get into the picker.
        #[serde(default, skip_serializing_if = "DatesBy::is_typing")]
        by: DatesBy,
    },
    /// Opens a tab by its label.
    Tab {
        /// The tabs.
        on: Locator,
        /// The tab's label.
        #[schemars(with = "Plain")]
        tab: String,
    },
    /// Moves the pointer off a graph's points.
    Unhover {
        /// The graph.
        on: Locator,
    },
    /// Selects the points of a graph within a rectangle in data coordinates; with neither x nor y, none any more.
    Brush {
        /// The graph.
        on: Locator,
        /// The rectangle.
        #[serde(flatten)]
        range: Box<GraphRange>,
    },
    /// Selects the points of a graph within a polygon.
    Lasso {
        /// The graph.
        on: Locator,
        /// The polygon.
        #[serde(flatten)]
        path: GraphPath,
    },
    /// Zooms a graph to a rectangle in data coordinates; with neither x nor y, back to the whole.
    Zoom {
        /// The graph.
        on: Locator,
        /// The rectangle.
        #[serde(flatten)]
        range: Box<GraphRange>,
    },
    /// Drags a graph's plot along, so that what is at the first end of each range gets to the second.
    Pan {
        /// The graph.
        on: Locator,
        /// From where to where, on each axis.
        #[serde(flatten)]
        range: Box<GraphRange>,
    },
    /// Clicks an item of a graph's legend: its plot trace or sector is hidden, or shown again.
    Legend {
        /// The graph.
        on: Locator,
        /// The item's name.
        #[schemars(with = "Plain")]
        item: String,
        /// Whether it is clicked twice: it alone is shown, or all again.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        double: bool,
    },
    /// Clicks an annotation of a graph, by its text.
    Annotation {
        /// The graph.
        on: Locator,
        /// The text, with plotly's markup in it.
        #[schemars(with = "Plain")]
        text: String,
    },
    /// Uses what a figure has for the visitor: a button of its menus and range selectors, a step of its sliders.
    Menu {
        /// The graph.
        on: Locator,
        /// The label of the button or the step.
        #[schemars(with = "Plain")]
        option: String,
    },
    /// Gives files to an upload.
    Upload {
        /// The upload.
        on: Locator,
        /// The files.
        files: Vec<PathBuf>,
    },
    /// Answers an open confirm dialog.
    Answer {
        /// The dialog.
        on: Locator,
        /// OK, or cancel.
        accept: bool,
        /// What is written into the dialog, when it asks for a text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// Sets props as if the component itself had: reaches every component, known or not.
    SetProps {
        /// The component.
        on: Locator,
        /// The props.
        props: Map<String, Value>,
    },
    /// Lets time pass: intervals tick, debounces end. Virtual without a browser, real with one.
    Advance {
        /// How long.
        #[serde(with = "crate::duration::text")]
        #[schemars(schema_with = "crate::duration::schema")]
        by: Duration,
    },
}

impl Action {
    /// What it puts into a field.
    pub(super) fn typed(&self) -> Option<(&Locator, &str)> {
        match self {
            Self::Fill { on, value } => Some((on, value)),
            Self::SetProps { on, props } => Some((on, props.get("value")?.as_str()?)),
            _ => None,
        }
    }

    /// What the action is done on; `None` for those of the whole visit.
    pub fn on(&self) -> Option<&Locator> {
        match self {
            Self::Goto(_) | Self::Reload | Self::Back | Self::Advance { .. } => None,
            Self::Click { on, .. }
            | Self::Hover { on, .. }
            | Self::Fill { on, .. }
            | Self::Press { on, .. }
            | Self::Clear { on }
            | Self::Select { on, .. }
            | Self::Deselect { on, .. }
            | Self::Check { on, .. }
            | Self::Uncheck { on, .. }
            | Self::Choose { on, .. }
            | Self::Slide { on, .. }
            | Self::Dates { on, .. }
            | Self::Tab { on, .. }
            | Self::Unhover { on }
            | Self::Brush { on, .. }
            | Self::Lasso { on, .. }
            | Self::Zoom { on, .. }
            | Self::Pan { on, .. }
            | Self::Legend { on, .. }
            | Self::Annotation { on, .. }
            | Self::Menu { on, .. }
            | Self::Upload { on, .. }
            | Self::Answer { on, .. }
            | Self::SetProps { on, .. } => Some(on),
        }
    }
}

/// How a visitor gives a picker its dates. Pickers tell of them differently: in the calendar of Dash 4 the first click
/// begins a new range, which takes the end of the old one away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DatesBy {
    /// Into its fields.
    #[default]
    Typing,
    /// By clicks in the calendar that it opens.
    Calendar,
}

impl DatesBy {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
    fn is_typing(&self) -> bool {
        *self == Self::Typing
    }
}

/// One item, or a list of them.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(with = "OneOrManySyntax<T>")]
pub struct OneOrMany<T = String>(pub Vec<T>);

/// As it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged, expecting = "one item or a list of them")]
enum OneOrManySyntax<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> OneOrMany<T> {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for OneOrMany {
    fn from(one: &str) -> Self {
        Self(vec![one.to_owned()])
    }
}

impl From<f64> for OneOrMany<f64> {
    fn from(one: f64) -> Self {
        Self(vec![one])
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.serialize(serializer),
            many => many.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match OneOrManySyntax::deserialize(deserializer)? {
            OneOrManySyntax::One(one) => vec![one],
            OneOrManySyntax::Many(many) => many,
        }))
    }
}
