//! A snapshot step carried out: captures taken and held against their baselines.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::attempt_files::slug;
use super::{Scenario, SnapshotKind, SnapshotStep, Test};
use crate::engine::{Capture, CaptureSpec, EngineKind, Session};
use crate::render::{self, chart::Figure};
use crate::snapshot::{Baseline, Content, Verdict, normal};

/// A capture that is not as approved.
#[derive(Debug)]
pub(super) struct Held {
    /// What is different.
    pub(super) message: String,
    /// Whether it waits for approval.
    pub(super) waits: bool,
    /// What was written about it.
    pub(super) files: Vec<PathBuf>,
}

/// Takes each capture of a step and holds it against its baseline; gives those that are not as approved.
pub(super) async fn hold(
    session: &mut Session,
    scenario: &Scenario,
    test: &Test,
    line: usize,
    step: &SnapshotStep,
    diffs: &Path,
) -> Result<impl Iterator<Item = Held> + use<>, crate::Error> {
    let stem = scenario.path.file_stem().unwrap_or_default().to_string_lossy();
    let mut held = Vec::new();
    for kind in &step.of {
        let baseline = Baseline {
            source: scenario.path.clone(),
            line: line as u32,
            name: format!("{stem}__{}__{kind}", slug(&step.name)),
            suffix: (*kind == SnapshotKind::Picture).then(|| drawn_by(session.engine())),
            description: format!("{}: {}", test.name, step.name),
        };
        let diff = diffs.join(format!("{}.diff.png", baseline.name));
        let (content, notes) = content(session, *kind, step, &diff).await?;
        let (mut message, pending) = match baseline.hold(content)? {
            Verdict::Approved => continue,
            Verdict::Missing { pending } => {
                (format!("{kind} of snapshot `{}` were never approved", step.name), pending)
            }
            Verdict::Different { how, pending } => {
                (format!("{kind} of snapshot `{}` differ:\n{}", step.name, how.trim_end()), pending)
            }
        };
        for note in notes {
            message = format!("{message}\nnote: {note}");
        }
        let files = pending.iter().cloned().chain(diff.is_file().then_some(diff)).collect();
        held.push(Held { message, waits: pending.is_some(), files });
    }
    Ok(held.into_iter())
}

/// What is compared, and what was asked for and is not in it.
async fn content(
    session: &mut Session,
    kind: SnapshotKind,
    step: &SnapshotStep,
    diff: &Path,
) -> Result<(Content, Vec<String>), crate::Error> {
    let text = |value: &Value| Content::Text(normal::json(value, &step.redact));
    let spec = match (kind, &step.on) {
        (SnapshotKind::Trace, _) => return Ok((text(&session.trace().stable()), Vec::new())),
        (SnapshotKind::Values, _) => CaptureSpec::Values,
        (SnapshotKind::Figures | SnapshotKind::Description, None) => CaptureSpec::Figures,
        (SnapshotKind::Figures | SnapshotKind::Description, Some(on)) => {
            CaptureSpec::Figure { on: on.clone() }
        }
        (SnapshotKind::Picture, on) => {
            CaptureSpec::Picture { on: on.clone(), full_page: step.full_page, mask: step.mask.clone() }
        }
    };
    let captured = session.capture(&spec).await?;
    if kind == SnapshotKind::Description {
        let said = normal::description(&described(captured)?, &step.redact);
        return Ok((Content::Text(said), Vec::new()));
    }
    Ok(match captured {
        Capture::Values(value) | Capture::Figures(value) | Capture::Figure(value) => {
            (text(&value), Vec::new())
        }
        Capture::Picture(picture) => {
            let png = picture.to_png(1.0)?;
            let content = Content::Picture { png, tolerance: step.tolerance, diff: Some(diff.to_owned()) };
            (content, picture.notes().to_vec())
        }
    })
}

/// What the charts of captured figures say.
fn described(captured: Capture) -> Result<Value, render::Error> {
    let describe = |figure: &Value| {
        let figure = Figure::from_value(figure)?;
        Ok(figure.describe(figure.size()))
    };
    match captured {
        Capture::Figure(figure) => describe(&figure),
        Capture::Figures(Value::Object(figures)) => {
            figures.iter().map(|(id, figure)| Ok((id.clone(), describe(figure)?))).collect()
        }
        _ => Ok(Value::Null),
    }
}

/// Which machines draw the same picture: our own renderer does everywhere, a browser only on its own platform.
fn drawn_by(engine: EngineKind) -> String {
    match engine {
        EngineKind::Browserless => engine.to_string(),
        EngineKind::Browser => format!("{engine}-{}", std::env::consts::OS),
    }
}
