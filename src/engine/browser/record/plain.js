// Pages without Dash: fields, buttons and links by their id, their label or their text.
function named(element) {
  if (element.id) return `#${element.id}`;
  const label = fold(element.labels?.[0]?.innerText || element.innerText);
  return label && label.length < 60 ? `text=${label}` : element.name ? `[name="${element.name}"]` : undefined;
}

function tellField(element) {
  const on = named(element);
  if (!on) return;
  const { type, value } = element;
  if (isPassword(element)) tell({ action: { fill: { on, value: "" } }, secret: true });
  else if (element.matches("select")) tell({ action: { select: { on, option: oneOrMany([...element.selectedOptions].map((option) => fold(option.label))) } } });
  else if (type === "checkbox") tell({ action: { [element.checked ? "check" : "uncheck"]: { on } } });
  else if (type === "radio") tell({ action: { check: { on } } });
  else if (type === "range") tell({ action: { slide: { on, to: Number(value) } } });
  else if (type === "date" && value < "1000") return; // A year that is still typed.
  else if (type === "date") tell({ action: { dates: { on, start: value } } });
  else if (type === "file") tell({ action: { upload: { on, files: [...element.files].map(({ name }) => name) } } });
  else tell({ action: { fill: { on, value } } });
}

function tellPlainClick(target) {
  const element = target.closest("button, a[href], summary, input[type=submit], input[type=button], [role=button]");
  const on = element && named(element);
  if (on) tell({ action: { click: { on } } });
}
