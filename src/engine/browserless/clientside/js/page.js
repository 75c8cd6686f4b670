// The small, honest `window`: what a pure function may touch works, the rest fails by its name.
(host, start) => {
    "use strict";
    const { effects, schedule, timers, refuse, strictly, textOf } = host.page;
    const window = globalThis;
    window.window = window.self = window;

    window.setTimeout = (run, delay, ...args) => schedule(run, delay, args);
    window.setInterval = (run, delay, ...args) => schedule(run, delay, args, Number(delay) || 0);
    window.clearTimeout = window.clearInterval = (id) => void timers.delete(id);
    window.requestAnimationFrame = (run) => schedule(() => run(host.page.now()), 16, []);
    window.cancelAnimationFrame = window.clearTimeout;
    window.queueMicrotask = (run) => void Promise.resolve().then(run);
    window.performance = { now: () => host.page.now() };

    window.console = {};
    for (const level of ["debug", "log", "info", "warn", "error"]) {
        window.console[level] = (...values) =>
            void effects.push({ console: level, text: values.map(textOf).join(" ") });
    }

    // Storage: the session's own entries, with every change reported.
    const storage = (area) => {
        const entries = new Map(Object.entries(start[area]));
        const changed = (key, value) => void effects.push({ storage: area, key, value });
        return {
            get length() {
                return entries.size;
            },
            key: (index) => [...entries.keys()][index] ?? null,
            getItem: (key) => entries.get(String(key)) ?? null,
            setItem: (key, value) => {
                entries.set(String(key), String(value));
                changed(String(key), String(value));
            },
            removeItem: (key) => {
                if (entries.delete(String(key))) changed(String(key), null);
            },
            clear: () => [...entries.keys()].forEach((key) => (entries.delete(key), changed(key, null))),
        };
    };
    window.localStorage = strictly("localStorage", storage("local"));
    window.sessionStorage = strictly("sessionStorage", storage("session"));

    const go = (href, reload) => void effects.push({ navigate: String(href), reload });
    const address = /^([^:]+:)\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/.exec(start.url) || [];
    const [, protocol = "", host_ = "", pathname = "/", search = "", hash = ""] = address;
    const [, hostname = host_, port = ""] = /^(.*?)(?::(\d+))?$/.exec(host_) || [];
    window.location = strictly("location", {
        get href() {
            return start.url;
        },
        set href(href) {
            go(href, true);
        },
        get hash() {
            return hash;
        },
        set hash(value) {
            go(String(value).startsWith("#") ? value : `#${value}`, false);
        },
        protocol,
        host: host_,
        hostname,
        port,
        pathname: pathname || "/",
        search,
        origin: `${protocol}//${host_}`,
        assign: (href) => go(href, true),
        replace: (href) => go(href, true),
        reload: () => go("", true),
        toString: () => start.url,
    });
    window.history = strictly("history", {
        pushState: (_state, _title, href) => go(href, false),
        replaceState: (_state, _title, href) => go(href, false),
    });

    // A page that is loaded tells so at once; no other event ever happens here.
    const listen = (name) => (event, run) => {
        if (event === "DOMContentLoaded" || event === "load") schedule(run, 0, [{ type: event }]);
        else window.console.warn(`${name}.addEventListener("${event}"): the event needs \`engine: browser\``);
    };
    let title = start.title;
    window.document = strictly("document", {
        get title() {
            return title;
        },
        set title(text) {
            title = String(text);
            effects.push({ title });
        },
        get location() {
            return window.location;
        },
        readyState: "complete",
        addEventListener: listen("document"),
        removeEventListener: () => undefined,
    });
    window.addEventListener = listen("window");
    window.removeEventListener = () => undefined;

    for (const name of [
        "fetch", "XMLHttpRequest", "WebSocket", "EventSource", "Worker", "SharedWorker", "Plotly", "React", "ReactDOM",
        "alert", "confirm", "prompt", "open", "close", "print", "matchMedia", "getComputedStyle", "getSelection",
        "scrollTo", "scrollBy", "innerWidth", "innerHeight", "outerWidth", "outerHeight", "devicePixelRatio", "screen",
        "scrollX", "scrollY", "navigator", "crypto", "caches", "indexedDB", "Intl", "URL", "Blob", "File", "FileReader",
        "FormData", "Headers", "Request", "Response", "AbortController", "TextEncoder", "TextDecoder", "Image", "Audio",
        "Event", "CustomEvent", "Element", "HTMLElement", "Node", "DOMParser", "MutationObserver", "ResizeObserver",
        "IntersectionObserver", "structuredClone", "dispatchEvent", "postMessage", "parent", "top", "opener",
        "dash_component_api", "dash_stores", "store", "atob", "btoa",
    ]) refuse(name);

    // What the renderer gives to apps.
    class Patch {
        operations = [];
        delete(location) {
            return this.#add("Delete", location, {});
        }
        clear(location) {
            return this.#add("Clear", location, {});
        }
        reverse(location) {
            return this.#add("Reverse", location, {});
        }
        insert(location, index, value) {
            return this.#add("Insert", location, { index, value });
        }
        build() {
            return { __dash_patch_update: "__dash_patch_update", operations: this.operations };
        }
        #add(operation, location, params) {
            this.operations.push({ operation, location, params });
            return this;
        }
        static {
            for (const name of ["Assign", "Merge", "Extend", "Append", "Prepend", "Add", "Sub", "Mul", "Div", "Remove"]) {
                this.prototype[name.toLowerCase()] = function (location, value) {
                    return this.#add(name, location, { value });
                };
            }
        }
    }

    // Refuses addresses that run code, however they are disguised.
    const clean_url = (url, fallback = "about:blank") => {
        if (url === "") return url;
        const bare = url
            .replace(/&(tab|newline);/gi, "")
            .replace(/[\u0000-\u001F\u007F-\u009F\u2000-\u200D\uFEFF]/g, "")
            .replace(/&#(\w+);?/g, (_, code) => String.fromCharCode(code))
            .trim();
        return /^[^\w]*(javascript|vbscript)/im.test(bare) ? fallback : url;
    };

    window.dash_clientside = {
        set_props: (target, props) => {
            const names = Object.keys(props);
            const unset = names.filter((name) => props[name] === undefined);
            effects.push({ set_props: target, props, unset });
        },
        clean_url,
        Patch,
    };
};
