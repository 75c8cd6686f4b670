//! What a visit caused: steps, the callback calls that they caused, and what caused each call.
//!
//! [`Trace`] is the model and its own JSON form (versioned). Engines write it through a [`Recorder`]:
//! the browserless engine as it runs callbacks, the browser engine through the reverse proxy and the
//! in-page tap of this room. Causes are derived from the recorded data alone, so both engines
//! explain a call in the same way.

mod answer;
mod assertion;
mod budget;
mod cap;
mod causes;
mod coverage;
mod diff;
mod error;
pub mod export;
mod fault;
pub mod graph;
pub mod lint;
mod model;
mod normal;
mod picture;
#[cfg(feature = "browser")]
pub mod proxy;
mod race;
mod recorder;
mod redaction;
#[cfg(feature = "browser")]
pub mod replay;
mod stable;
mod suite_coverage;
mod timeline;
mod writes;

pub use answer::failure_message;
pub use assertion::{Assertion, Called, Failure, called, chain, no_duplicate_calls, no_errors, only_called};
pub use budget::{Budget, Limits};
pub use coverage::{CallbackCoverage, Counted, Coverage};
pub use diff::{Change, Difference, Tolerance, TraceDiff};
pub use error::Error;
pub use fault::{Fault, Instead};
pub use graph::CallbackGraph;
pub use model::{
    Call, CallId, CallKind, CallStatus, Cause, Message, MessageLevel, Partial, Step, StepId, Trace,
};
pub(crate) use normal::normal;
pub use picture::Picture;
pub use race::{Observed, Race, Reader, Role, Seen, races};
pub use recorder::Recorder;
pub use suite_coverage::{Share, SuiteCoverage};
