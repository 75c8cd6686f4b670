//! What only a layout tells: where elements lie, and computed styles.

use kurbo::{Point, Rect};
use serde_json::{Value, json};

use super::Error;
use super::window::{View, Window};
use crate::render::markup::Node;
use crate::render::page::Boxes;

impl Window {
    /// Where an element lies, CSS px.
    ///
    /// # Errors
    /// When it is not there any more; when the page can't be laid out.
    pub(super) async fn rect(&mut self, element: &str) -> Result<Rect, Error> {
        let number = self.number(element)?;
        let Some(boxes) = self.measure(None).await? else { return Ok(Rect::default()) };
        let rect = boxes.rect(number).unwrap_or_default();
        if rect.area() > 0.0 {
            return Ok(rect);
        }
        Ok(self.drag_layer(element, &boxes)?.unwrap_or(rect))
    }

    /// A CSS property that is computed for an element, as chromedriver writes it; an empty text for none.
    ///
    /// # Errors
    /// As [`rect`](Self::rect).
    pub(super) async fn css(&mut self, element: &str, property: &str) -> Result<Value, Error> {
        let number = self.number(element)?;
        // Selenium's users write `borderColor` as they write `border-color`.
        let mut hyphenated = String::new();
        for c in property.chars() {
            if c.is_ascii_uppercase() && !property.starts_with("--") {
                hyphenated.push('-');
            }
            hyphenated.push(if property.starts_with("--") { c } else { c.to_ascii_lowercase() });
        }
        let boxes = self.measure(Some((number, &hyphenated))).await?;
        let computed = boxes.as_ref().and_then(Boxes::computed).unwrap_or_default();
        let is_short = hyphenated != *property || hyphenated == "border-color";
        Ok(json!(if is_short { computed.to_owned() } else { with_alpha(computed) }))
    }

    /// The reference of the element at a place of the window.
    ///
    /// # Errors
    /// When the page can't be laid out.
    pub(super) async fn at(&mut self, place: Point) -> Result<Option<String>, Error> {
        let boxes = self.measure(None).await?;
        let (view, references) = self.look();
        let node = boxes.and_then(|boxes| boxes.at(place)).and_then(|number| numbered(&view, number));
        Ok(node.map(|node| references.id(node, &view)))
    }

    pub(super) async fn measure(&mut self, asked: Option<(usize, &str)>) -> Result<Option<Boxes>, Error> {
        // A page that is no app's has no layout here.
        if self.page().is_err() {
            return Ok(None);
        }
        match &self.engine {
            Some(engine) => Ok(engine.measure(asked).await?),
            None => Ok(None),
        }
    }

    /// How many elements are before one in the document.
    fn number(&mut self, element: &str) -> Result<usize, Error> {
        let (view, references) = self.look();
        let node = references.find(element, &view)?;
        Ok(node.number())
    }
}

/// A rectangle as clients read it.
pub(super) fn told(rect: Rect) -> Value {
    json!({"x": rect.x0, "y": rect.y0, "width": rect.width(), "height": rect.height()})
}

pub(super) fn numbered<'v>(view: &'v View<'_>, number: usize) -> Option<Node<'v>> {
    view.document.root().descendants().nth(number)
}

/// Colours with their alpha, which chromedriver always writes.
fn with_alpha(value: &str) -> String {
    match value.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')')) {
        Some(channels) => format!("rgba({channels}, 1)"),
        None => value.to_owned(),
    }
}
