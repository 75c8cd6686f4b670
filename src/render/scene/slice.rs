//! Cutting a tall scene into pieces.

use kurbo::{Affine, Rect, Shape, Size};

use super::bounds::bounds;
use super::{Group, Item, Scene};

impl Scene {
    /// The part of the scene between two heights, px, as a scene of its own.
    #[must_use]
    pub fn slice(&self, top: f64, bottom: f64) -> Self {
        let seen = Rect::new(0.0, top, self.size.width, bottom);
        let group = Group {
            transform: Affine::translate((0.0, -top)),
            clip: Some(seen.to_path(0.1)),
            items: within(&self.items, seen),
            ..Group::default()
        };
        Self {
            background: self.background,
            items: vec![Item::Group(group)],
            notes: self.notes.clone(),
            ..Self::new(Size::new(self.size.width, bottom - top))
        }
    }

    /// The best height to cut at, px, no earlier than `earliest` and no later than `latest`: the lowest one that
    /// cuts through the fewest items and groups. What is higher than `tallest` can't be spared and doesn't count.
    pub fn best_cut(&self, earliest: f64, latest: f64, tallest: f64) -> f64 {
        let mut spans = Vec::new();
        spans_of(&self.items, Affine::IDENTITY, &mut spans);
        spans.retain(|(top, bottom)| bottom - top <= tallest);
        let cost = |at: f64| spans.iter().filter(|(top, bottom)| *top < at && at < *bottom).count();
        let mut ends: Vec<f64> = spans.iter().flat_map(|(top, bottom)| [*top, *bottom]).collect();
        ends.retain(|at| (earliest..=latest).contains(at));
        ends.push(latest);
        ends.sort_by(f64::total_cmp);
        // Between two ends, the middle leaves the same air on both sides.
        let middles = ends.windows(2).filter_map(|pair| Some(f64::midpoint(*pair.first()?, *pair.last()?)));
        middles
            .chain([latest])
            .map(|at| (cost(at), at))
            .min_by(|(cost, at), (other_cost, other)| cost.cmp(other_cost).then(other.total_cmp(at)))
            .map_or(latest, |(_, at)| at)
    }
}

/// The items that paint inside `seen`, with groups thinned out alike.
fn within(items: &[Item], seen: Rect) -> Vec<Item> {
    let mut kept = Vec::new();
    for item in items {
        let Some(area) = bounds(std::slice::from_ref(item)) else { continue };
        if area.y1 < seen.y0 || area.y0 > seen.y1 {
            continue;
        }
        match item {
            Item::Group(group) if group.transform.determinant() != 0.0 => {
                let inside = group.transform.inverse().transform_rect_bbox(seen);
                kept.push(Item::Group(Group { items: within(&group.items, inside), ..group.clone() }));
            }
            _ => kept.push(item.clone()),
        }
    }
    kept
}

/// The heights that every item and group takes.
fn spans_of(items: &[Item], transform: Affine, spans: &mut Vec<(f64, f64)>) {
    for item in items {
        if let Some(area) = bounds(std::slice::from_ref(item)) {
            let area = transform.transform_rect_bbox(area);
            spans.push((area.y0, area.y1));
        }
        if let Item::Group(group) = item {
            spans_of(&group.items, transform * group.transform, spans);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Color, PathItem};
    use super::*;

    fn rows() -> Scene {
        let row = |n: i32| {
            let top = f64::from(n) * 100.0;
            Item::Path(PathItem::filled(Rect::new(0.0, top, 50.0, top + 80.0).to_path(0.1), Color::BLACK))
        };
        let page = Rect::new(0.0, 0.0, 50.0, 1000.0).to_path(0.1);
        let mut items = vec![Item::Path(PathItem::filled(page, Color::WHITE))];
        items.extend((0..10).map(row));
        Scene { items, ..Scene::new(Size::new(50.0, 1000.0)) }
    }

    #[test]
    fn a_cut_goes_between_items() {
        assert_eq!(rows().best_cut(100.0, 350.0, 500.0), 290.0);
        assert_eq!(rows().best_cut(100.0, 390.0, 500.0), 390.0);
    }

    #[test]
    fn a_slice_holds_only_what_is_seen_in_it() {
        let slice = rows().slice(300.0, 490.0);
        assert_eq!(slice.size, Size::new(50.0, 190.0));
        let [Item::Group(group)] = &slice.items[..] else { panic!("one group") };
        assert_eq!(group.items.len(), 3, "the page and two rows");
    }
}
