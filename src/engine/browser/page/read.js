// What a visitor reads.
const attribute = (locator, name) => one(locator).getAttribute(name);
const copied = (locator) => (one(locator), clip);
const count = (locator) => find(locator).length;
const seen = (locator) => find(locator).some(visible);
const enabled = (locator) => !one(locator).closest(":disabled, [aria-disabled=true]") && !one(locator).querySelector(":scope > .Select.is-disabled");

// The visible text of an element, if it is told without the driver's rules for it: of one that holds text alone, as it is shown, and that
// the pointer meets. Else the element.
function text(locator) {
  const element = one(locator);
  const said = element.textContent;
  // What a canvas holds for screen readers stands on it.
  if (element.closest("canvas")) return { said: fold(said) };
  const isPlain = said && said === fold(said) && !element.firstElementChild && getComputedStyle(element).textTransform === "none";
  return isPlain && element.contains(hit(middle(element))) ? { said } : { element };
}

function setProps(locator, props) {
  const { props: own } = component(locator);
  window.dash_clientside.set_props(typeof own.id === "string" ? own.id : { ...own.id }, props);
}

// A component, and the configuration of the renderer that it is in.
const offered = (locator) => [asData(component(locator)), config()];
const config = () => JSON.parse(document.getElementById("_dash-config")?.textContent ?? "{}");

// The rectangle of an element in CSS px of the whole page.
async function area(locator) {
  const element = one(locator);
  if (!visible(element)) refuse("it is hidden");
  element.scrollIntoView({ block: "nearest", behavior: "instant" });
  await stable(() => element);
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + scrollX, y: top + scrollY, width, height };
}

// The rectangle of all that the page can be scrolled to.
function wholePage() {
  const { scrollWidth: width, scrollHeight: height } = document.scrollingElement ?? document.documentElement;
  return { x: 0, y: 0, width, height };
}

// The charts within a rectangle of the page, or within the window: where they are in it, CSS px.
function charts(within) {
  const { x, y, width, height } = within ?? { x: scrollX, y: scrollY, width: innerWidth, height: innerHeight };
  const outermost = all(".dash-graph, .js-plotly-plot").filter((graph) => visible(graph) && !graph.parentElement?.closest(".dash-graph, .js-plotly-plot"));
  const boxes = outermost.map((graph) => {
    const box = graph.getBoundingClientRect();
    const [left, top] = [Math.max(0, box.left + scrollX - x), Math.max(0, box.top + scrollY - y)];
    const [right, bottom] = [Math.min(width, box.right + scrollX - x), Math.min(height, box.bottom + scrollY - y)];
    const name = graph.id || graph.closest("[id]")?.id || "a chart";
    return { name, x: left, y: top, width: right - left, height: bottom - top };
  });
  return boxes.filter((box) => box.width > 0 && box.height > 0);
}

// The window, and how much higher it had to be for what the page scrolls in a box of the window's height, as Streamlit
// does; 0 where the page itself scrolls.
function rolledUp() {
  const boxes = isDash() ? [] : [...document.querySelectorAll("main, section, div")].filter((box) => scrolls(box) && box.clientHeight >= 0.8 * innerHeight);
  const more = Math.max(0, ...boxes.map((box) => box.scrollHeight - box.clientHeight));
  return { width: innerWidth, height: innerHeight, scale: devicePixelRatio, more };
}

// Stands in for a stylesheet that can't be loaded.
function restyle(css) {
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
}

// Transitions and the caret make two pictures of one page differ.
function still(on) {
  const id = "dashproof-still";
  document.getElementById(id)?.remove();
  if (!on) return;
  const style = document.createElement("style");
  style.id = id;
  style.textContent = "*,*::before,*::after{transition:none!important;animation-duration:0s!important;animation-delay:0s!important;caret-color:transparent!important;scroll-behavior:auto!important}@media print{.modebar{display:none!important}}";
  document.head.append(style);
}

// The component tree as it is now, as text: what is undefined would be null otherwise. From Dash 3.2 the renderer keeps
// it one level down.
function layout() {
  const { layout } = store() ?? {};
  return JSON.stringify(layout?.components ?? layout ?? null);
}
