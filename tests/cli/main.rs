//! The command line as a user meets it: exit codes, messages, files.

#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod bad_input;
mod chart;
mod folder;
mod interrupt;
mod snapshots;
mod test_files;
