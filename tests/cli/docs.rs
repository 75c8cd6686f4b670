//! The examples of `docs/`.

use dashproof::trace::lint::Rule;

use crate::folder::Folder;

const TESTING: &str = include_str!("../../docs/testing.md");

/// The code blocks of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let start = format!("```{language}\n");
    let starts = TESTING.split(&start).skip(1);
    starts.map(|rest| rest.split_once("```").unwrap().0).collect()
}

#[test]
fn every_yaml_example_passes() {
    let examples = blocks("yaml");
    assert!(examples.len() >= 2);
    for example in examples {
        Folder::new().with("example.yaml", example).run(&["test", "example.yaml"]).succeeds();
    }
}

#[test]
fn every_command_that_is_shown_works() {
    let shown = TESTING.lines().filter_map(|line| line.strip_prefix("    dashproof "));
    let commands: Vec<Vec<String>> = shown.map(|line| shell_words::split(line).unwrap()).collect();
    assert!(commands.len() >= 3);
    let folder = Folder::new().with("sales.yaml", "app: demo\ntests:\n  - {name: opens, steps: [settle]}\n");
    for command in commands {
        let arguments: Vec<&str> = command.iter().map(String::as_str).collect();
        folder.run(&arguments).succeeds();
    }
}

#[test]
fn every_rule_of_lint_is_documented() {
    let lines = include_str!("../../docs/lint.md").lines();
    let shown = lines.filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let rules: Vec<String> = Rule::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(shown.collect::<Vec<_>>(), rules);
}

#[test]
fn every_test_of_the_fault_matrix_is_there() {
    let section =
        include_str!("../../docs/reports.md").split("### What goes wrong, and how it ends").nth(1).unwrap();
    let rows =
        section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let named: Vec<&str> = rows.flat_map(|row| row.split('`')).filter(|word| word.contains("::")).collect();
    assert!(named.len() > 15, "{named:?}");
    for (module, name) in named.iter().filter_map(|name| name.split_once("::")) {
        let places = ["tests/reports", "tests/reports/delivery", "tests/cli", "src/schedule"];
        let files = places.map(|folder| format!("{}/{folder}/{module}.rs", env!("CARGO_MANIFEST_DIR")));
        let text = files.iter().find_map(|file| std::fs::read_to_string(file).ok()).expect(module);
        assert!(text.contains(&format!("fn {name}()")), "{module} has no {name}");
    }
}

#[test]
fn the_deliveries_that_are_shown_are_a_file() {
    let reports = include_str!("../../docs/reports.md");
    let delivery = reports.split("## Delivery").nth(1).unwrap();
    let example = delivery.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let rest = "  - name: sales\n    when: {cron: '@daily'}\n    for_each: {region: [EMEA]}\n    pages: [{capture: page}]\n";
    let example = format!("app: demo\n{}", example.replace("  - name: sales\n", rest));
    let next = ["schedule", "next", "sales.yaml", "-n", "1"];
    Folder::new().with("sales.yaml", &example).run(&next).succeeds();
}
