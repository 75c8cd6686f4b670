//! `dashproof compare`: the same scenario on two apps.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::browser::Browser;
use super::visiting::engine;
use super::{Exit, Failure, output};
use crate::app::AppSpec;
use crate::engine::{EngineKind, Framework};
use crate::scenario::Scenario;
use crate::scenario::compare::{Comparison, Part, Side};

/// Makes the same test file on two apps and shows side by side what they show
///
/// It serves migrations, from Streamlit to Dash or from Dash 2 to 4, and upgrades. Exits with 1 when they differ.
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// The first app: a path to a .py, module:app, a quoted command, a URL, or demo
    a: AppSpec,
    /// The second app
    b: AppSpec,
    /// The test file; its own app is not used
    scenario: PathBuf,
    /// The Python of the first app
    #[arg(long, value_name = "PYTHON")]
    python_a: Option<PathBuf>,
    /// The Python of the second app
    #[arg(long, value_name = "PYTHON")]
    python_b: Option<PathBuf>,
    /// What the first app is made with, when it does not tell: dash, streamlit or page
    #[arg(long, value_name = "FRAMEWORK", value_parser = <Framework as std::str::FromStr>::from_str)]
    framework_a: Option<Framework>,
    /// What the second app is made with
    #[arg(long, value_name = "FRAMEWORK", value_parser = <Framework as std::str::FromStr>::from_str)]
    framework_b: Option<Framework>,
    /// Instead of the engine that the file names
    #[arg(long, value_name = "ENGINE", value_parser = engine)]
    engine: Option<EngineKind>,
    /// Differences that are shown but don't count; may be repeated
    #[arg(long, value_name = "PART")]
    ignore: Vec<Ignored>,
    /// Where to write the page, one file that needs no other
    #[arg(short, long, value_name = "FILE", default_value = "compare.html")]
    output: PathBuf,
    #[command(flatten)]
    browser: Browser,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Ignored {
    /// What controls and texts hold
    Reads,
    /// How many callbacks were called
    Calls,
    /// What the page looks like
    Pictures,
}

impl From<Ignored> for Part {
    fn from(ignored: Ignored) -> Self {
        match ignored {
            Ignored::Reads => Self::Reads,
            Ignored::Calls => Self::Calls,
            Ignored::Pictures => Self::Pictures,
        }
    }
}

impl Compare {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let scenario = Scenario::load(&self.scenario)?;
        let side = |app: &AppSpec, python: &Option<PathBuf>, framework| Side {
            app: app.clone(),
            python: python.clone(),
            framework,
            engine: self.engine.unwrap_or(scenario.visit.engine),
            browser: self.browser.setup(),
        };
        let (a, b) = (
            side(&self.a, &self.python_a, self.framework_a),
            side(&self.b, &self.python_b, self.framework_b),
        );
        let ignored: Vec<Part> = self.ignore.iter().map(|ignored| Part::from(*ignored)).collect();
        // One after the other: two apps at a time would answer at each other's cost.
        let (shown_a, shown_b) = (a.visit(&scenario).await?, b.visit(&scenario).await?);
        let comparison =
            Comparison::of((a.app.to_string(), shown_a), (b.app.to_string(), shown_b), &ignored)?;
        output::say(&comparison)?;
        let page =
            comparison.to_html().map_err(|error| Failure::usage(format!("can't write the page: {error}")))?;
        output::write(&self.output, page.as_bytes())?;
        Ok(if comparison.is_same() { Exit::Success } else { Exit::Failed })
    }
}
