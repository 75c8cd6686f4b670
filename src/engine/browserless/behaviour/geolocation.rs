//! `dcc.Geolocation`.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::model::Model;
use super::target::{Drawn, set_at};
use super::text::number;
use super::{Effect, Rendered};
use crate::dash::truthy;
use crate::engine::Coordinates;

/// Tells the page's place when it is rendered, when its settings change and when it is told to. A page without a place is
/// one whose visitor refuses to tell it.
pub(super) struct Geolocation;

/// Props that are another question to the browser.
const SETTINGS: [&str; 3] = ["maximum_age", "timeout", "high_accuracy"];

impl Model for Geolocation {
    fn rendered(&self, drawn: &Drawn<'_>, changed: Option<&[&str]>) -> Rendered {
        let wanted = truthy(drawn.component.prop("update_now"));
        let asks = wanted || changed.is_none_or(|changed| changed.iter().any(|name| SETTINGS.contains(name)));
        if !asks {
            return Rendered::default();
        }
        let now = wanted.then(|| set_at(drawn.at, [("update_now", Value::from(false))]));
        let later = match drawn.moment.place {
            Some(place) => told(drawn, place),
            None => set_at(
                drawn.at,
                [
                    ("position", Value::Null),
                    ("position_error", json!({ "code": DENIED, "message": "User denied Geolocation" })),
                ],
            ),
        };
        Rendered { now: now.into_iter().collect(), later: vec![later] }
    }
}

/// `GeolocationPositionError.PERMISSION_DENIED` (W3C Geolocation, section 9).
const DENIED: u8 = 1;

fn told(drawn: &Drawn<'_>, place: Coordinates) -> Effect {
    let now_ms = drawn.moment.now_ms;
    set_at(
        drawn.at,
        [
            ("local_date", Value::from(local_date(now_ms))),
            ("timestamp", Value::from(now_ms)),
            (
                "position",
                json!({
                    "lat": number(place.latitude()),
                    "lon": number(place.longitude()),
                    "accuracy": number(Coordinates::ACCURACY),
                    "alt": null,
                    "alt_accuracy": null,
                    "speed": null,
                    "heading": null,
                }),
            ),
            ("position_error", Value::Null),
        ],
    )
}

/// As `toLocaleString` writes a moment in English.
fn local_date(now_ms: i64) -> String {
    let moment = Timestamp::from_millisecond(now_ms).unwrap_or_default().to_zoned(TimeZone::system());
    moment.strftime("%-m/%-d/%Y, %-I:%M:%S\u{202f}%p").to_string()
}
