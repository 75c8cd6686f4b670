// Files that links give to the visitor, also links that a script clicks (`st.download_button`): what they hold is asked for at once, as
// it may be there no longer when it is read.
const files = [];
let pushed = null;

function handed(link) {
  if (!link.hasAttribute("download") || !link.href) return;
  const own = pushed && performance.now() - pushed.when < 10_000 ? pushed.element : link;
  files.push({ by: own, key: own.closest?.("[class*='st-key-']"), content: fetch(link.href).then((answer) => answer.arrayBuffer()) });
}

window.addEventListener("click", ({ target, isTrusted }) => {
  if (isTrusted && target instanceof Element) pushed = { element: target, when: performance.now() };
  const link = target instanceof Element && target.closest("a[download]");
  if (link) handed(link);
}, { capture: true });

HTMLAnchorElement.prototype.click = new Proxy(HTMLAnchorElement.prototype.click, {
  apply(original, self, args) {
    // One in the page is told of by its event.
    if (!self.isConnected) handed(self);
    return Reflect.apply(original, self, args);
  },
});

// The content of the file that an element gave last: as a text, else as base64.
async function fileOf(element) {
  const last = files.findLast(({ by, key }) => element.contains(by) || by.contains(element) || (key && key === element.closest("[class*='st-key-']")));
  if (!last) return null;
  const bytes = new Uint8Array(await last.content);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  }
}
