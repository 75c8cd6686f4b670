//! What clients read off elements (W3C WebDriver section 12.4).

use serde_json::{Value, json};
use url::Url;

use super::Error;
use super::command::Reading;
use super::window::{View, Window};
use crate::render::markup::Node;

/// Attributes that are there or not, whatever they hold, as the atom lists them.
const BOOLEAN: &[&str] = &[
    "allowfullscreen",
    "allowpaymentrequest",
    "allowusermedia",
    "async",
    "autofocus",
    "autoplay",
    "checked",
    "compact",
    "complete",
    "controls",
    "declare",
    "default",
    "defaultchecked",
    "defaultselected",
    "defer",
    "disabled",
    "ended",
    "formnovalidate",
    "hidden",
    "indeterminate",
    "iscontenteditable",
    "ismap",
    "itemscope",
    "loop",
    "multiple",
    "muted",
    "nohref",
    "nomodule",
    "noresize",
    "noshade",
    "novalidate",
    "nowrap",
    "open",
    "paused",
    "playsinline",
    "pubdate",
    "readonly",
    "required",
    "reversed",
    "scoped",
    "seamless",
    "seeking",
    "selected",
    "truespeed",
    "typemustmatch",
    "willvalidate",
];

/// Properties that say what an attribute says, an empty text without it: the property, the attribute, and the elements
/// that have it; all do where none is named.
const REFLECTED: &[(&str, &str, &[&str])] = &[
    ("id", "id", &[]),
    ("className", "class", &[]),
    ("title", "title", &[]),
    ("lang", "lang", &[]),
    ("dir", "dir", &[]),
    ("name", "name", &["input", "textarea", "select", "button", "form", "iframe", "a", "img", "meta"]),
    ("placeholder", "placeholder", &["input", "textarea"]),
    ("alt", "alt", &["img", "input", "area"]),
    ("target", "target", &["a", "form", "area", "base"]),
    ("rel", "rel", &["a", "link", "area"]),
    ("htmlFor", "for", &["label", "output"]),
    ("min", "min", &["input"]),
    ("max", "max", &["input"]),
    ("step", "step", &["input"]),
    ("pattern", "pattern", &["input"]),
    ("label", "label", &["option", "optgroup"]),
    ("media", "media", &["link", "style"]),
    ("content", "content", &["meta"]),
];

impl Window {
    /// Reads something off an element.
    ///
    /// # Errors
    /// When the element is not there any more.
    pub(super) fn read(&mut self, element: &str, what: &Reading) -> Result<Value, Error> {
        let (view, references) = self.look();
        let node = references.find(element, &view)?;
        Ok(match what {
            Reading::Text => json!(node.text()),
            Reading::Tag => json!(node.tag()),
            Reading::Attribute(name) => attribute(node, name),
            Reading::Enabled => json!(!is_disabled(node)),
            Reading::Selected => json!(is_selected(node)),
            Reading::Displayed => json!(node.is_visible()),
            Reading::Label => json!(node.name()),
            Reading::Role => json!(role(node)),
            Reading::Property(_) | Reading::Css(_) | Reading::Rect => {
                return Err(Error::Unsupported { what: format!("{what:?}"), hint: String::new() });
            }
        })
    }

    /// The property of an element: what is known of it here, else what scripts read.
    pub(super) async fn property(&mut self, element: &str, name: &str) -> Result<Value, Error> {
        let known = {
            let (view, references) = self.look();
            property(references.find(element, &view)?, name, &view)
        };
        if let Some(value) = known {
            return Ok(value);
        }
        let args = vec![json!({crate::engine::browserless::ELEMENT: element}), json!(name)];
        let script =
            "const value = arguments[0][arguments[1]]; return typeof value === 'function' ? null : value;";
        match self.execute(script, args, false, None).await {
            // What scripts can't read is told as what is not there, as an element of another kind would.
            Err(Error::Script(_)) => Ok(Value::Null),
            read => read,
        }
    }

    /// What Selenium calls an attribute: the property of that name where there is one, else the attribute.
    pub(super) fn attribute_or_property(&mut self, element: &str, name: &str) -> Result<Value, Error> {
        let (view, references) = self.look();
        let node = references.find(element, &view)?;
        let lower = name.to_ascii_lowercase();
        let truth = |on: bool| if on { json!("true") } else { Value::Null };
        let reflected = match lower.as_str() {
            "style" => return Ok(json!(style(node))),
            // An address that is not given is none, though its property is an empty text.
            "href" | "src" if node.attribute(&lower).is_none() => return Ok(Value::Null),
            "checked" | "selected" if is_selectable(node) => return Ok(truth(is_selected(node))),
            boolean if BOOLEAN.contains(&boolean) => {
                return Ok(truth(node.attribute(boolean).is_some()));
            }
            "class" => "className",
            "readonly" => "readOnly",
            _ => name,
        };
        Ok(match property(node, reflected, &view) {
            Some(Value::Null | Value::Object(_) | Value::Array(_)) | None => attribute(node, &lower),
            Some(Value::String(text)) => Value::String(text),
            Some(other) => Value::String(other.to_string()),
        })
    }
}

/// What an element is (WAI-ARIA): as it says, or as HTML has it (HTML Accessibility API Mappings section 3).
fn role(node: Node<'_>) -> &str {
    if let Some(role) = node.attribute("role").and_then(|roles| roles.split_whitespace().next()) {
        return role;
    }
    match node.tag() {
        "a" | "area" if node.attribute("href").is_some() => "link",
        "button" | "summary" => "button",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "heading",
        "img" => "image",
        "input" => match node.attribute("type").unwrap_or("text") {
            "button" | "submit" | "reset" | "image" => "button",
            "checkbox" => "checkbox",
            "radio" => "radio",
            "range" => "slider",
            "number" => "spinbutton",
            "search" => "searchbox",
            _ => "textbox",
        },
        "li" => "listitem",
        "ol" | "ul" => "list",
        "nav" => "navigation",
        "main" => "main",
        "option" => "option",
        "p" => "paragraph",
        "progress" => "progressbar",
        "select" if node.attribute("multiple").is_some() => "listbox",
        "select" => "combobox",
        "table" => "table",
        "td" => "cell",
        "th" => "columnheader",
        "tr" => "row",
        "textarea" => "textbox",
        _ => "generic",
    }
}

/// An attribute (W3C WebDriver section 12.4.2).
fn attribute(node: Node<'_>, name: &str) -> Value {
    let name = name.to_ascii_lowercase();
    match node.attribute(&name) {
        Some(_) if BOOLEAN.contains(&name.as_str()) => json!("true"),
        found => json!(found),
    }
}

/// A property, as far as it follows from the element; `None` for one that is not known here.
fn property(node: Node<'_>, name: &str, view: &View<'_>) -> Option<Value> {
    let address = |attribute: &str| {
        let text = node.attribute(attribute)?;
        Some(json!(
            view.address
                .as_ref()
                .and_then(|base: &Url| base.join(text).ok())
                .map_or_else(|| text.to_owned(), String::from)
        ))
    };
    Some(match name {
        "value" => return value(node, view),
        "checked" if is_selectable(node) && node.tag() == "input" => json!(is_selected(node)),
        "selected" if node.tag() == "option" => json!(is_selected(node)),
        "disabled" => json!(node.attribute("disabled").is_some()),
        "hidden" => json!(node.attribute("hidden").is_some()),
        "readOnly" if matches!(node.tag(), "input" | "textarea") => {
            json!(node.attribute("readonly").is_some())
        }
        "required" | "multiple" | "open" if node.attribute(name).is_some() => json!(true),
        "innerHTML" => json!(node.inner_html()),
        "outerHTML" => json!(node.html()),
        "textContent" => json!(node.content()),
        "innerText" => json!(node.text()),
        "tagName" | "nodeName" => json!(node.tag().to_ascii_uppercase()),
        "localName" => json!(node.tag()),
        "childElementCount" => json!(node.children().count()),
        "href" if matches!(node.tag(), "a" | "area" | "link") => {
            return address("href").or_else(|| Some(json!("")));
        }
        "src"
            if matches!(node.tag(), "img" | "script" | "iframe" | "audio" | "video" | "source" | "embed") =>
        {
            return address("src").or_else(|| Some(json!("")));
        }
        "type" if node.tag() == "input" => json!(node.attribute("type").unwrap_or("text")),
        "type" if node.tag() == "button" => json!(node.attribute("type").unwrap_or("submit")),
        _ => {
            let (_, attribute, _) = REFLECTED.iter().find(|(property, _, tags)| {
                *property == name && (tags.is_empty() || tags.contains(&node.tag()))
            })?;
            json!(node.attribute(attribute).unwrap_or_default())
        }
    })
}

/// What a field holds.
fn value(node: Node<'_>, view: &View<'_>) -> Option<Value> {
    let own = || node.attribute("value");
    let shown = || view.typed(node);
    Some(match node.tag() {
        "input" if is_selectable(node) => json!(own().unwrap_or("on")),
        "input" => json!(shown().or_else(own).unwrap_or_default()),
        "textarea" => json!(shown().map_or_else(|| node.content(), str::to_owned)),
        "option" => json!(own().map_or_else(|| node.text(), str::to_owned)),
        "select" => {
            let options: Vec<Node<'_>> = node.descendants().filter(|inner| inner.tag() == "option").collect();
            let chosen = options.iter().find(|option| is_selected(**option)).or(options.first());
            chosen.and_then(|option| value(*option, view)).unwrap_or_else(|| json!(""))
        }
        "button" | "data" | "param" => json!(own().unwrap_or_default()),
        "li" => json!(own().and_then(|text| text.trim().parse::<i64>().ok()).unwrap_or_default()),
        "progress" | "meter" => {
            json!(own().and_then(|text| text.parse::<f64>().ok()).unwrap_or_default())
        }
        _ => return None,
    })
}

/// The declarations of a `style` attribute, as browsers write them.
fn style(node: Node<'_>) -> String {
    let text = node.attribute("style").unwrap_or_default();
    let declarations = text.split(';').filter_map(|part| part.split_once(':'));
    let told: Vec<String> =
        declarations.map(|(name, value)| format!("{}: {};", name.trim(), value.trim())).collect();
    told.join(" ")
}

/// Whether it is disabled, or in a fieldset that is (HTML section 4.10.18.5).
pub(super) fn is_disabled(node: Node<'_>) -> bool {
    node.matches(":is(button, input, select, textarea, option, optgroup):disabled, option[disabled], optgroup[disabled], optgroup[disabled] option")
        .unwrap_or(false)
}

fn is_selectable(node: Node<'_>) -> bool {
    node.tag() == "option"
        || node.tag() == "input" && matches!(node.attribute("type"), Some("checkbox" | "radio"))
}

fn is_selected(node: Node<'_>) -> bool {
    is_selectable(node) && ["checked", "selected"].iter().any(|name| node.attribute(name).is_some())
}
