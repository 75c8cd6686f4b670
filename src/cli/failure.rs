//! A failed command, ready to be printed: what, where, what to do.

use std::error::Error as _;
use std::fmt;
use std::path::Path;

use super::Exit;
use crate::{Error, Excerpt, Secrets, render};

/// Why a command failed.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    message: String,
    excerpt: Option<Excerpt>,
    hint: Option<String>,
    /// The app's last lines.
    log: String,
}

impl Failure {
    /// The command line, or a file that it names, is wrong.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// A failure with an exit code of its own.
    pub(super) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), excerpt: None, hint: None, log: String::new() }
    }

    /// A file can't be read.
    pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Self::usage(format!("can't read {}: {error}", path.display()))
    }

    /// A file can't be written.
    pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Self {
        Self::usage(format!("can't write {}: {error}", path.display()))
    }

    /// An error about the text of `path`: with its place, as compilers write it, and the lines around it.
    pub(super) fn in_text(path: &Path, text: &str, error: render::Error) -> Self {
        let place = match &error {
            render::Error::BadJson { line, column, .. } => Some((*line, *column)),
            _ => None,
        };
        let mut failure = Self::from(error);
        let at = place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
        failure.message = format!("{}{at}: {}", path.display(), failure.message);
        failure.excerpt = place.map(|(line, column)| Excerpt::new(text, line, column));
        failure
    }

    /// Adds what the app printed last.
    pub(super) fn log(mut self, log: String) -> Self {
        self.log = log;
        self
    }

    /// The failure without what is secret.
    pub(super) fn hidden(mut self, secrets: &Secrets) -> Self {
        for text in [&mut self.message, &mut self.log].into_iter().chain(&mut self.hint) {
            *text = secrets.hide(text);
        }
        self
    }

    /// Adds what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        let error = error.into();
        let hint = match &error {
            Error::App(error) => error.hint(),
            Error::Engine(error) => error.hint(),
            Error::Trace(error) => error.hint(),
            _ => None,
        };
        let excerpt = match &error {
            Error::Scenario(error) => error.excerpt().cloned(),
            #[cfg(feature = "schedule")]
            Error::Schedule(crate::schedule::Error::File(error)) => error.excerpt().cloned(),
            _ => None,
        };
        let mut message = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            let cause_text = cause.to_string();
            // A transparent error repeats its source.
            if !message.contains(&cause_text) {
                message = format!("{message}: {cause_text}");
            }
            source = cause.source();
        }
        Self { exit: Exit::of(&error), message, excerpt, hint: hint.map(str::to_owned), log: String::new() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        if let Some(excerpt) = &self.excerpt {
            write!(f, "\n{excerpt}")?;
        }
        if !self.log.is_empty() {
            write!(f, "\nthe app's last lines:\n{}", self.log)?;
        }
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, "\nhint: {hint}"))
    }
}
