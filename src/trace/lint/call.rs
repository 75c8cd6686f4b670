//! Calls: that the renderer refuses, that go in circles, that never come, and that come all the same.

use super::subject::named_by;
use super::{Finding, Rule, Subject};
use crate::dash::{Callback, Dependency, IdPattern, validate};
use crate::trace::Cause;
use crate::trace::graph::title;

pub(super) fn refused(subject: &Subject<'_>) -> Vec<Finding> {
    let refusals = validate(subject.callbacks(), subject.dash_version >= (4, 2, 0));
    let finding = |refusal: crate::dash::Refusal| {
        let rule = match refusal.headline {
            "Duplicate callback outputs"
            | "Duplicate callback Outputs"
            | "Overlapping wildcard callback outputs" => Rule::DuplicateOutput,
            "A callback is missing Inputs" => Rule::NeverCalled,
            _ => Rule::InvalidCallback,
        };
        Finding { rule, message: refusal.sentence(), callback: Some(refusal.output) }
    };
    refusals.into_iter().map(finding).collect()
}

pub(super) fn circles(subject: &Subject<'_>) -> Vec<Finding> {
    let told = |circle: Vec<&Callback>| {
        let names: Vec<String> =
            circle.iter().chain(circle.first()).map(|callback| title(callback)).collect();
        let callback = circle.first().map(|callback| callback.output.clone());
        Finding { rule: Rule::Cycle, message: names.join(" → "), callback }
    };
    subject.graph.circles().into_iter().map(told).collect()
}

/// Callbacks that do not run at page load, and whose inputs no visitor and no callback changes.
pub(super) fn dead(subject: &Subject<'_>) -> Vec<Finding> {
    if subject.sets_props {
        return Vec::new();
    }
    let components = subject.components();
    let dead = |callback: &&Callback| {
        let mut inputs = callback.inputs.iter();
        callback.prevent_initial_call
            && !callback.inputs.is_empty()
            && inputs.all(|input| {
                let mut named = named_by(input, &components).peekable();
                let silent = named.peek().is_some()
                    && named.all(|component| component.namespace == "dash_html_components");
                silent && !input.property.starts_with("n_clicks") && !is_written(input, subject.callbacks())
            })
    };
    let message = |callback: &Callback| {
        let inputs: Vec<String> = callback.inputs.iter().map(|input| format!("`{input}`")).collect();
        format!(
            "nothing calls the callback of {}: neither a visitor nor a callback's output changes {}, and prevent_initial_call keeps it from running at page load",
            title(callback),
            inputs.join(", ")
        )
    };
    let found = subject.callbacks().iter().filter(dead);
    found.map(|callback| Finding::of(Rule::NeverCalled, callback, message(callback))).collect()
}

fn is_written(prop: &Dependency, callbacks: &[Callback]) -> bool {
    let by_output = |callback: &Callback| {
        let mut outputs = callback.outputs.iter();
        outputs.any(|output| output.plain_property() == prop.property && output.id.overlaps(&prop.id))
    };
    let aside = |callback: &Callback| {
        let mut keys = callback.running.keys().chain(callback.running_off.keys());
        keys.any(|key| match (&prop.id, key.split_once('.')) {
            (IdPattern::Plain(id), Some((key, _))) => key == id,
            _ => key.starts_with('{'),
        })
    };
    // `progress` is not in the dependencies: a background callback may write anything.
    callbacks.iter().any(|callback| by_output(callback) || aside(callback) || callback.background.is_some())
}

/// Callbacks that other callbacks called at page load, and that nothing else calls: that their initial call is prevented
/// means nothing (protocol rule R17).
pub(super) fn prevented_in_vain(subject: &Subject<'_>) -> Vec<Finding> {
    let first_step = subject.trace.calls.iter().filter(|call| call.step == 0);
    let mut findings: Vec<Finding> = Vec::new();
    for call in first_step {
        let Cause::Call(cause) = call.cause else { continue };
        let Some(callback) =
            subject.graph.by_identity(&call.output).filter(|callback| callback.prevent_initial_call)
        else {
            continue;
        };
        let all_fed = callback.inputs.iter().all(|input| {
            let mut others = subject.callbacks().iter().filter(|other| other.output != callback.output);
            others.any(|other| {
                let mut outputs = other.outputs.iter();
                outputs
                    .any(|output| output.plain_property() == input.property && output.id.overlaps(&input.id))
            })
        });
        let known = findings.iter().any(|finding| finding.callback.as_ref() == Some(&callback.output));
        let cause = subject.trace.calls.get(cause).and_then(|call| subject.graph.by_identity(&call.output));
        if let Some(cause) = cause.filter(|_| all_fed && !known) {
            let message = format!(
                "prevent_initial_call does not keep the callback of {} from running at page load: the result of {} calls it",
                title(callback),
                title(cause)
            );
            findings.push(Finding::of(Rule::PreventedInVain, callback, message));
        }
    }
    findings
}
