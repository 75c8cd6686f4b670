//! Firefox, told by WebDriver BiDi (w3c.github.io/webdriver-bidi) beside geckodriver.

use std::path::Path;

use async_trait::async_trait;
use fantoccini::Client;
use serde_json::{Value, json};
use url::Url;

use super::channel::Channel;
use super::context::Made;
use super::dialect::{Area, Dialect, Window, fitted};
use super::wanted::Wanted;
use super::wire::{bytes, failure, told};
use crate::engine::{Coordinates, Error, Pdf, Print, Theme};

/// Points a centimetre, the unit of the protocol's lengths.
const CENTIMETRE: f64 = 72.0 / 2.54;

/// What its print leaves out.
const UNPRINTED: &str =
    "Firefox prints no header, footer, sheet numbers or outline: `--browser chromium` does";

/// A session of geckodriver.
#[derive(Debug)]
pub(super) struct Firefox {
    client: Client,
    browser: Channel,
}

impl Firefox {
    /// Connects to the browser of a session.
    ///
    /// # Errors
    /// When the session has no BiDi, as in front of old grids.
    pub(super) async fn of(client: Client) -> Result<Self, String> {
        let address = client.capabilities().and_then(|told| told.get("webSocketUrl")).and_then(Value::as_str);
        let address = address.ok_or(
            "this WebDriver offers no WebDriver BiDi (`webSocketUrl`), which geckodriver and Selenium Grid 4 do",
        )?;
        let browser = Channel::open(address).await?;
        Ok(Self { client, browser })
    }

    /// A command about the page.
    async fn of_page(&self, method: &str, mut params: Value) -> Result<Value, Error> {
        let page = self.client.window().await.map_err(|error| failure(None, &error.to_string()))?;
        params["context"] = json!(String::from(page));
        self.browser.command(method, params).await.map_err(|said| failure(None, &said))
    }
}

#[async_trait]
impl Dialect for Firefox {
    async fn view(&self, Window { width, height, scale }: Window) -> Result<(), Error> {
        let viewport = json!({ "width": width as u32, "height": height.ceil() as u32 });
        let view = json!({ "viewport": viewport, "devicePixelRatio": scale });
        self.of_page("browsingContext.setViewport", view).await.map(drop)
    }

    async fn locate(&self, place: Option<Coordinates>, _context: Option<&str>) -> Result<(), Error> {
        // Its permission is a setting of the browser (see `capabilities`).
        let page = self.client.window().await.map_err(|error| failure(None, &error.to_string()))?;
        let at = place.map(|place| {
            json!({
                "latitude": place.latitude(),
                "longitude": place.longitude(),
                "accuracy": Coordinates::ACCURACY,
            })
        });
        let params = json!({ "contexts": [String::from(page)], "coordinates": at });
        let told: Result<Value, _> = self.browser.command("emulation.setGeolocationOverride", params).await;
        told.map(drop).map_err(|said| failure(None, &said))
    }

    async fn insert(&self, text: &str) -> Result<(), Error> {
        const INSERT: &str = "return document.execCommand('insertText', false, arguments[0])";
        let done = self.client.execute(INSERT, vec![json!(text)]).await;
        match done.map_err(|error| failure(None, &error.to_string()))? {
            Value::Bool(true) => Ok(()),
            _ => Err(Error::Browser { reason: "what has the keyboard takes no text".to_owned() }),
        }
    }

    async fn shoot(&self, area: Option<Area>) -> Result<Vec<u8>, Error> {
        let params = area.map_or_else(
            || json!({}),
            |Area { x, y, width, height }| {
                json!({
                    "origin": "document",
                    "clip": { "type": "box", "x": x, "y": y, "width": width, "height": height },
                })
            },
        );
        bytes(&self.of_page("browsingContext.captureScreenshot", params).await?)
    }

    async fn print(&self, print: &Print, width: u32) -> Result<Pdf, Error> {
        let (size, margins) = (print.paper.size, print.paper.margins);
        let params = json!({
            "background": true,
            "page": { "width": size.width / CENTIMETRE, "height": size.height / CENTIMETRE },
            "margin": {
                "left": margins.x0 / CENTIMETRE,
                "top": margins.y0 / CENTIMETRE,
                "right": margins.x1 / CENTIMETRE,
                "bottom": margins.y1 / CENTIMETRE,
            },
            "scale": fitted(print, width)?,
            "shrinkToFit": false,
        });
        let bytes = bytes(&self.of_page("browsingContext.print", params).await?)?;
        Ok(Pdf { bytes, notes: vec![UNPRINTED.to_owned()] })
    }

    async fn make_context(&self) -> Result<Made, String> {
        let made: Value = self.browser.command("browser.createUserContext", json!({})).await?;
        let context = told(&made, "userContext")?;
        let page = json!({ "type": "tab", "userContext": context });
        let page: Value = self.browser.command("browsingContext.create", page).await?;
        // geckodriver names windows as BiDi does.
        Ok(Made { context, page: told(&page, "context")? })
    }

    async fn drop_context(&self, context: &str) -> Result<(), String> {
        let context = json!({ "userContext": context });
        self.browser.command::<Value>("browser.removeUserContext", context).await.map(drop)
    }

    async fn empty(&self, _blank: &Url) -> Result<(), Error> {
        Err(Error::Browser { reason: "Firefox is emptied by contexts alone".to_owned() })
    }

    async fn forget_files(&self) -> Result<(), Error> {
        // They are a context's too.
        Ok(())
    }

    fn needs_context(&self) -> bool {
        // No command empties what an origin stores.
        true
    }
}

/// The capabilities of a session, with a local browser or with whatever a remote end has.
pub(super) fn capabilities(local: Option<&Path>, wanted: &Wanted<'_>) -> Value {
    let Wanted { setup, theme, fence } = *wanted;
    let mut args = setup.args.clone();
    // Colours as the page names them, whatever the screen's profile says.
    let mut prefs = json!({
        "gfx.color_management.force_srgb": true,
        // A page that is gone back to is loaded.
        "browser.sessionhistory.max_total_viewers": 0,
        // Pages may ask where they are; who is told nothing knows nothing.
        "permissions.default.geo": 1,
        "geo.provider.network.url": "",
        // 0 is dark, 1 is light, whatever the desktop prefers.
        "layout.css.prefers-color-scheme.content-override": u8::from(theme == Theme::Light),
    });
    if let Some(fence) = fence {
        prefs["network.proxy.type"] = json!(1);
        prefs["network.proxy.socks"] = json!(fence.ip().to_string());
        prefs["network.proxy.socks_port"] = json!(fence.port());
        prefs["network.proxy.socks_version"] = json!(5);
        // Names are the proxy's to resolve, and what is on this machine its to judge.
        prefs["network.proxy.socks_remote_dns"] = json!(true);
        prefs["network.proxy.socks5_remote_dns"] = json!(true);
        prefs["network.proxy.allow_hijacking_localhost"] = json!(true);
        prefs["network.proxy.no_proxies_on"] = json!("");
        prefs["network.dns.disablePrefetch"] = json!(true);
        prefs["media.peerconnection.enabled"] = json!(false);
    }
    if !setup.headed {
        args.push("-headless".to_owned());
        // Scroll bars over the page that are never shown.
        prefs["ui.useOverlayScrollbars"] = json!(1);
        prefs["layout.testing.overlay-scrollbars.always-hidden"] = json!(true);
    }
    let mut options = json!({ "args": args, "prefs": prefs });
    if let Some(browser) = local {
        options["binary"] = json!(browser);
    }
    json!({ "browserName": "firefox", "webSocketUrl": true, "moz:firefoxOptions": options })
}
