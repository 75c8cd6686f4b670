//! `dashproof lint`: what is wrong with an app's callbacks, without calling one by hand.

use clap::Args;

use super::{Exit, Failure, output};
use crate::app::{App, AppSpec, Launch};
use crate::engine::browserless::Browserless;
use crate::engine::{Engine, Visit};
use crate::trace::CallbackGraph;
use crate::trace::lint::lint;

/// Looks for missing and shared ids, outputs written twice, and callbacks that go in circles
#[derive(Debug, Args)]
pub(super) struct Lint {
    /// A path to a .py, module:app, a quoted command, a URL, or demo
    app: AppSpec,
}

impl Lint {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let app = App::launch(&self.app, &Launch::default()).await?;
        let visit = Visit::default();
        let mut page = Browserless::new(app.url(), &visit)?;
        page.goto("").await?;
        // The app's own callbacks add components, so what is checked is the tree once it is at rest.
        page.settle(visit.limit).await?;
        let graph = CallbackGraph::new(&page.recorder().snapshot().dependencies);
        let findings = page.layout().zip(page.config()).map(|(tree, config)| {
            let declared = config.validation_layout().unwrap_or(tree);
            let layout = Some(declared).filter(|_| !config.suppresses_callback_exceptions());
            lint(&graph, tree, layout, &config.children_props())
        });
        app.shutdown().await;
        let findings = findings.unwrap_or_default();
        for finding in &findings {
            output::say(format_args!("{}: {}", finding.rule, finding.message))?;
        }
        let callbacks = graph.callbacks().len();
        output::say(format_args!("{} in {callbacks} callbacks", counted(findings.len())))?;
        Ok(if findings.is_empty() { Exit::Success } else { Exit::Failed })
    }
}

fn counted(findings: usize) -> String {
    match findings {
        0 => "no problem".to_owned(),
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    }
}
