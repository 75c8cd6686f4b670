//! Scatter plots of many points.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use dashproof::render::chart::Figure;

use crate::{Outcome, least_and_median, say};

/// Points and turns.
const SIZES: [(usize, usize); 3] = [(1_000, 200), (100_000, 20), (1_000_000, 5)];

pub(crate) fn measure() -> Outcome {
    for (points, turns) in SIZES {
        for (form, text) in [("typed arrays", typed(points)), ("lists", listed(points))] {
            let mut parts: [Vec<Duration>; 5] = Default::default();
            for _ in 0..turns {
                let began = Instant::now();
                let figure = Figure::from_json(&text)?;
                let read = Instant::now();
                let scene = figure.render(figure.size())?;
                let laid_out = Instant::now();
                let image = scene.to_rgba(1.0)?;
                let painted = Instant::now();
                image.to_png(dashproof::render::scene::PngOptions::default())?;
                let packed = Instant::now();
                let times =
                    [packed - began, read - began, laid_out - read, painted - laid_out, packed - painted];
                for (part, time) in parts.iter_mut().zip(times) {
                    part.push(time);
                }
            }
            let [whole, read, laid_out, painted, packed] = parts.map(least_and_median);
            say(format_args!(
                "scatter: {points} points as {form}: {:.2} ms (least {:.2}): reading {:.2}, layout {:.2}, painting {:.2}, \
                 packing {:.2}",
                whole.1, whole.0, read.1, laid_out.1, painted.1, packed.1
            ));
        }
    }
    Ok(())
}

/// A figure with its numbers as plotly.py writes numpy's.
pub(crate) fn typed(points: usize) -> String {
    let column = |numbers: Vec<f64>| {
        let bytes: Vec<u8> = numbers.into_iter().flat_map(f64::to_le_bytes).collect();
        format!(r#"{{"dtype":"f8","bdata":"{}"}}"#, BASE64_STANDARD.encode(bytes))
    };
    let (x, y) = cloud(points);
    figure(&column(x), &column(y))
}

/// A figure with its numbers as plotly.py writes Python's lists.
fn listed(points: usize) -> String {
    let (x, y) = cloud(points);
    figure(&format!("{x:?}"), &format!("{y:?}"))
}

fn figure(x: &str, y: &str) -> String {
    format!(
        r#"{{"data":[{{"type":"scatter","mode":"markers","x":{x},"y":{y}}}],"layout":{{"title":{{"text":"A cloud"}}}}}}"#
    )
}

/// A cloud of points, denser in the middle, the same every time (splitmix64).
fn cloud(points: usize) -> (Vec<f64>, Vec<f64>) {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut centred = || (0..4).map(|_| next()).sum::<f64>() - 2.0;
    (0..points).map(|_| (centred(), centred())).unzip()
}
