//! Cookies (W3C WebDriver section 14).

use serde_json::{Map, Value, json};

use super::Error;
use super::window::Window;
use crate::engine::browserless::Browserless;

impl Window {
    /// The cookies that the page's app gets.
    pub(super) fn cookies(&self) -> Vec<Value> {
        let Some(engine) = &self.engine else { return Vec::new() };
        let domain = engine.app().host_str().unwrap_or_default().to_owned();
        let told = engine.cookies().into_iter().map(|(name, value, hidden)| {
            json!({
                "name": name, "value": value, "path": "/", "domain": domain,
                "secure": false, "httpOnly": hidden, "sameSite": "Lax",
            })
        });
        told.collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none of that name.
    pub(super) fn cookie(&self, name: &str) -> Result<Value, Error> {
        let found =
            self.cookies().into_iter().find(|cookie| cookie.get("name").is_some_and(|known| known == name));
        found.ok_or_else(|| Error::NoSuchCookie(name.to_owned()))
    }

    /// Adds a cookie for the page's app.
    ///
    /// # Errors
    /// One without a name or a value, or for another domain; when no app is visited.
    pub(super) fn add_cookie(&mut self, cookie: &Map<String, Value>) -> Result<(), Error> {
        let text = |name: &str| {
            let text = cookie.get(name).and_then(Value::as_str);
            text.ok_or_else(|| Error::InvalidArgument(format!("the cookie has no text as its `{name}`")))
        };
        let engine = self.app()?;
        let (name, value) = (text("name")?, text("value")?);
        if let Some(domain) = cookie.get("domain").and_then(Value::as_str) {
            let host = engine.app().host_str().unwrap_or_default();
            if !host.ends_with(domain.trim_start_matches('.')) {
                return Err(Error::InvalidCookieDomain(domain.to_owned()));
            }
        }
        let path = cookie.get("path").and_then(Value::as_str).unwrap_or("/");
        let mut line = format!("{name}={value}; Path={path}");
        for (attribute, key) in [("HttpOnly", "httpOnly"), ("Secure", "secure")] {
            if cookie.get(key).and_then(Value::as_bool) == Some(true) {
                line.push_str(&format!("; {attribute}"));
            }
        }
        engine.set_cookie(&line);
        Ok(())
    }

    /// Forgets the cookie of a name, or all.
    ///
    /// # Errors
    /// When no app is visited.
    pub(super) fn delete_cookies(&mut self, name: Option<&str>) -> Result<(), Error> {
        let engine = self.app()?;
        for (known, _, _) in engine.cookies() {
            if name.is_none_or(|name| name == known) {
                engine.set_cookie(&format!("{known}=; Path=/; Max-Age=0"));
            }
        }
        Ok(())
    }

    fn app(&mut self) -> Result<&mut Browserless, Error> {
        let nowhere = || Error::InvalidCookieDomain("the page has no domain".to_owned());
        self.engine.as_mut().ok_or_else(nowhere)
    }
}
