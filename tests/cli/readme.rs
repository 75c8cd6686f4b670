//! What the README shows works.

use crate::folder::Folder;

const README: &str = include_str!("../../README.md");

/// The first code block of a language.
fn block(language: &str) -> &'static str {
    let (_, after) = README.split_once(&format!("```{language}\n")).unwrap();
    after.split_once("```").unwrap().0
}

#[test]
fn the_yaml_example_passes() {
    let folder = Folder::new().with("sales.yaml", block("yaml"));
    let ran = folder.run(&["test", "sales.yaml"]);
    assert!(ran.succeeds().stdout.contains("1 passed"), "{ran:?}");
}

#[test]
fn the_rust_example_is_a_test_that_runs() {
    let (_, test) = include_str!("../it/readme.rs").split_once("\n\n").unwrap();
    assert_eq!(block("rust"), test, "the README and tests/it/readme.rs differ");
}

#[test]
fn the_commands_that_are_shown_are_those_that_exist_with_their_options() {
    let folder = Folder::new();
    let help = |command: &[&str]| folder.run(&[command, &["--help"]].concat()).succeeds().stdout.clone();
    let mut shown = Vec::new();
    for row in README.lines().filter_map(|line| line.strip_prefix("| `dashproof ")) {
        let words = row.split(['`', ' ']).take_while(|word| word.chars().all(|c| c.is_ascii_lowercase()));
        let command: Vec<&str> = words.take_while(|word| !word.is_empty()).collect();
        let help = help(&command);
        for option in row.split(['`', ' ']).filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "`{}` has no {option}:\n{help}", command.join(" "));
        }
        shown.push(command[0]);
    }
    let all = help(&[]);
    let (_, listed) = all.split_once("Commands:\n").unwrap();
    for line in listed.lines().take_while(|line| !line.is_empty()) {
        // A long description runs on below, further to the right.
        let name = line.strip_prefix("  ").filter(|line| !line.starts_with(' '));
        let name = name.and_then(|line| line.split(' ').next()).filter(|name| *name != "help");
        assert!(name.is_none_or(|name| shown.contains(&name)), "the README does not show {name:?}");
    }
}
