//! Test files: parse, run, report.
