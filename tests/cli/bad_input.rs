//! Bad input: a documented exit code, an error that names the thing and what to do, no partial file.

use std::net::TcpListener;

use crate::folder::{Folder, Ran};

#[test]
fn broken_yaml_is_shown_at_its_place() {
    let folder = Folder::new().with("a.yaml", "app: demo\ntests:\n  - name: \"t\n");
    folder.run(&["test", "a.yaml"]).fails(2, &["error: a.yaml:", " | "]);
}

#[test]
fn an_unknown_verb_is_shown_with_what_was_meant() {
    let text = "app: demo\ntests:\n  - name: t\n    steps:\n      - clik: {on: \"#a\"}\n";
    let folder = Folder::new().with("a.yaml", text);
    folder.run(&["test", "."]).fails(
        2,
        &[
            "error: ./a.yaml:5:9: unknown verb `clik`; did you mean `click`?",
            "5 |       - clik: {on: \"#a\"}\n  |         ^",
        ],
    );
}

#[test]
fn one_bad_file_stops_the_run_before_any_app_is_started() {
    let folder = Folder::new()
        .with("a.yaml", "app: touch started; sleep 100\ntests: [{name: t, steps: [settle]}]\n")
        .with("b.yaml", "tests: []\n");
    folder.run(&["test", "a.yaml", "b.yaml"]).fails(2, &["b.yaml:1:1", "`app` is missing"]);
    assert!(!folder.files().contains(&"started".to_owned()));
}

#[test]
fn a_missing_file_and_a_name_that_no_test_has_are_usage_errors() {
    let folder = Folder::new().with("a.yaml", "app: demo\ntests: [{name: opens, steps: []}]\n");
    folder.run(&["test", "b.yaml"]).fails(2, &["can't read b.yaml"]);
    let folder = folder.with("empty.yaml", "app: demo\ntests: []\n");
    folder.run(&["test", "empty.yaml"]).fails(2, &["there is no test in these files"]);
    for more in [&[][..], &["--shard", "1/2"], &["--name", "opens"]] {
        let ran = folder.run(&[&["test", "a.yaml", "--name", "opnes"], more].concat());
        ran.fails(2, &["no test's name contains `opnes`", "the nearest: opens"]);
    }
}

#[test]
fn an_app_that_dies_at_start_is_reported_with_its_last_words() {
    let folder = Folder::new();
    let ran = folder.run(&["snap", "echo out of coffee; exit 7", "-o", "a.png"]);
    ran.fails(3, &["exit status: 7", "out of coffee"]);
    assert!(folder.files().is_empty());

    let folder = folder.with("a.yaml", "app: echo out of coffee; exit 7\ntests: [{name: t, steps: []}]\n");
    let ran = folder.run(&["test", "a.yaml"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stdout.contains("out of coffee"), "{ran:?}");
}

#[test]
fn an_address_where_nobody_listens_is_an_app_error() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{port}/");
    Folder::new().run(&["snap", &url, "-o", "a.json"]).fails(3, &[&url]);
}

#[test]
fn credentials_are_never_repeated() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://ann:s3cret@127.0.0.1:{port}/");
    let to_nobody = Folder::new().run(&["snap", &url, "-o", "a.json"]);
    to_nobody.fails(3, &["127.0.0.1"]);
    let no_header = Folder::new().run(&["snap", "demo", "-o", "a.json", "--header", "s3cret"]);
    no_header.fails(2, &["Name: value"]);
    for ran in [to_nobody, no_header] {
        assert!(!format!("{ran:?}").contains("s3cret"), "{ran:?}");
    }
}

#[test]
fn an_unknown_app_says_what_an_app_may_be() {
    Folder::new().run(&["snap", "dashboard", "-o", "a.png"]).fails(2, &["module:app", "demo"]);
    Folder::new().run(&["snap", "nowhere.py", "-o", "a.png"]).fails(2, &["nowhere.py"]);
}

#[test]
fn an_unknown_id_and_an_unknown_option_are_named_with_what_there_is() {
    let folder = Folder::new();
    let snap = |action: &str| folder.run(&["snap", "demo", "-o", "a.json", "--do", action]);
    snap("select #regoin EMEA").fails(1, &["`#regoin`", "`#region`"]);
    snap("select #region Mars").fails(1, &["`#region` has no option `Mars`", "`EMEA`"]);
    snap("slect #region EMEA").fails(2, &["slect", "select"]);
    assert!(folder.files().is_empty());
}

#[test]
fn a_format_that_can_not_be_written_lists_those_that_can() {
    let folder = Folder::new();
    folder.run(&["snap", "demo", "-o", "a.pdf", "--mask", "#kpis"]).fails(2, &["--mask", ".png"]);
    folder.run(&["snap", "demo", "-o", "a.gif"]).fails(2, &["can't write gif", "png, pdf, json"]);
    folder.run(&["snap", "demo", "-o", "a"]).fails(2, &["names no format", "--format"]);
    folder.run(&["graph", "demo", "-o", "a.png"]).fails(2, &["mmd, dot, svg"]);
}

#[test]
#[cfg(feature = "browser")]
fn a_machine_without_a_browser_says_what_to_install() {
    let folder = Folder::new();
    let mut command = folder.command(&["snap", "demo", "--engine", "browser", "-o", "a.png"]);
    Ran::of(command.env("PATH", folder.path())).fails(4, &["hint: "]);
    assert!(folder.files().is_empty());
}

#[test]
fn what_is_no_trace_is_not_exported() {
    let folder = Folder::new().with("a.json", "{\"version\": 1,\n oops");
    let ran = folder.run(&["trace", "export", "a.json", "--to", "har", "-o", "b.har"]);
    ran.fails(2, &["a.json is no trace", "line 2"]);
    assert_eq!(folder.files(), ["a.json"]);
}

#[test]
fn a_place_that_can_not_be_written_is_named() {
    let folder = Folder::new().with("taken", "");
    folder.run(&["snap", "demo", "-o", "taken/a.json"]).fails(2, &["can't write taken/a.json"]);
    assert_eq!(folder.read("taken"), "");
}

#[test]
fn nonsense_arguments_and_help_have_their_codes() {
    let folder = Folder::new();
    folder.run(&["frobnicate"]).fails(2, &["frobnicate"]);
    folder.run(&["test", "a.yaml", "--shard", "3/2"]).fails(2, &["K/N"]);
    assert!(folder.run(&["--help"]).succeeds().stdout.contains("Exit codes:"));
}
