// Points of a plotly graph, by data: calcdata for what it drew, the axes for where.
function plot(locator) {
  const element = one(locator);
  const found = element.matches(".js-plotly-plot") ? element : element.querySelector(".js-plotly-plot");
  if (!found?._fullLayout) refuse(`${named(element)} shows no plot yet`);
  return found;
}

// Graphs that are dragged in, and what keeps them from looking at the pointer until the next gesture.
const resting = new Map();
const MOVES = ["mousemove", "mouseover", "mouseout"];

// The graph's element may be larger than what plotly draws in it. Two gestures in a row are no double click.
async function inSight(gd) {
  wake(gd);
  await ready(gd.querySelector(".main-svg"), { hidden: true });
  // The page's clock, which may stand still: what runs beside the page's scripts may have one of its own.
  const now = () => window.Date.now();
  const left = (gd._mouseDownTime ?? 0) + gd._context.doubleClickDelay - now();
  if (left >= 0) await sleep(left + 20);
  // Where the clock stands still, the time never passes.
  if (gd._mouseDownTime + gd._context.doubleClickDelay >= now()) gd._mouseDownTime = 0;
}

// Whether the graph is to be scrolled to.
function isOutOfSight(locator) {
  const { left, top, right, bottom } = plot(locator).querySelector(".main-svg").getBoundingClientRect();
  return !inView({ x: left, y: top }) || !inView({ x: right - 1, y: bottom - 1 });
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
  const across = point.s1 === undefined ? ((point.b ?? 0) + far) / 2 : (point.s0 + point.s1) / 2;
  return flat ? [xa.c2p(across, true), ya.c2p(along, true)] : [xa.c2p(along, true), ya.c2p(across, true)];
}

// A box by its place; a point beside it by its number or its value.
function boxed(trace, boxes, [xa, ya], wanted) {
  const flat = trace.orientation === "h";
  const [along, across] = flat ? [ya, xa] : [xa, ya];
  const [place, value] = flat ? [wanted.y, wanted.x] : [wanted.x, wanted.y];
  const { t } = boxes[0] ?? {};
  for (const box of boxes) {
    if (given(place) && !same(along, place, box.pos)) continue;
    const px = (p, v) => (flat ? { x: xa._offset + v, y: ya._offset + p } : { x: xa._offset + p, y: ya._offset + v });
    if (!given(value) && !given(wanted.point)) return px(along.c2p(box.pos + t.bPos, true), across.c2p(box.med, true));
    for (const point of box.pts ?? []) {
      if (given(wanted.point) && wanted.point !== point.i) continue;
      if (given(value) && !same(across, value, point.v)) continue;
      const [x, y] = [xa.c2p(point.x, true), ya.c2p(point.y, true)];
      if (Number.isFinite(x) && Number.isFinite(y)) return { x: xa._offset + x, y: ya._offset + y, number: point.i };
    }
  }
  return null;
}

// Points drawn on axes: [index, fits, x, y] in px within the plot.
function onAxes(gd, trace, data, wanted) {
  const [xa, ya] = axesOf(gd, trace);
  if (trace.type === "box" || trace.type === "violin") return boxed(trace, data, [xa, ya], wanted);
  if (["heatmap", "contour", "histogram2d", "histogram2dcontour", "image"].includes(trace.type)) {
    if (!given(wanted.x) || !given(wanted.y)) return null;
    const [x, y] = [xa.d2p(wanted.x), ya.d2p(wanted.y)];
    return Number.isFinite(x) && Number.isFinite(y) ? { x: xa._offset + x, y: ya._offset + y } : null;
  }
  const bars = ["bar", "histogram", "waterfall", "funnel"].includes(trace.type);
  const binned = trace.type === "histogram";
  const flat = trace.orientation === "h";
  const candles = trace.type === "candlestick" || trace.type === "ohlc";
  const rows = candles ? data.map((candle, i) => ({ i, x: candle.pos, y: (candle.q1 + candle.q3) / 2 || candle.yc })) : trace.type === "scattergl"
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
    if (!fits(xa, "x", wanted.x) || (!candles && !fits(ya, "y", wanted.y))) continue;
    if (given(wanted.label) && ![trace.text?.[number], trace.hovertext?.[number], trace.name].includes(wanted.label)) continue;
    const [x, y] = bars ? barOf(point, trace, [xa, ya]) : [xa.c2p(point.x, true), ya.c2p(point.y, true)];
    if (Number.isFinite(x) && Number.isFinite(y)) return { x: xa._offset + x, y: ya._offset + y, number };
  }
  return null;
}

// A place inside of an irregular shape, and its own where the shapes themselves take the pointer.
function inside(shape, own = true) {
  const { left, top, width, height } = shape.getBoundingClientRect();
  const steps = [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9, 0.05, 0.95];
  const filled = (point) => shape.isPointInFill?.(local(shape, point)) !== false;
  // The pointer stands on whole px, and comes from beside.
  const around = ({ x, y }) => [-3, 3].every((by) => filled({ x: x + by, y }) && filled({ x, y: y + by }) && filled({ x: x + by, y: y + by }));
  const room = width > 12 && height > 12;
  for (const fy of steps) for (const fx of steps) {
    const point = { x: left + fx * width, y: top + fy * height };
    if ((!room || around(point)) && (!own || shape.parentElement.contains(hit(point))) && filled(point)) return point;
  }
  return null;
}

function local(shape, { x, y }) {
  return new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
}

// Slices of a pie, treemap, sunburst and their kin; plotly leaves its data on the element.
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

// Marks of plots without axes: the element's datum is the point that plotly calculated, or holds it.
const MARKS = "path.point, path.mapbox, path.choroplethlocation, g.point > path, .sankey-node rect, .sankey-link";

function mark(gd, curve, trace, wanted) {
  const map = gd._fullLayout[trace.geo]?._subplot;
  if (map && !map.projection) refuse(`its map is not drawn: ${map.topojsonURL}${map.topojsonName}.json can't be loaded`);
  const data = gd.calcdata[curve] ?? [];
  for (const element of gd.querySelectorAll(MARKS)) {
    const { node, link, ...datum } = element.__data__ ?? {};
    const part = node ?? link;
    const index = part ? part.pointNumber : data.indexOf(element.__data__);
    if (index < 0 || (part && part.trace?.index !== curve)) continue;
    const raw = (name) => trace[name]?.[index];
    const fits = (value, ...held) => !given(value) || held.some((one) => given(one) && String(one) === String(value));
    if (given(wanted.point) && (wanted.point !== index || node)) continue;
    if (!fits(wanted.x, raw("theta"), raw("lon")) || !fits(wanted.y, raw("r"), raw("lat"))) continue;
    const between = link && `${link.source?.label} \u2192 ${link.target?.label}`;
    if (!fits(wanted.label, datum.loc, part?.label, between, raw("locations"), raw("hovertext"), raw("text"))) continue;
    const found = inside(element, Boolean(part));
    if (found) return found;
  }
  return null;
}

const MARKED = /^(scatterpolar|barpolar|scatterternary|scattersmith|scattergeo|choropleth|sankey)$/;
const SLICES = ["pie", "treemap", "sunburst", "icicle", "funnelarea"];

// How many points an error names.
const NAMED = 12;

// The points of a plot trace, as a visitor names them.
function pointNames(trace) {
  const labels = trace.labels ?? trace.locations ?? trace.node?.label;
  const lists = labels ? [["label", labels]] : [["x", trace.x ?? trace.theta ?? trace.lon], ["y", trace.y ?? trace.r ?? trace.lat]];
  const names = [];
  for (const [name, list] of lists) Array.from(list ?? []).forEach((value, i) => (names[i] ??= []).push(`${name}=${value}`));
  return names.map((parts) => parts.join(" "));
}

async function dataPoint(locator, wanted) {
  const gd = plot(locator);
  await inSight(gd);
  const there = [];
  for (const [curve, trace] of gd._fullData.entries()) {
    if (trace.visible !== true || (given(wanted.curve) && wanted.curve !== curve)) continue;
    if (SLICES.includes(trace.type)) {
      const found = slice(gd, curve, wanted);
      if (found) return found;
    } else if (trace.xaxis || trace.yaxis) {
      const data = gd.calcdata[curve];
      const found = onAxes(gd, trace, data, wanted);
      if (found) return { ...onScreen(gd, found.x, found.y), curve, number: found.number };
    } else if (MARKED.test(trace.type)) {
      const found = mark(gd, curve, trace, wanted);
      if (found) return found;
    } else if (IN_SPACE.test(trace.type)) {
      const found = inSpace(gd, curve, trace, wanted);
      if (found) return found;
    } else {
      fail("unsupported", { what: `a point of a ${trace.type} plot`, hint: "set its clickData with set_props" });
    }
    there.push(...pointNames(trace));
  }
  const distinct = [...new Set(there)];
  const more = distinct.length > NAMED ? ` and ${distinct.length - NAMED} more` : "";
  fail("no_point", { there: distinct.length ? distinct.slice(0, NAMED).join(", ") + more : "none" });
}

// Whether plotly sees the pointer over that point of a plot trace; null when it sees none, or another of the same.
async function hovered(locator, curve, number) {
  const gd = plot(locator);
  const trace = gd._fullData[curve];
  const isFlat = !IN_SPACE.test(trace.type);
  const over = () => (isFlat ? gd._hoverdata : overInSpace(gd, trace)) ?? [];
  const isOver = (number) => over().some((point) => point.curveNumber === curve && (!given(number) || point.pointNumber === number));
  for (let i = 0; i < 20; i++) {
    if (isOver(number)) {
      heed(gd);
      return true;
    }
    await sleep(25);
  }
  return isFlat && (!over().length || isOver()) ? null : false;
}

// The graph whose next click is listened for, until plotly has told of it.
let heeded = null;

function heed(gd) {
  if (heeded?.gd === gd || !gd._fullLayout.clickmode?.includes("event")) return;
  const own = { gd };
  heeded = own;
  gd.once("plotly_click", () => {
    if (heeded === own) heeded = null;
  });
}

// Whether plotly told of the click that was listened for: a plot that is drawn anew under the pointer loses it.
async function clicked() {
  for (let i = 0; heeded && i < 20; i++) await sleep(25);
  return !heeded;
}

const subplots = (gd) => Object.values(gd._fullLayout._plots ?? {});

// The subplot that is named, or that of the first plot trace.
function subplot(gd, named) {
  const trace = gd._fullData.find((trace) => trace.xaxis || trace.yaxis);
  const plots = gd._fullLayout._plots ?? {};
  const found = plots[named ?? `${trace?.xaxis ?? "x"}${trace?.yaxis ?? "y"}`] ?? (named ? undefined : subplots(gd)[0]);
  if (found) return found;
  if (named) fail("not_actionable", { reason: `its subplots are ${Object.keys(plots).join(", ") || "none"}` });
  const kinds = [...new Set(gd._fullData.map(({ type }) => type))].join(", ");
  fail("unsupported", { what: `a range of a graph without axes (${kinds})`, hint: "click its points one by one, or set its props with set_props" });
}

// The mode bar's button would do the same and report the mode as a relayout of its own.
function take(gd, mode) {
  gd._fullLayout.dragmode = mode;
  // plotly reads it only for figures that begin with the tool.
  gd._fullLayout.selectdirection ??= gd.layout.selectdirection ?? "any";
  // The pointer leaves what it was over, and what a drag passes is no hover: that would depend on px.
  Plotly.Fx.unhover(gd, { target: gd });
  Object.defineProperty(gd._fullLayout, "_rehover", { get: () => undefined, set() {}, configurable: true });
  resting.set(gd, MOVES.map((type) => [type, (event) => event.buttons || event.stopImmediatePropagation()]));
  for (const [type, stop] of resting.get(gd)) gd.addEventListener(type, stop, { capture: true });
}

// The plot looks at the pointer again.
function wake(gd) {
  for (const [type, stop] of resting.get(gd) ?? []) gd.removeEventListener(type, stop, { capture: true });
  if (resting.delete(gd)) delete gd._fullLayout._rehover;
}

// The corners of a drag that covers a range, in px of the viewport; a whole axis is not dragged along.
async function span(locator, { x, y, subplot: named }, mode) {
  const gd = plot(locator);
  await inSight(gd);
  const dial = mode === "zoom" && polar(gd, named);
  if (dial) return radius(gd, dial, { x, y });
  const { xaxis: xa, yaxis: ya } = subplot(gd, named);
  const along = (axis, range) => {
    if (!range) return [axis._length / 2, axis._length / 2];
    const ends = range.map((end) => placed(axis, end));
    // A category that is named is wholly inside.
    if (mode !== "pan" && axis.type === "category") {
      const half = Math.abs(axis.c2p(0.5) - axis.c2p(0));
      const [first, last] = ends[0] <= ends[1] ? [0, 1] : [1, 0];
      if (typeof range[first] === "string") ends[first] -= half;
      if (typeof range[last] === "string") ends[last] += half;
    }
    return ends.map((px) => Math.min(Math.max(px, 0.5), axis._length - 0.5));
  };
  const [xs, ys] = [along(xa, x), along(ya, y)];
  take(gd, mode);
  return { from: onScreen(gd, xa._offset + xs[0], ya._offset + ys[0]), to: onScreen(gd, xa._offset + xs[1], ya._offset + ys[1]) };
}

function placed(axis, value) {
  const px = axis.d2p(value);
  if (!Number.isFinite(px)) fail("bad_action", { reason: `${value} has no place on an axis of type ${axis.type}` });
  return px;
}

// The corners of a lasso, in px of the viewport.
async function lasso(locator, { path, subplot: named }) {
  const gd = plot(locator);
  await inSight(gd);
  const { xaxis: xa, yaxis: ya } = subplot(gd, named);
  take(gd, "lasso");
  // Beside the plot the axes would be dragged; plotly keeps a lasso within it anyway.
  const along = (axis, value) => axis._offset + Math.min(Math.max(placed(axis, value), 0.5), axis._length - 0.5);
  return path.map(([x, y]) => onScreen(gd, along(xa, x), along(ya, y)));
}

// A place of the graph outside of its plots.
async function margin(locator) {
  const gd = plot(locator);
  await inSight(gd);
  const { left, top } = gd.getBoundingClientRect();
  return { x: left + 1, y: top + 1 };
}

const within = (element) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
};

// What bears one of several texts.
function labelled(elements, text, label) {
  const named = elements.map((element) => [label(element), element]).filter(([name]) => given(name));
  const found = named.find(([name]) => name === text);
  if (!found) fail("no_option", { option: text, available: named.map(([name]) => name) });
  return found[1];
}

// Where an item of the legend is, and how long plotly waits for a second click, ms.
async function legendItem(locator, name) {
  const gd = plot(locator);
  await inSight(gd);
  const items = [...gd.querySelectorAll(".legend .traces")];
  if (!items.length) refuse("it shows no legend");
  const item = labelled(items, name, (item) => {
    const datum = item.__data__?.[0];
    return datum && (datum.label ?? datum.trace?.name);
  });
  return { ...within(item.querySelector(".legendtoggle") ?? item), wait: gd._context.doubleClickDelay };
}

async function annotation(locator, text) {
  const gd = plot(locator);
  await inSight(gd);
  const of = (element) => gd._fullLayout.annotations[Number(element.dataset.index)];
  const found = labelled([...gd.querySelectorAll("g.annotation")], text, (element) => of(element)?.text);
  return within(found.querySelector(".annotation-text-g") ?? found);
}

// What to click for a button or a step, in order: a drop-down menu is opened first.
async function menuItem(locator, option) {
  const gd = plot(locator);
  await inSight(gd);
  const { updatemenus = [], sliders = [] } = gd._fullLayout;
  const headers = [...gd.querySelectorAll(".updatemenu-header")];
  const button = [...gd.querySelectorAll(".updatemenu-button, .rangeselector .button, .updatemenu-dropdown-button")]
    .find((button) => fold(button.textContent) === option);
  if (button) return within(button);
  const slider = sliders.findIndex(({ steps }) => steps.some(({ label }) => label === option));
  if (slider >= 0) {
    const group = gd.querySelectorAll(".slider-group")[slider];
    const step = sliders[slider].steps.findIndex(({ label }) => label === option);
    return { x: within(group.querySelectorAll(".slider-tick-rect")[step]).x, y: within(group.querySelector(".slider-rail-touch-rect")).y };
  }
  const menu = headers.find(({ __data__: menu }) => menu?.buttons?.some(({ label }) => label === option)) ??
    headers.find((_, i) => updatemenus.filter(({ type }) => type === "dropdown")[i]?.buttons.some(({ label }) => label === option));
  if (menu) return { ...within(menu), opens: true };
  const labels = [...updatemenus.flatMap(({ buttons }) => buttons), ...sliders.flatMap(({ steps }) => steps)].map(({ label }) => label);
  fail("no_option", { option, available: [...labels, ...[...gd.querySelectorAll(".rangeselector .button")].map((button) => fold(button.textContent))] });
}
