//! Maps: `layout.geo` with `scattergeo` and `choropleth` on it (plotly.js' `plots/geo`).

mod base;
mod config;
mod fit;
mod map;
mod places;
mod points;
mod regions;
mod scope;
mod view;

pub(in crate::render::chart) use map::draw_maps;
pub(crate) use points::MapPoints;
pub(crate) use regions::Regions;
