//! What can go wrong while an app starts and runs.

use std::io;
use std::time::Duration;

use crate::duration;

/// An error of an app, with its last log lines.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text names no app.
    #[error("`{text}` is no app: {reason}")]
    BadSpec {
        /// What was written.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The app's file or folder is not there.
    #[error("there is no {path}")]
    Missing {
        /// What was looked for.
        path: String,
    },
    /// No Python was found.
    #[error("no python interpreter found: tried {tried}")]
    NoPython {
        /// What was tried, in order.
        tried: String,
    },
    /// The process could not be started.
    #[error("can't start `{app}`: {source}")]
    Spawn {
        /// The app.
        app: String,
        /// What the system said.
        source: io::Error,
    },
    /// The app ended instead of serving.
    #[error("`{app}` ended ({status}) {}{}", moment(*.ready), logged(.log))]
    Died {
        /// The app.
        app: String,
        /// How it ended.
        status: String,
        /// Whether it had been ready before.
        ready: bool,
        /// Its last lines.
        log: String,
    },
    /// Somebody else has the port that the app wants.
    #[error("`{app}` can't have its port, something else uses it{}", logged(.log))]
    PortTaken {
        /// The app.
        app: String,
        /// Whether it is the free port that the app was given, and not one that it insists on.
        given: bool,
        /// Its last lines.
        log: String,
    },
    /// The app was not ready in time.
    #[error("`{app}` is not ready after {}: {last}{}", duration::format(*.limit), logged(.log))]
    NotReady {
        /// The app.
        app: String,
        /// The limit.
        limit: Duration,
        /// The last answer seen.
        last: String,
        /// Its last lines.
        log: String,
    },
    /// The demo needs JavaScript that was not found.
    #[cfg(feature = "demo")]
    #[error(transparent)]
    NoBundles(#[from] crate::demo::NoBundles),
    /// A recording can't be read or served.
    #[error(transparent)]
    Replay(#[from] crate::trace::Error),
    /// This build serves no recordings.
    #[error("this build serves no recordings")]
    NoReplay,
    /// This build has no demo.
    #[error("this build has no demo")]
    NoDemo,
}

impl Error {
    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::BadSpec { .. } => Some("quote a command of several words"),
            Self::NoPython { .. } => {
                Some("install Python, activate the app's virtual environment, or set DASHPROOF_PYTHON")
            }
            Self::Died { status, ready: false, .. } if status == "exit status: 0" => Some(
                "the file runs to its end without serving: name the object as module:app, or call app.run()",
            ),
            Self::PortTaken { given: true, .. } => {
                Some("the machine's free ports run short: start fewer at once")
            }
            Self::PortTaken { .. } => {
                Some("stop the other process, or let the app take its port from the PORT variable")
            }
            Self::NotReady { last, .. } if last.contains("404") => {
                Some("if the app lives below a path prefix, say which")
            }
            Self::NotReady { .. } => Some("raise the start limit if the app needs longer"),
            Self::Replay(error) => error.hint(),
            Self::NoReplay => Some("build with the cargo feature `browser`"),
            Self::NoDemo => Some("build with the cargo feature `demo`"),
            #[cfg(feature = "demo")]
            Self::NoBundles(_) => Some("install Dash for that Python, or visit the demo browserless"),
            Self::Missing { .. } | Self::Spawn { .. } | Self::Died { .. } => None,
        }
    }
}

fn moment(ready: bool) -> &'static str {
    if ready { "while it was visited" } else { "before it was ready" }
}

fn logged(log: &str) -> String {
    if log.is_empty() { "; it printed nothing".to_owned() } else { format!("; its last lines:\n{log}") }
}
