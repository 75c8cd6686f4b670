//! The embedded font in a browser's pages.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::render::scene::Fonts;

/// What a page runs before its own scripts to be set in Open Sans, as the browserless engine draws it.
pub(super) fn script() -> String {
    let fonts = Fonts::embedded();
    let faces = fonts.faces().iter().map(|font| {
        let style = if font.style.italic { "italic" } else { "normal" };
        json!({
            "weight": font.style.weight.to_string(),
            "style": style,
            "data": STANDARD.encode(&font.data),
        })
    });
    format!("({})({});", include_str!("page/font.js").trim_end(), faces.collect::<Value>())
}
