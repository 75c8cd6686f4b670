//! What a process printed last.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::time::{Instant, sleep};

/// Lines that are kept.
const KEPT: usize = 200;
/// Bytes of one line that are kept.
const LINE: usize = 2000;

/// The last lines of a process, both streams in the order they came and without colours; clones see the same lines.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log {
    lines: Arc<Mutex<VecDeque<String>>>,
    /// Streams that are still open.
    open: Arc<AtomicUsize>,
    /// Lines that were read.
    read: Arc<AtomicUsize>,
}

impl Log {
    /// Reads a stream to its end in the background: a full pipe would stop the process.
    pub(crate) fn follow(&self, stream: impl AsyncRead + Unpin + Send + 'static) {
        let log = self.clone();
        log.open.fetch_add(1, Ordering::SeqCst);
        tokio::spawn(async move {
            let mut reader = BufReader::new(stream);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line).await.is_ok_and(|read| read > 0) {
                line.truncate(LINE);
                log.push(plain(String::from_utf8_lossy(&line).trim_end()));
                line.clear();
            }
            log.open.fetch_sub(1, Ordering::SeqCst);
        });
    }

    fn push(&self, line: String) {
        let mut lines = self.lock();
        if lines.len() == KEPT {
            lines.pop_front();
        }
        lines.push_back(line);
        self.read.fetch_add(1, Ordering::SeqCst);
    }

    /// Waits for the last words of a process that has ended; a child that lives on may keep the streams open.
    pub(crate) async fn completed(&self, at_most: Duration) {
        let until = Instant::now() + at_most;
        while self.open.load(Ordering::SeqCst) > 0 && Instant::now() < until {
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits until no more lines come: what a process said before it answered may still be in the pipe.
    pub(crate) async fn quiet(&self, at_most: Duration) {
        const QUIET: Duration = Duration::from_millis(40);
        let until = Instant::now() + at_most;
        loop {
            let read = self.read.load(Ordering::SeqCst);
            sleep(QUIET).await;
            if self.read.load(Ordering::SeqCst) == read || Instant::now() >= until {
                return;
            }
        }
    }

    /// The lines that are kept.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.lock().iter().cloned().collect()
    }

    /// The last `count` lines as one text.
    pub(crate) fn tail(&self, count: usize) -> String {
        let lines = self.lock();
        lines.iter().skip(lines.len().saturating_sub(count)).cloned().collect::<Vec<_>>().join("\n")
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A line without the colours that the app gave it (ECMA-48 control sequences).
fn plain(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + part.trim_start_matches(|c| !matches!(c, '@'..='~')).get(1..).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_out_of_a_log_line() {
        assert_eq!(plain("\u{1b}[31m\u{1b}[1mWARNING: dev server\u{1b}[0m"), "WARNING: dev server");
        assert_eq!(plain("GET / 200"), "GET / 200");
        assert_eq!(plain("\u{1b}[31"), "");
    }

    #[tokio::test]
    async fn what_is_still_in_the_pipe_is_waited_for() {
        let (mut writer, reader) = tokio::io::duplex(1 << 20);
        let log = Log::default();
        let traceback = "a line of it\n".repeat(KEPT) + "the reason\n";
        tokio::io::AsyncWriteExt::write_all(&mut writer, traceback.as_bytes()).await.unwrap();
        log.follow(reader);
        assert_eq!(log.tail(1), "");
        log.quiet(Duration::from_secs(60)).await;
        assert_eq!(log.tail(1), "the reason");
    }

    #[test]
    fn the_tail_ends_with_the_newest_line_and_the_oldest_are_forgotten() {
        let log = Log::default();
        for n in 0..KEPT + 5 {
            log.push(format!("line {n}"));
        }
        assert_eq!(log.tail(2), "line 203\nline 204");
        assert_eq!(log.lines().first().map(String::as_str), Some("line 5"));
    }
}
