// The small, honest `window`: what the engine knows works, the rest fails by its name.
(host, start) => {
    "use strict";
    const { native, effects, schedule, timers, define, refuse, strictly, textOf, Unsupported } = host.page;
    const window = globalThis;
    for (const name of ["window", "self", "top", "parent", "frames"]) define(name, window);
    const ask = (question, ...rest) => JSON.parse(native(question, ...rest.map(String)) || "null");

    // Texts of the page are not selected here.
    window.getSelection = () => strictly("getSelection()", { toString: () => "", isCollapsed: true, rangeCount: 0 });
    // dcc loads it once a component asks for formulas, and keeps it.
    let mathjax;
    Object.defineProperty(window, "MathJax", {
        configurable: true,
        get: () => (mathjax ??= ask("mathjax") ? strictly("MathJax", { version: "3.2.2" }) : undefined),
        set: (own) => void (mathjax = own),
    });

    window.setTimeout = (run, delay, ...args) => schedule(run, delay, args);
    window.setInterval = (run, delay, ...args) => schedule(run, delay, args, Number(delay) || 0);
    window.clearTimeout = window.clearInterval = (id) => void timers.delete(id);
    window.requestAnimationFrame = (run) => schedule(() => run(host.page.now()), 16, []);
    window.cancelAnimationFrame = window.cancelIdleCallback = window.clearTimeout;
    window.requestIdleCallback = (run) => schedule(() => run({ didTimeout: false, timeRemaining: () => 50 }), 1, []);
    window.queueMicrotask = (run) => void Promise.resolve().then(run);
    window.performance = strictly("performance", {
        now: () => host.page.now(),
        timeOrigin: Date.now(),
        mark: () => undefined,
        measure: () => undefined,
        getEntriesByType: () => [],
        getEntriesByName: () => [],
    });

    const log = (level) => (...values) => {
        // As the console writes it: %s and its kin in the first argument take the ones that follow.
        let text = "";
        if (typeof values[0] === "string") {
            text = values.shift().replace(/%([sdifoOc%])/g, (match, kind) => {
                if (kind === "%") return "%";
                if (!values.length) return match;
                const value = values.shift();
                return kind === "c" ? "" : textOf(value);
            });
        }
        effects.push({ console: level, text: [...(text ? [text] : []), ...values.map(textOf)].join(" ") });
    };
    window.console = { debug: log("debug") };
    for (const level of ["log", "info", "warn", "error"]) window.console[level] = log(level);
    for (const name of ["table", "dir", "group", "groupCollapsed", "trace"]) window.console[name] = log("log");
    for (const name of ["groupEnd", "time", "timeEnd", "timeLog", "count", "clear"]) window.console[name] = () => undefined;
    window.console.assert = (holds, ...values) => holds || log("error")("Assertion failed:", ...values);

    // Storage is the page's own.
    const storage = (area) => {
        const keys = () => ask("keys", area);
        const members = {
            get length() {
                return keys().length;
            },
            key: (index) => keys()[index] ?? null,
            getItem: (key) => ask("stored", area, key),
            setItem: (key, value) => void native("store", area, String(key), String(value)),
            removeItem: (key) => void native("forget", area, String(key)),
            clear: () => keys().forEach((key) => members.removeItem(key)),
        };
        // An item is a property too, but for those that are methods.
        return new Proxy(members, {
            get: (target, key) =>
                key in target || typeof key === "symbol" ? Reflect.get(target, key) : (target.getItem(key) ?? undefined),
            set: (target, key, value) => (target.setItem(key, value), true),
            has: (target, key) => key in target || target.getItem(key) !== null,
            deleteProperty: (target, key) => (target.removeItem(key), true),
            ownKeys: keys,
            getOwnPropertyDescriptor: (target, key) => {
                const value = target.getItem(key);
                return value === null ? undefined : { value, writable: true, enumerable: true, configurable: true };
            },
        });
    };
    window.localStorage = storage("local");
    window.sessionStorage = storage("session");

    const go = (href, reload, tell, replace) => void effects.push({ navigate: String(href), reload, tell, replace });
    const part = (name) => ask("url", native("address"), "")?.[name] ?? "";
    const location = {
        toString: () => native("address"),
        assign: (href) => go(href, true),
        replace: (href) => go(href, true, false, true),
        reload: () => go(native("address"), true),
    };
    for (const name of ["href", "protocol", "host", "hostname", "port", "pathname", "search", "hash", "origin"]) {
        Object.defineProperty(location, name, {
            enumerable: true,
            configurable: true,
            get: () => part(name),
            set: (value) => {
                if (name === "hash") return go(String(value).startsWith("#") ? value : `#${value}`, false, true);
                const url = new URL(native("address"));
                if (name !== "href") url[name] = value;
                go(name === "href" ? value : url.href, true);
            },
        });
    }
    const place = strictly("location", location);
    Object.defineProperty(window, "location", { configurable: true, get: () => place, set: (href) => go(href, true) });
    window.history = strictly("history", {
        state: null,
        length: 1,
        pushState: (_state, _title, href) => href === undefined || href === null || go(href, false),
        replaceState: (_state, _title, href) => href === undefined || href === null || go(href, false, false, true),
    });

    const [width, height] = start.viewport;
    const screen = { width, height, availWidth: width, availHeight: height, colorDepth: 24, pixelDepth: 24 };
    Object.assign(window, {
        screen: strictly("screen", screen),
        innerWidth: width, innerHeight: height, outerWidth: width, outerHeight: height,
        devicePixelRatio: start.scale, scrollX: 0, scrollY: 0, pageXOffset: 0, pageYOffset: 0,
        name: "", closed: false, opener: null, frameElement: null, isSecureContext: true,
        // Where the page is scrolled to is nothing that can be read here.
        scrollTo: () => undefined, scrollBy: () => undefined, scroll: () => undefined,
        focus: () => undefined, blur: () => undefined, stop: () => undefined,
        print: () => void log("info")("window.print()"),
        alert: (text = "") => void log("info")(`window.alert(${JSON.stringify(String(text))})`),
        open: (href = "", target = "_blank") => {
            effects.push({ open: String(href), text: `window.open(${JSON.stringify(String(href))}, ${JSON.stringify(String(target))})` });
            return null;
        },
        matchMedia: (query) => {
            const matches = native("media", String(query)) === "true";
            const inert = () => undefined;
            const list = { matches, media: String(query), onchange: null, addListener: inert, removeListener: inert };
            return { ...list, addEventListener: inert, removeEventListener: inert };
        },
    });

    let copied = "";
    window.navigator = strictly("navigator", {
        language: "en-US",
        languages: ["en-US", "en"],
        userAgent: start.user_agent,
        appName: "Netscape",
        appVersion: start.user_agent.replace("Mozilla/", ""),
        platform: "Linux x86_64",
        product: "Gecko",
        vendor: "",
        onLine: true,
        cookieEnabled: true,
        doNotTrack: null,
        maxTouchPoints: 0,
        webdriver: true,
        pdfViewerEnabled: false,
        hardwareConcurrency: 1,
        clipboard: strictly("navigator.clipboard", {
            writeText: (text) => {
                copied = String(text);
                effects.push({ clipboard: copied });
                return Promise.resolve();
            },
            readText: () => Promise.resolve(copied),
        }),
        sendBeacon: (href) => {
            throw new Unsupported(`navigator.sendBeacon(${JSON.stringify(href)})`);
        },
    });
    window.clientInformation = window.navigator;

    for (const name of [
        "fetch", "XMLHttpRequest", "WebSocket", "EventSource", "Worker", "SharedWorker", "Plotly", "React", "ReactDOM",
        "confirm", "prompt", "close", "getComputedStyle", "caches", "indexedDB", "Blob", "File",
        "FileReader", "FormData", "Headers", "Request", "Response", "Image", "Audio", "Element", "HTMLElement", "Node",
        "SVGElement", "HTMLInputElement", "HTMLCanvasElement", "DOMParser", "XMLSerializer", "MutationObserver",
        "ResizeObserver", "IntersectionObserver", "PerformanceObserver", "postMessage", "BroadcastChannel",
        "MessageChannel", "Notification", "customElements", "speechSynthesis", "visualViewport", "DataTransfer",
        "createImageBitmap", "OffscreenCanvas", "AudioContext", "WebAssembly", "importScripts",
    ]) refuse(name);
};
