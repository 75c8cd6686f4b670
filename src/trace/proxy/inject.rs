//! Puts the tap in front of a page's other scripts while the page streams through.

use std::sync::LazyLock;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use futures_util::{Stream, StreamExt, stream};
use regex::bytes::{Captures, Regex};

use super::csp;

/// How far into a page its head may reach; a policy of its own behind that is left as it is.
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

/// `page` with `script` in front of all its others: right behind its `<head>` tag or, when it has none, where a
/// browser would begin one. What a policy in the page's head forbids the tap to send, it allows.
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
            if !ended && held.len() < SEARCHED && !has_whole_head(&held) {
                continue;
            }
            let mut chunk = with_open_policies(&held);
            let at = start_of_head(&chunk);
            chunk.splice(at..at, text.bytes());
            held.clear();
            script = None;
            return Ok(Some((Bytes::from(chunk), (page, held, script))));
        }
    }))
}

/// Where the page's first element of the head stands, or would (HTML section 13.2.6.4): behind comments, the document
/// type, `<html>` and `<head>`.
fn start_of_head(html: &[u8]) -> usize {
    static PREAMBLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let marker = r"\xEF\xBB\xBF";
        let skipped = r"\s+|<!--.*?-->|<!doctype\b[^>]*>|<html(?:\s[^>]*)?>";
        Regex::new(&format!(r"(?is-u)\A(?:{marker})?(?:{skipped})*(?:<head(?:[\s/][^>]*)?>)?")).ok()
    });
    PREAMBLE.as_ref().and_then(|preamble| preamble.find(html)).map_or(0, |preamble| preamble.end())
}

/// Whether the head has ended, as far as a tag tells.
fn has_whole_head(html: &[u8]) -> bool {
    static BODY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i-u)</head\b|<body\b").ok());
    BODY.as_ref().is_some_and(|body| body.is_match(html))
}

/// The page with each policy of its own (HTML section 4.2.5.3) opened for the tap's reports.
fn with_open_policies(html: &[u8]) -> Vec<u8> {
    static POLICY: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?is-u)<meta\b[^<]*?content-security-policy[^<]*?>").ok());
    static CONTENT: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"(?is-u)(\bcontent\s*=\s*)(?:"([^"]*)"|'([^']*)')"#).ok());
    let (Some(policy), Some(content)) = (POLICY.as_ref(), CONTENT.as_ref()) else { return html.to_vec() };
    let opened = policy.replace_all(html, |meta: &Captures| {
        let whole = meta.get(0).map(|whole| whole.as_bytes()).unwrap_or_default();
        let opened = content.replace(whole, |content: &Captures| {
            let text = content.get(2).or(content.get(3)).map(|text| text.as_bytes()).unwrap_or_default();
            let text = String::from_utf8_lossy(text).replace("&#39;", "'").replace("&#x27;", "'");
            [&content[1], b"\"", csp::open_reports(&text).as_bytes(), b"\""].concat()
        });
        opened.into_owned()
    });
    opened.into_owned()
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
            injected(&["<!-- <head> -->\n<html lang=en><header>x</header>"]).await,
            "<!-- <head> -->\n<html lang=en><TAP><header>x</header>"
        );
    }

    #[tokio::test]
    async fn a_page_without_a_head_gets_the_tap_where_its_head_would_begin() {
        assert_eq!(injected(&["<p>", "hello", "</p>"]).await, "<TAP><p>hello</p>");
        assert_eq!(
            injected(&["<!doctype html>\n", "<script>1</script>"]).await,
            "<!doctype html>\n<TAP><script>1</script>"
        );
        assert_eq!(injected(&[]).await, "<TAP>");
    }

    #[tokio::test]
    async fn a_policy_in_the_page_admits_the_taps_reports() {
        let page = &[
            "<head><meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; script-src 'self'\">",
            "</head>",
        ];
        let opened = "<head><TAP><meta http-equiv='Content-Security-Policy' \
            content=\"default-src 'self'; script-src 'self'\"></head>";
        assert_eq!(injected(page).await, opened);
    }
}
