//! How an app is started.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::python::interpreter;
use super::{AppSpec, Error, Readiness, streamlit};
use crate::Secrets;
use crate::process::Program;

/// Runs `module:app`.
const LAUNCHER: &str = include_str!("launcher.py");

/// How to start an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    /// Where it runs, and what relative paths are relative to; here when absent.
    pub dir: Option<PathBuf>,
    /// Variables on top of our own environment.
    pub env: Vec<(String, String)>,
    /// The Python interpreter; found when absent.
    pub python: Option<PathBuf>,
    /// The path prefix below which it is served, such as `/sales/`; what Dash prints, or `/`, when absent.
    pub path: Option<String>,
    /// Whether a browser will visit: the demo then needs the JavaScript of an installed Dash.
    pub hydrated: bool,
    /// The one limit of the start.
    pub limit: Duration,
    /// When it counts as ready, and how a script is served: a Streamlit script by Streamlit.
    pub ready: Readiness,
}

impl Launch {
    /// The limit of a start unless told otherwise; pandas alone can take seconds to import on a busy machine.
    pub const DEFAULT_LIMIT: Duration = Duration::from_mins(1);

    /// The variables that are secret.
    pub(super) fn secrets(&self) -> Secrets {
        let mut secrets = Secrets::default();
        for (name, value) in &self.env {
            secrets.learn_variable(name, value);
        }
        secrets
    }

    /// The program that serves `app` on `port`.
    pub(super) fn program(&self, app: &AppSpec, port: u16) -> Result<Program, Error> {
        let here = self.dir.clone().unwrap_or_default();
        if self.dir.is_some() && !here.is_dir() {
            return Err(Error::Missing { path: here.display().to_string() });
        }
        let argv: Vec<OsString> = match app {
            AppSpec::Script(script) if !here.join(script).is_file() => {
                return Err(Error::Missing { path: here.join(script).display().to_string() });
            }
            AppSpec::Script(script) if self.readiness(app) == Readiness::Streamlit => {
                streamlit::serve(&interpreter(self)?, script, port)
            }
            AppSpec::Script(script) => vec![interpreter(self)?.into(), script.into()],
            AppSpec::Module { .. } => {
                vec![interpreter(self)?.into(), "-c".into(), LAUNCHER.into(), app.to_string().into()]
            }
            AppSpec::Command(command) => {
                vec!["sh".into(), "-c".into(), command.replace("{port}", &port.to_string()).into()]
            }
            AppSpec::Url(_) | AppSpec::Replay(_) | AppSpec::Demo => Vec::new(),
        };
        Ok(Program { argv, env: self.environment(port), dir: self.dir.clone() })
    }

    /// When `app` counts as ready: one that is Streamlit's to serve says so by its text, unless told otherwise.
    pub(super) fn readiness(&self, app: &AppSpec) -> Readiness {
        let here = self.dir.clone().unwrap_or_default();
        let is_streamlit = match app {
            AppSpec::Script(script) => streamlit::is_script(&here.join(script)),
            AppSpec::Command(command) => streamlit::is_command(command),
            AppSpec::Module { .. } | AppSpec::Url(_) | AppSpec::Replay(_) | AppSpec::Demo => false,
        };
        if self.ready == Readiness::Dash && is_streamlit { Readiness::Streamlit } else { self.ready }
    }

    fn environment(&self, port: u16) -> Vec<(OsString, OsString)> {
        let mut variables: Vec<(OsString, OsString)> = vec![
            ("HOST".into(), "127.0.0.1".into()),
            ("PORT".into(), port.to_string().into()),
            // Python's output would come in blocks, too late to be read.
            ("PYTHONUNBUFFERED".into(), "1".into()),
            // gunicorn alone would listen on every interface; its own command line wins over this.
            ("GUNICORN_CMD_ARGS".into(), format!("--bind=127.0.0.1:{port}").into()),
        ];
        // `gunicorn` and `python` in a command mean those beside the interpreter.
        if let Ok(python) = interpreter(self)
            && let Some(bin) = python.parent().filter(|bin| *bin != Path::new(""))
        {
            let rest = env::var_os("PATH").unwrap_or_default();
            let path = std::iter::once(bin.to_owned()).chain(env::split_paths(&rest));
            if let Ok(path) = env::join_paths(path) {
                variables.push(("PATH".into(), path));
            }
        }
        variables.extend(self.env.iter().map(|(name, value)| (name.into(), value.into())));
        variables
    }
}

impl Default for Launch {
    fn default() -> Self {
        Self {
            dir: None,
            env: Vec::new(),
            python: None,
            path: None,
            hydrated: false,
            limit: Self::DEFAULT_LIMIT,
            ready: Readiness::default(),
        }
    }
}
