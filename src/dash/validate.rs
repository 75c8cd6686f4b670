//! The renderer's checks of callback definitions (rule R10).

use std::collections::HashSet;

use super::{Callback, Dependency, IdPattern, Part};

/// What is wrong with a callback, under the headline that the renderer's console shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The renderer's headline.
    pub headline: &'static str,
    /// The callback's identity.
    pub output: String,
    /// Which callback, and what about it.
    pub detail: String,
}

/// What the renderer refuses in an app's callbacks, in the order of its checks. With any of these it runs no
/// callback at all. `free_match` says whether `MATCH` is allowed in inputs when no output has it (from 4.2).
pub fn validate(callbacks: &[Callback], free_match: bool) -> Vec<Refusal> {
    let mut checks = Checks::default();
    for callback in callbacks {
        checks.callback(callback, free_match);
    }
    checks.refusals
}

#[derive(Default)]
struct Checks<'a> {
    refusals: Vec<Refusal>,
    /// The outputs seen so far.
    plain: HashSet<String>,
    patterns: Vec<&'a Dependency>,
}

impl<'a> Checks<'a> {
    fn callback(&mut self, callback: &'a Callback, free_match: bool) {
        if callback.inputs.is_empty() && callback.prevent_initial_call {
            self.refuse(callback, "A callback is missing Inputs", "nothing ever calls it");
        }
        for (role, list) in roles(callback) {
            for dependency in list {
                self.dependency(callback, role, dependency);
            }
        }
        self.duplicates(callback);
        self.wildcards(callback, free_match);
    }

    fn refuse(&mut self, callback: &Callback, headline: &'static str, reason: impl std::fmt::Display) {
        let outputs: Vec<String> = callback.outputs.iter().map(ToString::to_string).collect();
        let detail = if outputs.is_empty() {
            format!("a callback without output: {reason}")
        } else {
            format!("the callback for {}: {reason}", outputs.join(", "))
        };
        self.refusals.push(Refusal { headline, output: callback.output.clone(), detail });
    }

    fn dependency(&mut self, callback: &Callback, role: &str, dependency: &Dependency) {
        if dependency.property.is_empty() {
            let reason = format!("an {role} of `{}` names no property", dependency.id);
            self.refuse(callback, "Callback property error", reason);
        }
        match &dependency.id {
            IdPattern::Plain(id) if id.is_empty() => {
                self.refuse(callback, "Callback item missing ID", format!("an {role} has no id"));
            }
            IdPattern::Plain(id) if id.contains(['.', '{']) => {
                let reason = format!("`{id}` has a character that an id can't have (`.` or `{{`)");
                self.refuse(callback, "Callback invalid ID string", reason);
            }
            IdPattern::Plain(_) => {}
            IdPattern::Pattern(parts) => {
                if parts.is_empty() {
                    self.refuse(callback, "Callback item missing ID", format!("an {role} has the id {{}}"));
                }
                for (key, part) in parts {
                    if let Some(reason) = unfit(role, key, part) {
                        self.refuse(callback, "Callback wildcard ID error", reason);
                    }
                }
            }
        }
    }

    /// Each prop has one callback that writes it, but for `allow_duplicate`, whose `@hash` is part of the name.
    fn duplicates(&mut self, callback: &'a Callback) {
        let (mut plain, mut patterns) = (HashSet::new(), Vec::new());
        for output in &callback.outputs {
            if matches!(output.id, IdPattern::Plain(_)) {
                let name = output.to_string();
                if plain.contains(&name) {
                    self.refuse(callback, "Duplicate callback Outputs", format!("it writes `{name}` twice"));
                } else if self.plain.contains(&name) {
                    let reason = format!("another callback writes `{name}`, and neither has allow_duplicate");
                    self.refuse(callback, "Duplicate callback outputs", reason);
                } else {
                    plain.insert(name);
                }
                continue;
            }
            match patterns.iter().chain(&self.patterns).find(|other| overlap(output, other)) {
                Some(other) => {
                    let reason = format!("`{output}` and `{other}` may be the same");
                    self.refuse(callback, "Overlapping wildcard callback outputs", reason);
                }
                None => patterns.push(output),
            }
        }
        self.plain.extend(plain);
        self.patterns.extend(patterns);
    }

    /// Outputs agree on their `MATCH` keys, and inputs and states refer to no others.
    fn wildcards(&mut self, callback: &Callback, free_match: bool) {
        let wanted = callback.match_keys();
        for output in callback.outputs.iter().skip(1).filter(|output| output.id.match_keys() != wanted) {
            let reason = format!("`{output}` has other MATCH keys than its first output");
            self.refuse(callback, "Mismatched `MATCH` wildcards across `Output`s", reason);
        }
        for dependency in callback.inputs.iter().chain(&callback.state) {
            let bound = |part: &Part| match part {
                Part::AllSmaller => true,
                Part::Match => !free_match || !wanted.is_empty(),
                _ => false,
            };
            let parts =
                dependency.id.parts().filter(|(key, part)| bound(part) && !wanted.contains(&key.as_str()));
            let keys: Vec<&str> = parts.map(|(key, _)| key.as_str()).collect();
            if !keys.is_empty() {
                let reason = format!("no output has MATCH for {} of `{dependency}`", keys.join(", "));
                self.refuse(callback, "`Input` / `State` wildcards not in `Output`s", reason);
            }
        }
    }
}

fn roles(callback: &Callback) -> [(&'static str, &[Dependency]); 3] {
    [("Output", &callback.outputs), ("Input", &callback.inputs), ("State", &callback.state)]
}

/// What is wrong with a key of a pattern.
fn unfit(role: &str, key: &str, part: &Part) -> Option<String> {
    match part {
        _ if key.is_empty() => Some(format!("a key of an {role} is empty")),
        Part::AllSmaller if role == "Output" => Some(format!("an Output can't have ALLSMALLER for `{key}`")),
        Part::Constant(value) if value.is_array() || value.is_object() || value.is_null() => {
            Some(format!("`{key}` is {value}, and may be text, a number, a boolean or a wildcard"))
        }
        _ => None,
    }
}

/// Whether two pattern outputs may stand for one prop.
fn overlap(a: &Dependency, b: &Dependency) -> bool {
    let fits = |(a, b): (&Part, &Part)| match (a, b) {
        (Part::Match, Part::AllSmaller) | (Part::AllSmaller, Part::Match) => false,
        (Part::Constant(a), Part::Constant(b)) => a == b,
        _ => true,
    };
    a.property == b.property
        && a.id.parts().map(|(key, _)| key).eq(b.id.parts().map(|(key, _)| key))
        && a.id.parts().zip(b.id.parts()).all(|((_, a), (_, b))| fits((a, b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn one(output: &str, inputs: &[&str]) -> Value {
        let inputs: Vec<Value> = inputs
            .iter()
            .map(|input| {
                let (id, property) = input.rsplit_once('.').unwrap();
                json!({"id": id, "property": property})
            })
            .collect();
        json!({"output": output, "inputs": inputs, "state": []})
    }

    fn headlines(callbacks: Value, free_match: bool) -> Vec<&'static str> {
        let callbacks = Callback::parse_all(&callbacks).unwrap();
        validate(&callbacks, free_match).into_iter().map(|refusal| refusal.headline).collect()
    }

    #[test]
    fn r10_sound_callbacks_are_not_refused() {
        let sound = json!([
            one("a.x", &["b.x"]),
            one("a.x@1f", &["c.x"]),
            one(r#"{"i":["MATCH"]}.x"#, &[r#"{"i":["ALLSMALLER"]}.y"#, "b.x"]),
        ]);
        assert!(headlines(sound, true).is_empty());
    }

    #[test]
    fn r10_two_writers_of_one_prop_are_refused() {
        assert_eq!(
            headlines(json!([one("a.x", &["b.x"]), one("..c.x...a.x..", &["b.x"])]), true),
            ["Duplicate callback outputs"]
        );
        assert_eq!(headlines(json!([one("..a.x...a.x..", &["b.x"])]), true), ["Duplicate callback Outputs"]);
        let patterns = json!([one(r#"{"i":["ALL"]}.x"#, &["b.x"]), one(r#"{"i":3}.x"#, &["b.x"])]);
        assert_eq!(headlines(patterns, true), ["Overlapping wildcard callback outputs"]);
    }

    #[test]
    fn r10_match_in_an_input_alone_is_allowed_from_4_2() {
        let free = json!([one("a.x", &[r#"{"i":["MATCH"]}.y"#])]);
        assert!(headlines(free.clone(), true).is_empty());
        assert_eq!(headlines(free, false), ["`Input` / `State` wildcards not in `Output`s"]);
        let smaller = json!([one("a.x", &[r#"{"i":["ALLSMALLER"]}.y"#])]);
        assert_eq!(headlines(smaller, true), ["`Input` / `State` wildcards not in `Output`s"]);
    }

    #[test]
    fn r10_outputs_must_agree_on_match_and_may_not_have_allsmaller() {
        let mixed = json!([one(r#"..{"i":["MATCH"]}.x...{"j":["MATCH"]}.x.."#, &["b.x"])]);
        assert_eq!(headlines(mixed, true), ["Mismatched `MATCH` wildcards across `Output`s"]);
        let smaller = json!([one(r#"{"i":["ALLSMALLER"]}.x"#, &["b.x"])]);
        assert_eq!(headlines(smaller, true), ["Callback wildcard ID error"]);
    }

    #[test]
    fn r10_what_nothing_can_call_is_refused() {
        let mut never = one("a.x", &[]);
        assert!(headlines(json!([never]), true).is_empty());
        never["prevent_initial_call"] = json!(true);
        assert_eq!(headlines(json!([never]), true), ["A callback is missing Inputs"]);
        assert_eq!(headlines(json!([one("a.x", &[".y"])]), true), ["Callback item missing ID"]);
    }
}
