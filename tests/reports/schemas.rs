//! The tables of SQLite and of PostgreSQL are the same.

use std::collections::{BTreeMap, BTreeSet};

use dashproof::schedule::{Store, StoreAddress};
use sqlx::{AnyConnection, Connection, Row};

use crate::postgres::Postgres;

const SQLITE_COLUMNS: &str = "
    SELECT tables.name, columns.name, 'nullable ' || (columns.\"notnull\" = 0 AND columns.pk = 0)
    FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'";
const POSTGRES_COLUMNS: &str = "
    SELECT table_name::text, column_name::text, 'nullable ' || CASE is_nullable WHEN 'YES' THEN 1 ELSE 0 END
    FROM information_schema.columns WHERE table_schema = 'public'";

/// Of each unique index: its table, a number of its own, and each of its columns. SQLite has none for an integer that is the
/// primary key, which is the row's own number there.
const SQLITE_UNIQUE: &str = "
    SELECT tables.name, indices.name, columns.name
    FROM sqlite_master AS tables, pragma_index_list(tables.name) AS indices, pragma_index_info(indices.name) AS columns
    WHERE tables.type = 'table' AND indices.\"unique\" = 1
    UNION ALL
    SELECT tables.name, 'key of ' || tables.name, columns.name
    FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
    WHERE tables.type = 'table' AND columns.pk = 1 AND columns.type = 'INTEGER'";
const POSTGRES_UNIQUE: &str = "
    SELECT tables.relname::text, indices.indexrelid::text, columns.attname::text
    FROM pg_index AS indices
    JOIN pg_class AS tables ON tables.oid = indices.indrelid
    JOIN pg_namespace AS spaces ON spaces.oid = tables.relnamespace AND spaces.nspname = 'public'
    JOIN pg_attribute AS columns ON columns.attrelid = tables.oid AND columns.attnum = ANY (indices.indkey)
    WHERE indices.indisunique";

#[tokio::test]
async fn both_migrations_end_in_the_same_tables_columns_and_unique_indexes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("runs.sqlite");
    let sqlite = opened(&StoreAddress::from(file.as_path()), &format!("sqlite:{}", file.display())).await;
    let postgres = Postgres::start();
    let postgres = opened(&postgres.address(), &postgres.url()).await;
    let (sqlite, postgres) = (
        Tables::of(sqlite, SQLITE_COLUMNS, SQLITE_UNIQUE),
        Tables::of(postgres, POSTGRES_COLUMNS, POSTGRES_UNIQUE),
    );
    let (sqlite, postgres) = (sqlite.await, postgres.await);
    assert!(sqlite.columns.len() > 30 && sqlite.unique.len() > 5, "{sqlite:#?}");
    similar_asserts::assert_eq!(sqlite, postgres);
}

async fn opened(address: &StoreAddress, url: &str) -> AnyConnection {
    Store::open(address).await.unwrap();
    AnyConnection::connect(url).await.unwrap()
}

#[derive(Debug, PartialEq)]
struct Tables {
    /// Table, column, and whether it may be null.
    columns: BTreeSet<[String; 3]>,
    /// Table, and the columns of an index.
    unique: BTreeSet<(String, BTreeSet<String>)>,
}

impl Tables {
    async fn of(mut connection: AnyConnection, columns: &'static str, unique: &'static str) -> Self {
        let mut rows = async |query: &'static str| -> BTreeSet<[String; 3]> {
            let rows = sqlx::query(query).fetch_all(&mut connection).await.unwrap();
            let rows = rows.iter().map(|row| [row.get(0), row.get(1), row.get(2)]);
            // That of sqlx itself.
            rows.filter(|[table, ..]: &[String; 3]| table != "_sqlx_migrations").collect()
        };
        let columns = rows(columns).await;
        let mut indices: BTreeMap<[String; 2], BTreeSet<String>> = BTreeMap::new();
        for [table, index, column] in rows(unique).await {
            indices.entry([table, index]).or_default().insert(column);
        }
        Self { columns, unique: indices.into_iter().map(|([table, _], columns)| (table, columns)).collect() }
    }
}
