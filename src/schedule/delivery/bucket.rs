//! Delivery into a bucket of S3, or of a server that speaks its protocol.

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{HttpClient, HttpConnector};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, ClientOptions, Error, GetOptions, ObjectStore, PutMode, PutOptions, RetryConfig,
};
use url::Url;

use super::answer::{innermost, unreached};
use super::client::client;
use super::vault::Vault;
use crate::scenario::S3;
use crate::schedule::store::{Artefact, Parcel, Sent};
use crate::{NotReached, Reach};

/// An object's metadata: the parcel's key, by which one that is there already is told to be ours.
const KEY: Attribute = Attribute::Metadata(std::borrow::Cow::Borrowed("dashproof-key"));

/// Puts a document, and beside it the pictures of what changed; tells its place.
///
/// # Errors
/// How sending ended. It is never in doubt: putting it again changes nothing.
pub(super) async fn send(
    s3: &S3,
    parcel: &Parcel,
    artefacts: Vec<Artefact>,
    vault: &mut Vault,
    reach: &Reach,
) -> Result<String, Sent> {
    let place = s3.place();
    let refused = |reason: String| Sent::Refused { reason: format!("{place}: {reason}") };
    if artefacts.is_empty() {
        return Err(refused("there is nothing to put there".to_owned()));
    }
    let bucket = open(s3, vault, reach).await?;
    let putting = async {
        for artefact in artefacts {
            put(&bucket, s3, parcel, artefact).await?;
        }
        Ok(place.clone())
    };
    match tokio::time::timeout(s3.limit, putting).await {
        Ok(put) => put,
        Err(_) => {
            let limit = crate::duration::format(s3.limit);
            Err(Sent::Failed { reason: format!("{place}: not done after {limit}") })
        }
    }
}

async fn put(bucket: &AmazonS3, s3: &S3, parcel: &Parcel, artefact: Artefact) -> Result<(), Sent> {
    let key = artefact.place(s3.key.as_ref());
    let place = format!("s3://{}/{}", s3.bucket, key.display());
    let refused = |reason: String| Sent::Refused { reason: format!("{place}: {reason}") };
    let path = Path::parse(key.to_string_lossy()).map_err(|error| refused(error.to_string()))?;
    let mut attributes = Attributes::new();
    attributes.insert(Attribute::ContentType, artefact.media_type.into());
    attributes.insert(KEY, parcel.key.clone().into());
    let mode = if s3.overwrite { PutMode::Overwrite } else { PutMode::Create };
    let options = PutOptions { mode, attributes, ..PutOptions::default() };
    match bucket.put_opts(&path, artefact.bytes.into(), options).await {
        Ok(_) => Ok(()),
        Err(Error::AlreadyExists { .. }) => {
            match bucket.get_opts(&path, GetOptions::new().with_head(true)).await {
                // An earlier attempt put it, and its answer was lost.
                Ok(there) if there.attributes.get(&KEY).is_some_and(|key| **key == *parcel.key) => Ok(()),
                Ok(_) => Err(refused("it is there already, and `overwrite` is false".to_owned())),
                Err(error) => Err(failed(&place, &error)),
            }
        }
        Err(error) => Err(failed(&place, &error)),
    }
}

async fn open(s3: &S3, vault: &mut Vault, reach: &Reach) -> Result<AmazonS3, Sent> {
    let refused = |reason: String| Sent::Refused { reason: format!("{}: {reason}", s3.place()) };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&s3.bucket)
        .with_region(&s3.region)
        .with_access_key_id(vault.read(&s3.access_key_id).await?)
        .with_secret_access_key(vault.read(&s3.secret_access_key).await?)
        // The outbox tries again.
        .with_retry(RetryConfig { max_retries: 0, ..RetryConfig::default() })
        .with_http_connector(Connector { reach: reach.clone(), limit: s3.limit });
    if let Some(token) = &s3.session_token {
        builder = builder.with_token(vault.read(token).await?);
    }
    if let Some(endpoint) = &s3.endpoint {
        let endpoint = vault.text(endpoint).await?;
        let url: Url = endpoint.parse().map_err(|error| refused(format!("its endpoint: {error}")))?;
        reach.check_url(&url).map_err(|error: NotReached| unreached(&error))?;
        builder = builder.with_allow_http(url.scheme() == "http").with_endpoint(endpoint);
    }
    builder.build().map_err(|error| refused(error.to_string()))
}

fn failed(place: &str, error: &Error) -> Sent {
    if let Some(not_reached) = NotReached::behind(error) {
        return unreached(not_reached);
    }
    let reason = format!("{place}: {}", said(&innermost(error)));
    match error {
        Error::NotFound { .. }
        | Error::PermissionDenied { .. }
        | Error::Unauthenticated { .. }
        | Error::NotImplemented { .. } => Sent::Refused { reason },
        _ => Sent::Failed { reason },
    }
}

/// What an error says, in one line: of the XML of an answer its `Message` (the API reference's "Error responses").
fn said(error: &str) -> String {
    let message = error.split_once("<Message>").and_then(|(_, rest)| rest.split_once("</Message>"));
    match (message, error.split_once("<?xml")) {
        (Some((message, _)), Some((status, _))) => format!("{status}{message}"),
        _ => error.to_owned(),
    }
}

/// Connects by our own client.
#[derive(Debug)]
struct Connector {
    reach: Reach,
    limit: std::time::Duration,
}

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = client(&self.reach, self.limit);
        let client = client.map_err(|error| Error::Generic { store: "S3", source: error.into() })?;
        Ok(HttpClient::new(client))
    }
}
