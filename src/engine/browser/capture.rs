//! Pictures of the page that repeat.

use std::time::Duration;

use kurbo::Rect;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::dialect::{Area, Window};
use super::tab::Tab;
use crate::engine::capture::nothing_masked;
use crate::engine::{Error, Locator, Picture};
use crate::render::scene::ChartBox;

/// Pauses before each further picture, ms: a page is still once two in a row are equal.
const PAUSES: [u64; 7] = [0, 60, 100, 250, 500, 1000, 1500];

/// The window of a page.
#[derive(Clone, Copy, Deserialize)]
struct Rolled {
    #[serde(flatten)]
    window: Window,
    /// How much higher it had to be to show what is scrolled inside of it, CSS px.
    more: f64,
}

/// A chart as the page tells it, in CSS px of the picture.
#[derive(Deserialize)]
struct Chart {
    name: String,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Chart {
    fn boxed(self) -> ChartBox {
        ChartBox {
            name: self.name,
            rect: Rect::from_origin_size((self.x, self.y), (self.width, self.height)),
        }
    }
}

/// One picture of a page that may still move.
#[derive(PartialEq)]
struct Shot {
    bytes: Vec<u8>,
    notes: Vec<String>,
    charts: Vec<ChartBox>,
}

impl Tab {
    /// Takes pictures until two in a row are equal.
    ///
    /// # Errors
    /// [`Error::Browser`] when the page never stands still.
    pub(super) async fn picture(
        &self,
        on: Option<&Locator>,
        full_page: bool,
        mask: &[Locator],
        scale: f64,
    ) -> Result<Picture, Error> {
        let rolled = if full_page || on.is_some() { self.unroll().await? } else { None };
        self.call::<Value>("still", &[json!(true)]).await?;
        let picture = self.two_equal(on, full_page, mask).await;
        if !mask.is_empty() {
            self.call::<Value>("uncover", &[]).await?;
        }
        self.call::<Value>("still", &[json!(false)]).await?;
        if let Some(window) = rolled {
            self.dialect().view(window).await?;
        }
        let Shot { bytes, notes, charts } = picture?;
        Ok(Picture::Png { bytes, scale, notes, charts })
    }

    /// Makes the window as high as what the page scrolls inside of it; answers how it was, when that changed it.
    async fn unroll(&self) -> Result<Option<Window>, Error> {
        /// What grows with the window is never shown whole.
        const TRIES: usize = 3;
        let before: Rolled = self.call("rolledUp", &[]).await?;
        let mut now = before;
        for _ in 0..TRIES {
            if now.more < 1.0 {
                break;
            }
            let height = now.window.height + now.more;
            self.dialect().view(Window { height, ..now.window }).await?;
            self.answered().await?;
            now = self.call("rolledUp", &[]).await?;
        }
        Ok((before.more >= 1.0).then_some(before.window))
    }

    async fn two_equal(
        &self,
        on: Option<&Locator>,
        full_page: bool,
        mask: &[Locator],
    ) -> Result<Shot, Error> {
        let mut last: Option<Shot> = None;
        for pause in PAUSES {
            sleep(Duration::from_millis(pause)).await;
            let now = self.shoot(on, full_page, mask).await?;
            if last.as_ref() == Some(&now) {
                return Ok(now);
            }
            last = Some(now);
        }
        Err(Error::Browser {
            reason: "the page keeps changing: no two pictures in a row are equal; `mask` what an interval or a clock changes".to_owned(),
        })
    }

    async fn shoot(&self, on: Option<&Locator>, full_page: bool, mask: &[Locator]) -> Result<Shot, Error> {
        let area: Option<Area> = match on {
            Some(on) => Some(self.ask(on, "area", &[]).await?),
            None if full_page => Some(self.call("wholePage", &[]).await?),
            None => None,
        };
        let charts: Vec<Chart> = self.call("charts", &[json!(area)]).await?;
        // What is masked may have moved since the last picture.
        let mut notes = Vec::new();
        for (number, mask) in mask.iter().enumerate() {
            let found: usize = self.ask(mask, "cover", &[json!(number == 0)]).await?;
            if found == 0 {
                notes.push(nothing_masked(mask));
            }
        }
        let bytes = self.dialect().shoot(area).await?;
        let charts = charts.into_iter().map(Chart::boxed).collect();
        Ok(Shot { bytes, notes, charts })
    }
}
