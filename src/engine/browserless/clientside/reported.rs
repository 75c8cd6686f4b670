//! Effects as the page reports them.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Effect, Target};
use crate::dash::ComponentId;

impl Target {
    fn of(value: Value) -> Option<Self> {
        match value {
            Value::Array(path) => Some(Self::Path(path)),
            id => ComponentId::from_value(&id).map(Self::Id),
        }
    }
}

/// An effect as the page reports it: the key that is present says which.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reported {
    set_props: Option<Value>,
    props: Map<String, Value>,
    unset: Vec<String>,
    title: Option<String>,
    navigate: Option<String>,
    reload: bool,
    storage: Option<String>,
    key: String,
    value: Option<String>,
    console: Option<String>,
    text: String,
}

impl Reported {
    /// The effect; `None` when its target is no component.
    pub(super) fn effect(self) -> Option<Effect> {
        let Self { props, unset, reload, key, value, text, .. } = self;
        if let Some(target) = self.set_props {
            return Some(Effect::SetProps { target: Target::of(target)?, props, unset });
        }
        if let Some(title) = self.title {
            return Some(Effect::Title(title));
        }
        if let Some(href) = self.navigate {
            return Some(Effect::Navigate { href, reload });
        }
        if let Some(area) = self.storage {
            return Some(Effect::Storage { area, key, value });
        }
        self.console.map(|level| Effect::Console { level, text })
    }
}
