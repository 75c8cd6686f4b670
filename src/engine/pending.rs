//! What a page still waits for.

use std::fmt;
use std::time::Duration;

use crate::trace::{CallKind, CallStatus, Recorder};

/// Something that a page waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// A callback by its output, or what else keeps the page busy: `fonts`, the address of a request.
    pub name: String,
    /// How far a callback is; `None` for what is no callback.
    pub stage: Option<Stage>,
}

/// How far a pending callback is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It waits for its inputs, or for its turn.
    NotCalled,
    /// It runs.
    Called {
        /// Where.
        kind: CallKind,
        /// For how long; `None` for a clientside one in a browser, which tells of itself when it has returned.
        since: Option<Duration>,
    },
}

impl Pending {
    /// Whether it is a job of a background callback.
    pub(super) fn is_background(&self) -> bool {
        matches!(self.stage, Some(Stage::Called { kind: CallKind::Background, .. }))
    }

    /// What an engine found pending, each once, with what the trace knows about its calls. The page's clock is `ahead`
    /// of ours by what was waited for by its timers.
    pub(super) fn all(names: Vec<String>, recorder: &Recorder, ahead: Duration) -> Vec<Self> {
        let (trace, now) = (recorder.snapshot(), recorder.now());
        let graph = recorder.graph();
        let mut all: Vec<Self> = Vec::new();
        for name in names {
            if all.iter().any(|pending| pending.name == name) {
                continue;
            }
            let is_open =
                |call: &&crate::trace::Call| call.status == CallStatus::Pending && call.output == name;
            let called = trace.calls.iter().find(is_open).map(|call| Stage::Called {
                kind: call.kind,
                since: Some(ahead + Duration::from_secs_f64((now - call.start).max(0.0) / 1000.0)),
            });
            let stage = called.or_else(|| {
                let callback = graph.by_identity(&name)?;
                let in_page = callback.clientside.is_some();
                let clientside = Stage::Called { kind: CallKind::Clientside, since: None };
                Some(if in_page { clientside } else { Stage::NotCalled })
            });
            all.push(Self { name, stage });
        }
        all
    }
}

/// As a person reads it: `` `chart.figure` (server, for 3 s) ``.
impl fmt::Display for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.name)?;
        match self.stage {
            None => Ok(()),
            Some(Stage::NotCalled) => f.write_str(" (not called yet)"),
            Some(Stage::Called { kind, since: None }) => write!(f, " ({kind})"),
            Some(Stage::Called { kind, since: Some(since) }) => {
                write!(f, " ({kind}, for {})", crate::duration::format(since))
            }
        }
    }
}
