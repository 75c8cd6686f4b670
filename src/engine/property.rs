//! What can be read from the page.

use std::fmt;

use serde_json::Value;

use crate::dash::pointer;

/// A property of what a locator finds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Property {
    /// The text a visitor sees, white space folded as a browser renders it.
    Text,
    /// The control's value as the visitor sees it set: the `value` prop, or what stands for it.
    Value,
    /// A component's prop, as JSON, or a part of it: `figure.layout.title.text`, `data[0]`; null when absent.
    Prop(String),
    /// An attribute of the element; null when absent.
    Attribute(String),
    /// How many elements the locator finds: 0 is an answer.
    Count,
    /// Whether a visitor can see it: false for nothing found.
    Visible,
    /// Whether a control takes input.
    Enabled,
    /// The title of the figure in a graph, as plain text.
    FigureTitle,
    /// The labels of a control's options, in order.
    Options,
    /// The content of the file that a `dcc.Download` gave last: its text, or base64 when it is none; null when it
    /// gave none. Its [`Value`](Self::Value) is the file's name.
    Download,
    /// The text that the page put on the clipboard last, whatever the locator finds; null when it put none there. The
    /// browser engine's alone.
    Copied,
}

/// The way to a part of a prop's value, such as `.layout.title.text` of a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PropertyPath(String);

impl PropertyPath {
    /// The part of a value; null when it has none.
    pub(super) fn of(&self, value: Value) -> Value {
        if self.0.is_empty() { value } else { value.pointer(&self.0).cloned().unwrap_or_default() }
    }
}

impl Property {
    /// The property that an engine reads, and the way from there: no prop has a dot in its name.
    pub(super) fn split_path(&self) -> (Self, PropertyPath) {
        match self {
            Self::Prop(name) => {
                let end = name.find(['.', '[']).unwrap_or(name.len());
                (Self::Prop(name[..end].to_owned()), PropertyPath(pointer::of_path(&name[end..])))
            }
            other => (other.clone(), PropertyPath::default()),
        }
    }
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("text"),
            Self::Value => f.write_str("value"),
            Self::Prop(name) => write!(f, "prop {name}"),
            Self::Attribute(name) => write!(f, "attribute {name}"),
            Self::Count => f.write_str("count"),
            Self::Visible => f.write_str("visible"),
            Self::Enabled => f.write_str("enabled"),
            Self::FigureTitle => f.write_str("figure title"),
            Self::Options => f.write_str("options"),
            Self::Download => f.write_str("download"),
            Self::Copied => f.write_str("copied"),
        }
    }
}
