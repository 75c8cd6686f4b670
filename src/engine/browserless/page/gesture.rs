//! What a visitor does on the page: the keyboard's place, typing, and the effects of an action.

use std::collections::HashMap;

use super::super::behaviour::{self, Attention, Caret, Effect, Spot};
use super::super::clock::Clock;
use super::super::element;
use super::Page;
use crate::dash::{Component, pointer};
use crate::engine::{Action, Error};
use crate::render::markup::Node;

/// Where the keyboard is, and what was typed and not told yet.
#[derive(Debug, Default)]
pub(super) struct Keyboard {
    /// The component, and the number of its stop.
    pub(super) at: Option<(String, usize)>,
    /// What components show instead of their value, by place.
    pub(super) typed: HashMap<String, String>,
    /// Whether Shift is held.
    pub(super) shift: bool,
    /// Where it writes in the component that it is in; behind the text when absent.
    pub(super) caret: Option<Caret>,
}

impl Keyboard {
    pub(super) fn place(&self) -> Option<&str> {
        self.at.as_ref().map(|(at, _)| at.as_str())
    }

    /// What the component at a place shows and has not told.
    pub(super) fn typed(&self, at: &str) -> Option<&str> {
        self.typed.get(at).map(String::as_str)
    }

    /// What components show instead of their value, by place.
    pub(super) fn all_typed(&self) -> &HashMap<String, String> {
        &self.typed
    }

    /// A prop was written that the component shows.
    pub(super) fn overwritten(&mut self, at: &str, component: Component<'_>) {
        if self.typed(at).is_some_and(|typed| !behaviour::keeps(component, typed)) {
            self.typed.remove(at);
        }
        if self.place() == Some(at) {
            self.caret = None;
        }
    }

    /// Forgets what is rendered no longer: what goes away with the keyboard in it tells nothing.
    pub(super) fn retain(&mut self, alive: impl Fn(&str) -> bool) {
        self.typed.retain(|at, _| alive(at));
        self.at.take_if(|(at, _)| !alive(at));
    }

    /// Forgets what is under a place that holds another component now.
    pub(super) fn forget(&mut self, root: &str) {
        self.typed.retain(|at, _| !pointer::is_within(at, root));
        self.at.take_if(|(at, _)| pointer::is_within(at, root));
    }
}

impl Page {
    /// Does an action on the component at a place, or on the element `node` of it.
    ///
    /// # Errors
    /// As [`behaviour::act`].
    pub(crate) fn gesture(&mut self, at: &str, action: &Action, node: Option<Node<'_>>) -> Result<(), Error> {
        let typed_at = matches!(action, Action::Press { .. }).then(|| self.hears_keys(at)).flatten();
        let at = typed_at.as_deref().unwrap_or(at);
        let before = (self.pointer.clone(), self.keyboard.place().map(str::to_owned));
        self.move_pointer(at, action);
        let moment = self.moment();
        let own = node.filter(|node| node.pointer() == Some(at));
        let spot = Spot { node: own, ..self.spot(at) };
        let effects = behaviour::act(&self.store.tree, at, action, &moment, spot)?;
        let stop = own.and_then(element::stop).map(|stop| (at.to_owned(), stop));
        let first = |at: String| (at, 0);
        let then = match action {
            Action::Hover { .. }
            | Action::Unhover { .. }
            | Action::SetProps { .. }
            | Action::Answer { .. } => self.keyboard.at.clone(),
            Action::Press { .. } => {
                stop.or_else(|| self.takes_keys(at).map(first)).or_else(|| self.keyboard.at.clone())
            }
            _ => stop.or_else(|| behaviour::clicked(&self.store.tree, at, &moment).map(first)),
        };
        self.move_to(then, action);
        self.perform(effects, action);
        self.attend(at, action, &before);
        Ok(())
    }

    /// Lets what lies elsewhere hear where the visitor is now; `before` is where pointer and keyboard were.
    fn attend(&mut self, at: &str, action: &Action, before: &(Option<String>, Option<String>)) {
        let clicked = !matches!(
            action,
            Action::Hover { .. }
                | Action::Unhover { .. }
                | Action::Press { .. }
                | Action::SetProps { .. }
                | Action::Answer { .. }
        );
        let escaped = matches!(action, Action::Press { key, .. } if key == "Escape");
        let attention = Attention {
            pointer: [before.0.as_deref(), self.pointer.as_deref()],
            keyboard: [before.1.as_deref(), self.keyboard.place()],
            clicked: clicked.then_some(at),
            escaped: escaped.then_some(at),
        };
        let effects = behaviour::attended(&self.store.tree, &self.memory, &attention);
        self.perform(effects, action);
    }

    /// Takes the pointer off the graph that it was over, when the action needs it elsewhere.
    fn move_pointer(&mut self, at: &str, action: &Action) {
        let (Some(on), false) =
            (action.on(), matches!(action, Action::Press { .. } | Action::SetProps { .. }))
        else {
            return;
        };
        let left = self.pointer.replace(at.to_owned()).filter(|place| place != at);
        let unhover = Action::Unhover { on: on.clone() };
        if let Some(place) = left
            && let Ok(effects) =
                behaviour::act(&self.store.tree, &place, &unhover, &self.moment(), Spot::default())
        {
            self.perform(effects, action);
        }
    }

    /// What the component at a place keeps.
    fn spot(&self, at: &str) -> Spot<'_> {
        let caret = self.keyboard.caret.filter(|_| self.keyboard.place() == Some(at));
        let Keyboard { shift, .. } = self.keyboard;
        let (typed, memory) = (self.keyboard.typed(at), self.memory.get(at));
        Spot { node: None, typed, shift, caret, memory, clipboard: Some(&self.tab.clipboard) }
    }

    /// Where a key goes that is pressed in the component at a place: there, into the first field in it, or, as it can't
    /// take the keyboard, to where that is. `None` for what is not shown, and without a keyboard anywhere.
    fn hears_keys(&self, at: &str) -> Option<String> {
        let is_shown = behaviour::unmounted(self.store.component(at)?).is_empty();
        if !is_shown || self.takes_keys(at).is_some() {
            return None;
        }
        let is_field = |place: &String| {
            let component = self.store.component(place).filter(|_| pointer::is_within(place, at));
            component.is_some_and(|one| matches!(one.kind, "Input" | "Textarea"))
                && self.takes_keys(place).is_some()
        };
        let field = self.mounted_places().into_iter().find(is_field);
        field.or_else(|| self.keyboard.place().map(str::to_owned))
    }

    pub(super) fn takes_keys(&self, at: &str) -> Option<String> {
        let component = self.store.component(at)?;
        let takes = behaviour::stops(component, &self.moment()) > 0 || component.namespace == "dash_table";
        takes.then(|| at.to_owned())
    }

    /// Puts the keyboard elsewhere: the component that it leaves hears of it.
    pub(super) fn move_to(&mut self, then: Option<(String, usize)>, action: &Action) {
        let before = std::mem::replace(&mut self.keyboard.at, then);
        if before == self.keyboard.at {
            return;
        }
        self.keyboard.caret = None;
        let Some((at, stop)) = before else { return };
        let stays = self.keyboard.place() == Some(&at);
        let left =
            behaviour::left(&self.store.tree, &at, (stop, stays), action, &self.moment(), self.spot(&at));
        self.perform(left, action);
    }

    /// Makes effects in order, as far as the next gesture: that waits for the app's answers.
    fn perform(&mut self, effects: Vec<Effect>, action: &Action) {
        let mut effects = effects.into_iter();
        while let Some(effect) = effects.next() {
            match effect {
                Effect::NextGesture => {
                    self.ahead = Some((effects.collect(), action.clone()));
                    break;
                }
                Effect::Tab { back } => self.tab_on(back, action),
                effect => self.effect(effect),
            }
        }
        self.turn();
    }

    /// Makes the rest of an action that waited for the app to answer. `false` when there is none.
    pub(crate) fn go_on(&mut self) -> bool {
        let Some((effects, action)) = self.ahead.take() else { return false };
        self.perform(effects, &action);
        true
    }

    /// Moves the keyboard to the next stop of the page, or the one before.
    fn tab_on(&mut self, back: bool, action: &Action) {
        let moment = self.moment();
        let mut stops = Vec::new();
        for at in self.mounted_places() {
            let count = self.store.component(&at).map_or(0, |component| behaviour::stops(component, &moment));
            stops.extend((0..count).map(|stop| (at.clone(), stop)));
        }
        let now = self.keyboard.at.as_ref().and_then(|at| stops.iter().position(|stop| stop == at));
        let next = match (now, back) {
            (Some(now), false) => stops.get(now + 1),
            (Some(now), true) => now.checked_sub(1).and_then(|before| stops.get(before)),
            (None, false) => stops.first(),
            (None, true) => stops.last(),
        };
        self.move_to(next.cloned(), action);
    }

    /// Makes one effect.
    pub(super) fn effect(&mut self, effect: Effect) {
        match effect {
            Effect::SetProps { at, props } => self.set_props(&at, props),
            Effect::Unset { at, props } => self.unset_props(&at, &props),
            Effect::Amend { at, value } => self.store.amend(&at, value),
            Effect::Merge { at, into: (prop, member), members } => {
                if let Some(props) = self.store.merged(&at, &prop, &member, members) {
                    self.set_props(&at, props);
                }
            }
            Effect::Grow { at, items, front, most } => self.store.grow(&at, items, front, most),
            Effect::Later { after, at, props } if after <= Clock::INSTANT => {
                self.tab.clock.forget(&at);
                self.later.push(Effect::SetProps { at, props });
            }
            Effect::Later { after, at, props } => self.tab.clock.later(at, after, props),
            Effect::Draft { at, text } => {
                self.keyboard.typed.insert(at, text);
            }
            Effect::Caret { at, caret } => {
                self.keyboard.caret = Some(caret).filter(|_| self.keyboard.place() == Some(&at));
            }
            Effect::Remember { at, memory } => {
                self.memory.insert(at, memory);
            }
            Effect::Turn { at, usual } => {
                let open = self.memory.get(&at).and_then(|memory| memory["open"].as_bool()).unwrap_or(usual);
                self.memory.insert(at, serde_json::json!({ "open": !open }));
            }
            Effect::Copy(copied) => *self.tab.clipboard = copied,
            Effect::Navigate { href, reload } => self.navigate(&href, reload),
            // Gestures are parted where an action is performed; nothing else consists of several.
            Effect::NextGesture | Effect::Tab { .. } => {}
        }
    }
}
