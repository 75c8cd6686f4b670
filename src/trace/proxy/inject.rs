//! Puts the tap in front of a page's other scripts while the page streams through.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use futures_util::{Stream, StreamExt, stream};

/// How far into a page its `<head>` may begin; a page without one up to here passes unchanged.
const SEARCHED: usize = 64 * 1024;

/// Whether an answer is a page that a browser shows.
pub(super) fn is_page(request: &HeaderMap, answer: &HeaderMap) -> bool {
    let text = |headers: &HeaderMap, name: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase()
    };
    let shown = matches!(text(request, "sec-fetch-dest").as_str(), "" | "document" | "iframe" | "frame");
    shown
        && text(answer, "content-type").starts_with("text/html")
        && !text(answer, "content-disposition").starts_with("attachment")
        && !answer.contains_key(header::CONTENT_ENCODING)
}

/// `page` with `script` right behind its `<head>` tag.
pub(super) fn into_head<S, E>(page: S, script: String) -> Body
where
    S: Stream<Item = Result<Bytes, E>> + Send + Unpin + 'static,
    E: Into<Box<dyn std::error::Error + Send + Sync>> + Send + 'static,
{
    let state = (page, Vec::new(), Some(script));
    Body::from_stream(stream::try_unfold(state, |(mut page, mut held, mut script)| async move {
        loop {
            let next = page.next().await.transpose()?;
            let Some(text) = script.as_ref() else {
                return Ok::<_, E>(next.map(|chunk| (chunk, (page, held, script))));
            };
            let ended = next.is_none();
            held.extend_from_slice(&next.unwrap_or_default());
            if let Some(at) = behind_head(&held) {
                held.splice(at..at, text.bytes());
            } else if !ended && held.len() < SEARCHED {
                continue;
            }
            script = None;
            let chunk = Bytes::from(std::mem::take(&mut held));
            return Ok(Some((chunk, (page, held, script))));
        }
    }))
}

/// Where the `<head>` tag ends; a `<header>` or a comment is none.
fn behind_head(html: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(rest) = html.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(b"<!--") {
            at += find(rest, b"-->")? + 3;
        } else if rest.len() >= 6 && rest.get(..5)?.eq_ignore_ascii_case(b"<head") {
            let ends =
                rest.get(5).is_some_and(|byte| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace());
            if ends {
                return Some(at + find(rest, b">")? + 1);
            }
            at += 5;
        } else {
            at += 1;
        }
    }
    None
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    async fn injected(chunks: &'static [&'static str]) -> String {
        let page = stream::iter(
            chunks.iter().map(|chunk| Ok::<_, Infallible>(Bytes::from_static(chunk.as_bytes()))),
        );
        let body = into_head(page, "<TAP>".to_owned());
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("body");
        String::from_utf8(bytes.to_vec()).expect("text")
    }

    #[tokio::test]
    async fn the_tap_comes_first_in_the_head() {
        let page = &["<!DOCTYPE html><html><head lang=en><title>x</title></head>", "<body>y</body></html>"];
        let expected = "<!DOCTYPE html><html><head lang=en><TAP><title>x</title></head><body>y</body></html>";
        assert_eq!(injected(page).await, expected);
    }

    #[tokio::test]
    async fn a_head_that_is_cut_by_a_chunk_is_found() {
        assert_eq!(injected(&["<html><he", "ad", ">x"]).await, "<html><head><TAP>x");
    }

    #[tokio::test]
    async fn comments_and_headers_are_no_head() {
        assert_eq!(
            injected(&["<!-- <head> --><header>x</header>"]).await,
            "<!-- <head> --><header>x</header>"
        );
    }

    #[tokio::test]
    async fn a_fragment_without_head_passes_unchanged() {
        assert_eq!(injected(&["<p>", "hello", "</p>"]).await, "<p>hello</p>");
    }
}
