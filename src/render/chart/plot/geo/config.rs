//! A `layout.geo` container, read.

use super::scope::Scope;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::geo::{Outlines, Parameters, Position};

/// What a map is fitted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// To the whole scope, or what the figure says.
    Scope,
    /// To what the plot traces show.
    Locations,
    /// To all that their GeoJSON holds.
    GeoJson,
}

/// What the figure says of a map. Angles are in degrees.
#[derive(Debug, Clone)]
pub(super) struct Config<'a> {
    pub(super) attrs: Attrs<'a>,
    /// Where layers are switched on: the template has no say in it when the figure hides all.
    switches: Attrs<'a>,
    visible: bool,
    pub(super) scope: &'static Scope,
    /// plotly's name of the projection.
    pub(super) projection: &'a str,
    pub(super) longitudes: [f64; 2],
    pub(super) latitudes: [f64; 2],
    /// Longitude, latitude and roll of the globe.
    pub(super) rotation: [f64; 3],
    pub(super) center: Position,
    pub(super) parameters: Parameters,
    pub(super) scale: f64,
    pub(super) fit: Fit,
}

/// Degrees that are seen across, where that is less than the whole globe or the map ends in a circle.
pub(super) fn span(projection: &str) -> Option<f64> {
    match projection {
        "orthographic" | "conic conformal" | "stereographic" | "transverse mercator" => Some(180.0),
        "azimuthal equal area" | "azimuthal equidistant" => Some(360.0),
        "gnomonic" => Some(160.0),
        _ => None,
    }
}

/// Degrees that are seen from north to south.
pub(super) fn height(projection: &str) -> f64 {
    match projection {
        "conic conformal" => 150.0,
        "stereographic" => 179.5,
        _ => 180.0,
    }
}

/// A range of longitudes whose end is not before its start.
pub(super) fn unwrap([from, to]: [f64; 2]) -> [f64; 2] {
    [from, if from > to { to + 360.0 } else { to }]
}

impl<'a> Config<'a> {
    /// Reads the map `id` of a layout; a map with a number takes the template's `geo` too.
    pub(super) fn read(layout: &Attrs<'a>, id: &str) -> Self {
        let mut attrs = layout.at(id);
        if id != "geo" {
            attrs = attrs.over(&layout.at("template.layout.geo"));
        }
        let own = layout.own().at(id);
        let scope = Scope::of(attrs.text("scope"));
        let projection = attrs.str_or("projection.type", scope.projection);
        let scope = if projection == "albers usa" { Scope::of("usa") } else { scope };
        let turned = |side: &str| attrs.num(&format!("projection.rotation.{side}"));
        let around = |at: Option<f64>, span: f64| {
            let at = at.unwrap_or(0.0);
            [at - span / 2.0, at + span / 2.0]
        };
        let (mut longitudes, mut latitudes) = (scope.longitudes, scope.latitudes);
        if !scope.is_part() {
            longitudes = around(turned("lon"), span(projection).unwrap_or(360.0));
            latitudes = around(turned("lat"), height(projection));
        }
        longitudes = attrs.pair("lonaxis.range").unwrap_or(longitudes);
        latitudes = attrs.pair("lataxis.range").unwrap_or(latitudes);
        let [west, east] = unwrap(longitudes);
        let middle = f64::midpoint(west, east);
        let [longitude, latitude, roll] = if scope.is_part() { scope.rotation } else { [middle, 0.0, 0.0] };
        let rotation = [
            turned("lon").unwrap_or(longitude),
            turned("lat").unwrap_or(latitude),
            turned("roll").unwrap_or(roll),
        ];
        let center = if projection == "albers usa" {
            [-96.6, 38.7]
        } else {
            let across = if scope.is_part() { middle } else { rotation[0] };
            [across, f64::midpoint(latitudes[0], latitudes[1])]
        };
        let switches = if own.get("visible").and_then(serde_json::Value::as_bool) == Some(false) {
            own.clone()
        } else {
            attrs.clone()
        };
        let mut config = Self {
            switches,
            visible: attrs.is("visible"),
            scope,
            projection,
            longitudes,
            latitudes,
            rotation,
            center: [attrs.num_or("center.lon", center[0]), attrs.num_or("center.lat", center[1])],
            parameters: Parameters {
                parallels: attrs.pair("projection.parallels").unwrap_or(scope.parallels),
                distance: attrs.number("projection.distance"),
                tilt: attrs.number("projection.tilt"),
            },
            scale: attrs.number("projection.scale"),
            fit: Fit::Scope,
            attrs,
        };
        config.fit = config.read_fit(&own);
        config
    }

    /// A map is fitted unless the figure itself says something of what it shows.
    fn read_fit(&self, own: &Attrs) -> Fit {
        const UNFIT: [&str; 4] = ["albers usa", "craig", "peirce quincuncial", "satellite"];
        let mut said = vec!["center.lon", "center.lat", "projection.scale", "lonaxis.range", "lataxis.range"];
        if !self.scope.is_part() {
            said.push("projection.rotation.lon");
            if self.is_clipped() {
                said.push("projection.rotation.lat");
            }
        } else if self.is_clipped() {
            said.truncate(3);
        }
        let own = own.clone().checked(None);
        if UNFIT.contains(&self.projection) || said.iter().any(|path| own.has(path)) {
            return Fit::Scope;
        }
        match self.attrs.get("fitbounds") {
            Some(value) if value.as_bool() == Some(false) => Fit::Scope,
            Some(value) if value.as_str() == Some("geojson") => Fit::GeoJson,
            _ => Fit::Locations,
        }
    }

    /// Whether the map ends in a circle around its centre.
    pub(super) fn is_clipped(&self) -> bool {
        span(self.projection).is_some()
    }

    /// The angle at which the map ends, around its centre.
    pub(super) fn clip_angle(&self) -> Option<f64> {
        if self.projection == "satellite" {
            return Some((1.0 / self.parameters.distance).acos().to_degrees());
        }
        span(self.projection).map(|span| span / 2.0)
    }

    /// The embedded outlines that the map shows.
    pub(super) fn outlines(&self) -> Option<&'static Outlines> {
        let fine = self.attrs.number("resolution") == 50.0;
        Outlines::of(self.scope.name, if fine { 50 } else { 110 })
    }

    /// Whether a layer (`coastlines`, `land`, `frame`…) is shown.
    pub(super) fn shows(&self, layer: &str) -> bool {
        let part = self.scope.is_part();
        let (known, default) = match layer {
            "coastlines" => (self.projection != "albers usa", !part && self.visible),
            "ocean" => (self.projection != "albers usa", false),
            "countries" => (true, part && self.scope.name != "usa" && self.visible),
            "subunits" => {
                let fine = self.attrs.number("resolution") == 50.0;
                (self.scope.name == "usa" || self.scope.name == "north america" && fine, self.visible)
            }
            "frame" => (!part, self.visible),
            _ => (true, false),
        };
        known && self.switches.flag(&format!("show{layer}"), default)
    }

    /// Whether meridians (`lonaxis`) or parallels (`lataxis`) are shown.
    pub(super) fn shows_grid(&self, axis: &str) -> bool {
        self.switches.flag(&format!("{axis}.showgrid"), false)
    }
}
