//! `style` objects as CSS text, by React's rules.

use serde_json::{Map, Value};

use super::number;

/// CSS properties whose numbers have no unit (react-dom, `isUnitlessNumber`), in React's spelling.
const UNITLESS: &[&str] = &[
    "animationIterationCount",
    "aspectRatio",
    "borderImageOutset",
    "borderImageSlice",
    "borderImageWidth",
    "boxFlex",
    "boxFlexGroup",
    "boxOrdinalGroup",
    "columnCount",
    "columns",
    "flex",
    "flexGrow",
    "flexNegative",
    "flexOrder",
    "flexPositive",
    "flexShrink",
    "floodOpacity",
    "fontWeight",
    "gridArea",
    "gridColumn",
    "gridColumnEnd",
    "gridColumnSpan",
    "gridColumnStart",
    "gridRow",
    "gridRowEnd",
    "gridRowSpan",
    "gridRowStart",
    "lineClamp",
    "lineHeight",
    "opacity",
    "order",
    "orphans",
    "scale",
    "stopOpacity",
    "strokeDasharray",
    "strokeDashoffset",
    "strokeMiterlimit",
    "strokeOpacity",
    "strokeWidth",
    "tabSize",
    "widows",
    "zIndex",
    "zoom",
    "fillOpacity",
];

/// The declarations of a `style` object, `margin-top: 5px;`; empty when there are none.
pub(super) fn css(style: &Map<String, Value>) -> String {
    let mut text = String::new();
    for (name, value) in style {
        let value = match value {
            Value::String(value) if value.trim().is_empty() => continue,
            Value::String(value) if name == "fontFamily" => families(value),
            Value::String(value) => value.trim().to_owned(),
            Value::Number(value) => with_unit(name, value),
            _ => continue,
        };
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&hyphenated(name));
        text.push_str(": ");
        text.push_str(&value);
        text.push(';');
    }
    text
}

/// Names of fonts as browsers write them: those of several words in quotes (CSSOM section 6.7.2).
fn families(names: &str) -> String {
    if names.contains(['(', '!']) {
        return names.trim().to_owned();
    }
    let quoted = |name: &str| {
        let is_bare = name.contains(' ') && !name.contains(['"', '\'']);
        if is_bare { format!("\"{name}\"") } else { name.replace('\'', "\"") }
    };
    names.split(',').map(|name| quoted(name.trim())).collect::<Vec<_>>().join(", ")
}

fn with_unit(name: &str, value: &serde_json::Number) -> String {
    let text = number::js(value);
    let plain = text == "0" || name.starts_with("--") || UNITLESS.contains(&unprefixed(name).as_str());
    if plain { text } else { format!("{text}px") }
}

/// `WebkitBoxFlex` and `boxFlex` share the rule.
fn unprefixed(name: &str) -> String {
    for prefix in ["Webkit", "Moz", "ms", "O"] {
        if let Some(rest) = name.strip_prefix(prefix)
            && rest.starts_with(|c: char| c.is_ascii_uppercase())
        {
            let mut chars = rest.chars();
            return chars.next().map(|c| c.to_ascii_lowercase()).into_iter().chain(chars).collect();
        }
    }
    name.to_owned()
}

fn hyphenated(name: &str) -> String {
    if name.starts_with("--") || name.contains('-') {
        return name.to_owned();
    }
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
    }
    if text.starts_with("ms-") { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    fn css(style: &serde_json::Value) -> String {
        super::css(style.as_object().expect("an object"))
    }

    #[test]
    fn lengths_get_px_and_plain_numbers_do_not() {
        assert_eq!(
            css(&json!({"marginTop": 5, "lineHeight": 1.5, "flex": 1, "padding": 0, "--gap": 3})),
            "margin-top: 5px; line-height: 1.5; flex: 1; padding: 0; --gap: 3;"
        );
    }

    #[test]
    fn fonts_of_several_words_are_quoted() {
        let style = json!({"fontFamily": "Open Sans, 'Fira Code', serif"});
        assert_eq!(css(&style), "font-family: \"Open Sans\", \"Fira Code\", serif;");
    }

    #[test]
    fn vendor_prefixes_are_hyphenated() {
        assert_eq!(
            css(&json!({"WebkitBoxFlex": 2, "msTransform": "none", "width": "", "color": null})),
            "-webkit-box-flex: 2; -ms-transform: none;"
        );
    }
}
