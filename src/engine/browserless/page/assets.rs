//! The app's own files: its scripts, which run, and its stylesheets, which decide what is read.

use std::sync::Arc;

use url::Url;

use super::super::clientside::{Clientside, Error as ScriptError, Limits, Setting};
use super::Page;
use crate::dash::ScriptSource;
use crate::render::markup::{Cascade, Media};
use crate::trace::MessageLevel;

/// Where Dash serves the packages' own bundles: nothing in them is a clientside callback's function.
pub(super) const BUNDLES: &str = "_dash-component-suites/";

/// A script with its text.
pub(super) struct Loaded {
    pub(super) name: String,
    pub(super) text: String,
}

/// A stylesheet of the page.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    pub(crate) address: String,
    /// `None` when it can't be loaded.
    pub(crate) css: Option<String>,
}

impl Page {
    /// Runs the app's scripts, if there are any, as a browser does that reads the page: those of the page and the
    /// assets in their order, then the modules. Those of other origins are left out, and named. The layout is not
    /// there yet.
    pub(super) async fn load_scripts(&mut self) {
        let (mut classic, mut modules) = (Vec::new(), Vec::new());
        for script in self.index.scripts.clone() {
            let loaded = match script.source {
                ScriptSource::Inline(text) => Some(Loaded { name: self.address.to_string(), text }),
                ScriptSource::Address(source) if source.contains(BUNDLES) => None,
                ScriptSource::Address(source) => self.script(&source).await,
            };
            if script.module { modules.extend(loaded) } else { classic.extend(loaded) }
        }
        let starts = self.index.renderer.clone();
        classic.extend(starts.map(|text| Loaded { name: self.address.to_string(), text }));
        if classic.is_empty() && modules.is_empty() && self.tab.clock.lived().is_none() {
            return;
        }
        let setting = Setting {
            title: self.index.title.clone(),
            viewport: self.visit.viewport,
            scale: self.visit.scale,
            advanced: self.tab.clock.advanced(),
            live: self.tab.clock.lived().is_some(),
            clock: self.visit.clock_ms(),
            seed: self.visit.seed,
            ..Setting::default()
        };
        match Clientside::new(&setting, Limits::default()) {
            Ok(scripts) => self.scripts = Some(scripts),
            Err(error) => return self.complain(error.to_string()),
        }
        // A script that runs while the page is read finds no components.
        let store = std::mem::take(&mut self.store);
        for Loaded { name, text } in classic {
            let ran = self.with_scripts(|scripts| scripts.load(&name, &text));
            self.ran(ran);
        }
        for module in modules {
            self.load_module(module).await;
        }
        let told = self.with_scripts(Clientside::loaded);
        self.ran(told);
        self.store = store;
        self.apply_effects(None);
    }

    /// The text of a script, unless it is of another origin or not there.
    pub(super) async fn script(&mut self, source: &str) -> Option<Loaded> {
        let url = self.address.join(source).ok()?;
        if url.origin() != self.address.origin() {
            let text = format!("not loaded, as it is of another origin: {url}");
            self.recorder.message(MessageLevel::Warning, text);
            return None;
        }
        match self.transport.expect(&url).await {
            Ok(answer) => Some(Loaded { name: url.to_string(), text: answer.text }),
            Err(_) => {
                self.recorder.message(MessageLevel::Warning, format!("failed to load {url}"));
                None
            }
        }
    }

    /// Runs a module, once everything is there that it imports.
    async fn load_module(&mut self, module: Loaded) {
        /// More than any app imports.
        const MOST: usize = 1000;
        for _ in 0..MOST {
            let ran = self.with_scripts(|scripts| scripts.load_module(&module.name, &module.text));
            let Some(Err(ScriptError::Imports { address, .. })) = ran else { return self.ran(ran) };
            let Some(imported) = self.script(&address).await else { return };
            self.with_scripts(|scripts| scripts.provide(&address, &imported.text));
        }
    }

    /// Tells what a script threw, as a browser's console does; what is not there at all is not the app's error.
    pub(super) fn ran(&mut self, outcome: Option<Result<(), ScriptError>>) {
        match outcome {
            Some(Err(error @ ScriptError::Unsupported { .. })) => {
                self.recorder.message(MessageLevel::Warning, error.to_string());
            }
            Some(Err(ScriptError::Threw { at, message, stack })) => {
                self.complain(format!("Uncaught {message}\n{at}\n{stack}"));
            }
            Some(Err(error)) => self.complain(error.to_string()),
            Some(Ok(())) | None => {}
        }
    }

    /// The page's stylesheets as what they say about text. Loaded when first asked for.
    pub(crate) async fn styles(&mut self) -> Arc<Cascade> {
        if let Some(cascade) = &self.cascade {
            return Arc::clone(cascade);
        }
        let (sheets, _) = self.sheets(|page, url| url.origin() == page.address.origin()).await;
        let bootstrap = |sheet: &Sheet| {
            let address = sheet.address.to_ascii_lowercase();
            address.contains("bootstrap") || address.contains("bootswatch")
        };
        let texts = sheets.iter().filter_map(|sheet| match &sheet.css {
            Some(css) => Some(css.as_str()),
            None => bootstrap(sheet).then(Cascade::bootstrap),
        });
        let inline = self.index.styles.iter().map(String::as_str);
        let cascade = Arc::new(Cascade::of(&texts.chain(inline).collect::<Vec<_>>(), self.media()));
        self.cascade = Some(Arc::clone(&cascade));
        cascade
    }

    /// What media queries are answered by.
    pub(crate) fn media(&self) -> Media {
        let (width, height) = self.visit.viewport;
        Media { width: f64::from(width), height: f64::from(height), theme: self.visit.theme }
    }

    /// Changes the size of the window: media queries are answered anew.
    #[cfg(feature = "webdriver")]
    pub(crate) fn resize(&mut self, viewport: (u32, u32)) {
        self.visit.viewport = viewport;
        self.cascade = None;
    }

    /// What the page's stylesheets say about text, if they are loaded.
    pub(crate) fn known_styles(&self) -> Option<Arc<Cascade>> {
        self.cascade.clone()
    }

    /// The page's stylesheets, and notes about stand-ins that can't be read. Those that `loads` refuses, and those
    /// that can't be loaded, are replaced by the visit's files, in order.
    pub(crate) async fn sheets(&self, loads: impl Fn(&Self, &Url) -> bool) -> (Vec<Sheet>, Vec<String>) {
        let mut stand_ins = self.visit.stylesheets.iter();
        let (mut sheets, mut notes) = (Vec::new(), Vec::new());
        for href in &self.index.stylesheets {
            let Ok(url) = self.address.join(href) else { continue };
            let mut css = None;
            if loads(self, &url) {
                css = self.transport.expect(&url).await.ok().map(|answer| answer.text);
            }
            if css.is_none()
                && let Some(path) = stand_ins.next()
            {
                match tokio::fs::read_to_string(path).await {
                    Ok(text) => css = Some(text),
                    Err(error) => notes.push(format!("stylesheet {}: {error}", path.display())),
                }
            }
            sheets.push(Sheet { address: url.to_string(), css });
        }
        for path in stand_ins {
            match tokio::fs::read_to_string(path).await {
                Ok(css) => sheets.push(Sheet { address: self.address.to_string(), css: Some(css) }),
                Err(error) => notes.push(format!("stylesheet {}: {error}", path.display())),
            }
        }
        (sheets, notes)
    }
}
