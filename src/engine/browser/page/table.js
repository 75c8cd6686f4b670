// Parts of a DataTable; the same in dash_table of every version.
function tablePart(locator) {
  const element = one(locator);
  if (element.closest("td.dash-cell")) return "cell";
  if (locator.part && isSheet(element)) return "sheet_cell";
  if (locator.part && element.closest(".ag-cell")) return "grid_cell";
  if (element.closest(".current-page-container")) return "page";
  return element.closest("th.dash-filter") ? "filter" : null;
}

// Takes the keyboard out of whatever has it; the table would take Enter or Tab for a step to the next cell.
function blur() {
  document.activeElement.blur();
}

// The field of a cell: it is there once the cell is active.
async function cellField(locator) {
  for (let i = 0; i < 60; i++) {
    const field = one(locator).closest("td").querySelector("input.dash-cell-value");
    if (field && document.activeElement === field) return true;
    await frame();
  }
  refuse("its column is not editable");
}
