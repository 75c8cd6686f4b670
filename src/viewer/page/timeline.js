// The rows that are in view, and no others: ten thousand are as quick as ten.
const ROW = 26; // Their height, px, as in the style.
const BEYOND = 6; // Rows that are drawn above and below the view.
const NEAR = 4; // Calls of a lane that are as near, px, are one bar.

function bar(from, to, kind) {
  const element = make("span", `bar ${kind}`);
  const [left, right] = [clamped(place(from)), clamped(place(to))];
  element.style.left = percent(left);
  element.style.width = percent(Math.max(right - left, 0));
  return element;
}

const looks = (call) => `${call.kind} ${call.status.replace(" ", "-")}`;
const trigger = (call) => (call.changed.length ? call.changed.join(", ") : "initial call");

function callRow({ call: index, depth }) {
  const call = calls[index];
  const label = make("span", "label", make("span", "branch", depth ? "↳" : ""), make("span", "title", title(call)), make("small", "", trigger(call)));
  label.style.paddingInlineStart = `${0.5 + Math.min(depth, 12) * 0.9}rem`;
  const mark = call.status === "updated" ? null : make("small", "mark", call.status);
  const row = make("div", `row call ${looks(call)}`, label, make("span", "plot", bar(call.start, ending(call), looks(call))),
    make("span", "took", mark, call.duration === null ? "" : time(call.duration)));
  return [row, { call: index }];
}

function stepRow({ step: index }) {
  const step = steps[index];
  const row = make("div", "row step", make("span", "label", make("span", "title", step.name)),
    make("span", "plot", bar(step.start, step.end, "step")), make("span", "took", time(step.end - step.start)));
  return [row, { step: index }];
}

function messageRow({ message: index }) {
  const { level, text, at } = messages[index];
  const label = make("span", "label", make("small", "mark", level), make("span", "title", firstLine(text)));
  return [make("div", `row message ${level}`, label, make("span", "plot", bar(at, at, "moment")), make("span", "took")), { message: index }];
}

// The calls of a lane as bars; those too near to be told apart are one, which zooms to them.
function laneRow({ callback, calls: own }, width) {
  const plot = make("span", "plot");
  let near = [];
  const flush = () => {
    if (!near.length) return;
    const [first, last] = [calls[near[0]], calls[near.at(-1)]];
    const worst = near.map((index) => calls[index]).find((call) => call.status === "failed") ?? first;
    const several = near.length > 1;
    const one = bar(first.start, Math.max(...near.map((index) => ending(calls[index]))), `${looks(worst)}${several ? " several" : ""}`);
    one.dataset.call = near[0];
    one.title = several ? counted(near.length, "call") : `${time(first.start)}: ${trigger(first)}`;
    if (near.includes(state.selected?.call)) one.classList.add("selected");
    if (several) one.dataset.until = last.start;
    plot.append(one);
    near = [];
  };
  const pixels = (index) => place(calls[index].start) * width;
  for (const index of own) {
    if (ending(calls[index]) < state.from || calls[index].start > state.to) continue;
    if (near.length && pixels(index) - pixels(near.at(-1)) > NEAR) flush();
    near.push(index);
  }
  flush();
  const label = make("span", "label", make("span", "title", callbacks[callback].title), make("small", "", callbacks[callback].kind));
  return [make("div", "row lane", label, plot, make("span", "took", `${own.length} ×`)), {}];
}

function stepsRow() {
  const plot = make("span", "plot", ...steps.map((step, index) => {
    const one = bar(step.start, step.end, "step");
    one.dataset.step = index;
    one.title = plain(step.name);
    return one;
  }));
  return [make("div", "row lane", make("span", "label", make("span", "title", "Steps")), plot, make("span", "took", `${steps.length} ×`)), {}];
}

function rowElement(row, width) {
  if (row.call !== undefined) return callRow(row);
  if (row.message !== undefined) return messageRow(row);
  if (row.step !== undefined) return stepRow(row);
  return row.steps ? stepsRow() : laneRow(row, width);
}

// The rows in view, and `beyond` more on each side.
function inSight(beyond) {
  const { scrollTop, clientHeight } = byId("timeline");
  return [Math.max(Math.floor(scrollTop / ROW) - beyond, 0), Math.min(Math.ceil((scrollTop + clientHeight) / ROW) + beyond, rows.length)];
}

// The time that is shown follows what is in view: whole steps, so that it rests while one is read.
function follow() {
  if (!state.follows || state.view === "graph") return;
  if (state.view === "callbacks") return setTime(...whole);
  const seen = new Set(rows.slice(...inSight(0)).map((row) => row.step ?? calls[row.call]?.step ?? messages[row.message]?.step));
  const shown = [...seen].flatMap((step) => (steps[step] ? [steps[step]] : []));
  if (!shown.length) return;
  const [from, to] = [Math.min(...shown.map(({ start }) => start)), Math.max(...shown.map(({ end }) => end))];
  setTime(from - (to - from) * 0.02, to + (to - from) * 0.02);
}

function drawTimeline() {
  const timeline = byId("timeline");
  const [first, last] = inSight(BEYOND);
  const { left, width } = plotPlace();
  let active = "";
  const inView = [];
  const elements = rows.slice(first, last).map((row, offset) => {
    const [element, of] = rowElement(row, width);
    const number = first + offset;
    const [[kind, index] = []] = Object.entries(of);
    element.id = `row-${number}`;
    element.style.transform = `translateY(${number * ROW}px)`;
    element.setAttribute("role", "option");
    element.setAttribute("aria-setsize", rows.length);
    element.setAttribute("aria-posinset", number + 1);
    element.setAttribute("aria-selected", kind !== undefined && isSelected(kind, index));
    if (kind !== undefined) {
      element.dataset[kind] = index;
      if (isSelected(kind, index)) active = element.id;
    }
    inView.push(...(row.calls ?? (row.call === undefined ? [] : [row.call])));
    return element;
  });
  byId("rows").replaceChildren(...elements);
  timeline.setAttribute("aria-activedescendant", active);
  const svg = byId("arrows");
  svg.setAttribute("height", timeline.clientHeight);
  svg.style.transform = `translateY(${timeline.scrollTop}px)`;
  const visible = inView.filter((call) => ending(calls[call]) >= state.from && calls[call].start <= state.to);
  drawArrows(svg, visible, rowIndex(), { left, width, height: ROW, top: timeline.scrollTop });
}

// In which row each call is.
let indexed = { rows: null, places: new Map() };
function rowIndex() {
  if (indexed.rows !== rows) {
    indexed = { rows, places: new Map() };
    rows.forEach((row, number) => {
      for (const call of row.calls ?? (row.call === undefined ? [] : [row.call])) indexed.places.set(call, number);
    });
  }
  return (call) => indexed.places.get(call) ?? -1;
}

// Where the bars stand, px from the timeline's left: the axis above has the same place.
function plotPlace() {
  const [axis, timeline] = [byId("axis").getBoundingClientRect(), byId("timeline").getBoundingClientRect()];
  return { left: axis.left - timeline.left, width: axis.width };
}

// Scrolls what is selected into view.
function reveal() {
  const { call, step, message } = state.selected ?? {};
  const number = call === undefined
    ? rows.findIndex((row) => (step !== undefined && row.step === step) || (message !== undefined && row.message === message))
    : rowIndex()(call);
  const timeline = byId("timeline");
  if (number < 0) return;
  const top = number * ROW;
  if (top < timeline.scrollTop + ROW) timeline.scrollTop = top - ROW;
  else if (top + 2 * ROW > timeline.scrollTop + timeline.clientHeight) timeline.scrollTop = top + 2 * ROW - timeline.clientHeight;
}

function clickTimeline(event) {
  const { call, step, message, until } = event.target.closest("[data-call], [data-step], [data-message]")?.dataset ?? {};
  if (until !== undefined) {
    const { start } = calls[call];
    look(start - (until - start) * 0.1 - 1, Number(until) + (until - start) * 0.1 + 1);
  } else if (call !== undefined) select({ call: Number(call) });
  else if (step !== undefined) select({ step: Number(step) });
  else if (message !== undefined) select({ message: Number(message) });
}

// Double click: the time of a call or a step, and a little around it.
function openTimeline(event) {
  const { call, step } = event.target.closest("[data-call], [data-step]")?.dataset ?? {};
  const [from, to] = call !== undefined ? [calls[call].start, ending(calls[call])] : step !== undefined ? [steps[step].start, steps[step].end] : [];
  if (from !== undefined) look(from - (to - from) * 0.15, to + (to - from) * 0.15);
}
