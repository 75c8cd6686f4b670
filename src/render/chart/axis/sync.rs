//! Ticks of an axis over another at the other's places (`tickmode: "sync"`).

use super::{Axes, Axis};

impl Axis<'_> {
    /// Whether the ticks follow the axis beneath: plotly's default for one that lies over another.
    fn follows(&self) -> bool {
        let chosen = ["tickvals", "dtick"].iter().any(|name| self.attrs.has(name));
        let default = if chosen || self.kind.is_categorical() { "auto" } else { "sync" };
        self.overlaying.is_some() && self.attrs.str_or("tickmode", default) == "sync"
    }
}

impl Axes<'_> {
    /// Gives every axis that follows another the other's ticks.
    pub(super) fn sync_ticks(&mut self) {
        let places: Vec<(String, Vec<f64>)> = self
            .iter()
            .map(|axis| {
                let drawn = axis.ticks.iter().filter(|tick| tick.drawn);
                (axis.id.clone(), drawn.map(|tick| axis.place(tick.value)).collect())
            })
            .collect();
        for axis in self.iter_mut().filter(|axis| axis.follows()) {
            if let Some((_, places)) = places.iter().find(|(id, _)| Some(id) == axis.overlaying.as_ref()) {
                axis.set_ticks_at(places);
            }
        }
    }
}
