// Options of controls, by the labels that a person reads.

// The text of a label, which may be components.
function textOf(node) {
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (Array.isArray(node)) return node.map(textOf).join("");
  if (typeof node === "object") return textOf(node.props?.children);
  return String(node);
}

// As dcc and dbc take them: values, {value: label}, or {label, value}.
function optionsOf(options) {
  if (Array.isArray(options)) {
    return options.map((one) => (one !== null && typeof one === "object"
      ? { value: one.value, label: fold(textOf(one.label ?? one.value)) }
      : { value: one, label: fold(one) }));
  }
  return Object.entries(options ?? {}).map(([value, label]) => ({ value, label: fold(textOf(label)) }));
}

const labelOf = (options, value) => optionsOf(options).find((one) => one.value === value)?.label ?? fold(value);
const labels = (options, values) => values.map((value) => labelOf(options, value));
const oneOrMany = (items) => (items.length === 1 ? items[0] : items);
const list = (value) => (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]);

// What was put in and taken out of a list of values, as actions.
function difference(on, options, before, after, [put, take]) {
  const [old, current] = [list(before), list(after)];
  const added = current.filter((value) => !old.includes(value));
  const taken = old.filter((value) => !current.includes(value));
  return [
    ...(added.length ? [{ [put]: { on, option: oneOrMany(labels(options, added)) } }] : []),
    ...(taken.length ? [{ [take]: { on, option: oneOrMany(labels(options, taken)) } }] : []),
  ];
}

// The label of a tab, by its value; `named` is the prop of a tab that holds it.
function tabLabel(children, value, named, fallback) {
  const tabs = list(children).filter((tab) => tab?.props);
  const found = tabs.find(({ props }, index) => (props[named] ?? fallback(index)) === value);
  return fold(textOf(found?.props.label ?? value));
}
