//! Places on graphs: the point that is there, as plotly finds it, and drags over them.

use kurbo::{Point, Rect, Size, Vec2};

use super::Error;
use super::window::Window;
use crate::engine::{self, Action, GraphPoint, Locator};
use crate::render::markup::Node;
use crate::render::page::Boxes;

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
    /// As [`plotted`](Self::plotted).
    pub(super) async fn on_graph(
        &mut self,
        element: &str,
        place: Vec2,
    ) -> Result<Option<(String, Option<GraphPoint>)>, Error> {
        let Some(Plotted { at, size, place }) = self.plotted(element, place).await? else { return Ok(None) };
        let point = self.page()?.nearest_point(&at, size, place.ok());
        Ok(Some((at, point)))
    }

    /// Drags over a plot along a way, each place px from the centre of the element that the drag begins on; `false` for
    /// an element that is no part of a plot.
    ///
    /// # Errors
    /// As [`plotted`](Self::plotted); [`Error::Unsupported`] names a drag that is not known here.
    pub(super) async fn drag_over(&mut self, element: &str, way: &[Vec2]) -> Result<bool, Error> {
        let Some(start) = way.first() else { return Ok(false) };
        let Some(Plotted { at, size, place }) = self.plotted(element, *start).await? else {
            return Ok(false);
        };
        let place = place.unwrap_or_else(|middle| middle);
        let way: Vec<Point> = way.iter().map(|to| place + (*to - *start)).collect();
        let action = self.page()?.dragged_over(&at, size, &way);
        let action = action.map_err(|what| Error::Unsupported { what, hint: String::new() })?;
        self.act_on_plot(&at, action)?;
        Ok(true)
    }

    /// Double-clicks a plot at a place of an element, px from its centre: what its tool did is taken back.
    ///
    /// # Errors
    /// As [`plotted`](Self::plotted).
    pub(super) async fn double_click_plot(&mut self, element: &str, place: Vec2) -> Result<(), Error> {
        let Some(Plotted { at, size, place }) = self.plotted(element, place).await? else { return Ok(()) };
        let action = self.page()?.double_clicked_on(&at, size, place.unwrap_or_else(|middle| middle));
        self.act_on_plot(&at, action)
    }

    /// Does what a gesture over a plot means.
    fn act_on_plot(&mut self, at: &str, action: Option<Action>) -> Result<(), Error> {
        let Some(action) = action else { return Ok(()) };
        match self.page()?.gesture(at, &action, None) {
            // What is fixed lets a browser drag, and nothing comes of it.
            Ok(()) | Err(engine::Error::NotActionable { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The plot that an element is on, and where in it a place of the element is, px from its centre; `None` for an
    /// element that is no part of a plot.
    ///
    /// # Errors
    /// When the element is not there any more; when the page can't be laid out.
    async fn plotted(&mut self, element: &str, place: Vec2) -> Result<Option<Plotted>, Error> {
        let found = {
            let (view, references) = self.look();
            let node = references.find(element, &view)?;
            let own = || std::iter::once(node).chain(node.ancestors());
            let root = own().find(Node::is_component).filter(|root| root.has_class("dash-graph"));
            let is_apart = |node: Node<'_>| OWN.iter().any(|own| node.has_class(own));
            let apart = own().take_while(|node| !node.is_component()).any(is_apart);
            let root = root.filter(|_| !apart);
            let plot = root.and_then(|root| root.find(".svg-container").ok()?.first().copied());
            let at = root.and_then(|root| root.pointer().map(str::to_owned));
            at.zip(plot.map(|plot| references.id(plot, &view)))
        };
        let Some((at, plot)) = found else { return Ok(None) };
        let (plot, own) = (self.rect(&plot).await?, self.rect(element).await?);
        let (size, origin) = (plot.size(), plot.origin().to_vec2());
        if own.area() > 0.0 {
            let place = Ok(own.center() + place - origin);
            return Ok(Some(Plotted { at, size, place }));
        }
        // What plotly draws is not laid out here: its middle is that of the plot.
        let middle = plot.center() - origin + place;
        let place = if place == Vec2::ZERO { Err(middle) } else { Ok(middle) };
        Ok(Some(Plotted { at, size, place }))
    }

    /// Where the part of a plot lies that a visitor drags over, CSS px; `None` for other elements.
    ///
    /// # Errors
    /// When the element is not there any more.
    pub(super) fn drag_layer(&mut self, element: &str, boxes: &Boxes) -> Result<Option<Rect>, Error> {
        let (view, references) = self.look();
        let node = references.find(element, &view)?;
        let Some(subplot) = node.attribute("data-subplot").map(str::to_owned) else { return Ok(None) };
        let Some(root) = node.ancestors().find(Node::is_component) else { return Ok(None) };
        let plot = root.find(".svg-container").ok().and_then(|found| boxes.rect(found.first()?.number()));
        let Some((at, plot)) = root.pointer().map(str::to_owned).zip(plot) else { return Ok(None) };
        let area = self.page()?.subplot_area(&at, plot.size(), &subplot);
        Ok(area.map(|area| area + plot.origin().to_vec2()))
    }
}

/// A place on a plot.
#[derive(Debug)]
struct Plotted {
    /// The graph.
    at: String,
    /// How large the plot is, px.
    size: Size,
    /// px from its corner; an error for the middle of what has no place here.
    place: Result<Point, Point>,
}
