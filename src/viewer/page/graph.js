// The callbacks and what feeds what, coloured by what the trace exercised. A click shows the calls of a callback.
const LINE_HEIGHT = 16.5;

function graphBox({ x, y, width, height, round, lines }, index) {
  const { class: kind, title } = callbacks[index];
  const top = y + height / 2 - ((lines.length - 1) * LINE_HEIGHT) / 2;
  const texts = lines.map((line, number) => {
    const text = drawn("text", { x: x + width / 2, y: top + number * LINE_HEIGHT, class: number ? "" : "first" }, line);
    return text;
  });
  const box = drawn("g", { class: `box ${kind}`, tabindex: 0, role: "button" },
    drawn("title", {}, `${title}: ${kind}`),
    drawn("rect", { x, y, width, height, rx: round ? Math.min(height / 2, 18) : 5 }), ...texts);
  box.dataset.callback = index;
  return box;
}

function makeGraph() {
  const { width, height, boxes, arrows } = data.graph;
  const tip = drawn("marker", { id: "tip-graph", viewBox: "0 0 6 6", refX: 6, refY: 3, markerWidth: 7, markerHeight: 7, orient: "auto" }, drawn("path", { d: "M0,0 L6,3 L0,6 z", class: "tip" }));
  const ways = arrows.map(({ from, to, dashed, path }) => {
    const way = drawn("path", { d: path, class: dashed ? "way dashed" : "way", "marker-end": "url(#tip-graph)" });
    [way.dataset.from, way.dataset.to] = [from, to];
    return way;
  });
  const svg = drawn("svg", { width, height, viewBox: `0 0 ${width} ${height}` }, drawn("defs", {}, tip), ...ways, ...boxes.map(graphBox));
  const open = (event) => {
    const callback = event.target.closest("[data-callback]")?.dataset.callback;
    if (callback === undefined) return;
    setFilter({ callback }, refilter);
    const first = state.shown[0];
    select(first === undefined ? null : { call: first });
    show("steps");
  };
  svg.addEventListener("click", open);
  svg.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") open(event); });
  const mark = (event) => {
    const callback = event.target.closest?.("[data-callback]")?.dataset.callback;
    for (const way of svg.querySelectorAll(".way")) {
      way.classList.toggle("near", callback !== undefined && (way.dataset.from === callback || way.dataset.to === callback));
    }
  };
  svg.addEventListener("pointerover", mark);
  svg.addEventListener("focusin", mark);
  const key = make("p", "key", make("span", "ran", "ran"), make("span", "failed", "failed"), make("span", "unused", "never ran"), make("small", "", "A dashed arrow is a State. Click a callback for its calls."));
  byId("graph").replaceChildren(boxes.length ? key : make("p", "hint", "The trace does not hold the app's callbacks."), svg);
}

function drawGraph() {
  const graph = byId("graph");
  const isShown = state.view === "graph";
  if (isShown && !graph.children.length) makeGraph();
  graph.hidden = !isShown;
  for (const part of [byId("timeline"), document.querySelector(".head-row")]) part.hidden = isShown;
  byId("none").hidden = isShown || rows.some((row) => row.call !== undefined || row.calls) || !isFiltered();
}
