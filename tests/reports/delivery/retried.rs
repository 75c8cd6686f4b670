//! A whole server, its outbox, and a receiver that is busy first.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::receiver::{Receiver, status};

const FILE: &str = r##"
app: demo
limit: 60 s
reports:
  - name: sales
    when: {cron: "@every 1 s"}
    retry_after: 1 s
    for_each: {region: [EMEA]}
    steps: [{select: {on: "#region", option: "{{ region }}"}}]
    read: {revenue: "#kpi-revenue"}
    pages: [{capture: "#revenue-by-region"}]
    deliver: [{webhook: {url: "http://127.0.0.1:PORT/", json: {text: "{{ report }} of {{ region }}: {{ revenue }}"}}}]
"##;

/// A running server; SIGKILLed when it is dropped.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_busy_receiver_did_not_take_is_sent_again_under_the_same_key() {
    let busy = (Some(429), vec![("retry-after", "1".to_owned())], String::new());
    let receiver = Receiver::start(|_| vec![busy, status(204)]).await;
    let folder = tempfile::tempdir().unwrap();
    let file = FILE.replace("PORT", &receiver.port.to_string());
    std::fs::write(folder.path().join("r.yaml"), file).unwrap();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("dashproof"));
    command.args(["serve", "r.yaml", "--listen", "127.0.0.1:0", "--reach", "loopback"]);
    command.current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
    let _serving = Serving(command.spawn().unwrap());
    let again = async {
        loop {
            let requests = receiver.requests();
            let key = requests.first().map(|request| request.header("idempotency-key").to_owned());
            let same: Vec<_> = requests
                .iter()
                .filter(|request| Some(request.header("idempotency-key")) == key.as_deref())
                .cloned()
                .collect();
            if same.len() > 1 {
                return same;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let same = tokio::time::timeout(Duration::from_mins(1), again).await.expect("it is not sent again");
    assert_eq!(same[0].body, same[1].body);
    let body: Value = serde_json::from_slice(&same[0].body).unwrap();
    assert_eq!(body["text"], "sales of EMEA: $1,257,239");
}
