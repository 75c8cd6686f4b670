//! The JSON Schema of test files, made of the types that read them.

use std::sync::LazyLock;

use regex::Regex;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::Scenario;
use super::syntax::FileSyntax;

impl Scenario {
    /// The JSON Schema (2020-12) of the file, with which editors complete and check it.
    ///
    /// It knows every key and word; what [`Self::parse`] refuses besides is what no schema says: names given twice, keys
    /// that contradict each other, variables that are not set.
    #[must_use]
    pub fn schema() -> Value {
        let generator = SchemaSettings::draft2020_12().into_generator();
        let mut schema = generator.into_root_schema_for::<FileSyntax>().to_value();
        let definitions = schema["$defs"].clone();
        tidy(&mut schema, &definitions);
        drop_unused(&mut schema);
        head_first(schema)
    }
}

/// Makes of a schema of types one for people: verbs as keys of one object, no empty defaults, descriptions without
/// links into the source.
fn tidy(schema: &mut Value, definitions: &Value) {
    match schema {
        Value::Array(all) => all.iter_mut().for_each(|one| tidy(one, definitions)),
        Value::Object(keys) => {
            if let Some(verbs) = Verbs::of(keys, definitions).filter(|verbs| !verbs.taking.is_empty()) {
                keys.retain(|key, _| !matches!(key.as_str(), "oneOf" | "anyOf"));
                keys.extend(verbs.schema());
            }
            keys.retain(|key, value| match key.as_str() {
                "default" => says_something(value),
                // Those of Rust's numbers are none of the standard's.
                "format" => value == "date-time",
                _ => true,
            });
            if let Some(Value::String(text)) = keys.get_mut("description") {
                *text = plain(text);
            }
            keys.values_mut().for_each(|value| tidy(value, definitions));
        }
        _ => {}
    }
}

/// The variants of an enum, each a word or a key of its own. Editors say "`clik` is no key" of one object with all keys,
/// and of one object for each key that it fits none of thirty.
#[derive(Default)]
struct Verbs {
    /// What each takes.
    taking: Map<String, Value>,
    /// Those that take nothing, which are words of their own.
    words: Vec<String>,
    /// The same as keys.
    nothing: Map<String, Value>,
}

impl Verbs {
    fn of(schema: &Map<String, Value>, definitions: &Value) -> Option<Self> {
        let variants = schema.get("oneOf").or(schema.get("anyOf"))?.as_array()?;
        let mut verbs = Self::default();
        for variant in variants {
            verbs.add(variant.as_object()?, definitions)?;
        }
        Some(verbs)
    }

    fn add(&mut self, variant: &Map<String, Value>, definitions: &Value) -> Option<()> {
        if let Some(Value::String(reference)) = variant.get("$ref") {
            let definition = definitions.get(reference.strip_prefix("#/$defs/")?)?;
            let Self { taking, words, nothing } = Self::of(definition.as_object()?, definitions)?;
            self.taking.extend(taking);
            self.words.extend(words);
            self.nothing.extend(nothing);
            return Some(());
        }
        if let Some(Value::String(word)) = variant.get("const") {
            self.words.push(word.clone());
            self.nothing
                .insert(word.clone(), json!({ "type": "null", "description": variant.get("description") }));
            return Some(());
        }
        let taken = variant.get("properties")?.as_object().filter(|taken| taken.len() == 1)?;
        if variant.get("required")?.as_array()?.len() != 1 {
            return None;
        }
        for (verb, takes) in taken {
            let mut takes = takes.clone();
            if let (Some(takes), Some(text)) = (takes.as_object_mut(), variant.get("description")) {
                takes.insert("description".to_owned(), text.clone());
            }
            self.taking.insert(verb.clone(), takes);
        }
        Some(())
    }

    fn schema(self) -> Map<String, Value> {
        let object = json!({
            "type": "object",
            "properties": self.taking.into_iter().chain(self.nothing).collect::<Map<_, _>>(),
            "additionalProperties": false,
            "minProperties": 1,
            "maxProperties": 1,
        });
        let either = json!({ "anyOf": [object, { "type": "string", "enum": self.words }] });
        let schema = if self.words.is_empty() { object } else { either };
        schema.as_object().cloned().unwrap_or_default()
    }
}

/// Whether a default is worth being inserted by an editor.
fn says_something(default: &Value) -> bool {
    match default {
        Value::Null | Value::Bool(false) => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(keys) => !keys.is_empty(),
        Value::String(text) => !text.is_empty(),
        Value::Bool(true) | Value::Number(_) => true,
    }
}

/// A description as it is read outside of the source: without examples in Rust, links into the source and the source's
/// line breaks.
fn plain(text: &str) -> String {
    static REPLACED: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        let patterns = [
            (r"(?s)```.*?```", ""),
            (r"\[(`[^`\]]+`)\](\([^)]*\))?", "$1"),
            (r" \(see `[^`]+`\)|, see (`[^`]+`)", ""),
            // A table keeps its rows.
            (r"([^\n|])\n([^\n|])", "$1 $2"),
        ];
        patterns.into_iter().filter_map(|(pattern, by)| Some((Regex::new(pattern).ok()?, by))).collect()
    });
    let replaced = REPLACED
        .iter()
        .fold(text.to_owned(), |text, (pattern, by)| pattern.replace_all(&text, *by).into_owned());
    replaced.trim_end().to_owned()
}

/// What it is comes before what it says.
fn head_first(schema: Value) -> Value {
    let Value::Object(mut keys) = schema else { return schema };
    let head = ["$schema", "title", "description"].map(|key| (key.to_owned(), keys.shift_remove(key)));
    let head = head.into_iter().filter_map(|(key, value)| Some((key, value?))).collect::<Vec<_>>();
    Value::Object(head.into_iter().chain(keys).collect())
}

/// Drops the definitions that nothing refers to any more.
fn drop_unused(schema: &mut Value) {
    let text = schema.to_string();
    if let Some(definitions) = schema["$defs"].as_object_mut() {
        definitions.retain(|name, _| text.contains(&format!("\"#/$defs/{name}\"")));
    }
}
