// From time to place: 0 is the left end of the time that is shown, 1 its right end.
const place = (ms) => (ms - state.from) / (state.to - state.from);
const TEXT = 48; // Px that the text of a tick takes.
const clamped = (share) => Math.min(Math.max(share, -0.01), 1.01);
const percent = (share) => `${(share * 100).toFixed(3)}%`;

// Round times, about one per 110 px.
function ticks(width) {
  const least = ((state.to - state.from) * 110) / Math.max(width, 110);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((times) => times * power).find((step) => step >= least);
  const first = Math.ceil(state.from / step);
  const count = Math.floor(state.to / step) - first + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, index) => (first + index) * step);
}

const tickText = (ms) => (state.to >= 2000 ? `${Number((ms / 1000).toPrecision(6))} s` : `${Number(ms.toPrecision(6))} ms`);

// Which colour is which kind of call.
function drawLegend() {
  const kinds = ["server", "clientside", "background", "websocket"].filter((kind) => calls.some((call) => call.kind === kind));
  byId("legend").replaceChildren(...kinds.map((kind) => make("small", "", make("i", `bar ${kind}`), kind)));
}

function drawAxis() {
  const axis = byId("axis");
  const marks = ticks(axis.clientWidth).filter((ms) => place(ms) * axis.clientWidth < axis.clientWidth - TEXT).map((ms) => {
    const mark = make("span", "tick", tickText(ms));
    mark.style.left = percent(place(ms));
    return mark;
  });
  axis.replaceChildren(...marks);
}
