// What the page puts on the clipboard, of which nobody asks the machine's own: others may write there too.
(() => {
  "use strict";
  const { prototype } = window.Clipboard ?? {};
  if (!prototype) return;
  const kept = async (items) => {
    for (const item of items) if (item.types.includes("text/plain")) return (await item.getType("text/plain")).text();
    return null;
  };
  for (const [method, told] of [["writeText", String], ["write", kept]]) {
    prototype[method] = new Proxy(prototype[method], {
      apply(original, self, args) {
        const written = Reflect.apply(original, self, args);
        Promise.all([told(args[0]), written]).then(([text]) => { window.dashproofCopied = text; }, () => {});
        return written;
      },
    });
  }
})();
