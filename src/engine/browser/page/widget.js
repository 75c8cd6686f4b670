// Controls of pages that have no components: native ones, and Streamlit's by their ARIA roles.
const RANGES = "[role=slider], input[type=range]";
const CONTAINER = "[data-testid=stElementContainer], .element-container";
const PRESSED = "[data-testid$=Button]:not([data-testid=stElementToolbarButton]) button, [data-testid=stLinkButton] a, [data-testid=stPageLink] a, [data-testid=stCheckbox] label";

// The control that a locator means: a label stands for what it labels.
function control(locator) {
  const element = one(locator);
  if (isDash()) return element;
  const label = element.closest("[data-testid=stWidgetLabel]");
  if (label) return label.closest(CONTAINER) ?? label.parentElement;
  return element.closest("label")?.control ?? element;
}

// What a click on a control goes to: a widget's container may be wider than its button.
function pressed(locator) {
  const element = one(locator);
  return (!isDash() && element.matches(CONTAINER) && element.querySelector(PRESSED)) || element;
}

// Whether a field keeps its text to itself until the keyboard leaves it.
function commitsLate(locator) {
  if (!isDash()) return Boolean(control(locator).closest(CONTAINER));
  // The fields of a slider tell its value when they are left.
  try { return component(locator).props.debounce === true || Boolean(control(locator).closest(".dash-slider-container")); } catch { return false; }
}

const among = (element, selector) => (element.matches(selector) ? [element] : [...element.querySelectorAll(selector)]);
// Streamlit puts an explanation below the label, and icons into it.
function captionOf(input) {
  if (isButton(input)) return input.getAttribute("aria-label") || fold(input.innerText);
  const label = labelOf(input);
  return fold((label?.querySelector("[data-testid=stMarkdownContainer]") ?? label)?.innerText);
}

// Pills, segments and ratings of Streamlit are buttons that stay pressed.
const PRESSED_GROUP = "[data-testid=stButtonGroup] button, [data-testid=stFeedback] button";
const isButton = (item) => item.matches("button");
const isOn = (item) => (isButton(item) ? [item.getAttribute("aria-checked"), item.getAttribute("aria-pressed")].includes("true") || /Active$/.test(item.getAttribute("kind") ?? "") : item.checked);
const isOneOf = (button) => Boolean(button.closest("[role=radiogroup]"));

// A number as such; a step that has a name (`st.select_slider`) by its name.
function stepOf(thumb) {
  const [text, now] = [thumb.getAttribute("aria-valuetext"), thumb.getAttribute("aria-valuenow") ?? thumb.value];
  // A date is told as a text; a number may be told with its unit.
  const told = /\d/.test(text ?? "") ? Number(text) : NaN;
  const isName = text && (!/\d/.test(text) || /^\d{4}-\d{2}-\d{2}|^\d{1,2}:\d{2}/.test(text) || Math.abs(told - Number(now)) > 0.75);
  return isName ? (Number.isFinite(told) ? told : text) : Number(now);
}

// A time of day, or of a date too, as its native field would tell it: `08:45`, `2026-03-01T08:45`.
function timeOf(element) {
  const moment = among(element, "input[type=datetime-local]")[0];
  if (moment) return moment.value.slice(0, 16) || null;
  const shown = among(element, "[data-testid=stTimeInputTimeDisplay]")[0];
  if (!shown) return null;
  return shown.getAttribute("value") ?? (shown.querySelector("input[type=hidden]")?.value.slice(0, 5) || null);
}

// The digits to type into a field of hours and minutes, or of a day before them, whose first part gets the keyboard; they pass the
// caret on by themselves.
async function typedTime(locator, value) {
  const parts = isStreamlit() ? among(control(locator), "[role=spinbutton][data-type]") : [];
  const types = parts.map((part) => part.dataset.type);
  if (!types.includes("hour")) return null;
  const [form, words] = types.includes("day") ? [/^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[T ](?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d)$/, "moment: write YYYY-MM-DDTHH:MM"] : [/^(?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d)$/, "time of day: write HH:MM"];
  const { groups } = value.match(form) ?? fail("bad_action", { reason: `${value} is no ${words}` });
  await ready(parts[0], { editable: true });
  parts[0].focus();
  return types.map((type) => groups[type] ?? "").join("");
}

const single = (values) => (values.length === 1 ? values[0] : values);

// What a control is set to, as a visitor sees it; null when it holds nothing.
function valueOf(element) {
  const thumbs = among(element, RANGES);
  if (thumbs.length) return single(thumbs.map(stepOf));
  const radios = among(element, "input[type=radio]");
  if (radios.length) {
    const chosen = radios.find((radio) => radio.checked);
    return chosen ? captionOf(chosen) : null;
  }
  const boxes = among(element, "input[type=checkbox]");
  if (boxes.length === 1) return boxes[0].checked;
  if (boxes.length) return boxes.filter((box) => box.checked).map(captionOf);
  const buttons = among(element, PRESSED_GROUP);
  if (buttons.length) {
    const pressed = buttons.filter(isOn).map(captionOf);
    return isOneOf(buttons[0]) ? (pressed[0] ?? null) : pressed;
  }
  const time = timeOf(element);
  if (time) return time;
  const days = among(element, "input[type=date]");
  if (days.length) return single(days.map((day) => day.value || null));
  const list = among(element, "[data-testid=stMultiSelect]")[0];
  if (list) return tagsOf(list).map(({ label }) => label);
  const select = among(element, "select")[0];
  if (select) {
    const chosen = [...select.selectedOptions].map((option) => fold(option.label));
    return select.multiple ? chosen : (chosen[0] ?? null);
  }
  const field = among(element, FIELDS)[0];
  if (!field) return null;
  if (field.type === "number") return field.value === "" ? null : Number(field.value);
  if (field.type === "file") return [...field.files].map((file) => file.name);
  return field.value ?? fold(field.innerText);
}

function optionsOf(element) {
  const select = among(element, "select")[0];
  if (select) return [...select.options].map((option) => fold(option.label));
  const items = among(element, "input[type=radio], input[type=checkbox]");
  if (items.length) return items.map(captionOf);
  const buttons = among(element, PRESSED_GROUP);
  if (buttons.length) return buttons.map(captionOf);
  const tabs = among(element, "[role=tab]");
  return tabs.length ? tabs.map((tab) => fold(tab.innerText)) : refuse(`${named(element)} shows no options`);
}

// What drivers pass on alike: lists for typed arrays, and nothing of what plotly decodes beside them.
function asData(value) {
  const plain = (key, held) => (key === "_inputArray" ? undefined : ArrayBuffer.isView(held) ? Array.from(held) : (held ?? null));
  return JSON.parse(JSON.stringify(value, plain));
}

// The figure of a plot.
function figureOf(element) {
  const gd = among(element, ".js-plotly-plot")[0];
  return gd?.layout ? asData({ data: gd.data, layout: gd.layout }) : null;
}

// What is read of a control: its component on a page of Dash, else what it shows.
async function held(locator, kind) {
  if (isDash()) return { component: asData(component(locator)) };
  const read = { value: valueOf, options: optionsOf, figure: figureOf, "a download": fileOf }[kind];
  if (read) return { shown: await read(control(locator)) };
  fail("unsupported", { what: `reading ${kind} of a page that is not made by Dash`, hint: "read its text, value, options, download, visibility, or an attribute" });
}

// What a capture keeps, by name: Streamlit's widgets with a key, or the fields of a page with an id.
function shown(kind) {
  if (isDash()) return components().map(([id, component]) => [id, { component: asData(component) }]);
  const streamlit = isStreamlit();
  const elements = [...document.querySelectorAll(streamlit ? "[class*='st-key-']" : ":is(input, select, textarea, .js-plotly-plot)[id]")];
  const read = { value: valueOf, figure: figureOf }[kind];
  return elements.map((element) => [streamlit ? keyOf(element) : element.id, { shown: read(element) }]);
}

// The fields of a date: React Aria's parts of a day, a native field, or a text with a format.
const DAYS = "[role=group]:has(> [role=spinbutton][data-type=day]), input[type=date]:not([tabindex='-1']), [data-testid=stDateInput] input[type=text]";

// What to type into each, in the order in which its parts are shown: they pass the caret on by themselves.
function typedDates(element, wanted) {
  const fields = among(element, DAYS);
  if (!fields.length) refuse(`${named(element)} is no date`);
  if (fields.length < wanted.length) refuse("it holds a single date");
  return wanted.map((date, index) => {
    if (!date) return null;
    const field = fields[index];
    // Chromium's own field, in the order of its language: en-US.
    if (field.type === "date") return written(date, "MMDDYYYY");
    if (field.matches("input")) return written(date, field.placeholder || "YYYY/MM/DD");
    const parts = { year: "YYYY", month: "MM", day: "DD" };
    return written(date, [...field.querySelectorAll("[role=spinbutton]")].map((part) => parts[part.dataset.type] ?? "").join(""));
  });
}

// Where typing a date begins; parts that are typed key by key get the keyboard.
async function typedDatePoint(element, index) {
  const field = among(element, DAYS)[index] ?? refuse("it has no field for a date");
  const part = field.querySelector("[role=spinbutton]") ?? (field.type === "date" ? field : null);
  if (!part) return ready(field, { editable: true });
  await ready(part, { editable: true });
  part.focus();
  return { parts: true };
}

// Whether the keyboard is still in a control that has several places for it.
const hasFocus = (locator) => !isDash() && find(locator).length > 0 && control(locator).contains(document.activeElement);
