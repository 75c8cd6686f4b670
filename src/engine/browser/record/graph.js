// Gestures on a graph, by its data.
const plotOf = (id) => elementOf(id)?.querySelector(".js-plotly-plot") ?? elementOf(id);
const rounded = (value) => (typeof value === "number" ? Number(value.toPrecision(6)) : value);
const HOUR = 3600000;

// The ends of a range as a person would write them: of a range of hours nobody means the seconds.
function ends([from, to]) {
  const times = [from, to].map((end) => (typeof end === "string" && /^\d{4}-\d\d-\d\d /.test(end) ? Date.parse(end) : NaN));
  if (Math.abs(times[1] - times[0]) > HOUR) return [from, to].map((end) => end.replace(/^(.{16}).*$/, "$1"));
  return [rounded(from), rounded(to)];
}

// Whether a range is an axis from end to end, as a drag across the whole plot leaves it.
function isWhole(id, axis, [from, to]) {
  const drawn = plotOf(id)?._fullLayout?.[`${axis[0]}axis${axis.slice(1)}`];
  if (!drawn?.range) return false;
  const [start, end] = drawn.range.map(drawn.r2l);
  const near = (value, edge) => Math.abs(drawn.r2l(value) - edge) <= Math.abs(end - start) * 0.01;
  return (near(from, start) && near(to, end)) || (near(from, end) && near(to, start));
}

// A point as a person would name it: what its axis says, and the curve where there are several.
function pointOf(id, { curveNumber, pointNumber, x, y, label }) {
  const drawn = plotOf(id)?._fullData ?? [];
  const curve = drawn[curveNumber] ?? {};
  const several = drawn.length > 1 ? { curve: curveNumber } : {};
  if (x === undefined && y === undefined && label !== undefined) return { ...several, label };
  const [along, value] = curve.orientation === "h" ? ["y", y] : ["x", x];
  const both = ["heatmap", "contour", "histogram2d", "histogram2dcontour", "image"].includes(curve.type);
  if (both) return { ...several, x, y };
  const same = Array.from(curve[along] ?? []).filter((one) => String(one) === String(value)).length;
  if (value !== undefined && value !== null && same <= 1) return { ...several, [along]: value };
  return { curve: curveNumber ?? 0, point: pointNumber };
}

// `{x: [from, to], y: [from, to]}` of a subplot, as plotly names it: `{x2: …, y2: …}`.
function rectangle(range, isLeftOut = () => false) {
  const found = {};
  for (const [axis, told] of Object.entries(range)) {
    const name = axis[0];
    if ((name !== "x" && name !== "y") || !Array.isArray(told)) continue;
    if (axis.length > 1) found.subplot = subplot(Object.keys(range));
    if (!isLeftOut(axis, told)) found[name] = ends(told);
  }
  return found;
}

const subplot = (axes) => `${axes.find((axis) => axis[0] === "x") ?? "x"}${axes.find((axis) => axis[0] === "y") ?? "y"}`;

function selection(id, selected) {
  const on = locator(id);
  if (selected?.range) return { brush: { on, ...rectangle(selected.range, (axis, told) => isWhole(id, axis, told)) } };
  const { lassoPoints } = selected ?? {};
  if (!lassoPoints) return selected ? undefined : { brush: { on } };
  const axes = Object.keys(lassoPoints);
  const along = (name) => lassoPoints[axes.find((axis) => axis[0] === name)] ?? [];
  const corner = (value) => (typeof value === "string" ? value.replace(/\.\d+$/, "") : rounded(value));
  const path = along("x").map((x, at) => [corner(x), corner(along("y")[at])]);
  return { lasso: { on, path, ...(axes.some((axis) => axis.length > 1) ? { subplot: subplot(axes) } : {}) } };
}

// A zoom or a pan: either way the axes end where they are told to.
function relaid(on, told) {
  const ranges = {};
  let whole = false;
  for (const [key, value] of Object.entries(told ?? {})) {
    const [, axis, end] = /^([xy]axis\d*)\.range(?:\[([01])\])?$/.exec(key) ?? [];
    if (axis) {
      const name = axis.replace("axis", "");
      ranges[name] ??= [];
      if (end === undefined) ranges[name] = value;
      else ranges[name][end] = value;
    }
    if (/^[xy]axis\d*\.autorange$/.test(key) && value === true) whole = true;
  }
  if (Object.keys(ranges).length) return { zoom: { on, ...rectangle(ranges) } };
  return whole ? { zoom: { on } } : undefined;
}

// A click into the legend: the plot traces whose visibility changed.
function restyled(id, told) {
  const [changes, curves] = Array.isArray(told) ? told : [];
  if (!changes?.visible) return undefined;
  const names = list(curves).map((curve) => plotOf(id)?._fullData?.[curve]?.name);
  const shown = list(changes.visible);
  if (names.length === 1) return { legend: { on: locator(id), item: names[0] } };
  // Twice: one alone stays, or all come back; the one that was meant is the one that is shown.
  const alone = names[shown.findIndex((visible) => visible === true)] ?? names[0];
  return { legend: { on: locator(id), item: alone, double: true } };
}

const GRAPH = {
  clickData: (id, { clickData }) => clickData?.points?.[0] && { click: { on: locator(id), point: pointOf(id, clickData.points[0]) } },
  clickAnnotationData: (id, { clickAnnotationData: told }) => told?.annotation?.text && { annotation: { on: locator(id), text: told.annotation.text } },
  selectedData: (id, { selectedData }) => selection(id, selectedData),
  relayoutData: (id, { relayoutData }) => relaid(locator(id), relayoutData),
  restyleData: (id, { restyleData }) => restyled(id, restyleData),
};
