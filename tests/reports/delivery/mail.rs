//! Mails, taken by aiosmtpd.

use std::process::Command;

use dashproof::schedule::Post as _;
use serde_json::{Value, json};

use super::outlet::{KEY, Outlet};
use super::python::Server;

const MAIL: &str = "{mail: {to: ['{{ region }}@example.org, Bob <bob@example.org>'], bcc: [hidden@example.org], \
                    subject: 'Sales of {{ region }}, {{ date }} — Größe', body: \"Hello & <welcome>\\nbye\"}}";

/// A server that goes wrong in one way, and the mails that it took.
struct Sink {
    server: Server,
    folder: tempfile::TempDir,
}

impl Sink {
    fn new(mode: &str) -> Self {
        Self::with(mode, |_| Vec::new())
    }

    fn with(mode: &str, guards: impl Fn(&std::path::Path) -> Vec<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mails").display().to_string();
        let arguments = [mode.to_owned(), file].into_iter().chain(guards(folder.path()));
        Self { server: Server::start("smtp.py", arguments), folder }
    }

    /// What a file says of it.
    fn smtp(&self, rest: &str) -> String {
        let port = self.server.port;
        format!(
            "smtp: {{server: localhost, port: {port}, from: 'Reports <reports@dash.example.org>', {rest}}}"
        )
    }

    fn outlet(&self, mail: &str) -> Outlet {
        Outlet::new(mail, &self.smtp("tls: none"))
    }

    fn mails(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.folder.path().join("mails")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

#[tokio::test]
async fn a_mail_shows_the_first_page_and_has_the_document_attached() {
    let sink = Sink::new("ok");
    let receipt = sink.outlet(MAIL).arrives().await;
    assert_eq!(receipt, format!("<{KEY}@dash.example.org>"));
    let mail = sink.mails().remove(0);
    assert_eq!(mail["from"], "reports@dash.example.org");
    assert_eq!(mail["to"], json!(["EMEA@example.org", "bob@example.org", "hidden@example.org"]));
    let headers = &mail["headers"];
    assert_eq!(headers["Subject"], "Sales of EMEA, 2026-05-04 — Größe");
    assert_eq!(headers["Message-ID"], receipt);
    assert_eq!(headers["To"], "EMEA@example.org, Bob <bob@example.org>");
    assert_eq!(headers["Auto-Submitted"], "auto-generated");
    assert!(headers.get("Bcc").is_none(), "{headers}");
    assert_eq!(
        mail["tree"],
        json!([
            "multipart/mixed",
            [
                "multipart/alternative",
                {"type": "text/plain", "name": null, "begins": "Hello"},
                [
                    "multipart/related",
                    {"type": "text/html", "name": null, "begins": "<!DOC"},
                    {"type": "image/png", "name": "<page>", "begins": "%PNG-"},
                ],
            ],
            {"type": "application/pdf", "name": "sales.pdf", "begins": "%PDF-"},
        ])
    );
    assert_eq!(mail["text"].as_str().unwrap().lines().collect::<Vec<_>>(), ["Hello & <welcome>", "bye"]);
    let html = mail["html"].as_str().unwrap();
    assert!(html.contains("Hello &amp; &lt;welcome&gt;") && html.contains("cid:page"), "{html}");
}

#[tokio::test]
async fn a_connection_lost_before_the_text_failed_and_one_lost_after_it_is_unknown() {
    let sink = Sink::new("drop-before");
    sink.outlet(MAIL).ends("failed", &["mail server localhost"]).await;
    assert_eq!(sink.mails(), Vec::<Value>::new());
    let sink = Sink::new("drop-after");
    sink.outlet(MAIL).ends("unknown", &["lost after the mail was sent"]).await;
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn a_mail_in_doubt_is_sent_again_only_where_the_file_says_so() {
    let sink = Sink::new("drop-after");
    let resend = sink.outlet("{mail: {to: [a@example.org], in_doubt: resend}}");
    resend.ends("failed", &["lost after the mail was sent"]).await;
    resend.ends("failed", &[]).await;
    let ids: Vec<Value> = sink.mails().iter().map(|mail| mail["headers"]["Message-ID"].clone()).collect();
    assert_eq!(ids, vec![ids[0].clone(); 2], "a reader's program shows them as one");
    let is_repeatable = |outlet: &Outlet| outlet.post().is_repeatable(&outlet.parcel());
    assert!(is_repeatable(&resend) && !is_repeatable(&sink.outlet(MAIL)));
}

#[tokio::test]
async fn a_server_that_never_answers_leaves_a_doubt_when_the_time_is_over() {
    let sink = Sink::new("hang");
    let outlet = sink.outlet("{mail: {to: [a@example.org], limit: 5 s}}");
    outlet.ends("unknown", &["not done after 5 s"]).await;
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn what_a_server_refuses_for_now_is_tried_again_and_what_it_refuses_for_good_is_not() {
    for (mode, outcome, said) in [
        ("later", "failed", "450 4.2.0 come back later"),
        ("refuse", "refused", "550 5.1.1 nobody of this name"),
        ("refuse-data", "refused", "554 5.7.1 not of this kind"),
    ] {
        let sink = Sink::new(mode);
        sink.outlet(MAIL).ends(outcome, &[said]).await;
        assert_eq!(sink.mails(), Vec::<Value>::new());
    }
}

#[tokio::test]
async fn a_mail_server_that_is_away_is_tried_again() {
    let smtp = "smtp: {server: 127.0.0.1, port: 1, tls: none, from: a@example.org}";
    Outlet::new(MAIL, smtp).ends("failed", &["127.0.0.1"]).await;
}

#[tokio::test]
async fn a_password_goes_through_tls_to_a_server_whose_authority_is_trusted() {
    let sink = Sink::with("ok", |folder| {
        let made = Command::new("sh").args(["-c", CERTIFICATE]).current_dir(folder).output().unwrap();
        assert!(made.status.success(), "{made:?}");
        ["server.pem", "server.key"].map(|file| folder.join(file).display().to_string()).into()
    });
    let ca = sink.folder.path().join("server.pem").display().to_string();
    let login = |password: &str| format!("user: ann, password: {{command: 'echo {password}'}}");
    let outlet = |rest: &str| Outlet::new(MAIL, &sink.smtp(rest));
    outlet(&format!("ca: {ca}, {}", login("s3cret-mail"))).arrives().await;
    outlet(&format!("ca: {ca}, {}", login("wrong"))).ends("refused", &["535"]).await;
    outlet(&login("s3cret-mail")).ends("failed", &["certificate"]).await;
    outlet("tls: none").ends("refused", &["530"]).await;
    assert_eq!(sink.mails().len(), 1);
    let plain = Sink::new("ok");
    Outlet::new(MAIL, &plain.smtp("")).ends("refused", &["can't STARTTLS"]).await;
}

const CERTIFICATE: &str = "
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE \
        -keyout server.key -out server.pem";

#[tokio::test]
async fn an_address_that_is_none_is_refused_with_what_is_wrong() {
    let sink = Sink::new("ok");
    sink.outlet("{mail: {to: ['{{ region }}']}}").ends("refused", &["`EMEA` is no mail address"]).await;
}
