//! Baselines from the first run to the approved one.

use crate::folder::{Folder, Ran};

fn file(region: &str) -> String {
    format!(
        r##"
app: demo
tests:
  - name: a region filters
    steps:
      - select: {{on: "#region", option: {region}}}
      - snapshot: {{name: filtered, of: [values, trace]}}
"##
    )
}

#[test]
fn captures_wait_are_accepted_and_then_hold() {
    let folder = Folder::new().with("sales.yaml", &file("EMEA"));
    let ran = folder.run(&["test", "sales.yaml"]);
    assert_eq!(ran.code, 5, "{ran:?}");
    assert!(ran.stdout.contains("never approved") && ran.stdout.contains("dashproof accept"), "{ran:?}");

    let accepted = folder.run(&["accept"]);
    assert!(accepted.succeeds().stdout.contains("2 accepted"), "{accepted:?}");
    let [values, trace] = ["values", "trace"].map(|of| format!("snapshots/sales__filtered__{of}.snap"));
    assert_eq!(folder.files(), ["sales.yaml".to_owned(), trace, values.clone()]);
    assert!(folder.read(&values).contains("source: sales.yaml"));
    folder.run(&["test", "sales.yaml"]).succeeds();
}

#[test]
fn a_difference_is_shown_and_may_be_rejected() {
    let folder = Folder::new().with("sales.yaml", &file("EMEA"));
    folder.run(&["test", "sales.yaml", "--update", "always"]).succeeds();
    let folder = folder.with("sales.yaml", &file("APAC"));
    let ran = folder.run(&["test", "sales.yaml"]);
    assert_eq!(ran.code, 5, "{ran:?}");
    assert!(ran.stdout.contains("-  \"kpi-selection\": \"EMEA\""), "{ran:?}");
    assert!(ran.stdout.contains("+  \"kpi-selection\": \"APAC\""), "{ran:?}");

    folder.run(&["accept", "--dry-run"]).succeeds();
    assert!(folder.run(&["reject", "snapshots"]).succeeds().stdout.contains("2 rejected"));
    let folder = folder.with("sales.yaml", &file("EMEA"));
    folder.run(&["test", "sales.yaml"]).succeeds();
}

#[test]
fn what_a_chart_says_is_a_snapshot_of_its_own() {
    let step = r##"- snapshot: {name: region, of: [description], on: "#revenue-by-region"}"##;
    let text = file("EMEA").replace("- snapshot: {name: filtered, of: [values, trace]}", step);
    let folder = Folder::new().with("sales.yaml", &text);
    folder.run(&["test", "sales.yaml", "--update", "always"]).succeeds();
    let said = folder.read("snapshots/sales__region__description.snap");
    assert!(said.contains("\"xaxis\"") && said.contains(",\"EMEA\"]"), "{said}");
    folder.run(&["test", "sales.yaml"]).succeeds();
}

#[test]
fn what_is_masked_makes_no_difference_and_a_mask_without_use_is_noted() {
    let of = |region: &str| {
        let step = r##"- snapshot: {name: masked, of: [picture], mask: [body, "#nowhere"]}"##;
        file(region).replace("- snapshot: {name: filtered, of: [values, trace]}", step)
    };
    let folder = Folder::new().with("sales.yaml", &of("EMEA"));
    let ran = folder.run(&["test", "sales.yaml"]);
    assert!(ran.stdout.contains("note: mask `#nowhere`: it finds nothing"), "{ran:?}");
    folder.run(&["accept"]).succeeds();
    folder.with("sales.yaml", &of("APAC")).run(&["test", "sales.yaml"]).succeeds();

    let text = of("EMEA").replace("[picture]", "[values]");
    Folder::new().with("sales.yaml", &text).run(&["test", "sales.yaml"]).fails(2, &["`mask`", "`picture`"]);
}

#[test]
fn nothing_is_written_in_ci_and_the_message_says_so() {
    let folder = Folder::new().with("sales.yaml", &file("EMEA"));
    let ran = Ran::of(folder.command(&["test", "sales.yaml"]).env("CI", "true"));
    assert_eq!(ran.code, 5, "{ran:?}");
    assert!(ran.stdout.contains("INSTA_UPDATE=new"), "{ran:?}");
    assert_eq!(folder.files(), ["sales.yaml"]);
}

#[test]
fn a_path_where_nothing_waits_is_a_usage_error() {
    Folder::new().run(&["accept", "x.snap"]).fails(2, &["no snapshot waits for approval in x.snap"]);
}
