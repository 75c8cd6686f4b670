// Values as a person reads them.
const SHORT = 160; // Characters of a value in a table.
const LONG = 20000; // Characters that are shown at once.

function brief(value) {
  if (value === undefined) return "";
  const text = JSON.stringify(value) ?? "";
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}

// A value as indented JSON; of a long one the start, and a button for the rest.
function json(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2) ?? "";
  const shown = make("pre", "json", text.slice(0, LONG));
  if (text.length <= LONG) return shown;
  const rest = text.length - LONG;
  const more = button("more", () => { fill(shown, [text]); more.remove(); }, `Show ${rest.toLocaleString("en")} more characters`);
  return make("div", "", shown, more);
}

// `open` says whether it is unfolded at first; what it holds is made when it is opened.
function fold(name, content, open = false) {
  const box = make("details", "", make("summary", "", name));
  const show = () => { if (box.open && box.children.length === 1) box.append(content()); };
  box.addEventListener("toggle", show);
  box.open = open;
  show();
  return box;
}

// `[{id, property, value}]`, lists of which `ALL` made, as [id.prop, value].
function props(entries) {
  return (Array.isArray(entries) ? entries : []).flatMap((entry) => {
    if (Array.isArray(entry)) return props(entry);
    if (entry === null || typeof entry !== "object") return [];
    const id = typeof entry.id === "string" ? entry.id : JSON.stringify(entry.id);
    return [[`${id}.${entry.property}`, entry.value]];
  });
}

// `{id: {prop: value}}` as [id.prop, value].
function written(components) {
  if (components === null || typeof components !== "object") return [];
  return Object.entries(components).flatMap(([id, props]) => (props === null || typeof props !== "object" ? [[id, props]]
    : Object.entries(props).map(([prop, value]) => [`${id}.${prop}`, value])));
}

function table(entries, marked = () => "") {
  const lines = entries.map(([prop, value]) => {
    const mark = marked(prop);
    return make("tr", mark && "marked", make("th", "", prop, mark && make("small", "mark", mark)), make("td", "", make("code", "", brief(value))));
  });
  return make("table", "", make("tbody", "", ...lines));
}
