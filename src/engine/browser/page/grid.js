// Parts of an AG Grid (dash_ag_grid), named as those of a DataTable. A grid draws only the rows and columns that are in
// sight, so what is out of it is brought there first.
const gridOf = (table) => document.getElementById(stringified(table))?.querySelector(".ag-root-wrapper");
const gridRef = (root, name) => root.querySelector(`[data-ref="${name}"], [ref="${name}"]`);

// The place of the page's first row among all rows.
function gridOffset(root) {
  const first = Number(gridRef(root, "lbFirstRowOnPage")?.textContent.replace(/\D/g, ""));
  return first > 0 ? first - 1 : 0;
}

function gridShows(table, column, row) {
  let api = null;
  try { api = window.dash_ag_grid?.getApi(stringified(table)); } catch { /* It is not drawn yet. */ }
  if (!api) return;
  if (column !== undefined && api.getColumn(column)) api.ensureColumnVisible(column);
  if (row !== undefined && row < api.getDisplayedRowCount()) api.ensureIndexVisible(row);
}

const GRID_CONTROLS = {
  row: { select: ".ag-selection-checkbox input" },
  column: { sort: ".ag-header-cell-label", select: "input[type=checkbox]" },
  table: { first: "btFirst", previous: "btPrevious", next: "btNext", last: "btLast" },
};

function gridPart(table, { row, row_id, column, control }) {
  const root = gridOf(table) ?? fail("not_found", { candidates: names() });
  const offered = (of) => GRID_CONTROLS[of][control] ?? fail("unsupported", {
    what: `control=${control} of a ${of} of an AG Grid`,
    hint: `it has control=${Object.keys(GRID_CONTROLS[of]).join(", ")}; what else there is has a CSS selector`,
  });
  if (row == null && row_id == null) {
    if (column == null) {
      return [gridRef(root, offered("table"))].filter(Boolean);
    }
    const quoted = CSS.escape(column);
    gridShows(table, column);
    if (control === "filter") return [...root.querySelectorAll(`.ag-floating-filter[col-id="${quoted}"] input`)].slice(0, 1);
    const header = [...root.querySelectorAll(`.ag-header-row-column .ag-header-cell[col-id="${quoted}"]`)];
    if (control == null) return header;
    return header.flatMap((cell) => [...cell.querySelectorAll(offered("column"))]);
  }
  const index = row == null ? undefined : row + gridOffset(root);
  gridShows(table, column ?? undefined, index);
  const line = row_id == null ? `[row-index="${index}"]` : `[row-id="${CSS.escape(String(row_id))}"]`;
  if (control == null) return [...root.querySelectorAll(`.ag-row${line} [col-id="${CSS.escape(column)}"]`)];
  return [...root.querySelectorAll(`.ag-row${line} ${offered("row")}`)];
}

// What a part that is not there could have been.
function gridCandidates(grid, { column }) {
  const columns = [...grid.querySelectorAll(".ag-header-cell[col-id]")].map((cell) => cell.getAttribute("col-id"));
  if (column != null && !columns.includes(column)) return [...new Set(columns)].filter((id) => !id.startsWith("ag-Grid-")).map((id) => `column=${id}`);
  const first = gridOffset(grid);
  const rows = [...grid.querySelectorAll(".ag-row[row-index]")].map((row) => Number(row.getAttribute("row-index")) - first);
  return [...new Set(rows)].sort((a, b) => a - b).map((row) => `row=${row}`);
}

// The editor of a cell: Enter opens it in the cell that has the keyboard.
async function gridEditor(locator) {
  for (let i = 0; i < 60; i++) {
    const field = one(locator).querySelector("input, textarea") ?? document.querySelector(".ag-popup-editor input, .ag-popup-editor textarea");
    if (field && document.activeElement === field) return true;
    await frame();
  }
  refuse("its column is not editable");
}
