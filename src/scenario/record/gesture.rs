//! What the page told of a person's gestures.

use serde::Deserialize;
use serde_json::Value;

use crate::engine::Action;

/// One thing that a person did.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Gesture {
    /// Milliseconds since the trace began.
    pub(super) at: f64,
    /// What was done.
    pub(super) done: Done,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Done {
    /// In the page.
    Act {
        /// The action; of what is secret without the text.
        action: Box<Action>,
        /// `id.prop` that it changed, and its value then.
        wrote: Option<(String, Value)>,
        /// A password was typed.
        secret: bool,
    },
    /// A page came up.
    Arrive {
        /// How: `navigate`, `reload`, `back_forward` (Navigation Timing, section 4.1).
        how: String,
        /// Its path and query.
        path: String,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Told {
    Arrived {
        arrived: String,
        path: String,
    },
    Acted {
        action: Box<Action>,
        prop: Option<String>,
        #[serde(default)]
        value: Value,
        #[serde(default)]
        secret: bool,
    },
}

impl Gesture {
    /// Reads what the page told; `None` for what is no gesture: pages may send anything.
    pub(super) fn read(at: f64, told: Value) -> Option<Self> {
        let done = match serde_json::from_value(told).ok()? {
            Told::Arrived { arrived, path } => Done::Arrive { how: arrived, path },
            Told::Acted { action, prop, value, secret } => {
                Done::Act { action, wrote: prop.map(|prop| (prop, value)), secret }
            }
        };
        Some(Self { at, done })
    }
}
