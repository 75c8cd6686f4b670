//! The background callback's jobs (protocol section 1.8): started, polled for progress, cancelled.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::callback::{Request, response};
use super::sales::{FIRST_DAY, Filter, LAST_DAY, dollars};

/// The work is done in so many parts, and progress is told after each.
const PARTS: u32 = 4;
/// What one part takes: stands for a real model's work, long enough to be seen.
const PART: Duration = Duration::from_millis(30);

/// The jobs that run, by handle.
#[derive(Debug, Clone, Default)]
pub(super) struct Jobs(Arc<Mutex<Registry>>);

#[derive(Debug, Default)]
struct Registry {
    started: u64,
    running: HashMap<String, Job>,
}

#[derive(Debug)]
struct Job {
    parts_done: u32,
    parts_told: u32,
    work: JoinHandle<()>,
}

impl Jobs {
    /// Starts a job and answers with its handles.
    pub(super) fn start(&self) -> Value {
        let mut registry = self.lock();
        registry.started += 1;
        let handle = format!("forecast-{}", registry.started);
        let (jobs, key) = (self.clone(), handle.clone());
        let work = tokio::spawn(async move {
            for part in 1..=PARTS {
                tokio::time::sleep(PART).await;
                if let Some(job) = jobs.lock().running.get_mut(&key) {
                    job.parts_done = part;
                }
            }
        });
        registry.running.insert(handle.clone(), Job { parts_done: 0, parts_told: 0, work });
        json!({
            "cacheKey": handle, "job": handle,
            "cancel": [{"id": "cancel-forecast", "property": "n_clicks"}],
            "progressDefault": {"forecast-progress.value": "0"},
        })
    }

    /// Answers a poll; `None` (204) when the job was cancelled or never was.
    pub(super) fn poll(&self, handle: &str, request: Request<'_>) -> Option<Value> {
        let mut registry = self.lock();
        let job = registry.running.get_mut(handle)?;
        if job.parts_done == PARTS {
            registry.running.remove(handle);
            return Some(response(request, vec![forecast().into()]));
        }
        let mut answer = json!({"multi": true});
        if job.parts_done != job.parts_told {
            job.parts_told = job.parts_done;
            answer["progress"] =
                json!({"forecast-progress.value": (job.parts_done * 100 / PARTS).to_string()});
        }
        Some(answer)
    }

    /// Ends a job; its next poll is answered with 204.
    pub(super) fn cancel(&self, handle: &str) {
        if let Some(job) = self.lock().running.remove(handle) {
            job.work.abort();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Registry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The last month's revenue, grown as it grew over the month before.
fn forecast() -> String {
    let month = |from: i32, to: i32| {
        let day = |back: i32| LAST_DAY.saturating_sub(jiff::Span::new().days(back)).max(FIRST_DAY);
        Filter { days: day(from)..=day(to), region: None, products: Vec::new() }.revenue()
    };
    let (before, last) = (month(59, 30), month(29, 0));
    let next = (last as f64 * last as f64 / before as f64).round() as u64;
    format!("Next month: {}", dollars(next))
}
