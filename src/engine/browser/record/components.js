// Dash's components: which are around an element, and what they are now.
const state = () => window.store?.getState?.();
const fold = (text) => String(text ?? "").replace(/[\s\u00a0]+/g, " ").trim();

// Where a component is in the layout, by its id as it stands in the DOM.
function pathOf(id) {
  const { strs = {}, objs = {} } = state()?.paths ?? {};
  if (strs[id]) return strs[id];
  if (!id.startsWith("{")) return undefined;
  try {
    const parsed = JSON.parse(id);
    const keys = Object.keys(parsed).sort();
    const known = objs[keys.join(",")] ?? [];
    return known.find(({ values }) => values.every((value, at) => value === parsed[keys[at]]))?.path;
  } catch {
    return undefined;
  }
}

function componentOf(id) {
  const path = pathOf(id);
  return path?.reduce((node, key) => node?.[key], state().layout);
}

// What is drawn around the element that has a component's id.
const WRAPPERS = ".dash-dropdown-wrapper, .dash-datepicker";

// The ids of the components around an element, the innermost first.
function around(target) {
  const ids = [];
  for (let element = target; element; element = element.parentElement) {
    if (element.matches(WRAPPERS)) ids.push(...[...element.querySelectorAll("[id]")].map(({ id }) => id).filter(pathOf));
    if (element.id && pathOf(element.id)) ids.push(element.id);
  }
  return [...new Set(ids)];
}

const elementOf = (id) => document.getElementById(id);

// An id as a locator: a pattern id is written as it stands, one with signs of CSS as an attribute.
const locator = (id) => (id.startsWith("{") ? id : /^[\p{L}\p{N}_-]+$/u.test(id) ? `#${id}` : attribute(id));
const attribute = (id) => `[id="${id.replace(/["\\]/g, "\\$&")}"]`;

// An element within a component: by a class that it alone has there, or by its place, from the component on.
function within(id, element) {
  const root = elementOf(id);
  if (!root || element === root || !root.contains(element)) return locator(id);
  const own = [...element.classList].find((name) => root.querySelectorAll(`.${CSS.escape(name)}`).length === 1);
  if (own) return `${locator(id)} .${CSS.escape(own)}`;
  const steps = [];
  for (let at = element; at !== root; at = at.parentElement) {
    steps.unshift(`${at.localName}:nth-child(${[...at.parentElement.children].indexOf(at) + 1})`);
  }
  return [attribute(id), ...steps].join(" > ");
}
