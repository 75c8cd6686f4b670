//! What sends.

use std::fmt::Debug;

use async_trait::async_trait;

use crate::schedule::store::{Artefact, Parcel, Sent};

/// Sends parcels; [`Destinations`](super::Destinations) is the one that reports use.
#[async_trait]
pub trait Post: Debug + Send + Sync {
    /// Whether a parcel that is sent twice shows as one: then it is sent again when nobody knows whether it arrived.
    fn is_repeatable(&self, parcel: &Parcel) -> bool;

    /// Sends a parcel with what is in it. When this is dropped, the parcel may have arrived or not.
    async fn send(&self, parcel: &Parcel, artefacts: Vec<Artefact>) -> Sent;
}
