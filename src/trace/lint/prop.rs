//! Props: such as no component has, and such as nobody reads.

use super::subject::{dependencies, named_by};
use super::{Finding, Rule, Subject};
use crate::trace::graph::title;

pub(super) fn unknown(subject: &Subject<'_>) -> Vec<Finding> {
    let components = subject.components();
    let mut findings = Vec::new();
    for callback in subject.callbacks() {
        for (role, dependency) in dependencies(callback) {
            let property = dependency.plain_property();
            // The only props that a component takes without listing them.
            if property.starts_with("data-") || property.starts_with("aria-") {
                continue;
            }
            let stranger = named_by(dependency, &components).find(|component| {
                let class = (component.namespace.to_owned(), component.kind.to_owned());
                subject.prop_names.get(&class).is_some_and(|names| !names.iter().any(|name| name == property))
            });
            if let Some(component) = stranger {
                let message = format!(
                    "`{}` is a {} and has no prop `{property}`, {role} of the callback of {}",
                    dependency.id,
                    component.kind,
                    title(callback)
                );
                findings.push(Finding::of(Rule::UnknownProp, callback, message));
            }
        }
    }
    findings
}

/// What is shown is read by the visitor, so only a `dcc.Store` can be written for nobody.
pub(super) fn unread(subject: &Subject<'_>) -> Vec<Finding> {
    let components = subject.components();
    let mut findings = Vec::new();
    for callback in subject.callbacks() {
        for output in callback.outputs.iter().filter(|output| output.plain_property() == "data") {
            let mut named = named_by(output, &components).peekable();
            let stores = named.peek().is_some()
                && named.all(|component| {
                    component.namespace == "dash_core_components" && component.kind == "Store"
                });
            let read = subject.callbacks().iter().any(|reader| {
                let reads = reader.inputs.iter().chain(&reader.state);
                reads.filter(|one| one.property != "storage_type").any(|one| one.id.overlaps(&output.id))
            });
            if stores && !read {
                let message = format!(
                    "no callback reads the Store `{}` that the callback of {} writes",
                    output.id,
                    title(callback)
                );
                findings.push(Finding::of(Rule::UnreadOutput, callback, message));
            }
        }
    }
    findings
}
