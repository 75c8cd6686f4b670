//! What scripts and WebDriver clients do with single elements: clicks, the keyboard, the handles of sliders.

#[cfg(feature = "webdriver")]
use kurbo::{Point, Rect, Size};

use super::super::behaviour::{self, Caret, Effect};
use super::super::element::{self, Focus};
use super::Page;
use crate::dash::Component;
#[cfg(feature = "webdriver")]
use crate::engine::GraphPoint;
use crate::engine::{Action, Error, Locator};
use crate::render::markup::Node;

impl Page {
    /// What stands in the field at a place, and the field has not told.
    #[cfg(feature = "webdriver")]
    pub(crate) fn typed(&self, at: &str) -> Option<&str> {
        let is_field = |component: &Component<'_>| matches!(component.kind, "Input" | "Textarea");
        self.store.component(at).filter(is_field)?;
        self.keyboard.typed(at)
    }

    /// Where the keyboard is.
    pub(crate) fn focus(&self) -> Option<Focus> {
        let (at, stop) = self.keyboard.at.clone()?;
        let inner = behaviour::inner(&self.store.tree, &at, self.memory.get(&at), &self.moment());
        Some(Focus { at, stop, inner })
    }

    /// Where the keyboard writes in the field that it is in: the ends of what is selected, counted in characters.
    pub(super) fn caret(&self) -> Option<(usize, usize)> {
        self.keyboard.caret.map(Caret::ends)
    }

    /// Clicks an element, named as scripts do. What is disabled hears nothing of it, and what is no
    /// component's only takes the keyboard away.
    ///
    /// # Errors
    /// As [`gesture`](Self::gesture).
    pub(crate) fn click_element(&mut self, name: &str) -> Result<(), Error> {
        let document = self.document();
        let Some(node) = element::node(&document, name) else { return Ok(()) };
        let on = Locator::Css(format!("{node:?}"));
        let action = Action::Click { on, point: None };
        let Some(at) = node.pointer() else {
            self.move_to(None, &action);
            #[cfg(feature = "webdriver")]
            self.press_tool(node);
            return Ok(());
        };
        let clicked = match self.meant(at, &action, Some(node)) {
            Some((at, meant)) => self.gesture(&at, &meant, None),
            None => self.gesture(at, &action, Some(node)),
        };
        let writes = |one: Component<'_>| one.kind == "Markdown" || one.namespace == "dash_table";
        if self.store.component(at).is_some_and(writes) {
            let mut own =
                std::iter::once(node).chain(node.ancestors()).take_while(|node| !node.is_component());
            if let Some(link) = own.find(|node| node.tag() == "a" && node.attribute("href").is_some()) {
                self.follow_link(link);
            }
        }
        clicked
    }

    /// Follows a link in written text, of which no component hears.
    fn follow_link(&mut self, link: Node<'_>) {
        let href = link.attribute("href").unwrap_or_default();
        if link.attribute("target").is_some_and(|target| !target.is_empty() && target != "_self") {
            self.open_window(href, format!("{href} was opened in another window"));
        } else {
            self.navigate(href, !href.starts_with('#'));
        }
    }

    /// Gives the keyboard to an element, named as scripts do.
    pub(super) fn focus_element(&mut self, name: &str) {
        let document = self.document();
        let Some(node) = element::node(&document, name) else { return };
        let Some(at) = node.pointer().map(str::to_owned) else { return };
        let stop = element::stop(node).or_else(|| self.takes_keys(&at).map(|_| 0));
        let on = Locator::Css(format!("{node:?}"));
        if let Some(stop) = stop {
            self.move_to(Some((at, stop)), &Action::Hover { on, point: None });
        }
    }

    /// Selects what is between two places in the text of a field.
    pub(super) fn select_text(&mut self, name: &str, start: usize, end: usize) {
        self.focus_element(name);
        self.keyboard.caret = Some(Caret::between(start, end));
    }

    /// The values of the slider at a place once the handle nearest to the share `from` of its length was dragged to the
    /// share `to`; `None` for what is no slider.
    #[cfg(feature = "webdriver")]
    pub(crate) fn dragged_to(&self, at: &str, from: f64, to: f64) -> Option<Vec<f64>> {
        behaviour::dragged_to(self.store.component(at)?, &self.moment(), from, to)
    }

    /// The point of the graph at a place that is at a place of its plot, which has a size, px.
    #[cfg(feature = "webdriver")]
    pub(crate) fn nearest_point(&self, at: &str, size: Size, place: Option<Point>) -> Option<GraphPoint> {
        behaviour::nearest_point(self.store.component(at)?, size, place)
    }

    /// Where a subplot of the graph at a place lies in its plot, which has a size, px.
    #[cfg(feature = "webdriver")]
    pub(crate) fn subplot_area(&self, at: &str, size: Size, subplot: &str) -> Option<Rect> {
        behaviour::subplot_area(self.store.component(at)?, self.memory.get(at), size, subplot)
    }

    /// What a drag over the plot of the graph at a place means, which has a size, px; `None` for nothing.
    ///
    /// # Errors
    /// Names the drag that is not known here.
    #[cfg(feature = "webdriver")]
    pub(crate) fn dragged_over(&self, at: &str, size: Size, way: &[Point]) -> Result<Option<Action>, String> {
        let Some(graph) = self.store.component(at) else { return Ok(None) };
        behaviour::dragged_over(graph, self.memory.get(at), size, way)
    }

    /// What a double click means at a place of the plot of the graph at a place, which has a size, px.
    #[cfg(feature = "webdriver")]
    pub(crate) fn double_clicked_on(&self, at: &str, size: Size, place: Point) -> Option<Action> {
        behaviour::double_clicked_on(self.store.component(at)?, self.memory.get(at), size, place)
    }

    /// Shift is held from now on, or not.
    #[cfg(feature = "webdriver")]
    pub(crate) fn hold_shift(&mut self, held: bool) {
        self.keyboard.shift = held;
    }

    /// A handle of the slider at a place is held at other values.
    #[cfg(feature = "webdriver")]
    pub(crate) fn hold_slider(&mut self, at: &str, values: &[f64]) {
        let Some(props) = self.store.component(at).map(|slider| behaviour::held_at(slider, values)) else {
            return;
        };
        self.effect(Effect::SetProps { at: at.to_owned(), props });
        self.turn();
    }

    /// Takes the keyboard away and puts it nowhere: what is open stays.
    pub(super) fn blur(&mut self) {
        let kept = self.keyboard.place().and_then(|at| self.memory.get(at));
        if kept.is_some_and(|memory| !memory.is_null()) {
            self.keyboard.at = None;
        } else {
            self.leave_focus();
        }
    }

    /// Takes the keyboard away from where it is.
    pub(super) fn leave_focus(&mut self) {
        let on = Locator::Css("body".to_owned());
        self.move_to(None, &Action::Click { on, point: None });
    }

    /// Empties the field at a place behind its component's back: it hears nothing before the keyboard leaves it, which it
    /// does then.
    #[cfg(feature = "webdriver")]
    pub(crate) fn empty_field(&mut self, at: &str) {
        let action = Action::Clear { on: Locator::Css("field".to_owned()) };
        self.move_to(Some((at.to_owned(), 0)), &action);
        self.keyboard.typed.insert(at.to_owned(), String::new());
        // A list stays open whose field is emptied.
        let lists = |component: Component<'_>| {
            component.kind == "Dropdown" && self.memory.get(at).is_some_and(|memory| !memory.is_null())
        };
        if !self.store.component(at).is_some_and(lists) {
            self.leave_focus();
        }
    }
}
