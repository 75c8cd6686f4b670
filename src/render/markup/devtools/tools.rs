//! What the dev tools know, and what of them is open.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Button, Fault};

/// The dev tools of a page.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct DevTools {
    /// Whether they are those of Dash 2.
    pub(super) classic: bool,
    /// Of Dash, as the bar tells it.
    pub(super) version: String,
    /// Whether the bar offers Plotly Cloud.
    pub(super) cloud: bool,
    /// Whether the page asks the server for changes.
    pub(super) reloads: bool,
    pub(super) unreachable: bool,
    /// The errors of components, the latest first.
    own: Vec<Fault>,
    /// The errors of callbacks, the latest first.
    app: Vec<Fault>,
    /// Whether the menu is there, or what opens it alone.
    pub(super) menu: bool,
    pub(super) popup: Option<Popup>,
    /// Whether Dash 2's callback graph is open: there it is in nothing's way.
    pub(super) graph: bool,
    /// The cards that are open, by their place.
    pub(super) unfolded: BTreeSet<usize>,
}

/// What the bar opens, one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Popup {
    Errors,
    Callbacks,
    Cloud,
}

impl DevTools {
    /// The tools of a page with this configuration (`_dash-config`), of a major version of Dash; `collapsed` says whether the
    /// visitor folded the bar up before.
    pub fn of(config: &Value, major: u32, collapsed: bool) -> Self {
        let classic = major < 3;
        Self {
            classic,
            version: config["dash_version"].as_str().unwrap_or_default().to_owned(),
            cloud: config["plotly_cloud_installed"] == json!(false),
            reloads: !matches!(config["hot_reload"], Value::Null | Value::Bool(false)),
            menu: !classic && !collapsed,
            popup: classic.then_some(Popup::Errors),
            ..Self::default()
        }
    }

    /// Takes an error; `own` is one of a component, any other is one of callbacks.
    pub fn take(&mut self, fault: Fault, own: bool) {
        let list = if own { &mut self.own } else { &mut self.app };
        list.insert(0, fault);
        if !self.classic {
            self.open(Some(Popup::Errors));
        }
    }

    /// Whether the server answers.
    pub fn reach(&mut self, reached: bool) {
        self.unreachable = !reached;
    }

    /// Does what a button does.
    pub fn press(&mut self, button: Button) {
        let turned = |popup| (self.popup != Some(popup)).then_some(popup);
        match button {
            Button::Errors => self.open(turned(Popup::Errors)),
            Button::Callbacks if self.classic => self.graph = !self.graph,
            Button::Callbacks => self.open(turned(Popup::Callbacks)),
            Button::Cloud => self.open(turned(Popup::Cloud)),
            Button::Menu => self.menu = !self.menu,
            Button::Card(card) => {
                if !self.unfolded.remove(&card) {
                    self.unfolded.insert(card);
                }
            }
        }
    }

    /// What is open in place of it begins anew.
    fn open(&mut self, popup: Option<Popup>) {
        if self.popup != popup {
            self.popup = popup;
            self.unfolded.clear();
        }
    }

    /// Whether the bar is folded up.
    pub fn is_collapsed(&self) -> bool {
        !self.menu
    }

    /// The errors, in the order of their cards.
    pub(super) fn faults(&self) -> impl ExactSizeIterator<Item = &Fault> {
        let all: Vec<&Fault> = self.own.iter().chain(&self.app).collect();
        all.into_iter()
    }

    pub(super) fn count(&self) -> usize {
        self.own.len() + self.app.len()
    }

    /// What the renderer's store says (`error`).
    pub(crate) fn state(&self) -> Value {
        let told = |list: &[Fault], kind: &str| list.iter().map(|fault| fault.state(kind)).collect::<Value>();
        json!({
            "frontEnd": told(&self.own, "frontEnd"),
            "backEnd": told(&self.app, "backEnd"),
            "backEndConnected": !self.unreachable,
        })
    }
}
