//! Where an app says that it serves.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

/// Printed by Dash before the port is bound; carries the path prefix.
static DASH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"Dash is running on (https?://[^\s\x1b]+)").ok());
/// Printed by Werkzeug, Uvicorn, Hypercorn, gunicorn and Streamlit once they listen.
static SERVER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\brunning on|\blistening at:|\blocal url:|^\s*url:)\s+(https?://[^\s\x1b)]+)").ok()
});

/// What an app's output says about its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Announcement {
    /// From Dash: what will be served.
    pub(super) dash: Option<Url>,
    /// From the server below it: what is served.
    pub(super) server: Option<Url>,
}

impl Announcement {
    /// Reads what is said first.
    pub(super) fn read(&mut self, lines: &[String]) {
        for line in lines {
            let found = |pattern: &LazyLock<Option<Regex>>| {
                let text = (**pattern).as_ref()?.captures(line)?.get(1)?.as_str();
                reachable(Url::parse(text).ok()?)
            };
            if let Some(url) = found(&DASH) {
                self.dash.get_or_insert(url);
            } else if let Some(url) = found(&SERVER) {
                self.server.get_or_insert(url);
            }
        }
    }

    /// The path prefix that Dash names, ending with `/`.
    pub(super) fn path(&self) -> Option<&str> {
        self.dash.as_ref().map(Url::path).filter(|path| path.ends_with('/'))
    }
}

/// An address to listen on, as one to connect to.
fn reachable(mut url: Url) -> Option<Url> {
    if matches!(url.host_str()?, "0.0.0.0" | "[::]" | "localhost") {
        url.set_host(Some("127.0.0.1")).ok()?;
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Announcement {
        let mut announcement = Announcement::default();
        announcement.read(&text.lines().map(str::to_owned).collect::<Vec<_>>());
        announcement
    }

    #[test]
    fn dash_names_the_prefix_and_werkzeug_that_it_listens() {
        let said =
            read("Dash is running on http://0.0.0.0:8051/sales/\n\n * Running on http://127.0.0.1:8051\n");
        assert_eq!(said.path(), Some("/sales/"));
        assert_eq!(said.dash.unwrap().as_str(), "http://127.0.0.1:8051/sales/");
        assert_eq!(said.server.unwrap().port(), Some(8051));
    }

    #[test]
    fn other_servers_are_understood() {
        for line in [
            "INFO:     Uvicorn running on http://127.0.0.1:9000 (Press CTRL+C to quit)",
            "[2026-01-05 10:00:00 +0000] [7] [INFO] Listening at: http://0.0.0.0:9000 (7)",
            "  Local URL: http://localhost:9000",
        ] {
            assert_eq!(
                read(line).server.map(|url| url.to_string()).as_deref(),
                Some("http://127.0.0.1:9000/"),
                "{line}"
            );
        }
    }
}
