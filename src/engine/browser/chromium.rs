//! Chromium and its kin, told by the Chrome DevTools Protocol through chromedriver.

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use fantoccini::Client;
use fantoccini::error::CmdError;
use serde_json::{Value, json};
use tokio::sync::OnceCell;
use tokio::time::sleep;
use url::Url;

use super::channel::Channel;
use super::context::Made;
use super::dialect::{Area, Dialect, Window, fitted};
use super::wanted::Wanted;
use super::wire::{bytes, failure, issue, told};
use crate::engine::{Coordinates, Error, Pdf, Print, Theme};

/// Points an inch, the unit of the protocol's lengths.
const INCH: f64 = 72.0;

/// What pages store for an origin, as the DevTools Protocol names it (`Storage.StorageType`).
const STORED: &str =
    "cookies,file_systems,indexeddb,local_storage,websql,service_workers,cache_storage,storage_buckets";

/// How often it is asked whether pages are closed.
const CLOSED: Duration = Duration::from_millis(3);

/// A session of chromedriver.
#[derive(Debug)]
pub(super) struct Chromium {
    client: Client,
    /// chromedriver passes commands on to one page, which may make no contexts; the browser itself listens beside it.
    debugger: OnceCell<Channel>,
}

impl Chromium {
    pub(super) fn new(client: Client) -> Self {
        Self { client, debugger: OnceCell::new() }
    }

    /// A command of the protocol to the page.
    async fn cdp(&self, method: &str, params: Value) -> Result<Value, Error> {
        issue(&self.client, "goog/cdp/execute", json!({ "cmd": method, "params": params })).await
    }

    /// The browser itself, at the address that chromedriver tells.
    async fn debugger(&self) -> Result<&Channel, String> {
        self.debugger
            .get_or_try_init(async || Channel::open(&debugger_address(&self.client).await?).await)
            .await
    }
}

async fn debugger_address(client: &Client) -> Result<String, String> {
    let told = client.capabilities().and_then(|told| told.get("goog:chromeOptions")?.get("debuggerAddress"));
    let address = told.and_then(Value::as_str).ok_or("this browser tells no address of its debugger")?;
    let said = |error: reqwest::Error| error.to_string();
    let client = reqwest::Client::builder().no_proxy().build().map_err(said)?;
    let version = client.get(format!("http://{address}/json/version")).timeout(super::channel::ANSWER);
    let version: Value = version.send().await.map_err(said)?.json().await.map_err(said)?;
    let url = version.get("webSocketDebuggerUrl").and_then(Value::as_str);
    Ok(url.ok_or("the browser's debugger tells no address")?.to_owned())
}

#[async_trait]
impl Dialect for Chromium {
    async fn view(&self, window: Window) -> Result<(), Error> {
        let metrics = json!({
            "width": window.width as u32,
            "height": window.height.ceil() as u32,
            "deviceScaleFactor": window.scale,
            "mobile": false,
        });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await?;
        // A page in a window behind another is told nothing of the keyboard's focus.
        self.cdp("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await.map(drop)
    }

    async fn locate(&self, place: Option<Coordinates>, context: Option<&str>) -> Result<(), Error> {
        let setting = if place.is_some() { "granted" } else { "denied" };
        let mut permission = json!({ "permission": { "name": "geolocation" }, "setting": setting });
        if let Some(context) = context {
            permission["browserContextId"] = json!(context);
        }
        self.cdp("Browser.setPermission", permission).await?;
        let Some(place) = place else { return Ok(()) };
        let at = json!({
            "latitude": place.latitude(),
            "longitude": place.longitude(),
            "accuracy": Coordinates::ACCURACY,
        });
        self.cdp("Emulation.setGeolocationOverride", at).await.map(drop)
    }

    async fn insert(&self, text: &str) -> Result<(), Error> {
        self.cdp("Input.insertText", json!({ "text": text })).await.map(drop)
    }

    async fn shoot(&self, area: Option<Area>) -> Result<Vec<u8>, Error> {
        let mut params = json!({ "format": "png", "captureBeyondViewport": area.is_some() });
        if let Some(Area { x, y, width, height }) = area {
            params["clip"] = json!({ "x": x, "y": y, "width": width, "height": height, "scale": 1 });
        }
        bytes(&self.cdp("Page.captureScreenshot", params).await?)
    }

    async fn print(&self, print: &Print, width: u32) -> Result<Pdf, Error> {
        let (size, margins) = (print.paper.size, print.paper.margins);
        let params = json!({
            "paperWidth": size.width / INCH,
            "paperHeight": size.height / INCH,
            "marginLeft": margins.x0 / INCH,
            "marginTop": margins.y0 / INCH,
            "marginRight": margins.x1 / INCH,
            "marginBottom": margins.y1 / INCH,
            "scale": fitted(print, width)?,
            "printBackground": true,
            "displayHeaderFooter": true,
            "headerTemplate": line(print, &format!("<span>{}</span>", html(&print.header))),
            "footerTemplate": line(print, &format!(
                "<span>{}</span><span><span class=pageNumber></span> / <span class=totalPages></span></span>",
                html(&print.title)
            )),
            "generateTaggedPDF": true,
            "generateDocumentOutline": true,
        });
        Ok(Pdf { bytes: bytes(&self.cdp("Page.printToPDF", params).await?)?, notes: Vec::new() })
    }

    async fn make_context(&self) -> Result<Made, String> {
        let debugger = self.debugger().await?;
        let made: Value = debugger.command("Target.createBrowserContext", json!({})).await?;
        let context = told(&made, "browserContextId")?;
        let page = json!({ "url": "about:blank", "browserContextId": context });
        let page: Value = debugger.command("Target.createTarget", page).await?;
        // chromedriver names windows by their targets.
        Ok(Made { context, page: told(&page, "targetId")? })
    }

    async fn drop_context(&self, context: &str) -> Result<(), String> {
        let context = json!({ "browserContextId": context });
        self.debugger().await?.command::<Value>("Target.disposeBrowserContext", context).await.map(drop)
    }

    async fn empty(&self, blank: &Url) -> Result<(), Error> {
        /// What stays with a window, whichever page it shows.
        const OF_WINDOW: &str = "sessionStorage.clear(); window.name = '';";
        let said = |error: CmdError| failure(None, &error.to_string());
        let windows = async || self.client.windows().await.map_err(said);
        let own = self.client.window().await.map_err(said)?;
        let further: Vec<_> = windows().await?.into_iter().filter(|page| *page != own).collect();
        for page in &further {
            // chromedriver's own command looks whether the page is gone every 50 ms.
            self.cdp("Target.closeTarget", json!({ "targetId": String::from(page.clone()) })).await?;
        }
        while !further.is_empty() && windows().await?.len() > 1 {
            sleep(CLOSED).await;
        }
        // A gesture that failed may have left a button or a key pressed.
        self.client.release_actions().await.map_err(said)?;
        // A page that never comes to rest is not left.
        issue(&self.client, "url", json!({ "url": blank.as_str() })).await?;
        self.client.execute(OF_WINDOW, Vec::new()).await.map_err(said)?;
        self.cdp("Page.resetNavigationHistory", json!({})).await?;
        self.cdp("Network.clearBrowserCookies", json!({})).await?;
        let stored = json!({ "origin": blank.origin().ascii_serialization(), "storageTypes": STORED });
        self.cdp("Storage.clearDataForOrigin", stored).await.map(drop)
    }

    async fn forget_files(&self) -> Result<(), Error> {
        self.cdp("Network.clearBrowserCache", json!({})).await.map(drop)
    }

    fn needs_context(&self) -> bool {
        false
    }
}

/// A line in the margin, as wide as the page; its own style, because the page's does not reach it.
fn line(print: &Print, inner: &str) -> String {
    let (left, right) = (print.paper.margins.x0, print.paper.margins.x1);
    format!(
        "<div style=\"display:flex;justify-content:space-between;width:100%;color:#666;\
         font:7pt sans-serif;margin:0 {right}pt 0 {left}pt\">{inner}</div>"
    )
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A browser on this machine.
#[derive(Clone, Copy)]
pub(super) struct Local<'a> {
    pub(super) program: &'a Path,
    /// The folder of its profile.
    pub(super) profile: &'a Path,
    /// A small page, of the site that visits go to (127.0.0.1), which its first window shows.
    pub(super) home: &'a str,
}

/// The capabilities of a session, with a local browser or with whatever a remote end has.
pub(super) fn capabilities(local: Option<Local<'_>>, wanted: &Wanted<'_>) -> Value {
    let Wanted { setup, theme, fence } = *wanted;
    let mut args: Vec<String> = [
        // A page that is gone back to is loaded, as after a history too long to be kept: the app is asked again.
        "--disable-back-forward-cache",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        // Pages of the browser's own window, which nobody sees: they take longer to start than all the rest of it.
        "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--disable-sync",
        "--disable-lcd-text",
        "--font-render-hinting=none",
        "--force-color-profile=srgb",
        // chromedriver debugs each page, and V8 then reads a script of megabytes anew for the places of its errors, plotly.js
        // three times, unless it notes places at the first reading.
        "--js-flags=--no-enable-lazy-source-positions",
        "--no-default-browser-check",
        "--no-first-run",
        // The window, which shows a page of the same site between visits, keeps the process alive that has read the app's code.
        "--process-per-site",
    ]
    .map(str::to_owned)
    .to_vec();
    if !setup.headed {
        args.extend(["--headless=new", "--hide-scrollbars"].map(str::to_owned));
    }
    // Blink's `preferredColorScheme`: 0 is dark, 1 is light.
    args.push(format!("--blink-settings=preferredColorScheme={}", u8::from(theme == Theme::Light)));
    if let Some(fence) = fence {
        args.extend([
            format!("--proxy-server=socks5://{fence}"),
            // Without it Chromium asks its own machine directly.
            "--proxy-bypass-list=<-loopback>".to_owned(),
            // Names are the proxy's to resolve, also those that are only looked up ahead.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".to_owned(),
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp".to_owned(),
        ]);
    }
    // Chromium's sandbox refuses to run as root, which is what containers run as.
    if local.is_some() && rustix::process::geteuid().is_root() {
        args.push("--no-sandbox".to_owned());
    }
    args.extend(local.map(|local| format!("--user-data-dir={}", local.profile.display())));
    args.extend_from_slice(&setup.args);
    // Pages ask where they are in vain, until they are told (2: `CONTENT_SETTING_BLOCK`).
    let mut prefs = json!({ "profile.default_content_setting_values.geolocation": 2 });
    let mut options = json!({ "args": args });
    if let Some(Local { program, home, .. }) = local {
        options["binary"] = json!(program);
        // The new-tab page takes as long to start as an app (4: `SessionStartupPref::kPrefValueURLs`).
        prefs["session.restore_on_startup"] = json!(4);
        prefs["session.startup_urls"] = json!([home]);
    }
    options["prefs"] = prefs;
    json!({ "browserName": "chrome", "goog:chromeOptions": options })
}
