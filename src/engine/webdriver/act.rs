//! What a client does with elements as a visitor (W3C WebDriver section 12.5).

use std::path::PathBuf;

use serde_json::Value;

use super::Error;
use super::keys::{self, Stroke};
use super::read::is_disabled;
use super::window::Window;
use crate::engine::browserless::{name, node};
use crate::engine::{self, Action, Locator};
use crate::render::markup::{Document, Node};

/// An element to act on: the page as it was seen, and the element's name in it.
struct Aim {
    document: Document,
    name: String,
    /// As errors tell it.
    described: String,
}

impl Aim {
    fn node(&self) -> Option<Node<'_>> {
        node(&self.document, &self.name)
    }

    fn on(&self) -> Locator {
        Locator::Css(self.described.clone())
    }

    fn not_interactable(&self, reason: &str) -> Error {
        Error::NotInteractable { element: self.described.clone(), reason: reason.to_owned() }
    }
}

impl Window {
    /// Aims at an element.
    fn aim(&mut self, element: &str) -> Result<Aim, Error> {
        let (view, references) = self.look();
        let found = references.find(element, &view)?;
        let (name, described) = (name(found), format!("{found:?}"));
        Ok(Aim { document: view.document, name, described })
    }

    /// Clicks an element.
    ///
    /// # Errors
    /// When it can't be seen.
    pub(super) fn click(&mut self, element: &str) -> Result<(), Error> {
        let aim = self.aim(element)?;
        let Some(node) = aim.node() else { return Ok(()) };
        if !node.is_visible() {
            return Err(aim.not_interactable("it is not displayed"));
        }
        // A browser clicks what is disabled, and nothing comes of it.
        if is_disabled(node) {
            return Ok(());
        }
        let shift = self.input.holds("Shift");
        let page = self.page()?;
        page.hold_shift(shift);
        let done = page.click_element(&aim.name);
        page.hold_shift(false);
        done_or_disabled(done)
    }

    /// Moves the pointer over an element.
    ///
    /// # Errors
    /// When it is not there any more.
    pub(super) fn hover(&mut self, element: &str) -> Result<(), Error> {
        let aim = self.aim(element)?;
        let Some(node) = aim.node() else { return Ok(()) };
        let Some(at) = node.pointer() else { return Ok(()) };
        let hovered = self.page()?.gesture(at, &Action::Hover { on: aim.on(), point: None }, Some(node));
        match hovered {
            // Over what nothing hears of it, the pointer may be all the same.
            Err(engine::Error::Unsupported { .. }) => Ok(()),
            other => done_or_disabled(other),
        }
    }

    /// Presses a key where the keyboard is.
    ///
    /// # Errors
    /// When the page is no app's.
    pub(super) fn press(&mut self, Stroke(key): &Stroke) -> Result<(), Error> {
        let page = self.page()?;
        let Some(focus) = page.focus() else { return Ok(()) };
        let action =
            Action::Press { on: Locator::Css("the element with the keyboard".to_owned()), key: key.clone() };
        let document = page.document();
        done_or_disabled(page.gesture(&focus.at, &action, focus.element(&document)))
    }

    /// Types into an element.
    ///
    /// # Errors
    /// When it can't be seen, or takes no keys.
    pub(super) fn send_keys(&mut self, element: &str, text: &str) -> Result<(), Error> {
        let aim = self.aim(element)?;
        let Some(node) = aim.node() else { return Ok(()) };
        let is_file = node.tag() == "input" && node.attribute("type") == Some("file");
        if !node.is_visible() && !is_file {
            return Err(aim.not_interactable("it is not displayed"));
        }
        let Some(at) = node.pointer().map(str::to_owned) else { return Ok(()) };
        if is_file {
            let files = text.lines().filter(|line| !line.is_empty()).map(PathBuf::from).collect();
            let done = self.page()?.gesture(&at, &Action::Upload { on: aim.on(), files }, None);
            return done_or_disabled(done);
        }
        let mut strokes = keys::strokes(text, self.input.held()).into_iter();
        if let Some(Stroke(key)) = strokes.next() {
            let done = self.page()?.gesture(&at, &Action::Press { on: aim.on(), key }, Some(node));
            done_or_disabled(done)?;
        }
        // The keyboard may go elsewhere by a key, as to a list that opens.
        strokes.try_for_each(|stroke| self.press(&stroke))
    }

    /// Empties a field, as browsers' drivers do: React takes no notice of it before the field is left, which it is then.
    ///
    /// # Errors
    /// When it can't be seen, or is no field.
    pub(super) fn clear(&mut self, element: &str) -> Result<(), Error> {
        let aim = self.aim(element)?;
        let Some(node) = aim.node() else { return Ok(()) };
        if !matches!(node.tag(), "input" | "textarea") || is_disabled(node) {
            let reason = "it is no field that can be written".to_owned();
            return Err(Error::InvalidState { element: aim.described.clone(), reason });
        }
        if let Some(at) = node.pointer().map(str::to_owned) {
            self.page()?.empty_field(&at);
        }
        Ok(())
    }

    /// Submits the form that an element is in.
    ///
    /// # Errors
    /// When it is in none.
    pub(super) fn submit(&mut self, element: &str) -> Result<(), Error> {
        const BUTTONS: &str = "button:not([type]), button[type='submit'], input[type='submit']";
        let button = {
            let (view, references) = self.look();
            let node = references.find(element, &view)?;
            let form = std::iter::once(node).chain(node.ancestors()).find(|node| node.tag() == "form");
            let form = form.ok_or_else(|| Error::InvalidArgument(format!("{node:?} is in no form")))?;
            let buttons = form.find(BUTTONS).unwrap_or_default();
            buttons.first().map(|button| references.id(*button, &view))
        };
        match button {
            Some(button) => self.click(&button),
            None => Err(Error::Unsupported {
                what: "submitting a form without a button".to_owned(),
                hint: String::new(),
            }),
        }
    }

    /// The element that has the keyboard.
    pub(super) fn active(&mut self) -> Value {
        let focus = self.page().ok().and_then(|page| page.focus());
        let (view, references) = self.look();
        let body = || view.document.find("body").ok()?.first().copied();
        let active = focus.and_then(|focus| focus.element(&view.document)).or_else(body);
        references.told(active.unwrap_or_else(|| view.document.root()), &view)
    }
}

/// What a gesture led to: what is disabled lets a browser do it, and nothing comes of it.
fn done_or_disabled(gesture: Result<(), engine::Error>) -> Result<(), Error> {
    match gesture {
        Err(engine::Error::NotActionable { reason, .. }) if reason == "it is disabled" => Ok(()),
        other => Ok(other?),
    }
}
