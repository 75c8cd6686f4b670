//! Apps whose certificate an authority of their own has signed.

use dashproof::engine::{EngineKind, Error, Visit};
use dashproof::{Session, Trust, TrustError};
use url::Url;

use crate::folder::Folder;
use crate::front::{Front, SECRET};

/// nginx in front of nothing: who does not trust it never learns that.
async fn front() -> Front {
    Front::of(&"http://127.0.0.1:9/".parse().unwrap()).await
}

/// Why an engine can't visit the app at `url`.
async fn refusal(engine: EngineKind, url: &str, trust: Trust) -> Error {
    let visit = Visit { engine, trust, ..Visit::default() };
    Session::open(&url.parse::<Url>().unwrap(), &visit).await.unwrap_err()
}

fn engines() -> Vec<EngineKind> {
    let browser = cfg!(feature = "browser").then_some(EngineKind::Browser);
    [EngineKind::Browserless].into_iter().chain(browser).collect()
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused_with_what_to_do() {
    let front = front().await;
    for engine in engines() {
        let error = refusal(engine, &front.url(), Trust::System).await;
        assert!(matches!(error, Error::Trust(TrustError::Untrusted { .. })), "{engine}: {error:?}");
        assert!(error.hint().unwrap().contains("--ca FILE"), "{engine}: {error:?}");
        assert!(!format!("{error} {error:?}").contains(SECRET), "{engine}: {error:?}");
    }
    let ran = Folder::new().run(&["snap", &front.url(), "-o", "a.json"]);
    ran.fails(3, &["the certificate of https://localhost:", "is not trusted", "--insecure"]);
    assert!(!format!("{ran:?}").contains(SECRET), "{ran:?}");
}

#[tokio::test]
async fn an_authority_vouches_for_no_other_name() {
    let front = front().await;
    let by_number = front.url().replace("localhost", "127.0.0.1");
    for engine in engines() {
        let error = refusal(engine, &by_number, Trust::Authority(front.authority())).await;
        let named = matches!(&error, Error::Trust(TrustError::Untrusted { reason, .. }) if reason.contains("127.0.0.1"));
        assert!(named, "{engine}: {error:?}");
    }
}

#[tokio::test]
async fn who_is_told_to_believe_anyone_gets_through() {
    let front = front().await;
    let by_number = front.url().replace("localhost", "127.0.0.1");
    for engine in engines() {
        // nginx answers then, that nobody is behind it.
        let error = refusal(engine, &by_number, Trust::Anyone).await;
        assert!(
            matches!(&error, Error::NotADashApp { reason, .. } if reason.contains("502")),
            "{engine}: {error:?}"
        );
    }
}

#[tokio::test]
async fn the_command_line_says_whom_a_test_believes_instead_of_its_file() {
    let front = front().await;
    let authority = front.authority();
    let folder = Folder::new()
        .with("t.yaml", &format!("app: {}\ntests: [{{name: a, steps: [reload]}}]\n", front.url()));
    let authority = authority.to_str().unwrap();
    // nginx answers those that believe it, that nobody is behind it.
    for (flags, said) in
        [(&[][..], "is not trusted"), (&["--ca", authority], "502"), (&["--insecure"], "502")]
    {
        let ran = folder.run(&[&["test", "t.yaml"], flags].concat());
        assert!(ran.stdout.contains(said), "{flags:?}: {ran:?}");
    }
}

#[tokio::test]
async fn a_login_that_gets_no_credentials_says_so_on_both_engines() {
    let front = front().await;
    let anonymous = front.url().replace(&format!("ann:{SECRET}@"), "");
    for engine in engines() {
        let error = refusal(engine, &anonymous, Trust::Authority(front.authority())).await;
        let told = "it answers 401: it wants credentials (headers of the visit)";
        assert!(matches!(&error, Error::Login { reason, .. } if reason == told), "{engine}: {error:?}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_authority_is_refused() {
    for engine in engines() {
        let trust = Trust::Authority(env!("CARGO_MANIFEST_DIR").into());
        let error = refusal(engine, "https://localhost:9/", trust).await;
        assert!(matches!(error, Error::Trust(TrustError::BadAuthority { .. })), "{engine}: {error:?}");
    }
    let folder = Folder::new().with("ca.pem", "-----BEGIN NOTHING-----\n");
    let ran = folder.run(&["snap", "https://localhost:9/", "-o", "a.json", "--ca", "ca.pem"]);
    ran.fails(2, &["can't take certificates from ca.pem", "hint: "]);
}
