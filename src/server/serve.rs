//! The HTTP server.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::page::{is_file, page};
use crate::schedule::{Plan, Store};

/// How many runs the page shows.
const RUNS_SHOWN: u32 = 100;

/// The pages, served until this is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
}

#[derive(Debug, Clone)]
struct Pages {
    plans: Arc<[Plan]>,
    store: Store,
}

impl Server {
    /// Serves at `address`; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address can't be bound.
    pub async fn start(address: SocketAddr, plans: Arc<[Plan]>, store: Store) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let router = Router::new()
            .route("/", get(runs))
            .route("/runs/{id}/{index}", get(file))
            .route("/healthz", get(health))
            .with_state(Pages { plans, store });
        let task = tokio::spawn(async move {
            // Serving ends when the task is aborted.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn runs(State(pages): State<Pages>) -> Response {
    let latest = match pages.store.latest(RUNS_SHOWN).await {
        Ok(latest) => latest,
        Err(error) => return (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response(),
    };
    match page(&pages.plans, &latest, Timestamp::now()) {
        Ok(html) => (guarded(), Html(html)).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

/// A file that a run delivered, as it is now: the fires of a report may replace it.
async fn file(State(pages): State<Pages>, Path((id, index)): Path<(i64, usize)>) -> Response {
    let run = match pages.store.run(id).await {
        Ok(run) => run,
        Err(error) => return (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response(),
    };
    let Some(path) = run.as_ref().and_then(|run| run.files.get(index)).filter(|file| is_file(file)) else {
        return (StatusCode::NOT_FOUND, "no run delivered such a file").into_response();
    };
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    match tokio::fs::read(path).await {
        Ok(bytes) => (unsniffed(), [(header::CONTENT_TYPE, kind.to_string())], bytes).into_response(),
        Err(error) => (StatusCode::NOT_FOUND, format!("can't read {path}: {error}")).into_response(),
    }
}

/// `ok` as long as the store answers.
async fn health(State(pages): State<Pages>) -> Response {
    match pages.store.latest(1).await {
        Ok(_) => "ok".into_response(),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response(),
    }
}

/// The headers of a page: it runs no script, and nobody frames it.
fn guarded() -> HeaderMap {
    let mut headers = unsniffed();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    );
    headers
}

/// The headers of everything.
fn unsniffed() -> HeaderMap {
    HeaderMap::from_iter([
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::schedule::{Burst, Fire};
    use crate::timetable::Overlap;
    use std::net::Ipv4Addr;

    #[tokio::test]
    async fn the_page_shows_what_comes_and_what_was_with_everything_escaped() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("runs.sqlite").as_path().into()).await.unwrap();
        let text = "app: demo\nreports:\n  - name: <b>sales</b>\n    when: {cron: '0 7 * * MON', zone: Europe/Berlin}\n    \
                    pages: [{capture: page}]\n    deliver: [{file: sales.pdf}]\n";
        let scenario = Scenario::parse("reports.yaml".as_ref(), text).unwrap();
        let plans: Vec<Plan> =
            scenario.reports.into_iter().map(|report| Plan::new(report).unwrap()).collect();
        let fire = "2026-05-04T05:00:00Z".parse().unwrap();
        let missed = Some("missed & gone".to_owned());
        let fires = [Fire { at: fire, begin: fire, burst: Burst::default(), skipped: missed }];
        store.plan("<b>sales</b>", None, &fires, fire, Overlap::Queue).await.unwrap();
        let server = Server::start((Ipv4Addr::LOCALHOST, 0).into(), plans.into(), store).await.unwrap();
        let answer = reqwest::get(format!("http://{}/", server.address())).await.unwrap();
        assert!(answer.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
        let html = answer.text().await.unwrap();
        assert!(html.contains("&lt;b&gt;sales&lt;"), "{html}");
        assert!(html.contains("Mon 2026-05-04 07:00 Europe"), "{html}");
        assert!(html.contains("missed &amp; gone") && html.contains("skipped"), "{html}");
    }
}
