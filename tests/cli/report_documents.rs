//! What a report is made of and for: its document, its values, its rows.

use std::process::Command;

use dashproof::schedule::RunState;

use crate::folder::Folder;
use crate::reports::{Runs, folder};

/// A report with everything that a document may have.
const DRESSED: &str = r##"
app: demo
limit: 60 s
reports:
  - name: sales
    when: {cron: "@daily", zone: Europe/Berlin}
    for_each: {region: [EMEA]}
    document:
      paper: A4 landscape
      margins: 15
      cover: {title: "Sales in {{ region }}", subtitle: "{{ date }}", text: Revenue by product.}
      contents: Contents
      footer: For {{ region }} only
    pages:
      - title: All regions
        text: Before any choice.
        values: {Regions: "#region", Title: {on: "#revenue-by-product", prop: figure.layout.title.text}}
        capture: "#revenue-by-region"
      - title: Only {{ region }}
        steps: [{select: {on: "#region", option: "{{ region }}"}}]
        capture: "#revenue-by-product"
    deliver: [{file: out.pdf}, {file: out.html}, {file: out.json}]
"##;

#[test]
fn a_document_has_a_cover_contents_headings_values_and_its_own_footer() {
    let folder = Folder::new().with("r.yaml", DRESSED);
    folder.run(&["serve", "r.yaml", "--once"]).succeeds();
    let text =
        Command::new("pdftotext").args(["-layout", "out.pdf", "-"]).current_dir(folder.path()).output();
    let text = String::from_utf8(text.unwrap().stdout).unwrap().replace(" / ", "/");
    let sheets: Vec<&str> = text.split('\u{c}').filter(|sheet| !sheet.trim().is_empty()).collect();
    assert_eq!(sheets.len(), 4, "{text}");
    assert!(sheets[0].contains("Sales in EMEA") && !sheets[0].contains("1/4"), "{text}");
    assert!(sheets[1].contains("All regions") && sheets[1].contains("Only EMEA"), "{text}");
    assert!(sheets[2].contains("Before any choice.") && sheets[2].contains("For EMEA only"), "{text}");
    assert!(sheets[3].contains("4/4"), "{text}");
    let values: serde_json::Value = serde_json::from_str(&folder.read("out.json")).unwrap();
    assert_eq!(values["variables"], serde_json::json!({"region": "EMEA"}));
    assert_eq!(values["pages"][0]["title"], "All regions");
    assert!(values["pages"][0]["values"]["Title"].is_string(), "{values}");
    assert!(folder.read("out.html").contains("<h1>Only EMEA</h1>"));
}

#[test]
fn a_page_that_shows_nothing_and_margins_without_paper_are_errors_of_the_file() {
    for (from, to, reasons) in [
        ("capture: \"#revenue-by-product\"", "mask: [\"#region\"]", ["r.yaml:", "a page shows something"]),
        ("margins: 15", "margins: 150", ["r.yaml:", "the margins leave nothing of the paper"]),
        ("paper: A4 landscape", "paper: A9", ["r.yaml:", "no paper is called"]),
        ("out.html", "out.docx", ["r.yaml:", "should end in .pdf"]),
        ("Only {{ region }}", "Only {{ reigon }}", ["Only {{ reigon }}", "undefined value"]),
    ] {
        let folder = Folder::new().with("r.yaml", &DRESSED.replace(from, to));
        folder.run(&["schedule", "next", "r.yaml"]).fails(2, &reasons);
    }
}

#[test]
fn a_report_is_made_for_each_row_of_a_file_and_for_each_option_of_the_app() {
    let files = |for_each: &str, file: &str| {
        let rest = format!("when: {{cron: '@daily'}}, for_each: {for_each}, deliver: [{{file: '{file}'}}]");
        let folder = folder("demo", &rest).with("people.csv", "who,region\nann,EMEA\nbob,APAC\n");
        folder.run(&["serve", "r.yaml", "--once"]).succeeds();
        let made: Vec<String> = folder.files().into_iter().filter(|name| name.contains(".pdf")).collect();
        let parts = Runs::of(&folder).all();
        assert!(parts.iter().all(|run| run.state == RunState::Delivered), "{parts:?}");
        made
    };
    assert_eq!(files("[{who: ann}, {who: bob}]", "{{ who }}.pdf"), ["ann.pdf", "bob.pdf"]);
    assert_eq!(files("{csv: people.csv}", "{{ who }}-{{ region }}.pdf"), ["ann-EMEA.pdf", "bob-APAC.pdf"]);
    assert_eq!(
        files("{region: {options: '#region'}}", "{{ region }}.pdf"),
        ["AMER.pdf", "APAC.pdf", "EMEA.pdf"]
    );
}

#[test]
fn what_a_report_is_made_for_is_checked_before_anything_is_made() {
    for (for_each, file, reasons) in [
        ("{csv: nobody.csv}", "a.pdf", ["nobody.csv", "No such file"]),
        ("{region: EMEA}", "a.pdf", ["r.yaml:4:", "write [EMEA]"]),
        ("{region: {options: '#region'}}", "a.pdf", ["`a.pdf`", "same file"]),
        ("{region: {option: '#region'}}", "{{ region }}.pdf", ["r.yaml:4:", "unknown key `option`"]),
    ] {
        let rest = format!("when: {{cron: '@daily'}}, for_each: {for_each}, deliver: [{{file: '{file}'}}]");
        folder("demo", &rest).run(&["schedule", "next", "r.yaml"]).fails(2, &reasons);
    }
}

#[test]
fn what_a_report_made_is_kept_listed_and_written_out_again() {
    let rest = "when: {cron: '@daily'}, deliver: [{file: out.pdf}, {file: out.png}], keep: {runs: 1}";
    let folder = folder("demo", rest);
    for _ in 0..3 {
        folder.run(&["serve", "r.yaml", "--once"]).succeeds();
    }
    let listed = folder.run(&["archive", "list", "r.yaml", "-n", "2"]).succeeds().stdout.clone();
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines[0].starts_with("3  ") && lines[0].ends_with("  sales  delivered"), "{listed}");
    let names = ["sales.pdf", "sales.png", "sales.values.json", "sales-1.png", "trace.json"];
    for (line, name) in lines[1..6].iter().zip(names) {
        assert!(line.trim().starts_with(name) && !line.contains("let go"), "{line}");
    }
    assert!(lines[7].contains("let go"), "{listed}");
    folder.run(&["archive", "get", "r.yaml", "3", "-o", "again"]).succeeds();
    for (name, sent) in [("again/sales.pdf", "out.pdf"), ("again/sales-1.png", "out.png")] {
        let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
        assert!(read(name) == read(sent), "{name} is not what was sent");
    }
    let pruned = folder.run(&["archive", "prune", "r.yaml"]).succeeds().stdout.clone();
    assert!(pruned.starts_with("sales: 0 runs let go\n0 B removed from r.runs.archive"), "{pruned}");
    std::fs::remove_dir_all(folder.path().join("r.runs.archive")).unwrap();
    folder.run(&["archive", "prune", "r.yaml"]).fails(1, &["missing: sales.pdf of run 3"]);
}

#[test]
fn what_changed_between_two_runs_is_told_and_drawn_and_the_runs_move_in_one_picture() {
    let file = |region: &str| {
        format!(
            "app: demo\nlimit: 60 s\nreports:\n  - name: sales\n    when: {{cron: '@daily', zone: Europe/Berlin}}\n    \
             steps: [{{select: {{on: '#region', option: {region}}}}}]\n    read: {{revenue: '#kpi-revenue'}}\n    \
             pages: [{{text: 'Only {region}', capture: '#revenue-by-product'}}]\n    deliver: [{{file: out.pdf}}]\n"
        )
    };
    let folder = Folder::new().with("r.yaml", &file("EMEA"));
    folder.run(&["serve", "r.yaml", "--once"]).succeeds();
    folder.run(&["serve", "r.yaml", "--once"]).succeeds();
    let same = folder.run(&["archive", "diff", "r.yaml", "2"]).succeeds().stdout.clone();
    assert!(same.starts_with("1 (") && same.ends_with("nothing changed\n"), "{same}");
    let folder = folder.with("r.yaml", &file("APAC"));
    folder.run(&["serve", "r.yaml", "--once"]).succeeds();
    let changed = folder.run(&["archive", "diff", "r.yaml", "3", "1", "-o", "changes"]);
    assert_eq!(changed.code, 1, "{changed:?}");
    for told in [
        "sales-1.png: ",
        "pixels differ",
        "read.revenue: \"$",
        "-Only EMEA",
        "+Only APAC",
        "1 pages → 1 pages",
    ] {
        assert!(changed.stdout.contains(told), "{told:?} is not in {}", changed.stdout);
    }
    assert!(std::fs::read(folder.path().join("changes/sales-1.diff.png")).unwrap().starts_with(b"\x89PNG"));
    let told = folder.run(&["archive", "timelapse", "r.yaml", "-o", "moves.png"]).succeeds().stdout.clone();
    assert_eq!(told, "moves.png: 3 runs\n");
    let picture = std::fs::read(folder.path().join("moves.png")).unwrap();
    assert!(picture.windows(4).any(|chunk| chunk == b"acTL"), "it is no animated PNG");
    folder.run(&["archive", "diff", "r.yaml", "1"]).fails(2, &["nothing is kept of a run of sales before 1"]);
    folder.run(&["archive", "timelapse", "r.yaml", "--page", "2"]).fails(2, &["no picture of page 2"]);
}
