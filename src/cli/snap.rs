//! `dashproof snap`: what a dashboard looks like, or shows, after some actions.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::visiting::Visiting;
use super::{Exit, Failure, output};
use crate::app::AppSpec;
use crate::engine::Picture;
use crate::render::document::{Block, Document, Page, Paper};
use crate::render::scene::Fonts;
use crate::trace::export;
use crate::{Capture, CaptureSpec, Locator};

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
    /// Device pixels per CSS px of a .png
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// A4 or Letter, with `landscape` behind it, of a .pdf
    #[arg(long, value_name = "PAPER", default_value = "A4")]
    paper: Paper,
    /// Where to write the trace of the visit
    #[arg(long, value_name = "OUT")]
    trace: Option<PathBuf>,
    #[command(flatten)]
    visiting: Visiting,
}

impl Snap {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        let format = output::format(&self.output, self.format.as_deref(), &["png", "pdf", "json"])?;
        let (app, mut session) = self.visiting.open(&self.app, self.scale).await?;
        let spec = match (format, &self.on) {
            ("json", None) => CaptureSpec::Values,
            ("json", Some(on)) => CaptureSpec::Figure { on: on.clone() },
            // A document is not scrolled: it holds the whole page.
            (format, on) => {
                CaptureSpec::Picture { on: on.clone(), full_page: self.full_page || format == "pdf" }
            }
        };
        let captured = session.capture(&spec).await;
        if let Some(path) = &self.trace {
            output::write(path, export::json::to_string(&session.trace()).as_bytes())?;
        }
        let closed = session.close().await;
        app.shutdown().await;
        let bytes = match captured? {
            Capture::Values(value) | Capture::Figures(value) | Capture::Figure(value) => {
                format!("{value:#}\n").into_bytes()
            }
            Capture::Picture(picture) => self.draw(picture, format)?,
        };
        output::write(&self.output, &bytes)?;
        closed?;
        Ok(Exit::Success)
    }

    fn draw(&self, picture: Picture, format: &str) -> Result<Vec<u8>, Failure> {
        if let Picture::Scene(scene) = &picture {
            for note in &scene.notes {
                output::remark(format_args!("note: {note}"));
            }
        }
        Ok(match format {
            "pdf" => {
                let page = Page { blocks: vec![Block::Scene(Arc::new(picture.into_scene()?))] };
                let document = Document {
                    paper: self.paper,
                    fonts: Fonts::embedded(),
                    pages: vec![page],
                    ..Document::default()
                };
                document.to_pdf()?
            }
            _ => picture.to_png(self.scale)?,
        })
    }
}
