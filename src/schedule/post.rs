//! Sending what was made.

use std::fmt::Debug;
use std::path::PathBuf;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::store::{Artefact, Parcel, Sent};

/// Sends parcels; [`Destinations`] is the one that reports use.
#[async_trait]
pub trait Post: Debug + Send + Sync {
    /// Whether a parcel that is sent twice shows as one: then it is sent again when nobody knows whether it arrived.
    fn is_repeatable(&self, parcel: &Parcel) -> bool;

    /// Sends a parcel with what is in it. When this is dropped, the parcel may have arrived or not.
    async fn send(&self, parcel: &Parcel, artefacts: Vec<Artefact>) -> Sent;
}

/// Where a parcel goes, as the store keeps it: without secrets, its variables filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Destination {
    /// A file, relative to the folder of the file that describes the report.
    File(String),
}

impl Destination {
    /// As the store keeps it.
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// Every destination that a report may name.
#[derive(Debug)]
pub struct Destinations {
    folder: PathBuf,
}

impl Destinations {
    /// Files are relative to `folder`.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

#[async_trait]
impl Post for Destinations {
    fn is_repeatable(&self, parcel: &Parcel) -> bool {
        // A file is replaced by its equal.
        matches!(Destination::deserialize(&parcel.destination), Ok(Destination::File(_)))
    }

    async fn send(&self, parcel: &Parcel, artefacts: Vec<Artefact>) -> Sent {
        let file = match Destination::deserialize(&parcel.destination) {
            Ok(Destination::File(file)) => file,
            // A newer node wrote it; on a node that is as new it will be sent.
            Err(error) => {
                return Sent::Failed { reason: format!("its destination is not known here: {error}") };
            }
        };
        let path = self.folder.join(file);
        let Some(artefact) = artefacts.into_iter().next() else {
            return Sent::Refused { reason: format!("there is nothing to write into {}", path.display()) };
        };
        let told = path.display().to_string();
        let written =
            tokio::task::spawn_blocking(move || crate::whole_file::write(&path, &artefact.bytes)).await;
        match written.map_err(std::io::Error::other).flatten() {
            Ok(()) => Sent::Arrived { receipt: told },
            Err(error) => Sent::Failed { reason: format!("can't write {told}: {error}") },
        }
    }
}
