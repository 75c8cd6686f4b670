//! Every destination that a report may name.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use serde::Deserialize;

use super::vault::Vault;
use super::{Post, bucket, slack, smtp, webhook};
use crate::Reach;
use crate::scenario::{Delivery, InDoubt, Smtp};
use crate::schedule::store::{Artefact, Parcel, Sent};

/// Every destination that a report may name.
#[derive(Debug)]
pub struct Destinations {
    folder: PathBuf,
    smtp: Option<Smtp>,
    reach: Reach,
}

impl Destinations {
    /// Files are relative to `folder`, mails are sent by `smtp`, and what a destination names is reached within `reach`.
    pub fn new(folder: PathBuf, smtp: Option<Smtp>, reach: Reach) -> Self {
        Self { folder, smtp, reach }
    }
}

#[async_trait]
impl Post for Destinations {
    fn is_repeatable(&self, parcel: &Parcel) -> bool {
        match Delivery::deserialize(&parcel.destination) {
            // They are replaced by their equals.
            Ok(Delivery::File(_) | Delivery::S3(_)) => true,
            Ok(Delivery::Mail(mail)) => mail.in_doubt == InDoubt::Resend,
            Ok(Delivery::Slack(slack)) => slack.in_doubt == InDoubt::Resend,
            Ok(Delivery::Webhook(webhook)) => webhook.in_doubt == InDoubt::Resend,
            Err(_) => false,
        }
    }

    async fn send(&self, parcel: &Parcel, artefacts: Vec<Artefact>) -> Sent {
        let delivery = match Delivery::deserialize(&parcel.destination) {
            Ok(delivery) => delivery,
            // A newer node wrote it; on a node that is as new it will be sent.
            Err(error) => {
                return Sent::Failed { reason: format!("its destination is not known here: {error}") };
            }
        };
        let mut vault = Vault::new(self.folder.clone());
        let sent = match &delivery {
            Delivery::File(path) => write(&self.folder.join(path), artefacts).await,
            Delivery::Webhook(webhook) => {
                webhook::send(webhook, parcel, &artefacts, &mut vault, &self.reach).await
            }
            Delivery::S3(s3) => bucket::send(s3, parcel, artefacts, &mut vault, &self.reach).await,
            Delivery::Slack(slack) => slack::send(slack, &artefacts, &mut vault, &self.reach).await,
            Delivery::Mail(mail) => match &self.smtp {
                Some(smtp) => smtp::send(smtp, mail, parcel, &artefacts, &mut vault, &self.reach).await,
                None => {
                    Err(Sent::Refused { reason: "the file names no server for mails any more".to_owned() })
                }
            },
        };
        vault.hide(match sent {
            Ok(receipt) => Sent::Arrived { receipt },
            Err(sent) => sent,
        })
    }
}

/// Writes a file, and beside it the pictures of what changed: `sales.pdf` and `sales.sales-1.change.png`; tells its path.
async fn write(path: &Path, artefacts: Vec<Artefact>) -> Result<String, Sent> {
    let (path, told) = (path.to_owned(), path.display().to_string());
    if artefacts.is_empty() {
        return Err(Sent::Refused { reason: format!("there is nothing to write into {told}") });
    }
    let written = tokio::task::spawn_blocking(move || {
        artefacts
            .iter()
            .try_for_each(|artefact| crate::whole_file::write(&artefact.place(&path), &artefact.bytes))
    })
    .await;
    match written.map_err(std::io::Error::other).flatten() {
        Ok(()) => Ok(told),
        Err(error) => Err(Sent::Failed { reason: format!("can't write {told}: {error}") }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::store::Role;

    fn artefact(role: Role, name: &str) -> Artefact {
        Artefact { role, name: name.to_owned(), media_type: String::new(), bytes: name.into() }
    }

    #[tokio::test]
    async fn what_changed_is_written_beside_its_document() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("EMEA.pdf");
        let artefacts =
            vec![artefact(Role::Document, "sales.pdf"), artefact(Role::Change, "sales-1.change.png")];
        assert_eq!(write(&path, artefacts).await.unwrap(), path.display().to_string());
        assert_eq!(std::fs::read_to_string(path).unwrap(), "sales.pdf");
        let beside = folder.path().join("EMEA.sales-1.change.png");
        assert_eq!(std::fs::read_to_string(beside).unwrap(), "sales-1.change.png");
    }
}
