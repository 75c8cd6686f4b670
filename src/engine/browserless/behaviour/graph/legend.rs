//! Clicks in the legend (plotly's `legend/handle_click.js`).

use serde_json::{Value, json};

use super::curve::Curve;
use super::find;
use super::{pie, relaid};
use crate::engine::Error;
use crate::engine::browserless::behaviour::Effect;
use crate::engine::browserless::behaviour::target::Target;
use crate::engine::browserless::behaviour::text::scalar_text;
use crate::render::chart::{Chart, Trace, Visible};

/// What a click on an item does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Toggle,
    ToggleOthers,
}

/// Clicks an item, once or twice.
///
/// # Errors
/// [`Error::NotActionable`] when there is no legend or its items take no clicks, [`Error::NoSuchOption`] lists the items.
pub(super) fn click(target: &Target<'_>, item: &str, double: bool) -> Result<Vec<Effect>, Error> {
    let figure = find::figure(target)?;
    let chart = find::laid_out(&figure);
    if !chart.has_legend() {
        return Err(target.not_actionable("it shows no legend"));
    }
    let (attribute, default) =
        if double { ("legend.itemdoubleclick", "toggleothers") } else { ("legend.itemclick", "toggle") };
    let mode = match chart.layout.get(attribute) {
        Some(Value::Bool(false)) => return Err(target.not_actionable("its legend takes no such clicks")),
        Some(mode) if mode == "toggle" => Mode::Toggle,
        Some(mode) if mode == "toggleothers" => Mode::ToggleOthers,
        _ if default == "toggle" => Mode::Toggle,
        _ => Mode::ToggleOthers,
    };
    let listed: Vec<&Trace<'_>> = chart.traces.iter().filter(|trace| is_listed(trace)).collect();
    if let Some(clicked) = listed.iter().find(|trace| trace.name == item) {
        return Ok(restyled(target, &chart, clicked, mode));
    }
    let labels = slices(&figure, &chart);
    if labels.iter().any(|label| label == item) {
        return Ok(hidden(target, &chart, labels, item, mode));
    }
    Err(target.no_option(item, listed.iter().map(|trace| trace.name.clone()).chain(labels)))
}

/// Whether the legend has an entry for a plot trace.
fn is_listed(trace: &Trace<'_>) -> bool {
    trace.visible != Visible::Hidden && trace.in_legend() && trace.attrs.flag("showlegend", true)
}

/// The labels of all sectors.
fn slices(figure: &crate::render::chart::Figure, chart: &Chart<'_>) -> Vec<String> {
    let mut labels = Vec::new();
    for curve in Curve::all(figure.value(), chart).iter().filter(|curve| pie::is_one(curve.kind)) {
        for label in pie::labels(curve) {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
    }
    labels
}

/// Plot traces change their visibility, in the figure too: dcc hands plotly the data as they lie in the page's state.
fn restyled(target: &Target<'_>, chart: &Chart<'_>, clicked: &Trace<'_>, mode: Mode) -> Vec<Effect> {
    let group = |trace: &Trace<'_>| trace.attrs.label("legendgroup").filter(|group| !group.is_empty());
    let as_groups = chart.layout.str("legend.groupclick") != Some("toggleitem");
    let own = group(clicked).filter(|_| as_groups);
    let with = |trace: &Trace<'_>| trace.index == clicked.index || (own.is_some() && group(trace) == own);
    let there = || chart.traces.iter().filter(|trace| trace.visible != Visible::Hidden);
    let legend = |shown: bool| if shown { json!(true) } else { json!("legendonly") };
    let updates: Vec<(usize, Value)> = match (mode, clicked.visible) {
        (Mode::Toggle, visible) => {
            let next = legend(visible != Visible::Shown);
            there().filter(|trace| with(trace)).map(|trace| (trace.index, next.clone())).collect()
        }
        (Mode::ToggleOthers, Visible::Shown) => {
            let alone =
                there().all(|trace| with(trace) || !is_listed(trace) || trace.visible != Visible::Shown);
            let stays =
                |trace: &Trace<'_>| with(trace) || (!is_listed(trace) && group(trace).is_none()) || alone;
            there().map(|trace| (trace.index, legend(stays(trace)))).collect()
        }
        (Mode::ToggleOthers, _) => there().map(|trace| (trace.index, legend(true))).collect(),
    };
    let (indices, visible): (Vec<usize>, Vec<Value>) = updates.iter().cloned().unzip();
    let (mut hand, figure) = (find::hand(target), target.component.prop("figure").unwrap_or(&Value::Null));
    let mut effects = Vec::new();
    for (index, value) in updates {
        hand.restyled(figure, index, "visible", value.clone());
        effects.push(Effect::Amend { at: format!("{}/props/figure/data/{index}/visible", target.at), value });
    }
    effects.push(hand.remember(target.at));
    effects.push(target.set([("restyleData", json!([{"visible": visible}, indices]))]));
    effects
}

/// Sectors are hidden by the layout.
fn hidden(
    target: &Target<'_>,
    chart: &Chart<'_>,
    labels: Vec<String>,
    item: &str,
    mode: Mode,
) -> Vec<Effect> {
    let before = chart.layout.list("hiddenlabels");
    let mut hidden: Vec<String> = before.unwrap_or_default().iter().map(scalar_text).collect();
    let at = hidden.iter().position(|label| label == item);
    match (mode, at) {
        (Mode::Toggle, Some(at)) => drop(hidden.remove(at)),
        (Mode::Toggle, None) => hidden.push(item.to_owned()),
        (Mode::ToggleOthers, at) => {
            let others: Vec<String> = labels.into_iter().filter(|label| label != item).collect();
            if at.is_none() && others.iter().all(|label| hidden.contains(label)) {
                hidden.retain(|label| !others.contains(label));
            } else {
                let more = others.into_iter().filter(|label| !hidden.contains(label)).collect::<Vec<_>>();
                hidden.extend(more);
            }
        }
    }
    relaid::told(target, [("hiddenlabels", json!(hidden))])
}
