//! Components of dash-extensions that show nothing and pass values on.

use super::Rendered;
use super::model::Model;
use super::target::{Drawn, set_at};

/// The model of a component of dash-extensions; `None` for those whose work is not known.
pub(super) fn extension(kind: &str) -> Option<&'static dyn Model> {
    (kind == "CycleBreaker").then_some(&CycleBreaker as &dyn Model)
}

/// `CycleBreaker`: what `src` holds comes into `dst`, so that callbacks make no circle.
struct CycleBreaker;

impl Model for CycleBreaker {
    fn rendered(&self, drawn: &Drawn<'_>, changed: Option<&[&str]>) -> Rendered {
        let source =
            drawn.component.prop("src").filter(|_| changed.is_none_or(|names| names.contains(&"src")));
        let passed = source.map(|value| set_at(drawn.at, [("dst", value.clone())]));
        Rendered { now: passed.into_iter().collect(), later: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::rendered;
    use super::super::testing::{moment, set};
    use crate::dash::Component;

    #[test]
    fn a_cycle_breaker_passes_its_source_on_when_it_is_rendered_with_another_one() {
        let tree = json!({"type": "CycleBreaker", "namespace": "dash_extensions", "props": {"src": [1]}});
        let passed = |changed: Option<&[&str]>| {
            rendered(Component::of(&tree).unwrap(), "", changed, None, &moment()).now
        };
        assert_eq!(passed(None), [set(&json!({"dst": [1]}))]);
        assert_eq!(passed(Some(&["src"])), [set(&json!({"dst": [1]}))]);
        assert_eq!(passed(Some(&["dst"])), []);
    }
}
