//! Which Python runs the app.

use std::env;
use std::path::{Path, PathBuf};

use super::{Error, Launch};
use crate::process::program;

/// Finds the interpreter: the one asked for, `DASHPROOF_PYTHON`, the active virtual environment's, one
/// beside the app (`.venv`, `venv`), then `python3` and `python` on the `PATH`.
pub(crate) fn interpreter(launch: &Launch) -> Result<PathBuf, Error> {
    if let Some(asked) = launch.python.clone().or_else(|| env::var_os("DASHPROOF_PYTHON").map(PathBuf::from))
    {
        return program(&asked).ok_or_else(|| Error::NoPython { tried: asked.display().to_string() });
    }
    let dir = launch.dir.clone().unwrap_or_default();
    let environments =
        [env::var_os("VIRTUAL_ENV").map(PathBuf::from), Some(dir.join(".venv")), Some(dir.join("venv"))];
    environments
        .into_iter()
        .flatten()
        .map(|environment| environment.join("bin/python"))
        .find(|python| python.is_file())
        .or_else(|| ["python3", "python"].iter().find_map(|name| program(Path::new(name))))
        .ok_or_else(|| Error::NoPython { tried: "a virtual environment, python3, python".to_owned() })
}
