//! `dcc.Location`: the page's address in the tree (protocol section 3.2).

use serde_json::{Map, Value};
use url::Url;

use crate::dash::Component;

/// The props that mirror the address, in the order in which a component sets them.
const FIELDS: [&str; 4] = ["pathname", "href", "hash", "search"];

/// What a changed `dcc.Location` does to the page's address.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Move {
    /// A full page load.
    Load(Url),
    /// `history.pushState`; with `tell`, every Location follows.
    Push { url: Url, tell: bool },
}

/// Whether a component is a `dcc.Location`.
pub(crate) fn is_location(component: &Component<'_>) -> bool {
    component.namespace == "dash_core_components" && component.kind == "Location"
}

/// What a Location sets when it is mounted: every prop that the app left out.
pub(crate) fn mounted(component: &Component<'_>, address: &Url) -> Map<String, Value> {
    differing(address, |field| component.prop(field).is_none_or(Value::is_null))
}

/// What a Location sets when the address changed without it: what differs.
pub(crate) fn followed(component: &Component<'_>, address: &Url) -> Map<String, Value> {
    differing(address, |field| component.text(field) != Some(&part(address, field)))
}

fn differing(address: &Url, wanted: impl Fn(&str) -> bool) -> Map<String, Value> {
    let fields = FIELDS.iter().filter(|field| wanted(field));
    fields.map(|field| ((*field).to_owned(), Value::String(part(address, field)))).collect()
}

/// `window.location[field]`.
fn part(address: &Url, field: &str) -> String {
    let with = |mark: char, text: Option<&str>| match text {
        Some(text) if !text.is_empty() => format!("{mark}{text}"),
        _ => String::new(),
    };
    match field {
        "pathname" => address.path().to_owned(),
        "hash" => with('#', address.fragment()),
        "search" => with('?', address.query()),
        _ => address.as_str().to_owned(),
    }
}

/// Where a Location leads whose props `names` were just changed, not by itself.
pub(crate) fn changed(component: &Component<'_>, names: &[&str], address: &Url) -> Option<Move> {
    let differs = |field: &str| {
        names.contains(&field) && component.text(field).is_some_and(|value| value != part(address, field))
    };
    let moved: Vec<&str> = FIELDS.into_iter().filter(|field| differs(field)).collect();
    if moved.is_empty() {
        return None;
    }
    let refresh = component.prop("refresh");
    let url = if moved.contains(&"href") {
        address.join(component.text("href")?).ok()?
    } else if refresh == Some(&Value::Bool(false)) || refresh.and_then(Value::as_str) == Some("callback-nav")
    {
        let text = |field: &str| component.text(field).unwrap_or_default();
        address.join(&format!("{}{}{}", text("pathname"), text("search"), text("hash"))).ok()?
    } else {
        let mut url = address.clone();
        for field in &moved {
            let value = component.text(field)?;
            match *field {
                "pathname" => url.set_path(value),
                "search" => url.set_query(Some(value.trim_start_matches('?'))),
                _ => url.set_fragment(Some(value.trim_start_matches('#'))),
            }
        }
        url
    };
    match refresh {
        Some(Value::Bool(false)) => Some(Move::Push { url, tell: false }),
        Some(Value::String(mode)) if mode == "callback-nav" => Some(Move::Push { url, tell: true }),
        // Setting only the hash never loads a page.
        _ if moved == ["hash"] => Some(Move::Push { url, tell: false }),
        _ => Some(Move::Load(url)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn location(props: Value) -> Value {
        json!({"type": "Location", "namespace": "dash_core_components", "props": props})
    }

    fn address() -> Url {
        Url::parse("http://app:1/a?b=1#c").unwrap()
    }

    #[test]
    fn a_new_location_sets_what_the_app_left_out_in_order() {
        let value = location(json!({"id": "u", "pathname": null, "hash": "#x"}));
        let props = mounted(&Component::of(&value).unwrap(), &address());
        assert_eq!(
            serde_json::to_string(&props).unwrap(),
            r#"{"pathname":"/a","href":"http://app:1/a?b=1#c","search":"?b=1"}"#
        );
    }

    #[test]
    fn a_changed_pathname_loads_pushes_or_tells_as_refresh_says() {
        let lead = |refresh: Value| {
            let value = location(json!({"pathname": "/z", "refresh": refresh}));
            changed(&Component::of(&value).unwrap(), &["pathname"], &address())
        };
        assert_eq!(lead(json!(true)), Some(Move::Load(Url::parse("http://app:1/z?b=1#c").unwrap())));
        let pushed = Url::parse("http://app:1/z").unwrap();
        assert_eq!(lead(json!(false)), Some(Move::Push { url: pushed.clone(), tell: false }));
        assert_eq!(lead(json!("callback-nav")), Some(Move::Push { url: pushed, tell: true }));
    }

    #[test]
    fn a_pathname_that_is_already_there_leads_nowhere() {
        let value = location(json!({"pathname": "/a"}));
        assert_eq!(changed(&Component::of(&value).unwrap(), &["pathname"], &address()), None);
    }
}
