//! Opening the store, and bringing its tables up to date.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Any, AnyConnection, AnyPool, Connection, Executor, Row, Transaction};
use tokio::sync::Notify;

use super::address::{Database, StoreAddress};
use super::row::instant;
use crate::schedule::archive::Archive;
use crate::schedule::patience::patiently;
use crate::schedule::{ArchiveAddress, Error};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How many connections a node has. SQLite has one writer: who queues for one connection is served in order, who waits for the
/// file's lock may starve.
const fn connections(database: Database) -> u32 {
    match database {
        Database::Sqlite => 1,
        Database::Postgres => 10,
    }
}

/// How long a connection is waited for.
const ACQUIRE: Duration = Duration::from_secs(5);
/// How long a store that others are making at the same instant is waited for.
const COLLISION: Duration = Duration::from_secs(10);

/// The memory of every fire, in which a report's fire exists only once.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) pool: AnyPool,
    pub(super) database: Database,
    /// Rung by [`Store::order`].
    pub(super) bell: Arc<Notify>,
    pub(super) archive: Archive,
}

impl Store {
    /// Opens the store with the archive that it has unless told otherwise ([`StoreAddress::archive`]).
    ///
    /// # Errors
    /// As [`Store::open_with`].
    pub async fn open(address: &StoreAddress) -> Result<Self, Error> {
        Self::open_with(address, &address.archive()).await
    }

    /// Opens the store, makes it when there is none, and migrates it forward under a lock. What runs make is kept in
    /// `archive`, which belongs to this store alone.
    ///
    /// # Errors
    /// [`Error::Open`] when it can't be reached or migrated, [`Error::NewerStore`] when a newer dashproof migrated it,
    /// [`Error::Archive`] when the archive can't be reached and [`Error::ForeignArchive`] when it is another store's.
    pub async fn open_with(address: &StoreAddress, archive: &ArchiveAddress) -> Result<Self, Error> {
        install_default_drivers();
        let opened = patiently(COLLISION, || Self::try_open(address)).await;
        let store = opened.map_err(|error| match error {
            Error::Migrate(MigrateError::VersionMissing(version)) => {
                Error::NewerStore { address: address.clone(), version }
            }
            error => Error::Open { address: address.clone(), source: Box::new(error) },
        })?;
        let id: String = sqlx::query("SELECT id FROM store").fetch_one(&store.pool).await?.try_get(0)?;
        let archive = Archive::open(archive)?;
        archive.belong_to(&id).await?;
        Ok(Self { archive, ..store })
    }

    async fn try_open(address: &StoreAddress) -> Result<Self, Error> {
        let database = address.database();
        let options = AnyPoolOptions::new()
            .max_connections(connections(database))
            .acquire_timeout(ACQUIRE)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if database == Database::Sqlite {
                        for pragma in [
                            "PRAGMA busy_timeout = 10000",
                            "PRAGMA journal_mode = WAL",
                            "PRAGMA synchronous = FULL",
                        ] {
                            connection.execute(pragma).await?;
                        }
                    }
                    Ok(())
                })
            })
            .after_release(move |connection, _| {
                Box::pin(async move { Ok(database != Database::Sqlite || is_free(connection).await) })
            });
        // Says why it can't; a pool tries until it says that its time is over.
        AnyConnection::connect(&address.url()).await?.close().await?;
        let pool = options.connect(&address.url()).await?;
        let archive = Archive::open(&ArchiveAddress::Store)?;
        let store = Self { pool, database, bell: Arc::default(), archive };
        match database {
            // PostgreSQL's migrations wait for each other by a lock of their own; SQLite's would collide.
            Database::Sqlite => {
                let mut transaction = store.begin().await?;
                SQLITE.run(&mut *transaction).await?;
                transaction.commit().await?;
            }
            Database::Postgres => POSTGRES.run(&store.pool).await?,
        }
        Ok(store)
    }

    /// The database's clock, which decides what is due.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn now(&self) -> Result<Timestamp, Error> {
        let row = sqlx::query(self.database.sql("SELECT {now}")).fetch_one(&self.pool).await?;
        Ok(instant(row.try_get(0)?))
    }

    pub(super) async fn begin(&self) -> Result<Transaction<'static, Any>, Error> {
        Ok(self.pool.begin_with(self.database.begin()).await?)
    }
}

/// Whether a transaction can be begun. A COMMIT for which SQLite finds no room ends the transaction, and leaves sqlx's own count of
/// them as it was: such a connection would never serve again.
async fn is_free(connection: &mut AnyConnection) -> bool {
    match connection.begin_with("BEGIN").await {
        Ok(transaction) => transaction.rollback().await.is_ok(),
        Err(_) => false,
    }
}
