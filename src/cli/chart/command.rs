//! The arguments of `dashproof chart`, and what is done with each figure.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use kurbo::Size;

use super::super::{Exit, Failure, output};
use super::in_order::in_order;
use super::source::{Source, sources};
use crate::render::scene::{SvgOptions, SvgText};

/// What a chart can be written as.
const FORMATS: [&str; 3] = ["png", "svg", "pdf"];

/// Draws Plotly figures, with no browser
///
/// A figure that can't be drawn is told with its file, line and column, and the others are drawn all the same; the
/// exit code is that of the first that failed. Nothing is left half-written.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(in super::super) struct Chart {
    /// Figures as JSON, .jsonl or .ndjson files of one a line, folders of .json files, or `-` for stdin
    #[arg(required = true, value_name = "FIGURE")]
    figures: Vec<PathBuf>,
    /// Where to write: a file, a folder for several figures, or `-` for stdout
    #[arg(short, long, value_name = "OUT", required_unless_present = "describe")]
    output: Option<PathBuf>,
    /// png, svg or pdf, when OUT does not name it
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Writes what a reader can read off the chart, as JSON, instead of a picture; several on stdout are a line each
    #[arg(long)]
    describe: bool,
    /// Device pixels per CSS px of a .png, which also tells its density
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Width, px, instead of the figure's
    #[arg(long, value_name = "PX")]
    width: Option<f64>,
    /// Height, px, instead of the figure's
    #[arg(long, value_name = "PX")]
    height: Option<f64>,
    /// Leaves the paper unpainted
    #[arg(long)]
    transparent: bool,
    /// Makes a .png as small as can be, which takes longer
    #[arg(long)]
    optimize: bool,
    /// How a .svg holds its text
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    text: Text,
    /// How many figures are drawn at a time; as many as there are processors by default
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Fails when something can't be drawn faithfully
    #[arg(long)]
    strict: bool,
}

/// How a .svg holds its text.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Text {
    /// Text with the letters it needs embedded as a font
    #[default]
    Embedded,
    /// Outlines, which look the same in every program
    Outlines,
}

/// A figure and where its picture goes.
struct Task {
    source: Source,
    out: PathBuf,
}

impl Chart {
    pub(in super::super) fn run(self) -> Result<Exit, Failure> {
        let stdout = PathBuf::from("-");
        let out = self.output.as_ref().unwrap_or(&stdout);
        let (sources, several) = sources(&self.figures)?;
        let format = self.format_for(out, several)?;
        let tasks = tasks(sources, out, several, format)?;
        let jobs =
            self.jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
        // Hidden when stderr is no terminal.
        let progress = if tasks.len() > 1 {
            ProgressBar::new(tasks.len() as u64).with_style(
                ProgressStyle::with_template("{bar:24} {pos}/{len}")
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            )
        } else {
            ProgressBar::hidden()
        };
        let mut failed = None;
        in_order(
            &tasks,
            jobs,
            |task| self.draw(task, format, several),
            |(notes, drawn)| {
                progress.inc(1);
                progress.suspend(|| {
                    for note in notes {
                        output::remark(note);
                    }
                    let written = drawn.and_then(|text| output::write(&stdout, &text));
                    if let Err(failure) = written {
                        output::remark(&failure);
                        failed.get_or_insert(failure.exit);
                    }
                });
            },
        );
        progress.finish_and_clear();
        Ok(failed.unwrap_or(Exit::Success))
    }

    /// The format to write; `json` for descriptions.
    fn format_for(&self, out: &Path, several: bool) -> Result<&'static str, Failure> {
        if self.describe {
            return Ok("json");
        }
        if several && output::is_stream(out) {
            return Err(Failure::usage("several figures need a folder: give it with -o"));
        }
        if is_folder(out, several) {
            return output::format(Path::new("-"), self.format.as_deref().or(Some("png")), &FORMATS);
        }
        output::format(out, self.format.as_deref(), &FORMATS)
    }

    /// Draws one figure into its file: what is to be told about it, and what goes to stdout.
    fn draw(&self, task: &Task, format: &str, several: bool) -> (Vec<String>, Result<Vec<u8>, Failure>) {
        let mut notes = Vec::new();
        let drawn = self.bytes(&task.source, format, several, &mut notes).and_then(|bytes| {
            if output::is_stream(&task.out) {
                return Ok(bytes);
            }
            output::write(&task.out, &bytes).map(|()| Vec::new())
        });
        (notes, drawn)
    }

    fn bytes(
        &self,
        source: &Source,
        format: &str,
        several: bool,
        notes: &mut Vec<String>,
    ) -> Result<Vec<u8>, Failure> {
        let bad = |error| source.failure(error);
        let figure = source.figure()?;
        let own = figure.size();
        let size = Size::new(self.width.unwrap_or(own.width), self.height.unwrap_or(own.height));
        if format == "json" {
            let description = figure.describe(size);
            let on_one_line = several && self.output.is_none();
            let text = if on_one_line { format!("{description}\n") } else { format!("{description:#}\n") };
            return Ok(text.into_bytes());
        }
        let mut scene = figure.render(size).map_err(bad)?;
        if self.transparent {
            scene.background = None;
        }
        notes.extend(scene.notes.iter().map(|note| format!("note: {}: {note}", source.path.display())));
        if self.strict && !scene.notes.is_empty() {
            let what =
                format!("{} can't be drawn faithfully: {}", source.path.display(), scene.notes.join("; "));
            return Err(Failure::new(Exit::Failed, what).hint("leave out --strict to draw it all the same"));
        }
        match format {
            "svg" => Ok(scene.to_svg_with(&self.svg_options()).into_bytes()),
            "pdf" => scene.to_pdf().map_err(bad),
            _ if self.optimize => scene.to_small_png(self.scale).map_err(bad),
            _ => scene.to_png(self.scale).map_err(bad),
        }
    }

    fn svg_options(&self) -> SvgOptions {
        let text = match self.text {
            Text::Embedded => SvgText::Embedded,
            Text::Outlines => SvgText::Outlines,
        };
        SvgOptions { text, ..SvgOptions::default() }
    }
}

/// Whether pictures go into `out` under their figures' names.
fn is_folder(out: &Path, several: bool) -> bool {
    !output::is_stream(out) && (several || out.is_dir())
}

/// Where each picture goes. Two figures must not have one place.
fn tasks(sources: Vec<Source>, out: &Path, several: bool, extension: &str) -> Result<Vec<Task>, Failure> {
    let mut taken: HashMap<PathBuf, PathBuf> = HashMap::new();
    let mut tasks = Vec::new();
    for source in sources {
        let mut place = out.to_owned();
        if is_folder(out, several) {
            place.push(format!("{}.{extension}", source.name()));
            if let Some(other) = taken.insert(place.clone(), source.path.clone()) {
                let (a, b) = (other.display(), source.path.display());
                return Err(Failure::usage(format!("{a} and {b} would both become {}", place.display()))
                    .hint("draw them into different folders"));
            }
        }
        tasks.push(Task { source, out: place });
    }
    Ok(tasks)
}
