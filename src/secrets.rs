//! What must not be written down: credentials, passwords, tokens.
//!
//! Some are told by where they stand: in an address, below a name such as `access_token`. The others are learnt
//! (headers, what `${NAME}` in a file stands for, what is typed into a password field) and hidden wherever they occur.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use regex::{Captures, Regex};
use serde_json::Value;
use url::Url;

/// What stands in the place of a secret.
pub(crate) const HIDDEN: &str = "<secret>";
/// A shorter text is no secret that could be hidden: it is in every other word.
const SHORTEST: usize = 4;
/// A shorter secret counts only as a word of its own, in characters.
const SHORT: usize = 8;
/// Headers that say what is asked for, and for whom, and let nobody in.
const HARMLESS_HEADERS: [&str; 8] =
    ["accept", "content-type", "host", "origin", "referer", "remote-user", "user-agent", "x-forwarded-"];

/// A parameter of an address, its value in the second group.
static PARAMETER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"([?&;#]([\w.%-]+)=)([^&;#\s"'<>()\[\]{}\\]+)"#).ok());

/// Texts that must not be written down.
#[derive(Clone, Default)]
pub struct Secrets {
    known: BTreeSet<String>,
    /// Finds any of them, the longest first.
    pattern: Option<Regex>,
}

impl Secrets {
    /// Learns a secret, and how it reads in addresses, JSON and HTML; says whether it was unknown. Texts of less than
    /// four characters can't be hidden.
    pub fn learn(&mut self, secret: &str) -> bool {
        let before = self.known.len();
        for line in
            secret.lines().map(str::trim).filter(|line| line.chars().count() >= SHORTEST && *line != HIDDEN)
        {
            self.known.extend(forms(line));
        }
        let is_new = self.known.len() > before;
        if is_new {
            self.pattern = pattern(&self.known);
        }
        is_new
    }

    /// Learns a header that is sent to the app: all of it, the credentials after a scheme, the values of cookies.
    pub fn learn_header(&mut self, name: &str, value: &str) {
        let name = name.to_ascii_lowercase();
        if HARMLESS_HEADERS.iter().any(|harmless| name.starts_with(harmless)) {
            return;
        }
        self.learn(value);
        if name == "cookie" {
            for (_, value) in value.split(';').filter_map(|pair| pair.split_once('=')) {
                self.learn(value);
            }
        } else if let Some((scheme, credentials)) = value.split_once(' ') {
            self.learn(credentials);
            // RFC 7617.
            let pair = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(credentials.trim()).ok());
            if let Some((_, password)) = pair
                .flatten()
                .and_then(|pair| String::from_utf8(pair).ok())
                .as_deref()
                .and_then(|pair| pair.split_once(':'))
            {
                self.learn(password);
            }
        }
    }

    /// Learns the password of an address, and its parameters that are secrets by their names.
    pub fn learn_url(&mut self, url: &Url) {
        if let Some(password) = url.password() {
            self.learn(&percent_decode_str(password).decode_utf8_lossy());
        }
        for (_, value) in url.query_pairs().filter(|(name, _)| is_secret_name(name)) {
            self.learn(&value);
        }
    }

    /// Learns an environment variable, if its name says that it is a secret, or the password of the address that it is.
    pub fn learn_variable(&mut self, name: &str, value: &str) {
        if is_secret_name(name) {
            self.learn(value);
        }
        if let Ok(url) = value.parse() {
            self.learn_url(&url);
        }
    }

    /// Learns all that another knows.
    pub fn learn_all(&mut self, other: &Self) {
        self.known.extend(other.known.iter().cloned());
        self.pattern = pattern(&self.known);
    }

    /// The text without secrets: `<secret>` stands for each.
    #[must_use]
    pub fn hide(&self, text: &str) -> String {
        let text = without_credentials(text);
        match &self.pattern {
            Some(pattern) => pattern.replace_all(&text, HIDDEN).into_owned(),
            None => text,
        }
    }

    /// Hides them in all texts of a value, and what stands below a name such as `access_token`.
    pub fn hide_in(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                let hidden = self.hide(text);
                if hidden != *text {
                    *text = hidden;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.hide_in(item)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::String(text) if !text.is_empty() && is_secret_name(name) => {
                            HIDDEN.clone_into(text);
                        }
                        value => self.hide_in(value),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

impl PartialEq for Secrets {
    fn eq(&self, other: &Self) -> bool {
        self.known == other.known
    }
}

/// Says how many there are.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.known.len())
    }
}

/// Whether what has this name (a parameter, a variable, a field) is a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    const PARTS: [&str; 12] = [
        "token",
        "secret",
        "passw",
        "pwd",
        "credential",
        "apikey",
        "accesskey",
        "privatekey",
        "signature",
        "authorization",
        "jwt",
        "sessionid",
    ];
    let name: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    PARTS.iter().any(|part| name.contains(part)) || matches!(name.as_str(), "auth" | "sig" | "sid")
}

/// A text whose web addresses have stars for their credentials, `https://*********@example.org/`, and for parameters that
/// are secrets by their names, `?token=****`.
///
/// Each character is a star, so that a column stays a column. An address that is wrong because its password
/// isn't percent-encoded (`https://ann:a/b@example.org/`) is one too.
pub(crate) fn without_credentials(text: &str) -> String {
    let mut parts = text.split_inclusive("://");
    let first = parts.next().unwrap_or_default().to_owned();
    let text = parts.fold(first, |shown, part| {
        let word = part.split(char::is_whitespace).next().unwrap_or_default();
        let host = word.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        let no_port = host.split_once(':').is_some_and(|(_, port)| !port.chars().all(|c| c.is_ascii_digit()));
        let end = host.rfind('@').or_else(|| word.rfind('@').filter(|_| no_port));
        let (secret, rest) = part.split_at(end.unwrap_or(0));
        shown + &stars(secret) + rest
    });
    let Some(parameter) = PARAMETER.as_ref().filter(|_| text.contains('=')) else { return text };
    let hidden = parameter.replace_all(&text, |found: &Captures<'_>| {
        let part = |group| found.get(group).map_or("", |part| part.as_str());
        if is_secret_name(part(2)) { part(1).to_owned() + &stars(part(3)) } else { part(0).to_owned() }
    });
    hidden.into_owned()
}

/// As many stars as there are characters.
pub(crate) fn stars(text: &str) -> String {
    "*".repeat(text.chars().count())
}

/// How a secret may read: as it is, in an address, in JSON, in HTML.
fn forms(secret: &str) -> [String; 5] {
    let in_address = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let in_form = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let in_json = Value::from(secret).to_string();
    let in_json = in_json.trim_start_matches('"').strip_suffix('"').unwrap_or_default().to_owned();
    let in_html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    [secret.to_owned(), in_address, in_form, in_json, in_html.replace('"', "&#34;").replace('\'', "&#39;")]
}

fn pattern(known: &BTreeSet<String>) -> Option<Regex> {
    let mut longest_first: Vec<&String> = known.iter().collect();
    longest_first.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let one = |text: &&String| {
        let literal = regex::escape(text);
        if text.chars().count() >= SHORT {
            return literal;
        }
        let edge =
            |c: Option<char>| if c.is_some_and(|c| c.is_alphanumeric() || c == '_') { r"\b" } else { "" };
        format!("{}{literal}{}", edge(text.chars().next()), edge(text.chars().next_back()))
    };
    let all: Vec<String> = longest_first.iter().map(one).collect();
    if all.is_empty() { None } else { Regex::new(&all.join("|")).ok() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn knowing(secrets: &[&str]) -> Secrets {
        let mut known = Secrets::default();
        for secret in secrets {
            known.learn(secret);
        }
        known
    }

    #[test]
    fn a_secret_is_hidden_however_it_reads() {
        let secrets = knowing(&["p@ss w\"rd&1"]);
        for text in [
            "is p@ss w\"rd&1!",
            "?x=p%40ss%20w%22rd%261",
            "x=p%40ss+w%22rd%261",
            r#""p@ss w\"rd&1""#,
            "p@ss w&#34;rd&amp;1",
        ] {
            let hidden = secrets.hide(text);
            assert!(hidden.contains(HIDDEN) && !hidden.contains("ss"), "{hidden}");
        }
    }

    #[test]
    fn a_short_secret_is_a_word_and_a_very_short_one_none() {
        let secrets = knowing(&["test", "abc", ""]);
        assert_eq!(secrets.hide("test, testing, abc"), "<secret>, testing, abc");
    }

    #[test]
    fn headers_hold_credentials_and_cookies() {
        let mut secrets = Secrets::default();
        secrets.learn_header("Authorization", "Basic YW5uOnMzY3JldC1wYXNz");
        secrets.learn_header("Cookie", "session=canary-1; lang=en");
        secrets.learn_header("Accept-Language", "en-GB,en");
        assert_eq!(
            secrets.hide("s3cret-pass, canary-1, lang=en, en-GB,en"),
            "<secret>, <secret>, lang=en, en-GB,en"
        );
    }

    #[test]
    fn addresses_and_names_tell_what_is_secret() {
        let secrets = Secrets::default();
        assert_eq!(
            secrets.hide("GET /a?page=2&access_token=abc#x https://ann:pw@a.org/"),
            "GET /a?page=2&access_token=***#x https://******@a.org/"
        );
        let mut value = json!({"layout": {"mapbox": {"accesstoken": "pk.1", "style": "dark"}}, "tokens": 5});
        secrets.hide_in(&mut value);
        assert_eq!(
            value,
            json!({"layout": {"mapbox": {"accesstoken": HIDDEN, "style": "dark"}}, "tokens": 5})
        );
    }

    #[test]
    fn credentials_of_a_wrong_address_are_hidden_and_a_version_is_none() {
        for (text, shown) in [
            ("https://ann:s3/cret#@example.org/", "https://************@example.org/"),
            ("see http://a:s3cret@h:x and https://b@i", "see http://********@h:x and https://*@i"),
            ("https://a.org:8050/react@18/x.js", "https://a.org:8050/react@18/x.js"),
            ("ann@example.org", "ann@example.org"),
        ] {
            assert_eq!(without_credentials(text), shown);
        }
    }
}
