//! Pictures of the page.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use dashproof::engine::{
    BrowserKind, BrowserSetup, Capture, CaptureSpec, EngineKind, Framework, Picture, Theme,
};
use dashproof::render::page::MASK;
use dashproof::render::scene::Image;
use dashproof::{Locator, Property, Session, Visit};

use crate::plain::Plain;
use crate::visits::{Visited, patient};

pub(crate) async fn size_of(visit: &mut Visited, spec: CaptureSpec) -> (u32, u32) {
    let Capture::Picture(Picture::Png { bytes, .. }) = visit.session.capture(&spec).await.unwrap() else {
        panic!("no PNG");
    };
    // The image header chunk: width and height are the first two numbers in it.
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[tokio::test]
async fn a_picture_is_of_the_viewport_the_page_or_an_element() {
    let mut visit = Visited::open("crossfilter.py").await;
    assert_eq!(size_of(&mut visit, CaptureSpec::picture(None, false)).await, (1280, 800));
    let graph = CaptureSpec::picture(Some("#by-region".into()), false);
    assert_eq!(size_of(&mut visit, graph).await.1, 360);
    let (width, height) = size_of(&mut visit, CaptureSpec::picture(None, true)).await;
    assert!(width == 1280 && height >= 720, "{width}x{height}");
    visit.close().await;
}

/// How many pixels of the page are masked, and what the picture notes about masks.
async fn masked(visit: &mut Visited, mask: &[&str]) -> (usize, Vec<String>) {
    let mask: Vec<Locator> = mask.iter().map(|on| Locator::from(*on)).collect();
    let spec = CaptureSpec::Picture { on: None, full_page: true, mask };
    let Capture::Picture(picture) = visit.session.capture(&spec).await.unwrap() else { panic!("no picture") };
    let left = visit.session.read(&Locator::from("#dashproof-masks"), &Property::Count).await.unwrap();
    assert_eq!(left, 0, "the masks stayed on the page");
    let image = Image::from_png(&picture.to_png(1.0).unwrap()).unwrap();
    let over = |pixel: &&[u8]| **pixel == [MASK.r, MASK.g, MASK.b, 255];
    let notes = picture.notes().iter().filter(|note| note.starts_with("mask ")).cloned().collect();
    (image.rgba.chunks_exact(4).filter(over).count(), notes)
}

#[tokio::test]
async fn both_engines_paint_over_all_that_a_mask_finds() {
    for engine in [EngineKind::Browserless, EngineKind::Browser] {
        let mut visit = Visited::with("controls.py", &Visit { engine, ..patient() }).await;
        visit.session.settle().await.unwrap();
        assert_eq!(masked(&mut visit, &[]).await, (0, Vec::new()), "{engine}");
        let (one, notes) = masked(&mut visit, &["#label", "#not-there"]).await;
        assert_eq!(notes, ["mask `#not-there`: it finds nothing"], "{engine}");
        let (all, _) = masked(&mut visit, &["label", "#swap"]).await;
        assert!(one > 0 && all > one, "{engine}: {one} px, then {all} px");
        visit.close().await;
    }
}

#[tokio::test]
async fn what_never_stops_changing_is_refused_with_the_advice_to_mask_it() {
    const TICKING: &str = "<!DOCTYPE html><title>t</title><h1>Sales</h1><p id=now style='width: 20em; height: 2em'></p>\
        <script>setInterval(() => now.textContent = performance.now(), 5)</script>";
    let page = Plain::serve(Router::new().route("/", get(async || Html(TICKING)))).await;
    let visit = Visit { engine: EngineKind::Browser, framework: Some(Framework::Page), ..patient() };
    let mut session = Session::open(&page.url, &visit).await.unwrap();
    let picture = |mask| CaptureSpec::Picture { on: None, full_page: true, mask };
    let refused = session.capture(&picture(Vec::new())).await.unwrap_err().to_string();
    assert!(refused.contains("`mask` what an interval or a clock changes"), "{refused}");
    session.capture(&picture(vec!["#now".into()])).await.unwrap();
    session.close().await.unwrap();
}

#[tokio::test]
async fn in_the_embedded_font_both_engines_set_the_same_text() {
    let spec = CaptureSpec::picture(Some("#label".into()), false);
    let mut widths = Vec::new();
    for (engine, own_font) in
        [(EngineKind::Browserless, false), (EngineKind::Browser, true), (EngineKind::Browser, false)]
    {
        let mut visit = Visited::with("controls.py", &Visit { engine, own_font, ..patient() }).await;
        visit.session.settle().await.unwrap();
        let Capture::Picture(picture) = visit.session.capture(&spec).await.unwrap() else { panic!() };
        widths.push(Image::from_png(&picture.to_png(1.0).unwrap()).unwrap().width);
        visit.close().await;
    }
    let [browserless, own, machine] = widths[..] else { panic!() };
    assert!(own.abs_diff(browserless) <= 1, "{own} px, not {browserless}");
    assert_ne!(own, machine, "the machine's font is as wide");
}

#[tokio::test]
async fn a_page_is_in_the_theme_that_its_visitor_prefers_on_both_engines() {
    for (engine, browser) in [
        (EngineKind::Browserless, BrowserKind::Chromium),
        (EngineKind::Browser, BrowserKind::Chromium),
        (EngineKind::Browser, BrowserKind::Firefox),
    ] {
        for (theme, background) in [(Theme::Light, [255, 255, 255]), (Theme::Dark, [16, 32, 48])] {
            let browser = BrowserSetup { kind: Some(browser), ..BrowserSetup::default() };
            let visit = Visit { engine, theme, browser, ..patient() };
            let mut visit = Visited::with("reading_app/app.py", &visit).await;
            let captured = visit.session.capture(&CaptureSpec::picture(None, false)).await.unwrap();
            let Capture::Picture(picture) = captured else { panic!("no picture") };
            let image = Image::from_png(&picture.to_png(1.0).unwrap()).unwrap();
            assert_eq!(image.rgba[..3], background, "{theme}, {:?}", visit.session.engine());
            visit.close().await;
        }
    }
}
