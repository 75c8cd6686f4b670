//! The types of components' props, which their packages' JavaScript knows (`propTypes`).

use std::fmt;
use std::time::Instant;

use rquickjs::{CatchResultExt, Context, Ctx, Function, Object, Runtime};
use serde_json::{Map, Value};

use super::reported::thrown;
use super::{Error, Limits};
use crate::dash::json;

const WINDOW: &str = include_str!("js/prop_types.js");

/// The bundles of an app's packages, run for nothing but these types.
pub(crate) struct PropTypes {
    context: Context,
    runtime: Runtime,
    limits: Limits,
}

impl fmt::Debug for PropTypes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PropTypes").finish_non_exhaustive()
    }
}

impl PropTypes {
    /// None yet.
    ///
    /// # Errors
    /// When the engine can't be started.
    pub(crate) fn new(limits: Limits) -> Result<Self, Error> {
        let failed =
            |error: rquickjs::Error| Error::Engine { at: "prop types".to_owned(), reason: error.to_string() };
        let runtime = Runtime::new().map_err(failed)?;
        runtime.set_memory_limit(limits.memory);
        let context = Context::full(&runtime).map_err(failed)?;
        let made = context.with(|ctx| {
            let window: Object<'_> = ctx.eval::<Function<'_>, _>(WINDOW)?.call(())?;
            drop(ctx.store_userdata(window));
            Ok(())
        });
        made.map_err(failed)?;
        Ok(Self { context, runtime, limits })
    }

    /// Runs a bundle: React, prop-types, or components.
    ///
    /// # Errors
    /// What it threw, or that it ran too long; its components are not checked then.
    pub(crate) fn load(&self, name: &str, source: &str) -> Result<(), Error> {
        self.within(name, |_, window| window.get::<_, Function<'_>>("load")?.call((source,)))
    }

    /// What prop-types says about the props of a component; `None` when they are as they should be, or of a component that
    /// is not known.
    ///
    /// # Errors
    /// When the check itself fails.
    pub(crate) fn check(
        &self,
        namespace: &str,
        kind: &str,
        props: &Map<String, Value>,
    ) -> Result<Option<String>, Error> {
        let text = json::print(&Value::Object(
            props.iter().map(|(name, value)| (name.clone(), outline(value))).collect(),
        ));
        self.within(kind, |_, window| window.get::<_, Function<'_>>("check")?.call((namespace, kind, text)))
    }

    /// Whether a component takes a prop; also `true` of one that is not known.
    pub(crate) fn has(&self, namespace: &str, kind: &str, property: &str) -> bool {
        let asked = self.within(kind, |_, window| {
            window.get::<_, Function<'_>>("has")?.call((namespace, kind, property))
        });
        asked.unwrap_or(true)
    }

    fn within<T>(
        &self,
        at: &str,
        code: impl for<'js> FnOnce(&Ctx<'js>, &Object<'js>) -> rquickjs::Result<T>,
    ) -> Result<T, Error> {
        let end = Instant::now() + self.limits.time;
        self.runtime.set_interrupt_handler(Some(Box::new(move || Instant::now() >= end)));
        self.context.with(|ctx| {
            let window = ctx.userdata::<Object<'_>>().map(|window| window.clone());
            let done = window.ok_or(rquickjs::Error::Unknown).and_then(|window| code(&ctx, &window));
            done.catch(&ctx).map_err(|error| thrown(at, &error))
        })
    }
}

/// A value with components that are empty: each is checked on its own.
fn outline(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(outline).collect(),
        Value::Object(fields) => {
            let is_component = ["props", "type", "namespace"].iter().all(|key| fields.contains_key(*key));
            let outlined = fields.iter().map(|(key, value)| match key.as_str() {
                "props" if is_component => (key.clone(), Value::Object(Map::new())),
                _ => (key.clone(), outline(value)),
            });
            Value::Object(outlined.collect())
        }
        _ => value.clone(),
    }
}
