// What a change of a component's prop says that the person did: one action, several, or none.
// Each is (id, props, before) => action.
const clear = (id) => ({ clear: { on: locator(id) } });
const isEmpty = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

// A field's text as it stands there: a number may be written in many ways.
function filled(id, { value }) {
  const element = elementOf(id);
  const field = element?.matches("input, textarea") ? element : element?.querySelector("input, textarea");
  return { fill: { on: locator(id), value: field?.value ?? String(value ?? "") } };
}

const pressed = (id) => ({ press: { on: locator(id), key: "Enter" } });
const FIELD = { value: filled, n_submit: pressed };

function dropdown(id, { value, multi, options }, before) {
  if (isEmpty(value)) return clear(id);
  if (multi) return difference(locator(id), options, before.value, value, ["select", "deselect"]);
  return { select: { on: locator(id), option: labelOf(options, value) } };
}

const CHECKLIST = { value: (id, { value, options }, before) => difference(locator(id), options, before.value, value, ["check", "uncheck"]) };
const RADIO = { value: (id, { value, options }) => ({ choose: { on: locator(id), option: labelOf(options, value) } }) };
const SLIDER = { value: (id, { value }) => ({ slide: { on: locator(id), to: value } }) };
const BOX = { value: (id, { value }) => ({ [value ? "check" : "uncheck"]: { on: locator(id) } }) };
const DIALOG = {
  submit_n_clicks: (id) => ({ answer: { on: locator(id), accept: true } }),
  cancel_n_clicks: (id) => ({ answer: { on: locator(id), accept: false } }),
};

const day = (date) => String(date).slice(0, 10);
const started = (id, { date }) => (date ? { dates: { on: locator(id), start: day(date) } } : clear(id));
const from = (id, { start_date: start }) => (start ? { dates: { on: locator(id), start: day(start) } } : clear(id));
const until = (id, { end_date: end }) => (end ? { dates: { on: locator(id), end: day(end) } } : clear(id));

const files = (id, { filename }) => filename && { upload: { on: locator(id), files: list(filename) } };

const CONTROLS = {
  dash_core_components: {
    Input: FIELD,
    Textarea: FIELD,
    Dropdown: { value: dropdown },
    Checklist: CHECKLIST,
    RadioItems: RADIO,
    Slider: SLIDER,
    RangeSlider: SLIDER,
    DatePickerSingle: { date: started },
    DatePickerRange: { start_date: from, end_date: until },
    Tabs: { value: (id, { value, children }) => ({ tab: { on: locator(id), tab: tabLabel(children, value, "value", (index) => `tab-${index + 1}`) } }) },
    Upload: { contents: files },
    ConfirmDialog: DIALOG,
    ConfirmDialogProvider: DIALOG,
    Graph: GRAPH,
  },
  dash_table: { DataTable: TABLE },
  dash_bootstrap_components: {
    Input: FIELD,
    Textarea: FIELD,
    Select: { value: (id, { value, options }) => ({ select: { on: locator(id), option: labelOf(options, value) } }) },
    Checklist: CHECKLIST,
    RadioItems: RADIO,
    Checkbox: BOX,
    Switch: BOX,
    RadioButton: { value: (id) => ({ click: { on: locator(id) } }) },
    Tabs: { active_tab: (id, { active_tab: tab, children }) => ({ tab: { on: locator(id), tab: tabLabel(children, tab, "tab_id", (index) => `tab-${index}`) } }) },
  },
};

// Components that are told by what they change, not by the clicks into them.
const isControl = (component) => component && Boolean(CONTROLS[component.namespace]?.[component.type]);
const isOurs = (component) => component.namespace === "dash_html_components" || component.namespace in CONTROLS;

// Fields that held a password when they were touched: one that is shown later stays secret.
const secrets = new Set();
const isPassword = (field) => field.type === "password" || /-password$/.test(field.autocomplete ?? "");

// Whether what is typed into a component is nobody's business.
function isSecret(id) {
  const element = elementOf(id);
  const field = element?.matches("input") ? element : element?.querySelector("input");
  if ((field && isPassword(field)) || componentOf(id)?.props.type === "password") secrets.add(id);
  return secrets.has(id);
}

const told = (id, prop, value, action) => {
  const secret = action.fill && isSecret(id);
  if (secret) action.fill.value = "";
  pressTold = presses;
  tell({ action, prop: `${id}.${prop}`, ...(secret ? { secret } : { value }) });
};

// Props that go with every use of a component, and say nothing.
const NOISE = /^(n_blur|n_clicks|search_value|drag_value|hoverData|loading_state|.*_timestamp|derived_.*)$/;

// Tells what the person did to a component, by the props that changed in it.
function tellChange(id, component, before, changed) {
  const { props, namespace, type } = component;
  const handlers = CONTROLS[namespace]?.[type];
  if (handlers) {
    for (const prop of Object.keys(handlers).filter((prop) => changed.includes(prop))) {
      const actions = list(handlers[prop](id, props, before));
      for (const action of actions) told(id, prop, props[prop], action);
      if (actions.length && handlers === TABLE) break;
    }
    return;
  }
  if (changed.includes("n_clicks")) tellClick(id);
  else if (namespace === "dash_bootstrap_components" && changed.some((prop) => /^(active_.*|is_open|n_dismiss)$/.test(prop))) tellPart(id);
  else if (!isOurs(component)) {
    const kept = Object.fromEntries(changed.filter((prop) => !NOISE.test(prop)).map((prop) => [prop, props[prop]]));
    for (const [prop, value] of Object.entries(kept)) told(id, prop, value, { set_props: { on: locator(id), props: { [prop]: value } } });
  }
}
