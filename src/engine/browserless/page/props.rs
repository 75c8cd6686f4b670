//! Props that are not of the type which their component says: in debug mode (`dev_tools_props_check`) the page tells of them.

use super::super::clientside::{Error as ScriptError, Limits, PropTypes};
use super::Page;
use super::assets::BUNDLES;
use crate::dash::{Component, ScriptSource};
use crate::render::markup::Fault;
use crate::trace::MessageLevel;

/// Bundles without components, which are large.
const OTHERS: [&str; 3] = ["/dash-renderer/", "react-dom@", "polyfill@"];

impl Page {
    /// Runs the packages' bundles for the types of their components' props, where the app wants them checked.
    pub(super) async fn load_types(&mut self) {
        if !self.index.config.checks_props() {
            return;
        }
        let types = match PropTypes::new(Limits::default()) {
            Ok(types) => types,
            Err(error) => return self.ran(Some(Err(error))),
        };
        for script in self.index.scripts.clone() {
            let ScriptSource::Address(source) = script.source else { continue };
            if !source.contains(BUNDLES) || OTHERS.iter().any(|other| source.contains(other)) {
                continue;
            }
            if let Some(bundle) = self.script(&source).await
                && let Err(error) = types.load(&bundle.name, &bundle.text)
            {
                self.unchecked(&error);
            }
        }
        self.types = Some(types);
    }

    /// Tells what is wrong with the props of the component at a place, which is about to be rendered.
    pub(super) fn check_props(&mut self, at: &str) {
        let Some(types) = &self.types else { return };
        let component = self.store.component(at);
        // What awaits its code is rendered again.
        let Some(component) = component.filter(|component| !self.loading.awaits(component)) else { return };
        match types.check(component.namespace, component.kind, component.props) {
            Ok(None) => {}
            Ok(Some(said)) => {
                let error = format!("Error: {}", told(&said, &component));
                self.tell(error.as_str(), Fault::thrown(&error, ""), true);
            }
            Err(error) => self.unchecked(&error),
        }
    }

    fn unchecked(&self, error: &ScriptError) {
        self.recorder.message(MessageLevel::Warning, format!("props are not checked: {error}"));
    }
}

/// What prop-types says, as the renderer passes it on.
fn told(said: &str, component: &Component<'_>) -> String {
    let kind = component.kind;
    let between = |before: &str, after: &str| Some(said.split_once(before)?.1.split_once(after)?.0);
    let path = between("`", "`").unwrap_or_default();
    let id = component.id().map(|id| format!(" with ID \"{id}\""));
    let id = id.unwrap_or_default();
    if said.contains("is marked as required") {
        return format!("{path} in {kind}{id} is required but it was not provided.");
    }
    if said.contains("Bad object") || !said.contains(" supplied to ") {
        return format!("Failed component prop type: {said}");
    }
    let mut told = format!("Invalid argument `{path}` passed into {kind}{id}.");
    if let Some((_, expected)) = said.split_once(", expected ") {
        told += &format!("\nExpected {}", expected.split(", expected ").next().unwrap_or_default());
    }
    if let Some(supplied) = between(" of type `", "`") {
        told += &format!("\nWas supplied type `{supplied}`.");
    }
    if let Some(value) = component.prop(path) {
        let value = serde_json::to_string_pretty(value).unwrap_or_default();
        let gap = if value.contains('\n') { "\n" } else { "" };
        told += &format!("\nValue provided: {gap}{value}");
    }
    told
}

#[cfg(test)]
mod tests {
    use super::{Component, told};
    use serde_json::json;

    #[test]
    fn what_is_wrong_with_a_prop_is_told_as_by_the_renderer() {
        let props = json!({"id": "output", "animate": 0, "config": {"a": 1}});
        let graph = json!({"props": props, "type": "Graph", "namespace": "dash_core_components"});
        let told = |said| told(said, &Component::of(&graph).unwrap());
        assert_eq!(
            told(
                "Invalid component prop `animate` of type `number` supplied to `Graph`, expected `boolean`."
            ),
            "Invalid argument `animate` passed into Graph with ID \"output\".\nExpected `boolean`.\n\
             Was supplied type `number`.\nValue provided: 0"
        );
        assert_eq!(
            told("Invalid component prop `config` supplied to `Graph`, expected one of type [string]."),
            "Invalid argument `config` passed into Graph with ID \"output\".\nExpected one of type [string].\n\
             Value provided: \n{\n  \"a\": 1\n}"
        );
        assert_eq!(
            told(
                "The component prop `figure` is marked as required in `Graph`, but its value is `undefined`."
            ),
            "figure in Graph with ID \"output\" is required but it was not provided."
        );
    }
}
