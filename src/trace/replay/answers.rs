//! Which recorded answer a request gets.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Bytes;
use serde_json::Value;

use super::likeness::{self, Likeness, alike_texts};
use super::recording::{RecordedExchange, RecordedSocket, Recording};

/// The query parameter by which a page names itself: another one on each load.
const PAGE: &str = "endId";

/// A recording, and what of it was given already.
///
/// Of the answers that fit a request equally well the next one of the visit that runs is given, then the next one of
/// any other, and when all were given the last one again.
#[derive(Debug)]
pub(super) struct Answers {
    recording: Arc<Recording>,
    /// The visit that runs, if that is known.
    visit: Option<usize>,
    /// The exchanges that were given: visit and place in it.
    given: BTreeSet<(usize, usize)>,
    opened: BTreeSet<(usize, usize)>,
}

/// An exchange, with its visit and its place in it.
type Kin<'r> = ((usize, usize), &'r RecordedExchange);

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    /// The body of a callback's request.
    pub(super) request: Option<&'a Value>,
}

impl Answers {
    pub(super) fn new(recording: Recording) -> Self {
        let (given, opened) = (BTreeSet::new(), BTreeSet::new());
        Self { recording: Arc::new(recording), visit: None, given, opened }
    }

    /// A visit begins, from whose recording answers are taken first, from its beginning.
    pub(super) fn begin(&mut self, name: &str) {
        self.visit = self.recording.visits.iter().position(|visit| visit.name == name);
        let visit = self.visit;
        self.given.retain(|(of, _)| Some(*of) != visit);
        self.opened.retain(|(of, _)| Some(*of) != visit);
    }

    /// The answer of what is asked, and its body.
    ///
    /// # Errors
    /// What is not recorded, and what is that is nearest to it.
    pub(super) fn find(&mut self, asked: Asked<'_>) -> Result<(RecordedExchange, Bytes), String> {
        let recording = Arc::clone(&self.recording);
        let all = recording.visits.iter().enumerate().flat_map(|(visit, of)| {
            of.exchanges.iter().enumerate().map(move |(place, exchange)| ((visit, place), exchange))
        });
        let kin: Vec<Kin<'_>> = all.filter(|(_, exchange)| asked.is_kin_of(exchange)).collect();
        let fitting =
            kin.iter().filter_map(|(at, exchange)| Some((asked.likeness(exchange)?, *at, *exchange)));
        let best = fitting.min_by_key(|(likeness, at, _)| {
            let given = self.given.contains(at);
            // Of those that were given the last one is the nearest.
            let order = if given { (usize::MAX - at.0, usize::MAX - at.1) } else { *at };
            (*likeness, given, self.visit != Some(at.0), order)
        });
        let best = best.map(|(_, at, exchange)| self.still(asked, &kin, at).unwrap_or((at, exchange)));
        let Some((at, exchange)) = best else {
            return Err(asked.missing(&recording, kin.iter().map(|(_, exchange)| *exchange)));
        };
        self.given.insert(at);
        if let Some(bytes) = exchange.elided {
            let target = &exchange.target;
            return Err(format!(
                "the answer of {target} is not in the recording: it had {}",
                crate::size::format(bytes)
            ));
        }
        let body = exchange.body.as_ref().and_then(|name| recording.bodies.get(name));
        Ok((exchange.clone(), body.cloned().unwrap_or_default()))
    }

    /// The last answer of a job once more, when the next one came only after another call that the page has not made yet:
    /// one that cancels the job, say, or lets it end.
    fn still<'r>(&self, asked: Asked<'_>, kin: &[Kin<'r>], next: (usize, usize)) -> Option<Kin<'r>> {
        parameter(asked.query, "job")?;
        let given = |at: &(usize, usize)| self.given.contains(at);
        let last = kin.iter().rfind(|(at, _)| at.0 == next.0 && at.1 < next.1 && given(at))?;
        let between = self.recording.visits.get(next.0)?.exchanges.get(last.0.1 + 1..next.1)?;
        let mut others = between.iter().zip(last.0.1 + 1..).filter(|(exchange, _)| {
            exchange.request.is_some() && parameter(split(&exchange.target).1, "job").is_none()
        });
        others.any(|(_, place)| !given(&(next.0, place))).then_some(*last)
    }

    /// What was said over the next WebSocket connection to `path`.
    pub(super) fn socket(&mut self, path: &str) -> Option<RecordedSocket> {
        let recording = Arc::clone(&self.recording);
        let all = recording.visits.iter().enumerate().flat_map(|(visit, of)| {
            of.sockets.iter().enumerate().map(move |(place, socket)| ((visit, place), socket))
        });
        let there = all.filter(|(_, socket)| split(&socket.target).0 == path);
        let (at, socket) = there.min_by_key(|(at, _)| {
            let opened = self.opened.contains(at);
            (opened, self.visit != Some(at.0), *at)
        })?;
        self.opened.insert(at);
        Some(socket.clone())
    }
}

impl Asked<'_> {
    /// Whether a recorded exchange is one of the same kind: of the same callback, at the same address.
    fn is_kin_of(&self, exchange: &RecordedExchange) -> bool {
        let (path, query) = split(&exchange.target);
        let output = |request: Option<&Value>| {
            request.and_then(|request| request.get("output")?.as_str().map(str::to_owned))
        };
        exchange.method == self.method
            && path == self.path
            && output(self.request) == output(exchange.request.as_ref())
            // A poll is no first request, nor one of another job.
            && parameter(self.query, "job") == parameter(query, "job")
    }

    fn likeness(&self, exchange: &RecordedExchange) -> Option<Likeness> {
        match (self.request, &exchange.request) {
            // A poll is told by its job alone: what it repeats of the first request differs between versions.
            (Some(_), Some(_)) if parameter(self.query, "job").is_some() => Some(Likeness::Same),
            (Some(asked), Some(recorded)) => likeness::of(asked, recorded),
            _ => {
                let (asked, recorded) = (nameless(self.query), nameless(split(&exchange.target).1));
                if asked == recorded {
                    return Some(Likeness::Same);
                }
                alike_texts(&asked, &recorded).then_some(Likeness::MadeUp)
            }
        }
    }

    /// What is not recorded, in the words of the app, and what of its kind is.
    fn missing<'e>(&self, recording: &Recording, kin: impl Iterator<Item = &'e RecordedExchange>) -> String {
        let Self { method, path, query, request } = self;
        let Some(request) = request else {
            let query = if query.is_empty() { String::new() } else { format!("?{query}") };
            return format!("{method} {path}{query} is not recorded");
        };
        let output = request.get("output").and_then(Value::as_str).unwrap_or_default();
        let nearest = kin
            .filter_map(|exchange| exchange.request.as_ref())
            .map(|recorded| likeness::differences(request, recorded))
            .min_by_key(Vec::len);
        match nearest {
            Some(differences) if differences.is_empty() => format!("no such call of `{output}` is recorded"),
            Some(differences) => {
                format!("no such call of `{output}` is recorded; of the nearest {}", differences.join(", "))
            }
            None => {
                let exchanges = recording.visits.iter().flat_map(|visit| &visit.exchanges);
                let outputs =
                    exchanges.filter_map(|exchange| exchange.request.as_ref()?.get("output")?.as_str());
                let outputs: BTreeSet<&str> = outputs.collect();
                let outputs: Vec<String> = outputs.into_iter().map(|output| format!("`{output}`")).collect();
                let there = if outputs.is_empty() {
                    "none is".to_owned()
                } else {
                    format!("there are {}", outputs.join(", "))
                };
                format!("no call of `{output}` is recorded; {there}")
            }
        }
    }
}

/// Path and query.
fn split(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

/// A query without the page's own name.
fn nameless(query: &str) -> String {
    let kept: Vec<&str> = query.split('&').filter(|pair| pair.split('=').next() != Some(PAGE)).collect();
    kept.join("&")
}

/// The value of a query parameter. Dash writes its handles into the query as they are.
fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}
