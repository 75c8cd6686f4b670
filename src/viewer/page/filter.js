// Which calls are shown.
const STATUSES = ["updated", "no update", "failed", "pending", "overtaken", "abandoned"];
const filter = { text: "", component: "", callback: "", status: "" };

function isFiltered() {
  return Object.values(filter).some(Boolean);
}

// The indices of the calls that fit.
function fitting() {
  const wanted = filter.text && new RegExp(filter.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "i");
  const found = new Map();
  const inBody = (index) => {
    if (index === null) return false;
    if (!found.has(index)) found.set(index, wanted.test(bodies[index]));
    return found.get(index);
  };
  const says = (call) => wanted.test(title(call)) || call.changed.some((prop) => wanted.test(prop))
    || wanted.test(call.error ?? "") || inBody(call.request) || inBody(call.response);
  const touches = (call) => around[call.callback].has(filter.component)
    || call.changed.some((prop) => componentOf(prop) === filter.component);
  const fits = (call) => (!filter.callback || call.callback === Number(filter.callback))
    && (!filter.status || call.status === filter.status)
    && (!filter.component || touches(call))
    && (!wanted || says(call));
  return calls.flatMap((call, index) => (fits(call) ? [index] : []));
}

function components() {
  const all = new Set(around.flatMap((ids) => [...ids]));
  for (const call of calls) for (const prop of call.changed) all.add(componentOf(prop));
  all.delete("");
  return [...all].sort();
}

function option(value, text) {
  const element = make("option", "", text);
  element.value = value;
  return element;
}

// Makes the form; `changed` is called when what is shown changes.
function showFilter(changed) {
  byId("components").replaceChildren(...components().map((id) => option(id, "")));
  const named = callbacks.map(({ title }, index) => option(index, title));
  byId("callback").replaceChildren(option("", "any"), ...named);
  const used = STATUSES.filter((status) => calls.some((call) => call.status === status));
  byId("status").replaceChildren(option("", "any"), ...used.map((status) => option(status, status)));
  const names = Object.keys(filter);
  for (const name of names) {
    const take = (event) => {
      const value = event.target.value.trim();
      if (value === filter[name]) return;
      filter[name] = value;
      changed();
    };
    for (const kind of ["input", "change"]) byId(name).addEventListener(kind, take);
  }
  byId("reset").addEventListener("click", () => setFilter({}, changed));
  document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
}

// Shows what fits `wanted`, and nothing else.
function setFilter(wanted, changed) {
  for (const name of Object.keys(filter)) {
    filter[name] = wanted[name] ?? "";
    byId(name).value = filter[name];
  }
  changed();
}
