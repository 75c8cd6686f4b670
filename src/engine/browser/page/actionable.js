// Whether a visitor could act on an element now: visible, stable, enabled, editable, receives events.
function named(element) {
  const id = element.id ? ` id="${element.id}"` : "";
  const classes = typeof element.className === "string" && element.className ? ` class="${element.className}"` : "";
  return `<${element.localName}${id}${classes}>`;
}

const refuse = (reason) => fail("not_actionable", { reason });

const place = (element) => element.getBoundingClientRect().toJSON();

// Frames may come without time between them, ms; in those nothing moves.
const A_FRAME = 15;

// Whether nothing is under way that moves what the page shows: no animation, no rendering, no frame that the page has asked for.
function isAtRest() {
  const now = performance.now();
  const runs = ({ playState }) => playState === "running";
  return !frames.size && !hasMail(now) && !ticks(now) && !roots().some((root) => root.getAnimations().some(runs));
}

// Waits until an element stands still for a frame; it is found anew each time, as it may be rendered anew.
async function stable(again) {
  let last = JSON.stringify(place(again()));
  let then = document.timeline.currentTime;
  for (let i = 0; i < 30; i++) {
    await frame();
    const { currentTime: now } = document.timeline;
    if (now - then < A_FRAME) continue;
    const element = again();
    const there = JSON.stringify(place(element));
    if (there === last) return element;
    [last, then] = [there, now];
  }
  refuse("it keeps moving");
}

function inView({ x, y }) {
  return x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
}

// The box to point at: of a text that runs over several lines the first, of what has no size a child's.
function boxOf(element) {
  const boxes = [...element.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
  if (boxes.length) return boxes.length > 1 ? boxes[0] : element.getBoundingClientRect();
  const child = [...element.children].find(visible);
  return child ? boxOf(child) : element.getBoundingClientRect();
}

function middle(element) {
  const { left, top, right, bottom } = boxOf(element);
  const clip = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
  return { x: clip(left, right, innerWidth), y: clip(top, bottom, innerHeight) };
}

function hit({ x, y }) {
  let found = document.elementFromPoint(x, y);
  while (found?.shadowRoot) {
    const inner = found.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === found) break;
    found = inner;
  }
  return found;
}

// What an event goes to next, through slots and shadow roots.
const above = (node) => node.assignedSlot ?? node.parentNode ?? node.host;

function holds(element, inner) {
  for (let node = inner; node; node = above(node)) if (node === element) return true;
  return false;
}

// Whether what is done to `met` is done to the element: it is in it, or in its label.
function takes(element, met) {
  const labels = [...(element.labels ?? []), element.closest("label")];
  return [element, ...labels].some((one) => one && holds(one, met));
}

// Why the pointer would not meet the element at a point; null when it would.
function coverOf(element, point) {
  const found = hit(point);
  if (found && takes(element, found)) return null;
  if (getComputedStyle(element).pointerEvents === "none") return "it takes no pointer: it has pointer-events: none";
  if (!found) return "it is outside of the page";
  return `it is covered by ${covering(found, element)}`;
}

// Names what covers an element; what has no id of its own, with where it belongs.
function covering(found, element) {
  if (found.id) return named(found);
  const owner = found.parentElement?.closest("[id]");
  return owner && !holds(owner, element) ? `${named(found)} in ${named(owner)}` : named(found);
}

// Why nothing of an element is seen.
function hiddenBy(element) {
  for (let node = element; node; node = above(node)) {
    if (!(node instanceof Element)) continue;
    const it = node === element ? "it" : named(node);
    const { display, contentVisibility } = getComputedStyle(node);
    if (display === "none") return `${it} has display: none`;
    if (node !== element && contentVisibility === "hidden") return `${it} has content-visibility: hidden`;
  }
  const { visibility } = getComputedStyle(element);
  return visibility === "visible" ? "it has no size" : `it has visibility: ${visibility}`;
}

const isInView = ({ left, top, right, bottom }) => inView({ x: left, y: top }) && inView({ x: right - 1, y: bottom - 1 });

// Where an element stands in its scroll containers, while it is not met: as it is, then in their middle, end and start.
const STANDS = ["center", "end", "start"];

// The point, in CSS px of the viewport, where the visitor's pointer would go. `again` finds the element anew.
async function ready(element, { editable = false, hidden = false, again = () => element } = {}) {
  unguard();
  if (!element.isConnected) refuse("it has left the page");
  if (!visible(element)) refuse(`it is hidden: ${hiddenBy(element)}`);
  if (element.closest(":disabled, [aria-disabled=true]")) refuse("it is disabled");
  if (editable && (element.readOnly || element.closest("[aria-readonly=true]"))) refuse("it is read-only");
  const reveal = (block) => {
    again().scrollIntoView({ block, inline: block === "center" ? block : "nearest", behavior: "instant" });
    return stable(again);
  };
  let still = isAtRest() ? element : await stable(again);
  if (!isInView(place(still))) still = await reveal("center");
  if (hidden) return middle(still);
  const cover = coverOf(still, middle(still));
  for (let i = 0; i < STANDS.length && coverOf(still, middle(still)); i++) still = await reveal(STANDS[i]);
  const point = middle(still);
  if (coverOf(still, point)) refuse(cover);
  guard(again, point);
  return point;
}

// Where to click what a locator names.
const point = async (locator) => ready(pressed(locator), { again: () => pressed(locator) });

// Keeps the press that is to come from the page when something came in between that takes it.
const PRESS = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"];

let guarding = null;

function guard(again, { x, y }) {
  const guarded = { cover: null, end: () => PRESS.forEach((type) => removeEventListener(type, judge, true)) };
  function judge(event) {
    if (!event.isTrusted) return;
    if (event.type === "pointerdown") {
      // A press that was meant for something else.
      if (Math.abs(event.clientX - x) > 1 || Math.abs(event.clientY - y) > 1) return unguard();
      const [met] = event.composedPath();
      let element = null;
      try { element = again(); } catch { /* It has left the page. */ }
      if (!element?.isConnected) guarded.cover = "it has left the page";
      else if (!takes(element, met)) guarded.cover = `it is covered by ${met instanceof Element ? covering(met, element) : "the page"}`;
    }
    if (!guarded.cover) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  PRESS.forEach((type) => addEventListener(type, judge, true));
  guarding = guarded;
}

function unguard() {
  const guarded = guarding;
  guarded?.end();
  guarding = null;
  return guarded?.cover ?? null;
}

// What took the press that was made instead of the element; null when it got there.
const intercepted = () => unguard();
