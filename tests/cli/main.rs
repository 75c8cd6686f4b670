//! The command line as a user meets it: exit codes, messages, files.
