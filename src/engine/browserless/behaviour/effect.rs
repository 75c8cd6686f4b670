//! What an action or a mount leads to.

use std::time::Duration;

use serde_json::{Map, Value};

/// Props by name, in the order of one `setProps` call: callbacks see it in `changedPropIds`.
pub type Props = Map<String, Value>;

/// One thing that an action leads to; several follow in order.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Effect {
    /// One `setProps` call of a component (rule R23).
    SetProps {
        /// JSON pointer of the component in the tree.
        at: String,
        /// The props.
        props: Props,
    },
    /// One `setProps` call with `undefined` values: the props are absent afterwards.
    Unset {
        /// JSON pointer of the component in the tree.
        at: String,
        /// The names of the props.
        props: Vec<String>,
    },
    /// What a component writes into the value of a prop of its own, where it lies: no `setProps`, so no callback hears
    /// of it, but State reads it.
    Amend {
        /// JSON pointer of the value in the tree.
        at: String,
        /// The value.
        value: Value,
    },
    /// A `setProps` call once the visitor has been idle for a while: a debounced field.
    /// A later one at the same place replaces it.
    Later {
        /// How long.
        after: Duration,
        /// JSON pointer of the component in the tree.
        at: String,
        /// The props.
        props: Props,
    },
    /// The visitor's next gesture of the same action: callbacks requested so far are picked before it.
    NextGesture,
    /// A link was followed.
    Navigate {
        /// Where to, as written in the app.
        href: String,
        /// Whether the page is loaded, or only the address changed (`history.pushState`).
        reload: bool,
    },
}

/// The circumstances of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// What `Date.now()` would say, in milliseconds.
    pub now_ms: i64,
    /// The app's Dash version: major, minor, patch.
    pub dash_version: (u32, u32, u32),
}

/// What a component emits when it is first rendered, one `setProps` call per item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mounting {
    /// Before the first request pass.
    pub sync: Vec<Props>,
    /// After it, because the component's code is loaded lazily.
    pub later: Vec<Props>,
}
