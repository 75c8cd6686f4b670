//! What a person does is recorded, and what was recorded passes on both engines.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use dashproof::Action;
use dashproof::app::{App, Launch};
use dashproof::engine::{EngineKind, Visit};
use dashproof::scenario::record::Recording;

use crate::port::FreePort;
use crate::visits::patient;

fn apps() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/apps")
}

/// Does what `lines` say in a browser that is recorded; the test file that comes out.
async fn recorded(app: &str, lines: &[&str]) -> String {
    let launch = Launch { dir: Some(apps()), ..Launch::default() };
    let running = App::launch(&app.parse().unwrap(), &launch).await.unwrap();
    let visit = Visit { engine: EngineKind::Browser, ..patient() };
    let mut recording = Recording::open(running.url(), &visit, "").await.unwrap();
    for line in lines {
        let action = Action::parse(line).unwrap();
        recording.session().act(&action).await.unwrap_or_else(|error| panic!("{line}: {error}"));
        recording.look().await.unwrap();
    }
    let file = recording.file(apps().join(app).display().to_string(), "recorded".to_owned(), true);
    recording.close().await.unwrap();
    running.shutdown().await;
    file.to_yaml()
}

/// The steps of a file, without what is different on each machine.
fn steps(yaml: &str) -> &str {
    yaml.split_once("    steps:\n").unwrap().1
}

/// Runs a file on both engines; it passes.
fn passes(yaml: &str) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("recorded.yaml"), format!("limit: 60 s\n{yaml}")).unwrap();
    for engine in ["browserless", "browser"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dashproof"));
        command.current_dir(folder.path()).env("PASS_WORD", "s3cret").args([
            "test",
            "recorded.yaml",
            "--engine",
            engine,
        ]);
        let ran = command.output().unwrap();
        assert!(ran.status.success(), "{engine}: {}\n{yaml}", String::from_utf8_lossy(&ran.stdout));
    }
}

#[tokio::test]
async fn clicks_answers_and_fields_are_steps_and_a_password_is_a_variable() {
    let lines = [
        "fill #user Ann",
        "fill #pass-word s3cret",
        "click #go",
        "click #delete",
        "answer #sure ok",
        "click '{\"type\":\"card\",\"index\":1}'",
        "click '{\"type\":\"cross\",\"index\":1}'",
        "select #country Norway",
        "click text=Elsewhere",
        "reload",
    ];
    let yaml = recorded("browser/sign_in.py", &lines).await;
    assert!(!yaml.contains("s3cret"), "{yaml}");
    insta::assert_snapshot!(steps(&yaml), @r##"
          - fill: {on: "#user", value: Ann}
          - fill: {on: "#pass-word", value: "${PASS_WORD}"}
          - click: {on: "#go"}
          - click: {on: "#delete"}
          - answer: {on: "#sure", accept: true}
          - expect: {on: "#deleted", text: deleted 1}
          - click: {on: '{"index":1,"type":"card"}'}
          - expect: {on: "#picked", text: "picked 1, crossed None"}
          - click: {on: '{"index":1,"type":"cross"}'}
          - expect: {on: "#picked", text: "picked 2, crossed 1"}
          - select: {on: "#country", option: Norway}
          - expect: {on: "#city", value: Oslo}
          - click: {on: "text=Elsewhere"}
          - reload
          - expect: {no_errors: true}
    "##);
    passes(&yaml);
}

#[tokio::test]
async fn each_control_is_told_by_what_it_was_set_to() {
    let lines = [
        "fill #plain hello",
        "press #plain Enter",
        "fill #late changed",
        "fill #number 4.5",
        "check #boxes One",
        "uncheck #mapped Ex",
        "choose #radios Two",
        "select #one Two",
        "clear #one",
        "select #many Kay Ell",
        "deselect #many Kay",
        "slide #slider 7",
        "slide #between 3 6",
        "dates #day 2024-02-11",
        "dates #stay 2024-02-11 2024-02-13",
    ];
    let yaml = recorded("controls.py", &lines).await;
    let actions: Vec<&str> = steps(&yaml).lines().filter(|line| !line.contains("- expect")).collect();
    insta::assert_snapshot!(actions.join("\n"), @r##"
          - fill: {on: "#plain", value: hello}
          - press: {on: "#plain", key: Enter}
          - fill: {on: "#late", value: changed}
          - fill: {on: "#number", value: "4.5"}
          - check: {on: "#boxes", option: One}
          - uncheck: {on: "#mapped", option: Ex}
          - choose: {on: "#radios", option: Two}
          - select: {on: "#one", option: Two}
          - clear: {on: "#one"}
          - select: {on: "#many", option: Kay}
          - select: {on: "#many", option: Ell}
          - deselect: {on: "#many", option: Kay}
          - slide: {on: "#slider", to: 7}
          - slide: {on: "#between", to: [3, 6]}
          - dates: {on: "#day", start: "2024-02-11"}
          - dates: {on: "#stay", start: "2024-02-11", end: "2024-02-13"}
    "##);
    passes(&yaml);
}

#[tokio::test]
async fn graphs_and_pages_are_told_by_their_data_and_their_links() {
    let yaml = recorded(
        "crossfilter.py",
        &["click #by-region x=APAC", "brush #by-day x='2025-03-01 12:00..2025-03-04 12:00'", "zoom #by-day"],
    )
    .await;
    for part in [
        "- click: {on: \"#by-region\", point: {x: APAC}}\n      - expect: {on: \"#by-day\", figure_title: Sales of APAC}",
        "- brush: {on: \"#by-day\", x: [\"2025-03-01 ",
        "- expect: {on: \"#picked\", text: \"3 days, 10 sold, customdata 90\"}",
    ] {
        assert!(yaml.contains(part), "{part} is not in {yaml}");
    }
    passes(&yaml);
    let lines = ["click #to-orders", "select #status sent", "back", "goto /orders/17"];
    let yaml = recorded("pages_app/app.py", &lines).await;
    let actions: Vec<&str> =
        steps(&yaml).lines().filter(|line| !line.contains("- expect")).map(str::trim).collect();
    let expected = [
        "- click: {on: \"#to-orders\"}",
        "- select: {on: \"#status\", option: sent}",
        "- back",
        "- goto: /orders/17",
    ];
    assert_eq!(actions, expected);
    passes(&yaml);
}

#[tokio::test]
async fn cells_and_what_a_table_offers_are_told_by_row_and_column() {
    let lines = [
        "click '#own column=sold control=sort'",
        "click '#own control=next'",
        "fill '#own column=city control=filter' new",
        "fill '#own column=city control=filter' ''",
        "click '#own row=1 column=sold'",
        "fill '#own row=0 column=price' 12.50",
        "select '#own row=0 column=grade' High",
        "click '#own row=0 control=delete'",
    ];
    let yaml = recorded("table.py", &lines).await;
    let actions: Vec<&str> = steps(&yaml).lines().filter(|line| !line.contains("- expect")).collect();
    insta::assert_snapshot!(actions.join("\n"), @r##"
          - click: {on: "#own column=sold control=sort"}
          - click: {on: "#own control=next"}
          - fill: {on: "#own column=city control=filter", value: new}
          - fill: {on: "#own column=city control=filter", value: ""}
          - click: {on: "#own row=1 column=sold"}
          - fill: {on: "#own row=0 column=price", value: "12.5"}
          - select: {on: "#own row=0 column=grade", option: High}
          - click: {on: "#own row=0 control=delete"}
    "##);
    passes(&yaml);
}

/// `dashproof record` in a folder of its own, once it has recorded what it was told to do.
struct Recorder {
    folder: tempfile::TempDir,
    process: Child,
}

impl Recorder {
    fn start(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(apps().join("browser/sign_in.py"), folder.path().join("sign_in.py")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_dashproof"));
        command.current_dir(folder.path()).args(["record", "sign_in.py", "-o", "new.yaml", "--headless"]);
        command.args(["--do", "fill #user Ann", "--do", "click #delete", "--do", "answer #sure ok"]);
        let process = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut recorder = Self { folder, process };
        let began = Instant::now();
        while !std::fs::read_to_string(recorder.file()).is_ok_and(|text| text.contains("answer")) {
            assert!(began.elapsed() < Duration::from_secs(120), "nothing was recorded");
            assert!(recorder.process.try_wait().unwrap().is_none(), "it ended by itself");
            std::thread::sleep(Duration::from_millis(50));
        }
        recorder
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("new.yaml")
    }

    /// The recorded file, once the command has ended well.
    fn end(self) -> String {
        let file = self.file();
        let ended = self.process.wait_with_output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
        let said = String::from_utf8_lossy(&ended.stdout).into_owned();
        assert_eq!(said, "3 steps in new.yaml; run it with `dashproof test new.yaml`\n");
        std::fs::read_to_string(file).unwrap()
    }
}

#[test]
fn an_interrupt_ends_the_recording_and_the_file_is_whole() {
    let recorder = Recorder::start(&[]);
    let pid = recorder.process.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let yaml = recorder.end();
    assert!(yaml.starts_with("app: sign_in.py\n"), "{yaml}");
    assert!(
        yaml.contains("      # - expect: {on: \"#deleted\", text: deleted 1}\n"),
        "offered as comments: {yaml}"
    );
    passes(
        &yaml.replace("app: sign_in.py", &format!("app: {}", apps().join("browser/sign_in.py").display())),
    );
}

#[tokio::test]
async fn closing_the_window_ends_the_recording_and_the_file_is_whole() {
    let kept = FreePort::kept();
    let port = kept.number();
    let recorder = Recorder::start(&[&format!("--browser-arg=--remote-debugging-port={port}")]);
    let ask = async |path: String| {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let asked = client.get(format!("http://127.0.0.1:{port}{path}")).timeout(Duration::from_secs(30));
        asked.send().await.unwrap().text().await.unwrap()
    };
    let tabs: serde_json::Value = serde_json::from_str(&ask("/json/list".to_owned()).await).unwrap();
    let page = tabs.as_array().unwrap().iter().find(|tab| tab["type"] == "page").unwrap();
    ask(format!("/json/close/{}", page["id"].as_str().unwrap())).await;
    assert!(recorder.end().contains("- answer: {on: \"#sure\", accept: true}"));
}
