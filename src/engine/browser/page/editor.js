// Cells of Streamlit's tables (`st.data_editor`, `st.dataframe`), which are drawn on a canvas: the table that it holds for screen
// readers has those in sight. They are read, not edited.
const sheetOf = (table) => (typeof table === "string" && isStreamlit() ? byKey(table)[0]?.querySelector("canvas table[role=grid]") : null);

const sheetColumns = (sheet) => [...sheet.querySelectorAll("th[role=columnheader]")];
const sheetRow = (line) => Number(line.getAttribute("aria-rowindex")) - 2;

function sheetPart(sheet, { row, column, control }) {
  const header = sheetColumns(sheet).filter((one) => column != null && fold(one.innerText) === column);
  if (control != null || (row == null && column == null)) {
    fail("unsupported", { what: `control=${control} of a table of Streamlit`, hint: "what there is besides its cells has a CSS selector" });
  }
  if (row == null) return header;
  const line = [...sheet.querySelectorAll("tbody tr")].find((line) => sheetRow(line) === row);
  return header.flatMap((one) => [...(line?.querySelectorAll(`td[aria-colindex="${one.getAttribute("aria-colindex")}"]`) ?? [])]);
}

// What a part that is not there could have been.
function sheetCandidates(sheet, { column }) {
  const columns = sheetColumns(sheet).map((one) => fold(one.innerText));
  if (column != null && !columns.includes(column)) return columns.map((name) => `column=${name}`);
  return [...sheet.querySelectorAll("tbody tr")].map((line) => `row=${sheetRow(line)}`);
}
