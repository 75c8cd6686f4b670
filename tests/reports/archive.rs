//! What runs made, kept in the store, in a folder and in a bucket.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use dashproof::scenario::Keep;
use dashproof::schedule::store::{Artefact, Ending, Made, Role};
use dashproof::schedule::{ArchiveAddress, Error, Run, Store, StoreAddress};
use dashproof::timetable::Overlap;

use crate::delivery::Server;
use crate::store::{LEASE, arrived, claim, end_made, fire, later, noon, on_both, reports};

const NOW: Duration = Duration::ZERO;

/// Does a test on a SQLite file and on PostgreSQL, with what runs made in the store and in a folder.
async fn on_each(test: impl AsyncFn(&Store, &StoreAddress)) {
    on_both(async |_, address| {
        let folder = tempfile::tempdir().unwrap();
        for archive in [ArchiveAddress::Store, ArchiveAddress::from(folder.path())] {
            test(&Store::open_with(address, &archive).await.unwrap(), address).await;
        }
    })
    .await;
}

/// Makes and sends the next fire of the report, which is so many seconds after noon; it makes these texts.
async fn make(store: &Store, second: i64, texts: &[&str]) -> Run {
    let since = store.planned_until("sales").await.unwrap();
    store.plan("sales", since, &[fire(later(second))], later(second), Overlap::Queue).await.unwrap();
    let run = claim(store, LEASE).await.unwrap();
    let artefact = |text: &&str| Artefact {
        role: Role::Document,
        name: format!("{text}.txt"),
        media_type: "text/plain".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let made = Made { artefacts: texts.iter().map(artefact).collect(), ..Made::default() };
    end_made(store, &run, Ending::Made(made)).await.unwrap()
}

async fn text(store: &Store, run: &Run, page: usize) -> Option<String> {
    store.bytes(run.id, page).await.unwrap().map(|bytes| String::from_utf8(bytes).unwrap())
}

fn keep(runs: u32) -> Keep {
    Keep { runs: NonZeroU32::new(runs).unwrap(), ..Keep::default() }
}

/// The files of an archive, but for its owner's.
fn files(folder: &Path) -> Vec<PathBuf> {
    let found =
        Command::new("find").arg(folder).args(["-type", "f", "-not", "-name", "store"]).output().unwrap();
    String::from_utf8(found.stdout).unwrap().lines().map(PathBuf::from).collect()
}

#[tokio::test]
async fn what_runs_made_is_read_back_until_their_report_keeps_later_ones() {
    on_each(async |store, _| {
        let base = store
            .latest(1)
            .await
            .unwrap()
            .first()
            .map_or(0, |run| run.fire_at.as_second() - noon().as_second());
        let mut runs = Vec::new();
        for n in 1..=4 {
            runs.push(make(store, base + n, &["always", &format!("{n}")]).await);
        }
        assert_eq!(store.let_go("sales", &keep(2)).await.unwrap().min(2), 2);
        assert_eq!(store.sweep(Store::GRACE).await.unwrap(), 0, "somebody may be about to make it anew");
        assert!(store.sweep(NOW).await.unwrap() >= 2);
        assert_eq!(text(store, &runs[0], 1).await, None);
        assert!(
            store.kept(runs[1].id).await.unwrap().iter().all(|kept| !kept.is_there && kept.hash.len() == 64)
        );
        assert_eq!(text(store, &runs[2], 1).await.as_deref(), Some("3"));
        assert_eq!(text(store, &runs[3], 0).await.as_deref(), Some("always"), "others made it too");
        assert_eq!(store.sweep(NOW).await.unwrap(), 0);
        assert_eq!(store.audit(NOW).await.unwrap(), dashproof::schedule::store::Audit::default());
        let again = make(store, base + 5, &["1"]).await;
        assert_eq!(text(store, &again, 0).await.as_deref(), Some("1"), "what was let go may be made anew");
    })
    .await;
}

#[tokio::test]
async fn the_same_bytes_are_one_file_and_one_that_is_gone_or_changed_is_named() {
    on_both(async |_, address| {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_with(address, &folder.path().into()).await.unwrap();
        let run = make(&store, 1, &["same", "same", "other"]).await;
        make(&store, 2, &["same"]).await;
        let there = files(folder.path());
        assert_eq!(there.len(), 2, "{there:?}");
        std::fs::write(folder.path().join("ab").with_extension("txt"), "not ours").unwrap();
        let orphan = folder.path().join("ab").join("ab".repeat(32));
        std::fs::create_dir_all(orphan.parent().unwrap()).unwrap();
        std::fs::write(&orphan, "nobody's").unwrap();
        let other = there.iter().find(|file| std::fs::read(file).unwrap() == b"other").unwrap();
        std::fs::write(other, "0ther").unwrap();
        let error = store.bytes(run.id, 2).await.unwrap_err();
        assert!(matches!(error, Error::Missing { .. }), "{error}");
        std::fs::remove_file(other).unwrap();
        let error = store.bytes(run.id, 2).await.unwrap_err().to_string();
        assert!(error.contains(other.file_name().unwrap().to_str().unwrap()), "{error}");
        assert_eq!(store.audit(Store::GRACE).await.unwrap().orphans, 0, "somebody may be writing it");
        let audit = store.audit(NOW).await.unwrap();
        assert_eq!((audit.orphans, audit.missing), (1, vec![(run.id, "other.txt".to_owned())]));
        assert!(!orphan.exists() && folder.path().join("ab.txt").exists());
    })
    .await;
}

#[tokio::test]
async fn a_parcel_whose_content_is_gone_is_not_sent_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let address = StoreAddress::from(folder.path().join("r.sqlite").as_path());
    let store = Store::open(&address).await.unwrap();
    make(&store, 1, &[]).await;
    store.plan("sales", Some(later(1)), &[fire(later(2))], later(2), Overlap::Queue).await.unwrap();
    let run = claim(&store, LEASE).await.unwrap();
    end_made(&store, &run, crate::store::made()).await.unwrap();
    let parcel = store.claim_parcel(&reports(), None, "node", LEASE).await.unwrap().unwrap();
    std::fs::remove_dir_all(folder.path().join("r.archive")).unwrap();
    let error = store.artefacts(&parcel).await.unwrap_err();
    assert!(matches!(error, Error::Missing { .. }), "{error}");
    store.settle(&parcel, &arrived("there"), None).await.unwrap();
}

#[tokio::test]
async fn what_was_not_kept_can_not_be_a_runs() {
    on_both(async |store, _| {
        store.plan("sales", None, &[fire(noon())], noon(), Overlap::Queue).await.unwrap();
        let run = claim(store, LEASE).await.unwrap();
        let error = store.end(&run, &crate::store::made()).await.unwrap_err();
        assert!(matches!(error, Error::Store(_)), "{error}");
        assert_eq!(store.run(run.id).await.unwrap().unwrap().state, run.state);
    })
    .await;
}

#[tokio::test]
async fn an_archive_belongs_to_one_store() {
    let folder = tempfile::tempdir().unwrap();
    let archive = ArchiveAddress::from(folder.path().join("kept").as_path());
    let open = async |name: &str| {
        Store::open_with(&folder.path().join(name).as_path().into(), &archive).await.map(|_| ())
    };
    open("one.sqlite").await.unwrap();
    open("one.sqlite").await.unwrap();
    let error = open("other.sqlite").await.unwrap_err();
    assert!(
        matches!(error, Error::ForeignArchive { .. }) && error.to_string().contains("--archive"),
        "{error}"
    );
}

#[tokio::test]
async fn an_archive_that_can_not_be_written_fails_the_keeping_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("r.sqlite").as_path().into()).await.unwrap();
    let archive = folder.path().join("r.archive");
    std::fs::remove_dir_all(&archive).unwrap();
    std::fs::write(&archive, "a file in its place").unwrap();
    let artefact = Artefact {
        role: Role::Values,
        name: "a.json".to_owned(),
        media_type: "application/json".to_owned(),
        bytes: b"{}".to_vec(),
    };
    let error = store.keep(std::slice::from_ref(&artefact)).await.unwrap_err();
    assert!(matches!(error, Error::Archive { .. }) && error.to_string().contains("r.archive"), "{error}");
}

#[test]
fn a_bucket_keeps_what_runs_made_and_gives_it_back() {
    let bucket = Server::start("s3.py", std::iter::empty::<&str>());
    let folder = tempfile::tempdir().unwrap();
    let file = "app: demo\nlimit: 60 s\nreports: [{name: sales, when: {cron: '@daily'}, keep: {runs: 1}, \
                pages: [{capture: '#revenue-by-region'}], deliver: [{file: out.pdf}]}]\n";
    std::fs::write(folder.path().join("r.yaml"), file).unwrap();
    let dashproof = |arguments: &[&str]| {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("dashproof"));
        command.args(arguments).args(["--archive", "s3://reports/kept/here"]).current_dir(folder.path());
        command
            .env("AWS_ACCESS_KEY_ID", "key")
            .env("AWS_SECRET_ACCESS_KEY", "secret")
            .env("AWS_REGION", "us-east-1");
        command
            .env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", bucket.port))
            .env("AWS_ALLOW_HTTP", "true");
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    dashproof(&["serve", "r.yaml", "--once"]);
    dashproof(&["archive", "get", "r.yaml", "1", "-o", "again"]);
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert!(read("again/sales.pdf") == read("out.pdf"));
    assert!(!folder.path().join("r.runs.archive").exists());
    assert!(dashproof(&["archive", "prune", "r.yaml"]).contains("removed from s3://reports/kept/here"));
}
