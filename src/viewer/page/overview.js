// The whole trace in a strip: how much ran when, what the page looked like, and the part that is shown.
const FILM = 96; // Px between pictures.
const STEP_GAP = 8; // Px between steps, below which their lines would be a surface.

function drawFilm() {
  const film = byId("film");
  film.hidden = !shots.length;
  if (!shots.length) return;
  const width = film.clientWidth;
  let free = -FILM;
  const shown = shots.flatMap((shot, index) => {
    const at = (shot.at / whole[1]) * width;
    if (at < free && index < shots.length - 1) return [];
    free = at + FILM;
    const image = button("shot", () => select({ step: shot.step }), picture(shot.png, "", `The page after ${stepName(shot.step)}`));
    image.title = plain(`${time(shot.at)}: ${stepName(shot.step)}`);
    image.style.left = `${Math.min(Math.max(at - FILM / 2, 0), Math.max(width - FILM, 0))}px`;
    if (isSelected("step", shot.step)) image.classList.add("selected");
    return [image];
  });
  film.replaceChildren(...shown);
}

function drawDensity() {
  const strip = byId("density");
  const [width, height] = [strip.clientWidth, strip.clientHeight];
  if (!width) return;
  const pixel = (ms) => Math.floor((ms / whole[1]) * (width - 1));
  const running = new Float64Array(width);
  const failed = new Float64Array(width);
  for (const index of state.shown) {
    const call = calls[index];
    for (let x = pixel(call.start); x <= pixel(ending(call)); x += 1) {
      running[x] += 1;
      if (call.status === "failed") failed[x] += 1;
    }
  }
  const most = Math.max(1, ...running);
  const tall = (count) => Math.max(2, (count / most) * (height - 4));
  const columns = (counts) => Array.from(counts, (count, x) => (count ? `M${x},${height}v${-tall(count).toFixed(1)}h1V${height}z` : "")).join("");
  const [left, right] = [(state.from / whole[1]) * width, (state.to / whole[1]) * width];
  strip.replaceChildren(
    drawn("path", { class: "step", d: (steps.length > width / STEP_GAP ? [] : steps).map(({ start }) => `M${pixel(start) + 0.5},0V${height}`).join("") }),
    drawn("path", { class: "calls", d: columns(running) }),
    drawn("path", { class: "failed", d: columns(failed) }),
    drawn("path", { class: "veil", d: `M0,0H${left}V${height}H0zM${right},0H${width}V${height}H${right}z` }),
    drawn("rect", { class: "window", x: left + 0.5, y: 0.5, width: Math.max(right - left - 1, 1), height: height - 1 }),
  );
}

// Dragging over the strip shows that part; a click moves there.
function dragOverview() {
  const strip = byId("density");
  const at = (event) => {
    const { left, width } = strip.getBoundingClientRect();
    return (Math.min(Math.max(event.clientX - left, 0), width) / width) * whole[1];
  };
  let began = null;
  strip.addEventListener("pointerdown", (event) => { began = at(event); strip.setPointerCapture(event.pointerId); });
  strip.addEventListener("pointermove", (event) => {
    if (began !== null && Math.abs(at(event) - began) > whole[1] / 200) look(Math.min(began, at(event)), Math.max(began, at(event)));
  });
  strip.addEventListener("pointerup", (event) => {
    const half = (state.to - state.from) / 2;
    if (began !== null && Math.abs(at(event) - began) <= whole[1] / 200) look(began - half, began + half);
    began = null;
  });
}

function drawOverview() {
  byId("overview").hidden = state.view === "graph";
  drawFilm();
  drawDensity();
}
