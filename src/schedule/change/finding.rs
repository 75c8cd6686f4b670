//! What a condition found.

use serde::{Deserialize, Serialize};

use crate::scenario::Reason;
use crate::schedule::Burst;

/// Why a run was sent, or was not.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Whether there was a reason to send it.
    pub sends: bool,
    /// What each condition found, in the order of the file.
    pub findings: Vec<Finding>,
}

/// What a condition found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Finding {
    /// The condition in words, by which later runs find it again.
    pub condition: String,
    /// Whether it held.
    pub is_met: bool,
    /// What was observed, as a person reads it.
    pub value: String,
    /// The number in it; how many pixels of a picture differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<f64>,
    /// What it was held against: what an earlier run observed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// The limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// By how much it changed since then, in percent of what it was; of a picture, the share of its pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<f64>,
    /// Of what rises or falls: whether it has gone back since it was told, and may be told again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_armed: Option<bool>,
}

impl Evidence {
    /// What is shown of it: the first reason that holds, or the first that there is.
    pub fn shown(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.is_met).or(self.findings.first())
    }

    /// Why nothing was sent, in one line.
    pub(in crate::schedule) fn told(&self) -> String {
        let told = self.findings.iter().filter(|finding| !finding.is_met).map(Finding::told);
        format!("no reason to send it: {}", told.collect::<Vec<_>>().join("; "))
    }

    /// The variables by which texts name it: `value`, `previous`, `threshold` and `change`.
    pub(in crate::schedule) fn words(&self, words: Burst) -> Burst {
        let shown = self.shown().cloned().unwrap_or_default();
        words.with(Reason::NAMES.map(str::to_owned).into_iter().zip([
            shown.value,
            shown.previous.unwrap_or_default(),
            shown.threshold.map(|limit| limit.to_string()).unwrap_or_default(),
            shown.change.map(percent).unwrap_or_default(),
        ]))
    }
}

impl Finding {
    fn told(&self) -> String {
        let mut told = format!("not `{}`: {}", self.condition, self.value);
        if let Some(previous) = &self.previous {
            told += &format!(", it was {previous}");
        }
        told
    }
}

/// `+12.5 %`.
fn percent(change: f64) -> String {
    let rounded = (change * 100.0).round() / 100.0;
    format!("{rounded:+} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_held_first_is_named_in_texts() {
        let finding = |is_met, value: &str, change| Finding {
            is_met,
            value: value.to_owned(),
            threshold: Some(900.0),
            change,
            ..Finding::default()
        };
        let evidence = Evidence {
            sends: true,
            findings: vec![finding(false, "1", None), finding(true, "2", Some(-12.504))],
        };
        let words = evidence.words(Burst::default());
        let text = words.fill("{{ value }} of {{ threshold }}, {{ change }}{{ previous }}").unwrap();
        assert_eq!(text, "2 of 900, -12.5 %");
    }
}
