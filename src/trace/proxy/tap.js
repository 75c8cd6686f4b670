// dashproof's tap: reports clientside callbacks and the console of this page to the recording proxy.
// It runs before every other script, changes nothing that a page can rely on, and keeps an event
// until the proxy has confirmed it, so that leaving the page loses none.
(() => {
  "use strict";
  const TAP = "/__dashproof/tap";
  const DELAY = 25; // Milliseconds before it is tried again, doubled each time.
  const BEACON = 60000; // Characters; browsers refuse beacons beyond 64 KiB.
  const RETRIES = 5;

  // The page may replace any of these later.
  const { fetch, setTimeout, Promise, Proxy, Reflect, WeakMap, WeakSet, Map, Set, JSON, String } = window;
  const performance = window.performance;
  const sendBeacon = navigator.sendBeacon && navigator.sendBeacon.bind(navigator);

  const { visit } = document.currentScript.dataset;
  const now = () => performance.timeOrigin + performance.now();
  const page = Array.from(crypto.getRandomValues(new Uint32Array(2)), (n) => n.toString(36)).join("");

  // --- Sending -------------------------------------------------------------------------------------

  let unconfirmed = []; // Events as [sequence number, JSON text].
  let sequence = 0;
  let sending = false;
  let failures = 0;

  function report(event) {
    if (failures > RETRIES) return;
    sequence += 1;
    event.seq = sequence;
    unconfirmed.push([sequence, JSON.stringify(event)]);
    if (!sending) {
      sending = true;
      setTimeout(send, 0);
    }
  }

  function batch(events) {
    const texts = events.map(([, text]) => text);
    return `{"visit":"${visit}","page":"${page}","sent":${now()},"events":[${texts.join(",")}]}`;
  }

  function send() {
    const events = unconfirmed.slice();
    if (!events.length) {
      sending = false;
      return;
    }
    const body = batch(events);
    fetch(TAP, { method: "POST", body, keepalive: body.length < BEACON }).then(
      (answer) => {
        if (!answer.ok) return retry();
        failures = 0;
        const last = events[events.length - 1][0];
        unconfirmed = unconfirmed.filter(([seq]) => seq > last);
        send(); // What has gathered meanwhile.
      },
      retry
    );
  }

  function retry() {
    failures += 1;
    if (failures > RETRIES) unconfirmed = [];
    else setTimeout(send, DELAY * 2 ** failures);
  }

  // On leaving, whatever is not confirmed is sent again; the proxy knows the numbers it has.
  // What is too large for a beacon goes without its data.
  function leave() {
    if (!sendBeacon) return;
    for (const event of unconfirmed) {
      if (event[1].length > BEACON / 2) event[1] = JSON.stringify(withoutData(JSON.parse(event[1])));
    }
    let part = [];
    let length = 0;
    for (const event of unconfirmed) {
      if (length + event[1].length > BEACON) {
        sendBeacon(TAP, batch(part));
        part = [];
        length = 0;
      }
      part.push(event);
      length += event[1].length;
    }
    if (part.length) sendBeacon(TAP, batch(part));
  }

  function withoutData(event) {
    return { ...event, inputs: null, state: null, response: null, side: null, text: (event.text || "").slice(0, 1000) };
  }

  window.addEventListener("pagehide", leave);

  // --- The console ---------------------------------------------------------------------------------

  function shown(value) {
    if (typeof value === "string") return value;
    // V8's stack begins with the error, others' has the places alone.
    if (value instanceof Error) return /^ +at /m.test(value.stack) ? value.stack : [String(value), value.stack].filter(Boolean).join("\n");
    try {
      const text = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
      return text.length > 2000 ? text.slice(0, 2000) + "…" : text;
    } catch {
      return Object.prototype.toString.call(value);
    }
  }

  // As the console writes it: %s and its kin in the first argument take the ones that follow.
  function line(args) {
    const rest = Array.from(args);
    let text = "";
    if (typeof rest[0] === "string") {
      text = rest.shift().replace(/%([sdifoOc%])/g, (match, kind) => {
        if (kind === "%") return "%";
        if (!rest.length) return match;
        const value = rest.shift();
        return kind === "c" ? "" : shown(value);
      });
    }
    return [...(text ? [text] : []), ...rest.map(shown)].join(" ");
  }

  // dash-renderer logs its errors as objects: what happened, and a page or lines that explain it.
  function told(args) {
    const { message, html } = args.length === 1 && isObject(args[0]) ? args[0] : {};
    return typeof message === "string" && typeof html === "string" ? { text: message, detail: html } : { text: line(args) };
  }

  // React's development build, which Dash serves in debug mode, warns by console.error.
  const weight = (level, args) => (level === "error" && String(args[0]).startsWith("Warning: ") ? "warning" : level);

  for (const [method, level] of [["log", "info"], ["info", "info"], ["warn", "warning"], ["error", "error"]]) {
    console[method] = new Proxy(console[method], {
      apply(original, self, args) {
        report({ type: "message", at: now(), level: weight(level, args), ...told(args) });
        return Reflect.apply(original, self, args);
      },
    });
  }

  window.addEventListener(
    "error",
    (event) => {
      const source = event.target !== window && event.target && (event.target.src || event.target.href);
      if (source) {
        report({ type: "message", at: now(), level: "warning", text: `failed to load ${source}` });
      } else if (event.message) {
        // Browsers raise this one when a layout takes two frames, and show it nowhere.
        const level = event.message.startsWith("ResizeObserver loop") ? "info" : "error";
        report({ type: "message", at: now(), level, text: event.message });
      }
    },
    true
  );
  window.addEventListener("unhandledrejection", (event) => {
    report({ type: "message", at: now(), level: "error", text: `Uncaught (in promise) ${shown(event.reason)}` });
  });

  // --- Clientside callbacks ------------------------------------------------------------------------

  // dash-renderer sets `callback_context` right before it calls a function of `window.dash_clientside`
  // and takes it away right after. The first function that is called with a new context is the callback;
  // others are helpers that it calls.
  const CORE = ["no_update", "PreventUpdate", "callback_context", "set_props", "clean_url", "Patch"];
  const seen = new WeakSet();
  const behind = new WeakMap(); // From our proxies to what they stand for.
  const proxies = new Map(); // By name, then by what they stand for.
  let clientside; // The page's own object.
  let running = null; // The event of the callback that runs right now.
  const waiting = new Set(); // The events of those whose promise is not settled.

  const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";
  const unwrap = (value) => (isObject(value) && behind.get(value)) || value;

  function stand(name, target, handler) {
    if (!proxies.has(name)) proxies.set(name, new WeakMap());
    const known = proxies.get(name);
    if (!known.has(target)) {
      const proxy = new Proxy(target, handler);
      known.set(target, proxy);
      behind.set(proxy, target);
    }
    return known.get(target);
  }

  // A property that can never change must be given as it is, or the engine throws.
  function isPinned(target, key) {
    const own = Reflect.getOwnPropertyDescriptor(target, key);
    return own !== undefined && !own.configurable && !own.writable && "value" in own;
  }

  const root = {
    get(target, key) {
      const value = unwrap(Reflect.get(target, key));
      if (typeof key !== "string" || !isObject(value) || isPinned(target, key)) return Reflect.get(target, key);
      if (key === "set_props") return stand(key, value, setProps);
      return CORE.includes(key) ? value : stand(key, value, namespace(key));
    },
  };

  const setProps = {
    apply(set, self, args) {
      const [id, props] = args;
      const done = Reflect.apply(set, unwrap(self), args);
      // After an `await` nothing says whose code runs, unless there is only one.
      const caller = running || (waiting.size === 1 ? [...waiting][0] : null);
      if (caller && isObject(props) && !Array.isArray(id)) {
        const key = stringifyId(id);
        caller.side[key] = { ...caller.side[key], ...props };
      }
      return done;
    },
  };

  const namespace = (name) => ({
    get(target, key) {
      const value = Reflect.get(target, key);
      if (typeof key !== "string" || typeof value !== "function" || isPinned(target, key)) return value;
      return stand(`${name}.${key}`, unwrap(value), {
        apply: (call, self, args) => observe(name, key, () => Reflect.apply(call, unwrap(self), args)),
      });
    },
  });

  function observe(namespace, name, invoke) {
    const context = clientside.callback_context;
    if (!context || seen.has(context)) return invoke();
    seen.add(context);
    const event = {
      type: "call",
      at: now(),
      namespace,
      function: name,
      changed: context.triggered.map((entry) => entry.prop_id),
      inputs: text(context.inputs_list),
      state: text(context.states_list),
      outputs: text(context.outputs_list),
      side: {},
    };
    const outputs = context.outputs_list;
    const outer = running;
    running = event;
    let result;
    try {
      result = invoke();
    } catch (error) {
      failed(event, error);
      throw error;
    } finally {
      running = outer;
    }
    if (result instanceof Promise) {
      waiting.add(event);
      Promise.prototype.then.call(result, (value) => done(event, outputs, value), (error) => failed(event, error));
    } else {
      done(event, outputs, result);
    }
    return result;
  }

  function done(event, outputs, value) {
    let written;
    try {
      written = response(outputs, value);
    } catch (error) {
      return failed(event, error);
    }
    event.response = text(written);
    finish(event);
  }

  function failed(event, error) {
    if (error === clientside.PreventUpdate) event.prevented = true;
    else event.error = error instanceof Error ? `${error.name}: ${error.message}` : shown(error);
    finish(event);
  }

  function finish(event) {
    waiting.delete(event);
    event.took = now() - event.at;
    event.side = Object.keys(event.side).length ? text(event.side) : null;
    report(event);
  }

  // The values as a server would have answered: {id: {prop: value}} without what is `no_update`.
  function response(outputs, value) {
    const written = {};
    for (const [output, part] of pairs(outputs, value)) {
      for (const [one, single] of pairs(output, part)) {
        const id = stringifyId(one.id);
        written[id] = written[id] || {};
        if (single !== clientside.no_update) {
          written[id][one.property.split("@")[0]] = single === undefined ? null : single;
        }
      }
    }
    return written;
  }

  function pairs(output, value) {
    if (output === undefined || output === null) return [];
    if (!Array.isArray(output)) return [[output, value]];
    if (value === clientside.no_update) return [];
    // What is no list fails in the renderer, which makes a list of that length.
    if (value.length === undefined) throw new RangeError("Invalid array length");
    return output.slice(0, value.length).map((one, index) => [one, value[index]]);
  }

  function stringifyId(id) {
    if (!isObject(id)) return String(id);
    const keys = Object.keys(id).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(id[key])}`).join(",")}}`;
  }

  // Data as they are at this moment; the page may change them later.
  function text(value) {
    try {
      return value === undefined ? null : JSON.stringify(value);
    } catch (error) {
      return JSON.stringify({ elided: String(error) });
    }
  }

  Object.defineProperty(window, "dash_clientside", {
    configurable: true,
    enumerable: true,
    get: () => (isObject(clientside) ? stand("", clientside, root) : clientside),
    set(value) {
      clientside = unwrap(value);
    },
  });
})();
