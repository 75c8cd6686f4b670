// Gestures on a DataTable, by row and column; see engine/table_part.rs.
const quoted = (word) => (/^[^\s'"\\]+$/.test(String(word)) ? word : `"${String(word).replace(/["\\]/g, "\\$&")}"`);
const part = (id, words) => [locator(id), ...Object.entries(words).map(([name, value]) => `${name}=${quoted(value)}`)].join(" ");

const columnName = (column) => column?.id ?? column;

// Where a row of the data stands on the page.
const rowOnPage = (props, row) => {
  const at = props.derived_viewport_indices?.indexOf(row) ?? -1;
  return at < 0 ? row : at;
};

function edited(id, before, props) {
  const [old, current] = [before.data ?? [], props.data ?? []];
  if (current.length < old.length) {
    const gone = old.findIndex((row, index) => row !== current[index]);
    return [{ click: { on: part(id, { row: rowOnPage(before, gone), control: "delete" }) } }];
  }
  if (current.length > old.length) return [];
  return current.flatMap((row, index) => (row === old[index] ? [] : Object.keys(row).flatMap((column) => {
    if (row[column] === old[index]?.[column]) return [];
    const on = part(id, { row: rowOnPage(before, index), column });
    const kind = props.columns?.find((one) => columnName(one) === column)?.presentation;
    if (kind !== "dropdown") return [{ fill: { on, value: String(row[column] ?? "") } }];
    const options = props.dropdown?.[column]?.options;
    return [{ select: { on, option: labelOf(options, row[column]) } }];
  })));
}

function paged(id, before, props) {
  const [from, to] = [before.page_current ?? 0, props.page_current ?? 0];
  const control = { [from + 1]: "next", [from - 1]: "previous", 0: "first" }[to];
  if (control) return { click: { on: part(id, { control }) } };
  return [{ fill: { on: part(id, { control: "page" }), value: String(to + 1) } }, { press: { on: part(id, { control: "page" }), key: "Enter" } }];
}

function sorted(id, before, props) {
  const how = (list, column) => (list ?? []).find((one) => one.column_id === column)?.direction;
  const columns = [...(before.sort_by ?? []), ...(props.sort_by ?? [])].map((one) => one.column_id);
  const column = columns.find((one) => how(before.sort_by, one) !== how(props.sort_by, one));
  return column && { click: { on: part(id, { column, control: "sort" }) } };
}

// A filter is what was typed into the cell that has the keyboard.
function filtered(id) {
  const cell = touched?.closest("[data-dash-column]");
  const column = cell?.dataset.dashColumn;
  return column && { fill: { on: part(id, { column, control: "filter" }), value: cell.querySelector("input")?.value ?? "" } };
}

function chosenRow(id, before, props) {
  const [old, current] = [list(before.selected_rows), list(props.selected_rows)];
  const row = current.find((one) => !old.includes(one)) ?? old.find((one) => !current.includes(one));
  return row === undefined ? undefined : { click: { on: part(id, { row: rowOnPage(props, row), control: "select" }) } };
}

function chosenColumn(id, before, props) {
  const [old, current] = [list(before.selected_columns), list(props.selected_columns)];
  const column = current.find((one) => !old.includes(one)) ?? old.find((one) => !current.includes(one));
  return column && { click: { on: part(id, { column, control: "select" }) } };
}

function activated(id, before, { active_cell: cell }) {
  return cell && { click: { on: part(id, { row: cell.row, column: cell.column_id }) } };
}

function hidden(id, before, props) {
  const column = list(props.hidden_columns).find((one) => !list(before.hidden_columns).includes(one));
  return column && { click: { on: part(id, { column, control: "hide" }) } };
}

// What one use of the mouse changes besides what was meant goes with it: a filter shows the first page, a row that is
// deleted is selected no more.
const once = (action) => (id, props, before) => (pressTold === presses ? undefined : action(id, before, props));

// The first that is there of several that change together is what was meant.
const TABLE = {
  data: (id, props, before) => edited(id, before, props),
  filter_query: (id) => filtered(id),
  sort_by: once(sorted),
  selected_rows: once(chosenRow),
  selected_columns: once(chosenColumn),
  hidden_columns: once(hidden),
  page_current: once(paged),
  active_cell: once(activated),
};
