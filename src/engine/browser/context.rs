//! A browser context of a visit's own: cookies, stores and cached files that no other visit shares.

use fantoccini::wd::WindowHandle;

use super::tab::Tab;
use crate::engine::Error;

/// A browser context; the browser drops it with its pages when told to, or when it ends.
#[derive(Debug)]
pub(super) struct Context {
    id: String,
    /// The window outside of it, which stays.
    home: WindowHandle,
}

/// A context that was made, and the handle of the one page in it.
pub(super) struct Made {
    pub(super) context: String,
    pub(super) page: String,
}

impl Context {
    /// Makes a context, and a page in it that the tab shows from now on.
    ///
    /// # Errors
    /// [`Error::Unsupported`] when the browser can't be asked for one.
    pub(super) async fn enter(tab: &Tab) -> Result<Self, Error> {
        let home = tab.client().window().await.map_err(|error| refused(&error.to_string()))?;
        let Made { context, page } = tab.dialect().make_context().await.map_err(|reason| refused(&reason))?;
        let page = WindowHandle::try_from(page).map_err(|error| refused(&error.to_string()))?;
        tab.client().switch_to_window(page).await.map_err(|error| refused(&error.to_string()))?;
        Ok(Self { id: context, home })
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Drops the context with all that its visit left.
    pub(super) async fn leave(self, tab: &Tab) -> Result<(), Error> {
        let said = |reason: String| Error::Browser { reason };
        tab.dialect().drop_context(&self.id).await.map_err(said)?;
        tab.client().switch_to_window(self.home).await.map_err(|error| said(error.to_string()))
    }
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
