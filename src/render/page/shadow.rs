//! Blurred boxes as stacked ones.

use kurbo::{Affine, Rect, RoundedRect, Shape};

use crate::render::scene::{Color, Fill, FillRule, Item, PathItem};

/// Boxes in a stack: enough that no step is seen at the blurs that pages use.
const STEPS: u32 = 10;

/// A rounded rectangle blurred by a gaussian of `std_dev` px: boxes from large to small, each as opaque as the
/// blurred edge is at its distance.
pub(super) fn blurred(transform: Affine, rect: Rect, color: Color, radius: f64, std_dev: f64) -> Vec<Item> {
    let boxes = if std_dev < 0.25 { vec![(0.0, 1.0)] } else { stack(std_dev) };
    let alpha = f64::from(color.a) / 255.0;
    let mut covered = 0.0;
    let mut items = Vec::new();
    for (grow, share) in boxes {
        let rect = rect.inflate(grow, grow);
        if rect.width() <= 0.0 || rect.height() <= 0.0 {
            continue;
        }
        // What this box adds over those below it, so that together they are as opaque as the share says.
        let wanted = alpha * share;
        let opacity = ((wanted - covered) / (1.0 - covered)).clamp(0.0, 1.0);
        covered = wanted;
        let color = Color { a: 255, ..color }.faded(opacity);
        let path = transform * RoundedRect::from_rect(rect, (radius + grow).max(0.0)).to_path(0.05);
        let fill = Fill { paint: color.into(), rule: FillRule::NonZero };
        items.push(Item::Path(PathItem { path, fill: Some(fill), stroke: None }));
    }
    items
}

/// By how much each box grows, and how opaque the blur is there: a smooth step over two deviations to each side.
fn stack(std_dev: f64) -> Vec<(f64, f64)> {
    (0..STEPS)
        .map(|step| {
            let at = (f64::from(step) + 0.5) / f64::from(STEPS);
            ((1.0 - 2.0 * at) * 2.0 * std_dev, at * at * (3.0 - 2.0 * at))
        })
        .collect()
}
