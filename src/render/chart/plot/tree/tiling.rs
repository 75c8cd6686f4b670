//! Packings: how the children of a tile share its rectangle (d3's `treemap*` methods).

use kurbo::Rect;

/// The tiles of children with these values in a rectangle that stands for `total`.
///
/// `packing` is `tiling.packing`; `depth` is the parent's, which the alternating ones turn on.
pub(super) fn pack(
    packing: &str,
    (values, total): (&[f64], f64),
    area: Rect,
    depth: usize,
    ratio: f64,
) -> Vec<Rect> {
    let odd = depth % 2 == 1;
    match packing {
        "squarify" => squarify(values, total, area, ratio),
        "binary" => {
            let mut tiles = vec![Rect::ZERO; values.len()];
            halve(values, total, area, &mut tiles);
            tiles
        }
        "slice" => row(values, total, area, true),
        "dice" => row(values, total, area, false),
        _ => row(values, total, area, odd),
    }
}

/// Tiles beside each other, or below each other.
pub(super) fn row(values: &[f64], total: f64, area: Rect, down: bool) -> Vec<Rect> {
    let length = if down { area.height() } else { area.width() };
    let scale = if total > 0.0 { length / total } else { 0.0 };
    let mut from = 0.0;
    let tile = |value: &f64| {
        let to = from + value * scale;
        let tile = if down {
            Rect::new(area.x0, area.y0 + from, area.x1, area.y0 + to)
        } else {
            Rect::new(area.x0 + from, area.y0, area.x0 + to, area.y1)
        };
        from = to;
        tile
    };
    values.iter().map(tile).collect()
}

/// Parts the tiles in two groups of about the same value, again and again.
fn halve(values: &[f64], total: f64, area: Rect, tiles: &mut [Rect]) {
    if values.len() < 2 {
        if let Some(tile) = tiles.first_mut() {
            *tile = area;
        }
        return;
    }
    let sums: Vec<f64> = values
        .iter()
        .scan(0.0, |sum, value| {
            *sum += value;
            Some(*sum)
        })
        .collect();
    let half = total / 2.0;
    let last = values.len() - 1;
    // The first place whose values before it reach the half, unless one place earlier is nearer.
    let mut split = (1..last).find(|at| sums[at - 1] >= half).unwrap_or(last);
    if split > 1 && half - sums[split - 2] < sums[split - 1] - half {
        split -= 1;
    }
    let (before, after) = (sums[split - 1], total - sums[split - 1]);
    let share = if total > 0.0 { before / total } else { 0.0 };
    let (mut first, mut second) = (area, area);
    if area.width() > area.height() {
        first.x1 = area.x0 + share * area.width();
        second.x0 = first.x1;
    } else {
        first.y1 = area.y0 + share * area.height();
        second.y0 = first.y1;
    }
    let (left, right) = tiles.split_at_mut(split);
    halve(&values[..split], before, first, left);
    halve(&values[split..], after, second, right);
}

/// Splits a rectangle into tiles as near to rectangles of a ratio as may be (Bruls, Huizing, van Wijk).
fn squarify(values: &[f64], total: f64, area: Rect, squareness: f64) -> Vec<Rect> {
    let mut tiles = vec![Rect::ZERO; values.len()];
    let (mut rest, mut left) = (area, total);
    let mut start = 0;
    while start < values.len() {
        if values[start] <= 0.0 || left <= 0.0 {
            start += 1;
            continue;
        }
        let (width, height) = (rest.width(), rest.height());
        let alpha = (height / width).max(width / height) / (left * squareness);
        let worst = |sum: f64, low: f64, high: f64| {
            let beta = sum * sum * alpha;
            (high / beta).max(beta / low)
        };
        let (mut sum, mut low, mut high) = (values[start], values[start], values[start]);
        let mut ratio = worst(sum, low, high);
        let mut end = start + 1;
        while end < values.len() && values[end] > 0.0 {
            let next = values[end];
            let (new_low, new_high) = (low.min(next), high.max(next));
            let new_ratio = worst(sum + next, new_low, new_high);
            if new_ratio > ratio {
                break;
            }
            (sum, low, high, ratio) = (sum + next, new_low, new_high, new_ratio);
            end += 1;
        }
        let along = width < height;
        let share = (sum / left).min(1.0);
        let strip = if along {
            Rect::new(rest.x0, rest.y0, rest.x1, rest.y0 + height * share)
        } else {
            Rect::new(rest.x0, rest.y0, rest.x0 + width * share, rest.y1)
        };
        let mut done = 0.0;
        for index in start..end {
            let (from, to) = (done / sum, (done + values[index]) / sum);
            done += values[index];
            tiles[index] = if along {
                Rect::new(strip.x0 + from * width, strip.y0, strip.x0 + to * width, strip.y1)
            } else {
                Rect::new(strip.x0, strip.y0 + from * height, strip.x1, strip.y0 + to * height)
            };
        }
        if along {
            rest.y0 = strip.y1;
        } else {
            rest.x0 = strip.x1;
        }
        left -= sum;
        start = end;
    }
    tiles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_fill_the_rectangle_in_proportion() {
        let tiles = squarify(&[6.0, 3.0, 2.0, 1.0], 12.0, Rect::new(0.0, 0.0, 4.0, 3.0), 1.0);
        let areas: Vec<f64> = tiles.iter().map(|tile| (tile.area() * 1e6).round() / 1e6).collect();
        assert_eq!(areas, [6.0, 3.0, 2.0, 1.0]);
    }
}
