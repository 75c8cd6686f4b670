//! Web pages and API over runs, archive and baselines.
