//! Places on graphs: the point that is there, as plotly finds it.

use kurbo::Vec2;

use super::Error;
use super::window::Window;
use crate::engine::{Action, GraphPoint, Locator};
use crate::render::markup::Node;

/// What is on a plot and hears of the pointer by itself.
const OWN: [&str; 5] = ["legend", "modebar", "annotation", "menulayer", "rangeslider-container"];

impl Window {
    /// Moves the pointer over an element, px from its centre.
    ///
    /// # Errors
    /// As [`hover`](Self::hover).
    pub(super) async fn hover_at(&mut self, element: &str, place: Vec2) -> Result<(), Error> {
        match self.on_graph(element, place).await? {
            Some((at, point)) => {
                let on = Locator::Css("graph".to_owned());
                let action = match point {
                    Some(point) => Action::Hover { on, point: Some(point) },
                    None => Action::Unhover { on },
                };
                self.page()?.gesture(&at, &action, None)?;
                Ok(())
            }
            None => self.hover(element),
        }
    }

    /// The graph that an element is on, by its place, and the point of it that is at a place of the element, px from its
    /// centre; `None` for an element that is no part of a plot.
    ///
    /// # Errors
    /// When the element is not there any more; when the page can't be laid out.
    pub(super) async fn on_graph(
        &mut self,
        element: &str,
        place: Vec2,
    ) -> Result<Option<(String, Option<GraphPoint>)>, Error> {
        let found = {
            let (view, references) = self.look();
            let node = references.find(element, &view)?;
            let own = || std::iter::once(node).chain(node.ancestors());
            let root = own().find(Node::is_component).filter(|root| root.has_class("dash-graph"));
            let is_apart = |node: Node<'_>| OWN.iter().any(|own| node.has_class(own));
            let apart = own().take_while(|node| !node.is_component()).any(is_apart);
            let root = root.filter(|_| !apart);
            let plot = root.and_then(|root| root.find(".js-plotly-plot").ok()?.first().copied());
            let at = root.and_then(|root| root.pointer().map(str::to_owned));
            at.zip(plot.map(|plot| references.id(plot, &view)))
        };
        let Some((at, plot)) = found else { return Ok(None) };
        let (plot, own) = (self.rect(&plot).await?, self.rect(element).await?);
        // What plotly draws is not laid out here: its middle is that of the plot.
        let at_middle = own.area() == 0.0 && place == Vec2::ZERO;
        let place =
            if own.area() == 0.0 { plot.center() } else { own.center() } + place - plot.origin().to_vec2();
        let page = self.page()?;
        let point = page.nearest_point(&at, plot.size(), (!at_middle).then_some(place));
        Ok(Some((at, point)))
    }
}
