//! `dashproof snap`: what a dashboard looks like, or shows, after some actions.

use std::path::PathBuf;

use clap::Args;

use super::visiting::Visiting;
use super::{Exit, Failure, output};
use crate::app::AppSpec;
use crate::engine::Picture;
use crate::{Capture, CaptureSpec, Locator};

/// Captures a dashboard as a picture, a document, or JSON values
#[derive(Debug, Args)]
pub(super) struct Snap {
    /// A path to a .py, module:app, a quoted command, a URL, or demo
    app: AppSpec,
    /// Where to write: .png or .json; `-` is stdout
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// The format, when OUT does not name it
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// One element instead of the page
    #[arg(long, value_name = "LOCATOR")]
    on: Option<Locator>,
    /// The whole page, not only the viewport
    #[arg(long)]
    full_page: bool,
    /// Device pixels per CSS px of a .png
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Where to write the trace of the visit
    #[arg(long, value_name = "OUT")]
    trace: Option<PathBuf>,
    #[command(flatten)]
    visiting: Visiting,
}

impl Snap {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let format = output::format(&self.output, self.format.as_deref(), &["png", "json"])?;
        let (app, mut session) = self.visiting.open(&self.app, self.scale).await?;
        let spec = match (format, &self.on) {
            ("json", None) => CaptureSpec::Values,
            ("json", Some(on)) => CaptureSpec::Figure { on: on.clone() },
            (_, on) => CaptureSpec::Picture { on: on.clone(), full_page: self.full_page },
        };
        let captured = session.capture(&spec).await;
        if let Some(path) = &self.trace {
            let json = serde_json::to_vec_pretty(&session.trace()).map_err(std::io::Error::from);
            output::write(path, &json.map_err(|error| Failure::unwritable(path, &error))?)?;
        }
        let closed = session.close().await;
        app.shutdown().await;
        let bytes = match captured? {
            Capture::Values(value) | Capture::Figures(value) | Capture::Figure(value) => {
                format!("{value:#}\n").into_bytes()
            }
            Capture::Picture(picture) => self.draw(&picture)?,
        };
        output::write(&self.output, &bytes)?;
        closed?;
        Ok(Exit::Success)
    }

    fn draw(&self, picture: &Picture) -> Result<Vec<u8>, Failure> {
        if let Picture::Scene(scene) = picture {
            for note in &scene.notes {
                output::remark(format_args!("note: {note}"));
            }
        }
        Ok(picture.to_png(self.scale)?)
    }
}
