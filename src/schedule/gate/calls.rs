//! A visit whose callbacks failed.

use super::refused;
use crate::scenario::{CallbackErrors, Verdict};
use crate::schedule::Error;
use crate::trace::{self, CallStatus, Trace};

/// Refuses a visit whose callbacks failed, but for those that may.
///
/// # Errors
/// [`Error::Refused`] names the callback and what it said.
pub(in crate::schedule) fn check_calls(mut trace: Trace, policy: &CallbackErrors) -> Result<(), Error> {
    match policy {
        CallbackErrors::Each(Verdict::Allow) => return Ok(()),
        CallbackErrors::Each(Verdict::Refuse) => {}
        CallbackErrors::AllowOf(outputs) => {
            let may_fail = |output: &str| {
                let mut parts = output.split("...").map(|part| part.trim_matches('.'));
                parts.any(|part| outputs.iter().any(|name| name == part))
            };
            for call in trace.calls.iter_mut().filter(|call| may_fail(&call.output)) {
                if matches!(call.status, CallStatus::Failed { .. }) {
                    call.status = CallStatus::NoUpdate;
                }
            }
            // Dash says so in the console too, with the output's name.
            trace.messages.retain(|message| !outputs.iter().any(|name| message.text.contains(name)));
        }
    }
    trace::no_errors().check(&trace).map_err(|failure| refused(failure.to_string()))
}
