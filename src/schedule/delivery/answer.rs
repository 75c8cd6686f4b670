//! What a server made of an HTTP request.

use std::time::Duration;

use reqwest::header::{LOCATION, RETRY_AFTER};
use reqwest::{Error, Response, StatusCode};

use crate::NotReached;
use crate::scenario::InDoubt;
use crate::schedule::store::Sent;

/// As much of an answer is read.
const MOST: usize = 64 << 10;
/// As much of an answer is told.
const TOLD: usize = 200;

impl InDoubt {
    /// What becomes of something that was sent and not answered.
    pub(super) fn judge(self, reason: String) -> Sent {
        match self {
            Self::Leave => Sent::Unknown { reason },
            Self::Resend => Sent::Failed { reason },
        }
    }
}

/// The text of an answer that says that all is well.
///
/// # Errors
/// How sending ended. A redirect is not followed: the place that it names was not asked for.
pub(super) async fn accepted(
    answer: Result<Response, Error>,
    to: &str,
    in_doubt: InDoubt,
) -> Result<String, Sent> {
    let answer = answer.map_err(|error| unanswered(error, to, in_doubt))?;
    let status = answer.status();
    let pause = answer.headers().get(RETRY_AFTER).and_then(|pause| pause.to_str().ok()).and_then(pause);
    let location =
        answer.headers().get(LOCATION).map(|to| String::from_utf8_lossy(to.as_bytes()).into_owned());
    let text = text(answer).await;
    if status.is_success() {
        return Ok(text);
    }
    let said: String = text.chars().filter(|c| !c.is_control()).take(TOLD).collect();
    let reason = match location.filter(|_| status.is_redirection()) {
        Some(location) => format!("{to} sends to {location}, where nothing is sent: name that address"),
        None if said.is_empty() => format!("{to} answers {status}"),
        None => format!("{to} answers {status}: {said}"),
    };
    let is_passing = status.is_server_error()
        || matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY
        );
    Err(match pause {
        Some(pause) if is_passing => Sent::Busy { reason, pause },
        _ if is_passing => Sent::Failed { reason },
        _ => Sent::Refused { reason },
    })
}

/// How sending ended when there was no answer: what never connected never arrived.
fn unanswered(error: Error, to: &str, in_doubt: InDoubt) -> Sent {
    if let Some(not_reached) = NotReached::behind(&error) {
        return unreached(not_reached);
    }
    let (is_bad, is_sent, is_late) = (error.is_builder(), !error.is_connect(), error.is_timeout());
    let reason = match innermost(&error.without_url()) {
        _ if is_sent && is_late => format!("{to} did not answer in time"),
        said => format!("{to}: {said}"),
    };
    match is_sent {
        _ if is_bad => Sent::Refused { reason },
        true => in_doubt.judge(reason),
        false => Sent::Failed { reason },
    }
}

/// How sending ended when the address was not reached.
pub(super) fn unreached(error: &NotReached) -> Sent {
    let reason = error.to_string();
    if error.is_passing() { Sent::Failed { reason } } else { Sent::Refused { reason } }
}

/// What the last error of a chain says: the others name layers.
pub(super) fn innermost(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => innermost(source),
        None => error.to_string(),
    }
}

/// The seconds of a `Retry-After`, or those until its date (RFC 9110, section 10.2.3).
fn pause(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(jiff::Timestamp::now().duration_until(until).try_into().unwrap_or_default())
}

/// The beginning of an answer; what is cut off or late counts for nothing.
async fn text(mut answer: Response) -> String {
    let mut bytes = Vec::new();
    while bytes.len() < MOST
        && let Ok(Some(chunk)) = answer.chunk().await
    {
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_asked_for_in_seconds_or_until_an_instant() {
        assert_eq!(pause("120"), Some(Duration::from_mins(2)));
        assert_eq!(pause("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(pause("soon"), None);
    }
}
