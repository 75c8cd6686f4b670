// The trace. Times are milliseconds since it began; calls, bodies and pictures are named by their index.
const data = JSON.parse(document.getElementById("data").textContent);
const { steps, calls, messages, callbacks, bodies, figures, shots } = data;

const title = (call) => callbacks[call.callback].title;
const ending = (call) => (call.duration === null ? data.end : call.start + call.duration);
const stepName = (index) => steps[index]?.name ?? "before the first step";

// The calls that each call caused.
const effects = calls.map(() => []);
calls.forEach((call, index) => effects[call.cause]?.push(index));

// A body as it was parsed; one that was cut is a text.
const body = (index) => (index === null ? undefined : JSON.parse(bodies[index]));

// The component of `id.prop`; ids may hold dots, props don't.
const componentOf = (prop) => prop.slice(0, Math.max(prop.lastIndexOf("."), 0));

const around = callbacks.map(({ inputs, outputs, state }) => {
  const props = [...inputs.map(({ prop }) => prop), ...outputs.map(({ prop }) => prop), ...state];
  return new Set(props.map(componentOf));
});

// The calls that led to a call, from the first on, itself the last.
function chain(index) {
  const way = [];
  const seen = new Set();
  for (let at = index; at !== null && calls[at] && !seen.has(at); at = calls[at].cause) {
    seen.add(at);
    way.unshift(at);
  }
  return way;
}

function time(ms) {
  if (ms >= 60000) return `${Math.floor(ms / 60000)} min ${Math.round((ms % 60000) / 1000)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms >= 10000 ? 1 : 2)} s`;
  return ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

const firstLine = (text) => text.split("\n", 1)[0];
const counted = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
