//! Which part of the globe a location names.

use std::collections::HashMap;

use serde_json::Value;

use crate::render::chart::attrs::label;
use crate::render::chart::geo::{Layer, Outlines, Place, Position, Shape, country, state};
use crate::render::chart::plot::Trace;

/// The places that a plot trace's locations may name.
pub(super) enum Places {
    Countries(&'static [Place], Naming),
    States(&'static [Place]),
    /// By id, in the trace's own GeoJSON.
    Own(HashMap<String, Shape>),
}

/// How countries are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    Codes,
    Names,
}

/// A place on the globe.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) shape: Shape,
    /// In degrees.
    pub(super) center: Option<Position>,
}

impl Places {
    /// Reads where a plot trace's locations are.
    pub(super) fn of(trace: &Trace, outlines: Option<&'static Outlines>) -> Self {
        let attrs = &trace.attrs;
        let geojson = attrs
            .get("geojson")
            .filter(|geojson| geojson.is_object() || geojson.as_str().is_some_and(|url| !url.is_empty()));
        let mode = attrs.str_or("locationmode", if geojson.is_some() { "geojson-id" } else { "ISO-3" });
        let layer = |layer: Layer| outlines.map_or(&[][..], |outlines| outlines.layer(layer));
        match mode {
            "geojson-id" => {
                Self::Own(geojson.map(|json| features(json, attrs.text("featureidkey"))).unwrap_or_default())
            }
            "USA-states" => Self::States(layer(Layer::Subunits)),
            "country names" => Self::Countries(layer(Layer::Countries), Naming::Names),
            _ => Self::Countries(layer(Layer::Countries), Naming::Codes),
        }
    }

    /// The place of a location.
    pub(super) fn find(&self, location: &Value) -> Option<Found> {
        let name = location.as_str().filter(|name| !name.is_empty());
        let known = |places: &[Place], id: &str, country: &str| {
            let place = places
                .iter()
                .find(|place| place.id == id && (country.is_empty() || place.country == country))?;
            Some(Found { shape: place.shape.clone(), center: Some(place.center) })
        };
        match self {
            Self::Countries(places, Naming::Codes) => known(places, name?, ""),
            Self::Countries(places, Naming::Names) => known(places, country(name?)?, ""),
            Self::States(places) => known(places, state(name?)?, "USA"),
            Self::Own(shapes) => {
                let shape = shapes.get(&label(location)?)?;
                Some(Found { shape: shape.clone(), center: shape.center() })
            }
        }
    }
}

/// The areas of a GeoJSON by the id at a dotted path of each.
fn features(json: &Value, path: &str) -> HashMap<String, Shape> {
    let list = match json.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => {
            json.get("features").and_then(Value::as_array).map_or(&[][..], Vec::as_slice)
        }
        Some("Feature") => std::slice::from_ref(json),
        _ => &[],
    };
    let mut shapes = HashMap::new();
    for feature in list {
        let id = path.split('.').try_fold(feature, |value, key| value.get(key)).and_then(label);
        if let (Some(id), Some(shape)) = (id, feature.get("geometry").and_then(Shape::areas)) {
            shapes.entry(id).or_insert(shape);
        }
    }
    shapes
}
