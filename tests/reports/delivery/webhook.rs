//! Webhooks.

use std::process::Output;

use dashproof::Reach;
use dashproof::schedule::Post as _;
use dashproof::schedule::store::Sent;

use serde_json::{Value, json};

use super::outlet::{KEY, Outlet};
use super::python;
use super::receiver::{Break, Receiver, Request, breaking, status};

fn hook(port: u16, rest: &str) -> Outlet {
    Outlet::new(&format!("{{webhook: {{url: 'http://127.0.0.1:{port}/hook?token=1234567', {rest}}}}}"), "")
}

/// What the receivers' own library says of a signed request.
fn checked(secret: &str, request: &Request) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let body = folder.path().join("body");
    std::fs::write(&body, &request.body).unwrap();
    let headers = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(|name| request.header(name));
    python::command("signed.py").arg(secret).arg(body).args(headers).output().unwrap()
}

#[tokio::test]
async fn a_document_is_posted_with_its_key_and_a_signature_that_receivers_can_check() {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let receiver = Receiver::start(|_| vec![status(204)]).await;
    let outlet = hook(
        receiver.port,
        &format!(
            "secret: {{command: 'echo {secret}'}}, headers: {{X-Region: '{{{{ region }}}}', Authorization: {{file: secret}}}}"
        ),
    );
    assert_eq!(outlet.arrives().await, "webhook at 127.0.0.1");
    let request = receiver.requests().remove(0);
    assert!(request.body.starts_with(b"%PDF-") && request.body.len() > 100_000);
    assert_eq!(request.header("content-type"), "application/pdf");
    assert_eq!((request.header("idempotency-key"), request.header("webhook-id")), (KEY, KEY));
    assert_eq!((request.header("x-region"), request.header("authorization")), ("EMEA", "s3cret-canary"));
    let output = checked(secret, &request);
    assert!(output.status.success(), "{output:?}");
    let other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    assert!(!checked(other, &request).status.success());
}

#[tokio::test]
async fn json_of_the_files_own_is_posted_with_its_variables() {
    let receiver = Receiver::start(|_| vec![status(200)]).await;
    hook(receiver.port, "json: {text: '{{ report }} of {{ region }}', list: ['{{ date }}', 1]}")
        .arrives()
        .await;
    let request = receiver.requests().remove(0);
    assert_eq!(request.header("content-type"), "application/json");
    assert_eq!(request.body, r#"{"text":"sales of EMEA","list":["2026-05-04",1]}"#);
}

#[tokio::test]
async fn several_files_are_a_form_with_the_pictures_of_what_changed() {
    let receiver = Receiver::start(|_| vec![status(200)]).await;
    let rest = "send: [pdf, json], json: {content: '{{ report }} of {{ region }}'}, secret: {file: secret}";
    let outlet = hook(receiver.port, rest);
    let mut artefacts = outlet.artefacts();
    artefacts.push(Outlet::change());
    let sizes: Vec<usize> = artefacts.iter().map(|artefact| artefact.bytes.len()).collect();
    assert!(matches!(outlet.send_all(artefacts).await, Sent::Arrived { .. }));
    let request = receiver.requests().remove(0);
    let folder = tempfile::tempdir().unwrap();
    let body = folder.path().join("body");
    std::fs::write(&body, &request.body).unwrap();
    let read = python::command("form.py").arg(request.header("content-type")).arg(body).output().unwrap();
    let read: Value = serde_json::from_slice(&read.stdout).unwrap_or_else(|_| panic!("{read:?}"));
    assert_eq!(read["fields"], json!([["payload_json", r#"{"content":"sales of EMEA"}"#]]));
    let files = json!([
        ["pdf", "sales.pdf", "application/pdf", sizes[0]],
        ["json", "sales.json", "application/json", sizes[1]],
        ["change", "sales-1.change.png", "image/png", sizes[2]],
    ]);
    assert_eq!(read["files"], files);
    assert!(request.header("webhook-signature").starts_with("v1,"));
}

#[tokio::test]
async fn each_status_ends_as_it_should() {
    for (code, outcome) in [
        (301, "refused"),
        (307, "refused"),
        (400, "refused"),
        (401, "refused"),
        (404, "refused"),
        (408, "failed"),
        (429, "failed"),
        (500, "failed"),
        (503, "failed"),
    ] {
        let receiver = Receiver::start(|port| {
            vec![(
                Some(code),
                vec![("location", format!("http://127.0.0.1:{port}/elsewhere"))],
                "says why".to_owned(),
            )]
        })
        .await;
        let (ended, reason) = hook(receiver.port, "").fails().await;
        assert_eq!(ended, outcome, "{code}: {reason}");
        assert!(!reason.contains("1234567"), "{reason}");
        assert_eq!(receiver.requests().len(), 1, "a redirect is not followed");
    }
}

#[tokio::test]
async fn a_busy_receiver_says_how_long_it_is_left_alone() {
    let pause = |text: &str| (Some(429), vec![("retry-after", text.to_owned())], String::new());
    let receiver = Receiver::start(|_| vec![pause("120")]).await;
    let sent = hook(receiver.port, "").send().await;
    assert!(matches!(&sent, Sent::Busy { pause, .. } if pause.as_secs() == 120), "{sent:?}");
}

#[tokio::test]
async fn a_receiver_that_takes_all_and_does_not_answer_leaves_a_doubt() {
    let receiver = Receiver::start(|_| vec![(None, Vec::new(), String::new())]).await;
    hook(receiver.port, "limit: 3 s").ends("unknown", &["did not answer in time"]).await;
    let resend = hook(receiver.port, "limit: 3 s, in_doubt: resend");
    resend.ends("failed", &["did not answer in time"]).await;
    assert!(resend.post().is_repeatable(&resend.parcel()));
    let keys: Vec<_> =
        receiver.requests().iter().map(|request| request.header("idempotency-key").to_owned()).collect();
    assert_eq!(keys, [KEY, KEY]);
}

#[tokio::test]
async fn an_answer_that_is_lost_leaves_a_doubt_and_a_receiver_that_is_away_none() {
    let receiver = Receiver::start(|_| vec![status(204)]).await;
    let port = breaking(receiver.port, Break::Answer).await;
    hook(port, "").ends("unknown", &["127.0.0.1"]).await;
    assert_eq!(receiver.requests().len(), 1);
    hook(1, "").ends("failed", &["127.0.0.1"]).await;
}

#[tokio::test]
async fn an_address_that_is_not_public_is_refused_unless_it_is_allowed() {
    let receiver = Receiver::start(|_| vec![status(204)]).await;
    let port = receiver.port;
    for host in
        ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "[::1]", "169.254.169.254"]
    {
        let mut outlet = Outlet::new(&format!("{{webhook: {{url: 'http://{host}:{port}/'}}}}"), "");
        outlet.reach = Reach::default();
        outlet.ends("refused", &["is no public address", "--reach"]).await;
    }
    assert_eq!(receiver.requests().len(), 0);
    hook(port, "").arrives().await;
}

#[tokio::test]
async fn an_address_that_is_not_of_the_web_is_refused() {
    for url in ["ftp://example.org/", "file:///etc/passwd", "no address"] {
        Outlet::new(&format!("{{webhook: {{url: '{url}'}}}}"), "").ends("refused", &[]).await;
    }
}

#[tokio::test]
async fn an_address_that_is_a_secret_is_not_told() {
    let receiver = Receiver::start(|port| {
        vec![(Some(400), Vec::new(), format!("no http://127.0.0.1:{port}/canary-path here"))]
    })
    .await;
    let url = format!("{{command: 'echo http://127.0.0.1:{}/canary-path'}}", receiver.port);
    let outlet = Outlet::new(&format!("{{webhook: {{url: {url}}}}}"), "");
    let (ended, reason) = outlet.fails().await;
    assert_eq!(ended, "refused", "{reason}");
    assert!(reason.contains("<secret>") && !reason.contains("canary-path"), "{reason}");
}
