//! The command line as a user meets it: exit codes, messages, files.

#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod awaited;
mod bad_input;
mod chart;
#[cfg(all(feature = "schedule", feature = "demo", feature = "pages"))]
mod clock;
#[cfg(all(feature = "demo", feature = "pages"))]
mod compare;
mod docs;
mod doctor;
mod exports;
mod folder;
mod interrupt;
#[cfg(all(feature = "schedule", feature = "demo", feature = "pages"))]
mod pages;
mod readme;
#[cfg(all(feature = "schedule", feature = "demo", feature = "pages"))]
mod report_documents;
#[cfg(all(feature = "schedule", feature = "demo", feature = "pages"))]
mod reports;
#[cfg(all(feature = "schedule", feature = "demo", feature = "pages"))]
mod review;
mod schema;
mod snapshots;
mod test_files;
mod traces;
