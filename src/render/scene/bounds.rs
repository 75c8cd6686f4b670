//! The area that items paint.

use kurbo::{Rect, Shape};

use super::{GlyphRun, Item, Markers, PathItem};

/// The smallest rectangle around what the items paint, without their groups' clips made tight; nothing when
/// nothing is painted. Text counts by its line, not by its ink.
pub(super) fn bounds(items: &[Item]) -> Option<Rect> {
    items.iter().filter_map(item).filter(Rect::is_finite).reduce(|all, one| all.union(one))
}

fn item(item: &Item) -> Option<Rect> {
    match item {
        Item::Path(PathItem { path, stroke, .. }) => {
            let reach = stroke.as_ref().map_or(0.0, |stroke| stroke.width / 2.0);
            (!path.is_empty()).then(|| path.bounding_box().inflate(reach, reach))
        }
        Item::Glyphs(run) => Some(line(run)),
        Item::Markers(markers) => self::markers(markers),
        Item::Image(image) => Some(image.rect),
        Item::Group(group) => {
            let inside = bounds(&group.items)?;
            let seen = group.clip.as_ref().map_or(inside, |clip| inside.intersect(clip.bounding_box()));
            Some(group.transform.transform_rect_bbox(seen))
        }
    }
}

fn line(run: &GlyphRun) -> Rect {
    let end =
        run.glyphs.iter().map(|glyph| glyph.x + run.font.advance(glyph.id, run.size)).fold(0.0, f64::max);
    let rect = Rect::new(0.0, -run.font.ascent(run.size), end, run.font.descent(run.size));
    run.transform.transform_rect_bbox(rect)
}

fn markers(markers: &Markers) -> Option<Rect> {
    let shape = markers.shape.bounding_box();
    (0..markers.positions.len())
        .map(|index| {
            let style = markers.style(index);
            let reach = style.stroke.map_or(0.0, |(_, width)| width / 2.0);
            let place = markers.positions[index].to_vec2();
            shape.scale_from_origin(style.size).inflate(reach, reach) + place
        })
        .reduce(|all, one| all.union(one))
}
