//! The index page: what a client reads from its HTML (protocol section 1.3).

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use super::{ChildrenProps, Error, json};

/// An app's index page.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// The configuration for dash-renderer.
    pub config: Config,
    /// The page's title.
    pub title: String,
    /// The page's scripts, in order, but for dash-renderer's own.
    pub scripts: Vec<Script>,
    /// The script that starts dash-renderer, when it gives it hooks.
    pub renderer: Option<String>,
    /// Addresses of stylesheets, in order, as written.
    pub stylesheets: Vec<String>,
    /// Texts of `<style>`.
    pub styles: Vec<String>,
}

/// A `<script>` that a browser would run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Where its text is.
    pub source: ScriptSource,
    /// Whether it is a module: those run after all others.
    pub module: bool,
}

/// Where a script's text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScriptSource {
    /// The address, as written.
    Address(String),
    /// In the page: each inline clientside callback is one of these.
    Inline(String),
}

impl Script {
    /// The script that an element is; `None` for data, and for what configures and starts dash-renderer.
    fn of(element: ElementRef<'_>) -> Option<Self> {
        const RENDERER: [&str; 2] = ["_dash-config", "_dash-renderer"];
        let kind = element.attr("type").unwrap_or_default().trim().to_ascii_lowercase();
        let runs = matches!(kind.as_str(), "" | "module" | "text/javascript" | "application/javascript");
        let own = element.attr("id").is_some_and(|id| RENDERER.contains(&id));
        let source = match element.attr("src") {
            Some(address) => ScriptSource::Address(address.to_owned()),
            None => ScriptSource::Inline(element.text().collect()),
        };
        (runs && !own).then(|| Self { source, module: kind == "module" })
    }
}

impl Index {
    /// Reads the page.
    ///
    /// # Errors
    /// When it has no `_dash-config`: the reason says what the page seems to be instead.
    pub fn parse(html: &str) -> Result<Self, Error> {
        let page = Html::parse_document(html);
        let all = |css: &str| -> Vec<ElementRef<'_>> {
            Selector::parse(css).map(|selector| page.select(&selector).collect()).unwrap_or_default()
        };
        let text = |element: &ElementRef<'_>| element.text().collect::<String>();
        let attributes = |css: &str, name: &str| {
            all(css).iter().filter_map(|e| e.attr(name)).map(str::to_owned).collect::<Vec<_>>()
        };
        let title = all("title").first().map(text).unwrap_or_default();
        let config = all("script#_dash-config").first().map(text).ok_or_else(|| Error::Shape {
            what: "the page".to_owned(),
            reason: if all("input[type=password]").is_empty() {
                format!("it has no `_dash-config` (its title is {title:?})")
            } else {
                format!("it asks for a password (its title is {title:?})")
            },
        })?;
        let config = json::parse(&config)
            .map_err(|error| Error::NotJson { what: "_dash-config".to_owned(), reason: error.to_string() })?;
        Ok(Self {
            config: Config(config),
            title,
            scripts: all("script").into_iter().filter_map(Script::of).collect(),
            renderer: all("script#_dash-renderer").first().map(text).filter(|script| {
                let bare: String = script.chars().filter(|c| !c.is_whitespace()).collect();
                !bare.contains("newDashRenderer()")
            }),
            stylesheets: attributes("link[rel~=stylesheet][href]", "href"),
            styles: all("style").iter().map(text).collect(),
        })
    }

    /// The address of the React that the page loads.
    pub fn react(&self) -> Option<&str> {
        self.scripts.iter().find_map(|script| match &script.source {
            ScriptSource::Address(address) if address.contains("react-dom") => Some(address.as_str()),
            _ => None,
        })
    }
}

/// The `_dash-config` of one page load.
#[derive(Debug, Clone, PartialEq)]
pub struct Config(Value);

impl Config {
    /// The config that a page's `_dash-config` holds.
    pub fn new(config: Value) -> Self {
        Self(config)
    }

    /// All of it, as the page has it.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// The prefix of the app's addresses, `/` at both ends (protocol section 1.1).
    pub fn requests_prefix(&self) -> String {
        let text = |key: &str| self.0.get(key).and_then(Value::as_str);
        let prefix = text("requests_pathname_prefix").or_else(|| text("url_base_pathname")).unwrap_or("/");
        if prefix.ends_with('/') { prefix.to_owned() } else { format!("{prefix}/") }
    }

    /// Dash's version; 2.18.0 before 3.0, which does not tell.
    pub fn dash_version(&self) -> (u32, u32, u32) {
        let text = self.0.get("dash_version").and_then(Value::as_str).unwrap_or("2.18.0");
        let mut parts = text.split('.').map(|part| {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().unwrap_or(0)
        });
        let mut next = || parts.next().unwrap_or(0);
        (next(), next(), next())
    }

    /// The page load's id, echoed with each call (4.4.1 and later).
    pub fn end_id(&self) -> Option<&str> {
        self.0.get("end_id").and_then(Value::as_str)
    }

    /// Whether callbacks with missing ids are accepted in silence.
    pub fn suppresses_callback_exceptions(&self) -> bool {
        self.0.get("suppress_callback_exceptions").and_then(Value::as_bool).unwrap_or(false)
    }

    /// Whether the page shows the dev tools: in debug mode.
    pub fn shows_tools(&self) -> bool {
        self.0.get("ui").and_then(Value::as_bool).unwrap_or(false)
    }

    /// Whether the types of props are checked: in debug mode.
    pub fn checks_props(&self) -> bool {
        self.0.get("props_check").and_then(Value::as_bool).unwrap_or(false)
    }

    /// The props that hold components.
    pub fn children_props(&self) -> ChildrenProps {
        self.0.get("children_props").map(ChildrenProps::from_value).unwrap_or_default()
    }

    /// The same as the app wrote it: namespace → type → list of paths.
    pub fn children_props_value(&self) -> Value {
        self.0.get("children_props").cloned().unwrap_or_default()
    }

    /// The tree against which ids are checked, when it is not the layout.
    pub fn validation_layout(&self) -> Option<&Value> {
        self.0.get("validation_layout").filter(|layout| !layout.is_null())
    }

    /// The page's title while a callback is pending; empty when that leaves it as it is.
    pub fn update_title(&self) -> &str {
        self.0.get("update_title").and_then(Value::as_str).unwrap_or_default()
    }

    /// The names of the CSRF cookie and header.
    pub fn csrf(&self) -> (&str, &str) {
        let text = |key: &str| self.0.get(key).and_then(Value::as_str);
        (text("csrf_token_name").unwrap_or("_csrf_token"), text("csrf_header_name").unwrap_or("X-CSRFToken"))
    }

    /// How callbacks run over a WebSocket; `None` when the app offers none (4.2 and later, FastAPI and Quart).
    pub fn websocket(&self) -> Option<WebsocketConfig> {
        let config = self.0.get("websocket")?;
        let text = |key: &str| config.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        // The renderer needs its worker, too.
        text("worker_url")?;
        Some(WebsocketConfig {
            path: text("url")?.to_owned(),
            for_all: config.get("enabled").and_then(Value::as_bool).unwrap_or(false),
            inactivity_ms: config.get("inactivity_timeout").and_then(Value::as_i64),
        })
    }

    /// Whether the renderer checks callbacks before it runs any: always before 4.1.
    pub fn validates_callbacks(&self) -> bool {
        self.0.get("validate_callbacks").and_then(Value::as_bool).unwrap_or(self.dash_version() < (4, 1, 0))
    }
}

/// The `websocket` part of the configuration. Its `heartbeat_interval` is not among it: the renderer never hands it to
/// its worker (4.2 to 4.4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebsocketConfig {
    /// The socket's path, with the prefix of the app's addresses.
    pub path: String,
    /// Whether every callback runs over it; otherwise those that ask for it do.
    pub for_all: bool,
    /// After how many silent milliseconds it is closed; zero or less is never.
    pub inactivity_ms: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html><head><title>Sales</title>
        <link rel="stylesheet" href="/assets/a.css?m=1"><style>b{}</style></head><body>
        <div id="react-entry-point"></div><footer>
        <script id="_dash-config" type="application/json">{"requests_pathname_prefix":"/x","dash_version":"4.4.1rc2",
        "end_id":"a~b","children_props":{"dcc":{"Tab":["label"]}}}</script>
        <script src="/x/_dash-component-suites/dash/dcc.v1.js"></script><script>var f = "</p>";</script>
        <script id="_dash-renderer">var renderer</script></footer></body></html>"#;

    #[test]
    fn the_page_gives_config_scripts_and_stylesheets() {
        let index = Index::parse(PAGE).unwrap();
        assert_eq!(index.title, "Sales");
        assert_eq!(index.config.requests_prefix(), "/x/");
        assert_eq!(index.config.dash_version(), (4, 4, 1));
        assert_eq!(index.config.end_id(), Some("a~b"));
        let classic = |source| Script { source, module: false };
        assert_eq!(
            index.scripts,
            [
                classic(ScriptSource::Address("/x/_dash-component-suites/dash/dcc.v1.js".to_owned())),
                classic(ScriptSource::Inline(r#"var f = "</p>";"#.to_owned())),
            ]
        );
        assert_eq!(index.renderer.as_deref(), Some("var renderer"));
        assert_eq!(index.stylesheets, ["/assets/a.css?m=1"]);
    }

    #[test]
    fn a_renderer_without_hooks_is_no_script_of_the_app() {
        let page = PAGE.replace("var renderer", "var renderer = new DashRenderer();");
        assert_eq!(Index::parse(&page).unwrap().renderer, None);
    }

    #[test]
    fn a_login_page_is_recognised() {
        let error = Index::parse("<title>Sign in</title><input type=password>").unwrap_err().to_string();
        assert!(error.contains("asks for a password") && error.contains("Sign in"), "{error}");
    }
}
