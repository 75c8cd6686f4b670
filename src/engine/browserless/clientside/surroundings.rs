//! What a script finds around it: the page's components, storage and address, lent for as long as scripts run.

use std::sync::Arc;

use serde_json::{Map, Value};
use url::Url;

use super::super::element::Focus;
use super::super::storage::Storage;
use super::super::store::Store;
use crate::render::markup::{Cascade, Document, Edits, MarkupOptions, Media};

/// The page's own state, which scripts ask and change. It moves to the scripts and back: there is one.
#[derive(Debug, Default)]
#[cfg_attr(not(feature = "clientside"), expect(dead_code, reason = "only scripts ask for it"))]
pub(crate) struct Surroundings {
    /// The address bar.
    pub(crate) address: Option<Url>,
    /// The components; none before the layout is there.
    pub(crate) store: Store,
    /// Whether paths in the layout begin with `components`, as they do since Dash 3.
    pub(crate) nested: bool,
    pub(crate) storage: Storage,
    /// What scripts wrote onto elements.
    pub(crate) edits: Edits,
    /// The cookies that scripts see, as `document.cookie` tells them.
    pub(crate) cookies: String,
    pub(crate) options: MarkupOptions,
    /// What the renderer's store holds beside the layout: told to the scripts of WebDriver clients alone.
    pub(crate) state: Map<String, Value>,
    /// Where elements lie, if it was found out.
    #[cfg(feature = "webdriver")]
    pub(crate) boxes: Option<crate::render::page::Boxes>,
    /// Where the keyboard is.
    pub(crate) focus: Option<Focus>,
    /// Where it writes in the field that it is in: the ends of what is selected, counted in characters.
    pub(crate) caret: Option<(usize, usize)>,
    pub(crate) cascade: Option<Arc<Cascade>>,
    /// What media queries are answered by.
    pub(crate) media: Media,
    /// The elements, once they were asked for.
    pub(crate) document: Option<Document>,
}
