//! Colours of points: one for all, one each, or along a colour scale.

use std::collections::BTreeMap;

use crate::render::chart::attrs::Attrs;
use crate::render::chart::color;
use crate::render::chart::color_scale::{ColorScale, extent};
use crate::render::chart::column::Column;
use crate::render::scene::Color;

/// The layout's shared colour axes, with the extent of the data that use them.
#[derive(Debug, Clone, Default)]
pub(crate) struct ColorAxes {
    extents: BTreeMap<String, (f64, f64)>,
}

impl ColorAxes {
    /// Takes the extent of data that use the axis `id` in.
    pub(crate) fn add(&mut self, id: &str, data: (f64, f64)) {
        let extent = self.extents.entry(id.to_owned()).or_insert(data);
        *extent = (extent.0.min(data.0), extent.1.max(data.1));
    }

    /// The axes in use, by name.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.extents.keys().map(String::as_str)
    }

    /// The scale of the axis `id`.
    pub(crate) fn scale(&self, id: &str, layout: &Attrs) -> ColorScale {
        let attrs = layout.at(id);
        ColorScale::of(&attrs, "c", self.extents.get(id).copied(), &layout.at("colorscale"))
    }

    /// The scale of a container: its colour axis', or its own for `data`.
    pub(crate) fn of(
        &self,
        attrs: &Attrs,
        prefix: &str,
        data: Option<(f64, f64)>,
        layout: &Attrs,
    ) -> ColorScale {
        match attrs.str("coloraxis") {
            Some(id) => self.scale(id, layout),
            None => ColorScale::of(attrs, prefix, data, &layout.at("colorscale")),
        }
    }
}

/// Numbers of a colour attribute that go through a colour scale.
pub(crate) fn numbers(attrs: &Attrs) -> Option<Vec<f64>> {
    let column = attrs.get("color").and_then(Column::of)?;
    let numeric = (0..column.len()).filter(|index| column.num(*index).is_some()).count();
    (numeric > 0).then(|| column.numbers())
}

/// The colours of `count` points: as many, or one for all.
pub(crate) fn colors(attrs: &Attrs, default: Color, axes: &ColorAxes, layout: &Attrs) -> Vec<Color> {
    if let Some(values) = numbers(attrs) {
        let scale = axes.of(attrs, "c", extent(values.iter().copied()), layout);
        return values
            .into_iter()
            .map(|value| if value.is_finite() { scale.color(value) } else { color::DARK })
            .collect();
    }
    if let Some(column) = attrs.get("color").and_then(Column::of) {
        return (0..column.len())
            .map(|index| column.text(index).and_then(|text| color::parse(&text)).unwrap_or(default))
            .collect();
    }
    vec![attrs.color("color").unwrap_or(default)]
}

/// The entry for a point, when there may be one for all.
pub(crate) fn pick<T: Clone>(list: &[T], index: usize, default: T) -> T {
    match list {
        [one] => one.clone(),
        list => list.get(index).cloned().unwrap_or(default),
    }
}

/// Numbers that may be one for all: a constant or an array.
pub(crate) fn each(attrs: &Attrs, path: &str, default: f64) -> Vec<f64> {
    match attrs.get(path).and_then(Column::of) {
        Some(column) => column.numbers(),
        None => vec![attrs.num(path).unwrap_or(default)],
    }
}
