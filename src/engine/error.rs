//! What can go wrong during a visit, with the evidence in fields.

use std::time::Duration;

use serde_json::Value;

use super::{Expectation, Framework, Pending};
use crate::{NotReached, TrustError, trace};

/// An error of a visit.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address answers, but not as a Dash app.
    #[error("{url} is not a Dash app: {reason}")]
    NotADashApp {
        /// What was visited.
        url: String,
        /// What was found instead.
        reason: String,
    },
    /// The address answers as what asks for a login: by 401 or 403, a redirect elsewhere, or a page instead of Dash's answers.
    #[error("{url} asks for a login: {reason}")]
    Login {
        /// What was visited.
        url: String,
        /// What gave it away.
        reason: String,
    },
    /// The page is made with something else than was named.
    #[error("{url} is made with {found}, not {named}: the page says {shown:?}")]
    OtherFramework {
        /// What was visited.
        url: String,
        /// What was named.
        named: Framework,
        /// What the page is made with.
        found: Framework,
        /// The beginning of its text.
        shown: String,
    },
    /// The server of what is named as no Dash app answers with an error page.
    #[error("{url} shows no page: {reason}")]
    ErrorPage {
        /// What was visited.
        url: String,
        /// The HTTP status, 400 or more.
        status: u16,
        /// What it wants, or the beginning of its text.
        reason: String,
    },
    /// The app did not answer.
    #[error("{url} does not answer: {reason}")]
    Unreachable {
        /// What was visited.
        url: String,
        /// What the network said.
        reason: String,
    },
    /// An address that may not be asked.
    #[error(transparent)]
    NotReached(#[from] NotReached),
    /// The app is served over https, and can't be trusted.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// Nothing on the page is where the locator points.
    #[error("nothing found at `{on}`{}", near(.candidates))]
    NotFound {
        /// The locator.
        on: String,
        /// What is there with a similar name.
        candidates: Vec<String>,
    },
    /// A locator must name one element, and several fit.
    #[error("`{on}` names {} elements, and one is needed: {}", .matches.len(), told_apart(.matches))]
    Ambiguous {
        /// The locator.
        on: String,
        /// Each of them: its tag with id and class, and the beginning of its text.
        matches: Vec<String>,
    },
    /// It is there, and a visitor could not act on it.
    #[error("`{on}` can't be acted on: {reason}")]
    NotActionable {
        /// The locator.
        on: String,
        /// Which check failed: hidden, disabled, covered by….
        reason: String,
    },
    /// The control has no such option.
    #[error("`{on}` has no option `{option}`; it has {}", listed(.available))]
    NoSuchOption {
        /// The control.
        on: String,
        /// What was asked for.
        option: String,
        /// The labels it has.
        available: Vec<String>,
    },
    /// The graph has no such point.
    #[error("`{on}` has no point {point}")]
    NoSuchPoint {
        /// The graph.
        on: String,
        /// What was asked for, with what is there.
        point: String,
    },
    /// The engine can't do it, and another may.
    #[error("{engine}: {what} is not supported")]
    Unsupported {
        /// The engine.
        engine: &'static str,
        /// What was asked.
        what: String,
        /// What would handle it.
        hint: String,
    },
    /// What was to be done can't be done, and waiting did not help.
    #[error("{last} ({})", waited(*.elapsed, *.limit, .pending))]
    GaveUp {
        /// What the last attempt said.
        #[source]
        last: Box<Self>,
        /// How long it was tried.
        elapsed: Duration,
        /// The limit.
        limit: Duration,
        /// What was pending then.
        pending: Vec<Pending>,
    },
    /// An expectation did not come true in time.
    #[error(
        "expected {} of `{}` {}, {} ({})",
        .expectation.property, .expectation.on, .expectation.matcher, seen(.last_seen),
        waited(*.elapsed, *.limit, .pending)
    )]
    Unexpected {
        /// What was awaited.
        expectation: Box<Expectation>,
        /// The last value read, or why none could be.
        last_seen: Result<Value, Box<Self>>,
        /// How long it was awaited.
        elapsed: Duration,
        /// The limit.
        limit: Duration,
        /// What was pending then.
        pending: Vec<Pending>,
    },
    /// The layout is not as expected.
    #[error(
        "expected {} of `{}` in the layout {}, it is {last_seen}",
        .expectation.property, .expectation.on, .expectation.matcher
    )]
    NotInLayout {
        /// What was expected.
        expectation: Box<Expectation>,
        /// What is there.
        last_seen: Value,
    },
    /// No callback has such an output.
    #[error("no callback gives `{output}`; there is {}", listed(.available))]
    NoSuchCallback {
        /// What was asked for.
        output: String,
        /// The outputs of all callbacks.
        available: Vec<String>,
    },
    /// A callback can't be called like this.
    #[error("can't call `{output}`: {reason}")]
    BadCall {
        /// The callback, as it was named.
        output: String,
        /// Why not.
        reason: String,
    },
    /// A callback that was called on its own failed.
    #[error("the callback of `{callback}` failed: {message}")]
    CallbackFailed {
        /// Its identity.
        callback: String,
        /// The server's message, or the exception's.
        message: String,
    },
    /// The app did not become idle.
    #[error("not settled after {}: pending {}", crate::duration::format(*.limit), joined(.pending))]
    NotSettled {
        /// The limit.
        limit: Duration,
        /// What was pending then.
        pending: Vec<Pending>,
    },
    /// No browser or driver was found, or it did not start.
    #[error("no browser: {reason}")]
    NoBrowser {
        /// What is missing.
        reason: String,
        /// What to install or set.
        hint: String,
    },
    /// The browser or its driver failed.
    #[error("browser: {reason}")]
    Browser {
        /// What it said.
        reason: String,
    },
    /// The recording proxy did not start.
    #[error("{0}")]
    Proxy(#[source] trace::Error),
    /// An action that can't be read.
    #[error("`{text}`: {reason}")]
    BadAction {
        /// What was written.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The page could not be drawn.
    #[error("can't draw: {0}")]
    Render(#[from] crate::render::Error),
}

impl Error {
    /// Whether waiting may help.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::NotFound { .. } | Self::NotActionable { .. } | Self::Ambiguous { .. })
    }

    /// The error itself, without how long it was tried to avoid it.
    pub fn cause(&self) -> &Self {
        match self {
            Self::GaveUp { last, .. } => last.cause(),
            error => error,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Unsupported { hint, .. } | Self::NoBrowser { hint, .. } => Some(hint),
            Self::Trust(error) => Some(error.hint()),
            Self::GaveUp { last, .. } => last.hint(),
            Self::NotSettled { pending, .. } if pending.iter().any(Pending::is_background) => Some(
                "if the job takes longer, give it a longer limit (`limit:`, `--limit`); if it never ends, look at the app: `DiskcacheManager` forks jobs from a server with threads, where a job may wait for a lock for ever (`docs/browser.md`)",
            ),
            Self::NotSettled { .. } => Some(
                "give what takes longer a longer limit (`limit:`, `--limit`); what is to go on during the next steps is begun with `start:`",
            ),
            Self::Unexpected { pending, .. } if !pending.is_empty() => Some(
                "what is pending may still bring it: a longer limit (`limit:`, `--limit`) waits for that",
            ),
            Self::Ambiguous { .. } => {
                Some("write an id, or a selector that fits one alone, such as `#panel button.primary`")
            }
            Self::NotADashApp { .. } => {
                Some("for Streamlit or a plain page, use `engine: browser` and name its `framework`")
            }
            _ => None,
        }
    }
}

impl From<trace::Error> for Error {
    fn from(error: trace::Error) -> Self {
        match error {
            trace::Error::Trust(error) => error.into(),
            error => Self::Proxy(error),
        }
    }
}

fn near(candidates: &[String]) -> String {
    if candidates.is_empty() { String::new() } else { format!("; there is {}", listed(candidates)) }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    shortened(names.iter().map(|name| format!("`{name}`")), 20)
}

/// Elements, so many that a person sees what they have in common.
fn told_apart(elements: &[String]) -> String {
    shortened(elements.iter().cloned(), 5)
}

/// The first `shown` of them, and how many more there are.
fn shortened(mut items: impl ExactSizeIterator<Item = String>, shown: usize) -> String {
    let mut text = items.by_ref().take(shown).collect::<Vec<_>>().join(", ");
    if items.len() > 0 {
        text.push_str(&format!(" and {} more", items.len()));
    }
    text
}

fn seen(last: &Result<Value, Box<Error>>) -> String {
    match last {
        Ok(value) => format!("last seen {value}"),
        Err(error) => format!("but {error}"),
    }
}

/// How long, of how long at most, and for what else one would have to wait.
fn waited(elapsed: Duration, limit: Duration, pending: &[Pending]) -> String {
    let elapsed_text = crate::duration::format(elapsed);
    match pending {
        [] if elapsed < limit => "nothing is pending that could change it".to_owned(),
        [] => format!("after {elapsed_text}"),
        pending => format!("after {elapsed_text}; pending {}", joined(pending)),
    }
}

fn joined(pending: &[Pending]) -> String {
    pending.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
