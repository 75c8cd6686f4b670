// What the person touches, and what changes there.
const isDash = () => Boolean(document.getElementById("_dash-config") || document.getElementById("react-entry-point"));

const known = new Map(); // The props of touched components, by id, when last looked at.
let touched; // The element that was touched last.
let clicks = 0; // How many there were,
let presses = 0; // The same of the mouse's button going down: some act at once.
let pressTold = 0;
let clickTold = 0; // and which of them was told last: one goes through all that is around it.
let isAnchored = false; // Whether a link to a part of the page was clicked: it changes the history too.

const touches = ["pointerdown", "mousedown", "keydown", "focusin", "drop", "click"];

function touch(event) {
  const [target] = event.composedPath();
  if (!(target instanceof Element)) return;
  const ids = around(target);
  // A menu may stand apart from the component that it belongs to.
  if (ids.length) touched = target;
  for (const id of ids) if (!known.has(id)) known.set(id, componentOf(id).props);
  if (ids.length) isSecret(ids[0]);
  if (event.type === "mousedown") presses += 1;
  if (event.type === "click") {
    clicks += 1;
    isAnchored = Boolean(target.closest("a[href*='#']"));
  }
}

// A click on the innermost component with an id.
function tellClick(id) {
  if (clickTold === clicks) return;
  clickTold = clicks;
  const [inner = id] = touched ? around(touched) : [];
  if (inner !== id && isControl(componentOf(inner))) return;
  tell({ action: { click: { on: locator(inner) } } });
}

// The text of an element without the signs that are there for the eye alone.
function readable(element) {
  const parts = [...element.childNodes].filter((node) => node.ariaHidden !== "true");
  return fold(parts.map((node) => node.textContent).join(" "));
}

// A click on a part of a component: a page's number, a section's head, the cross that closes it.
function tellPart(id) {
  if (clickTold === clicks || !elementOf(id)?.contains(touched)) return;
  clickTold = clicks;
  const element = touched.closest("button, a") ?? touched;
  const label = readable(element);
  tell({ action: label ? { tab: { on: locator(id), tab: label } } : { click: { on: within(id, element) } } });
}

// Looks what changed in the components that were touched.
function look() {
  for (const [id, before] of [...known]) {
    const component = componentOf(id);
    if (!component) {
      known.delete(id);
      continue;
    }
    const { props } = component;
    if (props === before) continue;
    known.set(id, props);
    const changed = Object.keys(props).filter((prop) => props[prop] !== before[prop]);
    if (changed.length) tellChange(id, component, before, changed);
  }
}

// Dialogs are answered outside of the page: they are known without being touched.
let dialogsOf;
function findDialogs() {
  const { paths, appLifecycle } = state() ?? {};
  if (!paths || paths === dialogsOf || appLifecycle !== "HYDRATED") return;
  dialogsOf = paths;
  for (const id of Object.keys(paths.strs ?? {})) {
    const component = componentOf(id);
    if (component?.type?.startsWith?.("ConfirmDialog") && !known.has(id)) known.set(id, component.props);
  }
}

function watchStore() {
  const { store } = window;
  if (!store?.subscribe) return setTimeout(watchStore, 20);
  const news = () => {
    // What goes wrong here must not go wrong in the app.
    try { findDialogs(); look(); } catch (error) { console.debug("dashproof: a gesture is not recorded", error); }
  };
  store.subscribe(news);
  news();
}

// Links whose clicks no prop counts.
function clicked(event) {
  const [target] = event.composedPath();
  if (!event.isTrusted || !(target instanceof Element)) return;
  if (!isDash()) return tellPlainClick(target);
  const link = target.closest("a[href]");
  if (!link || clickTold === clicks) return;
  const [inner] = around(link);
  if (inner && isControl(componentOf(inner))) return;
  const on = inner && elementOf(inner) === link ? locator(inner) : named(link);
  if (!on) return;
  clickTold = clicks;
  tell({ action: { click: { on } } });
}

// A page that no click led to: its address was typed, it was loaded again, or left backwards.
function arrived() {
  const [navigation] = performance.getEntriesByType("navigation");
  tell({ arrived: navigation?.type ?? "navigate", path: location.pathname + location.search + location.hash });
}

for (const kind of touches) window.addEventListener(kind, touch, true);
window.addEventListener("click", clicked);
window.addEventListener("change", (event) => {
  // Drivers choose an option of a select by a script.
  if (!isDash() && (event.isTrusted || event.target.matches?.("select")) && event.target.matches?.("input, select, textarea")) tellField(event.target);
}, true);
window.addEventListener("popstate", (event) => {
  if (event.isTrusted && !isAnchored) tell({ action: "back" });
  isAnchored = false;
});
if (window === window.top) {
  arrived();
  watchStore();
}
