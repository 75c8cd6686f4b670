//! What a clientside callback leads to.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::dash::{ComponentId, pointer};

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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Setting {
    /// The page's title.
    pub title: String,
    /// Width and height of the page area, CSS px.
    pub viewport: (u32, u32),
    /// Device pixels per CSS px.
    pub scale: f64,
    /// How far the page's clock is ahead of the real one, milliseconds.
    pub advanced: i64,
    /// Whether the page's clock is the real one, and time passes by itself.
    pub live: bool,
    /// What `Date.now()` says, milliseconds since 1970, when it always says the same.
    pub clock: Option<i64>,
    /// Makes `Math.random` and `crypto` repeat.
    pub seed: Option<u32>,
    /// The visitor's time zone, by its IANA name.
    pub time_zone: String,
    /// What `navigator.userAgent` says.
    pub user_agent: String,
}

impl Default for Setting {
    fn default() -> Self {
        let zone = jiff::tz::TimeZone::system();
        Self {
            title: String::new(),
            viewport: (1280, 800),
            scale: 1.0,
            advanced: 0,
            live: false,
            clock: None,
            seed: None,
            time_zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            user_agent: concat!("Mozilla/5.0 (X11; Linux x86_64) dashproof/", env!("CARGO_PKG_VERSION"))
                .to_owned(),
        }
    }
}

/// How a callback ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It threw `PreventUpdate`: the same as status 204.
    Prevented,
    /// It returned; outputs with `no_update` are left out.
    Updates(Vec<Update>),
}

/// What a hook of the renderer left.
#[derive(Debug, Clone, PartialEq)]
pub struct Hooked {
    /// Its arguments, as it left them.
    pub args: Vec<Value>,
    /// What it returned.
    pub returned: Value,
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
    /// The address was changed.
    Navigate {
        /// Where to.
        href: String,
        /// Whether the page is loaded, or only the address changed.
        reload: bool,
        /// Whether every `dcc.Location` follows.
        tell: bool,
        /// Whether the address that is left is forgotten.
        replace: bool,
    },
    /// An event told that the address was changed.
    Moved,
    /// Another window was opened.
    Open {
        /// The address, relative to the page's.
        href: String,
        /// The call, as the console tells it.
        text: String,
    },
    /// An element was clicked, by its name.
    Click(String),
    /// An element took the keyboard, by its name; none lets go of it.
    Focus(Option<String>),
    /// Text of a field was selected: the element's name, and the ends, counted in characters.
    Select(String, usize, usize),
    /// The clipboard was written.
    Clipboard(String),
    /// `document.cookie` was set.
    Cookie(String),
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
    /// A component by its path in the layout, as in `["components", "props", "children", 0]`.
    Path(Vec<Value>),
}

/// The place in the tree that a path in the layout leads to: since Dash 3 (`nested`) it begins with `components`.
pub(crate) fn place(path: &[Value], nested: bool) -> Option<String> {
    let path = if nested { path.strip_prefix(&[Value::from("components")])? } else { path };
    let key = |key: &Value| key.as_str().map_or_else(|| key.to_string(), str::to_owned);
    Some(path.iter().fold(String::new(), |at, step| pointer::child(&at, &key(step))))
}
