// What the page puts on the clipboard, of which nobody asks the machine's own: others may write there too.
let clip = null;

const asText = async (items) => {
  for (const item of items) if (item.types.includes("text/plain")) return (await item.getType("text/plain")).text();
  return null;
};

for (const [method, told] of window.Clipboard ? [["writeText", String], ["write", asText]] : []) {
  const { prototype } = window.Clipboard;
  prototype[method] = new Proxy(prototype[method], {
    apply(original, self, args) {
      const written = Reflect.apply(original, self, args);
      Promise.all([told(args[0]), written]).then(([text]) => { clip = text; }, () => {});
      return written;
    },
  });
}
