//! Moving sliders to values.

use serde::Deserialize;
use serde_json::{Value, json};

use super::tab::{Spot, Tab};
use crate::engine::{Error, Locator};

/// Key presses that may correct a drag: a track has fewer px than some sliders have steps.
const CORRECTIONS: usize = 200;

#[derive(Deserialize)]
struct Slider {
    vertical: bool,
    min: f64,
    max: f64,
    track: Track,
    values: Vec<f64>,
    thumbs: Vec<Spot>,
}

#[derive(Deserialize)]
struct Track {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Slider {
    /// Where the thumb of a value is.
    fn spot(&self, index: usize, value: f64) -> Option<Spot> {
        let thumb = *self.thumbs.get(index)?;
        let part = (value - self.min) / (self.max - self.min);
        Some(if self.vertical {
            Spot { x: thumb.x, y: self.track.top + self.track.height * (1.0 - part) }
        } else {
            Spot { x: self.track.left + self.track.width * part, y: thumb.y }
        })
    }
}

impl Tab {
    /// Drags each thumb to its value; arrow keys do the rest where a px is more than a step.
    pub(super) async fn slide(&self, on: &Locator, to: &[f64]) -> Result<(), Error> {
        let slider: Slider = self.ask(on, "sliderReady", &[]).await?;
        let refuse = |reason: String| Error::NotActionable { on: on.to_string(), reason };
        if slider.values.len() != to.len() {
            return Err(refuse(format!("it has {} handles, not {}", slider.values.len(), to.len())));
        }
        if let Some(far) = to.iter().find(|to| !(slider.min..=slider.max).contains(*to)) {
            return Err(refuse(format!("{far} is not between {} and {}", slider.min, slider.max)));
        }
        // Thumbs don't pass each other: the one that makes room moves first.
        let upwards = to.first() > slider.values.first();
        let mut order: Vec<usize> = (0..to.len()).collect();
        if upwards {
            order.reverse();
        }
        for index in order {
            if let Some(&wanted) = to.get(index) {
                self.slide_one(on, index, wanted).await?;
            }
        }
        Ok(())
    }

    async fn slide_one(&self, on: &Locator, index: usize, wanted: f64) -> Result<(), Error> {
        let slider: Slider = self.ask(on, "sliderReady", &[]).await?;
        let (Some(&now), Some(&from), Some(to)) =
            (slider.values.get(index), slider.thumbs.get(index), slider.spot(index, wanted))
        else {
            return Ok(());
        };
        if same(now, wanted, &slider) {
            return Ok(());
        }
        // One move: each place on the way would be a value of its own.
        self.hold(from, to).await?;
        let answered = self.answered().await;
        self.release().await?;
        answered?;
        self.answered().await?;
        let mut last = f64::NAN;
        for _ in 0..CORRECTIONS {
            let slider: Slider = self.ask(on, "sliderReady", &[]).await?;
            let Some(&now) = slider.values.get(index) else { return Ok(()) };
            if same(now, wanted, &slider) {
                return Ok(());
            }
            // It went back and forth over the value: no step leads there.
            if (last < wanted && now > wanted) || (last > wanted && now < wanted) {
                break;
            }
            last = now;
            self.ask::<Value>(on, "thumb", &[json!(index)]).await?;
            self.press(if now < wanted { "ArrowRight" } else { "ArrowLeft" }).await?;
        }
        let reason = format!("no step of it is at {wanted}; it is at {last}");
        Err(Error::NotActionable { on: on.to_string(), reason })
    }
}

fn same(a: f64, b: f64, slider: &Slider) -> bool {
    (a - b).abs() <= (slider.max - slider.min).abs() * 1e-9
}
