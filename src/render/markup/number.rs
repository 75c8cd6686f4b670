//! Numbers as JavaScript writes them.

use serde_json::Number;

/// A number as text (ECMAScript section 6.1.6.1.20): `1.0` is `1`.
pub(super) fn js(number: &Number) -> String {
    number.as_f64().map_or_else(|| number.to_string(), js_f64)
}

/// A finite number as text.
pub(super) fn js_f64(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        "0".to_owned()
    } else if (1e-6..1e21).contains(&size) {
        format!("{value}")
    } else {
        let text = format!("{value:e}");
        if size >= 1.0 { text.replace('e', "e+") } else { text }
    }
}
