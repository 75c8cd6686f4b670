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
        let boxes = self.measure(None).await?;
        Ok(boxes.and_then(|boxes| boxes.rect(number)).unwrap_or_default())
    }

    /// A CSS property that is computed for an element, as chromedriver writes it; an empty text for none.
    ///
    /// # Errors
    /// As [`rect`](Self::rect).
    pub(super) async fn css(&mut self, element: &str, property: &str) -> Result<Value, Error> {
        let number = self.number(element)?;
        if !matches!(property, "margin" | "padding") {
            return Ok(json!(with_alpha(&self.computed(number, property).await?)));
        }
        let mut sides = Vec::new();
        for side in ["top", "right", "bottom", "left"] {
            sides.push(self.computed(number, &format!("{property}-{side}")).await?);
        }
        Ok(json!(shorthand(&sides)))
    }

    /// The longhand property that is computed for the element which so many are before.
    async fn computed(&mut self, number: usize, property: &str) -> Result<String, Error> {
        let boxes = self.measure(Some((number, property))).await?;
        Ok(boxes.as_ref().and_then(Boxes::computed).unwrap_or_default().to_owned())
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

fn numbered<'v>(view: &'v View<'_>, number: usize) -> Option<Node<'v>> {
    view.document.root().descendants().nth(number)
}

/// Four sides in as few words as say them (CSSOM section 6.7.2).
fn shorthand(sides: &[String]) -> String {
    let [top, right, bottom, left] = sides else { return sides.join(" ") };
    let least = match (right == left, top == bottom, top == right) {
        (true, true, true) => 1,
        (true, true, false) => 2,
        (true, false, _) => 3,
        (false, ..) => 4,
    };
    [top, right, bottom, left].map(String::as_str)[..least].join(" ")
}

/// Colours with their alpha, which chromedriver always writes.
fn with_alpha(value: &str) -> String {
    match value.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')')) {
        Some(channels) => format!("rgba({channels}, 1)"),
        None => value.to_owned(),
    }
}
