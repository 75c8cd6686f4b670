//! Exit codes: part of the interface, so they never change their meaning.

use std::process::ExitCode;

use crate::scenario::Summary;
#[cfg(feature = "schedule")]
use crate::schedule;
use crate::{Error, TrustError, app, engine, render, scenario, snapshot, trace};

/// Why dashproof ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// All went well.
    Success = 0,
    /// A test or a report failed, a step could not be made, or lint found something.
    Failed = 1,
    /// The command line, a file or an address is wrong.
    Usage = 2,
    /// The app did not start or does not answer.
    App = 3,
    /// There is no browser or driver.
    Browser = 4,
    /// Snapshots differ from their baselines or have none yet.
    Snapshots = 5,
    /// A test passed only when tried again, and `--fail-on-flaky` was given.
    Flaky = 6,
    /// A report was refused: what was seen or made may not be delivered.
    Refused = 7,
    /// Ctrl-C or SIGTERM.
    Interrupted = 130,
}

/// For `--help`.
pub(super) const TABLE: &str = "Exit codes:
  0    all went well
  1    a test or a report failed, a step could not be made, or lint found something
  2    the command line, a file or an address is wrong
  3    the app did not start or does not answer
  4    there is no browser or driver
  5    snapshots differ from their baselines or have none yet
  6    a test was flaky, with --fail-on-flaky
  7    a report was refused: what was seen or made may not be delivered
  130  interrupted";

impl Exit {
    /// The code of an error.
    pub(super) fn of(error: &Error) -> Self {
        match error {
            // What is more special stands first.
            Error::App(app::Error::BadSpec { .. } | app::Error::Missing { .. })
            | Error::Engine(
                engine::Error::BadAction { .. }
                | engine::Error::BadCall { .. }
                | engine::Error::NoSuchCallback { .. }
                | engine::Error::Trust(TrustError::BadAuthority { .. }),
            )
            | Error::Render(
                render::Error::BadJson { .. } | render::Error::NotAFigure(_) | render::Error::BadSize { .. },
            )
            | Error::Scenario(
                scenario::Error::Read { .. }
                | scenario::Error::NoFiles { .. }
                | scenario::Error::NoSuchTest { .. }
                | scenario::Error::BadFile { .. },
            )
            | Error::Snapshot(snapshot::Error::NothingPending { .. })
            | Error::Trace(
                trace::Error::File { .. } | trace::Error::NotATrace { .. } | trace::Error::Version { .. },
            ) => Self::Usage,
            #[cfg(feature = "schedule")]
            Error::Schedule(
                schedule::Error::File(_)
                | schedule::Error::BadTemplate { .. }
                | schedule::Error::BadRows { .. }
                | schedule::Error::SameFile { .. }
                | schedule::Error::ForeignArchive { .. },
            ) => Self::Usage,
            Error::App(_)
            | Error::Engine(
                engine::Error::Unreachable { .. }
                | engine::Error::NotADashApp { .. }
                | engine::Error::Login { .. }
                | engine::Error::Trust(_)
                | engine::Error::OtherFramework { .. }
                | engine::Error::ErrorPage { .. },
            ) => Self::App,
            Error::Engine(engine::Error::NoBrowser { .. }) => Self::Browser,
            _ => Self::Failed,
        }
    }

    /// The code of a test run: what kept tests from being made comes before what they found.
    pub(super) fn of_run(summary: &Summary, fail_on_flaky: bool) -> Self {
        match summary {
            _ if summary.app > 0 => Self::App,
            _ if summary.browser > 0 => Self::Browser,
            _ if summary.failed > 0 => Self::Failed,
            _ if summary.snapshots > 0 => Self::Snapshots,
            _ if summary.flaky > 0 && fail_on_flaky => Self::Flaky,
            _ => Self::Success,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_kept_tests_from_being_made_comes_first() {
        let exit = |summary| Exit::of_run(&summary, true);
        assert_eq!(exit(Summary::default()), Exit::Success);
        assert_eq!(exit(Summary { flaky: 1, ..Summary::default() }), Exit::Flaky);
        assert_eq!(exit(Summary { flaky: 1, snapshots: 1, ..Summary::default() }), Exit::Snapshots);
        assert_eq!(exit(Summary { failed: 1, snapshots: 1, ..Summary::default() }), Exit::Failed);
        assert_eq!(exit(Summary { failed: 1, browser: 1, ..Summary::default() }), Exit::Browser);
        assert_eq!(exit(Summary { app: 1, browser: 1, ..Summary::default() }), Exit::App);
    }

    #[test]
    fn a_flaky_test_passes_unless_told_otherwise() {
        assert_eq!(Exit::of_run(&Summary { flaky: 1, ..Summary::default() }, false), Exit::Success);
    }
}
