//! Zooming polar plots along their radius (plotly.js' `plots/polar`).

use serde_json::{Value, json};

use super::find;
use super::relaid;
use super::scale::{interval, written};
use crate::engine::browserless::behaviour::Effect;
use crate::engine::browserless::behaviour::target::Target;
use crate::engine::browserless::behaviour::text::number;
use crate::engine::{Error, GraphRange};
use crate::render::chart::{Axis, Chart, Dial, Trace};

/// A drag that begins or ends so near to the middle or to the edge reaches it, px (plotly's `OFFEDGE`).
const NEAR_EDGE: f64 = 20.0;

/// A drag that is no longer zooms nothing, px (plotly's `MINZOOM`).
const SHORTEST: f64 = 20.0;

/// Drags along the radius of a polar plot, or double-clicks; `None` where no polar plot is meant: it is named, or that of
/// the first plot trace of a figure without x and y axes.
///
/// # Errors
/// [`Error::Unsupported`] for a range around the plot, [`Error::BadAction`] for one that is too short.
pub(super) fn zoom(
    target: &Target<'_>,
    chart: &Chart<'_>,
    range: &GraphRange,
) -> Option<Result<Vec<Effect>, Error>> {
    let first = || {
        let has_axes = chart.traces.iter().any(Trace::is_cartesian);
        chart.traces.iter().filter(|_| !has_axes).find_map(Trace::subplot)
    };
    let id = range.subplot.clone().or_else(first)?;
    let (radial, dial) = chart.subplots.polar(&id)?;
    Some(zoom_radius(target, &id, radial, dial, range))
}

fn zoom_radius(
    target: &Target<'_>,
    id: &str,
    radial: &Axis<'_>,
    dial: Dial,
    range: &GraphRange,
) -> Result<Vec<Effect>, Error> {
    if range.x.is_some() {
        return Err(target.unsupported_because("a zoom around a polar plot"));
    }
    let mut hand = find::hand(target);
    let told = |ends: [f64; 2]| json!(ends.map(|end| written(radial, end)));
    let begun = || {
        json!({
            "radialaxis.angle": number(dial.angle),
            "radialaxis.range": told(radial.range),
            "angularaxis.rotation": number(dial.rotation),
        })
    };
    let begun = hand.first.entry(id).or_insert_with(begun).clone();
    let Some(ends) = &range.y else {
        let keys = begun.as_object().into_iter().flatten();
        let keys: Vec<(String, Value)> =
            keys.map(|(key, value)| (format!("{id}.{key}"), value.clone())).collect();
        return Ok(relaid::told_by(target, hand, keys, true));
    };
    let unit = (radial.range[1] - radial.range[0]) / (dial.radius - dial.inner);
    let mut px = [0.0; 2];
    for (px, end) in px.iter_mut().zip(ends) {
        let [low, high] =
            interval(radial, &[end.clone(), end.clone()]).map_err(|reason| target.bad(reason))?;
        let at = dial.inner + (f64::midpoint(low, high) - radial.range[0]) / unit;
        *px = at.clamp(dial.inner, dial.radius);
    }
    let edge = |at: f64| match at {
        at if at < NEAR_EDGE => Some(0.0),
        at if dial.radius - at < NEAR_EDGE => Some(dial.radius),
        _ => None,
    };
    match px.map(edge) {
        [Some(start), _] => px[0] = start,
        [None, Some(end)] => px[1] = end,
        [None, None] => {}
    }
    if (px[1] - px[0]).abs() <= SHORTEST {
        return Err(target.bad(format!("a zoom of {SHORTEST} px along the radius or less")));
    }
    let at = |px: f64| radial.range[0] + (px - dial.inner) * unit;
    let range = told([px[0].min(px[1]), px[0].max(px[1])].map(at));
    Ok(relaid::told_by(target, hand, [(format!("{id}.radialaxis.range"), range)], true))
}
