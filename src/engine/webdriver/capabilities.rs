//! What a client asks of a new session, and what it gets (W3C WebDriver section 7).

use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::Error;
use super::log;
use super::timeouts::Timeouts;
use crate::trace::MessageLevel;

/// What a session is started with.
#[derive(Debug, Clone)]
pub(super) struct Capabilities {
    pub(super) timeouts: Timeouts,
    /// What becomes of a dialog that is in the way: one of WebDriver's words.
    pub(super) prompts: String,
    /// Width and height of the page area, CSS px, from `--window-size`.
    pub(super) viewport: Option<(u32, u32)>,
    /// Where downloads go.
    pub(super) downloads: Option<PathBuf>,
    /// The least level of the console's lines.
    pub(super) log_level: MessageLevel,
    /// As the client gets them.
    pub(super) told: Map<String, Value>,
}

impl Capabilities {
    /// Takes the first of the alternatives that a client gives. Any browser will do, and what its vendor adds.
    ///
    /// # Errors
    /// A body without capabilities, or with some that are none.
    pub(super) fn read(body: &Map<String, Value>) -> Result<Self, Error> {
        let invalid = |what: &str| Error::InvalidArgument(format!("{what} is no object"));
        // Clients from before the standard send `desiredCapabilities` alone.
        let legacy =
            || json!({"alwaysMatch": body.get("desiredCapabilities").cloned().unwrap_or_else(|| json!({}))});
        let asked = match body.get("capabilities") {
            Some(asked) => asked.clone(),
            None if body.contains_key("desiredCapabilities") => legacy(),
            None => return Err(Error::InvalidArgument("there are no `capabilities`".to_owned())),
        };
        let asked = asked.as_object().ok_or_else(|| invalid("capabilities"))?;
        let empty = json!({});
        let always = asked.get("alwaysMatch").unwrap_or(&empty);
        let always = always.as_object().ok_or_else(|| invalid("alwaysMatch"))?;
        let first = match asked.get("firstMatch") {
            None => Map::new(),
            Some(Value::Array(all)) if !all.is_empty() => {
                let objects: Option<Vec<&Map<String, Value>>> = all.iter().map(Value::as_object).collect();
                let objects = objects.ok_or_else(|| invalid("one of firstMatch"))?;
                objects.first().map(|first| (*first).clone()).unwrap_or_default()
            }
            Some(_) => return Err(Error::InvalidArgument("firstMatch is no list of objects".to_owned())),
        };
        if let Some(twice) = first.keys().find(|name| always.contains_key(*name)) {
            return Err(Error::InvalidArgument(format!("`{twice}` is in alwaysMatch and in firstMatch")));
        }
        let mut wanted = always.clone();
        wanted.extend(first);
        Self::of(wanted)
    }

    fn of(wanted: Map<String, Value>) -> Result<Self, Error> {
        let text = |name: &str, or: &str| match wanted.get(name) {
            None | Some(Value::Null) => Ok(or.to_owned()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(other) => Err(Error::InvalidArgument(format!("`{name}` is no text: {other}"))),
        };
        let mut timeouts = Timeouts::default();
        if let Some(given) = wanted.get("timeouts").filter(|given| !given.is_null()) {
            let given = given.as_object();
            timeouts
                .set(given.ok_or_else(|| Error::InvalidArgument("`timeouts` is no object".to_owned()))?)?;
        }
        let browser = text("browserName", "chrome")?;
        let prompts = match wanted.get("unhandledPromptBehavior") {
            Some(Value::String(text)) => text.clone(),
            _ => "dismiss and notify".to_owned(),
        };
        let told = json!({
            "browserName": browser,
            "browserVersion": env!("CARGO_PKG_VERSION"),
            "platformName": std::env::consts::OS,
            "acceptInsecureCerts": wanted.get("acceptInsecureCerts").and_then(Value::as_bool).unwrap_or(false),
            "pageLoadStrategy": text("pageLoadStrategy", "normal")?,
            "proxy": {},
            "setWindowRect": true,
            "strictFileInteractability": false,
            "timeouts": timeouts.told(),
            "unhandledPromptBehavior": prompts,
            "dashproof:engine": "browserless",
        });
        let told = told.as_object().cloned().unwrap_or_default();
        let viewport = arguments(&wanted).find_map(|argument| {
            let (width, height) =
                argument.trim_start_matches('-').strip_prefix("window-size=")?.split_once([',', 'x'])?;
            Some((width.trim().parse().ok()?, height.trim().parse().ok()?))
        });
        let downloads = wanted.values().find_map(|vendor| {
            let prefs = vendor.get("prefs")?;
            let folder =
                prefs.get("download.default_directory").or_else(|| prefs.get("browser.download.dir"))?;
            folder.as_str().filter(|folder| !folder.is_empty()).map(PathBuf::from)
        });
        let log_level = match wanted.get("goog:loggingPrefs").and_then(|logs| logs.get("browser")) {
            Some(Value::String(name)) => log::level(name)?,
            _ => MessageLevel::Warning,
        };
        Ok(Self { timeouts, prompts, viewport, downloads, log_level, told })
    }
}

/// The command line that a client wants its browser to have.
fn arguments(wanted: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let lists = wanted.values().filter_map(|vendor| vendor.get("args")?.as_array());
    lists.flatten().filter_map(Value::as_str)
}
