//! What has to be said on the captured pages.

use serde_json::Value;

use super::refused;
use crate::engine::{Capture, CaptureSpec, Locator, Property, Session};
use crate::schedule::Error;

/// What the captured pages say.
#[derive(Debug, Default)]
pub(in crate::schedule) struct Said(Vec<String>);

impl Said {
    /// Adds what a page says that is captured: what it shows, and the texts of its figures.
    ///
    /// # Errors
    /// As [`Session::read`].
    pub(in crate::schedule) async fn hear(
        &mut self,
        session: &mut Session,
        on: Option<&Locator>,
    ) -> Result<(), Error> {
        let body = Locator::from("body");
        let text = session.read(on.unwrap_or(&body), &Property::Text).await?;
        self.add(text.as_str().unwrap_or_default());
        let figures = match on {
            None => session.capture(&CaptureSpec::Figures).await.ok(),
            Some(on) => session.capture(&CaptureSpec::Figure { on: on.clone() }).await.ok(),
        };
        if let Some(Capture::Figures(figures) | Capture::Figure(figures)) = figures {
            self.add_all(&figures);
        }
        Ok(())
    }

    /// Adds what the report itself says on a page.
    pub(in crate::schedule) fn add(&mut self, text: &str) {
        self.0.push(text.to_owned());
    }

    fn add_all(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add(text),
            Value::Array(values) => values.iter().for_each(|value| self.add_all(value)),
            Value::Object(entries) => entries.values().for_each(|value| self.add_all(value)),
            _ => {}
        }
    }

    /// Refuses pages that don't say all of `texts`.
    ///
    /// # Errors
    /// [`Error::Refused`] with the text, and what they begin with.
    pub(in crate::schedule) fn check(&self, texts: &[String]) -> Result<(), Error> {
        let Some(missing) = texts.iter().find(|text| !self.0.iter().any(|said| says(said, text))) else {
            return Ok(());
        };
        let said = self.0.first().map_or("", String::as_str);
        Err(refused(format!("{missing:?} is nowhere on the captured pages, which say {:?}", excerpt(said))))
    }
}

/// Whether something says a text, whatever white space is between its words: lines are broken in one place or another.
pub(super) fn says(said: &str, text: &str) -> bool {
    let without_space = |text: &str| text.split_whitespace().collect::<String>();
    without_space(said).contains(&without_space(text))
}

/// The beginning of what a page says.
pub(super) fn excerpt(text: &str) -> String {
    const MOST: usize = 160;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}
