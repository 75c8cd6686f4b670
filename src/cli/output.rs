//! Where results go and where input comes from: files, or `-` for the standard streams.

use std::io::{self, Write};
use std::path::Path;

use super::Failure;

/// Whether a path stands for stdin or stdout.
pub(super) fn is_stream(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads a text file, or stdin.
pub(super) fn read(path: &Path) -> Result<String, Failure> {
    let text =
        if is_stream(path) { io::read_to_string(io::stdin().lock()) } else { std::fs::read_to_string(path) };
    text.map_err(|error| Failure::unreadable(path, &error))
}

/// Writes a file whole, or stdout.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let written = if is_stream(path) {
        let mut out = io::stdout().lock();
        // A reader that has seen enough, such as `head`, is no failure.
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written,
        }
    } else {
        crate::whole_file::write(path, bytes)
    };
    written.map_err(|error| Failure::unwritable(path, &error))
}

/// Prints a line to stdout.
pub(super) fn say(line: impl std::fmt::Display) -> Result<(), Failure> {
    write(Path::new("-"), format!("{line}\n").as_bytes())
}

/// Prints a line to stderr. That nobody reads it is no failure.
pub(super) fn remark(line: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// The format that a path's extension, or `given`, names.
pub(super) fn format(
    path: &Path,
    given: Option<&str>,
    valid: &[&'static str],
) -> Result<&'static str, Failure> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let wanted = given.map(str::to_owned).or(extension);
    let list = valid.join(", ");
    match wanted {
        Some(wanted) => valid.iter().copied().find(|format| *format == wanted).ok_or_else(|| {
            Failure::usage(format!("`{}`: can't write {wanted}", path.display()))
                .hint(format!("write one of {list}"))
        }),
        None => Err(Failure::usage(format!("`{}` names no format", path.display()))
            .hint(format!("end it with, or give with --format, one of {list}"))),
    }
}
