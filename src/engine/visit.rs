//! How a visit is made: viewport, limits, credentials, stylesheets.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{BrowserSetup, Browsers, Coordinates, Framework, ResponseOrder, Theme};
use crate::trace::Fault;
#[cfg(feature = "browser")]
use crate::trace::replay::Tape;
use crate::{Reach, Secrets, Trust};

/// The engine that a visit uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EngineKind {
    /// Dash's protocol in Rust; no browser.
    #[default]
    Browserless,
    /// A real browser through WebDriver.
    Browser,
}

impl std::fmt::Display for EngineKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Browserless => "browserless",
            Self::Browser => "browser",
        })
    }
}

/// The conditions of one visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// The engine.
    pub engine: EngineKind,
    /// What the app must be made with; whatever its pages say they are when absent.
    pub framework: Option<Framework>,
    /// Width and height of the page area, CSS px.
    pub viewport: (u32, u32),
    /// Device pixels per CSS px.
    pub scale: f64,
    /// The colours that the visitor prefers.
    pub theme: Theme,
    /// The one limit of each wait: an action, an expectation, a settle.
    pub limit: Duration,
    /// Sent with every request to the app's own origin, and to no other.
    pub headers: Vec<(String, String)>,
    /// What else must not be written down, besides the headers and the credentials in the app's address.
    pub secrets: Secrets,
    /// Whose certificates are believed when the app is served over https.
    pub trust: Trust,
    /// Which addresses are asked: the app's own, and those of whatever else its pages name. A browser that was not started here loads
    /// by itself what is not the app's.
    pub reach: Reach,
    /// CSS files that stand in for stylesheets which can't be loaded, in order.
    pub stylesheets: Vec<PathBuf>,
    /// In which order answers are taken that come together; another than arrival is for the browserless engine alone.
    pub order: ResponseOrder,
    /// The one moment that the page's `Date` tells; the real time when absent. Timers and `performance.now` go on, so
    /// what measures a time by `Date` sees none pass, and the app's own clock is its own.
    pub clock: Option<Timestamp>,
    /// Makes the page's `Math.random` and `crypto` repeat: to the app's scripts they say the same on every visit, on
    /// both engines.
    pub seed: Option<u32>,
    /// Where the page's Geolocation API says it is; without it the visitor refuses to tell.
    pub geolocation: Option<Coordinates>,
    /// Sets the page's text, but for icons and what is drawn on a canvas, in the embedded Open Sans, so that a browser
    /// draws it alike on every machine. The browserless engine always does.
    pub own_font: bool,
    /// What befalls answers of callbacks. Such a visit goes through the recording proxy on both engines.
    pub faults: Vec<Fault>,
    /// Records the app's answers, to be served again. Such a visit too goes through the recording proxy.
    #[cfg(feature = "browser")]
    pub tape: Option<Tape>,
    /// Records what a person does in the browser, for [`Recording`](crate::scenario::record::Recording).
    pub record: bool,
    /// Which browser the browser engine uses.
    pub browser: BrowserSetup,
    /// Browsers kept between visits; without them each visit starts and ends one of its own.
    pub browsers: Option<Browsers>,
}

impl Visit {
    /// The limit of each wait unless told otherwise: Dash's own test harness waits 10 s.
    pub const DEFAULT_LIMIT: Duration = Duration::from_secs(10);

    /// Reads a viewport, `1280x800`: width and height, CSS px.
    ///
    /// # Errors
    /// A sentence that says what a viewport looks like.
    pub fn parse_viewport(text: &str) -> Result<(u32, u32), String> {
        let side =
            |text: &str| text.trim().parse().ok().filter(|px| (1..=Self::LARGEST_VIEWPORT).contains(px));
        text.split_once(['x', '×'])
            .and_then(|(width, height)| Some((side(width)?, side(height)?)))
            .ok_or_else(|| {
                format!(
                    "`{text}` is no viewport: write WIDTHxHEIGHT in px, each up to {}, such as 1280x800",
                    Self::LARGEST_VIEWPORT
                )
            })
    }

    /// Reads a moment at which the clock stands, `2025-03-10T09:00:00Z`.
    ///
    /// # Errors
    /// A sentence that says what a moment looks like.
    pub fn parse_clock(text: &str) -> Result<Timestamp, String> {
        text.parse().map_err(|_| {
            format!("`{text}` is no moment: write date, time and offset, such as 2025-03-10T09:00:00Z")
        })
    }

    /// Everything that must not be written down of a visit to `app`.
    pub fn all_secrets(&self, app: &Url) -> Secrets {
        let mut secrets = self.secrets.clone();
        secrets.learn_url(app);
        for (name, value) in &self.headers {
            secrets.learn_header(name, value);
        }
        secrets
    }

    /// The frozen clock in milliseconds since 1970, as JavaScript counts.
    pub(super) fn clock_ms(&self) -> Option<i64> {
        self.clock.map(Timestamp::as_millisecond)
    }

    /// The longest side of a viewport, px: what browsers still take a screenshot of.
    const LARGEST_VIEWPORT: u32 = 16_384;
}

impl Default for Visit {
    fn default() -> Self {
        Self {
            engine: EngineKind::default(),
            framework: None,
            viewport: (1280, 800),
            scale: 1.0,
            theme: Theme::default(),
            limit: Self::DEFAULT_LIMIT,
            headers: Vec::new(),
            secrets: Secrets::default(),
            trust: Trust::default(),
            reach: Reach::anywhere(),
            stylesheets: Vec::new(),
            order: ResponseOrder::default(),
            clock: None,
            seed: None,
            geolocation: None,
            own_font: false,
            faults: Vec::new(),
            #[cfg(feature = "browser")]
            tape: None,
            record: false,
            browser: BrowserSetup::default(),
            browsers: None,
        }
    }
}
