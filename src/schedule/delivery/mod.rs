//! Sending what was made.
//!
//! [`Destinations`] sends a parcel where its [`Delivery`](crate::scenario::Delivery) says: into a file, by mail (`mail`, `smtp`),
//! into a bucket (`bucket`), to Slack (`slack`) or to a webhook (`webhook`). Each says how far it came:
//!
//! - Nothing was sent, and it may work later: [`Failed`](super::store::Sent::Failed), or
//!   [`Busy`](super::store::Sent::Busy) when the other side asks for a pause.
//! - Nothing was sent, and it will not work later: [`Refused`](super::store::Sent::Refused).
//! - All was sent and no answer came: [`Unknown`](super::store::Sent::Unknown), or failed, as [`InDoubt`](crate::scenario::InDoubt) says.
//!
//! Secrets are read only here (`vault`), and hidden in all that is told. What a file names is reached within a [`Reach`](crate::Reach) alone.

mod answer;
mod bucket;
mod client;
mod destinations;
mod form;
mod mail;
mod post;
mod slack;
mod smtp;
mod vault;
mod webhook;

pub use destinations::Destinations;
pub use post::Post;
