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
        if self.slider(element)?.is_some() {
            return self.drag(element, place, place, None).await;
        }
        match self.on_graph(element, place).await? {
            Some((at, Some(point))) => {
                let on = Locator::Css("graph".to_owned());
                self.page()?.gesture(&at, &Action::Click { on, point: Some(point) }, None)?;
                Ok(())
            }
            // Where no point is near, a plot tells nothing.
            Some((_, None)) => Ok(()),
            None => self.click(element),
        }
    }

    /// Holds what is dragged at another place before it is let go: sliders tell of the way.
    ///
    /// # Errors
    /// When the page can't be laid out.
    pub(super) async fn hold(&mut self, element: &str, from: Vec2, to: Vec2) -> Result<(), Error> {
        if let Some((at, values)) = self.slid(element, from, to).await? {
            self.page()?.hold_slider(&at, &values);
        }
        Ok(())
    }

    /// The slider that an element belongs to, and its values once it was dragged from one place to another.
    async fn slid(
        &mut self,
        element: &str,
        from: Vec2,
        to: Vec2,
    ) -> Result<Option<(String, Vec<f64>)>, Error> {
        let Some((at, track)) = self.slider(element)? else { return Ok(None) };
        let center = self.rect(element).await?.center();
        let track = self.rect(&track).await?;
        let [from, to] = [from, to].map(|place| share(track, center + place));
        let values = self.page()?.dragged_to(&at, from, to);
        Ok(values.map(|values| (at, values)))
    }

    /// Drags from one place to another, each px from the centre of the element that the drag begins on; `end` is the
    /// element that it ends on.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for what can't be dragged here.
    pub(super) async fn drag(
        &mut self,
        element: &str,
        from: Vec2,
        to: Vec2,
        end: Option<&str>,
    ) -> Result<(), Error> {
        let Some((at, values)) = self.slid(element, from, to).await? else {
            let (view, references) = self.look();
            let node = references.find(element, &view)?;
            if let Some(end) = end.filter(|_| is_day(node)) {
                // The button goes down on the one day and up on the other, as it does for two clicks.
                self.click(element)?;
                return self.click(end);
            }
            return Err(Error::Unsupported { what: format!("dragging {node:?}"), hint: String::new() });
        };
        let action = Action::Slide { on: Locator::Css("slider".to_owned()), to: OneOrMany(values) };
        self.page()?.gesture(&at, &action, None)?;
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

fn is_day(node: Node<'_>) -> bool {
    let days = "dash-datepicker-calendar-date-inside";
    node.has_class(days) || node.ancestors().any(|outer| outer.has_class(days))
}

/// How far along a track a place is, from 0 to 1: along the longer side, and upwards on one that stands.
fn share(track: Rect, place: kurbo::Point) -> f64 {
    if track.height() > track.width() {
        (track.y1 - place.y) / track.height()
    } else {
        (place.x - track.x0) / track.width().max(1.0)
    }
}
