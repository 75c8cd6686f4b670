//! The snapshot assertions of a Rust test.
//!
//! Each captures, brings the capture into its normal form, and hands it to insta, so names, places and review are
//! as in any Rust test. They are macros because the name of the test and the place of its file come from there.

/// Asserts that what a visitor can read off the page is as approved.
///
/// ```no_run
/// # async fn test(mut session: dashproof::Session) {
/// dashproof::assert_values_snapshot!(session);
/// dashproof::assert_values_snapshot!(session, "after the click");
/// # }
/// ```
///
/// # Panics
/// When it differs from its baseline, has none yet, or can't be captured.
#[macro_export]
macro_rules! assert_values_snapshot {
    ($session:expr $(,)?) => {
        $crate::assert_values_snapshot!($session, $crate::snapshot::support::insta::internals::AutoName)
    };
    ($session:expr, $name:expr $(,)?) => {{
        let text = $crate::snapshot::support::values(&mut $session).await;
        $crate::snapshot::support::insta::assert_snapshot!($name, text, "values of the page")
    }};
}

/// Asserts that the figure of the graph at a locator is as approved.
///
/// ```no_run
/// # async fn test(mut session: dashproof::Session) {
/// dashproof::assert_figure_snapshot!(session, "#by-region");
/// dashproof::assert_figure_snapshot!(session, "#by-region", "after the click");
/// # }
/// ```
///
/// # Panics
/// When it differs from its baseline, has none yet, or can't be captured.
#[macro_export]
macro_rules! assert_figure_snapshot {
    ($session:expr, $on:expr $(,)?) => {
        $crate::assert_figure_snapshot!($session, $on, $crate::snapshot::support::insta::internals::AutoName)
    };
    ($session:expr, $on:expr, $name:expr $(,)?) => {{
        let text = $crate::snapshot::support::figure(&mut $session, $on).await;
        $crate::snapshot::support::insta::assert_snapshot!($name, text, stringify!($on))
    }};
}

/// Asserts that what a chart says is as approved: axes with ranges and tick labels, texts with their places, plot traces
/// with their colours, at the figure's own size. It needs no app, no browser and no pixels.
///
/// ```no_run
/// # fn test() -> Result<(), dashproof::render::Error> {
/// use dashproof::render::chart::Figure;
///
/// let figure = Figure::from_json(r#"{"data": [{"type": "bar", "x": ["a", "b"], "y": [1, 3]}]}"#)?;
/// dashproof::assert_description_snapshot!(figure);
/// dashproof::assert_description_snapshot!(figure, "two bars");
/// # Ok(())
/// # }
/// ```
///
/// # Panics
/// When it differs from its baseline or has none yet.
#[macro_export]
macro_rules! assert_description_snapshot {
    ($figure:expr $(,)?) => {
        $crate::assert_description_snapshot!($figure, $crate::snapshot::support::insta::internals::AutoName)
    };
    ($figure:expr, $name:expr $(,)?) => {{
        let text = $crate::snapshot::normal::description(&$figure.describe($figure.size()), &[]);
        $crate::snapshot::support::insta::assert_snapshot!($name, text, "what the chart says")
    }};
}

/// Asserts that what the visit caused so far is as approved, but for ids and times.
///
/// ```no_run
/// # async fn test(session: dashproof::Session) {
/// dashproof::assert_trace_snapshot!(session);
/// # }
/// ```
///
/// # Panics
/// When it differs from its baseline or has none yet.
#[macro_export]
macro_rules! assert_trace_snapshot {
    ($session:expr $(,)?) => {
        $crate::assert_trace_snapshot!($session, $crate::snapshot::support::insta::internals::AutoName)
    };
    ($session:expr, $name:expr $(,)?) => {{
        let text = $crate::snapshot::normal::json(&$session.trace().stable(), &[]);
        $crate::snapshot::support::insta::assert_snapshot!($name, text, "trace of the visit")
    }};
}

/// Asserts that the page looks as approved, within a tolerance.
///
/// ```no_run
/// # async fn test(mut session: dashproof::Session) {
/// use dashproof::snapshot::PictureTolerance;
///
/// dashproof::assert_picture_snapshot!(session);
/// dashproof::assert_picture_snapshot!(session, "the page");
/// let tolerance = PictureTolerance { max_diff_pixels: 50, ..PictureTolerance::default() };
/// dashproof::assert_picture_snapshot!(session, "roughly the page", tolerance);
/// # }
/// ```
///
/// # Panics
/// When it differs from its baseline, has none yet, or can't be captured.
#[macro_export]
macro_rules! assert_picture_snapshot {
    ($session:expr $(,)?) => {
        $crate::assert_picture_snapshot!($session, "")
    };
    ($session:expr, $name:expr $(,)?) => {
        $crate::assert_picture_snapshot!($session, $name, $crate::snapshot::PictureTolerance::default())
    };
    ($session:expr, $name:expr, $tolerance:expr $(,)?) => {{
        let png = $crate::snapshot::support::picture(&mut $session).await;
        // Without a name insta takes the test's.
        let file = ::std::format!("{}.png", $name);
        $crate::snapshot::support::picture_settings($tolerance).bind(|| {
            $crate::snapshot::support::insta::assert_binary_snapshot!(&file, png, "picture of the page")
        })
    }};
}

/// What the macros expand to.
#[doc(hidden)]
pub mod support {
    pub use insta;
    use serde_json::Value;

    use crate::engine::{Capture, CaptureSpec, Error, Locator, Session};
    use crate::snapshot::{PictureComparator, PictureTolerance, normal};

    /// The page's values in normal form.
    pub async fn values(session: &mut Session) -> String {
        normal::json(&json(session, &CaptureSpec::Values).await, &[])
    }

    /// A figure in normal form.
    pub async fn figure(session: &mut Session, on: impl Into<Locator>) -> String {
        normal::json(&json(session, &CaptureSpec::Figure { on: on.into() }).await, &[])
    }

    /// The page as PNG.
    pub async fn picture(session: &mut Session) -> Vec<u8> {
        match capture(session, &CaptureSpec::picture(None, false)).await {
            Capture::Picture(picture) => {
                picture.to_png(1.0).unwrap_or_else(|error| panic!("can't draw the page: {error}"))
            }
            other => panic!("no picture: {other:?}"),
        }
    }

    /// insta's settings with a comparison that tolerates `tolerance`.
    pub fn picture_settings(tolerance: PictureTolerance) -> insta::Settings {
        let mut settings = insta::Settings::clone_current();
        settings.set_comparator(Box::new(PictureComparator { tolerance, ..PictureComparator::default() }));
        settings
    }

    async fn json(session: &mut Session, spec: &CaptureSpec) -> Value {
        match capture(session, spec).await {
            Capture::Values(value) | Capture::Figure(value) => value,
            other => panic!("no values: {other:?}"),
        }
    }

    async fn capture(session: &mut Session, spec: &CaptureSpec) -> Capture {
        let captured: Result<Capture, Error> = session.capture(spec).await;
        captured.unwrap_or_else(|error| panic!("can't capture: {error}"))
    }
}
