//! Frames: pages within a page, which commands are for once the client switched to them.
//!
//! A frame's page is opened when it is switched to, and lives on as a window does until the page around it goes.

use std::time::Duration;

use serde_json::Value;
use url::Url;

use super::Error;
use super::reference::References;
use super::window::{View, Window};
use crate::engine::browserless::ELEMENT;
use crate::render::markup::Node;

/// The frames of a window's page.
#[derive(Debug, Default)]
pub(super) struct Frames {
    /// Each with the reference of its element.
    known: Vec<(String, Window)>,
    /// The one that commands are for.
    inside: Option<usize>,
    /// Which page of the window they are in.
    load: u64,
}

impl Frames {
    /// Those that live.
    pub(super) fn all(&mut self) -> impl Iterator<Item = &mut Window> {
        self.known.iter_mut().map(|(_, frame)| frame)
    }

    /// Lets commands be for the page around them.
    pub(super) fn leave(&mut self) {
        self.inside = None;
    }

    /// Takes commands one frame out; `false` when they are for no frame.
    pub(super) fn leave_innermost(&mut self) -> bool {
        let inside = self.inside.and_then(|at| self.known.get_mut(at));
        let deeper = inside.is_some_and(|(_, frame)| frame.frames.leave_innermost());
        deeper || self.inside.take().is_some()
    }

    /// Forgets the frames of a page that is gone.
    pub(super) fn keep(&mut self, load: u64) {
        if self.load != load {
            *self = Self { load, ..Self::default() };
        }
    }
}

impl Window {
    /// The frame that commands are for, or the window itself.
    pub(super) fn innermost(&mut self) -> &mut Self {
        match self.frames.inside.filter(|at| *at < self.frames.known.len()) {
            Some(at) => self.frames.known[at].1.innermost(),
            None => self,
        }
    }

    /// Lets commands be for a frame: by its number, or by its element.
    ///
    /// # Errors
    /// When there is none; as [`open`](Self::open).
    pub(super) async fn enter(&mut self, which: &Value, limit: Duration) -> Result<(), Error> {
        let missing = || Error::NoSuchFrame(which.to_string());
        let (id, address, html) = {
            let (view, references) = self.look();
            let frame = frame(which, &view, references)?.ok_or_else(missing)?;
            let address = frame.attribute("src").map(str::to_owned);
            let html = frame.attribute("srcdoc").map(str::to_owned);
            (references.id(frame, &view), address, html)
        };
        let known = self.frames.known.iter().position(|(known, _)| *known == id);
        if known.is_none() {
            let mut inner = self.within()?;
            match (html, address.filter(|address| !address.is_empty())) {
                (Some(html), _) => inner.show_document(html),
                (None, Some(address)) => {
                    let base = Url::parse(&self.address()).ok();
                    let url = Url::options().base_url(base.as_ref()).parse(&address);
                    let url = url.map_err(|_| missing())?;
                    Box::pin(inner.open(url, limit)).await?;
                }
                (None, None) => {}
            }
            self.frames.known.push((id, inner));
        }
        self.frames.inside = Some(known.unwrap_or(self.frames.known.len() - 1));
        Ok(())
    }
}

fn frame<'v>(which: &Value, view: &'v View<'_>, references: &References) -> Result<Option<Node<'v>>, Error> {
    const FRAMES: &str = "iframe, frame";
    let found = if let Some(number) = which.as_u64() {
        view.document.find(FRAMES).unwrap_or_default().into_iter().nth(number as usize)
    } else {
        let id = which.get(ELEMENT).and_then(Value::as_str);
        let id = id.ok_or_else(|| Error::InvalidArgument(format!("{which} names no frame")))?;
        Some(references.find(id, view)?).filter(|node| node.matches(FRAMES).unwrap_or(false))
    };
    Ok(found)
}
