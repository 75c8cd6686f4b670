// What the page shows now. Who changes it says so by `changed`, and each part draws itself anew.
const whole = [0, Math.max(data.end, 1)];
const state = {
  view: "steps", // steps, callbacks or graph
  from: whole[0], // The part of the time that is shown.
  to: whole[1],
  follows: true, // Whether that is the time of the steps in view.
  shown: [], // The indices of calls that the filter lets through.
  selected: null, // {call}, {step} or {message}, each an index.
};

const parts = []; // What draws itself when something changed.
const changed = later(() => parts.forEach((draw) => draw()));

const isSelected = (kind, index) => state.selected?.[kind] === index;

// Selects something, and makes it seen.
function select(selected) {
  state.selected = selected;
  const { call } = selected ?? {};
  if (call !== undefined) {
    const { start } = calls[call];
    const half = (state.to - state.from) / 2;
    if (!state.follows && (ending(calls[call]) < state.from || start > state.to)) look(start - half, start + half);
  }
  address(call === undefined ? location.pathname : `#call=${call}`);
  reveal();
  changed();
}

// Gives the page an address that leads here again; one that is shown within another page may have none of its own.
function address(text) {
  try {
    history.replaceState(null, "", text);
  } catch { /* It is looked at all the same. */ }
}

// Shows the time from `from` to `to`, or as near to it as the trace has.
function look(from, to) {
  state.follows = false;
  setTime(from, to);
  changed();
}

function setTime(from, to) {
  const span = Math.min(Math.max(to - from, 0.5), whole[1]);
  state.from = Math.min(Math.max(from, 0), whole[1] - span);
  state.to = state.from + span;
}

// Shows `factor` times as much time, around a moment.
function zoom(factor, around = middle()) {
  look(around - (around - state.from) * factor, around + (state.to - around) * factor);
}

function middle() {
  const { call } = state.selected ?? {};
  if (call !== undefined) return calls[call].start;
  return (state.from + state.to) / 2;
}

function show(view) {
  state.view = view;
  arrangeRows();
  byId("timeline").scrollTop = 0;
  changed();
}
