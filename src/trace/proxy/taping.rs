//! Puts what passes on a tape.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use futures_util::{Stream, StreamExt, stream};

use crate::trace::replay::Reel;

/// Asks for an answer that is whole, whatever the browser has kept of an earlier one.
pub(super) fn whole(headers: &mut HeaderMap) {
    for name in [header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE, header::RANGE, header::IF_RANGE] {
        headers.remove(name);
    }
}

/// Records the head of an answer. What the browser gets of it is not to be kept: the next visit is recorded too.
pub(super) fn head(
    mut reel: Option<Reel>,
    status: StatusCode,
    headers: &mut HeaderMap,
    length: Option<u64>,
) -> Option<Reel> {
    if let Some(reel) = &mut reel {
        reel.head(status.as_u16(), headers, length);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    reel
}

/// A body that is recorded as it passes.
pub(super) fn body<S, E>(
    mut reel: Option<Reel>,
    body: S,
) -> impl Stream<Item = Result<Bytes, E>> + Send + Unpin
where
    S: Stream<Item = Result<Bytes, E>> + Send + 'static,
    E: Send + 'static,
{
    Box::pin(body.map(Some).chain(stream::iter([None])).filter_map(move |part| {
        match (&mut reel, &part) {
            (Some(reel), Some(Ok(chunk))) => reel.chunk(chunk),
            (Some(reel), None) => reel.end(),
            // Half an answer is none.
            (_, Some(Err(_))) => reel = None,
            (None, _) => {}
        }
        std::future::ready(part)
    }))
}
