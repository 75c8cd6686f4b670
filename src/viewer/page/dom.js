// Elements are made here and nowhere else. What a trace says becomes text: never markup, never an address.
const byId = (id) => document.getElementById(id);

// Characters that would change how others around them read, or that nobody sees, by their number.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const plain = (text) => String(text).replace(HIDDEN, (one) => `\u2039U+${one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}\u203a`);

// An element with a class, and what is in it: elements, or texts.
function make(name, kind, ...content) {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  fill(element, content);
  return element;
}

function fill(element, content) {
  element.replaceChildren(...content.filter((part) => part !== null && part !== undefined && part !== false)
    .map((part) => (part instanceof Node ? part : document.createTextNode(plain(part)))));
}

function button(kind, act, ...content) {
  const element = make("button", kind, ...content);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

function drawn(name, attributes, ...content) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  fill(element, content);
  return element;
}

// A picture that the page holds. Only base64 can stand here.
function picture(png, kind, description) {
  const image = make("img", kind);
  image.src = `data:image/png;base64,${png.replace(/[^A-Za-z0-9+/=]/g, "")}`;
  image.alt = plain(description);
  return image;
}

// Runs `act` once before the next frame, however often it is asked for.
function later(act) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; act(); });
  };
}
