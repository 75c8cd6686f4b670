// The rows of the timeline: each a step, a message, a call with its depth below what caused it, or the lane of a callback.
let rows = [];

function arrangeRows() {
  // What is drawn would keep the timeline as long as it was.
  byId("rows").replaceChildren();
  rows = state.view === "callbacks" ? laneRows() : stepRows();
  byId("height").style.height = `${rows.length * ROW}px`;
}

// By step, and in it each call below the one that caused it.
function stepRows() {
  const shown = new Set(state.shown);
  const all = [];
  const roots = steps.map(() => []);
  for (const index of state.shown) {
    const { step, cause } = calls[index];
    const isBelow = cause !== null && shown.has(cause) && calls[cause].step === step;
    if (!isBelow) roots[step]?.push({ call: index, at: calls[index].start });
  }
  if (!isFiltered()) messages.forEach(({ step, at }, message) => roots[step]?.push({ message, at }));
  steps.forEach((_, step) => {
    if (isFiltered() && !roots[step].length) return;
    all.push({ step });
    roots[step].sort((a, b) => a.at - b.at);
    const stack = roots[step].reverse().map((row) => ({ ...row, depth: 0 }));
    while (stack.length) {
      const row = stack.pop();
      all.push(row);
      const below = (effects[row.call] ?? []).filter((effect) => shown.has(effect) && calls[effect].step === step);
      stack.push(...below.reverse().map((call) => ({ call, depth: row.depth + 1 })));
    }
  });
  return all;
}

// By callback, in the order in which they first ran; the steps above.
function laneRows() {
  const lanes = new Map();
  for (const index of state.shown) {
    const { callback } = calls[index];
    if (!lanes.has(callback)) lanes.set(callback, { callback, calls: [] });
    lanes.get(callback).calls.push(index);
  }
  return [{ steps: true }, ...lanes.values()];
}

// The row that shows a call; -1 when none does.
function rowOf(call) {
  return rows.findIndex((row) => row.call === call || row.calls?.includes(call));
}

// What a person can select, from top to bottom.
function selectable() {
  return rows.flatMap((row) => {
    if (row.call !== undefined) return [{ call: row.call }];
    if (row.message !== undefined) return [{ message: row.message }];
    if (row.step !== undefined) return [{ step: row.step }];
    return (row.calls ?? []).map((call) => ({ call }));
  });
}
