// What elements are called, by the rules of render/markup/name.rs.
const LABELABLE = "button, input, meter, output, progress, select, textarea";
const UNSAID = "input, select, textarea, script, style";

const labels = (element) => element.getRootNode().querySelectorAll("label");

function labelFor(element) {
  const named = element.id && [...labels(element)].find((label) => label.htmlFor === element.id);
  if (named) return named;
  const around = element.parentElement?.closest("label");
  return around && !around.hasAttribute("for") && around.querySelector(LABELABLE) === element ? around : null;
}

function labelText(label) {
  const walker = document.createTreeWalker(label, NodeFilter.SHOW_TEXT, (text) => (text.parentElement.closest(UNSAID) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  let text = "";
  while (walker.nextNode()) text += walker.currentNode.data;
  return fold(text);
}

// The name that something else gives an element.
function givenName(element) {
  const ids = element.getAttribute("aria-labelledby");
  if (ids !== null) return fold(ids.split(/\s+/).map((id) => element.getRootNode().getElementById(id)?.innerText).join(" "));
  const said = element.getAttribute("aria-label");
  if (said !== null) return fold(said);
  const label = labelFor(element);
  return label ? labelText(label) : "";
}

function nameOf(element) {
  const { localName } = element;
  let shown = element.innerText;
  if (localName === "input") shown = ["button", "submit", "reset"].includes(element.type) ? element.value : "";
  else if (localName === "select" || localName === "textarea") shown = "";
  else if (localName === "img" || localName === "area") shown = element.alt;
  return [givenName(element), fold(shown), fold(element.title), fold(element.placeholder)].find(Boolean) ?? "";
}

// The controls with a label.
function byLabel(wanted) {
  const fits = fitting(wanted);
  const candidates = [`[aria-label]`, `[aria-labelledby]`, ...LABELABLE.split(", ")];
  const pointed = roots().flatMap((root) => [...root.querySelectorAll("label[for]")].flatMap(({ htmlFor }) => (htmlFor ? [...root.querySelectorAll(`[id="${CSS.escape(htmlFor)}"]`)] : [])));
  return [...new Set([...all(candidates.join(", ")), ...pointed])].filter((element) => visible(element) && fits(givenName(element)));
}

function byRole(selector, name) {
  const fits = name === null ? () => true : fitting(name);
  return all(selector).filter((element) => visible(element) && fits(nameOf(element)));
}
