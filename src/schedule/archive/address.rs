//! Where the archive is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Where what runs made is kept.
///
/// Written as a folder's path, `s3://BUCKET/PREFIX`, or `store`. The keys of a bucket, its region and its endpoint are
/// what the environment says, by the names that Amazon's own tools read: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
/// `AWS_REGION`, `AWS_ENDPOINT_URL` (`AWS_ALLOW_HTTP=true` for one without TLS).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArchiveAddress {
    /// A folder, which all nodes share.
    Folder(PathBuf),
    /// A bucket of S3, or of a server that speaks its protocol.
    Bucket {
        /// The bucket.
        bucket: String,
        /// What keys begin with; may be empty.
        prefix: String,
    },
    /// The store itself, beside the runs.
    Store,
}

impl From<&Path> for ArchiveAddress {
    fn from(path: &Path) -> Self {
        Self::Folder(path.to_owned())
    }
}

impl FromStr for ArchiveAddress {
    type Err = String;

    /// # Errors
    /// What is wrong.
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once("://") {
            Some(("s3", place)) => {
                let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
                if bucket.is_empty() {
                    return Err("a bucket is written s3://BUCKET or s3://BUCKET/PREFIX".to_owned());
                }
                let prefix = prefix.trim_matches('/').to_owned();
                Ok(Self::Bucket { bucket: bucket.to_owned(), prefix })
            }
            Some((scheme, _)) => Err(format!(
                "there is no archive of kind `{scheme}`: a folder, s3://BUCKET/PREFIX or `store`"
            )),
            None if text.is_empty() => {
                Err("an archive is a folder, s3://BUCKET/PREFIX or `store`".to_owned())
            }
            None if text == "store" => Ok(Self::Store),
            None => Ok(Self::Folder(text.into())),
        }
    }
}

impl fmt::Display for ArchiveAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "{}", path.display()),
            Self::Bucket { bucket, prefix } if prefix.is_empty() => write!(f, "s3://{bucket}"),
            Self::Bucket { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
            Self::Store => f.write_str("store"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        for text in ["kept/here", "s3://reports", "s3://reports/a/b", "store"] {
            assert_eq!(text.parse::<ArchiveAddress>().unwrap().to_string(), text);
        }
        assert_eq!("s3://reports/a/".parse::<ArchiveAddress>().unwrap().to_string(), "s3://reports/a");
    }

    #[test]
    fn what_is_none_says_what_there_is() {
        for text in ["", "s3://", "s3:///a", "ftp://a/b"] {
            let error = text.parse::<ArchiveAddress>().unwrap_err();
            assert!(error.contains("s3://BUCKET"), "{error}");
        }
    }
}
