//! What records the answers of an app as they pass the proxy.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, header};
use serde_json::Value;
use url::Url;

use super::recording::{RecordedExchange, RecordedFrame, RecordedSocket, RecordedVisit, Recording, Said};
use crate::Secrets;
use crate::trace::{Error, Recorder};

/// Stands for the host and port at which a page found the app; each visit has others.
pub(super) const HOST: &str = "dashproof-replay.invalid";

/// The headers of an answer that are kept: what it is, and where it leads.
const KEPT: [HeaderName; 6] = [
    header::CONTENT_TYPE,
    header::CONTENT_DISPOSITION,
    header::CONTENT_LANGUAGE,
    header::CACHE_CONTROL,
    header::LOCATION,
    header::CONTENT_SECURITY_POLICY,
];

/// Records what an app answers; clones record on the same tape.
#[derive(Debug, Clone)]
pub struct Tape {
    app: String,
    visits: Arc<Mutex<Vec<Visit>>>,
}

#[derive(Debug)]
struct Visit {
    name: String,
    path: String,
    taken: Shared,
    /// Knows what of it is secret.
    recorder: Option<Recorder>,
}

type Shared = Arc<Mutex<Taken>>;

/// What one visit has brought. An exchange without an answer is `None`.
#[derive(Debug, Default)]
struct Taken {
    exchanges: Vec<Option<(RecordedExchange, Bytes)>>,
    sockets: Vec<RecordedSocket>,
}

impl Visit {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), path: "/".to_owned(), taken: Shared::default(), recorder: None }
    }
}

impl PartialEq for Tape {
    /// Whether both record on the same tape.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.visits, &other.visits)
    }
}

impl Tape {
    /// An empty tape for visits to `app`, which is only a name here.
    pub fn new(app: impl Into<String>) -> Self {
        Self { app: app.into(), visits: Arc::default() }
    }

    /// Begins a visit; what was recorded of one of this name is forgotten, since it is made again.
    pub fn begin(&self, visit: &str) {
        let mut visits = lock(&self.visits);
        visits.retain(|known| known.name != visit);
        visits.push(Visit::new(visit));
    }

    /// What is recorded so far, without secrets.
    pub fn recording(&self) -> Recording {
        let visits = lock(&self.visits);
        let path = visits.first().map_or_else(|| "/".to_owned(), |visit| visit.path.clone());
        let app = self.app.clone();
        let mut recording = Recording { version: Recording::VERSION, app, path, ..Recording::default() };
        let mut weight = 0;
        for visit in visits.iter() {
            let secrets = visit.recorder.as_ref().map(Recorder::secrets).unwrap_or_default();
            let taken = lock(&visit.taken);
            let mut sockets = taken.sockets.clone();
            for frame in sockets.iter_mut().flat_map(|socket| &mut socket.frames) {
                if let Said::Page(message) | Said::App(message) = &mut frame.said {
                    secrets.hide_in(message);
                }
            }
            let mut exchanges = Vec::new();
            for (exchange, body) in taken.exchanges.iter().flatten() {
                let mut exchange = exchange.clone();
                exchange.target = secrets.hide(&exchange.target);
                if let Some(request) = &mut exchange.request {
                    secrets.hide_in(request);
                }
                let body = without(&secrets, &exchange, body);
                weight += body.len() as u64;
                if weight > Recording::LIMIT {
                    exchange.elided = Some(body.len() as u64);
                } else if !body.is_empty() {
                    exchange.body = Some(recording.keep(body));
                }
                exchanges.push(exchange);
            }
            recording.visits.push(RecordedVisit { name: visit.name.clone(), exchanges, sockets });
        }
        recording
    }

    /// Writes what is recorded so far.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        self.recording().write(path)
    }

    /// Where the visit that runs records, whose page finds the app at `front`.
    pub(in crate::trace) fn side(&self, front: &Url, recorder: &Recorder) -> Side {
        let mut visits = lock(&self.visits);
        if visits.is_empty() {
            visits.push(Visit::new(""));
        }
        let taken = visits.last_mut().map(|visit| {
            front.path().clone_into(&mut visit.path);
            visit.recorder = Some(recorder.clone());
            Arc::clone(&visit.taken)
        });
        Side { taken: taken.unwrap_or_default(), host: front.authority().to_owned() }
    }
}

/// A body without secrets. In a script or a stylesheet, which every visitor gets, nothing is sought.
fn without(secrets: &Secrets, exchange: &RecordedExchange, body: &Bytes) -> Bytes {
    let kind = kind(&exchange.headers);
    if kind.contains("json")
        && let Ok(mut value) = serde_json::from_slice::<Value>(body)
    {
        let before = value.clone();
        secrets.hide_in(&mut value);
        return if value == before { body.clone() } else { value.to_string().into() };
    }
    match std::str::from_utf8(body) {
        Ok(page) if kind.contains("html") || kind.starts_with("text/plain") => {
            let hidden = secrets.hide(page);
            if hidden == page { body.clone() } else { hidden.into() }
        }
        _ => body.clone(),
    }
}

/// The type of a body.
pub(super) fn kind(headers: &[(String, String)]) -> &str {
    let kind = headers.iter().find(|(name, _)| name == header::CONTENT_TYPE.as_str());
    kind.map_or("", |(_, value)| value.as_str())
}

/// Where one visit records.
#[derive(Debug, Clone)]
pub(in crate::trace) struct Side {
    taken: Shared,
    /// Host and port at which the page finds the app.
    host: String,
}

impl Side {
    /// Records an exchange, whose answer has this head and `length` bytes, if that is known.
    pub(in crate::trace) fn exchange(&self, method: &str, target: &str, request: Option<Value>) -> Reel {
        let mut taken = lock(&self.taken);
        taken.exchanges.push(None);
        let (method, target) = (method.to_owned(), target.to_owned());
        let (status, headers, body, elided) = (0, Vec::new(), None, None);
        let exchange = RecordedExchange { method, target, request, status, headers, body, elided };
        let slot = taken.exchanges.len() - 1;
        Reel { side: self.clone(), slot, exchange, bytes: Vec::new(), missing: None, over: false }
    }

    /// Records a WebSocket connection.
    pub(in crate::trace) fn socket(&self, target: &str) -> SocketReel {
        let mut taken = lock(&self.taken);
        taken.sockets.push(RecordedSocket { target: target.to_owned(), frames: Vec::new() });
        SocketReel { side: self.clone(), slot: taken.sockets.len() - 1, last: Instant::now() }
    }
}

/// Records one exchange while its answer streams by.
#[derive(Debug)]
pub(in crate::trace) struct Reel {
    side: Side,
    slot: usize,
    exchange: RecordedExchange,
    bytes: Vec<u8>,
    /// How much of the body is still to come, in bytes, if that is known.
    missing: Option<u64>,
    /// Whether it is recorded already.
    over: bool,
}

impl Reel {
    /// The head of the answer is there.
    pub(in crate::trace) fn head(&mut self, status: u16, headers: &HeaderMap, length: Option<u64>) {
        self.exchange.status = status;
        let kept = headers.iter().filter(|(name, _)| KEPT.contains(name));
        self.exchange.headers = kept
            .filter_map(|(name, value)| Some((name.to_string(), self.placeless(value.to_str().ok()?))))
            .chain(headers.get_all(header::SET_COOKIE).iter().filter_map(|cookie| {
                Some((header::SET_COOKIE.to_string(), valueless(cookie.to_str().ok()?)))
            }))
            .collect();
        self.missing = length;
        self.end_if_whole();
    }

    /// A part of the body passes.
    pub(in crate::trace) fn chunk(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.missing = self.missing.map(|missing| missing.saturating_sub(bytes.len() as u64));
        self.end_if_whole();
    }

    /// The answer is complete.
    pub(in crate::trace) fn end(&mut self) {
        if std::mem::replace(&mut self.over, true) {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let body = match std::str::from_utf8(&bytes) {
            Ok(text) if text.contains(&self.side.host) => self.placeless(text).into(),
            _ => bytes.into(),
        };
        if let Some(slot) = lock(&self.side.taken).exchanges.get_mut(self.slot) {
            *slot = Some((self.exchange.clone(), body));
        }
    }

    /// Nobody may ask for more once the last byte has passed.
    fn end_if_whole(&mut self) {
        if self.missing == Some(0) {
            self.end();
        }
    }

    fn placeless(&self, text: &str) -> String {
        text.replace(&self.side.host, HOST)
    }
}

/// A cookie without its value, which may be somebody's session.
fn valueless(cookie: &str) -> String {
    let (pair, attributes) =
        cookie.split_once(';').map_or((cookie, String::new()), |(pair, rest)| (pair, format!(";{rest}")));
    let name = pair.split('=').next().unwrap_or_default();
    format!("{name}=replayed{attributes}")
}

/// Records one WebSocket connection.
#[derive(Debug)]
pub(in crate::trace) struct SocketReel {
    side: Side,
    slot: usize,
    /// When something was said last.
    last: Instant,
}

impl SocketReel {
    /// The page said something.
    pub(in crate::trace) fn page(&mut self, text: &str) {
        self.said(text, Said::Page);
    }

    /// The app said something.
    pub(in crate::trace) fn app(&mut self, text: &str) {
        self.said(text, Said::App);
    }

    /// One of them said something that is no JSON.
    pub(in crate::trace) fn binary(&mut self, bytes: usize) {
        self.push(Said::Binary(bytes as u64));
    }

    /// The app ended the connection, with this code (RFC 6455 section 7.4).
    pub(in crate::trace) fn closed(&mut self, code: u16) {
        self.push(Said::Closed(code));
    }

    /// A frame carries one message, or a list of them, of which the renderer takes `set_props` first.
    fn said(&mut self, text: &str, said: fn(Value) -> Said) {
        match serde_json::from_str(text) {
            Ok(Value::Array(mut messages)) => {
                messages.sort_by_key(|message| message.get("type").is_none_or(|kind| kind != "set_props"));
                for message in messages {
                    self.push(said(message));
                }
            }
            Ok(message) => self.push(said(message)),
            Err(_) => self.binary(text.len()),
        }
    }

    fn push(&mut self, said: Said) {
        let after = u64::try_from(self.last.elapsed().as_millis()).unwrap_or_default();
        self.last = Instant::now();
        if let Some(socket) = lock(&self.side.taken).sockets.get_mut(self.slot) {
            socket.frames.push(RecordedFrame { after, said });
        }
    }
}

/// What a panic left is still what was recorded.
fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
