// Zooms: back to the whole, and along the radius of polar plots.

// The polar plot that is named, or that of the first plot trace of a figure without x and y axes.
function polar(gd, named) {
  const first = () => (subplots(gd).length ? undefined : gd._fullData.find(({ subplot }) => subplot)?.subplot);
  const id = named ?? first() ?? "";
  return id.startsWith("polar") ? gd._fullLayout[id]?._subplot : undefined;
}

// A place of a polar plot at a distance from its middle, px.
function around(gd, { cx, cy, vangles, sectorInRad: [from, to] }, distance) {
  const angle = vangles?.[0] ?? (to - from > 6.28 ? from : (from + to) / 2);
  return onScreen(gd, cx + distance * Math.cos(angle), cy - distance * Math.sin(angle));
}

// A drag that is no longer zooms nothing, px (plotly's MINZOOM).
const SHORTEST = 20;

function radius(gd, dial, { x, y }) {
  if (x || !y) fail("unsupported", { what: "a zoom around a polar plot", hint: "zoom it along its radius, y" });
  const { radialAxis: axis, radius: edge, innerRadius: hole } = dial;
  const [from, to] = y.map((end) => {
    const px = axis.c2p(axis.d2c(end));
    if (!Number.isFinite(px)) fail("bad_action", { reason: `${end} has no place on an axis of type ${axis.type}` });
    return Math.min(Math.max(px, hole), edge - 0.5);
  });
  if (Math.abs(to - from) <= SHORTEST) fail("bad_action", { reason: `a zoom of ${SHORTEST} px along the radius or less` });
  take(gd, "zoom");
  return { from: around(gd, dial, from), to: around(gd, dial, to) };
}

// A place of a plot where seldom is a point.
async function corner(locator, named, mode) {
  const gd = plot(locator);
  await inSight(gd);
  const dial = mode === "zoom" && polar(gd, named);
  take(gd, mode);
  if (dial) return around(gd, dial, (dial.innerRadius + dial.radius) / 2);
  const first = subplot(gd, named);
  return onScreen(gd, first.xaxis._offset + 3, first.yaxis._offset + 3);
}

// Whether each axis of a subplot shows what it showed at first.
async function isWhole(locator, named) {
  const gd = plot(locator);
  const dial = polar(gd, named);
  const initial = ({ autorange, range, _rangeInitial0: low, _rangeInitial1: high }) =>
    autorange === true || autorange === "reversed" || (range[0] === low && range[1] === high);
  for (let i = 0; i < 20; i++) {
    if (dial) {
      if (dial.radialAxis.range.every((end, at) => end === dial.viewInitial["radialaxis.range"][at])) return true;
    } else {
      const { xaxis, yaxis } = subplot(gd, named);
      if (initial(xaxis) && initial(yaxis)) return true;
    }
    await sleep(25);
  }
  return false;
}
