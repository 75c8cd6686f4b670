// Cells of Streamlit's tables (`st.data_editor`, `st.dataframe`), which are drawn on a canvas: the table that it holds for screen
// readers has those in sight, and gives their keyboard to the canvas.
const sheetOf = (table) => (typeof table === "string" && isStreamlit() ? byKey(table)[0]?.querySelector("canvas table[role=grid]") : null);
const isSheet = (element) => Boolean(element.closest("canvas"));

const sheetRow = (line) => Number(line.getAttribute("aria-rowindex")) - 2;
const sheetLines = (sheet) => [...sheet.querySelectorAll("tbody tr")];
const sheetColumns = (sheet) => [...sheet.querySelectorAll("th[role=columnheader]")];
const columnIndex = (cell) => Number(cell.getAttribute("aria-colindex"));
const sheetBox = (sheet) => sheet.closest("[data-testid=stDataFrame]");
const sheetScroller = (sheet) => sheetBox(sheet).querySelector(".dvn-scroller");

// What adds a row to a table, which then ends in an empty one that is not in its data.
const adder = (sheet) => sheetBox(sheet).querySelector("button[aria-label='Add row']");
const sheetHeight = (sheet) => Number(sheet.getAttribute("aria-rowcount")) - (adder(sheet) ? 2 : 1);

// The columns of each table that have been in sight, by their place.
const seenColumns = new WeakMap();

function knownColumns(sheet) {
  const known = seenColumns.get(sheet) ?? new Map();
  for (const one of sheetColumns(sheet)) known.set(columnIndex(one), fold(one.innerText));
  seenColumns.set(sheet, known);
  return known;
}

// Scrolls to what is out of sight, or on through columns that nobody has seen yet: it is drawn in the next frames.
function sheetShows(sheet, row, column) {
  const scroller = sheetScroller(sheet);
  const shown = sheetLines(sheet).map(sheetRow);
  if (row != null && row < sheetHeight(sheet) && !shown.includes(row)) {
    // The row before it may be cut.
    scroller.scrollTop = ((row - 1) * scroller.scrollHeight) / (sheetHeight(sheet) + 1);
  }
  const known = knownColumns(sheet);
  const headers = sheetColumns(sheet);
  if (column == null || headers.some((one) => fold(one.innerText) === column)) return;
  const place = [...known].find(([, name]) => name === column)?.[0];
  if (place === undefined && known.size >= Number(sheet.getAttribute("aria-colcount"))) return;
  const last = Math.max(...headers.map(columnIndex));
  const onward = place === undefined ? last < Number(sheet.getAttribute("aria-colcount")) : place > last;
  scroller.scrollLeft += (onward ? 0.7 : -0.7) * scroller.clientWidth;
}

function sheetPart(sheet, { row, column, control }) {
  const offered = control == null ? row != null || column != null : row != null && column == null && control in ROW_KEYS;
  if (!offered) {
    fail("unsupported", { what: `control=${control} of a table of Streamlit`, hint: "a row of it has control=select and control=delete; what there is besides its cells has a CSS selector" });
  }
  sheetShows(sheet, row, column);
  const header = sheetColumns(sheet).filter((one) => column != null && fold(one.innerText) === column);
  if (row == null) return header;
  const line = sheetLines(sheet).find((line) => sheetRow(line) === row);
  if (control != null) return line ? [...line.querySelectorAll("td")].slice(0, 1) : [];
  return header.flatMap((one) => [...(line?.querySelectorAll(`td[aria-colindex="${one.getAttribute("aria-colindex")}"]`) ?? [])]);
}

// What a part that is not there could have been.
function sheetCandidates(sheet, { column }) {
  const columns = [...knownColumns(sheet).values()];
  if (column != null && !columns.includes(column)) return columns.map((name) => `column=${name}`);
  const last = sheetHeight(sheet) - 1;
  return last > 20 ? [`row=0 to row=${last}`] : Array.from({ length: last + 1 }, (_, row) => `row=${row}`);
}

// What selects a row, and takes it away, from the keyboard.
const ROW_KEYS = { select: ["Shift+Space"], delete: ["Shift+Space", "Delete"] };

// The keys that do what a click on a cell or a control of a row does, where they go to; null for what the pointer clicks. A click on a
// cell gives it the keyboard, and makes the empty row at the end one of the data.
async function sheetKeys(locator) {
  const { table, part } = locator;
  const sheet = part && sheetOf(table);
  if (!sheet) return null;
  const isNew = adder(sheet) && part.row === sheetHeight(sheet) && [...knownColumns(sheet).values()].includes(part.column);
  if (isNew) {
    await ready(adder(sheet), { hidden: true });
    adder(sheet).focus();
    return ["Enter"];
  }
  if (part.row == null) fail("unsupported", { what: "a click on a header of a table of Streamlit", hint: "its text is read" });
  await sheetFocus(locator);
  return ROW_KEYS[part.control] ?? [];
}

// Gives a cell the keyboard. The canvas goes to its first cell before to any other, and tells where it is 200 ms later.
async function sheetFocus(locator, cell = () => one(locator)) {
  await ready(sheetBox(cell()), { hidden: true });
  const has = () => document.activeElement === cell() && cell().getAttribute("aria-selected") === "true";
  for (let i = 0; i < 4; i++) {
    // What has the keyboard already is not given it once more.
    if (!has()) document.activeElement.blur();
    cell().focus();
    for (let k = 0; k < 40 && !has(); k++) await frame();
    if (has()) return true;
  }
  refuse("it does not take the keyboard");
}

// What a cell says once it has been edited: the table tells nothing new before its keyboard is elsewhere.
async function sheetSays(locator) {
  const others = () => [...one(locator).closest("table").querySelectorAll("td")].filter((cell) => cell !== one(locator));
  if (others().length) await sheetFocus(locator, () => others().find((cell) => cell === document.activeElement) ?? others()[0]);
  return fold(one(locator).textContent);
}

// What a cell says, once it has the keyboard to be edited.
async function sheetCell(locator) {
  if (one(locator).getAttribute("aria-readonly") === "true") refuse("its column is not editable");
  await sheetFocus(locator);
  return fold(one(locator).textContent);
}

// A box in a cell, which says whether it is ticked.
function sheetItem(locator, kind, label) {
  const said = fold(one(locator).textContent);
  if (kind !== "tick" || label !== null || !["true", "false", ""].includes(said)) refuse("it holds no box");
  return { checked: said === "true" };
}

const sheetOverlay = () => document.querySelector("#portal .gdg-style");

// The editor that Enter opens over a cell: text, picked, list or several; a box turns at once, without.
async function sheetEditor() {
  for (let i = 0; i < 30; i++) {
    const field = sheetOverlay()?.contains(document.activeElement) ? document.activeElement : null;
    if (field?.matches("[role=combobox]")) return field.closest("[data-testid=multi-select-cell]") ? "several" : "list";
    if (field && isPicked(field)) return "picked";
    if (field?.matches("input, textarea")) return "text";
    await frame();
  }
  return "box";
}

const sheetPick = (_, value) => pickIn(document.activeElement, value);

// What is chosen in the list over a cell that holds several.
const sheetTags = () => [...sheetOverlay().querySelectorAll("[aria-label^='Remove ']")].map((cross) => cross.getAttribute("aria-label").slice("Remove ".length));

// How many rows an option is below the one that Enter chooses.
async function sheetOption(_, label) {
  const list = () => [...document.querySelectorAll("#portal [role=option]")];
  for (let i = 0; i < 60 && !list().length; i++) await frame();
  const index = list().findIndex((row) => fold(row.innerText) === label);
  if (index < 0) fail("no_option", { option: label, available: list().map((row) => fold(row.innerText)).filter(Boolean) });
  const chosen = document.activeElement.getAttribute("aria-activedescendant");
  return index - Math.max(0, list().findIndex((row) => row.id === chosen));
}

// Whether a field holds what was typed: that of a number takes no letters, and shows separators of its own.
function sheetHolds(value) {
  const held = document.activeElement.value ?? "";
  const bare = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");
  return bare(held) === bare(value) || (held !== "" && Number(held) === Number(value));
}

// Whether the editor has gone with its value: one that does not take it stays.
async function sheetTaken(locator) {
  for (let i = 0; i < 60 && sheetOverlay(); i++) await frame();
  return !sheetOverlay() && (await sheetSays(locator), true);
}
