//! Which sides of a scene's box are seen, and which edges its labels stand at (gl-axes3d's cube properties).

use super::camera::Camera;
use super::vector::Vector;

/// The box's looks from where the camera stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cube {
    /// For each axis, which of its two walls is at the back: 1 the far end, -1 the near one.
    pub(super) walls: [f64; 3],
    /// For each axis, the corner at which the edge with its labels begins: bits say where each other axis has its end.
    edges: [usize; 3],
    /// Half of the box.
    half: Vector,
}

/// Where an axis' line runs, and which way its labels stand off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    /// In the plane through the middle of the axis.
    pub(super) at: Vector,
    pub(super) outwards: Vector,
    /// The edge across.
    pub(super) mirror: Vector,
    pub(super) mirror_outwards: Vector,
}

impl Cube {
    /// A box of such half lengths.
    pub(super) fn new(camera: &Camera, half: Vector) -> Self {
        let corner =
            |index: usize| Vector::each(|axis| if index >> axis & 1 == 1 { half[axis] } else { -half[axis] });
        let seen: Vec<Vector> = (0..8)
            .map(|index| {
                let clip = camera.clip(corner(index));
                if camera.orthographic { clip.with(2, -clip[2]) } else { clip }
            })
            .collect();
        let nearer = |a: &usize, b: &usize| seen[*a][2].total_cmp(&seen[*b][2]);
        let behind = (0..8).filter(|index| camera.is_behind(corner(*index))).min_by(nearer);
        let closest = behind.unwrap_or_else(|| closest(&seen));
        let farthest = 7 ^ closest;
        let rest = |index: &usize| *index != closest && *index != farthest;
        let first_least = |candidates: Vec<usize>, key: &dyn Fn(usize) -> f64| {
            let mut best: Option<usize> = None;
            for index in candidates {
                if best.is_none_or(|known| key(index) < key(known)) {
                    best = Some(index);
                }
            }
            best.unwrap_or(0)
        };
        let bottom = first_least((0..8).filter(rest).collect(), &|index| seen[index][1]);
        let beside: Vec<usize> = (0..3).map(|axis| bottom ^ (1 << axis)).filter(rest).collect();
        let left = first_least(beside.clone(), &|index| seen[index][0]);
        let right = first_least(beside.into_iter().filter(|index| *index != left).collect(), &|index| {
            -seen[index][0]
        });
        let mut edges = [0; 3];
        let mut edge = |from: usize, to: usize| {
            if let Some(slot) = edges.get_mut((from ^ to).trailing_zeros() as usize) {
                *slot = from & to;
            }
        };
        edge(left, bottom);
        edge(bottom, right);
        let top = right ^ 7;
        if top == closest || top == farthest {
            edge(right, left ^ 7);
        } else {
            edge(left, top);
        }
        let walls = [0, 1, 2].map(|axis| if closest >> axis & 1 == 1 { -1.0 } else { 1.0 });
        Self { walls, edges, half }
    }

    /// The edge that an axis' labels stand at.
    pub(super) fn edge(&self, axis: usize) -> Edge {
        let corner = self.edges[axis];
        let (mut at, mut outwards) = ([0.0; 3], [0.0; 3]);
        let (mut mirror, mut mirror_outwards) = ([0.0; 3], [0.0; 3]);
        for other in (0..3).filter(|other| *other != axis) {
            let (low, high) = (-self.half[other], self.half[other]);
            let (below, above) = if self.walls[other] > 0.0 { (-1.0, 0.0) } else { (0.0, 1.0) };
            let set = |slot: &mut [f64; 3], value: f64| slot[other] = value;
            if corner >> other & 1 == 1 {
                set(&mut at, high);
                set(&mut outwards, above);
                set(&mut mirror, low);
                set(&mut mirror_outwards, below);
            } else {
                set(&mut at, low);
                set(&mut outwards, below);
                set(&mut mirror, high);
                set(&mut mirror_outwards, above);
            }
        }
        Edge {
            at: Vector(at),
            outwards: Vector(outwards),
            mirror: Vector(mirror),
            mirror_outwards: Vector(mirror_outwards),
        }
    }

    /// The place of the back wall across an axis.
    pub(super) fn wall(&self, axis: usize) -> f64 {
        self.walls[axis] * self.half[axis]
    }

    /// Half of the box.
    pub(super) fn half(&self) -> Vector {
        self.half
    }
}

/// The corner that stands out most: of each pair of sides, the one that faces the camera.
fn closest(seen: &[Vector]) -> usize {
    let mut closest = 0;
    for axis in 0..3 {
        let (u, v) = ((axis + 2) % 3, (axis + 1) % 3);
        let side = |end: usize| {
            let first = end << axis;
            let rest = 1 - end;
            [
                first,
                first + (end << u) + (rest << v),
                first + (rest << u) + (end << v),
                first + (1 << u) + (1 << v),
            ]
        };
        let faces = |end: usize| {
            let [a, b, c, _] = side(end).map(|index| seen[index]);
            a.dot(b.cross(c)) >= 0.0
        };
        let area = |end: usize| {
            let [a, b, c, d] = side(end).map(|index| seen[index]);
            let half =
                |b: Vector, c: Vector| ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])).abs();
            half(b, c) + half(c, d)
        };
        let far_wins = match (faces(1), faces(0)) {
            (true, true) => area(0) > area(1),
            (far, near) => near && !far,
        };
        if far_wins {
            closest |= 1 << axis;
        }
    }
    closest
}
