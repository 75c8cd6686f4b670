//! The review of `dashproof serve --review`, by HTTP.

use dashproof::render::scene::{Image, PngOptions};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::folder::Folder;
use crate::pages::Site;
use crate::reports::Serving;

const HEADER: &str =
    "---\nsource: tests/<b>sales.yaml\nassertion_line: 3\ndescription: \"<script>alert(1)</script>\"\n---\n";
const PICTURE: &str = "---\nsource: tests/sales.yaml\nextension: png\nsnapshot_kind: binary\n---\n";

fn png(red: u8) -> Vec<u8> {
    let image = Image { width: 8, height: 8, rgba: [red, 9, 9, 255].repeat(64) };
    image.to_png(PngOptions::default()).unwrap()
}

/// A folder in which a text and a picture wait, and something outside of it.
fn folder() -> Folder {
    let folder = Folder::new()
        .with("project/snapshots/a.snap", &format!("{HEADER}old\nsame\n"))
        .with("project/snapshots/a.snap.new", &format!("{HEADER}<i>new</i>\nsame\n"))
        .with("project/snapshots/b.snap", PICTURE)
        .with("project/snapshots/b.snap.new", PICTURE)
        .with("project/c.snap.new", &format!("{HEADER}first\n"))
        .with("secret.snap.new", "secret")
        .with("secret.snap", "secret");
    for (name, red) in [("b.snap.png", 0), ("b.snap.new.png", 255)] {
        std::fs::write(folder.path().join("project/snapshots").join(name), png(red)).unwrap();
    }
    folder
}

fn serve(folder: &Folder) -> (Serving, Site, tokio::runtime::Runtime) {
    let server = Serving::of(folder, "server.log", &["--review", "project"]);
    let site = Site::of(&server, folder);
    (server, site, tokio::runtime::Runtime::new().unwrap())
}

impl Site {
    /// What waits, with the version of each.
    async fn waiting(&self) -> Vec<(String, String)> {
        let all = self.json("/api/v1/review").await;
        let text = |one: &Value, field: &str| one[field].as_str().unwrap().to_owned();
        all["waiting"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (text(one, "name"), text(one, "version")))
            .collect()
    }
}

#[test]
fn what_waits_is_shown_escaped_accepted_and_rejected() {
    let folder = folder();
    let (_server, site, runtime) = serve(&folder);
    runtime.block_on(async {
        assert_eq!(site.get("/").await.headers()["location"], "/review");
        let names: Vec<String> = site.waiting().await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["c.snap", "snapshots/a.snap", "snapshots/b.snap"]);
        let list = site.text("/review").await;
        assert!(list.contains("3 wait for approval") && !list.contains("<script>alert"), "{list}");
        let page = site.text("/review/of/snapshots/a.snap").await;
        assert!(page.contains("&lt;i&gt;new&lt;/i&gt;") && page.contains(">old<"), "{page}");
        assert!(!page.contains("<script") && !page.contains("<b>sales"), "{page}");
        let page = site.text("/review/of/snapshots/b.snap").await;
        assert!(page.contains("64 pixels differ"), "{page}");
        let version = &site.waiting().await[2].1;
        for (side, expected) in [("before", Some(png(0))), ("after", Some(png(255))), ("difference", None)] {
            let picture = site.get(&format!("/review/picture/{side}/{version}/snapshots/b.snap")).await;
            assert_eq!(picture.headers()["content-type"], "image/png");
            let bytes = picture.bytes().await.unwrap();
            assert!(expected.is_none_or(|expected| expected == bytes), "{side}");
        }
        let form = site.form("/review").await;
        let fields = |name: &'static str, version| {
            [("form", form.clone()), ("name", name.to_owned()), ("version", version)]
        };
        let waiting = site.waiting().await;
        let here = [("sec-fetch-site", "same-origin")];
        let answer =
            site.send("/review/reject", &fields("snapshots/a.snap", waiting[1].1.clone()), &here).await;
        assert_eq!(answer.headers()["location"], "/review/of/snapshots/b.snap");
        let answer =
            site.send("/review/accept", &fields("snapshots/b.snap", waiting[2].1.clone()), &here).await;
        assert_eq!(answer.headers()["location"], "/review");
        assert_eq!(site.waiting().await.len(), 1);
    });
    assert!(folder.read("project/snapshots/a.snap").ends_with("old\nsame\n"));
    assert_eq!(std::fs::read(folder.path().join("project/snapshots/b.snap.png")).unwrap(), png(255));
    assert!(!folder.path().join("project/snapshots/b.snap.new.png").exists());
}

#[test]
fn what_has_changed_since_it_was_shown_is_not_accepted() {
    let folder = folder();
    let (_server, site, runtime) = serve(&folder);
    runtime.block_on(async {
        let (name, version) = site.waiting().await.remove(1);
        let all = site.text("/review").await;
        let all =
            all.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        std::fs::write(folder.path().join("project/snapshots/a.snap.new"), "another one").unwrap();
        let decision = json!({"name": name, "version": version});
        for what in ["accept", "reject"] {
            let (status, said) = site.post(&format!("/api/v1/review/{what}"), &decision).await;
            assert_eq!(status, StatusCode::CONFLICT);
            assert!(said["error"].as_str().unwrap().contains("has changed since it was shown"), "{said}");
        }
        let picture = site.get(&format!("/review/picture/after/{version}/{name}")).await;
        assert_eq!(picture.status(), StatusCode::CONFLICT);
        let form = site.form("/review").await;
        let answer = site.send("/review/accept-all", &[("form", form.clone()), ("version", all)], &[]).await;
        assert_eq!(answer.status(), StatusCode::CONFLICT);
        assert!(answer.text().await.unwrap().contains("look again"));
        assert_eq!(site.waiting().await.len(), 3);
        let page = site.text("/review").await;
        let all =
            page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        site.send("/review/accept-all", &[("form", form), ("version", all)], &[]).await;
        assert_eq!(site.waiting().await, []);
        assert!(site.text("/review").await.contains("Nothing waits for approval"));
    });
    assert_eq!(folder.read("project/snapshots/a.snap"), "another one");
}

#[test]
fn nothing_outside_of_the_folder_is_shown_or_touched() {
    let folder = folder();
    #[cfg(unix)]
    {
        let link = |target: &str, name: &str| {
            std::os::unix::fs::symlink(folder.path().join(target), folder.path().join(name)).unwrap();
        };
        link("secret.snap", "project/link.snap.new");
        link("", "project/up");
    }
    let (_server, site, runtime) = serve(&folder);
    runtime.block_on(async {
        for name in [
            "../secret.snap",
            "..%2fsecret.snap",
            "%2e%2e/secret.snap",
            "up/secret.snap",
            "/secret.snap",
            "link.snap",
        ] {
            for path in [format!("/review/of/{name}"), format!("/review/picture/after/00/{name}")] {
                let answer = site.get(&path).await;
                let text = answer.text().await.unwrap();
                assert!(!text.contains(">secret<"), "{path}: {text}");
            }
            for what in ["accept", "reject"] {
                let decision = json!({"name": name, "version": "00"});
                let (status, said) = site.post(&format!("/api/v1/review/{what}"), &decision).await;
                assert!([StatusCode::NOT_FOUND, StatusCode::CONFLICT].contains(&status), "{name}: {said}");
            }
        }
        let waiting = site.json("/api/v1/review").await["waiting"].clone();
        let link = &waiting[1];
        assert_eq!((&link["name"], &link["version"]), (&json!("link.snap"), &Value::Null));
        assert!(link["problem"].as_str().unwrap().contains("is a link"), "{link}");
        for headers in [[("sec-fetch-site", "cross-site")], [("origin", "https://evil.example")]] {
            for path in ["/review/accept", "/review/reject", "/review/accept-all", "/api/v1/review/accept"] {
                assert_eq!(
                    site.send(path, &[("version", "0")], &headers).await.status(),
                    StatusCode::FORBIDDEN
                );
            }
        }
        let version = waiting[0]["version"].as_str().unwrap();
        let forged = [("form", "00"), ("name", "c.snap"), ("version", version)];
        assert_eq!(site.send("/review/accept", &forged, &[]).await.status(), StatusCode::FORBIDDEN);
    });
    assert_eq!(folder.read("secret.snap.new"), "secret");
    assert_eq!(folder.read("secret.snap"), "secret");
}

#[test]
fn a_review_is_for_those_who_may_come_in() {
    let folder = folder().with("token", "correct horse battery staple");
    let server = Serving::of(&folder, "server.log", &["--review", "project", "--token-file", "token"]);
    let site = Site::of(&server, &folder);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        for path in ["/review", "/review/of/c.snap", "/review/picture/after/0/c.snap"] {
            assert_eq!(site.get(path).await.headers()["location"], "/login", "{path}");
        }
        for path in ["/review/accept", "/review/reject", "/review/accept-all"] {
            assert_eq!(site.send::<&str>(path, &[], &[]).await.headers()["location"], "/login", "{path}");
        }
        assert_eq!(site.get("/api/v1/review").await.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(site.post("/api/v1/review/accept", &json!({})).await.0, StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn a_folder_that_is_none_is_told() {
    let folder = Folder::new().with("file", "");
    for review in ["nowhere", "file"] {
        let mut command = folder.command(&["serve", "--review", review]);
        crate::folder::Ran::of(&mut command).fails(2, &["--review", review]);
    }
}
