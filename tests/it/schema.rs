//! The JSON Schema of test files says what the parser does.

use std::collections::BTreeSet;
use std::path::Path;

use dashproof::scenario::Scenario;
use serde_json::{Value, json};

#[test]
fn each_key_is_one_that_the_parser_takes_and_the_parser_takes_no_other() {
    let schema = Scenario::schema();
    let mut places = Places { schema: &schema, seen: BTreeSet::new(), found: Vec::new() };
    places.walk(&schema, &mut Vec::new());
    assert!(places.found.len() > 50, "only {} places", places.found.len());
    let mut unlisted = BTreeSet::new();
    for (path, keys) in places.found {
        let error = error(&path, "zzz");
        let Some((_, listed)) = error.split_once("valid here: ") else {
            unlisted.extend(path.iter().rev().find_map(Step::key).map(str::to_owned));
            continue;
        };
        let listed = listed.lines().next().unwrap().split(", ").map(|key| key.trim_matches('`'));
        assert_eq!(listed.collect::<BTreeSet<_>>(), keys.iter().map(String::as_str).collect(), "{path:?}");
    }
    // Ranges and paths are flattened into their actions, where serde knows no list. What is expected may be any object
    // that is no operator, a variable may have any name, and a secret is not repeated in an error.
    let expected = [
        "brush",
        "lasso",
        "pan",
        "zoom",
        "attribute",
        "count",
        "for_each",
        "name",
        "options",
        "sheets",
        "text",
        "user",
        "value",
        "visible",
    ];
    assert!(unlisted.iter().all(|place| expected.contains(&place.as_str())), "{unlisted:?}");
}

/// The parser's error about a key at a place.
fn error(path: &[Step], key: &str) -> String {
    let inner = json!({ key: 1 });
    let document = path.iter().rev().fold(inner, |inner, step| match step {
        Step::Item => json!([inner]),
        Step::Key(key) => json!({ key: inner }),
    });
    Scenario::parse(Path::new("a.yaml"), &document.to_string()).unwrap_err().to_string()
}

/// One step further into a file.
#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Item,
}

impl Step {
    fn key(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            Self::Item => None,
        }
    }
}

/// The places of a file where only some keys may stand, the first that leads to each definition.
struct Places<'a> {
    schema: &'a Value,
    seen: BTreeSet<&'a str>,
    found: Vec<(Vec<Step>, Vec<String>)>,
}

impl<'a> Places<'a> {
    fn walk(&mut self, schema: &'a Value, path: &mut Vec<Step>) {
        let Some(keys) = schema.as_object() else { return };
        if let Some(reference) = keys.get("$ref").and_then(Value::as_str)
            && self.seen.insert(reference)
        {
            let definition = self.schema.pointer(&reference[1..]).unwrap();
            self.walk(definition, path);
        }
        for one in ["anyOf", "oneOf"].iter().filter_map(|of| keys.get(*of)?.as_array()).flatten() {
            self.walk(one, path);
        }
        if let Some(items) = keys.get("items") {
            self.within(items, path, Step::Item);
        }
        if let Some(values @ Value::Object(_)) = keys.get("additionalProperties") {
            self.within(values, path, Step::Key("name".to_owned()));
        }
        let properties = keys.get("properties").and_then(Value::as_object).into_iter().flatten();
        if keys.get("additionalProperties") == Some(&Value::Bool(false)) {
            self.found.push((path.clone(), properties.clone().map(|(key, _)| key.clone()).collect()));
        }
        for (key, value) in properties {
            self.within(value, path, Step::Key(key.clone()));
        }
    }

    fn within(&mut self, schema: &'a Value, path: &mut Vec<Step>, step: Step) {
        path.push(step);
        self.walk(schema, path);
        path.pop();
    }
}

#[test]
fn each_operator_of_an_expected_value_is_understood_as_one() {
    let schema = Scenario::schema();
    let operators = schema["$defs"]["Operator"]["properties"].as_object().unwrap();
    assert!(operators.len() >= 4);
    for operator in operators.keys() {
        let step = json!({ "expect": { "on": "#a", "value": { operator: "b" } } });
        let file = json!({ "app": "demo", "tests": [{ "name": "t", "steps": [step] }] });
        let scenario = Scenario::parse(Path::new("a.yaml"), &file.to_string()).unwrap();
        let said = scenario.tests[0].steps[0].kind.to_string();
        assert!(!said.contains('{'), "{said}");
    }
}
