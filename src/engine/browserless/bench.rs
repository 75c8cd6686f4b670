//! An app's callbacks and its layout on the bench: called and looked at one by one, with no visitor.

use serde_json::{Value, json};
use url::Url;

use super::detour::Detour;
use super::page::{Page, Tab};
use super::transport::Transport;
use super::unit::{Prepared, prepare};
use crate::dash::{Component, ComponentId, Patch, PropRef, Slot, crawl};
use crate::engine::{Error, Expectation, Locator, Property, Returned, UnitCall, Visit, credentials};
use crate::trace::{Call, CallStatus, Recorder};

/// An app whose callbacks are called one by one. Nothing else runs: neither initial callbacks, nor what a result would
/// trigger, nor what components do by themselves.
///
/// ```no_run
/// # use dashproof::{engine::{Bench, UnitCall}, Visit};
/// # async fn example(app: dashproof::app::App) -> Result<(), Box<dyn std::error::Error>> {
/// let mut bench = Bench::open(app.url(), &Visit::default()).await?;
/// let returned = bench.call(&UnitCall::of("chart.figure").input("year.value", 1952)).await?;
/// assert_eq!(returned.value("figure.layout.title.text"), Some(&"Sales of 1952".into()));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Bench {
    page: Page,
    recorder: Recorder,
    visit: Visit,
    /// Open as long as the bench is.
    _detour: Detour,
}

impl Bench {
    /// Reads the app's layout and its callbacks.
    ///
    /// # Errors
    /// When the app does not answer, or not as a Dash app.
    pub async fn open(app: &Url, visit: &Visit) -> Result<Self, Error> {
        let (app, visit) = credentials::apart(app, visit);
        let recorder = Recorder::new(app.as_str(), "bench").hiding(&visit.all_secrets(&app));
        let detour = Detour::to(&app, &visit, &recorder).await?;
        let transport = Transport::new(detour.url(), &visit, recorder.clone())?;
        let page = Page::open(transport, recorder.clone(), &visit, detour.url(), &mut Tab::default()).await?;
        Ok(Self { page, recorder, visit, _detour: detour })
    }

    /// The component tree that the app serves.
    pub fn layout(&self) -> &Value {
        &self.page.store.tree
    }

    /// Calls `visit` with each component of the layout and its JSON pointer, outer ones first.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(Component<'a>, &str)) {
        crawl(&self.page.store.tree, "", &self.page.store.children_props, visit);
    }

    /// The one component of the layout that a locator names, as JSON.
    ///
    /// # Errors
    /// [`Error::NotFound`] and [`Error::Ambiguous`].
    pub fn component(&self, on: &Locator) -> Result<&Value, Error> {
        let at = self.page.component_at(on)?;
        Ok(self.page.store.tree.pointer(&at).unwrap_or(&Value::Null))
    }

    /// Looks whether the layout has what a locator names.
    ///
    /// # Errors
    /// [`Error::NotFound`] with what has a similar name.
    pub fn find(&self, on: &Locator) -> Result<(), Error> {
        match self.page.component_at(on) {
            Ok(_) | Err(Error::Ambiguous { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Reads a property of what `on` finds in the layout.
    ///
    /// # Errors
    /// As [`Session::read`](crate::Session::read).
    pub fn read(&self, on: &Locator, property: &Property) -> Result<Value, Error> {
        if let (Property::Count, Locator::Id(_)) = (property, on) {
            // Not every component has an element of its own.
            return Ok(json!(usize::from(self.find(on).is_ok())));
        }
        let (property, path) = property.split_path();
        Ok(path.of(self.page.read(on, &property)?))
    }

    /// Holds an expectation against the layout.
    ///
    /// # Errors
    /// [`Error::Unexpected`] with what is there.
    pub fn expect(&self, expectation: &Expectation) -> Result<(), Error> {
        let seen = self.read(&expectation.on, &expectation.property);
        let last_seen = match seen {
            Ok(value) if expectation.matcher.accepts(&value) => return Ok(()),
            Ok(value) => value,
            Err(error) => return Err(error),
        };
        Err(Error::NotInLayout { expectation: Box::new(expectation.clone()), last_seen })
    }

    /// Calls one callback, on the server or in the embedded JavaScript engine, and waits for its result; a background
    /// callback is polled until it has one.
    ///
    /// # Errors
    /// [`Error::NoSuchCallback`] and [`Error::BadCall`] for a call that can't be made, [`Error::CallbackFailed`] with
    /// the server's message.
    pub async fn call(&mut self, call: &UnitCall) -> Result<Returned, Error> {
        let prepared = prepare(call, &self.recorder.graph(), &self.page.store)?;
        let kept = self.page.store.clone();
        self.recorder.begin_step(format!("call {}", call.output));
        let Prepared { callback, binding, request } = prepared;
        let outputs: Vec<PropRef> = request.outputs.iter().flat_map(Slot::items).cloned().collect();
        let ended = self.page.call_alone(callback, binding, request, self.visit.limit).await;
        self.recorder.end_step();
        let after = std::mem::replace(&mut self.page.store, kept);
        ended?;
        let made = self.recorder.snapshot().calls.pop();
        let made = made.ok_or_else(|| Error::BadCall {
            output: call.output.clone(),
            reason: "it was not called".to_owned(),
        })?;
        let patched = |prop: &PropRef| {
            let component = after.component(after.place(&prop.id)?)?;
            component.prop(plain(&prop.property)).cloned()
        };
        returned(&made, &outputs, patched)
    }
}

/// What a call returned; `patched` reads a prop of the page afterwards.
fn returned(
    call: &Call,
    outputs: &[PropRef],
    patched: impl Fn(&PropRef) -> Option<Value>,
) -> Result<Returned, Error> {
    let failed = |message: String| Error::CallbackFailed { callback: call.output.clone(), message };
    if let CallStatus::Failed { message } = &call.status {
        return Err(failed(message.clone()));
    }
    let none = json!({});
    let response = call.response.as_ref().and_then(|body| body.get("response")).unwrap_or(&none);
    let output = |prop: &PropRef| {
        let name = plain(&prop.property);
        // Servers before Dash 2 answer for the only output without its id.
        let props = response.get(prop.id.to_string()).or_else(|| response.get("props"));
        let value = props.and_then(|props| props.get(name).or_else(|| props.get(&prop.property))).cloned();
        let value = value.map(|value| match Patch::of(&value) {
            Some(patch) => {
                patched(prop).map_or_else(|| patch.apply(None).map_err(|error| failed(error.to_string())), Ok)
            }
            None => Ok(value),
        });
        Ok((format!("{}.{name}", prop.id), value.transpose()?))
    };
    let bodies = call.partial.iter().map(|partial| &partial.body).chain(&call.response);
    let sets = bodies.filter_map(|body| body.get("sideUpdate")?.as_object()).flatten();
    let set = sets.flat_map(|(id, props)| {
        let id = ComponentId::parse(id).map_or_else(|_| id.clone(), |id| id.to_string());
        let props = props.as_object().into_iter().flatten();
        props.map(move |(name, value)| (format!("{id}.{name}"), value.clone())).collect::<Vec<_>>()
    });
    let outputs = outputs.iter().map(output).collect::<Result<_, Error>>()?;
    Ok(Returned { outputs, set: set.collect() })
}

/// A prop without the `@hash` of `allow_duplicate`.
fn plain(property: &str) -> &str {
    property.split('@').next().unwrap_or(property)
}
