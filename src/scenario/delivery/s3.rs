//! An object in a bucket.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Format, MaybeSecret, Secret, defaults};

/// An object in a bucket of S3, or of a server that speaks its protocol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    /// The bucket.
    pub bucket: String,
    /// The object's key, which ends in `.pdf`, `.png`, `.html` or `.json`. The same key is replaced by the same bytes.
    #[schemars(extend("pattern" = Format::ENDS))]
    pub key: String,
    /// The bucket's region.
    #[serde(default = "S3::region")]
    pub region: String,
    /// The address of another server than Amazon's; the bucket is part of its path.
    #[serde(default)]
    pub endpoint: Option<MaybeSecret>,
    /// The access key's id, `${AWS_ACCESS_KEY_ID}` unless told otherwise.
    #[serde(default = "S3::access_key_id")]
    pub access_key_id: Secret,
    /// The access key, `${AWS_SECRET_ACCESS_KEY}` unless told otherwise.
    #[serde(default = "S3::secret_access_key")]
    pub secret_access_key: Secret,
    /// The token of keys that pass.
    #[serde(default)]
    pub session_token: Option<Secret>,
    /// Whether an object that is there already is replaced.
    #[serde(default = "defaults::yes")]
    pub overwrite: bool,
    /// The longest that sending may take.
    #[serde(default = "defaults::minute", with = "crate::duration::text")]
    #[schemars(schema_with = "crate::duration::schema")]
    pub limit: Duration,
}

impl S3 {
    /// Where it is, as a person writes it.
    pub fn place(&self) -> String {
        format!("s3://{}/{}", self.bucket, self.key)
    }

    fn region() -> String {
        "us-east-1".to_owned()
    }

    fn access_key_id() -> Secret {
        Secret::Text("${AWS_ACCESS_KEY_ID}".to_owned())
    }

    fn secret_access_key() -> Secret {
        Secret::Text("${AWS_SECRET_ACCESS_KEY}".to_owned())
    }
}
