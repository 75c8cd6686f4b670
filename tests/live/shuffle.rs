//! `dashproof test --shuffle`: State races are found where they are, and nowhere else.

use std::path::Path;

use dashproof::Visit;
use dashproof::scenario::Shuffle;

use crate::folder::Folder;
use crate::served::serve;

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

#[test]
fn a_state_race_and_a_race_of_two_writers_are_reported_with_values_writers_and_seed() {
    let app = fixtures().join("apps/races.py");
    let test =
        format!("app: {}\ntests:\n  - name: saves\n    steps: [click: {{on: \"#save\"}}]\n", app.display());
    let folder = Folder::new().with("races.yaml", &test);
    let ran = folder.run(&["test", "races.yaml", "--shuffle", "12", "--junit", "junit.xml"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let races: Vec<&str> =
        ran.stdout.lines().map(str::trim).filter(|line| line.starts_with("race: ")).collect();
    let [read, written] = races[..] else { panic!("{races:#?}") };
    for part in [
        "the callback of card.children reads State `greeting.children` as \"Hello Ada\" (written by greeting.children) or as null",
        "as the page loads",
    ] {
        assert!(read.contains(part), "{part:?} is not in {read}");
    }
    assert!(written.starts_with("race: `log.children` ends as \"mailed 1\" "), "{written}");
    assert!(folder.read("junit.xml").contains(r#"type="race""#));

    let seed = read.rsplit_once("--seed ").unwrap().1.trim_end_matches(')');
    let again = folder.run(&["test", "races.yaml", "--shuffle", "1", "--seed", seed]);
    assert!(again.stdout.contains(read), "{again:?}");
}

#[test]
fn no_fixture_app_has_a_race() {
    let scenarios = fixtures().join("scenarios");
    let arguments = ["test", scenarios.to_str().unwrap(), "--jobs", "3", "--update", "no", "--shuffle", "6"];
    let ran = Folder::new().run(&arguments);
    assert!(!ran.succeeds().stdout.contains("race: "), "{ran:?}");
}

#[tokio::test]
async fn of_the_recorded_scenarios_only_the_one_that_flips_in_a_browser_has_a_race_at_load() {
    let python = std::env::var_os("DASHPROOF_PYTHON").unwrap_or_else(|| "python3".into());
    let (_server, served) = serve(Path::new(&python));
    let mut raced = Vec::new();
    for (name, app) in &served.apps {
        let shuffle = Shuffle { orders: 6.try_into().unwrap(), ..Shuffle::default() };
        let shuffled = shuffle.visit(&app.url, &Visit::default(), &[]).await.unwrap();
        raced.extend(shuffled.races.iter().map(|race| format!("{name}: {} {:?}", race.prop, race.reader)));
    }
    let [race] = &raced[..] else { panic!("{raced:#?}") };
    assert!(race.starts_with("s29_initial_mixed: b.children") && race.contains("e.children"), "{race}");
}
