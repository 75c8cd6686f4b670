//! What a clientside callback leads to.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::dash::ComponentId;

/// What JavaScript may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Computing time of one script, call or timer.
    pub time: Duration,
    /// Memory of the page, in bytes.
    pub memory: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(10), memory: 256 << 20 }
    }
}

/// What the page is when scripts are loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// The page's address.
    pub url: String,
    /// The page's title.
    pub title: String,
    /// What `localStorage` holds.
    pub local: BTreeMap<String, String>,
    /// What `sessionStorage` holds.
    pub session: BTreeMap<String, String>,
}

/// How a callback ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It threw `PreventUpdate`: the same as status 204.
    Prevented,
    /// It returned; outputs with `no_update` are left out.
    Updates(Vec<Update>),
}

/// A new value of an output.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// The component.
    pub id: ComponentId,
    /// The prop, without `@hash`.
    pub property: String,
    /// `None` for `undefined`: the prop is absent afterwards, and its dependants are called (rule R49).
    pub value: Option<Value>,
}

/// What the code did besides returning, in order.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Effect {
    /// `dash_clientside.set_props` (rule R51).
    SetProps {
        /// The component.
        target: Target,
        /// The props; values may be patches.
        props: Map<String, Value>,
        /// Props that were set to `undefined`.
        unset: Vec<String>,
    },
    /// `document.title` was set.
    Title(String),
    /// The address was changed; an empty one with `reload` loads the same page again.
    Navigate {
        /// Where to.
        href: String,
        /// Whether the page is loaded, or only the address changed.
        reload: bool,
    },
    /// `localStorage` or `sessionStorage` changed.
    Storage {
        /// `local` or `session`.
        area: String,
        /// The key.
        key: String,
        /// The value; `None` when it was removed.
        value: Option<String>,
    },
    /// A line on the console.
    Console {
        /// `debug`, `log`, `info`, `warn` or `error`.
        level: String,
        /// The line.
        text: String,
    },
}

/// Whose props are set.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A component by its id.
    Id(ComponentId),
    /// A component by its path in the layout, as in `["props", "children", 0]`.
    Path(Vec<Value>),
}
