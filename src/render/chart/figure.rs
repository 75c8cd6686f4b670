//! A Plotly figure.

use kurbo::Size;
use serde_json::Value;

use super::attrs::Attrs;
use super::describe::describe;
use super::laid_out::Chart;
use super::schema::Schema;
use crate::render::Error;
use crate::render::scene::Scene;

/// A Plotly figure: `data`, `layout` and the template in it, as `plotly.io.to_json` writes it.
///
/// Pure data: the same figure and size give the same scene on every machine.
///
/// ```
/// use dashproof::render::chart::Figure;
///
/// # fn main() -> Result<(), dashproof::render::Error> {
/// let figure = Figure::from_json(r#"{"data": [{"type": "bar", "x": ["a", "b"], "y": [1, 3]}]}"#)?;
/// let scene = figure.render(figure.size())?;
/// assert!(!scene.items.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    value: Value,
}

/// plotly's size of an export when the layout names none.
const DEFAULT_SIZE: Size = Size::new(700.0, 500.0);
/// More px than this on a side can't be held.
const MOST: f64 = 32_768.0;

impl Figure {
    /// Reads a figure.
    ///
    /// ```
    /// use dashproof::render::{Error, chart::Figure};
    ///
    /// let cut_off = Figure::from_json("{\"data\": [");
    /// assert!(matches!(cut_off, Err(Error::BadJson { line: 1, column: 10, .. })));
    /// ```
    ///
    /// # Errors
    /// [`Error::BadJson`] with line and column; [`Error::NotAFigure`] when it is JSON without plot traces.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let value = serde_json::from_str(text).map_err(|error| Error::BadJson {
            reason: reason(&error),
            line: error.line(),
            column: error.column(),
        })?;
        Self::new(value)
    }

    /// Takes a figure that is JSON already. `data` may also be a single plot trace, or missing when there is a
    /// `layout`.
    ///
    /// ```
    /// use dashproof::render::chart::Figure;
    /// use serde_json::json;
    ///
    /// # fn main() -> Result<(), dashproof::render::Error> {
    /// let figure = Figure::from_value(&json!({"layout": {"title": {"text": "Sales"}}}))?;
    /// assert_eq!(figure.title().as_deref(), Some("Sales"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::NotAFigure`] when it is no object with `data` or `layout`.
    pub fn from_value(value: &Value) -> Result<Self, Error> {
        Self::new(value.clone())
    }

    fn new(value: Value) -> Result<Self, Error> {
        let Some(map) = value.as_object() else {
            return Err(Error::NotAFigure(format!("expected an object, found {}", kind(&value))));
        };
        if !map.contains_key("data") && !map.contains_key("layout") {
            return Err(Error::NotAFigure("an object without \"data\" or \"layout\"".into()));
        }
        match map.get("data") {
            None | Some(Value::Null | Value::Array(_) | Value::Object(_)) => Ok(Self { value }),
            Some(other) => Err(Error::NotAFigure(format!("\"data\" is {}, not a list", kind(other)))),
        }
    }

    /// The figure's JSON.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The size that the layout asks for, px; 700 × 500 otherwise.
    ///
    /// ```
    /// use dashproof::render::chart::Figure;
    ///
    /// # fn main() -> Result<(), dashproof::render::Error> {
    /// let figure = Figure::from_json(r#"{"data": [], "layout": {"width": 300}}"#)?;
    /// assert_eq!(figure.size(), (300.0, 500.0).into());
    /// # Ok(())
    /// # }
    /// ```
    pub fn size(&self) -> Size {
        let layout = self.layout();
        let side =
            |name: &str, default: f64| layout.num(name).filter(|side| *side >= 10.0).unwrap_or(default);
        Size::new(side("width", DEFAULT_SIZE.width), side("height", DEFAULT_SIZE.height))
    }

    /// The title's text, with plotly's markup in it.
    pub fn title(&self) -> Option<String> {
        let layout = self.layout();
        layout.label("title.text").or_else(|| layout.label("title")).filter(|title| !title.trim().is_empty())
    }

    /// Draws the figure at a size in px.
    ///
    /// ```
    /// use dashproof::render::chart::Figure;
    ///
    /// # fn main() -> Result<(), dashproof::render::Error> {
    /// let figure = Figure::from_json(r#"{"data": [{"y": [1, 3, 2]}]}"#)?;
    /// let scene = figure.render((400.0, 300.0).into())?;
    /// let (png, svg, pdf) = (scene.to_png(2.0)?, scene.to_svg(), scene.to_pdf()?);
    /// let image = scene.to_rgba(1.0)?;
    /// assert_eq!((image.width, image.height, image.rgba.len()), (400, 300, 400 * 300 * 4));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::BadSize`] when the size is nothing, or too much.
    pub fn render(&self, size: Size) -> Result<Scene, Error> {
        check(size)?;
        Ok(Chart::new(self, size).draw().0)
    }

    /// What a reader can read off the figure at a size: `w` and `h`, `size` (the plot area), `axes` by name (`type`,
    /// `range`, `offset`, `length`, `ticks` as value and label), `texts` (string, x, y, width, height, font size,
    /// colour), `traces` (`type`, `name`, `visible`, axes, `color`), `notes`. All lengths in px.
    ///
    /// A size that can't be drawn gives `null`.
    ///
    /// ```
    /// use dashproof::render::chart::Figure;
    ///
    /// # fn main() -> Result<(), dashproof::render::Error> {
    /// let figure = Figure::from_json(r#"{"data": [{"type": "bar", "x": ["a", "b"], "y": [1, 3]}]}"#)?;
    /// let said = figure.describe(figure.size());
    /// assert_eq!(said["axes"]["xaxis"]["ticks"][1][1], "b");
    /// # Ok(())
    /// # }
    /// ```
    pub fn describe(&self, size: Size) -> Value {
        if check(size).is_err() {
            return Value::Null;
        }
        let mut chart = Chart::new(self, size);
        let (scene, texts) = chart.draw();
        describe(&chart, &scene, &texts)
    }

    /// The layout over the template's.
    pub(super) fn layout(&self) -> Attrs<'_> {
        let layout = self.value.get("layout");
        Attrs::new(layout.into_iter().chain(layout.and_then(|layout| layout.get("template")?.get("layout"))))
            .checked(Schema::of("layout"))
    }

    /// The plot traces as they stand.
    pub(super) fn data(&self) -> Vec<Attrs<'_>> {
        match self.value.get("data") {
            Some(Value::Array(list)) => {
                list.iter().filter(|trace| trace.is_object()).map(|t| Attrs::new([t])).collect()
            }
            Some(trace @ Value::Object(_)) => vec![Attrs::new([trace])],
            _ => Vec::new(),
        }
    }

    /// A counted container of the layout, an axis or a subplot: `xaxis2` falls back to the template's `xaxis`.
    pub(super) fn counted(&self, name: &str) -> Attrs<'_> {
        let layout = self.value.get("layout");
        let template = layout.and_then(|layout| layout.get("template")?.get("layout"));
        let base = name.trim_end_matches(|digit: char| digit.is_ascii_digit());
        let of_template = template.and_then(|template| template.get(name).or_else(|| template.get(base)));
        let own = layout.and_then(|layout| layout.get(name));
        let schema = Schema::of("layout").and_then(|layout| layout.at(base));
        Attrs::new(own.into_iter().chain(of_template)).checked(schema)
    }

    /// A container of the layout without the template's.
    pub(super) fn own_axis(&self, name: &str) -> Attrs<'_> {
        Attrs::new(self.value.get("layout").and_then(|layout| layout.get(name)))
    }
}

fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(reason, _)| reason.to_owned())
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn check(size: Size) -> Result<(), Error> {
    let fits = |side: f64| side.is_finite() && (1.0..=MOST).contains(&side);
    if fits(size.width) && fits(size.height) {
        return Ok(());
    }
    Err(Error::BadSize { width: size.width, height: size.height })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_json_is_located() {
        let error = Figure::from_json("{\"data\": [\n  {\"x\": [1, 2}]}").err();
        assert!(matches!(error, Some(Error::BadJson { line: 2, column: 14, .. })), "{error:?}");
    }

    #[test]
    fn json_without_traces_is_no_figure() {
        for text in ["[]", "{}", "{\"data\": 3}"] {
            assert!(matches!(Figure::from_json(text), Err(Error::NotAFigure(_))), "{text}");
        }
    }

    #[test]
    fn a_figure_knows_its_size_and_title() -> Result<(), Error> {
        let figure =
            Figure::from_json(r#"{"data": [], "layout": {"width": 300, "title": {"text": "Sales"}}}"#)?;
        assert_eq!((figure.size(), figure.title().as_deref()), (Size::new(300.0, 500.0), Some("Sales")));
        assert!(figure.render(Size::new(0.0, 10.0)).is_err());
        Ok(())
    }
}
