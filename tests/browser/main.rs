//! Real browsers.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod controls;
mod firefox;
mod frameworks;
mod gallery;
#[cfg(feature = "schedule")]
mod gate;
mod graphs;
mod grid;
mod hands;
mod kills;
mod pictures;
mod plain;
#[path = "../support/port.rs"]
mod port;
mod print;
#[path = "../support/processes.rs"]
mod processes;
mod reach;
mod recording;
#[cfg(feature = "schedule")]
mod serve_archive;
#[cfg(feature = "schedule")]
mod serve_pages;
#[cfg(feature = "schedule")]
mod serve_review;
mod teardown;
mod trace_page;
mod trace_viewer;
mod visits;
mod warm;
