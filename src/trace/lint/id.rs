//! Ids: shared, missing, and patterns that are taken for one.

use std::collections::BTreeMap;

use super::subject::dependencies;
use super::{Finding, Rule, Subject};
use crate::dash::{Dependency, IdPattern, Part};
use crate::trace::graph::title;

pub(super) fn duplicates(subject: &Subject<'_>) -> Vec<Finding> {
    let mut counts = BTreeMap::new();
    for id in subject.ids(subject.page) {
        *counts.entry(id.to_string()).or_insert(0_usize) += 1;
    }
    let shared = counts.into_iter().filter(|(_, count)| *count > 1);
    shared
        .map(|(id, count)| Finding {
            rule: Rule::DuplicateId,
            message: format!("{count} components have the id `{id}`"),
            callback: None,
        })
        .collect()
}

pub(super) fn missing(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(declared) = subject.declared else { return Vec::new() };
    let ids = subject.ids(declared);
    let mut findings = Vec::new();
    for callback in subject.callbacks().iter().filter(|callback| !callback.optional) {
        for (role, dependency) in dependencies(callback) {
            // What fits a pattern may come and go.
            let IdPattern::Plain(id) = &dependency.id else { continue };
            let there = ids.iter().any(|known| dependency.id.matches(known, None));
            if !there && !dependency.allow_optional {
                let message =
                    format!("the layout has no `{id}`, {role} of the callback of {}", title(callback));
                findings.push(Finding::of(Rule::MissingId, callback, message));
            }
        }
    }
    findings
}

/// Since Dash 4.1 the renderer keeps patterns by a text in which `1` is `"1"` and `ALL` is `"ALL"`: of two that differ in
/// nothing else the first registered counts for both.
pub(super) fn merged_patterns(subject: &Subject<'_>) -> Vec<Finding> {
    if subject.dash_version < (4, 1, 0) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut known: BTreeMap<(bool, String, &str), &Dependency> = BTreeMap::new();
    for callback in subject.callbacks() {
        for (role, dependency) in dependencies(callback).filter(|(role, _)| *role != "State") {
            let IdPattern::Pattern(parts) = &dependency.id else { continue };
            let text = parts.iter().map(|(key, part)| format!("{key}:{}", untyped(part))).collect::<Vec<_>>();
            let first = known
                .entry((role == "Output", text.join(","), dependency.property.as_str()))
                .or_insert(dependency);
            if first.id != dependency.id {
                let message = format!(
                    "the renderer takes `{dependency}`, {role} of the callback of {}, for `{first}`: they differ in a type alone",
                    title(callback)
                );
                findings.push(Finding::of(Rule::MergedPatterns, callback, message));
            }
        }
    }
    findings
}

fn untyped(part: &Part) -> String {
    match part {
        Part::Constant(value) => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
        wildcard => wildcard.to_string(),
    }
}
