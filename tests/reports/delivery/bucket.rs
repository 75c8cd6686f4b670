//! Buckets, kept by moto.

use dashproof::schedule::store::Sent;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};

use super::outlet::Outlet;
use super::python::Server;
use super::receiver::{Break, Receiver, breaking, status};

fn moto() -> Server {
    Server::start("s3.py", std::iter::empty::<&str>())
}

fn outlet(port: u16, rest: &str) -> Outlet {
    Outlet::new(
        &format!(
            "{{s3: {{bucket: reports, key: 'sales/{{{{ region }}}} {{{{ date }}}}.pdf', endpoint: 'http://127.0.0.1:{port}', \
             access_key_id: {{command: echo key}}, secret_access_key: {{file: secret}}, {rest}}}}}"
        ),
        "",
    )
}

/// The report as moto shows it: its media type and size; `None` when there is none.
async fn object(server: &Server) -> Option<(String, usize)> {
    named(server, "EMEA%202026-05-04.pdf").await
}

/// An object beside it.
async fn named(server: &Server, name: &str) -> Option<(String, usize)> {
    let url = format!("http://127.0.0.1:{}/reports/sales/{name}", server.port);
    // Moto wants a signature, and does not check it.
    let signed =
        "AWS4-HMAC-SHA256 Credential=key/20260504/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
    let answer = reqwest::Client::new().get(url).header(AUTHORIZATION, signed).send().await.unwrap();
    if answer.status() == 404 {
        return None;
    }
    let answer = answer.error_for_status().unwrap();
    let kind = answer.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
    Some((kind, answer.bytes().await.unwrap().len()))
}

#[tokio::test]
async fn an_object_is_put_under_its_key_with_its_media_type() {
    let server = moto();
    let outlet = outlet(server.port, "");
    assert_eq!(outlet.arrives().await, "s3://reports/sales/EMEA 2026-05-04.pdf");
    let size = outlet.artefacts()[0].bytes.len();
    assert_eq!(object(&server).await, Some(("application/pdf".to_owned(), size)));
    outlet.arrives().await;
}

#[tokio::test]
async fn pictures_of_what_changed_are_put_beside_their_document() {
    let server = moto();
    let outlet = outlet(server.port, "overwrite: false");
    let artefacts = || outlet.artefacts().into_iter().chain([Outlet::change()]).collect();
    for _ in 0..2 {
        let sent = outlet.send_all(artefacts()).await;
        assert!(
            matches!(&sent, Sent::Arrived { receipt } if receipt == "s3://reports/sales/EMEA 2026-05-04.pdf"),
            "{sent:?}"
        );
    }
    let (kind, size) = named(&server, "EMEA%202026-05-04.sales-1.change.png").await.unwrap();
    assert_eq!((kind.as_str(), size), ("image/png", Outlet::change().bytes.len()));
    assert!(object(&server).await.is_some());
}

#[tokio::test]
async fn an_object_of_somebody_elses_is_not_replaced_where_the_file_says_so() {
    let server = moto();
    let url = format!("http://127.0.0.1:{}/reports/sales/EMEA%202026-05-04.pdf", server.port);
    reqwest::Client::new().put(url).body("theirs").send().await.unwrap().error_for_status().unwrap();
    outlet(server.port, "overwrite: false").ends("refused", &["is there already"]).await;
    assert_eq!(object(&server).await.unwrap().1, "theirs".len());
    outlet(server.port, "").arrives().await;
}

#[tokio::test]
async fn an_object_whose_answer_was_lost_is_found_to_be_there() {
    let server = moto();
    let port = breaking(server.port, Break::Answer).await;
    outlet(port, "overwrite: false").ends("failed", &["s3://reports/"]).await;
    assert!(object(&server).await.is_some());
    outlet(server.port, "overwrite: false").arrives().await;
}

#[tokio::test]
async fn an_upload_that_is_cut_off_leaves_nothing_and_is_tried_again() {
    let server = moto();
    let port = breaking(server.port, Break::After(50_000)).await;
    outlet(port, "").ends("failed", &["s3://reports/"]).await;
    assert_eq!(object(&server).await, None);
    outlet(server.port, "").arrives().await;
}

#[tokio::test]
async fn a_slow_bucket_is_waited_for_until_the_time_is_over() {
    let server = moto();
    let port = breaking(server.port, Break::Slow).await;
    outlet(port, "").arrives().await;
    outlet(port, "limit: 300 ms").ends("failed", &["s3://reports/"]).await;
}

#[tokio::test]
async fn each_answer_of_a_bucket_ends_as_it_should() {
    for (code, outcome) in
        [(500, "failed"), (503, "failed"), (403, "refused"), (404, "refused"), (307, "failed")]
    {
        let receiver = Receiver::start(|_| vec![status(code)]).await;
        let (ended, reason) = outlet(receiver.port, "").fails().await;
        assert_eq!(ended, outcome, "{code}: {reason}");
        assert_eq!(receiver.requests().len(), 1, "the outbox tries again, nobody else");
    }
    let server = moto();
    let elsewhere = "{s3: {bucket: nowhere, key: a.pdf, endpoint: 'http://127.0.0.1:PORT', \
                     access_key_id: {command: echo key}, secret_access_key: {file: secret}}}";
    Outlet::new(&elsewhere.replace("PORT", &server.port.to_string()), "")
        .ends("refused", &["404 Not Found: The specified bucket does not exist"])
        .await;
}

#[tokio::test]
async fn keys_that_are_not_there_are_named_by_their_place() {
    let outlet = Outlet::new("{s3: {bucket: reports, key: a.pdf, access_key_id: '${NO_SUCH_KEY}'}}", "");
    outlet.ends("failed", &["`NO_SUCH_KEY` is not set"]).await;
}
