// What a page has asked for and not been given yet. It runs before every script of the page; see idle.js.
(() => {
  "use strict";
  const requests = new Map(); // Addresses, by number.
  const reruns = new Set(); // WebSockets on which nothing came since a rerun was asked for.
  let last = 0;

  function begin(address) {
    const number = (last += 1);
    let name = String(address);
    try { name = new URL(name, document.baseURI).pathname; } catch { /* As it was given. */ }
    // Our own reports are none of the page's.
    if (!name.startsWith("/__dashproof/")) requests.set(number, name);
    return () => requests.delete(number);
  }

  // An answer is here with its last byte, unless it is a stream that has none.
  const isStream = (answer) => /event-stream|ndjson/.test(answer.headers.get("content-type") ?? "");

  window.fetch = new Proxy(window.fetch, {
    apply(original, self, args) {
      const end = begin(args[0]?.url ?? args[0]);
      const asked = Reflect.apply(original, self, args);
      asked.then((answer) => (isStream(answer) || !answer.body ? end() : answer.clone().arrayBuffer().then(end, end)), end);
      return asked;
    },
  });

  const addresses = new WeakMap();
  const { prototype } = XMLHttpRequest;
  prototype.open = new Proxy(prototype.open, {
    apply(original, self, args) {
      addresses.set(self, args[1]);
      return Reflect.apply(original, self, args);
    },
  });
  prototype.send = new Proxy(prototype.send, {
    apply(original, self, args) {
      const end = begin(addresses.get(self));
      self.addEventListener("loadend", end, { once: true });
      try { return Reflect.apply(original, self, args); } catch (error) { end(); throw error; }
    },
  });

  // Streamlit's BackMsg.rerun_script is field 11 of its protocol buffer: a message that begins with (11 << 3) | 2.
  const RERUN = 0x5a;
  const watched = new WeakSet();
  const first = (data) => (ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset) : new Uint8Array(data))[0];
  WebSocket.prototype.send = new Proxy(WebSocket.prototype.send, {
    apply(original, self, args) {
      const [data] = args;
      if ((ArrayBuffer.isView(data) || data instanceof ArrayBuffer) && first(data) === RERUN) {
        reruns.add(self);
        if (!watched.has(self)) for (const kind of ["message", "close"]) self.addEventListener(kind, () => reruns.delete(self));
        watched.add(self);
      }
      return Reflect.apply(original, self, args);
    },
  });

  Object.defineProperty(window, "dashproofTraffic", { value: { requests, reruns } });
})();
