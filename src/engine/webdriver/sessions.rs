//! The sessions by their id.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::Error;
use super::capabilities::Capabilities;
use super::command::Command;
use super::session::Session;

/// Sessions at a time: more is a client that forgets to end them.
const MOST: usize = 256;

/// A command for a session, and where its answer goes.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) command: Command,
    pub(super) answer: oneshot::Sender<Result<Value, Error>>,
}

/// A session that runs.
#[derive(Debug)]
struct Running {
    orders: mpsc::UnboundedSender<Order>,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// All sessions of a server; they end with it.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    running: Mutex<HashMap<String, Running>>,
    /// How many were started, and what makes their ids hard to guess.
    started: Mutex<u64>,
}

impl Sessions {
    /// Whether another session can be started.
    pub(super) fn are_ready(&self) -> bool {
        self.lock().len() < MOST
    }

    /// Starts a session.
    ///
    /// # Errors
    /// When there are too many.
    pub(super) fn start(&self, capabilities: Capabilities) -> Result<Value, Error> {
        if !self.are_ready() {
            return Err(Error::SessionNotCreated(format!(
                "{MOST} sessions are running: end those that are done"
            )));
        }
        let id = self.id();
        let told = capabilities.told.clone();
        let (orders, inbox) = mpsc::unbounded_channel();
        let task = tokio::spawn(Session::new(capabilities).run(inbox));
        self.lock().insert(id.clone(), Running { orders, task });
        Ok(json!({"sessionId": id, "capabilities": told}))
    }

    /// Has a session carry out a command.
    ///
    /// # Errors
    /// Of the command; when there is no such session.
    pub(super) async fn order(&self, id: &str, command: Command) -> Result<Value, Error> {
        let ends = matches!(command, Command::DeleteSession);
        let (answer, answered) = oneshot::channel();
        let gone = || Error::InvalidSessionId(id.to_owned());
        self.lock().get(id).ok_or_else(gone)?.orders.send(Order { command, answer }).map_err(|_| gone())?;
        let outcome = answered.await;
        if ends || outcome.is_err() {
            self.lock().remove(id);
        }
        outcome.unwrap_or_else(|_| Err(Error::Ended("its task gave up".to_owned())))
    }

    /// A new id, in the form of a UUID (W3C WebDriver section 7, "new session").
    fn id(&self) -> String {
        use std::hash::{BuildHasher, RandomState};
        let mut started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        *started += 1;
        let [a, b] = [0, 1].map(|half| RandomState::new().hash_one((*started, half)));
        let (high, low) = (a >> 32, a & 0xffff_ffff);
        format!(
            "{high:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            low >> 16,
            low & 0xfff,
            b >> 52,
            b & 0xffff_ffff_ffff
        )
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
