//! What is wrong with an app's callbacks, seen without calling one by hand.
//!
//! [`lint`] looks at a [`Subject`]: the callbacks, the page at rest after its load, and what the load called. Where an app
//! may be right after all, nothing is found: components may come later, ids may be optional, and what a component does by
//! itself is known for Dash's own packages alone.

mod call;
mod finding;
mod id;
mod prop;
mod subject;

pub use finding::{Finding, Rule};
pub use subject::{PropNames, Subject};

/// Looks for what is wrong, in the order of [`Rule`].
pub fn lint(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = id::duplicates(subject);
    findings.extend(id::missing(subject));
    findings.extend(prop::unknown(subject));
    findings.extend(call::refused(subject));
    findings.extend(id::merged_patterns(subject));
    findings.extend(call::circles(subject));
    findings.extend(call::dead(subject));
    findings.extend(call::prevented_in_vain(subject));
    findings.extend(prop::unread(subject));
    findings.sort_by_key(|finding| finding.rule);
    findings
}

#[cfg(test)]
mod tests;
