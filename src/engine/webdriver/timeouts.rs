//! How long commands wait (W3C WebDriver section 9).

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::Error;

/// The timeouts of a session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timeouts {
    /// Of scripts; `None` waits for ever.
    pub(super) script: Option<Duration>,
    /// Of page loads.
    pub(super) page_load: Duration,
    /// Of finding elements.
    pub(super) implicit: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            script: Some(Duration::from_secs(30)),
            page_load: Duration::from_secs(300),
            implicit: Duration::ZERO,
        }
    }
}

impl Timeouts {
    /// The largest number of milliseconds, 2^53 - 1.
    const MOST: u64 = 9_007_199_254_740_991;

    /// Takes over those that are given.
    ///
    /// # Errors
    /// A time that is none.
    pub(super) fn set(&mut self, given: &Map<String, Value>) -> Result<(), Error> {
        let time = |name: &str, value: &Value| {
            let ms = value
                .as_u64()
                .or_else(|| value.as_f64().filter(|ms| ms.fract() == 0.0 && *ms >= 0.0).map(|ms| ms as u64));
            let ms = ms.filter(|ms| *ms <= Self::MOST);
            ms.map(Duration::from_millis).ok_or_else(|| {
                Error::InvalidArgument(format!("the timeout `{name}` is no number of milliseconds: {value}"))
            })
        };
        let mut new = *self;
        for (name, value) in given {
            match (name.as_str(), value) {
                ("script", Value::Null) => new.script = None,
                ("script", value) => new.script = Some(time(name, value)?),
                ("pageLoad", value) => new.page_load = time(name, value)?,
                ("implicit", value) => new.implicit = time(name, value)?,
                _ => {}
            }
        }
        *self = new;
        Ok(())
    }

    /// As clients read them.
    pub(super) fn told(&self) -> Value {
        json!({
            "script": self.script.map(|time| time.as_millis() as u64),
            "pageLoad": self.page_load.as_millis() as u64,
            "implicit": self.implicit.as_millis() as u64,
        })
    }
}
