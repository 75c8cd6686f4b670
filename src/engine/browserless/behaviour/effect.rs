//! What an action or a mount leads to.

use std::time::Duration;

use serde_json::{Map, Value};

use super::Caret;
use crate::dash::table::Clipboard;
use crate::engine::Coordinates;
use crate::render::markup::Node;

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
        /// The value; null takes a member away.
        value: Value,
    },
    /// One `setProps` call of a prop as it is, but for some members of an object in it.
    Merge {
        /// JSON pointer of the component in the tree.
        at: String,
        /// The prop, and the member of it that holds them.
        into: (String, String),
        /// The members.
        members: Map<String, Value>,
    },
    /// What a component adds to a list in a prop of its own, where it lies, as [`Amend`](Self::Amend) does.
    Grow {
        /// JSON pointer of the list in the tree.
        at: String,
        /// What is added.
        items: Vec<Value>,
        /// Whether before what is there.
        front: bool,
        /// How many stay: what is at the other end goes.
        most: usize,
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
    /// A component keeps something that is in no prop, until it leaves the page.
    Remember {
        /// JSON pointer of the component in the tree.
        at: String,
        /// What it keeps, instead of what it kept before.
        memory: Value,
    },
    /// The clipboard holds this.
    Copy(Clipboard),
    /// What a component keeps open is closed, and the other way round.
    Turn {
        /// JSON pointer of the component in the tree.
        at: String,
        /// Whether it is open to begin with.
        usual: bool,
    },
    /// The visitor's next gesture of the same action: the app answers what was caused so far before it.
    NextGesture,
    /// The keyboard goes on to the next stop, or the one before: what it leaves may tell its value.
    Tab {
        /// Whether to the one before.
        back: bool,
    },
    /// What a component shows now and has not told: a text that was typed, the first date of a range.
    Draft {
        /// JSON pointer of the component in the tree.
        at: String,
        /// The text.
        text: String,
    },
    /// Where the keyboard writes from now on in a field.
    Caret {
        /// JSON pointer of the component in the tree.
        at: String,
        /// The place in the text that stands in it.
        caret: Caret,
    },
    /// A link was followed.
    Navigate {
        /// Where to, as written in the app.
        href: String,
        /// Whether the page is loaded, or only the address changed (`history.pushState`).
        reload: bool,
    },
}

/// The circumstances of an action.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// What `Date.now()` would say, in milliseconds.
    pub now_ms: i64,
    /// The app's Dash version: major, minor, patch.
    pub dash_version: (u32, u32, u32),
    /// Where the page is, when it may know.
    pub place: Option<Coordinates>,
}

impl Moment {
    /// Whether the components are those of before Dash 4, which redrew most of dcc.
    pub(super) fn is_classic(&self) -> bool {
        self.dash_version < (4, 0, 0)
    }
}

/// Where in a component a visitor's hand is, and what the component keeps that is in no prop.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spot<'a> {
    /// The element; `None` for the component as a whole.
    pub node: Option<Node<'a>>,
    /// What it shows and has not told ([`Effect::Draft`]).
    pub typed: Option<&'a str>,
    /// Whether the Shift key is held.
    pub shift: bool,
    /// Where the keyboard writes in it ([`Effect::Caret`]); behind its text when absent.
    pub caret: Option<Caret>,
    /// What else it keeps ([`Effect::Remember`]).
    pub memory: Option<&'a Value>,
    /// What can be pasted.
    pub clipboard: Option<&'a Clipboard>,
}

impl<'a> Spot<'a> {
    /// The element with a class that the hand is on or in, within the component.
    pub(super) fn within(&self, class: &str) -> Option<Node<'a>> {
        let node = self.node?;
        let outer = node.ancestors().take_while(|_| !node.is_component());
        let mut inside = true;
        let mut own = std::iter::once(node).chain(outer).take_while(|node| {
            let now = inside;
            inside = !node.is_component();
            now
        });
        own.find(|node| node.has_class(class))
    }

    /// Whether the hand is on or in an element with a class.
    pub(super) fn is_in(&self, class: &str) -> bool {
        self.within(class).is_some()
    }
}

/// What a component does when it is rendered, first or anew.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rendered {
    /// At once.
    pub now: Vec<Effect>,
    /// After the next request pass.
    pub later: Vec<Effect>,
}

/// What a component emits when it is first rendered, one `setProps` call per item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mounting {
    /// Before the first request pass.
    pub sync: Vec<Props>,
    /// Once the component's code is loaded: after the page's first calls are answered, or at once when another
    /// component of its kind was there before.
    pub later: Vec<Props>,
}
