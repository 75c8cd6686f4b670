//! The review of `dashproof serve`, used by a test file of dashproof's own, on a phone and on a desktop.

use std::net::Ipv4Addr;
use std::path::Path;

use dashproof::render::scene::{Image, PngOptions};
use dashproof::scenario::{Event, Run, Scenario};
use dashproof::server::{Access, Review, Server};

/// A name and a description that would leave their mark if they were ever taken for markup.
const HEADER: &str = "---\nsource: tests/sales.yaml\nextension: png\nsnapshot_kind: binary\ndescription: \"<img src=x class=taken>\"\n---\n";

const TESTS: &str = "
app: ADDRESS
framework: page
engine: browser
viewport: VIEWPORT
limit: 60 s
tests:
  - name: what waits is looked at, accepted and rejected
    steps:
      - expect: {on: h1, text: {contains: 2 wait for approval}}
      - expect: {on: .taken, count: 0}
      - click: {on: 'text=a'}
      - expect: {on: h1, text: {contains: changed}}
      - expect: {on: .lead, text: <img src=x class=taken>}
      - click: {on: 'text=Slider'}
      - expect: {on: '.slider input', visible: true}
      - expect: {on: '.without-script', visible: false}
      - click: {on: 'text=Difference'}
      - expect: {on: '.pane.difference img', visible: true}
      - expect: {on: '.slider input', visible: false}
      - click: {on: 'role=button name=Accept'}
      - expect: {on: h1, text: {contains: new}}
      - expect: {on: .line.added, count: 1}
      - click: {on: 'role=button name=Reject'}
      - expect: {on: .empty, text: {contains: Nothing waits for approval.}}
      - expect: {no_errors: true}
";

fn png(red: u8) -> Vec<u8> {
    let image = Image { width: 64, height: 40, rgba: [red, 9, 9, 255].repeat(64 * 40) };
    image.to_png(PngOptions::default()).unwrap()
}

/// A folder in which a picture `a` and a new text `b` wait.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("a.snap", HEADER.as_bytes().to_vec()),
        ("a.snap.png", png(0)),
        ("a.snap.new", HEADER.as_bytes().to_vec()),
        ("a.snap.new.png", png(255)),
        ("b.snap.new", b"---\nsource: b.yaml\n---\n<b class=taken>\n".to_vec()),
    ];
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// Runs a test file on a server, in a window of some size; all its tests pass.
pub(crate) async fn passed(tests: &str, server: &Server, viewport: &str, count: usize) {
    let tests =
        tests.replace("ADDRESS", &format!("http://{}/", server.address())).replace("VIEWPORT", viewport);
    let scenario = Scenario::parse(Path::new("pages.yaml"), &tests).unwrap();
    let mut failures = Vec::new();
    let summary = Run::default()
        .run(&[scenario], |event| {
            if let Event::TestFinished { outcome, .. } = event {
                failures.extend(
                    outcome.failures.iter().map(|failure| format!("{}: {}", failure.step, failure.message)),
                );
            }
        })
        .await;
    assert_eq!((summary.passed, failures), (count, Vec::new()));
}

async fn reviewed(viewport: &str) {
    let folder = folder();
    let listen = (Ipv4Addr::LOCALHOST, 0).into();
    let access = Access::new(listen, None, None).unwrap();
    let review = Review::of(folder.path()).unwrap();
    let server = Server::start(listen, access, None, Some(review)).await.unwrap();
    passed(TESTS, &server, viewport, 1).await;
    assert_eq!(std::fs::read(folder.path().join("a.snap.png")).unwrap(), png(255));
    assert!(!folder.path().join("b.snap").exists() && !folder.path().join("b.snap.new").exists());
}

#[tokio::test]
async fn captures_are_reviewed_on_a_phone_and_on_a_desktop() {
    reviewed("360x740").await;
    reviewed("1280x800").await;
}
