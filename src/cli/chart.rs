//! `dashproof chart`: draws Plotly figures.

use std::path::{Path, PathBuf};

use clap::Args;
use kurbo::Size;

use super::{Exit, Failure, output};
use crate::render::chart::Figure;

/// What a chart can be written as.
const FORMATS: [&str; 3] = ["png", "svg", "pdf"];

/// Draws Plotly figures, with no browser
#[derive(Debug, Args)]
pub(super) struct Chart {
    /// A figure as JSON, a folder of them, or `-` for stdin
    figure: PathBuf,
    /// Where to write: a file, a folder for a folder, or `-` for stdout
    #[arg(short, long, value_name = "OUT", required_unless_present = "describe")]
    output: Option<PathBuf>,
    /// png, svg or pdf, when OUT does not name it
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Writes what is drawn and where, as JSON, instead of a picture
    #[arg(long)]
    describe: bool,
    /// Device pixels per CSS px of a .png
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Width, px, instead of the figure's
    #[arg(long, value_name = "PX")]
    width: Option<f64>,
    /// Height, px, instead of the figure's
    #[arg(long, value_name = "PX")]
    height: Option<f64>,
    /// Fails when something can't be drawn faithfully
    #[arg(long)]
    strict: bool,
}

impl Chart {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let stdout = PathBuf::from("-");
        let out = self.output.as_ref().unwrap_or(&stdout);
        if !self.figure.is_dir() {
            return self.draw(&self.figure, out).map(|()| Exit::Success);
        }
        if output::is_stream(out) {
            return Err(Failure::usage("a folder of figures needs a folder: give it with -o"));
        }
        let extension = if self.describe {
            "json"
        } else {
            output::format(Path::new("-"), self.format.as_deref().or(Some("png")), &FORMATS)?
        };
        let mut failed = None;
        for figure in figures(&self.figure)? {
            let name = figure.file_stem().unwrap_or_default().to_string_lossy();
            // One bad figure must not keep the others from being drawn.
            if let Err(failure) = self.draw(&figure, &out.join(format!("{name}.{extension}"))) {
                output::remark(&failure);
                failed = Some(failure.exit);
            }
        }
        Ok(failed.unwrap_or(Exit::Success))
    }

    fn draw(&self, path: &Path, out: &Path) -> Result<(), Failure> {
        let format =
            if self.describe { "json" } else { output::format(out, self.format.as_deref(), &FORMATS)? };
        let text = output::read(path)?;
        let bad = |error| Failure::in_text(path, &text, error);
        let figure = Figure::from_json(&text).map_err(bad)?;
        let own = figure.size();
        let size = Size::new(self.width.unwrap_or(own.width), self.height.unwrap_or(own.height));
        if format == "json" {
            return output::write(out, format!("{:#}\n", figure.describe(size)).as_bytes());
        }
        let scene = figure.render(size).map_err(bad)?;
        for note in &scene.notes {
            output::remark(format_args!("note: {}: {note}", path.display()));
        }
        if self.strict && !scene.notes.is_empty() {
            let what = format!("{} can't be drawn faithfully: {}", path.display(), scene.notes.join("; "));
            return Err(Failure::new(Exit::Failed, what).hint("leave out --strict to draw it all the same"));
        }
        let bytes = match format {
            "svg" => scene.to_svg().into_bytes(),
            "pdf" => scene.to_pdf().map_err(bad)?,
            _ => scene.to_png(self.scale).map_err(bad)?,
        };
        output::write(out, &bytes)
    }
}

/// The `.json` files of a folder, sorted.
fn figures(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let error = |error| Failure::unreadable(folder, &error);
    let entries =
        std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(error)?;
    let mut paths: Vec<PathBuf> = entries
        .into_iter()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    if paths.is_empty() {
        return Err(Failure::usage(format!("no .json file in {}", folder.display())));
    }
    Ok(paths)
}
