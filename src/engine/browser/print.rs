//! The page on paper, as the browser prints it: with the page's own rules for print.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::tab::Tab;
use crate::engine::{Error, Pdf, Print};
use crate::render::scene::PT_PER_PX;

/// Points an inch, the unit of the protocol's lengths.
const INCH: f64 = 72.0;

/// The scales that the protocol allows (`Page.printToPDF`).
const SCALES: std::ops::RangeInclusive<f64> = 0.1..=2.0;

impl Tab {
    /// Prints the page: `width` px of it fill the width between the margins.
    pub(super) async fn print(&self, print: &Print, width: u32) -> Result<Pdf, Error> {
        let (size, margins) = (print.paper.size, print.paper.margins);
        let room = print.paper.area()?.width() / PT_PER_PX;
        let params = json!({
            "paperWidth": size.width / INCH,
            "paperHeight": size.height / INCH,
            "marginLeft": margins.x0 / INCH,
            "marginTop": margins.y0 / INCH,
            "marginRight": margins.x1 / INCH,
            "marginBottom": margins.y1 / INCH,
            "scale": (room / f64::from(width)).clamp(*SCALES.start(), *SCALES.end()),
            "printBackground": true,
            "displayHeaderFooter": true,
            "headerTemplate": line(print, &format!("<span>{}</span>", html(&print.header))),
            "footerTemplate": line(print, &format!(
                "<span>{}</span><span><span class=pageNumber></span> / <span class=totalPages></span></span>",
                html(&print.title)
            )),
            "generateTaggedPDF": true,
            "generateDocumentOutline": true,
        });
        self.call::<Value>("still", &[json!(true)]).await?;
        let printed = self.cdp("Page.printToPDF", params).await;
        self.call::<Value>("still", &[json!(false)]).await?;
        let answer = printed?;
        let data = answer.get("data").and_then(Value::as_str).unwrap_or_default();
        let bytes = STANDARD
            .decode(data)
            .map_err(|error| Error::Browser { reason: format!("the printed document is broken: {error}") })?;
        Ok(Pdf { bytes, notes: Vec::new() })
    }
}

/// A line in the margin, as wide as the page; its own style, because the page's does not reach it.
fn line(print: &Print, inner: &str) -> String {
    let (left, right) = (print.paper.margins.x0, print.paper.margins.x1);
    format!(
        "<div style=\"display:flex;justify-content:space-between;width:100%;color:#666;\
         font:7pt sans-serif;margin:0 {right}pt 0 {left}pt\">{inner}</div>"
    )
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
