//! Where a visit's pages are: in a browser context of its own, which no other visit shares, or in the browser's own window.

use std::time::Duration;

use fantoccini::error::CmdError;
use fantoccini::wd::WindowHandle;
use url::Url;

use super::tab::Tab;
use crate::engine::Error;

/// How long a browser may take to leave a visit behind; one whose page never comes to rest is given up.
const LEAVE: Duration = Duration::from_secs(10);

/// Where the pages of one visit are.
#[derive(Debug)]
pub(super) enum Context {
    /// The window that the browser came with; it is emptied after the visit.
    Window,
    /// A browser context, which the browser drops with its pages when told to, or when it ends.
    Apart {
        id: String,
        /// The window outside of it, which stays.
        home: WindowHandle,
    },
}

/// A context that was made, and the handle of the one page in it.
pub(super) struct Made {
    pub(super) context: String,
    pub(super) page: String,
}

impl Context {
    /// Makes the page that the tab shows one for a visit: one in a context of its own when it is to be `apart`.
    ///
    /// # Errors
    /// [`Error::Unsupported`] when the browser can't be asked for a context.
    pub(super) async fn enter(tab: &Tab, apart: bool) -> Result<Self, Error> {
        if !apart {
            return Ok(Self::Window);
        }
        let home = tab.client().window().await.map_err(said)?;
        let Made { context: id, page } =
            tab.dialect().make_context().await.map_err(|reason| refused(&reason))?;
        let page = WindowHandle::try_from(page).map_err(|error| refused(&error.to_string()))?;
        tab.client().switch_to_window(page).await.map_err(said)?;
        Ok(Self::Apart { id, home })
    }

    /// Its own, if it has one.
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Self::Window => None,
            Self::Apart { id, .. } => Some(id),
        }
    }

    /// Leaves everything of a visit behind: its pages, cookies and what it stored for the origin of `blank`, an empty
    /// page. Without a context of its own, what the browser has cached of files stays.
    ///
    /// # Errors
    /// When the browser can't be emptied, or takes too long: it should end.
    pub(super) async fn leave(self, tab: &Tab, blank: &Url) -> Result<(), Error> {
        let left = async {
            // A dialog that nobody answered would hold its page; there may be none.
            drop(tab.client().dismiss_alert().await);
            match self {
                Self::Apart { id, home } => {
                    tab.client().switch_to_window(home).await.map_err(said)?;
                    tab.dialect().drop_context(&id).await.map_err(|reason| Error::Browser { reason })
                }
                Self::Window => tab.dialect().empty(blank).await,
            }
        };
        tokio::time::timeout(LEAVE, left).await.unwrap_or_else(|_| {
            Err(Error::Browser {
                reason: format!("the visit's pages are still there after {}", crate::duration::format(LEAVE)),
            })
        })
    }
}

fn said(error: CmdError) -> Error {
    Error::Browser { reason: error.to_string() }
}

/// Why there are no contexts.
pub(super) fn refused(reason: &str) -> Error {
    Error::Unsupported {
        engine: "browser",
        what: format!("a browser context for each visit ({reason})"),
        hint: "leave `--isolation context` out: cookies and stores are emptied between visits then"
            .to_owned(),
    }
}
