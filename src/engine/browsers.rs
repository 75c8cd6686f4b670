//! Browsers that stay up from one visit to the next.

use std::sync::Arc;
#[cfg(feature = "browser")]
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

#[cfg(feature = "browser")]
use super::EngineKind;
use super::Visit;
#[cfg(feature = "browser")]
use super::browser::Warm;

/// Browsers kept between visits; clones share them. They end with the last clone.
///
/// A visit finds nothing of the one before but cached files of the same app: the window, its history, cookies and
/// stores are emptied in between.
#[derive(Debug, Clone, Default)]
pub struct Browsers {
    #[cfg(feature = "browser")]
    pub(super) idle: Arc<Mutex<Vec<Warm>>>,
    #[cfg(not(feature = "browser"))]
    idle: Arc<()>,
    /// Stands for the app whose cached files may be shown.
    pub(super) app: u64,
}

impl PartialEq for Browsers {
    /// Whether both share their browsers and mean the same app.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.idle, &other.idle) && self.app == other.app
    }
}

impl Browsers {
    /// The same browsers, for visits to another app: files that are cached of this one are not shown there.
    #[must_use]
    pub fn for_another_app(&self) -> Self {
        static APPS: AtomicU64 = AtomicU64::new(1);
        Self { idle: Arc::clone(&self.idle), app: APPS.fetch_add(1, Ordering::Relaxed) }
    }

    /// Starts a browser that `visit` will need, if it needs one: an app boots in the meantime.
    pub async fn prepare(&self, visit: &Visit) {
        #[cfg(feature = "browser")]
        if visit.engine == EngineKind::Browser {
            self.start_for(visit).await;
        }
        #[cfg(not(feature = "browser"))]
        let _ = visit;
    }

    /// Ends the browsers that wait for a visit, and waits until they are gone.
    pub async fn end(self) {
        #[cfg(feature = "browser")]
        self.end_idle().await;
    }
}
