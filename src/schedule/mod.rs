//! When a report is made, and where it is delivered.
