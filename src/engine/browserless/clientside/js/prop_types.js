// A window in which the packages' bundles run far enough to say which types their components' props have: whatever of a
// browser they touch while they load is a blank that takes everything, as nothing of it is ever shown.
(function () {
  const NAMES = new Set([
    "addEventListener", "alert", "atob", "btoa", "cancelAnimationFrame", "clearInterval", "clearTimeout", "crypto",
    "customElements", "dash_clientside", "dash_component_api", "document", "fetch", "getComputedStyle", "getSelection",
    "history", "indexedDB", "localStorage", "location", "matchMedia", "navigator", "performance", "postMessage",
    "removeEventListener", "requestAnimationFrame", "requestIdleCallback", "screen", "sessionStorage", "setInterval",
    "setTimeout",
  ]);
  // What webpack asks of the script that it is in.
  const SCRIPT = { src: "http://localhost/bundle.js", tagName: "SCRIPT" };
  const blank = () =>
    new Proxy(function () {}, {
      get(target, name) {
        if (name === Symbol.toPrimitive) return () => "";
        if (typeof name === "symbol" || name === "prototype") return target[name];
        return name === "length" ? 0 : (SCRIPT[name] ?? blank());
      },
      set: () => true,
      apply: blank,
      construct: blank,
    });
  // Interfaces of browsers begin with a capital letter.
  const isBrowsers = (name) => typeof name === "string" && (NAMES.has(name) || /^[A-Z]/.test(name));
  const kept = Object.create(null);
  const window = new Proxy(kept, {
    has: (_, name) => name in kept || name in globalThis || isBrowsers(name),
    get(_, name) {
      if (name in kept) return kept[name];
      if (name in globalThis || !isBrowsers(name)) return name === Symbol.unscopables ? undefined : globalThis[name];
      return (kept[name] = blank());
    },
  });
  kept.window = kept.self = kept.globalThis = window;

  // prop-types' word for "this is no call by hand": without it production builds throw.
  const SECRET = "SECRET_DO_NOT_PASS_THIS_OR_YOU_WILL_BE_FIRED";
  const ELEMENT = { $$typeof: Symbol.for("react.element") };
  const isComponent = (value) => value?.props && typeof value.type === "string" && typeof value.namespace === "string";

  return {
    load(source) {
      new Function("window", `with (window) {${source}\n}`).call(window, window);
    },

    // Whether the components of a type take a prop; of those that are not known nobody can tell.
    has(namespace, type, name) {
      const types = kept[namespace]?.[type]?.propTypes;
      const wild = (known) => known.endsWith("*") && name.startsWith(known.slice(0, -1));
      return !types || name in types || Object.keys(types).some(wild);
    },

    // What is wrong with the props of a component, given as JSON; null when nothing is.
    check(namespace, type, text) {
      const types = kept[namespace]?.[type]?.propTypes;
      if (!types) return null;
      const props = JSON.parse(text, (_, value) => (isComponent(value) ? ELEMENT : value));
      // What the renderer gives to each.
      props.setProps = () => {};
      if (props.id instanceof Object) props.id = JSON.stringify(props.id);
      const wrong = [];
      for (const name of Object.keys(types)) {
        let error;
        try {
          error = types[name](props, name, type, "component prop", null, SECRET);
        } catch (thrown) {
          error = thrown;
        }
        if (error instanceof Error) wrong.push(error.message);
      }
      return wrong.length ? wrong.join("\n\n") : null;
    },
  };
})
