// Points of a plotly graph, by data: calcdata for what it drew, the axes for where.
function plot(locator) {
  const element = one(locator);
  const found = element.matches(".js-plotly-plot") ? element : element.querySelector(".js-plotly-plot");
  if (!found?._fullLayout) refuse(`${named(element)} shows no plot yet`);
  return found;
}

const axisName = (id) => id.replace(/^([xyz])(\d*)$/, "$1axis$2");
const axesOf = (gd, trace) => [gd._fullLayout[axisName(trace.xaxis ?? "x")], gd._fullLayout[axisName(trace.yaxis ?? "y")]];
const given = (value) => value !== undefined && value !== null;

// Equal as data: dates, categories and numbers by their place on the axis.
function same(axis, wanted, drawn) {
  const place = axis.d2c(wanted);
  return place === drawn || Math.abs(place - drawn) <= 1e-9 * Math.max(1, Math.abs(drawn)) || String(wanted) === String(drawn);
}

function onScreen(gd, x, y) {
  const { left, top } = gd.querySelector(".main-svg").getBoundingClientRect();
  return { x: left + x, y: top + y };
}

function barOf(point, trace, [xa, ya]) {
  const flat = trace.orientation === "h";
  const along = (point.p0 + point.p1) / 2;
  const far = flat ? point.x : point.y;
  const across = ((point.b ?? 0) + far) / 2;
  return flat ? [xa.c2p(across, true), ya.c2p(along, true)] : [xa.c2p(along, true), ya.c2p(across, true)];
}

// Points drawn on axes: [index, fits, x, y] in px within the plot.
function onAxes(gd, trace, data, wanted) {
  const [xa, ya] = axesOf(gd, trace);
  if (trace.type === "heatmap" || trace.type === "contour" || trace.type === "histogram2d") {
    if (!given(wanted.x) || !given(wanted.y)) return null;
    const [x, y] = [xa.d2p(wanted.x), ya.d2p(wanted.y)];
    return Number.isFinite(x) && Number.isFinite(y) ? { x: xa._offset + x, y: ya._offset + y } : null;
  }
  const bars = ["bar", "histogram", "waterfall", "funnel"].includes(trace.type);
  const binned = trace.type === "histogram";
  const flat = trace.orientation === "h";
  const rows = trace.type === "scattergl"
    ? Array.from(trace.x ?? trace.y, (_, i) => ({ i, x: xa.d2c(trace.x?.[i] ?? i), y: ya.d2c(trace.y?.[i] ?? i) }))
    : data;
  const within = (value, point) => value >= point.ph0 && value <= point.ph1;
  for (const [index, point] of rows.entries()) {
    const number = point.i ?? index;
    if (given(wanted.point) && wanted.point !== number) continue;
    const raw = (name) => trace[name]?.[number];
    const fits = (axis, name, value) => {
      if (!given(value)) return true;
      const along = bars && (name === "x") !== flat;
      if (along) return binned ? same(axis, value, point.p) || within(axis.d2c(value), point) : same(axis, value, axis.d2c(raw(name) ?? point.p)) || same(axis, value, point.p);
      return same(axis, value, bars ? point.s ?? point[name] : point[name]) || String(raw(name)) === String(value);
    };
    if (!fits(xa, "x", wanted.x) || !fits(ya, "y", wanted.y)) continue;
    if (given(wanted.label) && ![trace.text?.[number], trace.hovertext?.[number], trace.name].includes(wanted.label)) continue;
    const [x, y] = bars ? barOf(point, trace, [xa, ya]) : [xa.c2p(point.x, true), ya.c2p(point.y, true)];
    if (Number.isFinite(x) && Number.isFinite(y)) return { x: xa._offset + x, y: ya._offset + y, number };
  }
  return null;
}

// A place inside of an irregular shape that is its own.
function inside(shape) {
  const { left, top, width, height } = shape.getBoundingClientRect();
  const steps = [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9, 0.05, 0.95];
  for (const fy of steps) for (const fx of steps) {
    const point = { x: left + fx * width, y: top + fy * height };
    if (shape.parentElement.contains(hit(point)) && shape.isPointInFill?.(local(shape, point)) !== false) return point;
  }
  return null;
}

function local(shape, { x, y }) {
  return new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
}

// Slices of a pie, treemap, sunburst…; plotly leaves its data on the element.
function slice(gd, curve, wanted) {
  for (const element of gd.querySelectorAll("g.slice")) {
    const datum = element.__data__;
    const inner = datum?.data?.data ?? datum;
    if (!inner) continue;
    const owner = element.closest(".trace")?.__data__?.[0]?.trace ?? element.closest(".trace")?.__data__?.trace;
    if (owner && owner.index !== curve) continue;
    if (given(wanted.label) && String(inner.label) !== String(wanted.label)) continue;
    if (given(wanted.point) && ![inner.pts, inner.i, datum.i].flat().includes(wanted.point)) continue;
    const found = inside(element.querySelector("path.surface, path"));
    if (found) return found;
  }
  return null;
}

const SLICES = ["pie", "treemap", "sunburst", "icicle", "funnelarea"];

async function dataPoint(locator, wanted) {
  const gd = plot(locator);
  await ready(gd, { hidden: true });
  const there = [];
  for (const [curve, trace] of gd._fullData.entries()) {
    if (trace.visible !== true || (given(wanted.curve) && wanted.curve !== curve)) continue;
    if (SLICES.includes(trace.type)) {
      const found = slice(gd, curve, wanted);
      if (found) return { ...found, curve };
      there.push(...(trace.labels ?? []));
    } else if (trace.xaxis || trace.yaxis) {
      const data = gd.calcdata[curve];
      const found = onAxes(gd, trace, data, wanted);
      if (found) return { ...onScreen(gd, found.x, found.y), curve, number: found.number };
      there.push(...Array.from(trace.orientation === "h" ? (trace.y ?? []) : (trace.x ?? [])));
    } else {
      fail("unsupported", { what: `a point of a ${trace.type} plot`, hint: "set its clickData with set_props" });
    }
  }
  fail("no_point", { there: [...new Set(there.map(String))].slice(0, 20) });
}

// The points under the pointer, as plotly sees it.
async function hovered(locator, curve) {
  const gd = plot(locator);
  for (let i = 0; i < 20; i++) {
    const over = gd._hoverdata ?? [];
    if (over.some((point) => point.curveNumber === curve)) return true;
    await sleep(25);
  }
  return (gd._hoverdata ?? []).length === 0;
}

const subplots = (gd) => Object.values(gd._fullLayout._plots ?? {});

// A place of the first plot where seldom is a point.
async function corner(locator) {
  const gd = plot(locator);
  await ready(gd, { hidden: true });
  const [first] = subplots(gd);
  if (!first) fail("unsupported", { what: "to zoom a graph without axes", hint: "set its figure with set_props" });
  return onScreen(gd, first.xaxis._offset + 3, first.yaxis._offset + 3);
}

// Whether each axis shows what it showed at first.
async function isWhole(locator) {
  const gd = plot(locator);
  const initial = ({ autorange, range, _rangeInitial0: low, _rangeInitial1: high }) =>
    autorange === true || autorange === "reversed" || (range[0] === low && range[1] === high);
  for (let i = 0; i < 20; i++) {
    if (subplots(gd).every(({ xaxis, yaxis }) => initial(xaxis) && initial(yaxis))) return true;
    await sleep(25);
  }
  return false;
}

// The corners of a drag that covers a range, in px of the viewport; a whole axis is not dragged along.
async function span(locator, { x, y }, mode) {
  const gd = plot(locator);
  await ready(gd, { hidden: true });
  const trace = gd._fullData.find((trace) => trace.xaxis || trace.yaxis);
  const [subplot] = subplots(gd);
  if (!trace && !subplot) fail("unsupported", { what: "a range of a graph without axes", hint: "click its slices" });
  const [xa, ya] = trace ? axesOf(gd, trace) : [subplot.xaxis, subplot.yaxis];
  const along = (axis, range) => {
    if (!range) return [axis._length / 2, axis._length / 2];
    const ends = range.map((end) => axis.d2p(end));
    if (!ends.every(Number.isFinite)) fail("no_point", { there: axis.range.map(String) });
    return ends.map((px) => Math.min(Math.max(px, 0.5), axis._length - 0.5));
  };
  const [xs, ys] = [along(xa, x), along(ya, y)];
  // The mode bar's button would do the same and report the mode as a relayout of its own.
  gd._fullLayout.dragmode = mode;
  return { from: onScreen(gd, xa._offset + xs[0], ya._offset + ys[0]), to: onScreen(gd, xa._offset + xs[1], ya._offset + ys[1]) };
}
