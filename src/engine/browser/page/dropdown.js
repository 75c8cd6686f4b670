// Dropdowns: dcc 4 (a popover with a virtual list), dcc 2 and 3 (react-select), native select, and by their ARIA roles.
function dropdown(locator) {
  const element = control(locator);
  const root = rootOf(element);
  if (locator.part && isSheet(element)) return { kind: "sheet", root };
  if (element.matches("select")) return { kind: "native", root: element };
  if (root.matches(".dash-dropdown-wrapper")) {
    const trigger = root.querySelector("button.dash-dropdown");
    return { kind: "popover", root, trigger, open: trigger.getAttribute("aria-expanded") === "true", rows: ".dash-dropdown-option[data-option-index]" };
  }
  const combobox = isDash() ? null : among(element, "[role=combobox]")[0];
  if (combobox) {
    // Its list is elsewhere in the page, and there only while it is open.
    const open = combobox.getAttribute("aria-expanded") === "true";
    const list = document.getElementById(combobox.getAttribute("aria-controls")) ?? [...document.querySelectorAll("[role=listbox]")].find(visible);
    return { kind: "aria", root: (open && list) || element, control: element, trigger: combobox, open, rows: "[role=option]" };
  }
  const native = isDash() ? null : element.querySelector("select");
  if (native) return { kind: "native", root: native };
  const select = root.matches(".Select") ? root : root.querySelector(".Select");
  if (!select) refuse(`${named(element)} is no dropdown`);
  if (select.matches(".is-disabled")) refuse("it is disabled");
  return { kind: "classic", root: select, trigger: select.querySelector(".Select-control"), open: select.matches(".is-open"), rows: ".VirtualizedSelectOption, .Select-option" };
}

async function dropdownState(locator) {
  const { kind, open, trigger, root } = dropdown(locator);
  if (kind === "sheet") return { kind, open: true };
  if (kind === "native") { await ready(root); return { kind, open: true }; }
  return { kind, open, ...(open ? {} : await ready(trigger)) };
}

const scrolls = (element) => element.scrollHeight > element.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(element).overflowY);

// Scrolls through a virtual list until the row is drawn: what is out of sight is not in the DOM. `share` says which part of the list
// may be before it, 0 to 1.
async function seek({ root, rows }, label, share = null) {
  const drawn = () => [...root.querySelectorAll(rows)];
  const wanted = () => drawn().find((row) => fold(row.innerText) === label);
  // It draws what was scrolled to within two frames.
  const drawing = async () => { for (let i = 0; i < 2 && !wanted(); i++) await frame(); };
  for (let i = 0; i < 120 && !drawn().length; i++) await frame();
  const first = drawn()[0] ?? refuse("it shows no options");
  let list = first.parentElement;
  while (list && list !== root && !scrolls(list)) list = list.parentElement;
  const seen = new Set();
  if (list && scrolls(list) && !wanted() && share !== null) {
    list.scrollTop = share * list.scrollHeight - list.clientHeight / 2;
    await drawing();
  }
  if (list && scrolls(list) && !wanted()) list.scrollTop = 0;
  while (!wanted()) {
    await drawing();
    drawn().forEach((row) => seen.add(fold(row.innerText)));
    if (wanted()) break;
    if (!list || list.scrollTop + list.clientHeight >= list.scrollHeight - 1) fail("no_option", { option: label, available: [...seen] });
    list.scrollTop += list.clientHeight * 0.8;
  }
  wanted().scrollIntoView({ block: "nearest", behavior: "instant" });
  // A virtual list lets the pointer through for 150 ms after it was scrolled, so that nothing is hovered while it runs past.
  wanted().style.pointerEvents = "auto";
  const met = (row) => row && row.contains(hit(middle(row)));
  for (let i = 0; i < 40 && !met(wanted()); i++) await frame();
  return wanted() ?? refuse("its options keep changing");
}

// Which part of a dropdown's options is before one; null when it is none of them.
function shareBefore(locator, label) {
  const { options } = component(locator).props;
  const labels = Array.isArray(options) ? options.map((option) => option?.label ?? option) : Object.values(options ?? {});
  const index = labels.findIndex((each) => fold(String(each)) === label);
  return index < 0 ? null : index / labels.length;
}

// Where to click so that an option becomes selected (or not); null when it is so already.
async function option(locator, label, selected) {
  const parts = dropdown(locator);
  if (parts.kind === "native") {
    const found = [...parts.root.options].find((option) => fold(option.label) === label);
    if (!found) fail("no_option", { option: label, available: [...parts.root.options].map((option) => fold(option.label)) });
    return found.selected === selected ? null : { element: found };
  }
  if (parts.kind === "classic") {
    const chosen = [...parts.root.querySelectorAll(".Select-value")].find((value) => fold(value.querySelector(".Select-value-label").innerText) === label);
    if (!selected) return chosen ? ready(chosen.querySelector(".Select-value-icon")) : null;
    if (chosen) return null;
  }
  if (parts.kind === "aria") {
    // A chosen tag is no longer in the list; what is not multiple has its value in the field.
    const chosen = tagsOf(parts.control).find((tag) => tag.label === label);
    if (!selected) return chosen ? ready(chosen.cross) : null;
    return chosen ? null : rested(await seek(parts, label));
  }
  // What a list offers for all of its options at once.
  const all = [...parts.root.querySelectorAll(".dash-dropdown-action-button")].find((button) => fold(button.innerText) === label);
  if (selected && all) return ready(all);
  const row = await seek(parts, label, shareBefore(locator, label));
  if ((row.getAttribute("aria-selected") === "true") === selected) return null;
  const input = row.querySelector("input");
  if (input?.disabled || row.matches(".is-disabled, .VirtualizedSelectDisabledOption")) refuse(`its option ${label} is disabled`);
  const { clearable, value } = component(locator).props;
  if (!selected && clearable === false && value?.length === 1) refuse("it can't be emptied: it has clearable=False");
  return ready(input ? box(input) : row);
}

// Where to click so that the search of a closed dropdown is there; null for what has its field at hand.
async function searchTrigger(locator) {
  if (!rootOf(control(locator)).matches(".dash-dropdown-wrapper")) return null;
  const { open, trigger } = dropdown(locator);
  return open ? null : ready(trigger);
}

async function isOpen(locator) {
  const isOut = () => (({ kind, open }) => kind !== "native" && Boolean(open))(dropdown(locator));
  if (!isOut()) return false;
  // One that closes is rendered so within a frame.
  await frame();
  return isOut();
}

// Where a row is once its list has come to rest: a virtual one takes no pointer while it scrolls.
async function rested(row) {
  for (let i = 0; i < 40 && !row.contains(hit(middle(row))); i++) await sleep(50);
  return ready(row);
}

// The chosen options of a combobox of several, with what takes each out.
function tagsOf(element) {
  const crosses = [...element.querySelectorAll("[data-tag] button, [data-baseweb=tag] [role=presentation], [data-baseweb=tag] [role=button]")];
  const tags = crosses.map((cross) => ({ tag: cross.closest("[data-tag], [data-baseweb=tag]"), cross })).filter(({ cross }) => !cross.closest("template"));
  return tags.map(({ tag, cross }) => ({ label: fold(tag.querySelector("[title]")?.title ?? tag.innerText), cross }));
}

// Whether the options of a control are in the page only while its list is open.
const isListed = (locator) => !isDash() && among(control(locator), "[role=combobox]").length > 0;

// All the options of an open list, from its first to its last row.
async function rows(locator) {
  try {
    await seek(dropdown(locator), null);
  } catch (error) {
    if (error?.dashproof?.kind === "no_option") return error.dashproof.available;
    throw error;
  }
}
