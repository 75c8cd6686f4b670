//! Gestures on graphs, by data.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::tab::{Spot, Tab};
use crate::engine::{Error, GraphPath, GraphPoint, GraphRange, Locator};

/// What plotly needs after it has waited.
const A_FRAME: Duration = Duration::from_millis(50);

/// How often the pointer goes to a point that plotly does not see it on: a plot that is drawn anew forgets the pointer.
const HOVERS: usize = 2;

/// How often a point is clicked that plotly sees the pointer on, and then tells of no click.
const CLICKS: usize = 3;

/// Double clicks that may be needed.
const DOUBLE_CLICKS: usize = 5;

#[derive(Deserialize)]
struct Place {
    #[serde(flatten)]
    spot: Spot,
    /// The plot trace that plotly must find there, among those that share axes or a scene.
    curve: Option<usize>,
    /// The point of it.
    number: Option<usize>,
    /// Whether it is in a scene, which looks at the pointer only when it is drawn.
    #[serde(default)]
    space: bool,
    /// Whether plotly saw the pointer on it, and then tells of a click.
    #[serde(skip)]
    seen: bool,
}

#[derive(Deserialize)]
struct Item {
    #[serde(flatten)]
    spot: Spot,
    /// How long plotly waits for a second click, ms.
    wait: u64,
}

#[derive(Deserialize)]
struct Part {
    #[serde(flatten)]
    spot: Spot,
    /// Whether it opens a menu first.
    #[serde(default)]
    opens: bool,
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
        for _ in 0..CLICKS {
            let place = self.reach(on, point).await?;
            if place.space {
                self.hold(place.spot, place.spot).await?;
                let drawn = self.call::<Value>("drawn", &[]).await;
                self.release().await?;
                return drawn.map(drop);
            }
            self.click(on, place.spot).await?;
            // A page that the click has left, or that a dialog stops, was clicked.
            if !place.seen || !matches!(self.call("clicked", &[]).await, Ok(false)) {
                return Ok(());
            }
        }
        let reason = format!("plotly saw the pointer on it, but none of {CLICKS} clicks");
        Err(Error::NotActionable { on: on.to_string(), reason })
    }

    async fn reach(&self, on: &Locator, point: &GraphPoint) -> Result<Place, Error> {
        // A page that scrolls under the pointer would be hovered on its way.
        if self.ask(on, "isOutOfSight", &[]).await? {
            self.hover(Spot { x: 0.0, y: 0.0 }).await?;
        }
        let mut place: Place = match self.ask(on, "dataPoint", &[json!(point)]).await {
            Err(Error::NoSuchPoint { on, point: there }) => {
                return Err(Error::NoSuchPoint { on, point: format!("{point}; it has {there}") });
            }
            place => place?,
        };
        let mut over = None;
        for _ in 0..HOVERS {
            // Plotly takes a pointer that appears on a point for one that is still to move.
            self.hover(Spot { x: place.spot.x - 2.0, y: place.spot.y - 2.0 }).await?;
            self.hover(place.spot).await?;
            let Some(curve) = place.curve else { return Ok(place) };
            over = self.ask::<Option<bool>>(on, "hovered", &[json!(curve), json!(place.number)]).await?;
            if over.is_some() {
                break;
            }
        }
        place.seen = over == Some(true);
        // What takes no pointer, or names its points in another way, is not seen.
        let (Some(false), Some(curve)) = (over, place.curve) else { return Ok(place) };
        let reason = format!("something else of the plot covers that point of plot trace {curve}");
        Err(Error::NotActionable { on: on.to_string(), reason })
    }

    /// Moves the pointer off a graph's points.
    pub(super) async fn unhover(&self, on: &Locator) -> Result<(), Error> {
        self.hover(self.ask(on, "margin", &[]).await?).await
    }

    /// Selects what lies in a rectangle, or nothing any more.
    pub(super) async fn brush(&self, on: &Locator, range: &GraphRange) -> Result<(), Error> {
        if range.x.is_none() && range.y.is_none() {
            let corner: Spot = self.ask(on, "corner", &[json!(range.subplot), json!("select")]).await?;
            return self.double_click(corner).await;
        }
        let span: Span = self.ask(on, "span", &[json!(range), json!("select")]).await?;
        self.drag(&[span.from, span.to]).await
    }

    /// Selects what lies in a polygon.
    pub(super) async fn lasso(&self, on: &Locator, path: &GraphPath) -> Result<(), Error> {
        let corners: Vec<Spot> = self.ask(on, "lasso", &[json!(path)]).await?;
        self.drag(&corners).await
    }

    /// Zooms to a rectangle, or back to the whole.
    pub(super) async fn zoom(&self, on: &Locator, range: &GraphRange) -> Result<(), Error> {
        if range.x.is_none() && range.y.is_none() {
            return self.zoom_out(on, range.subplot.as_deref()).await;
        }
        let span: Span = self.ask(on, "span", &[json!(range), json!("zoom")]).await?;
        self.drag(&[span.from, span.to]).await
    }

    /// Drags the plot along.
    pub(super) async fn pan(&self, on: &Locator, range: &GraphRange) -> Result<(), Error> {
        let span: Span = self.ask(on, "span", &[json!(range), json!("pan")]).await?;
        self.drag(&[span.from, span.to]).await
    }

    /// Clicks an item of the legend; a single click counts once no second one has come.
    pub(super) async fn legend(&self, on: &Locator, item: &str, double: bool) -> Result<(), Error> {
        let item: Item = self.ask(on, "legendItem", &[json!(item)]).await?;
        if double {
            return self.double_click(item.spot).await;
        }
        self.click(on, item.spot).await?;
        sleep(Duration::from_millis(item.wait) + A_FRAME).await;
        Ok(())
    }

    /// Clicks an annotation.
    pub(super) async fn annotation(&self, on: &Locator, text: &str) -> Result<(), Error> {
        self.click(on, self.ask(on, "annotation", &[json!(text)]).await?).await
    }

    /// Presses a button, or moves a slider to a step.
    pub(super) async fn menu(&self, on: &Locator, option: &str) -> Result<(), Error> {
        for _ in 0..2 {
            let part: Part = self.ask(on, "menuItem", &[json!(option)]).await?;
            self.click(on, part.spot).await?;
            if !part.opens {
                return Ok(());
            }
        }
        Err(Error::NotActionable { on: on.to_string(), reason: "its menu does not open".to_owned() })
    }

    /// Double-clicks until plotly has taken it for one: on a busy machine its 300 ms are soon over.
    async fn zoom_out(&self, on: &Locator, subplot: Option<&str>) -> Result<(), Error> {
        for _ in 0..DOUBLE_CLICKS {
            let corner: Spot = self.ask(on, "corner", &[json!(subplot), json!("zoom")]).await?;
            self.double_click(corner).await?;
            if self.ask(on, "isWhole", &[json!(subplot)]).await? {
                return Ok(());
            }
        }
        let reason = "a double click does not bring it back to the whole".to_owned();
        Err(Error::NotActionable { on: on.to_string(), reason })
    }
}
