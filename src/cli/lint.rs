//! `dashproof lint`: what is wrong with an app's callbacks, without calling one by hand.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::visiting::Reaching;
use super::{Exit, Failure, output};
use crate::app::{App, AppSpec, Launch, SourceLine, Sources, prop_names};
use crate::dash::ClientsideFunction;
use crate::engine::browserless::Browserless;
use crate::engine::{Engine, Visit};
use crate::scenario::reporter::{data, property};
use crate::trace::CallbackGraph;
use crate::trace::lint::{Finding, PropNames, Rule, Subject, lint};

/// Looks for callbacks that can't work: missing ids and props, shared outputs, circles, calls that never come
#[derive(Debug, Args)]
pub(super) struct Lint {
    /// A path to a .py, module:app, a quoted command, a URL, or demo
    app: AppSpec,
    /// A rule that is not looked at, or of its findings those that have TEXT in them; may be repeated
    #[arg(long, value_name = "RULE[=TEXT]")]
    allow: Vec<Allowed>,
    /// What is printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    #[command(flatten)]
    reaching: Reaching,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A line for each finding
    Human,
    /// A list of findings
    Json,
    /// Annotations of a pull request
    Github,
}

/// Findings that are known and fine.
#[derive(Debug, Clone)]
struct Allowed {
    rule: Rule,
    text: String,
}

impl FromStr for Allowed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (rule, text) = text.split_once('=').unwrap_or((text, ""));
        Ok(Self { rule: rule.parse()?, text: text.to_owned() })
    }
}

impl Lint {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let visit = self.reaching.visit()?;
        let mut launch = Launch::default();
        // Without its lines a finding is as true.
        let sources = Sources::of(&mut launch).ok();
        let app = App::launch(&self.app, &launch).await?;
        let lines = || sources.as_ref().map(Sources::read).unwrap_or_default();
        let found = self.find(&app, &visit, &launch, lines).await;
        app.shutdown().await;
        let (mut findings, callbacks) = found?;
        let lines = lines();
        findings.retain(|finding| {
            let allowed =
                |known: &Allowed| known.rule == finding.rule && finding.message.contains(&known.text);
            !self.allow.iter().any(allowed)
        });
        self.print(&findings, &lines, callbacks)?;
        Ok(if findings.is_empty() { Exit::Success } else { Exit::Failed })
    }

    /// Loads the app's page and looks; gives the number of callbacks too.
    async fn find(
        &self,
        app: &App,
        visit: &Visit,
        launch: &Launch,
        lines: impl Fn() -> BTreeMap<String, SourceLine>,
    ) -> Result<(Vec<Finding>, usize), Failure> {
        let mut page = Browserless::new(app.url(), visit)?;
        page.recorder().begin_step("goto ");
        page.goto("").await?;
        // The app's own callbacks add components, so what is checked is the tree once it is at rest.
        page.settle(visit.limit).await?;
        let trace = page.recorder().snapshot();
        let (Some(tree), Some(config)) = (page.layout(), page.config()) else { return Ok((Vec::new(), 0)) };
        let declared = config.validation_layout().unwrap_or(tree);
        let graph = CallbackGraph::new(&trace.dependencies);
        let mut subject = Subject {
            sets_props: sets_props(&graph, &lines()),
            graph,
            trace: &trace,
            page: tree,
            declared: Some(declared).filter(|_| !config.suppresses_callback_exceptions()),
            children_props: config.children_props(),
            dash_version: config.dash_version(),
            prop_names: PropNames::new(),
        };
        if !matches!(self.app, AppSpec::Url(_) | AppSpec::Replay(_) | AppSpec::Demo) {
            subject.prop_names = prop_names(launch, &subject.classes()).await;
        }
        Ok((lint(&subject), subject.graph.callbacks().len()))
    }

    fn print(
        &self,
        findings: &[Finding],
        lines: &BTreeMap<String, SourceLine>,
        callbacks: usize,
    ) -> Result<(), Failure> {
        let here = std::env::current_dir().unwrap_or_default();
        let place = |finding: &Finding| {
            let SourceLine { file, line } = lines.get(finding.callback.as_ref()?)?;
            // As one who stands here would name it.
            let file = file.strip_prefix(&here).unwrap_or(file);
            Some((file.to_owned(), *line))
        };
        let told = |file: &Path| file.display().to_string();
        match self.format {
            Format::Human => {
                for finding in findings {
                    let at = place(finding).map(|(file, line)| format!("{}:{line}: ", told(&file)));
                    let Finding { rule, message, .. } = finding;
                    output::say(format_args!("{}{rule}: {message}", at.unwrap_or_default()))?;
                }
                output::say(format_args!("{} in {callbacks} callbacks", counted(findings.len())))
            }
            Format::Json => {
                let finding = |finding: &Finding| {
                    let (file, line) = place(finding).map(|(file, line)| (told(&file), line)).unzip();
                    json!({"rule": finding.rule.to_string(), "message": finding.message,
                           "callback": finding.callback, "file": file, "line": line})
                };
                let all: serde_json::Value = findings.iter().map(finding).collect();
                output::say(format_args!("{all:#}"))
            }
            Format::Github => findings.iter().try_for_each(|finding| {
                let at = place(finding)
                    .map(|(file, line)| format!("file={},line={line},", property(&told(&file))));
                let title = property(&finding.rule.to_string());
                let message = data(&finding.message);
                output::say(format_args!("::error {}title={title}::{message}", at.unwrap_or_default()))
            }),
        }
    }
}

/// Whether an app may set props besides outputs: as long as not every callback's file was looked at.
fn sets_props(graph: &CallbackGraph, lines: &BTreeMap<String, SourceLine>) -> bool {
    let mut seen: BTreeMap<&Path, bool> = BTreeMap::new();
    graph.callbacks().iter().any(|callback| {
        // An inline function is in the Python file; another is in a script that was not looked at.
        let elsewhere = |function: &ClientsideFunction| !function.namespace.starts_with("_dashprivate");
        let Some(SourceLine { file, .. }) = lines.get(&callback.output) else { return true };
        let says = seen
            .entry(file)
            .or_insert_with(|| std::fs::read_to_string(file).map_or(true, |text| text.contains("set_props")));
        *says || callback.clientside.as_ref().is_some_and(elsewhere)
    })
}

fn counted(findings: usize) -> String {
    match findings {
        0 => "no problem".to_owned(),
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    }
}
