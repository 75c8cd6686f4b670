//! What pages and programs are shown.

mod artefact;
mod attempt;
mod parcel;
mod run;
mod schedule;

pub(super) use artefact::ArtefactView;
pub(super) use run::{RunPage, RunView};
pub(super) use schedule::ScheduleView;
