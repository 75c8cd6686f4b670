//! Boot a dashboard: command, port, readiness, logs, teardown of the whole process group.
