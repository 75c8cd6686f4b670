// Arrows from a cause to what it caused.
const MOST_ARROWS = 400;
const TANGLE = 60; // Between lanes, more arrows than these tell nothing.

// The arrows to draw: [cause, effect, whether it is on the way to or from what is selected].
function arrowsOf(inView) {
  const selected = state.selected?.call;
  const way = selected === undefined ? [] : chain(selected);
  const bold = [
    ...way.slice(1).map((call, index) => [way[index], call, true]),
    ...(effects[selected] ?? []).map((effect) => [selected, effect, true]),
  ];
  const known = new Set(bold.map(([, effect]) => effect));
  const rest = inView.filter((call) => calls[call].cause !== null && !known.has(call)).map((call) => [calls[call].cause, call, false]);
  const isTangle = state.view === "callbacks" && (bold.length > 0 || rest.length > TANGLE);
  return [...(isTangle ? [] : rest.slice(0, MOST_ARROWS)), ...bold];
}

// Draws the arrows over rows that are `height` px high; `rowIndex` says in which row a call is.
function drawArrows(svg, inView, rowIndex, { left, width, height, top }) {
  const middle = (call) => (rowIndex(call) + 0.5) * height - top;
  const curves = arrowsOf(inView).filter(([cause, effect]) => rowIndex(cause) >= 0 && rowIndex(effect) >= 0).map(([cause, effect, bold]) => {
    const from = left + clamped(place(Math.min(ending(calls[cause]), calls[effect].start))) * width;
    const to = left + clamped(place(calls[effect].start)) * width;
    const [above, below] = [middle(cause), middle(effect)];
    const bend = Math.max((to - from) / 2, 9);
    const path = `M${from},${above} C${from + bend},${above} ${to - bend},${below} ${to},${below}`;
    const arrow = drawn("path", { d: path, class: bold ? "arrow bold" : "arrow", "marker-end": bold ? "url(#tip-bold)" : "url(#tip)" });
    arrow.dataset.cause = cause;
    arrow.dataset.effect = effect;
    return arrow;
  });
  svg.replaceChildren(tips(), ...curves);
}

function tips() {
  const tip = (id) => drawn("marker", { id, viewBox: "0 0 6 6", refX: 5, refY: 3, markerWidth: 6, markerHeight: 6, orient: "auto" },
    drawn("path", { d: "M0,0 L6,3 L0,6 z", class: id }));
  return drawn("defs", {}, tip("tip"), tip("tip-bold"));
}
