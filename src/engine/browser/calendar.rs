//! Picking days in the calendar that a date picker opens.

use serde::Deserialize;
use serde_json::json;

use super::tab::{Spot, Tab};
use crate::engine::{Error, Locator};

/// What to click next on the way to a day.
#[derive(Deserialize)]
struct Step {
    /// How many months are still to be paged: 0 for the day itself, `None` where a list of months is used.
    left: Option<i64>,
    #[serde(flatten)]
    spot: Spot,
}

impl Tab {
    /// Clicks the start and the end of a range, or the one day of a picker of one, in its calendar.
    pub(super) async fn pick_days(&self, on: &Locator, days: [Option<&str>; 2]) -> Result<(), Error> {
        for (field, day) in days.into_iter().enumerate() {
            if let Some(day) = day {
                // What an earlier attempt left open.
                self.close_calendar().await?;
                let picked = self.pick_day(on, field, day).await;
                picked.and(self.close_calendar().await)?;
            }
        }
        Ok(())
    }

    async fn pick_day(&self, on: &Locator, field: usize, day: &str) -> Result<(), Error> {
        /// Steps that bring it no nearer before it is an error: a wrong arrow, a list, a month of it.
        const ASTRAY: u32 = 5;
        self.click_through(on, self.ask(on, "datePoint", &[json!(field)]).await?).await?;
        let (mut best, mut last, mut astray, mut turned) = (i64::MAX, i64::MAX, 0, false);
        while astray < ASTRAY {
            let step: Step = self.ask(on, "towards", &[json!(day), json!(turned)]).await?;
            let left = step.left.unwrap_or(last);
            astray = if left < best { 0 } else { astray + 1 };
            best = best.min(left);
            if left > last {
                turned = !turned;
            } else {
                self.click(on, step.spot).await?;
                if left == 0 {
                    return self.answered().await;
                }
            }
            last = left;
        }
        Err(Error::NotActionable { on: on.to_string(), reason: format!("its calendar does not go to {day}") })
    }

    /// A calendar that is open would cover what comes next.
    async fn close_calendar(&self) -> Result<(), Error> {
        if !self.call::<bool>("isCalendarOpen", &[]).await? {
            return Ok(());
        }
        self.press("Escape").await?;
        // That of react-dates hears of it only when the keyboard is in it, and of Tab when it is in its field.
        if self.call::<bool>("isCalendarOpen", &[]).await? {
            return match self.call::<Option<Spot>>("beside", &[]).await? {
                Some(spot) => self.click_at(spot).await,
                None => self.press("Tab").await,
            };
        }
        Ok(())
    }
}
