//! Secrets of a file: named there, kept elsewhere, and read only when they are needed.

use std::borrow::Cow;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::process::Command;
use url::Url;

use crate::Secrets;
use crate::scenario::variables::expand;

/// Where a secret is kept. Its value is never part of this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
#[non_exhaustive]
pub enum Secret {
    /// A text with variables of the environment: `${TOKEN}`, `Bearer ${TOKEN}`.
    Text(String),
    /// The content of a file, relative to the folder of the file that names it.
    File(PathBuf),
    /// What a command prints, run in that folder without a shell.
    Command(String),
}

/// A text that may be a secret: a template, or the place where a secret is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Value", into = "Value")]
#[schemars(with = "MaybeSecretSyntax")]
pub enum MaybeSecret {
    /// No secret; it may name variables as `{{ region }}`.
    Template(String),
    /// A secret, which is no template.
    Secret(Secret),
}

/// As it is written.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "its schema alone is used: an error must not repeat a secret")]
enum MaybeSecretSyntax {
    Template(String),
    Secret(Secret),
}

impl Secret {
    /// The longest that a command may take.
    const LIMIT: Duration = Duration::from_secs(10);

    /// The secret itself, which `secrets` learn; what ends a line at its end is no part of it.
    ///
    /// # Errors
    /// Why there is none; neither the secret nor what a command prints is part of that.
    pub async fn read(&self, folder: &Path, secrets: &mut Secrets) -> Result<String, String> {
        /// A shorter part of an address may be any word.
        const LONG: usize = 8;
        let text = match self {
            Self::Text(text) => {
                let variables = RefCell::new(&mut *secrets);
                expand(text, |name| {
                    std::env::var(name).ok().inspect(|value| {
                        variables.borrow_mut().learn(value);
                    })
                })?
            }
            Self::File(path) => {
                let path = folder.join(path);
                let read = tokio::fs::read_to_string(&path).await;
                read.map_err(|error| format!("can't read the secret in {}: {error}", path.display()))?
            }
            Self::Command(command) => print(command, folder).await?,
        };
        match text.trim_end_matches(['\r', '\n']) {
            "" => Err(format!("the secret of {} is empty", Value::from(self.clone()))),
            text => {
                secrets.learn(text);
                if let Ok(url) = text.parse::<Url>() {
                    secrets.learn_url(&url);
                    // An address that is a secret is one by its path, whole and in its parts.
                    let parts = url.path().split('/').chain([url.path()]);
                    parts.filter(|part| part.len() >= LONG).for_each(|part| {
                        secrets.learn(part);
                    });
                }
                Ok(text.to_owned())
            }
        }
    }
}

/// What a command prints.
async fn print(command: &str, folder: &Path) -> Result<String, String> {
    let failed = |why: String| format!("the command `{command}`, which should print a secret, {why}");
    let words = shell_words::split(command).map_err(|error| failed(error.to_string()))?;
    let (program, arguments) = words.split_first().ok_or_else(|| failed("is empty".to_owned()))?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    if folder != Path::new("") {
        command.current_dir(folder);
    }
    let ended = tokio::time::timeout(Secret::LIMIT, command.output()).await;
    let limit = crate::duration::format(Secret::LIMIT);
    let output = ended.map_err(|_| failed(format!("was not done after {limit}")))?;
    let output = output.map_err(|error| failed(format!("can't be run: {error}")))?;
    if !output.status.success() {
        return Err(failed(format!("failed: {}", output.status)));
    }
    String::from_utf8(output.stdout).map_err(|_| failed("prints no text".to_owned()))
}

impl JsonSchema for Secret {
    fn schema_name() -> Cow<'static, str> {
        "Secret".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Where a secret is kept: `${NAME}` in the environment, in a file, or what a command prints.",
            "anyOf": [
                { "type": "string", "pattern": r"\$\{", "examples": ["${TOKEN}"] },
                {
                    "type": "object",
                    "properties": {
                        "file": { "type": "string", "description": "Its content, relative to this file's folder." },
                        "command": { "type": "string", "description": "What it prints; run in this file's folder without a shell." },
                    },
                    "additionalProperties": false,
                    "minProperties": 1,
                    "maxProperties": 1,
                },
            ],
        })
    }
}

impl TryFrom<Value> for Secret {
    type Error = String;

    /// The value is never part of the error: it may be the secret.
    fn try_from(value: Value) -> Result<Self, String> {
        const EXPECTED: &str = "a secret does not stand in a file: write \"${NAME}\" for a variable of the environment, \
                                `{file: PATH}` or `{command: …}`";
        let kept = value.as_object().filter(|kept| kept.len() == 1).and_then(|kept| kept.iter().next());
        match (&value, kept) {
            (Value::String(text), _) if text.contains("${") => Ok(Self::Text(text.clone())),
            (_, Some((kind, Value::String(place)))) if kind == "file" => Ok(Self::File(place.into())),
            (_, Some((kind, Value::String(command)))) if kind == "command" => {
                Ok(Self::Command(command.clone()))
            }
            _ => Err(EXPECTED.to_owned()),
        }
    }
}

impl From<Secret> for Value {
    fn from(secret: Secret) -> Self {
        match secret {
            Secret::Text(text) => Self::String(text),
            Secret::File(path) => json!({ "file": path }),
            Secret::Command(command) => json!({ "command": command }),
        }
    }
}

impl TryFrom<Value> for MaybeSecret {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        match value {
            Value::String(text) if !text.contains("${") => Ok(Self::Template(text)),
            other => Secret::try_from(other).map(Self::Secret),
        }
    }
}

impl From<MaybeSecret> for Value {
    fn from(text: MaybeSecret) -> Self {
        match text {
            MaybeSecret::Template(text) => Self::String(text),
            MaybeSecret::Secret(secret) => secret.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(value: Value) -> Result<Secret, String> {
        Secret::try_from(value)
    }

    #[tokio::test]
    async fn a_secret_is_read_from_a_file_or_from_what_a_command_prints() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("token"), "s3cret\n").unwrap();
        let mut secrets = Secrets::default();
        for kept in [json!({"file": "token"}), json!({"command": "cat token"})] {
            assert_eq!(secret(kept).unwrap().read(folder.path(), &mut secrets).await.unwrap(), "s3cret");
        }
    }

    #[tokio::test]
    async fn an_address_that_is_a_secret_is_one_in_its_parts() {
        let mut secrets = Secrets::default();
        let kept = secret(json!({"command": "echo https://hooks.example.org/T012/B345/x1y2z3a4b5"})).unwrap();
        kept.read(Path::new(""), &mut secrets).await.unwrap();
        assert_eq!(
            secrets.hide("POST /T012/B345/x1y2z3a4b5, x1y2z3a4b5 T012"),
            "POST <secret>, <secret> T012"
        );
    }

    #[tokio::test]
    async fn a_secret_that_is_not_there_is_named_by_its_place() {
        let folder = tempfile::tempdir().unwrap();
        for (kept, expected) in [
            (json!("Bearer ${NO_SUCH_TOKEN}"), "`NO_SUCH_TOKEN` is not set"),
            (json!({"file": "missing"}), "missing"),
            (json!({"command": "false"}), "`false`"),
            (json!({"command": "true"}), "empty"),
            (json!({"command": "/no/such"}), "can't be run"),
        ] {
            let error = secret(kept).unwrap().read(folder.path(), &mut Secrets::default()).await.unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn a_secret_that_stands_in_the_file_is_refused_and_not_repeated() {
        for value in [json!("canary"), json!({"text": "canary"}), json!(["canary"])] {
            let error = secret(value).unwrap_err();
            assert!(error.contains("${NAME}") && !error.contains("canary"), "{error}");
        }
    }

    #[test]
    fn what_names_a_secret_is_no_template() {
        for (value, is_secret) in
            [(json!("https://{{ region }}.org"), false), (json!("https://a.org/${KEY}"), true)]
        {
            let text = MaybeSecret::try_from(value.clone()).unwrap();
            assert_eq!(matches!(text, MaybeSecret::Secret(_)), is_secret);
            assert_eq!(Value::from(text), value);
        }
    }
}
