//! `dcc.ConfirmDialog` and `dcc.ConfirmDialogProvider`: the browser's own confirm dialog.

use serde_json::Value;

use super::Effect;
use super::click::Inert;
use super::model::Model;
use super::target::{Target, counted};
use crate::dash::truthy;
use crate::engine::{Action, Error};

/// A dialog that is open while `displayed` is true.
pub(super) struct Confirm;

impl Model for Confirm {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            Action::Answer { accept, .. } => {
                if !truthy(target.component.prop("displayed")) {
                    return Err(target.not_actionable("the dialog is not open"));
                }
                let counter = if *accept { "submit_n_clicks" } else { "cancel_n_clicks" };
                let [(clicks, count), (time, now)] = counted(target.component, counter, target.moment);
                Ok(vec![target.set([(&clicks, count), (&time, now), ("displayed", Value::Bool(false))])])
            }
            _ => Inert.act(target),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::engine::browserless::behaviour::testing::{act, set};

    #[test]
    fn an_open_dialog_is_answered_and_closes() {
        let tree = json!({"type": "ConfirmDialog", "namespace": "dash_core_components",
            "props": {"id": "d", "displayed": true, "cancel_n_clicks": 1}});
        assert_eq!(
            act(&tree, "answer #d ok").unwrap(),
            [set(&json!({"submit_n_clicks": 1, "submit_n_clicks_timestamp": 1000, "displayed": false}))]
        );
        assert_eq!(
            act(&tree, "answer #d cancel").unwrap(),
            [set(&json!({"cancel_n_clicks": 2, "cancel_n_clicks_timestamp": 1000, "displayed": false}))]
        );
    }

    #[test]
    fn a_dialog_that_is_not_open_may_open_yet() {
        let tree =
            json!({"type": "ConfirmDialog", "namespace": "dash_core_components", "props": {"id": "d"}});
        assert!(act(&tree, "answer #d ok").unwrap_err().is_retryable());
    }
}
