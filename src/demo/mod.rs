//! The built-in sales dashboard: an axum server that speaks Dash's protocol (protocol section 1).
//!
//! It exists so that everything can be tried with a Rust toolchain alone, and it is a real Dash app
//! as far as any client can tell: given the JavaScript [`Bundles`] of an installed Dash, the real
//! dash-renderer hydrates it in a browser. Its data are made in code from a fixed seed.
//!
//! It has one of each: cross-filtering charts, a chained dropdown, tabs, an interval, a store,
//! pattern-matching cards (`ALL`, `MATCH`), a clientside callback, a background callback with progress.

mod bundles;
mod callback;
mod callbacks;
mod component;
mod figures;
mod forecast;
mod index;
mod layout;
mod sales;
mod server;
mod targets;

pub use bundles::{Bundles, NoBundles};
pub use server::Demo;
