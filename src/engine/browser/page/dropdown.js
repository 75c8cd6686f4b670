// Dropdowns: dcc 4 (a popover with a virtual list), dcc 2 and 3 (react-select), native select.
function dropdown(locator) {
  const element = one(locator);
  const root = rootOf(element);
  if (element.matches("select")) return { kind: "native", root: element };
  if (root.matches(".dash-dropdown-wrapper")) {
    const trigger = root.querySelector("button.dash-dropdown");
    return { kind: "popover", root, trigger, open: trigger.getAttribute("aria-expanded") === "true", rows: ".dash-dropdown-option[data-option-index]" };
  }
  const select = root.matches(".Select") ? root : root.querySelector(".Select");
  if (!select) refuse(`${named(element)} is no dropdown`);
  if (select.matches(".is-disabled")) refuse("it is disabled");
  return { kind: "classic", root: select, trigger: select.querySelector(".Select-control"), open: select.matches(".is-open"), rows: ".VirtualizedSelectOption, .Select-option" };
}

async function dropdownState(locator) {
  const { kind, open, trigger, root } = dropdown(locator);
  if (kind === "native") { await ready(root); return { kind, open: true }; }
  return { kind, open, ...(open ? {} : await ready(trigger)) };
}

const scrolls = (element) => element.scrollHeight > element.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(element).overflowY);

// Scrolls through a virtual list until the row is drawn: what is out of sight is not in the DOM.
async function seek({ root, rows }, label) {
  const drawn = () => [...root.querySelectorAll(rows)];
  const wanted = () => drawn().find((row) => fold(row.innerText) === label);
  for (let i = 0; i < 100 && !drawn().length; i++) await sleep(20);
  // An opening dropdown moves the keyboard, and with it the list, to the option that is selected.
  for (let i = 0; i < 4; i++) await frame();
  const first = drawn()[0] ?? refuse("it shows no options");
  let list = first.parentElement;
  while (list && list !== root && !scrolls(list)) list = list.parentElement;
  const seen = new Set();
  if (list && scrolls(list) && !wanted()) list.scrollTop = 0;
  for (;;) {
    await frame(); await frame();
    drawn().forEach((row) => seen.add(fold(row.innerText)));
    if (wanted()) break;
    if (!list || list.scrollTop + list.clientHeight >= list.scrollHeight - 1) fail("no_option", { option: label, available: [...seen] });
    list.scrollTop += list.clientHeight * 0.8;
  }
  wanted().scrollIntoView({ block: "center", behavior: "instant" });
  // A virtual list takes no pointer until it has come to rest.
  await sleep(200);
  return wanted() ?? refuse("its options keep changing");
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
  const row = await seek(parts, label);
  if ((row.getAttribute("aria-selected") === "true") === selected) return null;
  const input = row.querySelector("input");
  if (input?.disabled || row.matches(".is-disabled, .VirtualizedSelectDisabledOption")) refuse(`its option ${label} is disabled`);
  const { clearable, value } = component(locator).props;
  if (!selected && clearable === false && value?.length === 1) refuse("it can't be emptied: it has clearable=False");
  return ready(input ? box(input) : row);
}

async function isOpen(locator) {
  await frame();
  const { kind, open } = dropdown(locator);
  return kind !== "native" && open;
}
