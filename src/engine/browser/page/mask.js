// Paints over what should not be in a picture. The colour is MASK of render/page.
const MASKS = "dashproof-masks";

// Covers all that a locator finds, beside what is covered already unless it is the first; says how much it found.
function cover(locator, first) {
  if (first) uncover();
  let layer = document.getElementById(MASKS);
  if (!layer) {
    layer = document.createElement("div");
    layer.id = MASKS;
    // Over dialogs too, which only the top layer is.
    layer.popover = "manual";
    layer.style.cssText = "all:initial;position:absolute;z-index:2147483647;inset:0 auto auto 0;width:0;height:0;overflow:visible;pointer-events:none";
    document.documentElement.append(layer);
    layer.showPopover?.();
  }
  const found = find(locator).filter((element) => element.id !== MASKS);
  const origin = layer.getBoundingClientRect();
  for (const element of found) {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    if (right <= left || bottom <= top || !visible(element)) continue;
    // Whole px, so that nothing shines through at the edges.
    const [x, y] = [Math.floor(left), Math.floor(top)];
    const box = document.createElement("div");
    box.style.cssText = `all:initial;position:absolute;background:#f0f;left:${x - origin.left}px;top:${y - origin.top}px;width:${Math.ceil(right) - x}px;height:${Math.ceil(bottom) - y}px`;
    layer.append(box);
  }
  return found.length;
}

function uncover() {
  document.getElementById(MASKS)?.remove();
}
