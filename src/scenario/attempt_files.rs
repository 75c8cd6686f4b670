//! The files that an attempt leaves: its trace, the trace's page, what the app looked like when it failed.

use std::path::PathBuf;
use std::time::Duration;

use tokio::time::timeout;

use super::attempt::Attempt;
use crate::engine::Session;
use crate::trace::{Error, Trace, export};
use crate::{viewer, whole_file};

/// How long a picture may take: it is told about a test, and must not hold it up.
const LOOK: Duration = Duration::from_secs(5);

impl Attempt<'_> {
    /// Takes a picture of the page, where the app can be seen; the trace keeps it for its page.
    pub(super) async fn look(&self, session: &mut Session) -> Option<Vec<u8>> {
        let png = timeout(LOOK, session.glance()).await.ok()?.ok()?;
        if self.report.is_some() {
            session.recorder().picture(&png);
        }
        Some(png)
    }

    /// Writes what is asked for; gives the files' paths.
    ///
    /// # Errors
    /// When a file can't be written.
    pub(super) fn write(&self, trace: &Trace, last_look: Option<Vec<u8>>) -> Result<Vec<PathBuf>, Error> {
        let mut files = Vec::new();
        let mut put = |path: PathBuf, bytes: &[u8]| match whole_file::write(&path, bytes) {
            Ok(()) => {
                files.push(path);
                Ok(())
            }
            Err(source) => Err(Error::File { path, source }),
        };
        if let Some(folder) = self.traces {
            let trace = export::json::to_string(trace);
            put(folder.join(format!("{}.trace.json", self.name())), trace.as_bytes())?;
        }
        if let Some(page) = self.page() {
            put(page, viewer::page(trace, &self.test.name).as_bytes())?;
        }
        if let (Some(folder), Some(png)) = (self.report.or(self.traces), last_look) {
            put(folder.join(format!("{}.png", self.name())), &png)?;
        }
        Ok(files)
    }

    /// Where the trace's page is written.
    fn page(&self) -> Option<PathBuf> {
        Some(self.report?.join(format!("{}.html", self.name())))
    }

    /// The trace's page, if the attempt came so far.
    pub(super) fn written_page(&self) -> Option<PathBuf> {
        self.page().filter(|page| page.is_file())
    }

    /// Takes away the page of an earlier run, which would be taken for this one's.
    pub(super) fn forget_page(&self) {
        if let Some(page) = self.page() {
            drop(std::fs::remove_file(page));
        }
    }

    /// What its files are called.
    fn name(&self) -> String {
        let stem = self.scenario.path.file_stem().unwrap_or_default().to_string_lossy();
        let attempt = if self.number == 0 { String::new() } else { format!(".retry-{}", self.number) };
        format!("{stem}__{}{attempt}", slug(&self.test.name))
    }
}

/// A name as a file name: letters and digits, `-` for anything between.
pub(super) fn slug(name: &str) -> String {
    let words: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_name_becomes_a_file_name() {
        assert_eq!(slug("A click: filters, every chart!"), "a-click-filters-every-chart");
    }
}
