//! Gestures on graphs, by data.

use serde::Deserialize;
use serde_json::json;

use super::tab::{Spot, Tab};
use crate::engine::{Error, GraphPoint, GraphRange, Locator};

/// Double clicks that may be needed.
const DOUBLE_CLICKS: usize = 5;

#[derive(Deserialize)]
struct Place {
    #[serde(flatten)]
    spot: Spot,
    curve: usize,
}

#[derive(Deserialize)]
struct Span {
    from: Spot,
    to: Spot,
}

impl Tab {
    /// Moves the pointer to a point; plotly then knows what is under it.
    pub(super) async fn hover_point(&self, on: &Locator, point: &GraphPoint) -> Result<(), Error> {
        self.reach(on, point).await.map(drop)
    }

    /// Clicks a point.
    pub(super) async fn click_point(&self, on: &Locator, point: &GraphPoint) -> Result<(), Error> {
        let spot = self.reach(on, point).await?;
        self.click(spot).await
    }

    async fn reach(&self, on: &Locator, point: &GraphPoint) -> Result<Spot, Error> {
        let place: Place = match self.ask(on, "dataPoint", &[json!(point)]).await {
            Err(Error::NoSuchPoint { on, point: there }) => {
                return Err(Error::NoSuchPoint { on, point: format!("{} {there}", json!(point)) });
            }
            place => place?,
        };
        // Plotly takes a pointer that appears on a point for one that is still to move.
        self.hover(Spot { x: place.spot.x - 2.0, y: place.spot.y - 2.0 }).await?;
        self.hover(place.spot).await?;
        if self.ask(on, "hovered", &[json!(place.curve)]).await? {
            return Ok(place.spot);
        }
        let reason = format!("another plot trace covers that point of plot trace {}", place.curve);
        Err(Error::NotActionable { on: on.to_string(), reason })
    }

    /// Selects what lies in a rectangle.
    pub(super) async fn brush(&self, on: &Locator, range: &GraphRange) -> Result<(), Error> {
        let span: Span = self.ask(on, "span", &[json!(range), json!("select")]).await?;
        self.drag(span.from, span.to).await
    }

    /// Zooms to a rectangle, or back to the whole.
    pub(super) async fn zoom(&self, on: &Locator, range: &GraphRange) -> Result<(), Error> {
        if range.x.is_none() && range.y.is_none() {
            return self.zoom_out(on).await;
        }
        let span: Span = self.ask(on, "span", &[json!(range), json!("zoom")]).await?;
        self.drag(span.from, span.to).await
    }

    /// Double-clicks until plotly has taken it for one: on a busy machine its 300 ms are soon over.
    async fn zoom_out(&self, on: &Locator) -> Result<(), Error> {
        for _ in 0..DOUBLE_CLICKS {
            let corner: Spot = self.ask(on, "corner", &[]).await?;
            self.double_click(corner).await?;
            if self.ask(on, "isWhole", &[]).await? {
                return Ok(());
            }
        }
        let reason = "a double click does not bring it back to the whole".to_owned();
        Err(Error::NotActionable { on: on.to_string(), reason })
    }
}
