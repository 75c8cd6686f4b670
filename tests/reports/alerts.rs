//! Reports that are sent only when there is a reason: a real Dash app, real mails, and both stores.

use std::path::{Path, PathBuf};

use dashproof::Reach;
use dashproof::app::{App, Launch};
use dashproof::engine::BrowserSetup;
use dashproof::scenario::Scenario;
use dashproof::schedule::store::Role;
use dashproof::schedule::{Run, RunState, Stop, Store, Worker};
use serde_json::{Value, json};

use crate::delivery::Server;
use crate::store::on_both;

/// What it shows of a region is in `told.json`.
const APP: &str = r#"
import json, pathlib
from dash import Dash, Input, Output, dash_table, dcc, html

told = pathlib.Path(__file__).with_name("told.json")
app = Dash(__name__)
app.layout = html.Div([dcc.Location(id="url"), html.H1(id="kpi"), dash_table.DataTable(id="late", data=[])])

@app.callback(Output("kpi", "children"), Output("late", "data"), Input("url", "pathname"))
def show(path):
    kpi, late = json.loads(told.read_text()).get(path.strip("/"), ["", 0])
    return kpi, [{"order": order} for order in range(late)]

if __name__ == "__main__":
    app.run()
"#;

/// A folder with an app that runs, a server for mails, and a file with reports.
struct Alerts {
    folder: tempfile::TempDir,
    app: App,
    mails: Server,
}

impl Alerts {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("app.py"), APP).unwrap();
        let launch = Launch { dir: Some(folder.path().to_owned()), ..Launch::default() };
        let app = App::launch(&"app.py".parse().unwrap(), &launch).await.unwrap();
        let mails =
            Server::start("smtp.py", ["ok".into(), folder.path().join("mails").display().to_string()]);
        Self { folder, app, mails }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes every report of the file once, when the app shows that; tells how each run ended, by region.
    async fn make(&self, store: &Store, reports: &str, told: Value) -> Vec<(String, RunState)> {
        std::fs::write(self.path("told.json"), told.to_string()).unwrap();
        let head = format!(
            "app: {}\nsmtp: {{server: localhost, port: {}, tls: none, from: a@example.org}}\nlimit: 60 s\n",
            self.app.url(),
            self.mails.port
        );
        let scenario = Scenario::parse(&self.path("r.yaml"), &format!("{head}{reports}"));
        let scenario = scenario.unwrap_or_else(|error| panic!("{error:?}"));
        let reach = Reach::default().allow("loopback").unwrap();
        let worker =
            Worker::new(&scenario, store.clone(), Worker::LEASE, reach, &BrowserSetup::default()).unwrap();
        let (_stopper, stop) = Stop::new();
        let ended = std::cell::RefCell::new(Vec::new());
        let tell = |run: &Run| {
            assert!(run.state != RunState::Failed, "{run:?}");
            ended.borrow_mut().push((run.burst.0["region"].clone(), run.state));
        };
        worker.make_all_now(&stop, tell).await.unwrap();
        ended.into_inner()
    }

    fn mails(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.path("mails")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

const REPORT: &str = r##"
reports:
  - name: revenue
    when: {cron: "@yearly"}
    for_each: {region: [EMEA, APAC]}
    steps: [{goto: "/{{ region }}"}]
    pages: [{capture: "#kpi"}]
    deliver_if:
      - {on: "#kpi", falls_below: 1000, back_above: 1100}
      - all: [{rows: "#late", empty: false}, {picture: 1, changed_since: run}]
    deliver:
      - mail:
          to: ["{{ region }}@example.org"]
          subject: "{{ region }}: {{ value }} was {{ previous }}, limit {{ threshold }}, {{ change }}"
"##;

#[tokio::test]
async fn a_report_is_mailed_when_there_is_a_reason_and_is_quiet_otherwise() {
    let alerts = Alerts::new().await;
    on_both(async |store, _| {
        let _ = std::fs::remove_file(alerts.path("mails"));
        let make = async |emea: Value, apac: Value| {
            let told = json!({"EMEA": emea, "APAC": apac});
            let ended = alerts.make(store, REPORT, told).await;
            ended.into_iter().map(|(region, state)| format!("{region} {}", state.name())).collect::<Vec<_>>()
        };
        assert_eq!(make(json!(["$1,200", 0]), json!(["$1,500", 0])).await, ["EMEA quiet", "APAC quiet"]);
        assert_eq!(make(json!(["$900", 0]), json!(["$1,500", 0])).await, ["EMEA delivered", "APAC quiet"]);
        assert_eq!(make(json!(["$800", 0]), json!(["$1,400", 3])).await, ["EMEA quiet", "APAC delivered"]);
        assert_eq!(make(json!(["$1,050", 0]), json!(["$1,400", 3])).await, ["EMEA quiet", "APAC quiet"]);
        let mails = alerts.mails();
        assert_eq!(mails[0]["headers"]["Subject"], "EMEA: $900 was $1,200, limit 1000, -25 %");
        assert_eq!(mails[1]["to"], json!(["APAC@example.org"]));
        let attached = mails[1]["tree"].to_string();
        assert!(attached.contains("revenue.pdf") && attached.contains("revenue-1.change.png"), "{attached}");
        assert!(!mails[0]["tree"].to_string().contains("change.png"), "nobody compared its picture");
        assert_eq!(mails.len(), 2);
        let quiet = store.latest(1).await.unwrap().remove(0);
        let reason = quiet.reason.unwrap();
        assert!(
            reason.starts_with(
                "no reason to send it: not `text of `#kpi` falls below 1000, back above 1100`: $1,400"
            ),
            "{reason}"
        );
        assert!(quiet.finished_at.is_some() && quiet.claim_at.is_none());
        let roles: Vec<Role> = store.kept(quiet.id).await.unwrap().iter().map(|kept| kept.role).collect();
        assert_eq!(roles[..2], [Role::Values, Role::Picture], "what later runs are held against is kept");
        let evidence = quiet.evidence.unwrap();
        assert_eq!(
            (evidence.sends, evidence.findings[0].number, evidence.findings.len()),
            (false, Some(1400.0), 3)
        );
    })
    .await;
}

#[tokio::test]
async fn a_text_that_is_no_number_is_refused_instead_of_leaving_the_run_quiet() {
    let alerts = Alerts::new().await;
    let told = json!({"EMEA": ["n/a", 0], "APAC": ["n/a", 0]});
    std::fs::write(alerts.path("told.json"), told.to_string()).unwrap();
    let head =
        format!("app: {}\nsmtp: {{server: localhost, from: a@example.org}}\nlimit: 60 s\n", alerts.app.url());
    let scenario = Scenario::parse(&alerts.path("r.yaml"), &format!("{head}{REPORT}")).unwrap();
    let store = Store::open(&alerts.path("r.sqlite").as_path().into()).await.unwrap();
    let reach = Reach::default().allow("loopback").unwrap();
    let worker =
        Worker::new(&scenario, store.clone(), Worker::LEASE, reach, &BrowserSetup::default()).unwrap();
    let (_stopper, stop) = Stop::new();
    worker.make_all_now(&stop, |_| ()).await.unwrap();
    for run in store.latest(9).await.unwrap() {
        assert_eq!(run.state, RunState::Refused);
        assert!(run.reason.as_ref().unwrap().contains("text of `#kpi`: `n/a` holds no number"), "{run:?}");
    }
}

#[test]
fn a_condition_that_can_not_be_understood_is_shown_where_it_stands() {
    let file = |condition: &str| {
        let text = format!(
            "app: demo\nreports:\n  - name: a\n    when: {{cron: '@daily'}}\n    pages: [{{capture: page}}]\n    \
             deliver: [{{file: a.pdf}}]\n    deliver_if:\n      - {condition}\n"
        );
        Scenario::parse(Path::new("r.yaml"), &text).unwrap_err().to_string()
    };
    for (condition, place, said) in [
        ("{on: '#kpi', over: 3}", "r.yaml:8:", "unknown key `over`"),
        ("{on: '#kpi', above: 3, below: 1}", "r.yaml:8:", "a condition says one thing"),
        ("{picture: 2, changed_since: run}", "r.yaml:3:", "there is no page 2"),
        ("{on: '#kpi', changed_since: yesterday}", "r.yaml:8:", "yesterday"),
    ] {
        let error = file(condition);
        assert!(error.starts_with(place) && error.contains(said), "{error}");
    }
}
