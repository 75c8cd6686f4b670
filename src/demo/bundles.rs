//! The JavaScript of an installed Dash, so that the real dash-renderer can hydrate the demo.

use std::path::{Component, Path, PathBuf};
use std::process::Command;

/// An installed Dash's JavaScript, ready to be served.
#[derive(Debug, Clone)]
pub struct Bundles {
    /// The folder that holds the packages `dash` and `plotly`.
    packages: PathBuf,
    version: String,
    scripts: Vec<String>,
}

/// Why no bundles were found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NoBundles {
    /// Python did not tell where Dash is.
    #[error("`{python}` can't import dash: {reason}")]
    NotInstalled {
        /// The interpreter that was asked.
        python: String,
        /// Its last words.
        reason: String,
    },
    /// The folder is no Dash package of a known shape.
    #[error("{} has no `{missing}`: not an installed Dash, or one of a shape that is not known", .package.display())]
    UnknownShape {
        /// The package's folder.
        package: PathBuf,
        /// What was looked for.
        missing: &'static str,
    },
}

impl Bundles {
    /// Asks a Python interpreter where its Dash is.
    ///
    /// # Errors
    /// [`NoBundles::NotInstalled`] when it has none.
    pub fn of_python(python: &str) -> Result<Self, NoBundles> {
        let not_installed = |reason: String| NoBundles::NotInstalled { python: python.to_owned(), reason };
        let answer = Command::new(python)
            .args(["-c", "import dash; print(dash.__file__)"])
            .output()
            .map_err(|error| not_installed(error.to_string()))?;
        if !answer.status.success() {
            let text = String::from_utf8_lossy(&answer.stderr);
            return Err(not_installed(text.lines().last().unwrap_or("no reason given").to_owned()));
        }
        let file = PathBuf::from(String::from_utf8_lossy(&answer.stdout).trim());
        Self::of_package(file.parent().unwrap_or(&file))
    }

    /// Takes the JavaScript from the folder of an installed `dash` package.
    ///
    /// # Errors
    /// [`NoBundles::UnknownShape`] when it isn't one.
    pub fn of_package(dash: &Path) -> Result<Self, NoBundles> {
        let mut scripts = Vec::new();
        for (folder, start, end) in SCRIPTS {
            let name = newest(&dash.join(folder), start, end)
                .ok_or(NoBundles::UnknownShape { package: dash.to_owned(), missing: start })?;
            scripts.push(format!("dash/{folder}/{name}"));
        }
        let version = std::fs::read_to_string(dash.join("version.py")).unwrap_or_default();
        let version = version.split(['"', '\'']).nth(1).unwrap_or("4.4.1").to_owned();
        Ok(Self { packages: dash.parent().unwrap_or(dash).to_owned(), version, scripts })
    }

    /// Paths under `_dash-component-suites/`, in loading order.
    pub(super) fn scripts(&self) -> &[String] {
        &self.scripts
    }

    pub(super) fn dash_version(&self) -> &str {
        &self.version
    }

    /// The file behind `_dash-component-suites/<path>`; `None` for anything but a script or style of a package.
    pub(super) fn file(&self, path: &str) -> Option<PathBuf> {
        let relative = Path::new(path);
        let inside = relative.components().all(|part| matches!(part, Component::Normal(_)));
        let served = relative.extension().is_some_and(|e| e == "js" || e == "css" || e == "map");
        (inside && served).then(|| self.packages.join(relative))
    }
}

/// Folder, start and end of the name of each script that the renderer needs, in loading order.
const SCRIPTS: [(&str, &str, &str); 8] = [
    ("deps", "polyfill@", ".min.js"),
    ("deps", "react@", ".min.js"),
    ("deps", "react-dom@", ".min.js"),
    ("deps", "prop-types@", ".min.js"),
    ("dash-renderer/build", "dash_renderer", ".min.js"),
    ("dcc", "dash_core_components", "components.js"),
    ("dcc", "dash_core_components-shared", ".js"),
    ("html", "dash_html_components", ".min.js"),
];

/// The file with the highest version in its name.
fn newest(folder: &Path, start: &str, end: &str) -> Option<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with(start) && name.ends_with(end))
        .collect();
    let version = |name: &String| -> Vec<u32> {
        name.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
    };
    names.sort_by_key(version);
    names.pop()
}
