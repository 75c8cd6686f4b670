//! Visits in Firefox, where it and geckodriver are installed.

use dashproof::engine::{BrowserKind, BrowserSetup, CaptureSpec, EngineKind, Isolation, Print};
use dashproof::{Property, Visit};
use serde_json::json;

#[path = "../support/firefox.rs"]
mod firefox_support;

use crate::kills::{Victim, kill};
use crate::pictures::size_of;
use crate::print::poppler;
use crate::visits::{Visited, patient};
use crate::warm::keeps_visits_apart;

pub(crate) use firefox_support::is_there;

fn setup() -> BrowserSetup {
    BrowserSetup { kind: Some(BrowserKind::Firefox), ..BrowserSetup::default() }
}

fn visit() -> Visit {
    Visit { engine: EngineKind::Browser, browser: setup(), ..patient() }
}

#[tokio::test]
async fn firefox_shows_an_exact_viewport_and_pictures_of_it_the_page_and_an_element() {
    if !is_there() {
        return;
    }
    let mut visit =
        Visited::with("crossfilter.py", &Visit { viewport: (640, 500), scale: 2.0, ..visit() }).await;
    assert_eq!(size_of(&mut visit, CaptureSpec::picture(None, false)).await, (1280, 1000));
    let graph = CaptureSpec::picture(Some("#by-region".into()), false);
    assert_eq!(size_of(&mut visit, graph).await.1, 720);
    let (width, height) = size_of(&mut visit, CaptureSpec::picture(None, true)).await;
    assert!(width == 1280 && height >= 1000, "{width}x{height}");
    visit.close().await;
}

#[tokio::test]
async fn a_page_that_firefox_prints_has_its_text_and_a_note_of_what_it_lacks() {
    if !is_there() {
        return;
    }
    let mut visit = Visited::with("crossfilter.py", &visit()).await;
    let print = Print { paper: "A4 landscape".parse().unwrap(), ..Print::default() };
    let pdf = visit.session.print(&print).await.unwrap();
    assert!(pdf.notes.iter().any(|note| note.contains("--browser chromium")), "{:?}", pdf.notes);
    assert!(poppler("pdftotext", &["-layout"], &pdf.bytes).contains("nothing picked"));
    assert!(poppler("pdfinfo", &[], &pdf.bytes).contains("(A4)"));
    visit.close().await;
}

#[tokio::test]
async fn in_firefox_a_text_is_put_in_at_once_and_a_dialog_waits_for_its_answer() {
    if !is_there() {
        return;
    }
    let mut visit = Visited::with("browser/controls.py", &visit()).await;
    visit.act("click #delete").await;
    let held = visit.session.read(&"#delete".into(), &Property::Count).await.unwrap_err();
    assert!(held.to_string().contains("a dialog is open"), "{held}");
    visit.act("answer #sure ok").await;
    assert_eq!(visit.read("#delete", Property::Count).await, json!(1));
    visit.close().await;
}

#[tokio::test]
async fn visits_in_one_firefox_share_nothing() {
    if is_there() {
        keeps_visits_apart(BrowserSetup { isolation: Isolation::Storage, ..setup() }).await;
    }
}

#[tokio::test]
async fn whoever_is_killed_leaves_nothing_of_firefox() {
    if !is_there() {
        return;
    }
    for victim in [Victim::Dashproof, Victim::Driver, Victim::Browser] {
        let left = kill(victim, BrowserKind::Firefox, std::time::Duration::from_secs(2)).await;
        assert!(left.is_empty(), "{victim:?}: {left:#?}");
    }
}
