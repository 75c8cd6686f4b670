//! Secrets are in none of the files that a run writes.

use crate::folder::Folder;

const TESTS: &str = r##"
app: login.py
env: {API_KEY: canary-env}
headers:
  X-Api-Key: canary-header
  Cookie: who=canary-cookie
tests:
  - name: signs in
    steps:
      - goto: /?token=canary-url&page=2
      - fill: {on: "#user", value: "${USER_TOKEN}"}
      - fill: {on: "#password", value: "canary typed & more"}
      - click: {on: "#go"}
      - snapshot: {name: told, of: [values, trace]}
      - expect: {on: "#answer", text: canary typed & more}
  - name: finds no such field
    steps:
      - fill: {on: "#passwords", value: canary-nowhere}
limit: 5 s
"##;
const CANARY: &str = "canary";
const EXPORTS: [&str; 6] = ["chrome", "har", "otlp", "mermaid", "sequence", "dot"];

/// The files that tell a canary.
fn tell(folder: &Folder) -> Vec<String> {
    let of_the_test = ["login.py", "login.yaml"];
    let files = folder.files().into_iter().filter(|file| !of_the_test.contains(&file.as_str()));
    let told = files.filter_map(|file| {
        let bytes = std::fs::read(folder.path().join(&file)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let at = text.find(CANARY)?;
        let around: String =
            text.get(at.saturating_sub(200)..).unwrap_or_default().chars().take(300).collect();
        Some(format!("{file}: {around}"))
    });
    told.collect()
}

fn run(engine: &str) {
    let app = include_str!("../../fixtures/apps/login.py");
    let folder = Folder::new().with("login.py", app).with("login.yaml", TESTS);
    let arguments = [
        "test",
        "login.yaml",
        "--engine",
        engine,
        "--trace",
        "t",
        "--report",
        "r",
        "--junit",
        "junit.xml",
        "--update",
        "new",
    ];
    let output = folder.command(&arguments).env("USER_TOKEN", "canary-variable").output().unwrap();
    for (name, bytes) in [("stdout", output.stdout), ("stderr", output.stderr)] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let said = folder.read("stdout");
    for part in ["2 failed", "click #go", "app log", "X-Api-Key"] {
        assert!(said.contains(part), "{part:?} is not in {said}{}", folder.read("stderr"));
    }
    let trace = "t/login__signs-in.trace.json";
    assert!(folder.read(trace).contains("<secret>"));
    for format in EXPORTS {
        folder.run(&["trace", "export", trace, "--to", format, "-o", format]).succeeds();
    }
    assert!(folder.files().len() > 12, "{:?}", folder.files());
    assert_eq!(tell(&folder), Vec::<String>::new());
}

#[test]
fn canaries_are_in_no_artefact_of_a_browserless_run() {
    run("browserless");
}

#[cfg(feature = "browser")]
#[test]
fn canaries_are_in_no_artefact_of_a_run_in_a_browser() {
    run("browser");
}

#[test]
fn a_wrong_file_and_an_address_that_does_not_answer_are_told_without_secrets() {
    let address = "https://ann:canary-1@127.0.0.1:1/?token=canary-2";
    let files = [
        format!("app: {address}\nheaders: {{X-Key: canary-3}}\ntests: [{{name: opens, steps: []}}]\n"),
        "app: demo\nenv:\n  KEY: canary-4\nheaders: {X-Key: canary-5}\noops: 1\n".to_owned(),
        "app: demo\nheaders: {X-Key: 'canary-6\n".to_owned(),
        "app: demo\ntests: [{name: a, steps: [\n{fill: {on: '#password', value: canary-7}},\n{click: 1}]}]\n"
            .to_owned(),
    ];
    for file in files {
        let folder = Folder::new().with("a.yaml", &file);
        let ran = folder.run(&["test", "a.yaml", "--report", "r"]);
        let said = ran.stdout + &ran.stderr;
        assert!(ran.code != 0 && !said.contains(CANARY), "{said}");
        assert!(folder.files().iter().all(|file| file == "a.yaml" || !folder.read(file).contains(CANARY)));
    }
}
