//! Ids in callback definitions: plain, or with `MATCH`, `ALL` and `ALLSMALLER` (rules R1 to R3).

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::{ComponentId, json};

/// The id of a callback's dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdPattern {
    /// `"year"`.
    Plain(String),
    /// `{"index": MATCH, "type": "card"}`, keys sorted.
    Pattern(BTreeMap<String, Part>),
}

/// What one key of a pattern asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// This value, with its type: `1` is not `"1"`.
    Constant(Value),
    /// One value for each instance of the callback.
    Match,
    /// Every value.
    All,
    /// Every value below the one that `MATCH` stands for.
    AllSmaller,
}

/// What the wildcards of one callback instance stand for: by key, the pattern's part and the value found there.
pub type Binding = BTreeMap<String, (Part, Value)>;

impl IdPattern {
    /// Reads an id as `_dash-dependencies` writes it: JSON when it starts with `{`, wildcards as `["ALL"]`.
    ///
    /// # Errors
    /// The JSON error of a text that starts with `{` and is no object.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        if !text.starts_with('{') {
            return Ok(Self::Plain(text.to_owned()));
        }
        let keys: BTreeMap<String, Value> = serde_json::from_str(text)?;
        Ok(Self::Pattern(
            keys.into_iter().map(|(key, value)| (key, Part::of(json::normalise(value)))).collect(),
        ))
    }

    /// Reads an id as people write it, too: wildcards as bare words, `{"index": ALL}`.
    ///
    /// # Errors
    /// The JSON error of a text that starts with `{` and is no object.
    pub fn written(text: &str) -> Result<Self, serde_json::Error> {
        let mut quoted = String::new();
        for (index, part) in text.split('"').enumerate() {
            // Every other part stands between quotes.
            let bare = index % 2 == 0;
            let word = part.trim_start_matches([':', ' ']).trim_end_matches([' ', ',', '}']);
            if index > 0 {
                quoted.push('"');
            }
            match word {
                "MATCH" | "ALL" | "ALLSMALLER" if bare => {
                    quoted.push_str(&part.replacen(word, &format!("[\"{word}\"]"), 1));
                }
                _ => quoted.push_str(part),
            }
        }
        Self::parse(if text.starts_with('{') { &quoted } else { text })
    }

    /// Whether the dependency stands for a list: it has `ALL` or `ALLSMALLER`.
    pub fn is_multi(&self) -> bool {
        self.parts().any(|(_, part)| matches!(part, Part::All | Part::AllSmaller))
    }

    /// The keys with `MATCH`, sorted.
    pub fn match_keys(&self) -> Vec<&str> {
        self.parts().filter(|(_, part)| **part == Part::Match).map(|(key, _)| key.as_str()).collect()
    }

    /// The keys and what they ask for; none for a plain id.
    pub fn parts(&self) -> impl Iterator<Item = (&String, &Part)> {
        match self {
            Self::Plain(_) => None,
            Self::Pattern(parts) => Some(parts.iter()),
        }
        .into_iter()
        .flatten()
    }

    /// Whether `id` fits (rules R2, R16): the same keys, constants equal with their type, and wildcards as
    /// `binding` says for the keys that it has; other wildcards fit anything.
    pub fn matches(&self, id: &ComponentId, binding: Option<&Binding>) -> bool {
        match (self, id) {
            (Self::Plain(wanted), ComponentId::Plain(given)) => wanted == given,
            (Self::Pattern(parts), ComponentId::Pattern(keys)) => {
                parts.len() == keys.len()
                    && parts.iter().zip(keys).all(|((name, part), (key, value))| {
                        name == key && part.accepts(value, binding.and_then(|b| b.get(name)))
                    })
            }
            _ => false,
        }
    }

    /// Whether some component fits both, as far as constants tell.
    pub fn overlaps(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Plain(a), Self::Plain(b)) => a == b,
            (Self::Pattern(a), Self::Pattern(b)) => {
                let differ =
                    |pair: (&Part, &Part)| matches!(pair, (Part::Constant(a), Part::Constant(b)) if a != b);
                a.keys().eq(b.keys()) && !a.values().zip(b.values()).any(differ)
            }
            _ => false,
        }
    }

    /// The binding that `id` gives to this pattern; empty for a plain id.
    pub fn bind(&self, id: &ComponentId) -> Binding {
        match (self, id) {
            (Self::Pattern(parts), ComponentId::Pattern(keys)) => parts
                .iter()
                .filter_map(|(key, part)| Some((key.clone(), (part.clone(), keys.get(key)?.clone()))))
                .collect(),
            _ => Binding::new(),
        }
    }
}

/// The canonical text (rule R1), wildcards as bare words: for comparing definitions.
impl fmt::Display for IdPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Pattern(parts) = self else {
            let Self::Plain(text) = self else { return Ok(()) };
            return f.write_str(text);
        };
        f.write_str("{")?;
        for (index, (key, part)) in parts.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{}:{part}", json::print(&Value::from(key.as_str())))?;
        }
        f.write_str("}")
    }
}

impl Part {
    fn of(value: Value) -> Self {
        match value.as_array().map(Vec::as_slice) {
            Some([Value::String(word)]) => match word.as_str() {
                "MATCH" => Self::Match,
                "ALL" => Self::All,
                "ALLSMALLER" => Self::AllSmaller,
                _ => Self::Constant(value),
            },
            _ => Self::Constant(json::normalise(value)),
        }
    }

    /// The value that it asks for by itself.
    pub(crate) fn constant(&self) -> Option<&Value> {
        match self {
            Self::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// The one value that fits, by its rank; `None` where several may.
    pub(crate) fn wanted(&self, bound: Option<&(Part, Value)>) -> Option<Rank> {
        match (self, bound) {
            (Self::Constant(value), _) => Some(Rank::of(value)),
            (Self::Match, Some((part, reference))) if *part != Self::AllSmaller => Some(Rank::of(reference)),
            _ => None,
        }
    }

    fn accepts(&self, value: &Value, bound: Option<&(Part, Value)>) -> bool {
        match (self, bound) {
            (Self::Constant(wanted), _) => wanted == value,
            (Self::All, _) | (_, None) => true,
            (Self::AllSmaller, Some((_, reference))) => compare(value, reference) == Ordering::Less,
            (Self::Match, Some((Self::AllSmaller, reference))) => {
                compare(value, reference) == Ordering::Greater
            }
            (Self::Match, Some((_, reference))) => compare(value, reference) == Ordering::Equal,
        }
    }
}

/// What values that compare as equal share: by it they are looked up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Rank {
    /// The bits of a number, or of the number that a text stands for.
    Number(u64),
    /// The JSON of anything else.
    Other(String),
}

impl Rank {
    pub(crate) fn of(value: &Value) -> Self {
        numeric(value).map_or_else(|| Self::Other(value.to_string()), |number| Self::Number(number.to_bits()))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant(value) => f.write_str(&json::print(value)),
            Self::Match => f.write_str("MATCH"),
            Self::All => f.write_str("ALL"),
            Self::AllSmaller => f.write_str("ALLSMALLER"),
        }
    }
}

/// The order of id values (rule R3): numbers and numeric text by value, then booleans, then other text.
pub fn compare(a: &Value, b: &Value) -> Ordering {
    match (numeric(a), numeric(b)) {
        (Some(a), Some(b)) => return a.total_cmp(&b),
        (Some(_), None) => return Ordering::Less,
        (None, Some(_)) => return Ordering::Greater,
        (None, None) => {}
    }
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Bool(_), _) => Ordering::Less,
        (_, Value::Bool(_)) => Ordering::Greater,
        (Value::String(a), Value::String(b)) => a.encode_utf16().cmp(b.encode_utf16()),
        (a, b) => a.to_string().cmp(&b.to_string()),
    }
}

fn numeric(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    // Adding 0 turns -0 into 0, so that both compare equal.
    number.filter(|n: &f64| n.is_finite()).map(|n| n + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn id(text: &str) -> ComponentId {
        ComponentId::parse(text).unwrap()
    }

    fn pattern(text: &str) -> IdPattern {
        IdPattern::parse(text).unwrap()
    }

    #[test]
    fn r1_the_canonical_text_has_sorted_keys_and_bare_wildcards() {
        let wild = pattern(r#"{"type": "é", "index": ["MATCH"], "n": ["ALLSMALLER"]}"#);
        assert_eq!(wild.to_string(), r#"{"index":MATCH,"n":ALLSMALLER,"type":"é"}"#);
    }

    #[test]
    fn a_person_writes_wildcards_as_words() {
        let written = IdPattern::written(r#"{"index": ALL, "type": "ALL", "n":MATCH}"#).unwrap();
        assert_eq!(written, pattern(r#"{"index": ["ALL"], "type": "ALL", "n": ["MATCH"]}"#));
        assert_eq!(IdPattern::written("year").unwrap(), pattern("year"));
        assert!(IdPattern::written(r#"{"index": EACH}"#).is_err());
    }

    #[test]
    fn r2_constants_match_with_their_type_and_keys_must_be_the_same() {
        assert!(pattern(r#"{"i": 1}"#).matches(&id(r#"{"i": 1}"#), None));
        assert!(!pattern(r#"{"i": 1}"#).matches(&id(r#"{"i": "1"}"#), None));
        assert!(!pattern(r#"{"i": 1}"#).matches(&id(r#"{"i": true}"#), None));
        assert!(!pattern(r#"{"i": ["ALL"]}"#).matches(&id(r#"{"i": 1, "j": 2}"#), None));
    }

    #[test]
    fn r3_numeric_text_counts_as_its_number_and_comes_first() {
        let mut values = vec![json!("b"), json!(true), json!("10"), json!(9), json!(false), json!("a")];
        values.sort_by(compare);
        assert_eq!(values, [json!(9), json!("10"), json!(false), json!(true), json!("a"), json!("b")]);
        assert_eq!(compare(&json!("2"), &json!(2)), Ordering::Equal);
    }

    #[test]
    fn r16_match_compares_by_order_and_allsmaller_takes_what_is_below() {
        let output = pattern(r#"{"i": ["MATCH"]}"#);
        let binding = output.bind(&id(r#"{"i": 2}"#));
        assert!(output.matches(&id(r#"{"i": "2"}"#), Some(&binding)));
        let smaller = pattern(r#"{"i": ["ALLSMALLER"]}"#);
        assert!(smaller.matches(&id(r#"{"i": 1}"#), Some(&binding)));
        assert!(!smaller.matches(&id(r#"{"i": 2}"#), Some(&binding)));
    }
}
