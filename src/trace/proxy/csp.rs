//! Content-Security-Policy: lets the tap run on pages that name the scripts they trust (CSP level 3).

use axum::http::{HeaderMap, HeaderValue, header};

/// What the tap's script needs to run under a page's policies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Admission {
    /// The `nonce` attribute, when the page uses one.
    pub(super) nonce: Option<String>,
}

/// Changes the policies in `headers` as little as possible, so that an inline script with `hash`
/// (`'sha256-…'`) runs, and may report to the page's own origin.
pub(super) fn admit(headers: &mut HeaderMap, hash: &str) -> Admission {
    let mut admission = Admission::default();
    for name in [header::CONTENT_SECURITY_POLICY, header::CONTENT_SECURITY_POLICY_REPORT_ONLY] {
        let policies: Vec<HeaderValue> = headers.get_all(&name).iter().cloned().collect();
        headers.remove(&name);
        for value in policies {
            let opened = value.to_str().ok().and_then(|text| {
                // One header may carry several policies, and all of them count.
                let opened: Vec<String> =
                    text.split(',').map(|policy| open(policy, hash, &mut admission)).collect();
                HeaderValue::from_str(&opened.join(",")).ok()
            });
            headers.append(&name, opened.unwrap_or(value));
        }
    }
    admission
}

/// A policy that lets the page's scripts report to its own origin.
pub(super) fn open_reports(policy: &str) -> String {
    let mut policy = Policy::read(policy);
    policy.open_reports();
    policy.write()
}

fn open(policy: &str, hash: &str, admission: &mut Admission) -> String {
    let mut policy = Policy::read(policy);
    policy.open_script(hash, admission);
    policy.open_reports();
    policy.write()
}

/// A policy's directives, each a name and its sources.
struct Policy(Vec<Vec<String>>);

impl Policy {
    fn read(policy: &str) -> Self {
        let directives =
            policy.split(';').map(|directive| directive.split_whitespace().map(str::to_owned).collect());
        Self(directives.filter(|words: &Vec<String>| !words.is_empty()).collect())
    }

    fn write(&self) -> String {
        self.0.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join("; ")
    }

    /// The sources of the first of these directives that there is, or of what stands for all that are not.
    fn sources(&mut self, names: &[&str]) -> Option<&mut Vec<String>> {
        let is = |words: &[String], name: &str| {
            words.first().is_some_and(|first| first.eq_ignore_ascii_case(name))
        };
        let names = names.iter().chain(&["default-src"]);
        let at = names.into_iter().find_map(|name| self.0.iter().position(|words| is(words, name)))?;
        self.0.get_mut(at)
    }

    fn open_script(&mut self, hash: &str, admission: &mut Admission) {
        let Some(words) = self.sources(&["script-src-elem", "script-src"]) else { return };
        let nonce = words.iter().find_map(|word| word.strip_prefix("'nonce-")?.strip_suffix('\''));
        if let Some(nonce) = nonce {
            admission.nonce.get_or_insert_with(|| nonce.to_owned());
        }
        // A hash beside 'unsafe-inline' would switch the latter off.
        let hashed = words.iter().any(|word| word.starts_with("'sha"));
        let free = words.iter().any(|word| word == "'unsafe-inline'") && nonce.is_none() && !hashed;
        let same_nonce = nonce.is_some() && nonce == admission.nonce.as_deref();
        if !free && !same_nonce {
            allow(words, hash);
        }
    }

    fn open_reports(&mut self) {
        let Some(words) = self.sources(&["connect-src"]) else { return };
        if !words.iter().any(|word| word == "'self'" || word == "*") {
            allow(words, "'self'");
        }
    }
}

fn allow(words: &mut Vec<String>, source: &str) {
    words.retain(|word| word != "'none'");
    words.push(source.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(policy: &str) -> (String, Option<String>) {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_str(policy).expect("policy"));
        let admission = admit(&mut headers, "'sha256-TAP'");
        let text = headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text").to_owned();
        (text, admission.nonce)
    }

    #[test]
    fn a_page_with_hashes_gets_one_more() {
        let (policy, nonce) = admitted("default-src 'self'; script-src 'self' 'sha256-X='");
        assert_eq!(policy, "default-src 'self'; script-src 'self' 'sha256-X=' 'sha256-TAP'");
        assert_eq!(nonce, None);
    }

    #[test]
    fn a_page_with_a_nonce_keeps_its_policy() {
        let before = "script-src 'nonce-abc' 'strict-dynamic'; connect-src 'self'";
        assert_eq!(admitted(before), (before.to_owned(), Some("abc".to_owned())));
    }

    #[test]
    fn inline_scripts_stay_allowed_where_they_were() {
        let before = "script-src 'self' 'unsafe-inline'";
        assert_eq!(admitted(before), (before.to_owned(), None));
    }

    #[test]
    fn nothing_becomes_something_only_for_the_tap() {
        assert_eq!(admitted("default-src 'none'").0, "default-src 'sha256-TAP' 'self'");
    }
}
