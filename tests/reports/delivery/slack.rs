//! Slack, played by a server that answers as its documentation says.

use dashproof::schedule::store::Sent;
use serde_json::{Value, json};

use super::outlet::Outlet;
use super::receiver::{Answer, Receiver, status};

fn answer(value: Value) -> Answer {
    (Some(200), Vec::new(), value.to_string())
}

/// The answers to an upload of one file.
fn uploaded(port: u16, id: &str) -> [Answer; 2] {
    let url = format!("http://127.0.0.1:{port}/upload/{id}");
    [
        answer(json!({"ok": true, "upload_url": url, "file_id": id})),
        (Some(200), Vec::new(), "OK - 3".to_owned()),
    ]
}

fn outlet(receiver: &Receiver, rest: &str) -> Outlet {
    let api = format!("http://127.0.0.1:{}/api/", receiver.port);
    let text = "Sales of {{ region }}";
    Outlet::new(
        &format!(
            "{{slack: {{channel: C012, token: {{file: secret}}, text: '{text}', api: '{api}', {rest}}}}}"
        ),
        "",
    )
}

#[tokio::test]
async fn files_are_uploaded_and_then_shared_in_one_message() {
    let receiver = Receiver::start(|port| {
        let [one, two] = [uploaded(port, "F1"), uploaded(port, "F2")];
        one.into_iter().chain(two).chain([answer(json!({"ok": true}))]).collect()
    })
    .await;
    assert_eq!(outlet(&receiver, "attach: [pdf, png]").arrives().await, "Slack channel C012");
    let requests = receiver.requests();
    let asked: Vec<&str> = requests.iter().map(|request| request.uri.path()).collect();
    let expected = [
        "/api/files.getUploadURLExternal",
        "/upload/F1",
        "/api/files.getUploadURLExternal",
        "/upload/F2",
        "/api/files.completeUploadExternal",
    ];
    assert_eq!(asked, expected);
    assert_eq!(requests[0].header("authorization"), "Bearer s3cret-canary");
    let length = requests[1].body.len();
    assert_eq!(requests[0].body, format!("filename=sales.pdf&length={length}"));
    assert!(requests[1].body.starts_with(b"%PDF-") && requests[3].body.starts_with(b"%PNG-"));
    assert_eq!(requests[1].header("authorization"), "", "the token is for Slack's methods alone");
    assert_eq!(
        serde_json::from_slice::<Value>(&requests[4].body).unwrap(),
        json!({
            "files": [{"id": "F1", "title": "sales.pdf"}, {"id": "F2", "title": "sales.png"}],
            "channel_id": "C012",
            "initial_comment": "Sales of EMEA",
        })
    );
}

#[tokio::test]
async fn each_refusal_of_slack_ends_as_it_should() {
    let refusal = |error: &str| answer(json!({"ok": false, "error": error}));
    for (error, outcome) in
        [("invalid_auth", "refused"), ("channel_not_found", "refused"), ("internal_error", "failed")]
    {
        let receiver = Receiver::start(|_| vec![refusal(error)]).await;
        outlet(&receiver, "").ends(outcome, &[error]).await;
        let receiver =
            Receiver::start(|port| uploaded(port, "F1").into_iter().chain([refusal(error)]).collect()).await;
        outlet(&receiver, "").ends(outcome, &["completeUploadExternal", error]).await;
    }
    let busy = (Some(429), vec![("retry-after", "30".to_owned())], String::new());
    let receiver = Receiver::start(|_| vec![busy]).await;
    let sent = outlet(&receiver, "").send().await;
    assert!(matches!(&sent, Sent::Busy { pause, .. } if pause.as_secs() == 30), "{sent:?}");
}

#[tokio::test]
async fn only_the_message_itself_can_be_in_doubt() {
    let silence = || (None, Vec::new(), String::new());
    let receiver = Receiver::start(|_| vec![silence()]).await;
    outlet(&receiver, "limit: 3 s").ends("failed", &["did not answer in time"]).await;
    let receiver =
        Receiver::start(|port| uploaded(port, "F1").into_iter().chain([silence()]).collect()).await;
    outlet(&receiver, "limit: 3 s").ends("unknown", &["completeUploadExternal"]).await;
    let receiver =
        Receiver::start(|port| uploaded(port, "F1").into_iter().chain([silence()]).collect()).await;
    outlet(&receiver, "limit: 3 s, in_doubt: resend").ends("failed", &["completeUploadExternal"]).await;
}

#[tokio::test]
async fn an_upload_is_not_sent_to_where_slack_may_not_send_it() {
    let url = answer(json!({"ok": true, "upload_url": "http://169.254.169.254/latest", "file_id": "F1"}));
    let receiver = Receiver::start(|_| vec![url, status(200)]).await;
    outlet(&receiver, "").ends("refused", &["169.254.169.254 is no public address"]).await;
}
