// The parts of controls, in the DOM of dcc 2 to 4, Bootstrap and plain HTML.
const FIELDS = "input:not([type=hidden]):not(.dash-dropdown-focus-target), textarea, [contenteditable=true]";

const rootOf = (element) => element.closest(".dash-dropdown-wrapper, .dash-datepicker") ?? element;

function field(locator) {
  const element = control(locator);
  // The search of a dropdown is beside its button, while its list is open.
  const found = element.matches(FIELDS) ? element : (element.querySelector(FIELDS) ?? rootOf(element).querySelector(".dash-dropdown-search"));
  return found ?? refuse(`${named(element)} holds no field`);
}

// Fields whose value is picked in a part of the browser's own, which no event reaches.
const PICKED = ["color", "date", "datetime-local", "month", "range", "time", "week"];
const isPicked = (found) => found.matches(PICKED.map((type) => `input[type=${type}]`).join(", "));

// Gives such a field its value as its picker does; false for one that is typed into.
async function pick(locator, value) {
  const found = field(locator);
  if (!isPicked(found)) return false;
  await ready(found, { editable: true });
  found.focus();
  pickIn(found, value);
  // Tab would go through its parts.
  if (commitsLate(locator)) found.blur();
  return true;
}

function pickIn(found, value) {
  const before = found.value;
  const write = Object.getOwnPropertyDescriptor(window.HTMLInputElement.prototype, "value").set;
  write.call(found, value);
  // What is no value of the type became another one.
  const taken = { color: found.value === value.toLowerCase(), range: Number(found.value) === Number(value) && value !== "" }[found.type] ?? (found.value === "") === (value === "");
  if (!taken) {
    write.call(found, before);
    refuse(`a field of type ${found.type} does not take "${value}"`);
  }
  if (found.value !== before) for (const type of ["input", "change"]) found.dispatchEvent(new window.Event(type, { bubbles: true }));
}

// Where to click to type into a field: the value of a dropdown of dcc 2 and 3 lies over its search.
async function fieldPoint(locator) {
  const clicked = () => field(locator).closest(".Select--single .Select-control") ?? field(locator);
  return ready(clicked(), { editable: true, again: clicked });
}

// How a field is filled with a value: by where it is clicked, or by what must be done before. See control.rs.
async function filling(locator, value) {
  const part = tablePart(locator);
  if (part?.endsWith("cell")) return part;
  if (part) return { [part]: await fieldPoint(locator) };
  const clock = await typedTime(locator, value);
  if (clock) return { keys: clock };
  const trigger = await searchTrigger(locator);
  if (trigger) return { trigger };
  if (await pick(locator, value)) return "picked";
  return { text: { late: commitsLate(locator), ...(await fieldPoint(locator)) } };
}

// Puts the keyboard into an element, as a click into it or Tab would.
async function focus(locator) {
  if (tablePart(locator) === "sheet_cell") return sheetFocus(locator);
  const element = control(locator);
  // The keyboard of a table is in its active cell.
  if (element.matches(".dash-table-container") && element.contains(document.activeElement)) return;
  const inner = element.matches(FIELDS) ? element : (element.querySelector(RANGES) ?? element.querySelector(FIELDS) ?? element);
  await ready(inner, { hidden: true });
  inner.focus();
  // A text area begins with the caret in front of its text, where nobody goes on writing.
  if (inner.matches("textarea")) inner.setSelectionRange(inner.value.length, inner.value.length);
}

const fileField = (locator) => {
  const element = control(locator);
  const found = element.matches("input[type=file]") ? element : element.querySelector("input[type=file]");
  return found ?? refuse(`${named(element)} takes no files`);
};

const TICKS = { tick: "input[type=checkbox]", radio: "input[type=radio]" };

function labelOf(input) {
  return input.closest("label") ?? input.labels?.[0] ?? input.parentElement;
}

// Whether it is there for screen readers only: it or what holds it is cut away.
const clipped = (input) => [input, input.parentElement].some((element) => element && getComputedStyle(element).clipPath !== "none");

// What to click of a box: itself, as a click on its label clicks it once more; the label of one that is not drawn.
function box(input) {
  const drawn = visible(input) && getComputedStyle(input).pointerEvents !== "none" && !clipped(input);
  return drawn ? input : labelOf(input);
}

// One item of a group, by its label; the only item when no label is given.
async function item(locator, kind, label) {
  if (tablePart(locator) === "sheet_cell") return sheetItem(locator, kind, label);
  const element = control(locator);
  const pressed = isDash() ? [] : among(element, PRESSED_GROUP);
  if (pressed.length && label !== null) {
    const button = pressed.find((button) => captionOf(button) === label) ?? fail("no_option", { option: label, available: pressed.map(captionOf) });
    return { checked: isOn(button), ...(await ready(button)) };
  }
  const inputs = element.matches(label === null ? "input[type=checkbox], input[type=radio]" : TICKS[kind]) ? [element] : [...element.querySelectorAll(TICKS[kind])];
  if (label === null) {
    if (inputs.length !== 1) refuse(`it holds ${inputs.length} of ${TICKS[kind]}: say which`);
    return { checked: inputs[0].checked, stays: inputs[0].type === "radio", ...(await ready(box(inputs[0]))) };
  }
  const caption = (input) => (isDash() ? fold(labelOf(input).innerText) : captionOf(input));
  const input = inputs.find((input) => caption(input) === label);
  if (!input) fail("no_option", { option: label, available: inputs.map(caption) });
  if (input.disabled) refuse(`its option ${label} is disabled`);
  return { checked: input.checked, ...(await ready(box(input))) };
}

async function tab(locator, label) {
  const tabs = [...control(locator).querySelectorAll(".tab, [role=tab], .nav-link, .accordion-button, .page-link, .carousel-indicators button, .carousel-control-prev, .carousel-control-next")];
  // The page that is open says so to screen readers.
  const told = (tab) => tab.getAttribute("aria-label") ?? tab.querySelector("[aria-hidden] + .visually-hidden")?.textContent;
  const name = (tab) => (told(tab) ?? fold(tab.innerText)).replace(/ ?\(current\)$/, "");
  const found = tabs.find((tab) => name(tab) === label);
  if (!found) fail("no_option", { option: label, available: tabs.map(name) });
  if (found.matches(".tab--disabled, .disabled")) refuse(`its option ${label} is disabled`);
  return ready(found);
}

// The cross that empties a dropdown or a date, the button that closes a panel.
async function eraser(locator) {
  const root = rootOf(one(locator));
  const found = root.querySelector(
    ".dash-dropdown-trigger .dash-dropdown-clear, .dash-datepicker-clear, .Select-clear-zone, .DateInput_clear, .SingleDatePickerInput_clearDate, .DateRangePickerInput_clearDates, .btn-close",
  );
  return found && visible(found) ? ready(found) : null;
}

const isField = (locator) => {
  const element = control(locator);
  return (element.matches(FIELDS) || (!isDash() && among(element, FIELDS).length === 1)) && !rootOf(element).matches(".dash-datepicker");
};

function slider(locator) {
  const element = control(locator);
  const thumbs = among(element, RANGES);
  if (!thumbs.length) refuse(`${named(element)} is no slider`);
  // A native one is its own track; React Aria hides it in a thumb.
  const native = thumbs[0].matches("input");
  const track = thumbs[0].closest(native ? "[data-orientation]" : ".dash-slider-root, .rc-slider") ?? (native ? thumbs[0] : thumbs[0].parentElement);
  const number = (thumb, name) => Number(thumb.getAttribute(`aria-value${name}`) ?? (thumb[name === "now" ? "value" : name] || (name === "max" ? 100 : 0)));
  const [min, max] = [number(thumbs[0], "min"), number(thumbs.at(-1), "max")];
  const vertical = thumbs[0].getAttribute("aria-orientation") === "vertical" || track.matches(".rc-slider-vertical");
  const values = thumbs.map((thumb) => number(thumb, "now"));
  const { left, top, width, height } = place(track);
  const part = (value) => (value - min) / (max - min);
  const spot = (value) => (vertical ? { x: left + width / 2, y: top + height * (1 - part(value)) } : { x: left + width * part(value), y: top + height / 2 });
  return { vertical, min, max, track: place(track), values, thumbs: native ? values.map(spot) : thumbs.map(middle) };
}

async function sliderReady(locator) {
  await ready(control(locator).querySelector(RANGES) ?? control(locator), { hidden: true });
  return slider(locator);
}

async function thumb(locator, index) {
  among(control(locator), RANGES)[index]?.focus();
}

// The fields of a date picker and what to type into each.
const MONTHS = "January February March April May June July August September October November December".split(" ");
function written(date, format) {
  const [year, month, day] = date.split("-");
  const forms = {
    YYYY: year, YY: year.slice(2), MMMM: MONTHS[month - 1], MMM: MONTHS[month - 1]?.slice(0, 3),
    MM: month, M: String(Number(month)), DD: day, D: String(Number(day)),
  };
  return format.replace(/YYYY|YY|MMMM|MMM|MM|M|DD|D/g, (token) => forms[token] ?? token);
}

function dates(locator, wanted) {
  if (!isDash()) return typedDates(control(locator), wanted);
  const root = rootOf(one(locator));
  const { display_format = root.matches(".dash-datepicker") ? "YYYY-MM-DD" : "MM/DD/YYYY" } = component(locator).props;
  const fields = [...root.querySelectorAll("input.dash-datepicker-input, .DateInput input, input[type=text], input[type=date]")];
  const distinct = [...new Set(fields)];
  if (distinct.length < wanted.length) refuse("it holds a single date");
  return wanted.map((date) => date && written(date, display_format));
}

async function datePoint(locator, index) {
  if (!isDash()) return typedDatePoint(control(locator), index);
  const root = rootOf(one(locator));
  const fields = [...root.querySelectorAll("input.dash-datepicker-input, .DateInput input, input[type=text], input[type=date]")];
  return ready([...new Set(fields)][index] ?? refuse("it has no field for a date"), { editable: true });
}
