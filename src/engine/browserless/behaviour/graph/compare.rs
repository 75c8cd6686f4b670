//! Figures whose `hovermode` compares: the pointer finds the point of every plot trace at one x, or at one y.

use serde_json::Value;

use super::curve::Curve;
use super::point::Point;

/// How far from the pointer a point may be, px (plotly's `hoverdistance`).
const REACH: f64 = 20.0;

/// The radius that plotly takes small markers for, px.
const RADIUS: f64 = 3.0;

/// Those that are told together with a point, itself among them: the nearest of each plot trace on its axes, lines and
/// markers before bars.
///
/// # Errors
/// The type of a plot trace that is told together with others by rules that are not known here.
pub(super) fn together<'a>(
    found: &Point,
    points: &[Point],
    curves: &[Curve<'a>],
    mode: &Value,
) -> Result<Vec<Value>, &'a str> {
    let alone = || Ok(found.events.clone());
    let side = match mode.as_str().map(|mode| mode.as_bytes().first().copied()) {
        Some(Some(b'x')) => 0,
        Some(Some(b'y')) => 1,
        _ => return alone(),
    };
    let axes =
        |point: &Point| curves.iter().find(|curve| curve.index == point.curve).and_then(|curve| curve.axes);
    let (Some(own), Some(at)) = (axes(found), found.at) else { return alone() };
    let axis = if side == 0 { own.0 } else { own.1 };
    let mut nearest: Vec<(bool, f64, &Point)> = Vec::new();
    let beside =
        |curve: &&Curve<'_>| curve.axes.is_some_and(|axes| axes.0.id == own.0.id && axes.1.id == own.1.id);
    let several = curves.iter().filter(beside).count() > 1;
    for curve in curves.iter().filter(beside) {
        let is_bar = matches!(curve.kind, "bar" | "histogram" | "waterfall" | "funnel");
        if !is_bar && !matches!(curve.kind, "scatter" | "scattergl") {
            // A box tells of the nearest point beside it too.
            let tells_more = several || matches!(curve.kind, "box" | "violin");
            return if tells_more { Err(curve.kind) } else { alone() };
        }
        let distance = |point: &Point| {
            let raw = (axis.px(point.at?[side]) - axis.px(at[side])).abs();
            let radius = point.radius.max(RADIUS);
            let kink = 1.0 - 1.0 / radius;
            let distance = if raw < radius { kink * raw / radius } else { raw - radius + kink };
            let along = |point: &Point| if side == 0 { point.x.clone() } else { point.y.clone() };
            let near = if is_bar { along(point) == along(found) } else { distance <= REACH };
            near.then_some(distance)
        };
        let own = points.iter().filter(|point| point.curve == curve.index);
        let closest =
            own.filter_map(|point| Some((distance(point)?, point))).fold(None, |best, next| match best {
                // Of two that are as near plotly takes the later one.
                Some((least, _)) if least < next.0 => best,
                _ => Some(next),
            });
        nearest.extend(closest.map(|(distance, point)| (is_bar, distance, point)));
    }
    nearest.sort_by(|a, b| {
        a.0.cmp(&b.0).then(if a.0 { std::cmp::Ordering::Equal } else { a.1.total_cmp(&b.1) })
    });
    Ok(nearest.into_iter().flat_map(|(_, _, point)| point.events.clone()).collect())
}
