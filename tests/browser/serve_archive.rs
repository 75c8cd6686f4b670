//! What runs left, looked at in the pages of `dashproof serve` by a test file of dashproof's own, on a phone and on a desktop.

use std::net::Ipv4Addr;
use std::path::Path;
use std::time::Duration;

use dashproof::engine::{Action, Capture, CaptureSpec, EngineKind, Framework};
use dashproof::render::scene::{Image, PngOptions};
use dashproof::scenario::Scenario;
use dashproof::schedule::store::{Artefact, Ending, Made, Role};
use dashproof::schedule::{Burst, Plan, Store, Worker};
use dashproof::server::{Access, Runs, Server};
use dashproof::trace::{Step, export};
use dashproof::{Session, Trace, Visit};

use crate::serve_review::passed;
use crate::visits::patient;

const REPORT: &str = "
app: demo
reports:
  - name: \"<b class=taken>sales\"
    when: {cron: '@yearly', zone: Europe/Berlin}
    pages: [{capture: page}]
    deliver: [{file: a.pdf}]
";

const TESTS: &str = "
app: ADDRESS
framework: page
engine: browser
viewport: VIEWPORT
limit: 60 s
tests:
  - name: pictures are held against those before
    steps:
      - click: {on: 'text=Archive'}
      - expect: {on: .taken, count: 0}
      - expect: {on: '.gallery li', count: 3}
      - expect: {on: '.gallery li:nth-child(1) .shots', text: {contains: changed}}
      - expect: {on: '.gallery li:nth-child(2) .shots', text: {contains: as before}}
      - expect: {on: '.gallery li:nth-child(3) .shots', text: {contains: the first that is kept}}
      - expect: {on: .facts, text: {contains: the latest 30}}
      - click: {on: '.gallery li:nth-child(1) .shots a'}
      - expect: {on: .facts, text: {contains: 2560 pixels differ}}
      - click: {on: 'text=Slider'}
      - expect: {on: '.slider input', visible: true}
      - click: {on: 'text=Difference'}
      - expect: {on: '.pane.difference img', visible: true}
      - click: {on: 'text*=Older'}
      - expect: {on: .facts, text: {contains: 0 pixels differ}}
      - click: {on: 'text*=Older'}
      - expect: {on: .facts, text: {contains: No earlier picture}}
      - click: {on: 'text*=Newer'}
      - expect: {on: .facts, text: {contains: 0 pixels differ}}
      - expect: {no_errors: true}
  - name: a run tells what its time went into, what the app printed and what happened
    steps:
      - click: {on: 'text=#3'}
      - expect: {on: '.phases rect', count: 2}
      - expect: {on: .legend, text: {contains: booting the app}}
      - click: {on: 'text=What the app printed last'}
      - expect: {on: pre.log, text: {contains: <b class=taken>listening}}
      - expect: {on: .taken, count: 0}
      - click: {on: 'text=Trace'}
      - expect: {on: 'text*=click #a-button', visible: true}
";

fn png(red: u8, width: u32) -> Vec<u8> {
    let image = Image { width, height: 40, rgba: [red, 9, 9, 255].repeat(width as usize * 40) };
    image.to_png(PngOptions::default()).unwrap()
}

fn artefact(role: Role, name: &str, media_type: &str, bytes: Vec<u8>) -> Artefact {
    Artefact { role, name: name.to_owned(), media_type: media_type.to_owned(), bytes }
}

/// Runs that took a picture each, and left a log and a trace.
async fn runs(folder: &Path, pictures: &[Vec<u8>]) -> Runs {
    let store = Store::open(&folder.join("runs.sqlite").as_path().into()).await.unwrap();
    let scenario = Scenario::parse(Path::new("reports.yaml"), REPORT).unwrap();
    let plans: Vec<Plan> = scenario.reports.into_iter().map(|report| Plan::new(report).unwrap()).collect();
    let report = &plans[0].report.name;
    let step = Step { name: "click #a-button".to_owned(), start: 0.0, end: Some(5.0) };
    let trace = Trace { version: Trace::VERSION, steps: vec![step], ..Trace::default() };
    let left = [
        artefact(Role::Trace, "trace.json", "application/json", export::json::to_string(&trace).into_bytes()),
        artefact(Role::Log, "log.txt", "text/plain", b"<b class=taken>listening".to_vec()),
    ];
    for picture in pictures {
        let run = store.ask(report, &Burst::default(), "node", Worker::LEASE).await.unwrap();
        let phases =
            [("booting the app", Duration::from_millis(300)), ("capturing", Duration::from_millis(700))];
        store.remember(&run, &phases, &left).await.unwrap();
        let artefacts = vec![artefact(Role::Picture, "sales-1.png", "image/png", picture.clone())];
        store.keep(&artefacts).await.unwrap();
        store.end(&run, &Ending::Made(Made { artefacts, ..Made::default() })).await.unwrap();
    }
    Runs { plans: plans.into(), store }
}

#[tokio::test]
async fn runs_and_their_pictures_are_looked_at_on_a_phone_and_on_a_desktop() {
    let folder = tempfile::tempdir().unwrap();
    let server = serving(folder.path(), &[png(0, 64), png(0, 64), png(255, 64)]).await;
    for viewport in ["360x740", "1280x800"] {
        passed(TESTS, &server, viewport, 2).await;
    }
}

async fn serving(folder: &Path, pictures: &[Vec<u8>]) -> Server {
    let listen = (Ipv4Addr::LOCALHOST, 0).into();
    let access = Access::new(listen, None, None).unwrap();
    Server::start(listen, access, Some(runs(folder, pictures).await), None).await.unwrap()
}

#[tokio::test]
async fn the_divider_keeps_a_narrower_picture_in_the_scale_of_a_wider_one() {
    let folder = tempfile::tempdir().unwrap();
    let server = serving(folder.path(), &[png(0, 64), png(255, 128)]).await;
    let url = format!("http://{}/archive/2/0", server.address()).parse().unwrap();
    let visit = Visit { engine: EngineKind::Browser, framework: Some(Framework::Page), ..patient() };
    let mut session = Session::open(&url, &visit).await.unwrap();
    for line in ["click text=Slider", "fill \".slider input\" \"100\""] {
        session.act(&Action::parse(line).unwrap()).await.unwrap();
    }
    let stack = CaptureSpec::picture(Some(".stack".into()), false);
    let Capture::Picture(picture) = session.capture(&stack).await.unwrap() else { panic!("no picture") };
    let image = Image::from_png(&picture.to_png(1.0).unwrap()).unwrap();
    let red_at =
        |part: u32| image.rgba[((image.width * (image.height / 4) + image.width * part / 8) * 4) as usize];
    assert_eq!([1, 3, 5, 7].map(red_at), [0, 0, 255, 255], "the narrower one is over the left half alone");
    session.close().await.unwrap();
}
