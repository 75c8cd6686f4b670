//! What goes wrong on the page, as its visitor is told: on the console, and by the dev tools.

use std::sync::Arc;

use super::Page;
#[cfg(feature = "webdriver")]
use crate::render::markup::{Button, Node};
use crate::render::markup::{DevTools, Fault};

impl Page {
    /// Where browsers keep whether the dev tools' bar is folded up.
    const COLLAPSED: &str = "dash_debug_menu_collapsed";

    /// Prepares the dev tools.
    pub(super) fn set_up_tools(&mut self) {
        let collapsed = self.tab.storage.local.get(Self::COLLAPSED).is_some_and(|text| text == "true");
        let tools = DevTools::of(self.index.config.value(), self.version().0, collapsed);
        self.tools = Arc::new(tools);
    }

    /// Whether the dev tools are there: to the clients of WebDriver, who read the page as it is. Scenarios and reports see
    /// the app.
    pub(super) fn shows_tools(&self) -> bool {
        self.tab.clock.lived().is_some() && self.index.config.shows_tools()
    }

    /// Tells an error: of a component of the page's `own`, or of callbacks.
    pub(super) fn tell(&mut self, console: impl Into<String>, fault: Fault, own: bool) {
        self.complain(console);
        if self.tab.clock.lived().is_some() {
            let at_ms = self.tab.clock.date_ms();
            Arc::make_mut(&mut self.tools).take(Fault { at_ms, ..fault }, own);
        }
    }

    /// Tells what the renderer itself explains.
    pub(super) fn explain(&mut self, message: &str, lines: &str) {
        self.tell(format!("{message}\n{lines}"), Fault::explained(message, lines), false);
    }

    /// Tells what the page's own JavaScript threw: the error's name and message.
    pub(super) fn tell_thrown(&mut self, error: &str) {
        self.tell(error, Fault::thrown(error, ""), false);
    }

    /// Notes whether the server answered.
    pub(super) fn reached(&mut self, reached: bool) {
        if self.tab.clock.lived().is_some() {
            Arc::make_mut(&mut self.tools).reach(reached);
        }
    }

    /// Does what a click on an element of the dev tools does. `false` when it is on none of their buttons.
    #[cfg(feature = "webdriver")]
    pub(crate) fn press_tool(&mut self, node: Node<'_>) -> bool {
        let Some(button) = Some(node).filter(|_| self.shows_tools()).and_then(Button::of) else {
            return false;
        };
        let tools = Arc::make_mut(&mut self.tools);
        tools.press(button);
        if button == Button::Menu {
            let collapsed = tools.is_collapsed().to_string();
            self.tab.storage.local.insert(Self::COLLAPSED.to_owned(), collapsed);
        }
        true
    }
}
