//! Secrets of deliveries are told nowhere.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Command;

use dashproof::schedule::Store;
use dashproof::server::{Access, Runs, Server as Pages};

use super::python::Server;
use super::receiver::Receiver;

/// Every kind of destination, each with secrets from another place, and each refused by a server that repeats them.
const FILE: &str = r##"
app: demo
limit: 60 s
smtp: {server: 127.0.0.1, port: SMTP, tls: none, user: "${CANARY_USER}", password: {file: password}, from: a@example.org}
reports:
  - name: sales
    when: {cron: "@daily"}
    pages: [{capture: "#revenue-by-region"}]
    deliver:
      - file: out.pdf
      - mail: {to: [a@example.org]}
      - s3: {bucket: b, key: a.pdf, endpoint: "http://127.0.0.1:BUCKET", secret_access_key: {command: echo canary-command},
             access_key_id: "${CANARY_ID}", session_token: "${CANARY_SESSION}"}
      - slack: {channel: C012, token: "${CANARY_SLACK}", api: "http://127.0.0.1:SLACKS/"}
      - webhook: {url: "http://127.0.0.1:HOOK/${CANARY_PATH}", secret: "${CANARY_KEY}", headers: {X-Key: "${CANARY_HEADER}"}}
      - webhook: {url: "http://127.0.0.1:1/${CANARY_PATH}?token=${CANARY_KEY}"}
"##;
const VARIABLES: [&str; 7] = ["USER", "ID", "SESSION", "SLACK", "PATH", "KEY", "HEADER"];

#[tokio::test(flavor = "multi_thread")]
async fn canaries_are_in_no_store_log_page_or_artefact() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let values = VARIABLES.map(|name| format!("canary-{}", name.to_lowercase()));
    let repeating = |secrets: &str| {
        let answer = (Some(400), Vec::new(), format!("nothing for {secrets}"));
        Receiver::start(|_| vec![answer])
    };
    let bucket = repeating("canary-id canary-command canary-session").await;
    let slack = repeating("Bearer canary-slack").await;
    let hook = repeating("/canary-path canary-key canary-header").await;
    let mails = Server::start("smtp.py", ["refuse".into(), at("mails")]);
    let file = FILE
        .replace("SMTP", &mails.port.to_string())
        .replace("BUCKET", &bucket.port.to_string())
        .replace("SLACKS", &slack.port.to_string())
        .replace("HOOK", &hook.port.to_string());
    std::fs::write(at("r.yaml"), file).unwrap();
    std::fs::write(at("password"), "canary-file\n").unwrap();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("dashproof"));
    command.args(["serve", "r.yaml", "--once", "--reach", "loopback"]).current_dir(folder.path());
    for (name, value) in VARIABLES.iter().zip(&values) {
        command.env(format!("CANARY_{name}"), value);
    }
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let log = String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{log}");
    std::fs::remove_file(at("password")).unwrap();
    for told in
        ["mail server 127.0.0.1", "s3://b/a.pdf", "Slack's files.getUploadURLExternal", "<secret>", "out.pdf"]
    {
        assert!(log.contains(told), "{told:?} is not in {log}");
    }
    std::fs::write(at("log"), log).unwrap();
    let store = Store::open(&at("r.runs.sqlite").as_path().into()).await.unwrap();
    let listen = (Ipv4Addr::LOCALHOST, 0).into();
    let access = Access::new(listen, None, None).unwrap();
    let runs = Runs { plans: Vec::new().into(), store };
    let pages = Pages::start(listen, access, Some(runs), None).await.unwrap();
    for (i, path) in ["", "runs/1", "api/v1/runs/1"].into_iter().enumerate() {
        let page = reqwest::get(format!("http://{}/{path}", pages.address())).await.unwrap();
        let page = page.text().await.unwrap();
        assert!(page.contains("a.pdf: Server returned"), "{page}");
        std::fs::write(at(&format!("page-{i}")), page).unwrap();
    }
    let (mut all, mut folders) = (Vec::new(), vec![folder.path().to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { all.push(path) }
        }
    }
    assert!(all.len() >= 5, "{all:?}");
    let telling: Vec<&PathBuf> = all.iter().filter(|path| !path.ends_with("r.yaml") && tells(path)).collect();
    assert_eq!(telling, Vec::<&PathBuf>::new(), "{}", std::fs::read_to_string(at("log")).unwrap());
}

/// Whether there is a canary in a file.
fn tells(path: &Path) -> bool {
    let bytes = std::fs::read(path).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    // The destinations of the file name the commands that print one.
    text.replace("echo canary-command", "").contains("canary")
}
