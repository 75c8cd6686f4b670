//! `dashproof snap`: what a dashboard looks like, or shows, after some actions.

use std::path::PathBuf;

use clap::Args;

use super::visiting::Visiting;
use super::{Exit, Failure, output};
use crate::app::AppSpec;
use crate::engine::Print;
use crate::render::document::Paper;
use crate::trace::export;
use crate::{Capture, CaptureSpec, Locator, Session};

/// Captures a dashboard as a picture, a document, or JSON values
#[derive(Debug, Args)]
pub(super) struct Snap {
    /// A path to a .py, module:app, a quoted command, a URL, or demo
    app: AppSpec,
    /// Where to write: .png, .pdf or .json; `-` is stdout
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
    /// Paints over all that it finds in a .png; may be repeated
    #[arg(long, value_name = "LOCATOR")]
    mask: Vec<Locator>,
    /// Device pixels per CSS px of a .png
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// A4 or Letter, with `landscape` behind it, of a .pdf
    #[arg(long, value_name = "PAPER", default_value = "A4")]
    paper: Paper,
    /// What stands at the head of each sheet of a .pdf
    #[arg(long, value_name = "TEXT", default_value_t)]
    header_text: String,
    /// What stands at the foot of each sheet of a .pdf, beside its number
    #[arg(long, value_name = "TEXT", default_value_t)]
    title: String,
    /// Where to write the trace of the visit
    #[arg(long, value_name = "OUT")]
    trace: Option<PathBuf>,
    #[command(flatten)]
    visiting: Visiting,
}

impl Snap {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let format = output::format(&self.output, self.format.as_deref(), &["png", "pdf", "json"])?;
        if format != "png" && !self.mask.is_empty() {
            return Err(Failure::usage("--mask paints over parts of a picture: write a .png"));
        }
        let (app, mut session) = self.visiting.open(&self.app, self.scale).await?;
        let captured = self.capture(&mut session, format).await;
        if let Some(path) = &self.trace {
            output::write(path, export::json::to_string(&session.trace()).as_bytes())?;
        }
        let closed = session.close().await;
        app.shutdown().await;
        output::write(&self.output, &captured?)?;
        closed?;
        Ok(Exit::Success)
    }

    /// What is asked for, as a file.
    async fn capture(&self, session: &mut Session, format: &str) -> Result<Vec<u8>, Failure> {
        if format == "pdf" {
            let pdf = session.print(&self.print()).await?;
            remark(&pdf.notes);
            return Ok(pdf.bytes);
        }
        let spec = match (format, &self.on) {
            ("json", None) => CaptureSpec::Values,
            ("json", Some(on)) => CaptureSpec::Figure { on: on.clone() },
            (_, on) => {
                CaptureSpec::Picture { on: on.clone(), full_page: self.full_page, mask: self.mask.clone() }
            }
        };
        Ok(match session.capture(&spec).await? {
            Capture::Values(value) | Capture::Figures(value) | Capture::Figure(value) => {
                format!("{value:#}\n").into_bytes()
            }
            Capture::Picture(picture) => {
                remark(picture.notes());
                picture.to_png(self.scale)?
            }
        })
    }

    fn print(&self) -> Print {
        Print {
            on: self.on.clone(),
            paper: self.paper,
            title: self.title.clone(),
            header: self.header_text.clone(),
        }
    }
}

fn remark(notes: &[impl std::fmt::Display]) {
    for note in notes {
        output::remark(format_args!("note: {note}"));
    }
}
