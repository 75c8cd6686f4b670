//! A real Chromium.

mod controls;
mod graphs;
mod pictures;
#[path = "../support/processes.rs"]
mod processes;
mod teardown;
mod visits;
