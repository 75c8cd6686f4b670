//! `stackgroup`: scatter traces piled on each other.

use std::collections::BTreeMap;

use super::Scatter;
use crate::render::chart::plot::Trace;

/// A value to sort and look positions up by.
fn key(value: f64) -> i64 {
    // Sorts like the number itself.
    let bits = value.to_bits() as i64;
    if bits < 0 { i64::MIN - bits } else { bits }
}

/// Piles the traces of each group, in order; their values become sums.
///
/// Positions that a trace lacks count as zero (`stackgaps: "infer zero"`, plotly's default).
pub(crate) fn stack(traces: &mut [(&Trace, &mut Scatter)]) {
    let mut groups: BTreeMap<(String, String, String), Vec<usize>> = BTreeMap::new();
    for (index, (trace, _)) in traces.iter().enumerate() {
        if let Some(group) = trace.attrs.str("stackgroup").filter(|group| !group.is_empty()) {
            let id = (trace.x_axis.clone(), trace.y_axis.clone(), group.to_owned());
            groups.entry(id).or_default().push(index);
        }
    }
    for members in groups.into_values() {
        let first = traces[members[0]].0;
        let horizontal = first.attrs.str("orientation") == Some("h");
        let norm = members.iter().find_map(|index| traces[*index].0.attrs.str("groupnorm")).unwrap_or("");
        let mut positions: Vec<f64> = members
            .iter()
            .flat_map(
                |index| if horizontal { traces[*index].1.y.clone() } else { traces[*index].1.x.clone() },
            )
            .filter(|position| position.is_finite())
            .collect();
        positions.sort_by(f64::total_cmp);
        positions.dedup();
        let values: Vec<BTreeMap<i64, f64>> = members
            .iter()
            .map(|index| {
                let scatter = &traces[*index].1;
                let (at, sizes) =
                    if horizontal { (&scatter.y, &scatter.x) } else { (&scatter.x, &scatter.y) };
                at.iter()
                    .zip(sizes)
                    .filter(|(_, size)| size.is_finite())
                    .map(|(at, size)| (key(*at), *size))
                    .collect()
            })
            .collect();
        let total = |at: f64| values.iter().filter_map(|sizes| sizes.get(&key(at))).sum::<f64>();
        let mut sums = vec![0.0; positions.len()];
        for (member, sizes) in members.iter().zip(&values) {
            let base = sums.clone();
            for (sum, at) in sums.iter_mut().zip(&positions) {
                let whole = match norm {
                    "percent" => total(*at) / 100.0,
                    "fraction" => total(*at),
                    _ => 1.0,
                };
                let size = sizes.get(&key(*at)).copied().unwrap_or(0.0);
                *sum += if whole == 0.0 { 0.0 } else { size / whole };
            }
            let scatter = &mut *traces[*member].1;
            let (at, tops) =
                if horizontal { (&mut scatter.y, &mut scatter.x) } else { (&mut scatter.x, &mut scatter.y) };
            at.clone_from(&positions);
            tops.clone_from(&sums);
            scatter.base = Some(base);
        }
    }
}
