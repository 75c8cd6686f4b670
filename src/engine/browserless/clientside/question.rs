//! What scripts ask the page, but for its elements: address, storage, cookies, components, time zones.

use serde_json::{Value, json};
use url::Url;

use super::super::behaviour;
use super::outcome::place;
use super::surroundings::Surroundings;
use crate::dash::{Component, ComponentId, crawl, json as js, truthy};

impl Surroundings {
    /// Answers a question of the page's scripts: JSON or, where the answer is one text, that text. What is not there
    /// is an empty text.
    pub(super) fn answer(&mut self, question: &str, args: &[String]) -> String {
        let arg = |index: usize| args.get(index).map(String::as_str).unwrap_or_default();
        match question {
            "address" => self.address.as_ref().map(Url::to_string).unwrap_or_default(),
            "url" => parts(parsed(arg(0), arg(1)).as_ref()),
            "seturl" => parts(changed(arg(0), arg(1), arg(2)).as_ref()),
            "zoned" => zoned(arg(0), arg(1)).unwrap_or(Value::Null).to_string(),
            "media" => self.media.matches(arg(0)).to_string(),
            "cookies" => self.cookies.clone(),
            "cookie" => {
                self.set_cookie(arg(0));
                String::new()
            }
            "stored" => {
                let value = self.storage.area(Some(arg(0)), "session").get(arg(1));
                value.map(|text| json!(text).to_string()).unwrap_or_default()
            }
            "keys" => {
                json!(self.storage.area(Some(arg(0)), "session").keys().collect::<Vec<_>>()).to_string()
            }
            "store" => {
                self.storage.area(Some(arg(0)), "session").insert(arg(1).to_owned(), arg(2).to_owned());
                String::new()
            }
            "forget" => {
                self.storage.area(Some(arg(0)), "session").remove(arg(1));
                String::new()
            }
            "layout" => self.layout(arg(0)).as_ref().map(js::print).unwrap_or_default(),
            "figure" => self.figure(arg(0), arg(1)).unwrap_or_default(),
            "mathjax" => self.has_formulas().to_string(),
            "state" => Value::Object(self.state.clone()).to_string(),
            "value" => self.value(arg(0)).unwrap_or_default(),
            _ => self.element(question, args),
        }
    }

    /// Whether a component asks for formulas.
    fn has_formulas(&self) -> bool {
        let mut asks = false;
        crawl(&self.store.tree, "", &self.store.children_props, &mut |component: Component<'_>, _: &str| {
            asks |= component.namespace == "dash_core_components" && truthy(component.prop("mathjax"));
        });
        asks
    }

    /// A component by its id's text or its path, both as JSON; the whole layout for an empty path.
    fn layout(&self, target: &str) -> Option<Value> {
        let at = match js::parse(target).ok()? {
            Value::Array(path) if path.is_empty() => {
                let tree = self.store.tree.clone();
                return Some(if self.nested { json!({"components": tree}) } else { tree });
            }
            Value::Array(path) => place(&path, self.nested)?,
            id => {
                let id = match id.as_str() {
                    Some(text) => ComponentId::parse(text).ok()?,
                    None => ComponentId::from_value(&id)?,
                };
                self.store.place(&id)?.to_owned()
            }
        };
        self.store.tree.pointer(&at).cloned()
    }

    /// What the control that an element stands for holds, as JSON text.
    fn value(&mut self, key: &str) -> Option<String> {
        let at = self.component_of(key)?;
        let value = behaviour::value(self.store.component(&at)?)?;
        let text = match value {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => js::print(&other),
        };
        Some(json!(text).to_string())
    }

    /// The data or the layout of the graph that an element belongs to, as JSON.
    fn figure(&mut self, key: &str, part: &str) -> Option<String> {
        let at = self.component_of(key)?;
        let figure = self.store.component(&at)?.prop("figure")?;
        figure.get(part).map(js::print)
    }

    fn set_cookie(&mut self, text: &str) {
        let pair = text.split(';').next().unwrap_or_default().trim();
        let Some((name, _)) = pair.split_once('=') else { return };
        let others = self
            .cookies
            .split("; ")
            .filter(|known| known.split('=').next() != Some(name) && !known.is_empty());
        let gone = text.to_ascii_lowercase().contains("max-age=0") || text.contains("1970");
        let mut all: Vec<&str> = others.collect();
        if !gone {
            all.push(pair);
        }
        self.cookies = all.join("; ");
    }
}

fn parsed(href: &str, base: &str) -> Option<Url> {
    if base.is_empty() { Url::parse(href).ok() } else { Url::parse(base).ok()?.join(href).ok() }
}

/// An address with one part changed; `None` when it can't be.
fn changed(href: &str, part: &str, value: &str) -> Option<Url> {
    let mut url = Url::parse(href).ok()?;
    let optional =
        |mark: char| Some(value.strip_prefix(mark).unwrap_or(value)).filter(|text| !text.is_empty());
    match part {
        "href" => return Url::parse(value).ok(),
        "protocol" => url.set_scheme(value.trim_end_matches(':')).ok()?,
        "username" => url.set_username(value).ok()?,
        "password" => url.set_password(optional('\0')).ok()?,
        "hostname" => url.set_host(Some(value)).ok()?,
        "host" => {
            let (host, port) = value.split_once(':').unwrap_or((value, ""));
            url.set_host(Some(host)).ok()?;
            url.set_port(port.parse().ok()).ok()?;
        }
        "port" => url.set_port(value.parse().ok()).ok()?,
        "pathname" => url.set_path(value),
        "search" => url.set_query(optional('?')),
        "hash" => url.set_fragment(optional('#')),
        _ => return None,
    }
    Some(url)
}

/// The parts of an address as JSON; `null` for none.
fn parts(url: Option<&Url>) -> String {
    let Some(url) = url else { return Value::Null.to_string() };
    let marked = |mark: char, text: Option<&str>| match text {
        Some(text) if !text.is_empty() => format!("{mark}{text}"),
        _ => String::new(),
    };
    let port = url.port().map(|port| port.to_string()).unwrap_or_default();
    let hostname = url.host_str().unwrap_or_default();
    let host = if port.is_empty() { hostname.to_owned() } else { format!("{hostname}:{port}") };
    json!({
        "href": url.as_str(), "protocol": format!("{}:", url.scheme()), "username": url.username(),
        "password": url.password().unwrap_or_default(), "host": host, "hostname": hostname, "port": port,
        "pathname": url.path(), "search": marked('?', url.query()), "hash": marked('#', url.fragment()),
        "origin": url.origin().ascii_serialization(),
    })
    .to_string()
}

/// The fields of a moment (milliseconds since 1970) in a time zone.
fn zoned(at: &str, zone: &str) -> Option<Value> {
    let moment = jiff::Timestamp::from_millisecond(at.parse::<f64>().ok()? as i64).ok()?;
    let there = moment.in_tz(zone).ok()?;
    Some(json!({
        "year": there.year(), "month": there.month() - 1, "day": there.day(),
        "weekday": there.weekday().to_sunday_zero_offset(), "hour": there.hour(), "minute": there.minute(),
        "second": there.second(), "ms": there.millisecond(),
    }))
}
