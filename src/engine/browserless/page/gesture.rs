//! What a visitor does on the page: focus, typing, and the effects of an action.

use serde_json::Value;

use super::super::behaviour::{self, Effect};
use super::Page;
use crate::engine::{Action, Error};

impl Page {
    /// Does an action on the component at a place.
    ///
    /// # Errors
    /// As [`behaviour::act`].
    pub(crate) fn gesture(&mut self, at: &str, action: &Action) -> Result<(), Error> {
        self.move_pointer(at, action);
        let moment = self.moment();
        let draft =
            self.focus.as_ref().filter(|(place, _)| place == at).and_then(|(_, text)| text.as_deref());
        let typing = behaviour::typing(&self.store.tree, at, action, draft, &moment)?;
        let (draft, effects) = match typing {
            Some(typing) => (typing.draft, typing.effects),
            None => (None, behaviour::act(&self.store.tree, at, action, &moment)?),
        };
        if matches!(action, Action::Press { .. } | Action::Fill { .. }) {
            self.leave_other(at, action);
            // A debounced field is left when it was filled, so that it commits.
            let debounce = self.store.component(at).and_then(|field| field.prop("debounce"));
            let left = matches!(action, Action::Fill { .. }) && debounce == Some(&Value::Bool(true));
            self.focus = (!left).then(|| (at.to_owned(), draft));
        }
        self.perform(effects);
        Ok(())
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
            && let Ok(effects) = behaviour::act(&self.store.tree, &place, &unhover, &self.moment())
        {
            self.perform(effects);
        }
    }

    /// Leaves the field that was typed into before another one is.
    fn leave_other(&mut self, at: &str, action: &Action) {
        let Some((place, draft)) = self.focus.take().filter(|(place, _)| place != at) else { return };
        let left = behaviour::left(&self.store.tree, &place, action, draft.as_deref(), &self.moment());
        self.perform(left);
    }

    /// Makes effects, in order.
    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.effect(effect);
        }
        self.turn();
    }

    /// Makes one effect.
    pub(super) fn effect(&mut self, effect: Effect) {
        match effect {
            Effect::SetProps { at, props } => self.set_props(&at, props),
            Effect::Unset { at, props } => self.unset_props(&at, &props),
            Effect::Amend { at, value } => self.store.amend(&at, value),
            Effect::Later { after, at, props } => self.tab.clock.later(at, after, props),
            Effect::NextGesture => self.turn(),
            Effect::Navigate { href, reload } => self.navigate(&href, reload),
        }
    }
}
