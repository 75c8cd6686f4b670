//! The engine over a tab.

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use url::Url;

use super::font;
use super::record;
use super::script::SCRIPT;
use super::tab::Tab;
use super::warm::Warm;
use super::wire::failure;
use crate::engine::frozen;
use crate::engine::{
    Action, Browsers, Capture, CaptureSpec, DatesBy, Engine, EngineKind, Error, Framework, Locator, Pdf,
    Pending, Print, Property, ResponseOrder, Visit, credentials,
};
use crate::trace::Recorder;
use crate::trace::proxy::{Passing, Proxy, TAP};

/// How long one question whether the page is idle may take; chromedriver allows 30 s.
const ROUND: Duration = Duration::from_secs(2);

/// A visit in a browser. The browser opens the app through the recording proxy.
#[derive(Debug)]
pub struct Browser {
    tab: Tab,
    /// The tab's browser, until the visit is closed.
    warm: Option<Warm>,
    /// Where it waits for the next visit; it ends with this one when absent.
    browsers: Option<Browsers>,
    proxy: Proxy,
    app: Url,
    framework: Option<Framework>,
    viewport: (u32, u32),
    scale: f64,
    limit: Duration,
    /// The texts of the stylesheets that stand in for others.
    stylesheets: Vec<String>,
    recorder: Recorder,
}

impl Browser {
    /// Starts a browser for a visit to the app at `app`.
    ///
    /// # Errors
    /// [`Error::NoBrowser`] when none is found or it does not start.
    pub async fn open(app: &Url, visit: &Visit) -> Result<Self, Error> {
        if visit.order != ResponseOrder::Arrival {
            return Err(Error::Unsupported {
                engine: "browser",
                what: "taking answers in another order than they arrive in".to_owned(),
                hint: "use `engine: browserless`".to_owned(),
            });
        }
        let stylesheets = visit.stylesheets.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
        let recorder =
            Recorder::new(app.as_str(), EngineKind::Browser.to_string()).hiding(&visit.all_secrets(app));
        let browsers = visit.browsers.clone();
        let warm = browsers.clone().unwrap_or_default().take(visit).await?;
        // Ours take the page's functions as they are, what the page is told comes behind.
        let mut script = [SCRIPT, TAP, &frozen::script(visit)].concat();
        if visit.own_font {
            script.push_str(&font::script());
        }
        if visit.record {
            script.push_str(record::SCRIPT);
        }
        let passing = Passing {
            headers: &visit.headers,
            trust: &visit.trust,
            reach: &visit.reach,
            faults: &visit.faults,
            befallen: recorder.clone(),
            script: Some(&script),
            tape: visit.tape.as_ref(),
        };
        let proxy = Proxy::start_at(warm.address(), app, passing, recorder.clone()).await?;
        warm.reaches(proxy.url(), &recorder);
        let Visit { framework, viewport, scale, limit, .. } = *visit;
        let (tab, warm) = (warm.tab.clone(), Some(warm));
        Ok(Self {
            tab,
            warm,
            browsers,
            proxy,
            app: app.clone(),
            framework,
            viewport,
            scale,
            limit,
            stylesheets,
            recorder,
        })
    }

    /// The component tree as the renderer holds it now; null before the first page.
    ///
    /// # Errors
    /// [`Error::Browser`] when the page does not answer.
    pub async fn layout(&self) -> Result<Value, Error> {
        let layout: String = self.tab.call("layout", &[]).await?;
        crate::dash::json::parse(&layout)
            .map_err(|error| Error::Browser { reason: format!("the layout is no JSON: {error}") })
    }

    /// Refuses a page that is not the app's: an error of the server, or one that is made with something else.
    async fn is_the_app(&self) -> Result<(), Error> {
        #[derive(Deserialize)]
        struct Kind {
            framework: Framework,
            status: u16,
            text: String,
        }
        let Kind { framework: found, status, text: shown } = self.tab.call("pageKind", &[]).await?;
        let url = self.app.to_string();
        if found == Framework::Page {
            if let Some(untrusted) = self.proxy.distrust() {
                return Err(untrusted.into());
            }
            if status >= 400 {
                if let Some(reason) = credentials::wanted(status.into()) {
                    return Err(Error::Login { url, reason });
                }
                let reason = format!("it answers {status}, and the page says {shown:?}");
                return Err(match self.framework {
                    None | Some(Framework::Dash) => Error::NotADashApp { url, reason },
                    Some(_) => Error::ErrorPage { url, status, reason },
                });
            }
        }
        match self.framework {
            Some(named) if named != found => Err(Error::OtherFramework { url, named, found, shown }),
            _ => Ok(()),
        }
    }

    async fn wheel_of_time(&self, action: &Action) -> Result<(), Error> {
        let done = match action {
            Action::Reload => self.tab.client().refresh().await,
            _ => self.tab.client().back().await,
        };
        done.map_err(|error| Error::Browser { reason: error.to_string() })
    }
}

fn read(stylesheet: &Path) -> Result<String, Error> {
    std::fs::read_to_string(stylesheet)
        .map_err(|error| Error::Browser { reason: format!("stylesheet {}: {error}", stylesheet.display()) })
}

#[async_trait]
impl Engine for Browser {
    fn kind(&self) -> EngineKind {
        EngineKind::Browser
    }

    async fn goto(&mut self, path: &str) -> Result<(), Error> {
        let url = self
            .proxy
            .url()
            .join(path.trim_start_matches('/'))
            .map_err(|error| Error::BadAction { text: format!("goto {path}"), reason: error.to_string() })?;
        // fantoccini's own asks for the address first.
        self.tab
            .command("url", json!({ "url": url.as_str() }))
            .await
            .map_err(|error| Error::Unreachable { url: self.app.to_string(), reason: error.to_string() })?;
        self.is_the_app().await?;
        for css in &self.stylesheets {
            self.tab.call::<Value>("restyle", &[json!(css)]).await?;
        }
        Ok(())
    }

    async fn address(&mut self) -> Result<Option<Url>, Error> {
        let said = self.tab.client().current_url().await;
        let mut url = said.map_err(|error| failure(None, &error.to_string()))?;
        if url.origin() == self.proxy.url().origin() {
            // Both have the same path: the proxy stands in front of the whole of the app's server.
            let path = url[url::Position::BeforePath..].to_owned();
            url = self.app.join(&path).unwrap_or(url);
        }
        Ok(Some(url))
    }

    async fn act(&mut self, action: &Action) -> Result<(), Error> {
        let tab = &self.tab;
        if let Action::Slide { on, .. }
        | Action::Dates { on, .. }
        | Action::Select { on, .. }
        | Action::Deselect { on, .. }
        | Action::Upload { on, .. } = action
        {
            tab.offers(on, action).await?;
        }
        match action {
            Action::Goto(path) => self.goto(path).await,
            Action::Reload | Action::Back => self.wheel_of_time(action).await,
            Action::Click { on, point: None } => tab.click_on(on).await,
            Action::Click { on, point: Some(point) } => tab.click_point(on, point).await,
            Action::Hover { on, point: None } => tab.hover(tab.ask(on, "point", &[]).await?).await,
            Action::Hover { on, point: Some(point) } => tab.hover_point(on, point).await,
            Action::Fill { on, value } => tab.fill(on, value).await,
            Action::Press { on, key } => tab.press_in(on, key).await,
            Action::Clear { on } => tab.clear(on).await,
            Action::Select { on, option } => tab.select(on, &option.0, true).await,
            Action::Deselect { on, option } => tab.select(on, &option.0, false).await,
            Action::Check { on, option } => tab.tick(on, &option.0, true).await,
            Action::Uncheck { on, option } => tab.tick(on, &option.0, false).await,
            Action::Choose { on, option } => tab.choose(on, option).await,
            Action::Slide { on, to } => tab.slide(on, &to.0).await,
            Action::Dates { on, start, end, by: DatesBy::Calendar } => {
                tab.pick_days(on, [start.as_deref(), end.as_deref()]).await
            }
            Action::Dates { on, start, end, .. } => {
                tab.type_dates(on, start.as_deref(), end.as_deref()).await
            }
            Action::Tab { on, tab: label } => tab.open_tab(on, label).await,
            Action::Brush { on, range } => tab.brush(on, range).await,
            Action::Unhover { on } => tab.unhover(on).await,
            Action::Lasso { on, path } => tab.lasso(on, path).await,
            Action::Zoom { on, range } => tab.zoom(on, range).await,
            Action::Pan { on, range } => tab.pan(on, range).await,
            Action::Legend { on, item, double } => tab.legend(on, item, *double).await,
            Action::Annotation { on, text } => tab.annotation(on, text).await,
            Action::Menu { on, option } => tab.menu(on, option).await,
            Action::Upload { on, files } => tab.upload(on, files).await,
            Action::Answer { on, accept, text } => tab.answer(on, *accept, text.as_deref()).await,
            Action::SetProps { on, props } => {
                tab.ask::<Value>(on, "setProps", &[json!(props)]).await.map(drop)
            }
            Action::Advance { by } => {
                sleep(*by).await;
                Ok(())
            }
        }
    }

    async fn read(&mut self, on: &Locator, property: &Property) -> Result<Value, Error> {
        self.tab.read(on, property).await
    }

    async fn settle(&mut self, limit: Duration) -> Result<(), Error> {
        let until = Instant::now() + limit;
        loop {
            let left = until.saturating_duration_since(Instant::now()).min(ROUND);
            let round = [json!(left.as_millis())];
            let mut pending: Vec<String> = match self.tab.call("idle", &round).await {
                Ok(pending) => pending,
                // A dialog stops the page until the visitor answers: nothing moves before that.
                Err(Error::NotActionable { reason, .. }) if reason.contains("dialog") => return Ok(()),
                Err(Error::NotActionable { reason, .. }) => vec![reason],
                Err(error) => return Err(error),
            };
            for output in self.proxy.in_flight() {
                if !pending.contains(&output) {
                    pending.push(output);
                }
            }
            if pending.is_empty() {
                return Ok(());
            }
            if Instant::now() >= until {
                let pending = Pending::all(pending, &self.recorder, Duration::ZERO);
                return Err(Error::NotSettled { limit, pending });
            }
        }
    }

    async fn pause(&mut self, at_most: Duration) -> Result<bool, Error> {
        sleep(at_most).await;
        Ok(true)
    }

    async fn capture(&mut self, spec: &CaptureSpec) -> Result<Capture, Error> {
        match spec {
            CaptureSpec::Values => self.tab.values().await.map(Capture::Values),
            CaptureSpec::Figures => self.tab.figures().await.map(Capture::Figures),
            CaptureSpec::Figure { on } => self.tab.figure(on).await.map(Capture::Figure),
            CaptureSpec::Picture { on, full_page, mask } => {
                self.settle(self.limit).await?;
                self.tab.picture(on.as_ref(), *full_page, mask, self.scale).await.map(Capture::Picture)
            }
        }
    }

    async fn glance(&mut self) -> Result<Vec<u8>, Error> {
        let seen = self.tab.client().screenshot().await;
        seen.map_err(|error| failure(None, &error.to_string()))
    }

    async fn print(&mut self, print: &Print) -> Result<Pdf, Error> {
        self.settle(self.limit).await?;
        match &print.on {
            None => self.tab.print(print, self.viewport.0).await,
            Some(on) => {
                let picture = self.tab.picture(Some(on), false, &[], self.scale).await?;
                Ok(print.compose(picture.into_scene()?)?)
            }
        }
    }

    fn recorder(&self) -> &Recorder {
        &self.recorder
    }

    async fn close(&mut self) -> Result<(), Error> {
        let Some(mut warm) = self.warm.take() else { return Ok(()) };
        let kept = match &self.browsers {
            Some(browsers) => warm.empty(&self.proxy.blank()).await.is_ok().then_some(browsers),
            None => None,
        };
        self.proxy.end().await;
        match kept {
            Some(browsers) => {
                browsers.keep(warm);
                Ok(())
            }
            None => warm.end().await,
        }
    }
}
