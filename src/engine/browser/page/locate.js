// What a locator finds. A locator is {id}, {css}, {text}, {label}, {role, name} or {of, index}; see engine/locator.rs.
const fail = (kind, detail = {}) => { throw { dashproof: { kind, ...detail } }; };
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const fold = (text) => (text ?? "").replace(/[\s\u00a0]+/g, " ").trim();
const store = () => window.store?.getState();

// Where a component is in the layout: paths of plain ids, and of pattern ids by their keys.
function paths() {
  const { strs = {}, objs = {} } = store()?.paths ?? {};
  const found = Object.entries(strs).map(([id, path]) => [id, path]);
  for (const [keys, entries] of Object.entries(objs)) {
    const names = keys.split(",");
    for (const { values, path } of entries) {
      const id = Object.fromEntries(names.map((name, i) => [name, values[i]]));
      found.push([stringified(id), path]);
    }
  }
  return found;
}

// As dash-renderer writes a pattern id: keys sorted, no blanks.
function stringified(id) {
  if (typeof id === "string") return id;
  return `{${Object.keys(id).sort().map((key) => `${JSON.stringify(key)}:${JSON.stringify(id[key])}`).join(",")}}`;
}

// The page, and the open shadow roots in it.
const roots = (root = document) => [root, ...[...root.querySelectorAll("*")].flatMap((element) => (element.shadowRoot ? roots(element.shadowRoot) : []))];
const all = (selector) => roots().flatMap((root) => [...root.querySelectorAll(selector)]);

const at = (path) => path.reduce((node, key) => node?.[key], store()?.layout);

// Whether a text is what was asked for, by the rules of render/markup/wording.rs.
function fitting({ said, whole }) {
  if (whole) return (text) => fold(text) === said;
  const part = said.toLowerCase();
  return (text) => fold(text).toLowerCase().includes(part);
}

function find({ id, css, text, label, role, name = null, table, row_id, row, part, of, index }) {
  if (of) return [find(of).at(index)].filter(Boolean);
  if (label !== undefined) return byLabel(label);
  if (role !== undefined) return byRole(role, name);
  if (part && gridOf(table)) return gridPart(table, part);
  if (part && sheetOf(table)) return sheetPart(sheetOf(table), part);
  if (row_id != null) {
    const at = component({ id: table }).props.derived_viewport_row_ids?.indexOf(row_id) ?? -1;
    css = css.replaceAll(`"${row}"`, `"${at}"`);
  }
  if (id !== undefined) {
    // A heading of a Streamlit app has its text as id, which may be a widget's key too.
    const keyed = typeof id === "string" && isStreamlit() ? byKey(id) : [];
    return keyed.length ? keyed : owned(stringified(id), all(`[id="${CSS.escape(stringified(id))}"]`));
  }
  if (css !== undefined) {
    try { return all(css); } catch { fail("bad_action", { reason: "it is not a CSS selector" }); }
  }
  const asked = fitting(text);
  const fits = (element) => element.textContent.length >= text.said.length && asked(element.innerText);
  return all("*").filter(
    (element) => visible(element) && fits(element) && ![...element.children].some((child) => fits(child)),
  );
}

// The elements with an id, but for what other components gave it to in their insides: the field of a date
// picker of dcc 2 and 3 has the id `date` wherever nobody says otherwise.
function owned(id, found) {
  const known = new Map(found.length > 1 ? paths() : []);
  if (!known.has(id)) return found;
  const path = known.get(id);
  const holds = (above) => above !== path && above.every((key, i) => key === path[i]);
  const holder = ({ parentElement: above }) => (!above || known.has(above.id) ? above : holder(above));
  const own = found.map((element) => [element, holder(element)]).filter(([, above]) => !above || holds(known.get(above.id)));
  return own.length ? own.map(([element]) => element) : found;
}

function one(locator) {
  const found = find(locator);
  if (found.length > 1) fail("ambiguous", { matches: found.map(described) });
  if (!found.length) refuseFramed(locator);
  const { part, table } = locator;
  const [grid, sheet] = part ? [gridOf(table), sheetOf(table)] : [];
  const others = () => (grid ? { parts: gridCandidates(grid, part) } : sheet ? { parts: sheetCandidates(sheet, part) } : { candidates: names() });
  return found[0] ?? fail("not_found", others());
}

// An element as a person tells it from others: its tag, and the beginning of what it says.
function described(element) {
  const text = fold(element.innerText ?? element.textContent);
  return `${named(element)}${text ? ` "${text.length > 30 ? `${text.slice(0, 30).trimEnd()}\u2026` : text}"` : ""}`;
}

// What is in a frame is a page of its own.
function refuseFramed({ id, css }) {
  const selector = css ?? (id === undefined ? null : `[id="${CSS.escape(stringified(id))}"]`);
  for (const frame of selector ? document.querySelectorAll("iframe") : []) {
    let inner = null;
    try { inner = frame.contentDocument?.querySelector(selector); } catch { /* Another origin's, or no selector. */ }
    if (inner) fail("unsupported", { what: `what is in the frame ${named(frame)}`, hint: "visit the address of the frame itself" });
  }
}

// The ids that the page has, or the keys of Streamlit's widgets.
function names() {
  if (isDash()) return paths().map(([id]) => id);
  if (isStreamlit()) return [...document.querySelectorAll("[class*='st-key-']")].map((element) => keyOf(element)).filter(Boolean);
  return [...document.querySelectorAll("[id]")].map((element) => element.id);
}

// The component that a locator names: by its id, or the one that an element of that id stands for.
function component(locator) {
  if (!isDash()) fail("unsupported", { what: "asking for components on a page that is not made by Dash", hint: "read its text, value, options, visibility, or an attribute" });
  const known = paths();
  let id = locator.id === undefined ? undefined : stringified(locator.id);
  if (id === undefined) {
    const ids = new Set(known.map(([known]) => known));
    let element = one(locator);
    while (element && !ids.has(element.id)) element = element.parentElement;
    id = element?.id ?? fail("not_actionable", { reason: "no component with an id is there" });
  }
  const entry = known.find(([known]) => known === id);
  return at((entry ?? fail("not_found", { candidates: known.map(([id]) => id) }))[1]);
}

function components() {
  return paths().map(([id, path]) => [id, at(path)]);
}

function visible(element) {
  if (!element.checkVisibility({ visibilityProperty: true })) return false;
  const { width, height } = element.getBoundingClientRect();
  return (width > 0 && height > 0) || [...element.children].some(visible);
}
