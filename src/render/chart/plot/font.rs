//! Fonts whose attributes may be lists, with an entry for each mark.

use serde_json::{Map, Value};

use crate::render::chart::attrs::Attrs;
use crate::render::chart::text::TextStyle;

/// The style that a font container asks for, over `base`; `pick` chooses a mark's entry of an attribute.
pub(super) fn styled<'a>(
    base: &TextStyle,
    font: &Attrs<'a>,
    pick: impl Fn(&'a Value) -> Option<&'a Value>,
) -> TextStyle {
    let names = ["family", "size", "color", "weight", "style", "variant", "textcase"];
    let own: Map<String, Value> =
        names.iter().filter_map(|name| Some(((*name).to_owned(), pick(font.get(name)?)?.clone()))).collect();
    base.with(&Attrs::new([&Value::Object(own)]))
}

/// The entry for a point of a value that may be one for all.
pub(super) fn at_point(value: &Value, index: usize) -> Option<&Value> {
    match value {
        Value::Array(list) => list.get(index),
        one => Some(one),
    }
}
