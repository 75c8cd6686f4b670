//! Callback coverage of many visits: runs and shards, to one app or to several.

use std::fmt;

use serde::Serialize;

use super::{Coverage, Trace};

/// What many visits exercised. Visits to apps with the same callbacks are visits to the same app, whatever its address.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SuiteCoverage {
    /// Each app, in the order of its callbacks' names.
    pub apps: Vec<Coverage>,
}

/// How much of something was exercised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    /// So many of them…
    pub exercised: usize,
    /// … of so many.
    pub all: usize,
}

impl Share {
    /// In percent; of nothing all is exercised.
    pub fn percent(self) -> f64 {
        if self.all == 0 { 100.0 } else { self.exercised as f64 * 100.0 / self.all as f64 }
    }
}

impl SuiteCoverage {
    /// Adds what a visit exercised. The order in which visits are added does not matter.
    pub fn add(&mut self, trace: &Trace) {
        let coverage = trace.coverage();
        let names = |coverage: &Coverage| -> Vec<String> {
            let mut names: Vec<String> = coverage.callbacks.iter().map(|one| one.output.clone()).collect();
            names.sort();
            names
        };
        let key = names(&coverage);
        match self.apps.binary_search_by(|known| names(known).cmp(&key)) {
            Ok(known) => self.apps[known].merge(&coverage),
            Err(place) => self.apps.insert(place, coverage),
        }
    }

    /// The callbacks that ran.
    pub fn callbacks(&self) -> Share {
        self.sum(|app| (app.ran(), app.callbacks.len()))
    }

    /// The inputs that triggered a callback.
    pub fn inputs(&self) -> Share {
        self.sum(|app| app.parts(|callback| &callback.inputs))
    }

    /// The outputs that were written.
    pub fn outputs(&self) -> Share {
        self.sum(|app| app.parts(|callback| &callback.outputs))
    }

    /// The components found by pattern-matching inputs that triggered a callback.
    pub fn instances(&self) -> Share {
        self.sum(|app| app.parts(|callback| &callback.instances))
    }

    fn sum(&self, of: impl Fn(&Coverage) -> (usize, usize)) -> Share {
        let zero = Share { exercised: 0, all: 0 };
        self.apps.iter().map(of).fold(zero, |sum, (exercised, all)| Share {
            exercised: sum.exercised + exercised,
            all: sum.all + all,
        })
    }
}

/// Each app as [`Coverage`] writes it.
impl fmt::Display for SuiteCoverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let apps: Vec<String> = self.apps.iter().map(ToString::to_string).collect();
        f.write_str(&apps.join("\n"))
    }
}
