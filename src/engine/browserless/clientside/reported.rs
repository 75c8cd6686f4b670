//! What the page reports, and what the engine catches.

use rquickjs::CaughtError;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Effect, Error, Hooked, Outcome, Target, Update};
use crate::dash::{ComponentId, json};

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
#[expect(clippy::struct_excessive_bools, reason = "each is one of an address change's")]
pub(super) struct Reported {
    set_props: Option<Value>,
    props: Map<String, Value>,
    unset: Vec<String>,
    title: Option<String>,
    navigate: Option<String>,
    reload: bool,
    tell: bool,
    replace: bool,
    moved: bool,
    click: Option<String>,
    focus: Option<String>,
    blur: bool,
    select: Option<(String, f64, f64)>,
    open: Option<String>,
    clipboard: Option<String>,
    cookie: Option<String>,
    console: Option<String>,
    text: String,
}

impl Reported {
    /// The effect; `None` when its target is no component.
    pub(super) fn effect(self) -> Option<Effect> {
        let Self { props, unset, reload, tell, replace, text, .. } = self;
        if let Some(target) = self.set_props {
            return Some(Effect::SetProps { target: Target::of(target)?, props, unset });
        }
        if let Some(href) = self.navigate {
            return Some(Effect::Navigate { href, reload, tell, replace });
        }
        if let Some(href) = self.open {
            return Some(Effect::Open { href, text });
        }
        if self.moved {
            return Some(Effect::Moved);
        }
        if self.blur || self.focus.is_some() {
            return Some(Effect::Focus(self.focus));
        }
        if let Some((element, start, end)) = self.select {
            return Some(Effect::Select(element, start as usize, end as usize));
        }
        let plain = self.title.map(Effect::Title).or(self.click.map(Effect::Click));
        let kept = self.clipboard.map(Effect::Clipboard).or(self.cookie.map(Effect::Cookie));
        plain.or(kept).or(self.console.map(|level| Effect::Console { level, text }))
    }
}

/// How the page reports that a callback has ended.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ended {
    Prevented,
    Updates(Vec<Value>),
    Error(Failure),
}

/// How the page reports what a hook led to.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum HookEnded {
    Absent,
    Hooked { args: Vec<Value>, returned: Value },
    Error(Failure),
}

/// How the page reports what a script of a WebDriver client led to.
#[cfg(feature = "webdriver")]
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Evaluated {
    Returned(Value),
    Error(Failure),
}

#[cfg(feature = "webdriver")]
impl Evaluated {
    pub(super) fn read(at: &str, text: &str) -> Result<Value, Error> {
        match json::parse(text).and_then(Self::deserialize).map_err(|error| unreadable(at, &error))? {
            Self::Returned(value) => Ok(value),
            Self::Error(failure) => Err(failure.into_error(at)),
        }
    }
}

/// What code threw.
#[derive(Deserialize)]
pub(super) struct Failure {
    unsupported: bool,
    message: String,
    stack: String,
}

impl Failure {
    fn into_error(self, at: &str) -> Error {
        let at = at.to_owned();
        if self.unsupported {
            let message = self.message.strip_prefix("Unsupported: ").unwrap_or(&self.message).to_owned();
            return Error::Unsupported { at, message };
        }
        Error::Threw { at, message: as_browsers_say(&self.message), stack: self.stack }
    }
}

impl Hooked {
    /// `None` when there is no such hook.
    pub(super) fn read(at: &str, text: &str) -> Result<Option<Self>, Error> {
        match json::parse(text).and_then(HookEnded::deserialize).map_err(|error| unreadable(at, &error))? {
            HookEnded::Absent => Ok(None),
            HookEnded::Hooked { args, returned } => Ok(Some(Self { args, returned })),
            HookEnded::Error(failure) => Err(failure.into_error(at)),
        }
    }
}

fn unreadable(at: &str, error: &serde_json::Error) -> Error {
    Error::Engine { at: at.to_owned(), reason: error.to_string() }
}

impl Ended {
    pub(super) fn read(at: &str, text: &str) -> Result<Outcome, Error> {
        match json::parse(text).and_then(Self::deserialize).map_err(|error| unreadable(at, &error))? {
            Self::Prevented => Ok(Outcome::Prevented),
            Self::Updates(updates) => Ok(Outcome::Updates(updates.into_iter().filter_map(update).collect())),
            Self::Error(failure) => Err(failure.into_error(at)),
        }
    }
}

/// `value` may be null, and it may be absent: `Option` alone can't tell.
fn update(mut update: Value) -> Option<Update> {
    let fields = update.as_object_mut()?;
    Some(Update {
        value: fields.shift_remove("value"),
        id: ComponentId::from_value(fields.get("id")?)?,
        property: fields.get("property")?.as_str()?.to_owned(),
    })
}

/// What the engine caught.
pub(super) fn thrown(at: &str, error: &CaughtError<'_>) -> Error {
    let at = at.to_owned();
    match error {
        CaughtError::Exception(exception) => {
            let name: String = exception.as_object().get("name").unwrap_or_default();
            let message = exception.message().unwrap_or_default();
            if name == "Unsupported" {
                return Error::Unsupported { at, message };
            }
            let stack = exception.stack().unwrap_or_default();
            Error::Threw { at, message: as_browsers_say(&format!("{name}: {message}")), stack }
        }
        CaughtError::Value(value) => {
            let message = value.as_string().and_then(|text| text.to_string().ok());
            let message = message.unwrap_or_else(|| format!("it threw a value: {}", value.type_name()));
            Error::Threw { at, message, stack: String::new() }
        }
        CaughtError::Error(error) => Error::Engine { at, reason: error.to_string() },
    }
}

/// The commonest errors of all in the words of Chromium's engine, which are what people search for.
fn as_browsers_say(message: &str) -> String {
    for (verb, verbs) in [("read", "reading"), ("set", "setting")] {
        let touched = message.strip_prefix(&format!("TypeError: cannot {verb} property '"));
        if let Some((property, owner)) = touched.and_then(|rest| rest.split_once("' of ")) {
            return format!("TypeError: Cannot {verb} properties of {owner} ({verbs} '{property}')");
        }
    }
    message.to_owned()
}
