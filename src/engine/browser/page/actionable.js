// Whether a visitor could act on an element now: visible, stable, enabled, editable, receives events.
function named(element) {
  const id = element.id ? ` id="${element.id}"` : "";
  const classes = typeof element.className === "string" && element.className ? ` class="${element.className}"` : "";
  return `<${element.localName}${id}${classes}>`;
}

const refuse = (reason) => fail("not_actionable", { reason });

const place = (element) => element.getBoundingClientRect().toJSON();

async function stable(element) {
  let last = JSON.stringify(place(element));
  for (let i = 0; i < 30; i++) {
    await frame();
    const now = JSON.stringify(place(element));
    if (now === last) return;
    last = now;
  }
  refuse("it keeps moving");
}

function inView({ x, y }) {
  return x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
}

function middle(element) {
  const { left, top, right, bottom } = element.getBoundingClientRect();
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

function receives(element, point) {
  const found = hit(point);
  if (found && (element.contains(found) || [...(element.labels ?? [])].some((label) => label.contains(found)))) return;
  const wrapper = element.closest("label");
  if (found && wrapper?.contains(found)) return;
  refuse(found ? `it is covered by ${named(found)}` : "it is outside of the page");
}

// The point, in CSS px of the viewport, where the visitor's pointer would go.
async function ready(element, { editable = false, hidden = false } = {}) {
  if (!element.isConnected) refuse("it has left the page");
  if (!visible(element)) refuse("it is hidden");
  if (element.closest(":disabled, [aria-disabled=true]")) refuse("it is disabled");
  if (editable && element.readOnly) refuse("it is read-only");
  await stable(element);
  const { left, top, right, bottom } = element.getBoundingClientRect();
  if (!inView({ x: left, y: top }) || !inView({ x: right - 1, y: bottom - 1 })) {
    element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    await stable(element);
  }
  const point = middle(element);
  if (!hidden) receives(element, point);
  return point;
}

// Where to click what a locator names.
const point = async (locator) => ready(pressed(locator));
