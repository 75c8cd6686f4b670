// What the page has asked for and not been given yet. See idle.js.
const requests = new Map(); // Addresses, by number.
const reruns = new Set(); // WebSockets on which nothing came since a rerun was asked for.
let asked = 0;

// Follows a request until what is answered is called.
function begin(address) {
  const number = (asked += 1);
  let name = String(address);
  try { name = new URL(name, document.baseURI).pathname; } catch { /* As it was given. */ }
  requests.set(number, name.startsWith("/__dashproof/") ? "what is recorded" : name);
  return () => requests.delete(number);
}

// The renderer tells more of its callbacks than their requests do.
const isCallback = (address) => /\/_dash-update-component(\?|$)/.test(String(address));

// An answer is here with its last byte, unless it is a stream that has none.
const isStream = (answer) => /event-stream|ndjson/.test(answer.headers.get("content-type") ?? "");

window.fetch = new Proxy(window.fetch, {
  apply(original, self, args) {
    const address = args[0]?.url ?? args[0];
    const answered = Reflect.apply(original, self, args);
    if (isCallback(address)) return answered;
    const end = begin(address);
    answered.then((answer) => (isStream(answer) || !answer.body ? end() : answer.clone().arrayBuffer().then(end, end)), end);
    return answered;
  },
});

// Requests of the old kind, and files that are read: `loadend` comes however they end.
function follow(prototype, method, name) {
  prototype[method] = new Proxy(prototype[method], {
    apply(original, self, args) {
      const address = name(self, args);
      if (isCallback(address)) return Reflect.apply(original, self, args);
      const end = begin(address);
      self.addEventListener("loadend", end, { once: true });
      try { return Reflect.apply(original, self, args); } catch (error) { end(); throw error; }
    },
  });
}

const addresses = new WeakMap();
XMLHttpRequest.prototype.open = new Proxy(XMLHttpRequest.prototype.open, {
  apply(original, self, args) {
    addresses.set(self, args[1]);
    return Reflect.apply(original, self, args);
  },
});
follow(XMLHttpRequest.prototype, "send", (request) => addresses.get(request));
for (const read of ["readAsArrayBuffer", "readAsBinaryString", "readAsDataURL", "readAsText"]) {
  follow(FileReader.prototype, read, (_, [file]) => file?.name ?? "a file");
}

// Streamlit's BackMsg.rerun_script is field 11 of its protocol buffer: a message that begins with (11 << 3) | 2.
const RERUN = 0x5a;
const watched = new WeakSet();
const firstByte = (data) => (ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset) : new Uint8Array(data))[0];
WebSocket.prototype.send = new Proxy(WebSocket.prototype.send, {
  apply(original, self, args) {
    const [data] = args;
    if ((ArrayBuffer.isView(data) || data instanceof ArrayBuffer) && firstByte(data) === RERUN) {
      reruns.add(self);
      if (!watched.has(self)) for (const kind of ["message", "close"]) self.addEventListener(kind, () => reruns.delete(self));
      watched.add(self);
    }
    return Reflect.apply(original, self, args);
  },
});
