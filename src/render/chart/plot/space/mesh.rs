//! mesh3d traces: triangles between points.

use super::face::{Brush, Corner, Tint};
use super::points::read_points;
use super::raster::Raster;
use super::scale::Scale;
use super::vector::Vector;
use crate::render::chart::color;
use crate::render::chart::column::Column;
use crate::render::chart::plot::Trace;
use crate::render::scene::Color;

/// A mesh, in linear coordinates.
#[derive(Debug)]
pub(super) struct Mesh {
    points: Vec<Vector>,
    /// Places in `points`.
    faces: Vec<[usize; 3]>,
}

impl Mesh {
    /// Reads points and faces; `None` where a coordinate or the faces are missing.
    pub(super) fn new(trace: &Trace, scale: &mut Scale) -> Option<Self> {
        let points = read_points(trace, scale)?;
        let list = |letter: &str| trace.column(letter).map(|column| column.numbers());
        let (i, j, k) = (list("i")?, list("j")?, list("k")?);
        let place = |number: f64| {
            let place = number.round();
            (place >= 0.0 && place < points.len() as f64).then_some(place as usize)
        };
        let faces = i.iter().zip(&j).zip(&k).map(|((i, j), k)| Some([place(*i)?, place(*j)?, place(*k)?]));
        Some(Self { faces: faces.collect::<Option<_>>()?, points })
    }

    pub(super) fn points(&self) -> impl Iterator<Item = Vector> + '_ {
        self.points.iter().copied()
    }

    pub(super) fn draw(&self, raster: &mut Raster, brush: &Brush, trace: &Trace) {
        let placed: Vec<Vector> = self.points.iter().map(|point| brush.scale.place(*point)).collect();
        let smooth = (!trace.attrs.is("flatshading")).then(|| self.normals(&placed));
        let colors = Colors::read(trace);
        for (face, ends) in self.faces.iter().enumerate() {
            let [a, b, c] = ends.map(|index| placed[index]);
            let flat = (b - a).cross(c - a);
            let corners = ends.map(|index| Corner {
                at: placed[index],
                normal: smooth.as_ref().and_then(|normals| normals.get(index)).copied().unwrap_or(flat),
                tint: colors.of(index, face),
            });
            brush.draw(raster, corners);
        }
    }

    /// The normal at each point: those of its faces, the more of each the wider it is there.
    fn normals(&self, placed: &[Vector]) -> Vec<Vector> {
        let mut normals = vec![Vector::default(); placed.len()];
        for face in &self.faces {
            for corner in 0..3 {
                let [at, next, before] =
                    [face[corner], face[(corner + 1) % 3], face[(corner + 2) % 3]].map(|index| placed[index]);
                let (to, from) = (next - at, before - at);
                let weight = to.length() * from.length();
                if weight > 1e-12
                    && let Some(normal) = normals.get_mut(face[corner])
                {
                    *normal = *normal + to.cross(from) * (1.0 / weight);
                }
            }
        }
        normals
    }
}

/// Where a mesh's colours come from.
enum Colors {
    /// A number for each point, or for each face.
    Values(Vec<f64>, bool),
    Points(Vec<Color>),
    Faces(Vec<Color>),
    One(Color),
}

impl Colors {
    fn read(trace: &Trace) -> Self {
        let list = |path: &str| -> Option<Vec<Color>> {
            let column = trace.column(path)?;
            Some((0..column.len()).map(|index| color_at(&column, index)).collect())
        };
        if let Some(values) = trace.column("intensity") {
            return Self::Values(values.numbers(), trace.attrs.text("intensitymode") == "cell");
        }
        if let Some(colors) = list("vertexcolor") {
            return Self::Points(colors);
        }
        match list("facecolor") {
            Some(colors) => Self::Faces(colors),
            None => Self::One(trace.attrs.color("color").unwrap_or(trace.color)),
        }
    }

    fn of(&self, point: usize, face: usize) -> Tint {
        let plain = |list: &[Color], at: usize| Tint::Plain(list.get(at).copied().unwrap_or(color::DARK));
        match self {
            Self::Values(values, by_face) => {
                let at = if *by_face { face } else { point };
                Tint::Value(values.get(at).copied().unwrap_or(f64::NAN))
            }
            Self::Points(colors) => plain(colors, point),
            Self::Faces(colors) => plain(colors, face),
            Self::One(color) => Tint::Plain(*color),
        }
    }
}

/// A colour written as text, or as a list of red, green and blue, 0 to 255.
fn color_at(column: &Column, index: usize) -> Color {
    let listed = || {
        let channels = Column::of(column.value(index)?)?.numbers();
        let channel = |at: usize| channels.get(at).map(|value| value.clamp(0.0, 255.0) as u8);
        Some(Color::rgb(channel(0)?, channel(1)?, channel(2)?))
    };
    column.text(index).and_then(|text| color::parse(&text)).or_else(listed).unwrap_or(color::DARK)
}
