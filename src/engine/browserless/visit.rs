//! The engine's loop.

use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;
use url::Url;

use crate::engine::{Action, Capture, CaptureSpec, Engine, EngineKind, Error, Locator, Property, Visit};
use crate::trace::Recorder;

/// A visit without a browser.
#[derive(Debug)]
pub struct Browserless {
    recorder: Recorder,
}

impl Browserless {
    /// Prepares a visit to the app at `app`.
    pub fn new(app: &Url, _visit: &Visit) -> Result<Self, Error> {
        Ok(Self { recorder: Recorder::new(app.as_str(), "browserless") })
    }
}

#[async_trait]
impl Engine for Browserless {
    fn kind(&self) -> EngineKind {
        EngineKind::Browserless
    }
    async fn goto(&mut self, _path: &str) -> Result<(), Error> {
        Ok(())
    }
    async fn act(&mut self, _action: &Action) -> Result<(), Error> {
        Ok(())
    }
    async fn read(&mut self, _on: &Locator, _property: &Property) -> Result<Value, Error> {
        Ok(Value::Null)
    }
    async fn settle(&mut self, _limit: Duration) -> Result<(), Error> {
        Ok(())
    }
    async fn pause(&mut self, _at_most: Duration) -> Result<bool, Error> {
        Ok(false)
    }
    async fn capture(&mut self, _spec: &CaptureSpec) -> Result<Capture, Error> {
        Ok(Capture::Values(Value::Null))
    }
    fn recorder(&self) -> &Recorder {
        &self.recorder
    }
    async fn close(&mut self) -> Result<(), Error> {
        Ok(())
    }
}
