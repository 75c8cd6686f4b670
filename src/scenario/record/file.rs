//! The test file of a recording.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::steps::RecordedStep;
use crate::engine::{Action, Expectation, Framework, Matcher, Property};

/// A test file with one test.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedFile {
    /// The app, as a test file names it.
    pub app: String,
    /// What it is made with, when a test must know: what is not Dash's needs a browser.
    pub framework: Option<Framework>,
    /// The test's name.
    pub name: String,
    /// The steps, each with what can be expected after it.
    pub steps: Vec<(RecordedStep, Vec<Expectation>)>,
    /// Whether the expectations hold from now on; otherwise they are comments.
    pub expects: bool,
    /// Whether the visit went without an error, so that this may be expected.
    pub without_errors: bool,
}

impl RecordedFile {
    /// The file's text, as a person would write it.
    pub fn to_yaml(&self) -> String {
        let mut text = String::new();
        let variables: BTreeSet<&str> =
            self.steps.iter().filter_map(|(step, _)| step.variable.as_deref()).collect();
        if !variables.is_empty() {
            let names = variables.into_iter().collect::<Vec<_>>().join(", ");
            let _ = writeln!(
                text,
                "# Set the environment variables that hold what was typed and is secret: {names}"
            );
        }
        let _ = writeln!(text, "app: {}", scalar(&self.app));
        if let Some(framework) = self.framework {
            let _ = writeln!(text, "engine: browser\nframework: {framework}");
        }
        let _ = writeln!(text, "tests:\n  - name: {}\n    steps:", scalar(&self.name));
        for (step, offers) in &self.steps {
            if let Action::Upload { files, .. } = &step.action {
                let names =
                    files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(", ");
                let _ = writeln!(text, "      # Put beside this file: {names}");
            }
            let _ = writeln!(text, "      - {}", step.to_yaml());
            let comment = if self.expects { "" } else { "# " };
            for offer in offers {
                let _ = writeln!(text, "      {comment}- expect: {}", flow(&expect(offer)));
            }
        }
        if self.without_errors || self.steps.is_empty() {
            text.push_str("      - expect: {no_errors: true}\n");
        }
        text
    }
}

impl RecordedStep {
    /// The step on one line, as it stands in the file.
    pub fn to_yaml(&self) -> String {
        let mut action = serde_json::to_value(&self.action).unwrap_or_default();
        escape(&mut action);
        if let (Some(variable), Some(value)) = (&self.variable, action.pointer_mut("/fill/value")) {
            *value = json!(Verbatim::marked(variable));
        }
        match &action {
            Value::Object(fields) => match fields.iter().next() {
                Some((verb, body)) => format!("{verb}: {}", flow(body)),
                None => String::new(),
            },
            Value::String(verb) => verb.clone(),
            other => other.to_string(),
        }
    }
}

/// Keeps the texts of an action from being taken for the file's variables.
fn escape(value: &mut Value) {
    match value {
        Value::String(text) => *text = text.replace("$$", "$$$$").replace("${", "$${"),
        Value::Array(items) => items.iter_mut().for_each(escape),
        Value::Object(fields) => fields.values_mut().for_each(escape),
        _ => {}
    }
}

/// Texts that stand for a variable while they are JSON.
struct Verbatim;

impl Verbatim {
    const MARK: &str = "\u{0}variable ";

    fn marked(name: &str) -> String {
        format!("{}{name}", Self::MARK)
    }
}

fn expect(offer: &Expectation) -> Value {
    let wanted = match &offer.matcher {
        Matcher::Equals(value) => value.clone(),
        other => Value::String(other.to_string()),
    };
    let mut fields = Map::new();
    fields.insert("on".to_owned(), offer.on.to_string().into());
    let (name, value) = match &offer.property {
        Property::Text => ("text", wanted),
        Property::Value => ("value", wanted),
        Property::FigureTitle => ("figure_title", wanted),
        Property::Options => ("options", wanted),
        Property::Enabled => ("enabled", wanted),
        Property::Prop(name) => ("prop", json!({ name: wanted })),
        other => return json!({ "on": offer.on.to_string(), other.to_string(): wanted }),
    };
    fields.insert(name.to_owned(), value);
    Value::Object(fields)
}

/// A value in YAML's flow style.
fn flow(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| format!("{}: {}", key(name), flow(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        Value::String(text) => match text.strip_prefix(Verbatim::MARK) {
            Some(name) => format!("\"${{{name}}}\""),
            None => scalar(text),
        },
        Value::Number(number) => {
            match number.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 1e15) {
                Some(whole) => format!("{whole:.0}"),
                None => number.to_string(),
            }
        }
        other => other.to_string(),
    }
}

/// A field's name in YAML: as it is where that can be nothing else.
fn key(name: &str) -> Cow<'_, str> {
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if is_plain { Cow::Borrowed(name) } else { Cow::Owned(scalar(name)) }
}

/// A text in YAML: plain where nobody could read it as something else.
fn scalar(text: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ');
    let is_plain = text.starts_with(|c: char| c.is_alphabetic() || c == '/')
        && text.chars().all(word)
        && !text.ends_with(' ')
        && !matches!(
            text.to_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n" | "nan" | "inf"
        );
    if is_plain {
        return text.to_owned();
    }
    if text.contains('"') && !text.chars().any(|c| c == '\\' || c.is_control()) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::scenario::{Scenario, StepKind};

    fn step(line: &str) -> RecordedStep {
        RecordedStep { action: Action::parse(line).expect(line), at: 0.0, until: 0, variable: None }
    }

    #[test]
    fn every_action_reads_back_as_it_was_recorded() {
        let lines = [
            "goto '/orders/7?x=1&y=$$ ${A}'",
            "reload",
            "back",
            "click '{\"index\":1,\"type\":\"a card\"}'",
            "click #bars curve=1 x=EMEA",
            "fill #name \"it's: #1, [a] {b} \u{e9}\"",
            "fill #yes yes",
            "fill #n 42",
            "press #name Enter",
            "clear #name",
            "select #many 'a, b' true",
            "uncheck #boxes 1952",
            "choose #unit null",
            "slide #years 3 7.5",
            "dates #stay 2024-01-01 2024-02-01",
            "tab #tabs 'Two: more'",
            "brush #time x=2024-01-01..2024-02-01",
            "lasso #time 1,2 3,4 5,0",
            "zoom #time",
            "legend #time EMEA double",
            "upload #file sales.csv",
            "answer #sure cancel",
            "set_props #grid {\"page\":2,\"on\":[true,null]}",
            "click '#sales row=2 column=\"unit price\"'",
        ];
        let steps: Vec<RecordedStep> = lines.iter().map(|line| step(line)).collect();
        let file = RecordedFile {
            app: "demo".to_owned(),
            framework: None,
            name: "recorded: once".to_owned(),
            steps: steps.iter().map(|step| (step.clone(), Vec::new())).collect(),
            expects: true,
            without_errors: false,
        };
        let yaml = file.to_yaml();
        let read =
            Scenario::parse(Path::new("a.yaml"), &yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
        let read: Vec<StepKind> = read.tests[0].steps.iter().map(|step| step.kind.clone()).collect();
        let recorded: Vec<StepKind> = steps.into_iter().map(|step| StepKind::Action(step.action)).collect();
        assert_eq!(read, recorded, "{yaml}");
    }

    #[test]
    fn a_secret_is_a_variable_and_expectations_are_offered() {
        let secret = RecordedStep { variable: Some("PASSWORD".to_owned()), ..step("fill #password ''") };
        let offer = Expectation {
            on: "#hello".into(),
            property: Property::Text,
            matcher: Matcher::Equals(json!("Hello: Ann")),
        };
        let mut file = RecordedFile {
            app: "sales.py".to_owned(),
            framework: None,
            name: "recorded".to_owned(),
            steps: vec![(secret, Vec::new()), (step("click #go"), vec![offer])],
            expects: false,
            without_errors: true,
        };
        insta::assert_snapshot!(file.to_yaml(), @r##"
        # Set the environment variables that hold what was typed and is secret: PASSWORD
        app: sales.py
        tests:
          - name: recorded
            steps:
              - fill: {on: "#password", value: "${PASSWORD}"}
              - click: {on: "#go"}
              # - expect: {on: "#hello", text: "Hello: Ann"}
              - expect: {no_errors: true}
        "##);
        file.expects = true;
        assert!(file.to_yaml().contains("\n      - expect: {on: \"#hello\", text: \"Hello: Ann\"}\n"));
    }
}
