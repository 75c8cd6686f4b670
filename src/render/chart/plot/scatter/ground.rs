//! What the points of a scatter trace lie on.

use kurbo::{BezPath, Point};

use crate::render::chart::plot::template::Filling;

/// A scatter trace's points on the page, and what its subplot knows of them.
#[derive(Clone)]
pub(crate) struct Ground<'g> {
    /// The points, px of the page; not finite where there is none.
    pub(crate) points: &'g [Point],
    /// What lines and areas are cut off at, and marks too unless `cliponaxis` says otherwise.
    pub(crate) clip: BezPath,
    /// What the line alone is cut off at besides.
    pub(crate) line_clip: Option<BezPath>,
    /// Where zero lies on the page, for areas that are filled to it.
    pub(crate) zero: Point,
    /// Whether a point lies within the axes' ranges.
    pub(crate) shows: &'g dyn Fn(usize) -> bool,
    /// The turns of markers in degrees, where the subplot says them; `None` for those that are not drawn.
    pub(crate) angles: Option<Vec<Option<f64>>>,
    /// A coordinate of a point by its name in a `texttemplate`.
    pub(crate) fill: &'g dyn Fn(&str, usize) -> Option<Filling>,
}
