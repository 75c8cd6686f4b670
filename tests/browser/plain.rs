//! A server of a test's own pages.

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

/// It serves until it is dropped.
pub(crate) struct Plain {
    pub(crate) url: Url,
    serving: JoinHandle<()>,
}

impl Plain {
    pub(crate) async fn serve(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, serving }
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
