//! `dcc.Interval`.

use serde_json::Value;

use super::Props;
use super::model::Model;
use crate::dash::{Component, truthy};

/// Counts as time passes.
pub(super) struct Interval;

impl Interval {
    const DEFAULT_PERIOD: i64 = 1000;
}

impl Model for Interval {
    fn period(&self, component: Component<'_>) -> Option<i64> {
        let stopped =
            truthy(component.prop("disabled")) || component.prop("max_intervals") == Some(&Value::from(0));
        let period = component.prop("interval").and_then(Value::as_f64);
        (!stopped).then(|| period.map_or(Self::DEFAULT_PERIOD, |ms| ms as i64))
    }

    fn ticked(&self, component: Component<'_>) -> Option<Props> {
        let count = component.prop("n_intervals").and_then(Value::as_i64).unwrap_or(0);
        let most = component.prop("max_intervals").and_then(Value::as_i64).unwrap_or(-1);
        let goes_on = !truthy(component.prop("disabled")) && (most < 0 || count < most);
        goes_on.then(|| Props::from_iter([("n_intervals".to_owned(), Value::from(count + 1))]))
    }
}
