//! The page in QuickJS.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rquickjs::context::EvalOptions;
use rquickjs::prelude::Rest;
use rquickjs::promise::PromiseState;
use rquickjs::{CatchResultExt, Context, Ctx, Function, Module, Object, Persistent, Promise, Runtime};
use serde::Deserialize;
use serde_json::Value;

use super::module::Modules;
#[cfg(feature = "webdriver")]
use super::reported::Evaluated;
use super::reported::{Ended, Reported, thrown};
use super::surroundings::Surroundings;
use super::{Effect, Error, Hooked, Limits, Outcome, Setting};
use crate::dash::{ClientsideFunction, Request, json};
use crate::engine::frozen::CHANCE;

/// The handles, and what they share with the parts of the page.
const HOST: &str = include_str!("js/host.js");

/// The parts of the page, in the order in which they build on each other.
const PARTS: [&str; 8] = [
    include_str!("js/window.js"),
    include_str!("js/event.js"),
    include_str!("js/number.js"),
    include_str!("js/date.js"),
    include_str!("js/library.js"),
    include_str!("js/renderer.js"),
    include_str!("js/dom.js"),
    include_str!("js/made.js"),
];

/// The key of an element's reference (WebDriver section 12.1, "web element identifier").
#[cfg(feature = "webdriver")]
pub(crate) const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Depth of the JavaScript stack, in bytes; below the smallest thread's.
const STACK: usize = 512 << 10;

/// One page's JavaScript.
pub struct Clientside {
    context: Context,
    runtime: Runtime,
    limits: Limits,
    deadline: Deadline,
    surroundings: Arc<Mutex<Surroundings>>,
    modules: Modules,
    /// The calls that have not ended, by ticket: `namespace.function`.
    running: BTreeMap<u64, String>,
    /// Calls that ended without their code's doing: it ran too long.
    given_up: Vec<(u64, Result<Outcome, Error>)>,
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
        let modules = Modules::default();
        runtime.set_loader(modules.clone(), modules.clone());
        let deadline = Deadline::default();
        let watched = Arc::clone(&deadline);
        runtime.set_interrupt_handler(Some(Box::new(move || over(&watched))));
        runtime.set_host_promise_rejection_tracker(Some(Box::new(|ctx, promise, reason, handled| {
            let host = ctx.userdata::<Object<'_>>().map(|host| host.clone());
            let tell = host.and_then(|host| host.get::<_, Function<'_>>("rejected").ok());
            // What can't be told is only a line on the console.
            let _ = tell.map(|tell| tell.call::<_, ()>((promise, reason, handled)));
        })));
        let context = Context::full(&runtime).map_err(failed)?;
        let start = serde_json::to_string(setting)
            .map_err(|error| Error::Engine { at: "page".to_owned(), reason: error.to_string() })?;
        let surroundings = Arc::<Mutex<Surroundings>>::default();
        let asked = Arc::clone(&surroundings);
        context
            .with(|ctx| {
                let native = Function::new(ctx.clone(), move |question: String, args: Rest<String>| {
                    lock(&asked).answer(&question, &args.0)
                })?;
                let host: Object<'_> = ctx.eval::<Function<'_>, _>(HOST)?.call((native,))?;
                host.set("chance", ctx.eval::<Function<'_>, _>(CHANCE)?)?;
                for part in PARTS {
                    let start = ctx.json_parse(start.as_str())?;
                    ctx.eval::<Function<'_>, _>(part)?.call::<_, ()>((host.clone(), start))?;
                }
                // Kept by the engine itself, so that this type can move between threads.
                drop(ctx.store_userdata(host));
                Ok(())
            })
            .map_err(failed)?;
        let (running, given_up) = (BTreeMap::new(), Vec::new());
        Ok(Self { context, runtime, limits, deadline, surroundings, modules, running, given_up, now: 0.0 })
    }

    /// Gives the page's state to the scripts, until [`take_back`](Self::take_back).
    pub(crate) fn lend(&mut self, surroundings: Surroundings) {
        *lock(&self.surroundings) = surroundings;
    }

    /// Takes the page's state back.
    pub(crate) fn take_back(&mut self) -> Surroundings {
        std::mem::take(&mut lock(&self.surroundings))
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

    /// Runs a module, an address and its source.
    ///
    /// # Errors
    /// As [`load`](Self::load), and [`Error::Imports`] for one that is first to be [provided](Self::provide).
    pub fn load_module(&mut self, address: &str, source: &str) -> Result<(), Error> {
        let evaluated = self.within(address, |ctx, _| {
            let promise = Module::evaluate(ctx.clone(), address, source)?;
            Ok(Persistent::save(ctx, promise))
        });
        if let Some(missing) = self.modules.missing() {
            return Err(Error::Imports { at: address.to_owned(), address: missing });
        }
        let evaluated = evaluated?;
        self.run_jobs(address)?;
        self.within(address, |ctx, host| {
            let promise: Promise<'_> = evaluated.restore(ctx)?;
            host.get::<_, Function<'_>>("rejected")?.call::<_, ()>((promise.clone(), (), true))?;
            match promise.state() {
                PromiseState::Rejected => promise.result::<()>().unwrap_or(Ok(())),
                _ => Ok(()),
            }
        })
    }

    /// Keeps a module that others import.
    pub fn provide(&mut self, address: &str, source: &str) {
        self.modules.provide(address, source);
    }

    /// Every script is loaded: tells those that wait for it.
    ///
    /// # Errors
    /// Of the first listener whose code fails.
    pub fn loaded(&mut self) -> Result<(), Error> {
        const AT: &str = "a listener";
        self.within(AT, |_, host| host.get::<_, Function<'_>>("loaded")?.call::<_, ()>(()))?;
        self.run_jobs(AT)
    }

    /// Calls a callback's function. What it leads to is told by [`ended`](Self::ended), under the caller's ticket.
    pub fn start(&mut self, ticket: u64, function: &ClientsideFunction, request: &Request) {
        let ClientsideFunction { namespace, function_name } = function;
        let at = format!("{namespace}.{function_name}");
        let body = json::print(&request.body());
        self.running.insert(ticket, at.clone());
        let started = self.within(&at, |_, host| {
            let start: Function<'_> = host.get("start")?;
            start.call::<_, ()>((ticket as f64, namespace.as_str(), function_name.as_str(), body))
        });
        let done = started.and_then(|()| self.run_jobs(&at));
        if let Err(error) = done {
            self.failed(ticket, error);
        }
    }

    /// Calls one of the renderer's hooks (protocol section 1.10); `None` when the app has none of that name.
    ///
    /// # Errors
    /// What the hook threw, what it touched, or that its promise is never settled.
    pub fn hook(&mut self, name: &str, args: Vec<Value>) -> Result<Option<Hooked>, Error> {
        let text = json::print(&Value::Array(args));
        self.within(name, |_, host| host.get::<_, Function<'_>>("hook")?.call::<_, ()>((name, text)))?;
        loop {
            self.run_jobs(name)?;
            let told: Option<String> =
                self.within(name, |_, host| host.get::<_, Function<'_>>("hooked")?.call(()))?;
            if let Some(told) = told {
                return Hooked::read(name, &told);
            }
            // Whoever waits for a token waits for its timers, too.
            let Some(timer) = self.next_timer() else {
                let reason = "its promise is never settled".to_owned();
                return Err(Error::Engine { at: name.to_owned(), reason });
            };
            if let Some(error) = self.advance(timer.max(Duration::from_millis(1))).into_iter().next() {
                return Err(error);
            }
        }
    }

    /// Runs a script as the body of a function, with a list of arguments; what it leads to is told by
    /// [`evaluated`](Self::evaluated). It runs for `limit` at most. With `asynchronous`, it ends by calling its last argument. Elements among the values
    /// are objects with the [key](ELEMENT) of WebDriver's references, and are named as elsewhere in the page.
    ///
    /// # Errors
    /// What it threw before it was left, what it touched, or that it ran too long.
    #[cfg(feature = "webdriver")]
    pub(crate) fn evaluate(
        &mut self,
        source: &str,
        args: &Value,
        asynchronous: bool,
        limit: Option<Duration>,
    ) -> Result<(), Error> {
        const AT: &str = "script";
        let args = json::print(args);
        let usual = self.limits.time;
        self.limits.time = limit.map_or(usual, |limit| limit.min(usual));
        let called = self.within(AT, |_, host| {
            host.get::<_, Function<'_>>("evaluate")?.call::<_, ()>((source, args, asynchronous))
        });
        let ran = called.and_then(|()| self.run_jobs(AT));
        self.limits.time = usual;
        ran
    }

    /// What the last script led to; `None` as long as it has not ended.
    ///
    /// # Errors
    /// What it threw.
    #[cfg(feature = "webdriver")]
    pub(crate) fn evaluated(&mut self) -> Option<Result<Value, Error>> {
        let told: Result<Option<String>, Error> =
            self.within("script", |_, host| host.get::<_, Function<'_>>("evaluated")?.call(()));
        told.transpose().map(|told| told.and_then(|text| Evaluated::read("script", &text)))
    }

    /// The calls that have ended since the last time this was asked.
    pub fn ended(&mut self) -> Vec<(u64, Result<Outcome, Error>)> {
        let told: Result<String, Error> =
            self.within("page", |_, host| host.get::<_, Function<'_>>("ended")?.call(()));
        let told = told.ok().and_then(|text| serde_json::from_str::<Vec<(f64, String)>>(&text).ok());
        let mut ended = std::mem::take(&mut self.given_up);
        for (ticket, outcome) in told.into_iter().flatten() {
            let ticket = ticket as u64;
            if let Some(at) = self.running.remove(&ticket) {
                ended.push((ticket, Ended::read(&at, &outcome)));
            }
        }
        ended
    }

    /// How long until a timer is due; `None` when there is none.
    pub fn next_timer(&mut self) -> Option<Duration> {
        let next: Result<Option<f64>, Error> =
            self.within("page", |_, host| host.get::<_, Function<'_>>("next")?.call(()));
        next.ok().flatten().map(|ms| Duration::from_secs_f64((ms / 1000.0).clamp(0.0, 1e9)))
    }

    /// Lets time pass: timers that are due run. What fails does not keep the others from running.
    pub fn advance(&mut self, by: Duration) -> Vec<Error> {
        const AT: &str = "a timer";
        /// A timer that sets itself anew without delay goes in circles.
        const MOST: usize = 10_000;
        self.now += by.as_secs_f64() * 1000.0;
        let until = self.now;
        let mut errors = Vec::new();
        for _ in 0..MOST {
            let ran = self.within(AT, |_, host| host.get::<_, Function<'_>>("tick")?.call((until,)));
            let went_on = matches!(ran, Ok(true) | Err(_));
            errors.extend(ran.err());
            errors.extend(self.run_jobs(AT).err());
            if !went_on {
                break;
            }
        }
        errors
    }

    /// What the code did since the last time this was asked, in order.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        let taken: Result<String, Error> =
            self.within("page", |_, host| host.get::<_, Function<'_>>("takeEffects")?.call(()));
        let taken = taken.ok().and_then(|text| json::parse(&text).ok());
        let reported = taken.and_then(|effects| Vec::<Reported>::deserialize(effects).ok());
        reported.into_iter().flatten().filter_map(Reported::effect).collect()
    }

    /// Ends a call that its own code can't end any more.
    fn failed(&mut self, ticket: u64, error: Error) {
        if self.running.remove(&ticket).is_some() {
            self.given_up.push((ticket, Err(error)));
        }
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

fn lock(surroundings: &Mutex<Surroundings>) -> MutexGuard<'_, Surroundings> {
    surroundings.lock().unwrap_or_else(PoisonError::into_inner)
}

fn set(deadline: &Deadline, to: Option<Instant>) {
    *deadline.lock().unwrap_or_else(PoisonError::into_inner) = to;
}

fn over(deadline: &Deadline) -> bool {
    deadline.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|end| Instant::now() >= end)
}
