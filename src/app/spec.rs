//! Which app.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::Url;

use super::Error;
use crate::secrets::without_credentials;

/// Names the app under test.
///
/// | text | means |
/// |---|---|
/// | `sales.py` | a file that Python runs |
/// | `shop.web:app` | a Dash, Flask or ASGI object of a module, or a function that makes one |
/// | `gunicorn web:server --workers 2` | a shell command; it finds its port in `$PORT`, or as `{port}` |
/// | `https://bi.example.org/sales/` | an app that runs already |
/// | `replay:sales.recording.zip` | a recording of an app, served in its place |
/// | `demo` | the built-in sales dashboard |
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum AppSpec {
    /// A Python file.
    Script(PathBuf),
    /// An object of a Python module.
    Module {
        /// The module's dotted name.
        module: String,
        /// The object's name in it.
        object: String,
    },
    /// A shell command.
    Command(String),
    /// A running app.
    Url(Url),
    /// A recording, served in the app's place.
    Replay(PathBuf),
    /// The built-in sales dashboard.
    Demo,
}

impl FromStr for AppSpec {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let bad =
            |reason: &str| Error::BadSpec { text: without_credentials(text), reason: reason.to_owned() };
        if text == "demo" {
            return Ok(Self::Demo);
        }
        if text.starts_with("http://") || text.starts_with("https://") {
            return Url::parse(text).map(Self::Url).map_err(|error| bad(&error.to_string()));
        }
        if let Some(file) = text.strip_prefix("replay:").map(Path::new)
            && file.extension().is_some_and(|extension| extension == "zip")
        {
            return Ok(Self::Replay(file.to_owned()));
        }
        if let Some((module, object)) = text.split_once(':')
            && is_dotted(module)
            && is_dotted(object.strip_suffix("()").unwrap_or(object))
        {
            let object = object.strip_suffix("()").unwrap_or(object);
            return Ok(Self::Module { module: module.to_owned(), object: object.to_owned() });
        }
        let is_python = Path::new(text).extension().is_some_and(|extension| extension == "py");
        let has_words = text.contains(char::is_whitespace);
        // A path may contain blanks, and a command may end with a path.
        if is_python && (!has_words || PathBuf::from(text).is_file()) {
            return Ok(Self::Script(PathBuf::from(text)));
        }
        if has_words || text.contains('/') {
            return Ok(Self::Command(text.to_owned()));
        }
        Err(bad("expected a path to a .py, module:app, a quoted command, a URL, replay:FILE.zip, or demo"))
    }
}

/// Whether this is a Python name, perhaps dotted.
fn is_dotted(text: &str) -> bool {
    text.split('.').all(|name| {
        name.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_')
            && name.chars().all(|c| c.is_alphanumeric() || c == '_')
    })
}

impl fmt::Display for AppSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Script(path) => write!(f, "{}", path.display()),
            Self::Module { module, object } => write!(f, "{module}:{object}"),
            Self::Command(command) => f.write_str(command),
            Self::Url(url) => {
                let mut url = url.clone();
                let _ = (url.set_username(""), url.set_password(None));
                f.write_str(&without_credentials(url.as_str()))
            }
            Self::Replay(file) => write!(f, "replay:{}", file.display()),
            Self::Demo => f.write_str("demo"),
        }
    }
}

impl TryFrom<String> for AppSpec {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<AppSpec> for String {
    fn from(spec: AppSpec) -> Self {
        spec.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_reads_and_writes_itself_back() {
        for (text, spec) in [
            ("demo", AppSpec::Demo),
            ("apps/sales.py", AppSpec::Script("apps/sales.py".into())),
            ("shop.web:app", AppSpec::Module { module: "shop.web".into(), object: "app".into() }),
            ("gunicorn web:server", AppSpec::Command("gunicorn web:server".into())),
            ("python app.py", AppSpec::Command("python app.py".into())),
            ("replay:a/sales.recording.zip", AppSpec::Replay("a/sales.recording.zip".into())),
            ("replay:app", AppSpec::Module { module: "replay".into(), object: "app".into() }),
            ("./run", AppSpec::Command("./run".into())),
            ("http://localhost:8050/", AppSpec::Url("http://localhost:8050/".parse().unwrap())),
        ] {
            assert_eq!(text.parse::<AppSpec>().unwrap(), spec);
            assert_eq!(spec.to_string(), text);
        }
    }

    #[test]
    fn a_wrong_address_is_told_without_its_credentials() {
        let error = "https://ann:s3cret@example.org:x/".parse::<AppSpec>().unwrap_err().to_string();
        assert!(error.contains("@example.org:x/") && !error.contains("s3cret"), "{error}");
    }

    #[test]
    fn a_text_that_is_none_of_the_forms_says_what_they_are() {
        let error = "sales".parse::<AppSpec>().unwrap_err().to_string();
        assert!(error.contains("module:app") && error.contains("`sales`"), "{error}");
    }
}
