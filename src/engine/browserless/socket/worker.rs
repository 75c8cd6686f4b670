//! What keeps a connection up, by the rules of dash-renderer's worker: messages queue while there is none, a lost one
//! comes back with growing pauses, a silent one is kept alive for a while and then ended.
//!
//! Its times go by the page's clock, which an `advance` moves on; only a heartbeat's answer comes in real time.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use url::Url;

use super::{Connection, Incoming};
use crate::dash::{SocketMessage, WebsocketConfig};
use crate::engine::browserless::clock::Clock;
use crate::engine::browserless::transport::Transport;

/// A connection that is kept up.
#[derive(Debug)]
pub(crate) struct Worker {
    transport: Transport,
    url: Url,
    page: Url,
    link: Link,
    /// Frames for the next connection.
    queue: Vec<String>,
    retries: u32,
    /// After how many milliseconds without a message it hangs up.
    inactivity: Option<i64>,
    /// When the last message passed, ms.
    active_at: i64,
    /// What happened and was not told yet.
    news: VecDeque<News>,
    /// Why there is no connection.
    trouble: Option<String>,
}

#[derive(Debug)]
enum Link {
    Down,
    /// Tries again at that time, ms.
    Waiting(i64),
    Opening(Connection),
    Open {
        connection: Connection,
        /// When the next heartbeat is due, ms.
        beat_at: i64,
        /// Until when the last one must be answered.
        ack_until: Option<Instant>,
    },
}

/// What happens to the connection.
#[derive(Debug)]
pub(crate) enum News {
    Connected,
    /// None after the answer to a heartbeat.
    Messages(Vec<SocketMessage>),
    Disconnected {
        reason: String,
    },
}

impl Worker {
    /// Attempts in a row before it gives up.
    const MAX_RETRIES: u32 = 10;
    const FIRST_RETRY: i64 = 1_000;
    const LONGEST_RETRY: i64 = 30_000;
    const HEARTBEAT: i64 = 30_000;
    const HEARTBEAT_ANSWER: Duration = Duration::from_secs(10);
    const INACTIVITY: i64 = 300_000;
    /// Close codes after which it does not come back: asked for, and silent for too long.
    const FINAL: [u16; 2] = [1000, 4001];

    /// Begins to connect to `url` from the page at `page`.
    pub(crate) fn new(transport: Transport, url: Url, page: &Url, config: &WebsocketConfig) -> Self {
        let inactivity = Some(config.inactivity_ms.unwrap_or(Self::INACTIVITY)).filter(|ms| *ms > 0);
        let mut worker = Self {
            transport,
            url,
            page: page.clone(),
            link: Link::Down,
            queue: Vec::new(),
            retries: 0,
            inactivity,
            active_at: 0,
            news: VecDeque::new(),
            trouble: None,
        };
        worker.connect();
        worker
    }

    /// Why there is no connection, if that is so.
    pub(crate) fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// Whether a heartbeat has not been answered yet.
    pub(crate) fn awaits_answer(&self) -> bool {
        matches!(self.link, Link::Open { ack_until: Some(_), .. })
    }

    /// Whether there will be a connection by itself, or an attempt at one.
    pub(crate) fn is_connecting(&self) -> bool {
        matches!(self.link, Link::Waiting(_) | Link::Opening(_))
    }

    /// Sends a frame now, or once there is a connection, which is made when it must.
    pub(crate) fn send(&mut self, frame: String, now: i64) {
        self.active_at = now;
        match &self.link {
            Link::Open { connection, .. } => return connection.send(frame),
            Link::Opening(_) => {}
            Link::Down | Link::Waiting(_) => {
                self.retries = 0;
                self.connect();
            }
        }
        self.queue.push(frame);
    }

    /// Catches up with what arrived until `now` and with what is due then, and tells what happened.
    pub(crate) fn catch_up(&mut self, now: i64) -> Vec<News> {
        while let Some(incoming) = self.link.try_next() {
            self.take(incoming, now);
        }
        self.tick(now);
        self.news.drain(..).collect()
    }

    /// Does what is due at `now`: a heartbeat, hanging up, connecting again.
    fn tick(&mut self, now: i64) {
        match &mut self.link {
            Link::Waiting(at) if *at <= now => self.connect(),
            Link::Open { ack_until: Some(until), .. } if *until <= Instant::now() => {
                self.hang_up(4000, "Heartbeat timeout", now);
            }
            Link::Open { connection, beat_at, ack_until } if *beat_at <= now => {
                // Beats that nobody waited for are one; silence is looked at with each.
                let missed = (now - *beat_at) / Self::HEARTBEAT;
                let last_beat = *beat_at + missed * Self::HEARTBEAT;
                *beat_at = last_beat + Self::HEARTBEAT;
                if self.inactivity.is_some_and(|most| last_beat - self.active_at >= most) {
                    return self.hang_up(4001, "Inactivity timeout", now);
                }
                connection.send(SocketMessage::heartbeat());
                *ack_until = Some(Instant::now() + Self::HEARTBEAT_ANSWER);
            }
            _ => {}
        }
    }

    /// Waits for news. Without any it waits for ever.
    pub(crate) async fn next(&mut self, clock: &Clock) -> News {
        loop {
            if let Some(news) = self.news.pop_front() {
                return news;
            }
            let due = self.due(clock.now_ms());
            let incoming = tokio::select! {
                incoming = self.link.next() => Some(incoming),
                () = sleep(due) => None,
            };
            let now = clock.now_ms();
            match incoming {
                Some(incoming) => self.take(incoming, now),
                None => self.tick(now),
            }
        }
    }

    fn take(&mut self, incoming: Incoming, now: i64) {
        match incoming {
            Incoming::Opened => {
                let Link::Opening(connection) = std::mem::replace(&mut self.link, Link::Down) else { return };
                for frame in self.queue.drain(..) {
                    connection.send(frame);
                }
                self.link = Link::Open { connection, beat_at: now + Self::HEARTBEAT, ack_until: None };
                (self.retries, self.active_at, self.trouble) = (0, now, None);
                self.news.push_back(News::Connected);
            }
            Incoming::Text(frame) => {
                let mut messages = SocketMessage::read(&frame);
                let all = messages.len();
                messages.retain(|message| *message != SocketMessage::HeartbeatAck);
                if messages.len() < all
                    && let Link::Open { ack_until, .. } = &mut self.link
                {
                    *ack_until = None;
                }
                // A heartbeat and its answer are no activity.
                if !messages.is_empty() {
                    self.active_at = now;
                }
                self.news.push_back(News::Messages(messages));
            }
            Incoming::Closed { code, reason } => self.ended(code, reason, now),
        }
    }

    fn hang_up(&mut self, code: u16, reason: &'static str, now: i64) {
        if let Link::Open { connection, .. } = std::mem::replace(&mut self.link, Link::Down) {
            connection.close(code, reason);
        }
        self.ended(code, reason.to_owned(), now);
    }

    fn ended(&mut self, code: u16, reason: String, now: i64) {
        let reason = if reason.is_empty() { "Connection closed".to_owned() } else { reason };
        self.link = if Self::FINAL.contains(&code) || self.retries >= Self::MAX_RETRIES {
            Link::Down
        } else {
            // The renderer adds up to a second of chance, so that not all its users come back at once.
            let pause = (Self::FIRST_RETRY << self.retries).min(Self::LONGEST_RETRY);
            self.retries += 1;
            Link::Waiting(now + pause)
        };
        self.trouble = Some(reason.clone());
        self.news.push_back(News::Disconnected { reason });
    }

    fn connect(&mut self) {
        let (transport, url) = (self.transport.clone(), self.url.clone());
        self.link = Link::Opening(Connection::open(transport, url, &self.page));
    }

    /// How long until something is due.
    fn due(&self, now: i64) -> Option<Duration> {
        let until = |at: i64| Duration::from_millis((at - now).max(0).unsigned_abs());
        match &self.link {
            Link::Down | Link::Opening(_) => None,
            Link::Waiting(at) => Some(until(*at)),
            Link::Open { beat_at, ack_until, .. } => {
                let answer = ack_until.map(|until| until.saturating_duration_since(Instant::now()));
                Some(answer.map_or(until(*beat_at), |answer| answer.min(until(*beat_at))))
            }
        }
    }
}

impl Link {
    async fn next(&mut self) -> Incoming {
        match self {
            Self::Opening(connection) | Self::Open { connection, .. } => connection.next().await,
            Self::Down | Self::Waiting(_) => std::future::pending().await,
        }
    }

    fn try_next(&mut self) -> Option<Incoming> {
        match self {
            Self::Opening(connection) | Self::Open { connection, .. } => connection.try_next(),
            Self::Down | Self::Waiting(_) => None,
        }
    }
}

async fn sleep(due: Option<Duration>) {
    match due {
        Some(due) => tokio::time::sleep(due).await,
        None => std::future::pending().await,
    }
}
