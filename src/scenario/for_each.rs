//! What a report is made for: one artefact for each row of variables.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::engine::{Locator, Plain};

/// One artefact for each of these.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(untagged)]
#[non_exhaustive]
pub enum ForEach {
    /// Every combination of the variables' values, the last variable varying fastest. Without variables there is one.
    Combination(BTreeMap<String, Choices>),
    /// Each row of a list.
    Rows(#[schemars(with = "Vec<BTreeMap<String, Plain>>")] Vec<BTreeMap<String, String>>),
    /// Each row of a CSV file, read when the fire is due; its first row names the variables.
    Csv(#[schemars(with = "CsvSyntax")] PathBuf),
}

/// What a variable may be.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(untagged)]
#[non_exhaustive]
pub enum Choices {
    /// One of these.
    Listed(#[schemars(with = "Vec<Plain>")] Vec<String>),
    /// One of the options that a control offers when the fire is due, by label.
    Options(#[schemars(with = "OptionsSyntax")] Locator),
}

impl ForEach {
    /// Whether the file knows of a variable; those of a CSV file it does not.
    pub fn names(&self, variable: &str) -> bool {
        match self {
            Self::Combination(variables) => variables.contains_key(variable),
            Self::Rows(rows) => rows.iter().any(|row| row.contains_key(variable)),
            Self::Csv(_) => false,
        }
    }
}

impl Default for ForEach {
    fn default() -> Self {
        Self::Combination(BTreeMap::new())
    }
}

impl<'de> Deserialize<'de> for ForEach {
    /// `{region: [EMEA, APAC]}`, `{region: {options: "#region"}}`, `[{region: EMEA, to: ann@example.org}]` or
    /// `{csv: recipients.csv}`.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Written;
        impl<'de> Visitor<'de> for Written {
            type Value = ForEach;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("variables with their values, a list of rows, or `csv: FILE`")
            }

            fn visit_seq<S: SeqAccess<'de>>(self, rows: S) -> Result<ForEach, S::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(rows)).map(ForEach::Rows)
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<ForEach, M::Error> {
                let mut variables = BTreeMap::new();
                let mut csv = None;
                while let Some(name) = map.next_key::<String>()? {
                    match map.next_value()? {
                        Variable::Choices(choices) => {
                            variables.insert(name, choices);
                        }
                        Variable::Text(path) if name == "csv" => csv = Some(path),
                        Variable::Text(text) => {
                            return Err(M::Error::custom(format!(
                                "`{name}` needs a list of values: write [{text}]"
                            )));
                        }
                    }
                }
                match csv {
                    Some(path) if variables.is_empty() => Ok(ForEach::Csv(path.into())),
                    Some(_) => Err(M::Error::custom("a `csv` names all variables: leave the others out")),
                    None => Ok(ForEach::Combination(variables)),
                }
            }
        }
        from.deserialize_any(Written)
    }
}

/// The rows of a file.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "its schema alone is used: `csv` may be a variable's name too")]
struct CsvSyntax {
    /// The file, relative to this one's folder; its first row names the variables.
    csv: PathBuf,
}

/// What a control offers.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OptionsSyntax {
    /// The control.
    options: Locator,
}

/// What stands behind a name.
enum Variable {
    Choices(Choices),
    Text(String),
}

impl<'de> Deserialize<'de> for Variable {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Written;
        impl<'de> Visitor<'de> for Written {
            type Value = Variable;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of values, or `{options: \"#region\"}`")
            }

            fn visit_str<E>(self, text: &str) -> Result<Variable, E> {
                Ok(Variable::Text(text.to_owned()))
            }

            fn visit_seq<S: SeqAccess<'de>>(self, values: S) -> Result<Variable, S::Error> {
                let values = Vec::deserialize(SeqAccessDeserializer::new(values))?;
                Ok(Variable::Choices(Choices::Listed(values)))
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Variable, M::Error> {
                let OptionsSyntax { options } = OptionsSyntax::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Variable::Choices(Choices::Options(options)))
            }
        }
        from.deserialize_any(Written)
    }
}
