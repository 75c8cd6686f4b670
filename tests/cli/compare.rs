//! `dashproof compare`.

use crate::folder::Folder;

const STORES: &str = r##"
app: demo
tests:
  - name: a country decides which cities there are
    steps:
      - tab: {on: "#tabs", tab: Stores}
      - select: {on: "#country", option: France}
"##;

#[test]
fn an_app_is_the_same_as_itself() {
    let folder = Folder::new().with("stores.yaml", STORES);
    let ran = folder.run(&["compare", "demo", "demo", "stores.yaml"]);
    assert!(ran.succeeds().stdout.contains("1 same, 0 differ"), "{ran:?}");
    let page = folder.read("compare.html");
    assert_eq!(page.matches("data:image/png").count(), 2, "a picture of each, and no difference");
}

#[test]
fn a_step_that_fails_on_one_app_is_told_while_the_other_goes_on() {
    let app = r#"
from dash import Dash, dcc, html
import os
app = Dash()
app.layout = html.Div([dcc.Dropdown(["One", "Two"], "One", id="tabs")])
app.run(port=int(os.environ["PORT"]))
"#;
    let folder = Folder::new().with("stores.yaml", STORES).with("other.py", app);
    let ran =
        folder.run(&["compare", "demo", "other.py", "stores.yaml", "--ignore", "pictures", "-o", "out.html"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for part in ["A: ok", "B: ", "B did not get here", "ignored: pictures: ", "0 same, 1 differ"] {
        assert!(ran.stdout.contains(part), "{part:?} is not in {}", ran.stdout);
    }
    assert!(folder.read("out.html").contains("B did not get here"));
}
