//! What a report's app may be.

use dashproof::engine::{EngineKind, Visit};
use dashproof::{Reach, Session};

use super::receiver::{Receiver, status};

/// What a visit of an app at `url` within `reach` says.
async fn refusal(engine: EngineKind, url: &str, reach: Reach) -> String {
    let visit = Visit { engine, reach, ..Visit::default() };
    let error = Session::open(&url.parse().unwrap(), &visit).await.unwrap_err();
    format!("{error} {error:?}")
}

#[tokio::test]
async fn an_app_that_is_not_at_a_public_address_is_not_asked_unless_that_is_allowed() {
    let receiver = Receiver::start(|_| vec![status(404)]).await;
    let engines: &[EngineKind] = if cfg!(feature = "browser") {
        &[EngineKind::Browserless, EngineKind::Browser]
    } else {
        &[EngineKind::Browserless]
    };
    for engine in engines {
        for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"] {
            let said = refusal(*engine, &format!("http://{host}:{}/", receiver.port), Reach::default()).await;
            assert!(
                said.contains("is no public address") || said.contains("NotPublic"),
                "{engine} {host}: {said}"
            );
        }
        assert_eq!(receiver.requests().len(), 0, "{engine}");
    }
    let reach = Reach::default().allow("loopback").unwrap();
    let said = refusal(EngineKind::Browserless, &format!("http://localhost:{}/", receiver.port), reach).await;
    assert!(said.contains("404"), "{said}");
}
