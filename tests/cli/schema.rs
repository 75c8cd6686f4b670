//! `dashproof schema`, held against files by a validator of JSON Schema.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dashproof::scenario::Scenario;
use serde_json::{Value, json};

use crate::folder::Folder;

/// What a validator says of each document: its first error.
fn errors(documents: &[Value]) -> Vec<Option<String>> {
    let schema = Folder::new().run(&["schema"]).succeeds().stdout.clone();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let python = std::env::var_os("DASHPROOF_DELIVERY_PYTHON").unwrap_or_else(|| "python3".into());
    let mut command = Command::new(python);
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/schema/holds.py"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let asked = json!({ "schema": schema, "documents": documents }).to_string();
    child.stdin.take().unwrap().write_all(asked.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The parser's error about a file.
fn refused(text: &str) -> Option<String> {
    Scenario::parse(Path::new("a.yaml"), text).err().map(|error| error.to_string())
}

fn document(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

#[test]
fn every_test_file_of_the_repository_fits_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["fixtures", "benches", "fuzz"] {
        named(&root.join(folder), "yaml", &mut files);
    }
    let mut texts: Vec<(PathBuf, String)> =
        files.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect();
    let mut pages = vec![root.join("README.md")];
    named(&root.join("docs"), "md", &mut pages);
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        let blocks = text.split("```yaml\n").skip(1).filter_map(|rest| rest.split_once("```"));
        let whole = blocks.map(|(block, _)| block).filter(|block| block.contains("app:"));
        texts.extend(whole.map(|block| (page.clone(), block.to_owned())));
    }
    texts.retain(|(_, text)| refused(text).is_none());
    assert!(texts.len() > 45, "only {} files", texts.len());
    let documents: Vec<Value> = texts.iter().map(|(_, text)| document(text)).collect();
    for ((path, text), error) in texts.iter().zip(errors(&documents)) {
        assert_eq!(error, None, "{}:\n{text}", path.display());
    }
}

fn named(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            named(&path, extension, found);
        } else if path.extension().is_some_and(|end| end == extension) {
            found.push(path);
        }
    }
}

/// A file whose only test has one step.
fn step(step: &str) -> String {
    format!("app: a.py\ntests: [{{name: t, steps: [{step}]}}]\n")
}

/// A file whose only report says something besides.
fn report(rest: &str) -> String {
    format!(
        "app: demo\nreports:\n- {{name: r, when: {{cron: '@daily'}}, pages: [{{capture: page}}], {rest}}}\n"
    )
}

#[test]
fn what_files_may_say_fits_it() {
    let texts = [
        step(r##"fill: {on: "#a", value: 5}"##),
        step("settle: null"),
        step("reload: null"),
        step(r##"select: {on: "#a", option: [b, c]}"##),
        step(r##"slide: {on: "#a", to: 3}"##),
        step(r##"start: {click: {on: "#a", point: {x: EMEA}}}"##),
        step(r##"pan: {on: "#a", x: [1, 2], subplot: x2y2}"##),
        step(
            r##"expect: {on: "#a", value: null, text: {not: {contains: b}}, prop: {n: {equals: 1}}, soft: true}"##,
        ),
        step(r##"layout: {on: "#a"}"##),
        step("call: {output: a.b, inputs: {c.d: 1}, returns: no_update}"),
        report("deliver: [{file: a.pdf}], for_each: {year: [2025, x], on: {options: '#a'}}"),
        report("deliver: [{file: a.pdf}], for_each: [{year: 2025}]"),
        report("deliver: [{file: a.pdf}], for_each: {csv: a.csv}"),
        report("deliver: [{webhook: {url: '${HOOK}', headers: {A: {command: echo}}}}]"),
        report("deliver: [{file: a.pdf}], document: {paper: letter Landscape, margins: [1, 2, 3, 4]}"),
        "app: {replay: a.zip}\nlimit: 1.5s\nbudget: {bytes: 5}\nenv: {PORT: 8050}\nbrowser:\n".to_owned(),
        "app: demo\nfaults: [{callback: a.b, fail: 500}, {callback: a.b, fail: {status: 404, body: {}}}]\n"
            .to_owned(),
    ];
    let documents: Vec<Value> = texts.iter().map(|text| document(text)).collect();
    for (text, error) in texts.iter().zip(errors(&documents)) {
        assert_eq!((refused(text), error), (None, None), "{text}");
    }
}

#[test]
fn what_files_must_not_say_is_refused_or_known_to_be_beyond_a_schema() {
    let within = [
        "ap: a.py\ntests: []\n".to_owned(),
        "tests: []\n".to_owned(),
        "app: a.py\nviewport: wide\n".to_owned(),
        "app: a.py\nlimit: 300\n".to_owned(),
        "app: a.py\ngeolocation: [1]\n".to_owned(),
        "app: a.py\nengine: firefox\n".to_owned(),
        "app: a.py\nbudget: {bytes: many}\n".to_owned(),
        "app: a.py\ntests:\n- {name: t, step: []}\n".to_owned(),
        "app: a.py\ntests: [{steps: []}]\n".to_owned(),
        "app: a.py\nfaults: [{callback: a.b, fail: 200}]\n".to_owned(),
        "app: a.py\nsmtp: {server: a}\n".to_owned(),
        "app: a.py\nsmtp: {server: a, from: a@example.org, password: s3cret}\n".to_owned(),
        step(r##"clik: {on: "#go"}"##),
        step("stop"),
        step(r##"{click: {on: "#a"}, hover: {on: "#a"}}"##),
        step(r##"expect: {on: "#a", txt: b}"##),
        step(r##"expect: {on: "#a", text: 5}"##),
        step(r##"expect: {on: "#a", count: many}"##),
        step(r##"expect: {on: "#a", visible: {not: 1}}"##),
        step("expect: {no_errors: false}"),
        step("expect: {times: 1}"),
        step("expect: {text: a}"),
        step("expect: {}"),
        step("expect: {callback: a.b, within: 300}"),
        step("expect: {chain: [a.b]}"),
        step(r##"select: {on: "#a", options: b}"##),
        step(r##"select: {on: "#a", option: 1952}"##),
        step(r##"zoom: {on: "#a", z: [1, 2]}"##),
        step(r##"lasso: {on: "#a", path: [[1, 2, 3]]}"##),
        step("snapshot: {name: x, of: [pixels]}"),
        step("snapshot: {name: x, of: []}"),
        step("layout: {text: a}"),
        step("call: {inputs: {}}"),
        report("deliver: []"),
        report("deliver: [{fax: 1}]"),
        report("deliver: [{file: a.doc}]"),
        report("deliver: [{s3: {bucket: a, key: b}}]"),
        report("deliver: [{mail: {to: []}}]"),
        report("deliver: [{file: a.pdf}], document: {paper: A4 sideways}"),
        report("deliver: [{file: a.pdf}], for_each: {year: 2025}"),
        report("deliver: [{file: a.pdf}], when: {cron: '@daily', overlap: both}")
            .replace("when: {cron: '@daily'}, ", ""),
    ];
    let beyond = [
        "app: a.py\ntests:\n- {name: t, steps: []}\n- {name: t, steps: []}\n".to_owned(),
        "app: a.py\nca: a.pem\ninsecure: true\n".to_owned(),
        "app: a.py\nheaders: {A: '${DASHPROOF_UNSET}'}\n".to_owned(),
        "app: a.py\nclock: noon\n".to_owned(),
        "app: a.py\nfaults: [{callback: a.b, fail: 500, drop: true}]\n".to_owned(),
        step(r##"expect: {on: "#a", text: {matches: "("}}"##),
        step("snapshot: {name: ../x, of: [values]}"),
        step(r##"expect: {on: "#a"}"##),
        step("call: {output: a.b, returns: 1, raises: x}"),
        report("deliver: [{file: a.pdf}], steps: [{snapshot: {name: a, of: [values]}}]"),
        report("deliver: [{mail: {to: [a@example.org]}}]"),
        report("deliver: [{file: a.pdf}]").replace("@daily", "daily"),
    ];
    let texts: Vec<&String> = within.iter().chain(&beyond).collect();
    let documents: Vec<Value> = texts.iter().map(|text| document(text)).collect();
    for (index, (text, error)) in texts.iter().zip(errors(&documents)).enumerate() {
        assert!(refused(text).is_some(), "the parser takes {text}");
        assert_eq!(error.is_some(), index < within.len(), "{error:?} of {text}");
    }
}
