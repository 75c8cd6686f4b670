//! `dashproof trace coverage`: what of an app's callbacks was exercised.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::files;
use crate::cli::{Exit, Failure, output};
use crate::trace::{Share, SuiteCoverage};

/// Says which callbacks, inputs, outputs and pattern-matching instances all given visits together exercised
#[derive(Debug, Args)]
pub(in crate::cli) struct Coverage {
    /// Traces, or folders of them
    #[arg(required = true, value_name = "TRACE")]
    traces: Vec<PathBuf>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
    /// Exit with 1 when fewer callbacks ran, in percent
    #[arg(long, value_name = "PERCENT")]
    min_callbacks: Option<f64>,
    /// Exit with 1 when fewer inputs triggered a callback, in percent
    #[arg(long, value_name = "PERCENT")]
    min_inputs: Option<f64>,
    /// Exit with 1 when fewer outputs were written, in percent
    #[arg(long, value_name = "PERCENT")]
    min_outputs: Option<f64>,
    /// Exit with 1 when fewer pattern-matching instances triggered a callback, in percent
    #[arg(long, value_name = "PERCENT")]
    min_instances: Option<f64>,
}

impl Coverage {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let mut coverage = SuiteCoverage::default();
        for (_, trace) in files::load(&self.traces)? {
            coverage.add(&trace);
        }
        let shares = [
            ("callbacks", coverage.callbacks(), self.min_callbacks),
            ("inputs", coverage.inputs(), self.min_inputs),
            ("outputs", coverage.outputs(), self.min_outputs),
            ("instances", coverage.instances(), self.min_instances),
        ];
        if self.json {
            let told = |(name, share, _): &(&str, Share, _)| {
                (
                    (*name).to_owned(),
                    json!({"exercised": share.exercised, "all": share.all, "percent": share.percent()}),
                )
            };
            let total: serde_json::Map<_, _> = shares.iter().map(told).collect();
            output::say(format_args!("{:#}", json!({"total": total, "apps": coverage.apps})))?;
        } else {
            output::say(&coverage)?;
        }
        let short = shares.iter().filter_map(|(name, share, min)| {
            let min = min.filter(|min| share.percent() < *min)?;
            Some(format!(
                "{:.1} % of the {name} were exercised ({} of {}); the threshold is {min} %",
                share.percent(),
                share.exercised,
                share.all
            ))
        });
        let short: Vec<String> = short.collect();
        if short.is_empty() { Ok(Exit::Success) } else { Err(Failure::new(Exit::Failed, short.join("\n"))) }
    }
}
