//! Where on earth a visit is made.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place on earth in degrees (WGS 84), as the Geolocation API tells it to the page. In files it is `[52.52, 13.405]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "[f64; 2]", into = "[f64; 2]")]
pub struct Coordinates {
    latitude: f64,
    longitude: f64,
}

impl Coordinates {
    /// How exactly it is known, in metres.
    pub const ACCURACY: f64 = 1.0;

    /// Degrees north of the equator, -90 to 90.
    pub fn latitude(self) -> f64 {
        self.latitude
    }

    /// Degrees east of Greenwich, -180 to 180.
    pub fn longitude(self) -> f64 {
        self.longitude
    }
}

impl TryFrom<[f64; 2]> for Coordinates {
    type Error = String;

    fn try_from([latitude, longitude]: [f64; 2]) -> Result<Self, String> {
        if (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude) {
            return Ok(Self { latitude, longitude });
        }
        Err(format!(
            "{latitude}, {longitude} is no place on earth: the latitude is -90 to 90, the longitude -180 to 180"
        ))
    }
}

impl From<Coordinates> for [f64; 2] {
    fn from(place: Coordinates) -> Self {
        [place.latitude, place.longitude]
    }
}

/// `52.52,13.405`
impl FromStr for Coordinates {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let degrees = |text: &str| text.trim().parse().ok();
        text.split_once(',')
            .and_then(|(latitude, longitude)| Some([degrees(latitude)?, degrees(longitude)?]))
            .ok_or_else(|| {
                format!("`{text}` is no place: write latitude and longitude, such as 52.52,13.405")
            })?
            .try_into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_from_a_text_and_a_list() {
        let berlin: Coordinates = "52.52, 13.405".parse().unwrap();
        assert_eq!(serde_json::from_str::<Coordinates>("[52.52, 13.405]").unwrap(), berlin);
        assert_eq!(serde_json::to_string(&berlin).unwrap(), "[52.52,13.405]");
    }

    #[test]
    fn what_is_no_place_on_earth_is_refused() {
        for text in ["", "52.52", "north,13", "91,0", "0,181", "NaN,0"] {
            assert!(text.parse::<Coordinates>().is_err(), "{text}");
        }
    }
}
