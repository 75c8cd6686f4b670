//! How alike two pictures of one page are, when different programs drew their text.

use std::collections::BTreeMap;

use dashproof::render::scene::Image;

/// A colour that covers more of a picture than this is an area, and no mark.
const AREA: f64 = 0.01;
/// Channels that differ less are one colour to mark and area.
const SAME: u8 = 12;
/// A mark may be moved so far, px.
const REACH: i64 = 1;
/// A mark may differ so much in each channel: edges are smoothed differently.
const SHADE: u8 = 40;

/// The share of marks that both pictures have: the harmonic mean of the share of the first's marks that have a partner
/// in the second and the other way round. 1 for equal pictures, 0 for different sizes.
pub(crate) fn likeness(one: &Image, other: &Image) -> f64 {
    if (one.width, one.height) != (other.width, other.height) {
        return 0.0;
    }
    let areas = areas(one);
    let found = partners(one, other, &areas);
    let wanted = partners(other, one, &areas);
    2.0 * found * wanted / (found + wanted).max(f64::MIN_POSITIVE)
}

fn partners(of: &Image, among: &Image, areas: &[[u8; 3]]) -> f64 {
    let (mut marks, mut matched) = (0_u32, 0_u32);
    for y in 0..i64::from(of.height) {
        for x in 0..i64::from(of.width) {
            let Some(mark) = pixel(of, x, y) else { continue };
            if areas.iter().any(|area| alike(*area, mark, SAME)) {
                continue;
            }
            marks += 1;
            let mut near = (-REACH..=REACH).flat_map(|dy| (-REACH..=REACH).map(move |dx| (x + dx, y + dy)));
            matched += u32::from(
                near.any(|(x, y)| pixel(among, x, y).is_some_and(|other| alike(mark, other, SHADE))),
            );
        }
    }
    f64::from(matched) / f64::from(marks.max(1))
}

/// The colours that cover much of a picture.
fn areas(picture: &Image) -> Vec<[u8; 3]> {
    let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
    for rgba in picture.rgba.chunks_exact(4) {
        *counts.entry([rgba[0], rgba[1], rgba[2]]).or_default() += 1;
    }
    let least = (picture.rgba.len() / 4) as f64 * AREA;
    counts.into_iter().filter(|(_, count)| *count as f64 >= least).map(|(color, _)| color).collect()
}

fn pixel(picture: &Image, x: i64, y: i64) -> Option<[u8; 3]> {
    let inside = (0..i64::from(picture.width)).contains(&x) && (0..i64::from(picture.height)).contains(&y);
    let at = usize::try_from((y * i64::from(picture.width) + x) * 4).ok().filter(|_| inside)?;
    Some([picture.rgba[at], picture.rgba[at + 1], picture.rgba[at + 2]])
}

fn alike(one: [u8; 3], other: [u8; 3], limit: u8) -> bool {
    one.iter().zip(other).all(|(one, other)| one.abs_diff(other) <= limit)
}
