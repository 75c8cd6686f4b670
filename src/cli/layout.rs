//! `dashproof layout`: the component tree as the app serves it.

use clap::Args;
use serde_json::Value;

use super::visiting::Reaching;
use super::{Exit, Failure, output};
use crate::Locator;
use crate::app::AppSpec;
use crate::dash::{Component, pointer};
use crate::engine::Bench;

/// A longer value is left out of the tree, in characters.
const LONGEST: usize = 60;

/// Prints the layout before any callback ran, a component a line
#[derive(Debug, Args)]
pub(super) struct Layout {
    /// A path to a .py, module:app, a quoted command, a URL, or demo
    app: AppSpec,
    /// Prints this component alone, as JSON
    #[arg(long, value_name = "LOCATOR")]
    on: Option<Locator>,
    #[command(flatten)]
    reaching: Reaching,
}

impl Layout {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let (app, bench) = self.reaching.bench(&self.app).await?;
        app.shutdown().await;
        match &self.on {
            Some(on) => output::say(format_args!("{:#}", bench.component(on)?))?,
            None => output::say(tree(&bench).trim_end())?,
        }
        Ok(Exit::Success)
    }
}

fn tree(bench: &Bench) -> String {
    let mut text = String::new();
    // The places of the components that the walk is in.
    let mut around: Vec<String> = Vec::new();
    bench.walk(&mut |component, at| {
        while around.last().is_some_and(|outer| !pointer::is_within(at, outer)) {
            around.pop();
        }
        text.push_str(&"  ".repeat(around.len()));
        text.push_str(&line(component));
        text.push('\n');
        around.push(at.to_owned());
    });
    text
}

/// `Dropdown #year value=1952`: the props that are short.
fn line(component: Component<'_>) -> String {
    let mut line = component.kind.to_owned();
    if let Some(id) = component.id() {
        line.push_str(&format!(" {}", Locator::Id(id)));
    }
    for (name, value) in component.props.iter().filter(|(name, _)| *name != "id") {
        let holds = |value: &Value| Component::of(value).is_some();
        let shown = match value {
            Value::Null => continue,
            Value::Array(items) if items.iter().any(holds) => continue,
            value if holds(value) => continue,
            value => value.to_string(),
        };
        if shown.chars().count() <= LONGEST {
            line.push_str(&format!(" {name}={shown}"));
        } else {
            line.push_str(&format!(" {name}=…"));
        }
    }
    line
}
