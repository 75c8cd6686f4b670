//! Parts of the world that a map can show, and how each is shown unless the figure says otherwise.

/// How a part of the world is shown by default. Angles are in degrees.
#[derive(Debug, PartialEq)]
pub(super) struct Scope {
    /// plotly's name.
    pub(super) name: &'static str,
    pub(super) longitudes: [f64; 2],
    pub(super) latitudes: [f64; 2],
    pub(super) projection: &'static str,
    /// Longitude, latitude and roll of the globe.
    pub(super) rotation: [f64; 3],
    /// The parallels of a cone.
    pub(super) parallels: [f64; 2],
}

const STILL: [f64; 3] = [0.0; 3];
const PARALLELS: [f64; 2] = [0.0, 60.0];

static SCOPES: [Scope; 9] = [
    Scope {
        name: "world",
        longitudes: [-180.0, 180.0],
        latitudes: [-90.0, 90.0],
        projection: "equirectangular",
        rotation: STILL,
        parallels: PARALLELS,
    },
    Scope {
        name: "usa",
        longitudes: [-180.0, -50.0],
        latitudes: [15.0, 80.0],
        projection: "albers usa",
        rotation: STILL,
        parallels: PARALLELS,
    },
    Scope {
        name: "europe",
        longitudes: [-30.0, 60.0],
        latitudes: [30.0, 85.0],
        projection: "conic conformal",
        rotation: [15.0, 0.0, 0.0],
        parallels: PARALLELS,
    },
    Scope {
        name: "asia",
        longitudes: [22.0, 160.0],
        latitudes: [-15.0, 55.0],
        projection: "mercator",
        rotation: STILL,
        parallels: PARALLELS,
    },
    Scope {
        name: "africa",
        longitudes: [-30.0, 60.0],
        latitudes: [-40.0, 40.0],
        projection: "mercator",
        rotation: STILL,
        parallels: PARALLELS,
    },
    Scope {
        name: "north america",
        longitudes: [-180.0, -45.0],
        latitudes: [5.0, 85.0],
        projection: "conic conformal",
        rotation: [-100.0, 0.0, 0.0],
        parallels: [29.5, 45.5],
    },
    Scope {
        name: "south america",
        longitudes: [-100.0, -30.0],
        latitudes: [-60.0, 15.0],
        projection: "mercator",
        rotation: STILL,
        parallels: PARALLELS,
    },
    Scope {
        name: "antarctica",
        longitudes: [-180.0, 180.0],
        latitudes: [-90.0, -60.0],
        projection: "equirectangular",
        rotation: STILL,
        parallels: PARALLELS,
    },
    Scope {
        name: "oceania",
        longitudes: [-180.0, 180.0],
        latitudes: [-50.0, 25.0],
        projection: "equirectangular",
        rotation: STILL,
        parallels: PARALLELS,
    },
];

impl Scope {
    /// The scope of a name; the world when there is none.
    pub(super) fn of(name: &str) -> &'static Self {
        SCOPES.iter().find(|scope| scope.name == name).unwrap_or(&SCOPES[0])
    }

    /// Whether it is not the whole world.
    pub(super) fn is_part(&self) -> bool {
        self.name != "world"
    }
}
