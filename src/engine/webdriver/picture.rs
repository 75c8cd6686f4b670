//! Screenshots and prints (W3C WebDriver sections 17 and 18).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::Error;
use super::window::Window;
use crate::engine::{Capture, CaptureSpec, Engine, Locator, Print};
use crate::render::document::Paper;
use crate::render::markup::POINTER;

impl Window {
    /// A picture of the window, or of an element's component, as base64 of a PNG.
    ///
    /// # Errors
    /// When there is nothing to draw.
    pub(super) async fn screenshot(&mut self, element: Option<&str>) -> Result<Value, Error> {
        let on = match element {
            Some(element) => Some(self.component(element)?),
            None => None,
        };
        self.page()?;
        let Some(engine) = &mut self.engine else {
            return Err(Error::NoPicture("no page is open".to_owned()));
        };
        let spec = CaptureSpec::Picture { on, full_page: false, mask: Vec::new() };
        let failed = |error: &dyn std::fmt::Display| Error::NoPicture(error.to_string());
        match engine.capture(&spec).await.map_err(|error| failed(&error))? {
            Capture::Picture(picture) => {
                let png = picture.to_png(1.0).map_err(|error| failed(&error))?;
                Ok(json!(STANDARD.encode(png)))
            }
            _ => Err(Error::NoPicture("the engine gave no picture".to_owned())),
        }
    }

    /// The component that an element belongs to.
    fn component(&mut self, element: &str) -> Result<Locator, Error> {
        let (view, references) = self.look();
        let node = references.find(element, &view)?;
        let pointer =
            node.pointer().ok_or_else(|| Error::NoPicture(format!("{node:?} is of no component")))?;
        Ok(Locator::Css(format!("[{POINTER}={pointer:?}]")))
    }

    /// The page on paper, as base64 of a PDF.
    ///
    /// # Errors
    /// Lengths that are none; when there is nothing to print.
    pub(super) async fn print(&mut self, options: &Map<String, Value>) -> Result<Value, Error> {
        let print = Print { paper: paper(options)?, ..Print::default() };
        self.page()?;
        let Some(engine) = &mut self.engine else {
            return Err(Error::NoPicture("no page is open".to_owned()));
        };
        let pdf = engine.print(&print).await.map_err(|error| Error::NoPicture(error.to_string()))?;
        Ok(json!(STANDARD.encode(pdf.bytes)))
    }
}

/// The paper that is asked for; lengths are in cm (W3C WebDriver section 18.1).
fn paper(options: &Map<String, Value>) -> Result<Paper, Error> {
    let length = |group: &str, name: &str, or: f64| match options.get(group).and_then(|group| group.get(name))
    {
        None | Some(Value::Null) => Ok(or),
        Some(value) => value
            .as_f64()
            .filter(|length| (0.0..1000.0).contains(length))
            .map(|cm| cm * 10.0)
            .ok_or_else(|| Error::InvalidArgument(format!("`{group}.{name}` is no length: {value}"))),
    };
    // US Letter, and margins of 1 cm.
    let sheet = Paper::new(length("page", "width", 215.9)?, length("page", "height", 279.4)?);
    let sheet = match options.get("orientation").and_then(Value::as_str) {
        Some("landscape") => sheet.turned(),
        _ => sheet,
    };
    let [left, top, right, bottom] =
        ["left", "top", "right", "bottom"].map(|side| length("margin", side, 10.0));
    let sheet = sheet.with_margins(left?, top?, right?, bottom?);
    sheet.area().map_err(|error| Error::InvalidArgument(error.to_string()))?;
    Ok(sheet)
}
