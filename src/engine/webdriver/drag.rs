//! Gestures whose meaning depends on where in a component they are: clicks and drags on sliders.

use kurbo::{Rect, Vec2};

use super::Error;
use super::window::Window;
use crate::engine::{Action, Locator, OneOrMany};
use crate::render::markup::Node;

/// What a slider's length is measured by: the track of dcc 4, or that of rc-slider before.
const TRACKS: &str = ".dash-slider-root, .rc-slider-rail";

impl Window {
    /// Clicks an element at a place, px from its centre.
    ///
    /// # Errors
    /// As [`click`](Self::click).
    pub(super) async fn click_at(&mut self, element: &str, place: Vec2) -> Result<(), Error> {
        if self.slider(element)?.is_none() {
            return self.click(element);
        }
        self.drag(element, place, place).await
    }

    /// Drags from one place to another, each px from the centre of the element that the drag begins on.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for what can't be dragged here.
    pub(super) async fn drag(&mut self, element: &str, from: Vec2, to: Vec2) -> Result<(), Error> {
        let Some((at, track)) = self.slider(element)? else {
            let (view, references) = self.look();
            let node = references.find(element, &view)?;
            return Err(Error::Unsupported { what: format!("dragging {node:?}"), hint: String::new() });
        };
        let center = self.rect(element).await?.center();
        let track = self.rect(&track).await?;
        let [from, to] = [from, to].map(|place| share(track, center + place));
        let page = self.page()?;
        let Some(values) = page.dragged_to(&at, from, to) else { return Ok(()) };
        let action = Action::Slide { on: Locator::Css("slider".to_owned()), to: OneOrMany(values) };
        page.gesture(&at, &action, None)?;
        Ok(())
    }

    /// The slider that an element belongs to: its place, and the reference of its track.
    fn slider(&mut self, element: &str) -> Result<Option<(String, String)>, Error> {
        let found = {
            let (view, references) = self.look();
            let node = references.find(element, &view)?;
            let root = std::iter::once(node).chain(node.ancestors()).find(Node::is_component);
            // A mark or a field of it is clicked as itself.
            let root = root.filter(|_| node.tag() != "input");
            let track = root.and_then(|root| root.find(TRACKS).ok()?.first().copied());
            let at = node.pointer().map(str::to_owned);
            at.zip(track.map(|track| references.id(track, &view)))
        };
        let Some((at, track)) = found else { return Ok(None) };
        let is_slider = self.page()?.dragged_to(&at, 0.0, 0.0).is_some();
        Ok(is_slider.then_some((at, track)))
    }
}

/// How far along a track a place is, from 0 to 1: along the longer side, and upwards on one that stands.
fn share(track: Rect, place: kurbo::Point) -> f64 {
    if track.height() > track.width() {
        (track.y1 - place.y) / track.height()
    } else {
        (place.x - track.x0) / track.width().max(1.0)
    }
}
