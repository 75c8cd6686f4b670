//! What a hand waits for before it acts, and what it says when that does not come.

use std::path::Path;
use std::time::Duration;

use dashproof::app::{App, Launch, Readiness};
use dashproof::engine::{Action, EngineKind, Error, Framework};
use dashproof::{Property, Session, Visit};

/// A visit to a page of the plain fixture app.
struct Page {
    session: Session,
    app: App,
}

impl Page {
    async fn open(path: &str, limit: Duration) -> Self {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plain");
        let launch = Launch { dir: Some(dir), ready: Readiness::from(Framework::Page), ..Launch::default() };
        let app = App::launch(&"serve.py".parse().unwrap(), &launch).await.unwrap();
        let visit = Visit {
            engine: EngineKind::Browser,
            framework: Some(Framework::Page),
            limit,
            ..Visit::default()
        };
        let mut session = Session::connect(app.url(), &visit).await.unwrap();
        session.goto(path).await.unwrap();
        Self { session, app }
    }

    async fn attempt(&mut self, line: &str) -> Result<(), Error> {
        self.session.act(&Action::parse(line).unwrap()).await
    }

    /// What was clicked so far.
    async fn log(&mut self) -> String {
        let log = self.session.read(&"#log".into(), &Property::Text).await.unwrap();
        log.as_str().unwrap().to_owned()
    }

    async fn close(self) {
        self.session.close().await.unwrap();
        self.app.shutdown().await;
    }
}

#[tokio::test]
async fn a_click_comes_when_its_element_can_take_it_and_meets_that_alone() {
    let mut page = Page::open("hands.html", Duration::from_secs(60)).await;
    for (before, id) in [
        ("move", "moving"),
        ("draw", "covered"),
        ("", "shy"),
        ("wake", "waking"),
        ("", "renewing"),
        ("", "inner"),
        ("", "faint"),
        ("", "long"),
        ("", "inside"),
        ("", "below"),
    ] {
        if !before.is_empty() {
            page.attempt(&format!("click #{before}")).await.unwrap();
        }
        let clicked = page.attempt(&format!("click #{id}")).await;
        clicked.unwrap_or_else(|error| panic!("{id}: {error}"));
        let log = page.log().await;
        assert!(log.ends_with(format!("{before} {id}").trim_start()), "{id}: {log}");
    }
    assert!(!page.log().await.contains("tip"), "nothing else was clicked");
    page.close().await;
}

#[tokio::test]
async fn what_keeps_a_hand_from_acting_is_named() {
    let mut page = Page::open("hands.html", Duration::from_secs(2)).await;
    for (line, why) in [
        ("click #restless", "it keeps moving"),
        ("click #buried", r#"it is covered by <span> in <div id="dialog" class="curtain">"#),
        ("click #disabled", "it is disabled"),
        ("fill #readonly other", "it is read-only"),
        ("click #empty", "it is hidden: it has no size"),
        ("click #unseen", "it is hidden: it has visibility: hidden"),
        ("click #gone", r#"it is hidden: <div id="folded"> has display: none"#),
        ("click #untouchable", "it has pointer-events: none"),
        ("click #outside", "it is outside of the page"),
        (
            "click .twin",
            r#"names 2 elements, and one is needed: <button class="twin"> "left", <button class="twin"> "right, with more to say than f…""#,
        ),
        ("click #framed", r#"what is in the frame <iframe id="frame"> is not supported"#),
        ("click #nowhere", "nothing found at `#nowhere`"),
    ] {
        let Err(error) = page.attempt(line).await else { panic!("{line} was done") };
        let error = error.to_string();
        assert!(error.contains(why), "{line}: expected {why}, said {error}");
    }
    assert_eq!(page.log().await, "nothing");
    page.close().await;
}

#[tokio::test]
async fn a_page_has_settled_when_what_it_does_a_moment_later_is_done() {
    let mut page = Page::open("moments.html", Duration::from_secs(20)).await;
    let clicks = [
        ("debounced", "debounced"),
        ("chained", "chained"),
        ("read", "read"),
        ("dropped", "read"),
        ("notice", "read"),
        ("endless", "read"),
        ("debounced", "debounced"),
    ];
    for (id, told) in clicks {
        let clicked = page.attempt(&format!("click #{id}")).await;
        clicked.unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(page.log().await, told, "after {id}");
    }
    page.close().await;
}
