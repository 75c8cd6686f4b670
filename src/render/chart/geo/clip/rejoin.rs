//! Rings out of the pieces of rings that were cut, joined along the edge that cut them (Greiner and Hormann's
//! way of clipping polygons).

use super::Piece;
use crate::render::chart::geo::sphere::{EPSILON, Position, same};

/// A crossing of a ring with the edge, on the ring or on the edge.
#[derive(Debug)]
struct Crossing {
    at: Position,
    /// The piece that begins here, on the ring.
    piece: Option<usize>,
    /// The same crossing on the other of the two.
    twin: usize,
    enters: bool,
    seen: bool,
    next: usize,
    before: usize,
}

/// The rings that border what is seen.
///
/// `key` orders crossings along the edge, `inside` says whether the edge's start is in the polygon, and `follow`
/// goes along the edge between two crossings, forwards (1) or backwards (-1).
pub(super) fn rejoin(
    mut pieces: Vec<Piece>,
    key: impl Fn(Position) -> f64,
    inside: bool,
    follow: impl Fn([Position; 2], f64, &mut Vec<Position>),
) -> Vec<Vec<Position>> {
    let mut rings = Vec::new();
    let mut all: Vec<Crossing> = Vec::new();
    let (mut subject, mut edge) = (Vec::new(), Vec::new());
    for (index, piece) in pieces.iter_mut().enumerate() {
        let (Some(from), Some(to)) = (piece.points.first().copied(), piece.points.last_mut()) else {
            continue;
        };
        if same(from, *to) {
            if !piece.cut[0] && !piece.cut[1] {
                piece.points.pop();
                rings.push(std::mem::take(&mut piece.points));
                continue;
            }
            // A ring that touches the edge in a point: its ends are told apart.
            to[0] += 2.0 * EPSILON;
        }
        let ends = [(from, Some(index), true), (*to, None, false)];
        for (at, piece, enters) in ends {
            let id = all.len();
            let crossing =
                |piece, twin, enters| Crossing { at, piece, twin, enters, seen: false, next: 0, before: 0 };
            all.push(crossing(piece, id + 1, enters));
            all.push(crossing(None, id, !enters));
            subject.push(id);
            edge.push(id + 1);
        }
    }
    let Some(start) = subject.first().copied() else { return rings };
    edge.sort_by(|a, b| key(all[*a].at).total_cmp(&key(all[*b].at)));
    link(&mut all, &subject);
    link(&mut all, &edge);
    let mut enters = inside;
    for id in edge {
        enters = !enters;
        all[id].enters = enters;
    }
    let mut from = start;
    loop {
        while all[from].seen {
            from = all[from].next;
            if from == start {
                return rings;
            }
        }
        rings.push(trace(&mut all, &pieces, from, &follow));
    }
}

/// One ring: along a piece, along the edge, along a piece…
fn trace(
    all: &mut [Crossing],
    pieces: &[Piece],
    from: usize,
    follow: &impl Fn([Position; 2], f64, &mut Vec<Position>),
) -> Vec<Position> {
    let mut ring = Vec::new();
    let (mut current, mut on_ring) = (from, true);
    let points = |at: &Crossing| {
        at.piece.and_then(|index| pieces.get(index)).map_or(&[][..], |piece| piece.points.as_slice())
    };
    loop {
        let twin = all[current].twin;
        all[current].seen = true;
        all[twin].seen = true;
        let forwards = all[current].enters;
        let to = if forwards { all[current].next } else { all[current].before };
        match (on_ring, forwards) {
            (true, true) => ring.extend(points(&all[current])),
            (true, false) => ring.extend(points(&all[to]).iter().rev()),
            (false, _) => {
                follow([all[current].at, all[to].at], if forwards { 1.0 } else { -1.0 }, &mut ring);
            }
        }
        current = all[to].twin;
        on_ring = !on_ring;
        if all[current].seen {
            return ring;
        }
    }
}

/// Makes a circle of crossings.
fn link(all: &mut [Crossing], ids: &[usize]) {
    for (place, id) in ids.iter().enumerate() {
        let next = ids[(place + 1) % ids.len()];
        all[*id].next = next;
        all[next].before = *id;
    }
}
