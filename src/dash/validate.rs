//! The renderer's checks of callback definitions (rule R10).

use std::collections::HashSet;

use super::{Callback, Dependency, IdPattern, Part, json};

/// What is wrong with a callback, in the words of the renderer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Its headline.
    pub headline: &'static str,
    /// The callback's identity.
    pub output: String,
    /// What the callback writes, as it defines it.
    outputs: Vec<String>,
    /// What about it, line by line.
    reason: Vec<String>,
}

impl Refusal {
    /// The lines below the headline.
    pub fn html(&self) -> String {
        let head = format!("In the callback for output(s):\n  {}", self.outputs.join("\n  "));
        std::iter::once(&head).chain(&self.reason).map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// The same as one sentence.
    pub fn sentence(&self) -> String {
        let reason: Vec<&str> =
            self.reason.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
        match self.outputs.join(", ").as_str() {
            "" => format!("a callback without output: {}", reason.join(" ")),
            outputs => format!("the callback for {outputs}: {}", reason.join(" ")),
        }
    }
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
            const REASON: &str = "there are no `Input` elements.\n\
                Without `Input` elements, it will never get called.\n\n\
                Subscribing to `Input` components will cause the\n\
                callback to be called whenever their values change.\n\n\
                If you want a callback without inputs that fires on initial load,\n\
                set prevent_initial_call=False.";
            self.refuse(callback, "A callback is missing Inputs", REASON);
        }
        for (role, list) in roles(callback) {
            for (index, dependency) in list.iter().enumerate() {
                self.dependency(callback, (role, index), dependency);
            }
        }
        self.duplicates(callback);
        self.wildcards(callback, free_match);
    }

    fn refuse(&mut self, callback: &Callback, headline: &'static str, reason: impl AsRef<str>) {
        self.refusals.push(Refusal {
            headline,
            output: callback.output.clone(),
            outputs: callback.outputs.iter().map(ToString::to_string).collect(),
            reason: reason.as_ref().lines().map(str::to_owned).collect(),
        });
    }

    fn dependency(&mut self, callback: &Callback, (role, index): (&str, usize), dependency: &Dependency) {
        const NO_ID: &str = "Callback item missing ID";
        let place = format!("{role}[{index}]");
        if dependency.property.is_empty() {
            let reason =
                format!("{place}.property = \"\"\nbut we expected `property` to be a non-empty string.");
            self.refuse(callback, "Callback property error", reason);
        }
        let missing = |id: &str| format!("{place}.id = {id}\nEvery item linked to a callback needs an ID");
        match &dependency.id {
            IdPattern::Plain(id) if id.is_empty() => self.refuse(callback, NO_ID, missing("\"\"")),
            IdPattern::Plain(id) => {
                let bad: Vec<&str> = [".", "{"].into_iter().filter(|c| id.contains(c)).collect();
                if !bad.is_empty() {
                    let reason =
                        format!("{place}.id = '{id}'\ncharacters '{}' are not allowed.", bad.join("', '"));
                    self.refuse(callback, "Callback invalid ID string", reason);
                }
            }
            IdPattern::Pattern(parts) => {
                if parts.is_empty() {
                    self.refuse(callback, NO_ID, missing("{}"));
                }
                for (key, part) in parts {
                    if let Some(reason) = unfit(role, &place, key, part) {
                        self.refuse(callback, "Callback wildcard ID error", reason);
                    }
                }
            }
        }
    }

    /// Each prop has one callback that writes it, but for `allow_duplicate`, whose `@hash` is part of the name.
    fn duplicates(&mut self, callback: &'a Callback) {
        let (mut plain, mut patterns) = (HashSet::new(), Vec::new());
        for (index, output) in callback.outputs.iter().enumerate() {
            if matches!(output.id, IdPattern::Plain(_)) {
                let name = output.to_string();
                if plain.contains(&name) {
                    let reason = format!("Output {index} ({name}) is already used by this callback.");
                    self.refuse(callback, "Duplicate callback Outputs", reason);
                } else if self.plain.contains(&name) {
                    let reason = format!(
                        "Output {index} ({name}) is already in use.\n\
                        To resolve this, set `allow_duplicate=True` on\n\
                        duplicate outputs, or combine the outputs into\n\
                        one callback function, distinguishing the trigger\n\
                        by using `dash.callback_context` if necessary."
                    );
                    self.refuse(callback, "Duplicate callback outputs", reason);
                } else {
                    plain.insert(name);
                }
                continue;
            }
            let find = |known: &[&'a Dependency]| known.iter().find(|other| overlap(output, other)).copied();
            let own = find(&patterns).map(|other| (other, "this"));
            match own.or_else(|| find(&self.patterns).map(|other| (other, "a different"))) {
                Some((other, whose)) => {
                    let reason = format!(
                        "Output {index} ({output})\noverlaps another output ({other})\nused in {whose} callback."
                    );
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
        let first = callback.outputs.first();
        let first = first.map_or("the (absent) Output".to_owned(), |first| format!("Output 0 ({first})"));
        let wanted = callback.match_keys();
        for (index, output) in callback.outputs.iter().enumerate().skip(1) {
            if output.id.match_keys() != wanted {
                let reason = format!(
                    "Output {index} ({output})\ndoes not have MATCH wildcards on the same keys as\n{first}.\n\
                    MATCH wildcards must be on the same keys for all Outputs.\n\
                    ALL wildcards need not match, only MATCH."
                );
                self.refuse(callback, "Mismatched `MATCH` wildcards across `Output`s", reason);
            }
        }
        for (role, list) in roles(callback).into_iter().skip(1) {
            for (index, dependency) in list.iter().enumerate() {
                let bound = |part: &Part| match part {
                    Part::AllSmaller => true,
                    Part::Match => !free_match || !wanted.is_empty(),
                    _ => false,
                };
                let parts = dependency.id.parts();
                let parts = parts.filter(|(key, part)| bound(part) && !wanted.contains(&key.as_str()));
                let mut keys: Vec<&str> = parts.map(|(key, _)| key.as_str()).collect();
                keys.sort_unstable();
                if !keys.is_empty() {
                    let reason = format!(
                        "{role} {index} ({dependency})\nhas MATCH or ALLSMALLER on key(s) {}\nwhere {first}\n\
                        does not have a MATCH wildcard. Inputs and State do not\n\
                        need every MATCH from the Output(s), but ALLSMALLER\n\
                        requires a matching MATCH in the Output(s), and when\n\
                        the Output(s) have any MATCH, Input/State MATCH keys\n\
                        must be a subset of them.",
                        keys.join(", ")
                    );
                    self.refuse(callback, "`Input` / `State` wildcards not in `Output`s", reason);
                }
            }
        }
    }
}

fn roles(callback: &Callback) -> [(&'static str, &[Dependency]); 3] {
    [("Output", &callback.outputs), ("Input", &callback.inputs), ("State", &callback.state)]
}

/// What is wrong with a key of a pattern.
fn unfit(role: &str, place: &str, key: &str, part: &Part) -> Option<String> {
    match part {
        _ if key.is_empty() => Some(format!("{place}.id has key \"{key}\"\nKeys must be non-empty strings.")),
        Part::AllSmaller if role == "Output" => Some(format!(
            "{place}.id[\"{key}\"] = ALLSMALLER\nAllowed wildcards for Outputs are:\nALL, MATCH"
        )),
        Part::Constant(value) if value.is_array() || value.is_object() || value.is_null() => Some(format!(
            "{place}.id[\"{key}\"] = {}\nWildcard callback ID values must be either wildcards\n\
            or constants of one of these types:\nstring, number, boolean",
            json::print(value)
        )),
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
