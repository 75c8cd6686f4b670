//! Boots a dashboard and knows when it is ready: [`AppSpec`] says which, [`Launch`] says how, [`App`] is it, running.
//!
//! An app is a process group of its own: children and reloaders go with it, when the [`App`] is shut
//! down, when it is dropped, and when this process is killed.

mod announcement;
mod error;
mod launch;
mod python;
mod readiness;
mod running;
mod source;
mod spec;
mod streamlit;

pub use error::Error;
pub use launch::Launch;
#[cfg(feature = "cli")]
pub(crate) use python::interpreter;
pub use readiness::Readiness;
pub use running::App;
pub use source::{SourceLine, Sources, prop_names};
pub use spec::AppSpec;
