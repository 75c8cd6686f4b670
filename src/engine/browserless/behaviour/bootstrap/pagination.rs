//! `Pagination`: numbered pages.

use serde_json::{Value, json};

use super::super::Effect;
use super::super::choice::{self, Choice};
use super::super::click::Inert;
use super::super::model::Model;
use super::super::target::Target;
use crate::dash::Component;
use crate::engine::{Action, Error};
use crate::render::markup::page_links;

/// Page numbers, with arrows around them.
pub(super) struct Pagination;

impl Model for Pagination {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let Action::Tab { tab, .. } = target.action else { return Inert.act(target) };
        let pages = self.choices(target.component);
        let page = &choice::find(target, &pages, tab)?.value;
        Ok(vec![target.set([("active_page", page.clone())])])
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        Some(component.prop("active_page").cloned().unwrap_or_else(|| json!(1)))
    }

    fn choices(&self, component: Component<'_>) -> Vec<Choice> {
        let links = page_links(component).into_iter();
        links
            .map(|link| Choice { label: link.label(), value: json!(link.page), disabled: link.disabled })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::browserless::behaviour::testing::{act, set};

    #[test]
    fn pages_are_opened_by_number_or_arrow() {
        let tree = json!({"type": "Pagination", "namespace": "dash_bootstrap_components",
            "props": {"id": "p", "max_value": 3, "previous_next": true}});
        assert_eq!(act(&tree, "tab #p 3").unwrap(), [set(&json!({"active_page": 3}))]);
        assert_eq!(act(&tree, "tab #p Next").unwrap(), [set(&json!({"active_page": 2}))]);
        assert!(act(&tree, "tab #p Previous").unwrap_err().is_retryable());
        assert!(act(&tree, "tab #p 4").is_err());
    }
}
