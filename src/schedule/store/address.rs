//! Where the store is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::schedule::ArchiveAddress;

/// Where runs are remembered: a SQLite file, or a PostgreSQL database that several nodes share.
///
/// Written `sqlite:PATH`, `postgres://USER@HOST/DATABASE`, or as the path alone. What PostgreSQL's own tools read from
/// `PGPASSWORD`, `PGPASSFILE` and their kin is read too. It is displayed without password and parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct StoreAddress(Kind);

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Sqlite(PathBuf),
    Postgres(Url),
}

/// The database that speaks at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Database {
    Sqlite,
    Postgres,
}

impl StoreAddress {
    pub(super) fn database(&self) -> Database {
        match self.0 {
            Kind::Sqlite(_) => Database::Sqlite,
            Kind::Postgres(_) => Database::Postgres,
        }
    }

    /// Where what runs made is kept unless told otherwise: in a folder beside a SQLite file, and where nodes share a
    /// database, in that.
    pub fn archive(&self) -> ArchiveAddress {
        match &self.0 {
            Kind::Sqlite(path) => ArchiveAddress::Folder(path.with_extension("archive")),
            Kind::Postgres(_) => ArchiveAddress::Store,
        }
    }

    /// The address as the driver reads it, with its password.
    pub(super) fn url(&self) -> String {
        match &self.0 {
            Kind::Sqlite(path) => {
                format!("sqlite:{}?mode=rwc", utf8_percent_encode(&path.to_string_lossy(), NON_ALPHANUMERIC))
            }
            Kind::Postgres(url) => url.to_string(),
        }
    }
}

impl From<&Path> for StoreAddress {
    fn from(path: &Path) -> Self {
        Self(Kind::Sqlite(path.to_owned()))
    }
}

impl FromStr for StoreAddress {
    type Err = String;

    /// # Errors
    /// What is wrong, without repeating what may hold a password.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() {
                Err("`sqlite:` needs a path".to_owned())
            } else {
                Ok(Path::new(path).into())
            };
        }
        if text.starts_with("postgres:") || text.starts_with("postgresql:") {
            return match Url::parse(text) {
                Ok(url) if !url.cannot_be_a_base() => Ok(Self(Kind::Postgres(url))),
                Ok(_) => Err("an address of PostgreSQL looks like postgres://USER@HOST/DATABASE".to_owned()),
                Err(error) => Err(format!("the address of PostgreSQL can't be read: {error}")),
            };
        }
        match text.split_once("://") {
            Some((scheme, _)) => {
                Err(format!("there is no store of kind `{scheme}`: sqlite:PATH or postgres://…"))
            }
            None => Ok(Path::new(text).into()),
        }
    }
}

impl fmt::Display for StoreAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Sqlite(path) => write!(f, "{}", path.display()),
            Kind::Postgres(url) => {
                write!(f, "postgres://{}", url.host_str().unwrap_or_default())?;
                url.port().map_or(Ok(()), |port| write!(f, ":{port}"))?;
                f.write_str(url.path())
            }
        }
    }
}

impl fmt::Debug for StoreAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        text.parse::<StoreAddress>().unwrap().to_string()
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(
            shown("postgres://ann:s3cret@db.example.org:6432/runs?password=s3cret"),
            "postgres://db.example.org:6432/runs"
        );
        assert!(
            !format!("{:?}", "postgres://ann:s3cret@db/runs".parse::<StoreAddress>().unwrap())
                .contains("s3cret")
        );
        let error = "postgres://ann:s3cret@db:port/runs".parse::<StoreAddress>().unwrap_err();
        assert!(!error.contains("s3cret"), "{error}");
    }

    #[test]
    fn a_file_is_written_with_and_without_its_kind() {
        for text in ["sqlite:out/my runs.sqlite", "sqlite://out/my runs.sqlite", "out/my runs.sqlite"] {
            assert_eq!(shown(text), "out/my runs.sqlite");
        }
    }

    #[test]
    fn an_unknown_kind_is_named() {
        let error = "mysql://ann:s3cret@db/runs".parse::<StoreAddress>().unwrap_err();
        assert!(error.contains("`mysql`") && !error.contains("s3cret"), "{error}");
    }
}
