//! How the globe is flattened: the projections that plotly.js names, from their published formulas.

mod azimuthal;
mod conic;
mod cylindrical;
mod globular;
mod lenticular;
mod numeric;
mod polyconic;
mod pseudocylindrical;
mod quincuncial;
mod robinson;
mod stepwise;

use std::f64::consts::FRAC_PI_4;

/// From longitude and latitude, in radians, to a plane whose y goes up, in radii of the globe.
pub(crate) type Raw = Box<dyn Fn(f64, f64) -> [f64; 2]>;

/// What some projections are given besides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Parameters {
    /// The parallels of a cone, degrees.
    pub(crate) parallels: [f64; 2],
    /// How far a satellite is from the globe's centre, in its radii.
    pub(crate) distance: f64,
    /// How a satellite is tilted, degrees.
    pub(crate) tilt: f64,
}

/// The projection of plotly's name; `None` for one that is not known, and for `albers usa`, which is made of three.
pub(crate) fn raw(name: &str, parameters: &Parameters) -> Option<Raw> {
    let parallels = parameters.parallels.map(f64::to_radians);
    let plain: fn(f64, f64) -> [f64; 2] = match name {
        "albers" | "conic equal area" => return Some(conic::equal_area(parallels)),
        "conic conformal" => return Some(conic::conformal(parallels)),
        "conic equidistant" => return Some(conic::equidistant(parallels)),
        "satellite" => return Some(azimuthal::satellite(parameters.distance, parameters.tilt.to_radians())),
        "airy" => return Some(azimuthal::airy(std::f64::consts::FRAC_PI_2)),
        "bonne" => return Some(conic::bonne(FRAC_PI_4)),
        "cylindrical equal area" => return Some(cylindrical::equal_area(38.58_f64.to_radians())),
        "hill" => return Some(conic::hill()),
        "hyperelliptical" => return Some(numeric::hyperelliptical()),
        "loximuthal" => return Some(pseudocylindrical::loximuthal(40_f64.to_radians())),
        "gringorten" => return Some(quincuncial::square(quincuncial::gringorten)),
        "guyou" => return Some(quincuncial::square(quincuncial::guyou)),
        "gringorten quincuncial" => return Some(quincuncial::quincuncial(quincuncial::gringorten)),
        "peirce quincuncial" => return Some(quincuncial::quincuncial(quincuncial::guyou)),
        "aitoff" => lenticular::aitoff,
        "august" => globular::august,
        "azimuthal equal area" => azimuthal::equal_area,
        "azimuthal equidistant" => azimuthal::equidistant,
        "baker" => cylindrical::baker,
        "bertin1953" => lenticular::bertin,
        "boggs" => stepwise::boggs,
        "bottomley" => conic::bottomley,
        "bromley" => stepwise::bromley,
        "collignon" => pseudocylindrical::collignon,
        "craig" => cylindrical::craig,
        "craster" => pseudocylindrical::craster,
        "cylindrical stereographic" => cylindrical::stereographic,
        "eckert1" => pseudocylindrical::eckert1,
        "eckert2" => pseudocylindrical::eckert2,
        "eckert3" => pseudocylindrical::eckert3,
        "eckert4" => stepwise::eckert4,
        "eckert5" => pseudocylindrical::eckert5,
        "eckert6" => stepwise::eckert6,
        "eisenlohr" => globular::eisenlohr,
        "equal earth" => pseudocylindrical::equal_earth,
        "equirectangular" => cylindrical::equirectangular,
        "fahey" => pseudocylindrical::fahey,
        "foucaut" => pseudocylindrical::foucaut,
        "foucaut sinusoidal" => pseudocylindrical::foucaut_sinusoidal,
        "ginzburg4" => polyconic::ginzburg4,
        "ginzburg5" => polyconic::ginzburg5,
        "ginzburg6" => polyconic::ginzburg6,
        "ginzburg8" => pseudocylindrical::ginzburg8,
        "ginzburg9" => polyconic::ginzburg9,
        "gnomonic" => azimuthal::gnomonic,
        "hammer" => lenticular::hammer,
        "homolosine" => stepwise::homolosine,
        "hufnagel" => numeric::hufnagel,
        "kavrayskiy7" => pseudocylindrical::kavrayskiy7,
        "lagrange" => globular::lagrange,
        "larrivee" => lenticular::larrivee,
        "laskowski" => lenticular::laskowski,
        "mercator" => cylindrical::mercator,
        "miller" => cylindrical::miller,
        "mollweide" => stepwise::mollweide,
        "mt flat polar parabolic" => pseudocylindrical::flat_polar_parabolic,
        "mt flat polar quartic" => stepwise::flat_polar_quartic,
        "mt flat polar sinusoidal" => stepwise::flat_polar_sinusoidal,
        "natural earth" | "natural earth1" => pseudocylindrical::natural_earth1,
        "natural earth2" => pseudocylindrical::natural_earth2,
        "nell hammer" => pseudocylindrical::nell_hammer,
        "nicolosi" => globular::nicolosi,
        "orthographic" => azimuthal::orthographic,
        "patterson" => cylindrical::patterson,
        "polyconic" => polyconic::american,
        "rectangular polyconic" => polyconic::rectangular,
        "robinson" => robinson::robinson,
        "sinu mollweide" => stepwise::sinu_mollweide,
        "sinusoidal" => pseudocylindrical::sinusoidal,
        "stereographic" => azimuthal::stereographic,
        "times" => pseudocylindrical::times,
        "transverse mercator" => cylindrical::transverse_mercator,
        "van der grinten" => globular::van_der_grinten,
        "van der grinten2" => globular::van_der_grinten2,
        "van der grinten3" => globular::van_der_grinten3,
        "van der grinten4" => globular::van_der_grinten4,
        "wagner4" => stepwise::wagner4,
        "wagner6" => pseudocylindrical::wagner6,
        "wiechel" => azimuthal::wiechel,
        "winkel tripel" | "winkel3" => lenticular::winkel3,
        _ => return None,
    };
    Some(Box::new(plain))
}

/// −1, 0 or 1.
fn sign(value: f64) -> f64 {
    if value == 0.0 { 0.0 } else { value.signum() }
}

/// The arc sine of what rounding may have made too large.
fn asin(value: f64) -> f64 {
    value.clamp(-1.0, 1.0).asin()
}

/// The square root of what rounding may have made negative.
fn sqrt(value: f64) -> f64 {
    value.max(0.0).sqrt()
}

/// The root of a function by Newton's method, from a first guess: `step` gives what is to be taken off.
fn newton(mut guess: f64, rounds: usize, near: f64, step: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..rounds {
        let off = step(guess);
        guess -= off;
        if off.abs() <= near || off.is_nan() {
            break;
        }
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::chart::schema::Schema;

    const PLAIN: Parameters = Parameters { parallels: [0.0, 60.0], distance: 2.0, tilt: 0.0 };

    #[test]
    fn every_projection_that_plotly_names_is_known_and_finite_near_the_centre() {
        let rule =
            Schema::of("layout").and_then(|layout| layout.rule("geo.projection.type")).expect("a rule");
        let names: Vec<&str> = rule.values().iter().filter_map(serde_json::Value::as_str).collect();
        assert!(names.len() > 80, "{names:?}");
        for name in names.into_iter().filter(|name| *name != "albers usa") {
            let raw = raw(name, &PLAIN).unwrap_or_else(|| panic!("{name}"));
            for (longitude, latitude) in [(0.3, 0.2), (-0.5, -0.4), (0.0, 0.1), (0.4, 0.0)] {
                let at = raw(longitude, latitude);
                assert!(at.iter().all(|side| side.is_finite()), "{name} at {longitude}, {latitude}: {at:?}");
            }
            let (east, west) = (raw(0.2, 0.3), raw(-0.2, 0.3));
            assert!(
                east[0] > west[0]
                    || matches!(name, "transverse mercator" | "wiechel")
                    || name.contains("quincuncial"),
                "{name}"
            );
        }
    }
}
