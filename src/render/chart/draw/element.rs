//! Elements that plotters' own set lacks, drawable on the [`SceneBackend`] alone.

use std::cell::RefCell;
use std::convert::Infallible;
use std::iter::{Empty, empty};

use plotters::element::{Drawable, PointCollection};
use plotters_backend::BackendCoord;
use plotters_backend::DrawingErrorKind;

use super::backend::SceneBackend;
use crate::render::scene::{Group, Item};

/// A step of drawing whose geometry is exact already, in px: plotters maps none of its points.
#[derive(Debug)]
pub(crate) enum Element {
    /// Paints one item of the scene: a dashed or filled path, a marker batch, a glyph run, a picture.
    Paint(RefCell<Option<Item>>),
    /// Begins a group: a clip, an opacity, a transform, a link.
    Open(RefCell<Option<Group>>),
    /// Ends the innermost group.
    Close,
}

impl From<Item> for Element {
    fn from(item: Item) -> Self {
        Self::Paint(RefCell::new(Some(item)))
    }
}

impl From<Group> for Element {
    fn from(group: Group) -> Self {
        Self::Open(RefCell::new(Some(group)))
    }
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Element {
    type Point = BackendCoord;
    type IntoIter = Empty<BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        empty()
    }
}

impl Drawable<SceneBackend<'_>> for Element {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        _: I,
        backend: &mut SceneBackend<'_>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        match self {
            Self::Paint(item) => {
                if let Some(item) = item.take() {
                    backend.push(item);
                }
            }
            Self::Open(group) => backend.open(group.take().unwrap_or_default()),
            Self::Close => backend.close(),
        }
        Ok(())
    }
}
