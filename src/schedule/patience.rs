//! Patience with a store that is away for a while.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::Error;

/// The longest that one operation of the store may take.
const SLOW: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Repeats an operation of the store while that is away or slow, for `limit`.
///
/// # Errors
/// The operation's, or [`Error::StoreAway`] when the limit is over.
pub(super) async fn patiently<T, F>(limit: Duration, mut operation: impl FnMut() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let begun = Instant::now();
    let mut pause = FIRST_PAUSE;
    loop {
        let error = match timeout(SLOW, operation()).await {
            Ok(Err(error)) if error.is_passing() => error,
            Ok(done) => return done,
            Err(_) => Error::StoreSlow { limit: SLOW },
        };
        let elapsed = begun.elapsed();
        if elapsed + pause > limit {
            return Err(Error::StoreAway { elapsed, source: Box::new(error) });
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn away() -> Error {
        Error::Store(sqlx::Error::PoolTimedOut)
    }

    #[tokio::test]
    async fn what_passes_is_waited_for() {
        let mut failures = 3;
        let done = patiently(Duration::from_mins(1), || {
            failures -= 1;
            let outcome = if failures > 0 { Err(away()) } else { Ok(failures) };
            async { outcome }
        });
        assert_eq!(done.await.unwrap(), 0);
    }

    #[tokio::test]
    async fn what_does_not_come_back_is_an_error_that_says_how_long_was_waited() {
        let done = patiently(FIRST_PAUSE, || async { Err::<(), _>(away()) }).await;
        let told = done.unwrap_err().told();
        assert!(told.contains("away for") && told.contains("pool timed out"), "{told}");
    }

    #[tokio::test]
    async fn any_other_error_is_told_at_once() {
        let done = patiently(Duration::from_mins(1), || async { Err::<(), _>(Error::Stopped) }).await;
        assert!(matches!(done, Err(Error::Stopped)));
    }
}
