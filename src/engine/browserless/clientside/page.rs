//! The page in QuickJS.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rquickjs::context::EvalOptions;
use rquickjs::{CatchResultExt, CaughtError, Context, Ctx, Function, Object, Runtime};
use serde::Deserialize;
use serde_json::Value;

use super::reported::Reported;
use super::{Effect, Error, Limits, Outcome, Setting, Update};
use crate::dash::{ClientsideFunction, ComponentId, Request, json};

/// The handles, then the small `window`, then what browsers add to the language.
const HOST: &str = include_str!("js/host.js");
const PAGE: &str = include_str!("js/page.js");
const STANDARD: &str = include_str!("js/standard.js");

/// Depth of the JavaScript stack, in bytes; below the smallest thread's.
const STACK: usize = 512 << 10;

/// One page's JavaScript.
pub struct Clientside {
    context: Context,
    runtime: Runtime,
    limits: Limits,
    deadline: Deadline,
    /// Milliseconds that were let pass.
    now: f64,
}

/// When running code is stopped; shared with the engine's interrupt handler.
type Deadline = Arc<Mutex<Option<Instant>>>;

impl fmt::Debug for Clientside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clientside").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Clientside {
    /// A page without scripts.
    ///
    /// # Errors
    /// When the engine can't be started.
    pub fn new(setting: &Setting, limits: Limits) -> Result<Self, Error> {
        let failed =
            |error: rquickjs::Error| Error::Engine { at: "page".to_owned(), reason: error.to_string() };
        let runtime = Runtime::new().map_err(failed)?;
        runtime.set_memory_limit(limits.memory);
        runtime.set_max_stack_size(STACK);
        let deadline = Deadline::default();
        let watched = Arc::clone(&deadline);
        runtime.set_interrupt_handler(Some(Box::new(move || over(&watched))));
        let context = Context::full(&runtime).map_err(failed)?;
        let start = serde_json::to_string(setting)
            .map_err(|error| Error::Engine { at: "page".to_owned(), reason: error.to_string() })?;
        context
            .with(|ctx| {
                let host: Object<'_> = ctx.eval(HOST)?;
                ctx.eval::<Function<'_>, _>(PAGE)?.call::<_, ()>((host.clone(), ctx.json_parse(start)?))?;
                ctx.eval::<Function<'_>, _>(STANDARD)?.call::<_, ()>((host.clone(),))?;
                // Kept by the engine itself, so that this type can move between threads.
                drop(ctx.store_userdata(host));
                Ok(())
            })
            .map_err(failed)?;
        Ok(Self { context, runtime, limits, deadline, now: 0.0 })
    }

    /// Runs a script: an asset, or the inline script of a clientside callback.
    ///
    /// # Errors
    /// What the script threw, what it touched, or that it ran too long; what it did before stays done.
    pub fn load(&mut self, name: &str, source: &str) -> Result<(), Error> {
        self.within(name, |ctx, _| {
            let mut options = EvalOptions::default();
            options.strict = false;
            options.filename = Some(name.to_owned());
            ctx.eval_with_options::<(), _>(source, options)
        })?;
        self.run_jobs(name)
    }

    /// Calls a callback's function, and waits until what it returned is settled.
    ///
    /// # Errors
    /// What the function threw, what it touched, or that it does not end.
    pub fn call(&mut self, function: &ClientsideFunction, request: &Request) -> Result<Outcome, Error> {
        let ClientsideFunction { namespace, function_name } = function;
        let at = format!("{namespace}.{function_name}");
        let body = json::print(&request.body());
        self.within(&at, |_, host| {
            host.get::<_, Function<'_>>("start")?.call::<_, ()>((
                namespace.as_str(),
                function_name.as_str(),
                body,
            ))
        })?;
        loop {
            self.run_jobs(&at)?;
            let settled: Option<String> =
                self.within(&at, |_, host| host.get::<_, Function<'_>>("outcome")?.call(()))?;
            if let Some(settled) = settled {
                return Ended::read(&at, &settled);
            }
            let ran: bool = self.within(&at, |_, host| host.get::<_, Function<'_>>("skip")?.call(()))?;
            if !ran {
                return Err(Error::NeverSettles { at });
            }
        }
    }

    /// Lets time pass: timers that are due run.
    ///
    /// # Errors
    /// Of the first timer whose code fails; those after it run with the next call.
    pub fn advance(&mut self, by: Duration) -> Result<(), Error> {
        const AT: &str = "a timer";
        self.now += by.as_secs_f64() * 1000.0;
        let until = self.now;
        while self.within(AT, |_, host| host.get::<_, Function<'_>>("tick")?.call((until,)))? {
            self.run_jobs(AT)?;
        }
        self.run_jobs(AT)
    }

    /// What the code did since the last time this was asked, in order.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        let taken: Result<String, Error> =
            self.within("page", |_, host| host.get::<_, Function<'_>>("takeEffects")?.call(()));
        let taken = taken.ok().and_then(|text| json::parse(&text).ok());
        let reported = taken.and_then(|effects| Vec::<Reported>::deserialize(effects).ok());
        reported.into_iter().flatten().filter_map(Reported::effect).collect()
    }

    /// Runs what promises are waiting for.
    fn run_jobs(&mut self, at: &str) -> Result<(), Error> {
        set(&self.deadline, Some(Instant::now() + self.limits.time));
        // A rejection that nobody handles is told by the callback's outcome, if it belongs to one.
        while !over(&self.deadline) && matches!(self.runtime.execute_pending_job(), Ok(true) | Err(_)) {}
        if over(&self.deadline) {
            return Err(Error::TooLong { at: at.to_owned(), limit: self.limits.time });
        }
        set(&self.deadline, None);
        Ok(())
    }

    /// Runs code within the limits and says what went wrong.
    fn within<T>(
        &self,
        at: &str,
        code: impl for<'js> FnOnce(&Ctx<'js>, &Object<'js>) -> rquickjs::Result<T>,
    ) -> Result<T, Error> {
        set(&self.deadline, Some(Instant::now() + self.limits.time));
        let outcome = self.context.with(|ctx| {
            let host = ctx.userdata::<Object<'_>>().map(|host| host.clone());
            let done = host.ok_or(rquickjs::Error::Unknown).and_then(|host| code(&ctx, &host));
            done.catch(&ctx).map_err(|error| thrown(at, &error))
        });
        let late = over(&self.deadline);
        set(&self.deadline, None);
        match outcome {
            Err(_) if late => Err(Error::TooLong { at: at.to_owned(), limit: self.limits.time }),
            outcome => outcome,
        }
    }
}

fn set(deadline: &Deadline, to: Option<Instant>) {
    *deadline.lock().unwrap_or_else(PoisonError::into_inner) = to;
}

fn over(deadline: &Deadline) -> bool {
    deadline.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|end| Instant::now() >= end)
}

/// What the engine caught.
fn thrown(at: &str, error: &CaughtError<'_>) -> Error {
    let at = at.to_owned();
    match error {
        CaughtError::Exception(exception) => {
            let name: String = exception.as_object().get("name").unwrap_or_default();
            let message = exception.message().unwrap_or_default();
            if name == "Unsupported" {
                return Error::Unsupported { at, message };
            }
            let stack = exception.stack().unwrap_or_default();
            Error::Threw { at, message: format!("{name}: {message}"), stack }
        }
        CaughtError::Value(value) => {
            let message = value.as_string().and_then(|text| text.to_string().ok());
            let message = message.unwrap_or_else(|| format!("it threw a value: {}", value.type_name()));
            Error::Threw { at, message, stack: String::new() }
        }
        CaughtError::Error(error) => Error::Engine { at, reason: error.to_string() },
    }
}

/// How the page reports that a callback has ended.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Ended {
    Prevented,
    Updates(Vec<Value>),
    Error { unsupported: bool, message: String, stack: String },
}

impl Ended {
    fn read(at: &str, text: &str) -> Result<Outcome, Error> {
        let unreadable =
            |error: serde_json::Error| Error::Engine { at: at.to_owned(), reason: error.to_string() };
        let ended = json::parse(text).and_then(Self::deserialize).map_err(unreadable)?;
        match ended {
            Self::Prevented => Ok(Outcome::Prevented),
            Self::Updates(updates) => Ok(Outcome::Updates(updates.into_iter().filter_map(update).collect())),
            Self::Error { unsupported: true, message, .. } => {
                let message = message.strip_prefix("Unsupported: ").unwrap_or(&message).to_owned();
                Err(Error::Unsupported { at: at.to_owned(), message })
            }
            Self::Error { message, stack, .. } => Err(Error::Threw { at: at.to_owned(), message, stack }),
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

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
