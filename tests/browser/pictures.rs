//! Pictures of the page.

use dashproof::engine::{Capture, CaptureSpec, Picture};

use crate::visits::Visited;

async fn size_of(visit: &mut Visited, spec: CaptureSpec) -> (u32, u32) {
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
    assert_eq!(size_of(&mut visit, CaptureSpec::Picture { on: None, full_page: false }).await, (1280, 800));
    let graph = CaptureSpec::Picture { on: Some("#by-region".into()), full_page: false };
    assert_eq!(size_of(&mut visit, graph).await.1, 360);
    let (width, height) = size_of(&mut visit, CaptureSpec::Picture { on: None, full_page: true }).await;
    assert!(width == 1280 && height >= 720, "{width}x{height}");
    visit.close().await;
}
