//! How much is made at the same time on one node.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::{process, size};

/// The room that a node has for runs: so many at once, and so much memory for them and this process.
///
/// Memory counts as Linux's proportional set sizes of this process and of all that it started; elsewhere it counts for
/// nothing. A run is let in when what it needs fits beside what is taken, and beside what those that are being made need:
/// they may only have begun. What needs more than there is is made alone.
#[derive(Debug)]
pub struct Room {
    jobs: NonZeroUsize,
    memory: Option<u64>,
    /// What each that is inside needs, in bytes.
    inside: Mutex<Vec<u64>>,
    left: Notify,
}

impl Room {
    /// Room for `jobs` runs and `memory` bytes. Unless told otherwise: as many as there are processors, and three quarters of the
    /// machine's memory or of what its cgroup leaves it.
    pub fn new(jobs: Option<NonZeroUsize>, memory: Option<u64>) -> Self {
        let processors = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self {
            jobs: jobs.unwrap_or_else(processors),
            memory: memory.or_else(|| Some(process::memory_of_machine()? / 4 * 3)),
            inside: Mutex::default(),
            left: Notify::new(),
        }
    }

    /// The memory that this process and all that it started take now, in bytes; `None` where nobody tells.
    pub fn taken() -> Option<u64> {
        process::memory_used()
    }

    /// Lets in a run that needs so many bytes, until the place is dropped.
    ///
    /// # Errors
    /// Why there is no room.
    pub(super) async fn enter(self: &Arc<Self>, need: u64) -> Result<Place, Full> {
        let (count, needed) = {
            let inside = self.inside();
            (inside.len(), inside.iter().sum::<u64>())
        };
        if count >= self.jobs.get() {
            return Err(Full::Jobs(self.jobs));
        }
        if count > 0
            && let Some(limit) = self.memory
        {
            let measured = tokio::task::spawn_blocking(process::memory_used).await.ok().flatten();
            if measured.is_some_and(|used| used.max(needed) + need > limit) {
                return Err(Full::Memory { need, limit });
            }
        }
        self.inside().push(need);
        Ok(Place { room: Arc::clone(self), need })
    }

    /// Returns when somebody left since the last time that this was awaited.
    pub(super) async fn left(&self) {
        self.left.notified().await;
    }

    fn inside(&self) -> MutexGuard<'_, Vec<u64>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A run's place in a [`Room`].
#[derive(Debug)]
pub(super) struct Place {
    room: Arc<Room>,
    need: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = self.room.inside();
        if let Some(index) = inside.iter().position(|need| *need == self.need) {
            inside.swap_remove(index);
        }
        self.room.left.notify_one();
    }
}

/// Why a run has to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Full {
    /// So many are being made.
    Jobs(NonZeroUsize),
    /// What it needs, and what all may take, in bytes.
    Memory { need: u64, limit: u64 },
}

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Jobs(jobs) => write!(f, "waits for room: {jobs} at once are being made"),
            Self::Memory { need, limit } => {
                let (need, limit) = (size::format(*need), size::format(*limit));
                write!(f, "waits for room: it needs {need}, and too much of {limit} is taken")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(jobs: usize, memory: u64) -> Arc<Room> {
        Arc::new(Room::new(NonZeroUsize::new(jobs), Some(memory)))
    }

    #[tokio::test]
    async fn as_many_are_let_in_as_there_is_room_for_and_the_next_when_one_left() {
        let room = room(2, u64::MAX / 2);
        let first = room.enter(1).await.unwrap();
        let _second = room.enter(1).await.unwrap();
        assert_eq!(room.enter(1).await.unwrap_err(), Full::Jobs(room.jobs));
        drop(first);
        room.left().await;
        room.enter(1).await.unwrap();
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn what_may_not_fit_waits_and_what_never_fits_is_let_in_alone() {
        let room = room(8, 1 << 40);
        let alone = room.enter(1 << 50).await.unwrap();
        let full = room.enter(1).await.unwrap_err();
        assert!(full.to_string().contains("it needs 1 B, and too much of 1099.51 GB is taken"), "{full}");
        drop(alone);
        let _half = room.enter(1 << 39).await.unwrap();
        let _quarter = room.enter(1 << 38).await.unwrap();
        assert!(matches!(room.enter(1 << 39).await, Err(Full::Memory { .. })));
    }
}
