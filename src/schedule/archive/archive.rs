//! Bytes by their hash, in a folder or a bucket.

use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt;
use jiff::{SignedDuration, Timestamp};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutMode, PutPayload};

use super::ArchiveAddress;
use crate::schedule::Error;

/// The object that says whose the archive is.
const OWNER: &str = "store";
/// The longest that one object may take.
const LIMIT: Duration = Duration::from_mins(1);

/// Bytes by their hash. Without a place of its own it is the store's own affair.
#[derive(Debug, Clone)]
pub(in crate::schedule) struct Archive {
    pub(in crate::schedule) address: ArchiveAddress,
    place: Option<Place>,
}

#[derive(Debug, Clone)]
struct Place {
    objects: Arc<dyn ObjectStore>,
    root: Path,
}

impl Archive {
    /// Opens an archive, and makes its folder.
    ///
    /// # Errors
    /// [`Error::Archive`].
    pub(in crate::schedule) fn open(address: &ArchiveAddress) -> Result<Self, Error> {
        let failed = |source| Error::Archive { address: address.clone(), source };
        let place = match address {
            ArchiveAddress::Store => None,
            ArchiveAddress::Folder(path) => {
                let made = std::fs::create_dir_all(path);
                made.map_err(|error| {
                    failed(object_store::Error::Generic { store: "folder", source: error.into() })
                })?;
                let objects = LocalFileSystem::new_with_prefix(path).map_err(failed)?.with_fsync(true);
                Some(Place { objects: Arc::new(objects), root: Path::default() })
            }
            ArchiveAddress::Bucket { bucket, prefix } => {
                let objects = AmazonS3Builder::from_env().with_bucket_name(bucket).build().map_err(failed)?;
                let root = Path::parse(prefix).map_err(|error| failed(error.into()))?;
                Some(Place { objects: Arc::new(objects), root })
            }
        };
        Ok(Self { address: address.clone(), place })
    }

    /// Whether the store itself keeps the bytes.
    pub(in crate::schedule) fn is_in_store(&self) -> bool {
        self.place.is_none()
    }

    /// Makes the archive that of a store, or sees that it is.
    ///
    /// # Errors
    /// [`Error::ForeignArchive`]: what one store knows nothing of, another one may still need.
    pub(in crate::schedule) async fn belong_to(&self, store: &str) -> Result<(), Error> {
        let Some(place) = &self.place else { return Ok(()) };
        let path = place.root.clone().join(OWNER);
        let claim = async {
            let mine = PutPayload::from(store.as_bytes().to_vec());
            match place.objects.put_opts(&path, mine, PutMode::Create.into()).await {
                Err(object_store::Error::AlreadyExists { .. }) => {}
                done => return done.map(|_| true),
            }
            Ok(place.objects.get(&path).await?.bytes().await? == store.as_bytes())
        };
        if self.within(claim).await? {
            Ok(())
        } else {
            Err(Error::ForeignArchive { address: self.address.clone() })
        }
    }

    /// Keeps bytes, unless they are there already.
    ///
    /// # Errors
    /// [`Error::Archive`]; there is nothing then, or all of it.
    pub(in crate::schedule) async fn put(&self, hash: &str, bytes: &[u8]) -> Result<(), Error> {
        let Some(place) = &self.place else { return Ok(()) };
        let path = place.path(hash);
        let put = async {
            match place.objects.head(&path).await {
                Ok(there) if there.size == bytes.len() as u64 => return Ok(()),
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
            place.objects.put(&path, PutPayload::from(bytes.to_vec())).await.map(|_| ())
        };
        self.within(put).await
    }

    /// The bytes of a hash; `None` when they are not there.
    ///
    /// # Errors
    /// [`Error::Archive`].
    pub(in crate::schedule) async fn get(&self, hash: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(place) = &self.place else { return Ok(None) };
        let got = async { place.objects.get(&place.path(hash)).await?.bytes().await };
        match self.within(got).await {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(Error::Archive { source: object_store::Error::NotFound { .. }, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Lets bytes go, which may be gone already.
    ///
    /// # Errors
    /// [`Error::Archive`].
    pub(in crate::schedule) async fn delete(&self, hash: &str) -> Result<(), Error> {
        let Some(place) = &self.place else { return Ok(()) };
        match self.within(place.objects.delete(&place.path(hash))).await {
            Err(Error::Archive { source: object_store::Error::NotFound { .. }, .. }) => Ok(()),
            done => done,
        }
    }

    /// The hashes of all that is there, with their age; nothing when the store itself keeps it.
    ///
    /// # Errors
    /// [`Error::Archive`].
    pub(in crate::schedule) async fn list(&self) -> Result<Vec<(String, SignedDuration)>, Error> {
        let Some(place) = &self.place else { return Ok(Vec::new()) };
        let now = Timestamp::now();
        let listed = place.objects.list(Some(&place.root).filter(|root| !root.as_ref().is_empty()));
        let listed: Vec<_> = listed.try_collect().await.map_err(|source| self.failed(source))?;
        let hashes = listed.into_iter().filter_map(|object| {
            let hash = object.location.filename().filter(|name| is_hash(name))?.to_owned();
            let written = Timestamp::from_second(object.last_modified.timestamp()).ok()?;
            Some((hash, written.duration_until(now)))
        });
        Ok(hashes.collect())
    }

    /// Removes what a process left half-written when it was killed, once it is older than `grace`; returns how many files.
    ///
    /// A file is written beside its place as `HASH#1` or so and renamed (`object_store`'s local file system), and listed under neither name
    /// until then. A bucket has no such thing: what was not uploaded whole is not there.
    ///
    /// # Errors
    /// [`Error::Archive`].
    pub(in crate::schedule) async fn sweep_staged(&self, grace: Duration) -> Result<u64, Error> {
        let ArchiveAddress::Folder(folder) = self.address.clone() else { return Ok(0) };
        let swept = tokio::task::spawn_blocking(move || sweep_staged(&folder, grace)).await;
        let swept = swept.map_err(std::io::Error::other).flatten();
        swept.map_err(|error| {
            self.failed(object_store::Error::Generic { store: "folder", source: error.into() })
        })
    }

    async fn within<T>(&self, done: impl Future<Output = object_store::Result<T>>) -> Result<T, Error> {
        match tokio::time::timeout(LIMIT, done).await {
            Ok(done) => done.map_err(|source| self.failed(source)),
            Err(_) => Err(Error::ArchiveSlow { address: self.address.clone(), limit: LIMIT }),
        }
    }

    fn failed(&self, source: object_store::Error) -> Error {
        Error::Archive { address: self.address.clone(), source }
    }
}

impl Place {
    /// `ab/abcd…`: a folder is slow to list when it holds everything.
    fn path(&self, hash: &str) -> Path {
        self.root.clone().join(hash.get(..2).unwrap_or_default()).join(hash)
    }
}

fn sweep_staged(folder: &std::path::Path, grace: Duration) -> std::io::Result<u64> {
    let mut removed = 0;
    for part in std::fs::read_dir(folder)? {
        let part = part?;
        if !part.file_type()?.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(part.path())? {
            let file = file?;
            let name = file.file_name();
            let is_staged =
                name.to_str().and_then(|name| name.split_once('#')).is_some_and(|(hash, _)| is_hash(hash));
            // What was renamed meanwhile is whole.
            let age = file.metadata().ok().and_then(|found| found.modified().ok()?.elapsed().ok());
            if is_staged && age.is_some_and(|age| age >= grace) && std::fs::remove_file(file.path()).is_ok() {
                removed += 1;
            }
        }
    }
    Ok(removed)
}

fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_a_killed_process_left_half_written_goes_and_what_is_whole_stays() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(&ArchiveAddress::Folder(folder.path().to_owned())).unwrap();
        let hash = "ab".repeat(32);
        archive.put(&hash, b"whole").await.unwrap();
        let staged = folder.path().join("ab").join(format!("{hash}#1"));
        std::fs::write(&staged, "ha").unwrap();
        assert_eq!(archive.sweep_staged(Duration::from_hours(1)).await.unwrap(), 0);
        assert_eq!(archive.sweep_staged(Duration::ZERO).await.unwrap(), 1);
        assert!(!staged.exists());
        assert_eq!(archive.get(&hash).await.unwrap().as_deref(), Some(&b"whole"[..]));
    }
}
