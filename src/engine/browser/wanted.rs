//! What a browser is started with.

use std::net::SocketAddr;

use super::fence::Fence;
use crate::engine::{BrowserSetup, Theme, Visit};

/// What is wanted of a browser from its start on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) setup: &'a BrowserSetup,
    /// The colours that its pages are told a visitor prefers.
    pub(super) theme: Theme,
    /// The SOCKS proxy that it connects through, if there is one.
    pub(super) fence: Option<SocketAddr>,
}

impl<'a> Wanted<'a> {
    /// What a visit says of it.
    pub(super) fn of(visit: &'a Visit, fence: Option<&Fence>) -> Self {
        Self { setup: &visit.browser, theme: visit.theme, fence: fence.map(Fence::address) }
    }
}
