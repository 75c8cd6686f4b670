//! What an app answered over HTTP, and what an answer that is none seems to be.

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use url::Url;

use crate::dash::json;
use crate::engine::{Error, Framework, credentials};

/// An answer, whatever its status.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
    /// Where it came from, after redirects.
    pub(crate) url: Url,
    /// Whether there were redirects.
    pub(crate) redirected: bool,
    pub(crate) server_timing: Option<String>,
}

impl Answer {
    /// An answer with status 200.
    ///
    /// # Errors
    /// [`Error::Login`], or [`Error::NotADashApp`] says what came instead.
    pub(crate) fn checked(self) -> Result<Self, Error> {
        if self.status == 200 {
            return Ok(self);
        }
        let url = self.url.to_string();
        Err(match (credentials::wanted(self.status.into()), self.status) {
            (Some(reason), _) => Error::Login { url, reason },
            (None, 300..=399) => Error::Login { url, reason: format!("it redirects to {}", self.text) },
            (None, status) => {
                let reason = format!("it answers {status}: {}", excerpt(&self.text));
                Error::NotADashApp { url, reason }
            }
        })
    }

    /// The answer's JSON, whatever its content type says.
    ///
    /// # Errors
    /// [`Error::Login`], or [`Error::NotADashApp`] says what came instead.
    pub(crate) fn json(&self) -> Result<Value, Error> {
        json::parse(&self.text).map_err(|error| {
            let reason = self.instead(&error.to_string());
            self.not_dash(reason)
        })
    }

    /// The error of an answer that is not as Dash gives it.
    pub(crate) fn not_dash(&self, reason: String) -> Error {
        let url = self.url.to_string();
        if self.is_login() { Error::Login { url, reason } } else { Error::NotADashApp { url, reason } }
    }

    /// Whether it is a page that asks for a login, by its field for a password or by where a redirect led.
    fn is_login(&self) -> bool {
        let mut segments = self.url.path_segments().into_iter().flatten();
        let is_elsewhere = self.redirected && segments.any(credentials::leads_to_login);
        self.is_page() && (is_elsewhere || has_password_field(&Html::parse_document(&self.text)))
    }

    /// Whether it is the index of a Streamlit app, by what its scripts are told before they run.
    pub(crate) fn is_streamlit(&self) -> bool {
        self.is_page() && self.text.contains("window.prerenderReady") && self.text.contains("static/js/")
    }

    /// Whether it is HTML.
    pub(crate) fn is_page(&self) -> bool {
        self.text.trim_start().starts_with('<')
    }

    /// What came instead of JSON, given why it is none.
    pub(crate) fn instead(&self, error: &str) -> String {
        let Self { status, text, url, redirected, .. } = self;
        if !self.is_page() {
            return format!("{error}: {}", excerpt(text));
        }
        let page = Html::parse_document(text);
        let title = first(&page, "title").map(|title| title.text().collect::<String>()).unwrap_or_default();
        let password = if has_password_field(&page) { ", that asks for a password" } else { "" };
        let from = if *redirected { format!(", redirected to {url}") } else { String::new() };
        format!(
            "instead of JSON it answers {status} with a page titled {:?}{password}{from}: \
             a login before the app, perhaps, that wants credentials (headers of the visit)",
            title.trim()
        )
    }
}

fn first<'a>(page: &'a Html, css: &str) -> Option<ElementRef<'a>> {
    Selector::parse(css).ok().and_then(|css| page.select(&css).next())
}

fn has_password_field(page: &Html) -> bool {
    first(page, "input[type=password]").is_some()
}

/// The first words of a body, tags left out.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut inside = false;
    let plain: String = text
        .chars()
        .map(|c| match c {
            '<' => {
                inside = true;
                ' '
            }
            '>' if inside => {
                inside = false;
                ' '
            }
            _ if inside => ' ',
            c => c,
        })
        .collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= LONGEST {
        words
    } else {
        words.chars().take(LONGEST).chain(['…']).collect()
    }
}

/// What this engine says to pages that are not made by Dash: their content comes from scripts that need a browser.
pub(crate) fn needs_browser(framework: Framework) -> Error {
    let what = match framework {
        Framework::Dash => "this page of a Dash app",
        Framework::Streamlit => "a Streamlit app",
        Framework::Page => "a plain web page",
    };
    Error::Unsupported {
        engine: "browserless",
        what: format!("visiting {what}"),
        hint: "use `engine: browser`".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_instead_of_json_is_told_by_its_status_title_and_place() {
        let answer = Answer {
            status: 200,
            text: "<!DOCTYPE html><title> Sign in </title><input type=password>".to_owned(),
            url: Url::parse("http://a.example/login").unwrap(),
            redirected: true,
            server_timing: None,
        };
        let error = answer.json().unwrap_err().to_string();
        for part in ["200", "\"Sign in\"", "asks for a password", "redirected to http://a.example/login"] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }

    #[test]
    fn a_text_instead_of_json_is_shown() {
        let text = "upstream is busy".to_owned();
        let url = Url::parse("http://a.example/").unwrap();
        let answer = Answer { status: 200, text, url, redirected: false, server_timing: None };
        assert!(answer.json().unwrap_err().to_string().contains("upstream is busy"));
    }
}
